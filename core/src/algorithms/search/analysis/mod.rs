//! Which terms does a text hold, and where?

mod character;
mod english;
mod lower_case;
mod porter;
mod stop_words;
mod suffix;
mod words;

pub use english::English;
pub use lower_case::push_lower_case;
pub use porter::Porter;
pub use stop_words::{STOP_WORDS, is_stop_word};
pub(super) use words::TERM_BYTES_MAX;
pub use words::{WORD_CHARS_MAX, Word, Words, words};

/// How words are cut to their stems, so that `queues` finds `queue`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Stemming {
    /// Not at all.
    None,
    /// By [`Porter`], the original of 1980: what Lucene's English analysis does.
    #[default]
    Porter,
    /// By [`English`], also known as Porter2: what Snowball recommends for English.
    English,
}

/// What an [`Analyzer`] does to words before they are terms.
///
/// The default is Lucene's English analysis: all three. Texts and queries must be analysed alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Analysis {
    /// Whether a final `'s` is cut off.
    pub possessive: bool,
    /// Whether [`STOP_WORDS`] are left out. They leave a gap in the positions.
    pub stop_words: bool,
    /// How words are cut to their stems.
    pub stemming: Stemming,
}

impl Analysis {
    /// Words in lower case, and nothing more: Lucene's `StandardAnalyzer`.
    pub const PLAIN: Analysis =
        Analysis { possessive: false, stop_words: false, stemming: Stemming::None };
    /// All three, with [`Porter`]: the English analysis of Lucene's and Anserini's
    /// `EnglishAnalyzer`.
    pub const ENGLISH: Analysis =
        Analysis { possessive: true, stop_words: true, stemming: Stemming::Porter };
}

impl Default for Analysis {
    fn default() -> Self {
        Self::ENGLISH
    }
}

/// A term of a text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Term {
    /// The term: lower case, and a stem if stemming is on.
    pub text: String,
    /// The number of words before it, those that were left out included.
    pub position: u32,
}

/// Makes terms of a text: words, lower case, stop words, stems, in this order.
///
/// It keeps its buffers, so one analyser is worth keeping for many texts.
///
/// O(length). Source: Lucene, `EnglishAnalyzer` (`StandardTokenizer`, `EnglishPossessiveFilter`,
/// `LowerCaseFilter`, `StopFilter`, `PorterStemFilter`).
///
/// ```
/// use sandtable_core::algorithms::search::{Analysis, Analyzer};
///
/// let mut analyzer = Analyzer::new(Analysis::ENGLISH);
/// let terms = analyzer.terms("The user's caches are failing");
/// let found: Vec<(&str, u32)> = terms.iter().map(|t| (t.text.as_str(), t.position)).collect();
/// assert_eq!(found, [("user", 1), ("cach", 2), ("fail", 4)]);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Analyzer {
    analysis: Analysis,
    lower: String,
    porter: Porter,
    english: English,
}

impl Analyzer {
    /// An analyser that does this.
    #[must_use]
    pub fn new(analysis: Analysis) -> Self {
        Self { analysis, ..Self::default() }
    }

    /// What it does.
    #[must_use]
    pub fn analysis(&self) -> Analysis {
        self.analysis
    }

    /// Hands out the terms of a text in their order, each with its position, without keeping them.
    pub fn each_term(&mut self, text: &str, mut take: impl FnMut(&str, u32)) {
        for (position, word) in words(text).enumerate() {
            if let Some(term) = self.term(word.text) {
                take(term, position as u32);
            }
        }
    }

    /// The terms of a text in their order.
    #[must_use]
    pub fn terms(&mut self, text: &str) -> Vec<Term> {
        let mut terms = Vec::new();
        self.each_term(text, |text, position| {
            terms.push(Term { text: text.to_owned(), position });
        });
        terms
    }

    /// The term that a word becomes; nothing if it is left out.
    pub fn term(&mut self, word: &str) -> Option<&str> {
        let word = if self.analysis.possessive { without_possessive(word) } else { word };
        self.lower.clear();
        push_lower_case(word, &mut self.lower);
        if self.analysis.stop_words && is_stop_word(&self.lower) {
            return None;
        }
        Some(match self.analysis.stemming {
            Stemming::None => &self.lower,
            Stemming::Porter => self.porter.stem(&self.lower),
            Stemming::English => self.english.stem(&self.lower),
        })
    }
}

impl Analyzer {
    /// The last word in lower case, as it was before it was cut to its stem.
    pub(super) fn lower(&self) -> &str {
        &self.lower
    }
}

/// The word without a final `'s`, with any of three apostrophes.
fn without_possessive(word: &str) -> &str {
    let Some(rest) = word.strip_suffix(['s', 'S']) else { return word };
    rest.strip_suffix(['\'', '\u{2019}', '\u{ff07}']).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(analysis: Analysis, text: &str) -> Vec<(String, u32)> {
        Analyzer::new(analysis).terms(text).into_iter().map(|t| (t.text, t.position)).collect()
    }

    #[test]
    fn each_stage_can_be_left_out() {
        let text = "The Node's LOGS";
        let plain = [("the", 0), ("node's", 1), ("logs", 2)].map(|(t, p)| (t.to_owned(), p));
        assert_eq!(found(Analysis::PLAIN, text), plain);
        let unstemmed = Analysis { stemming: Stemming::None, ..Analysis::ENGLISH };
        assert_eq!(
            found(unstemmed, text),
            [("node", 1), ("logs", 2)].map(|(t, p)| (t.to_owned(), p))
        );
        let english = Analysis { stemming: Stemming::English, ..Analysis::ENGLISH };
        assert_eq!(found(english, "deploys"), [("deploy".to_owned(), 0)]);
        assert_eq!(found(Analysis::ENGLISH, "deploys"), [("deploi".to_owned(), 0)]);
        assert_eq!(
            found(Analysis::ENGLISH, text),
            [("node", 1), ("log", 2)].map(|(t, p)| (t.to_owned(), p))
        );
    }

    #[test]
    fn possessives_of_three_apostrophes() {
        for word in ["Bell's", "Bell\u{2019}s", "Bell\u{ff07}S"] {
            assert_eq!(without_possessive(word), "Bell");
        }
        assert_eq!(without_possessive("users'"), "users'");
        assert_eq!(without_possessive("Ws"), "Ws");
    }
}
