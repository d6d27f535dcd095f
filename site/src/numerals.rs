//! Numbers in prose: each is computed, cited, a date or code, or it is an error.

/// A block of prose as the check sees it: characters with their places, and what stands for a
/// computed value, code or a citation.
#[derive(Default)]
pub struct Prose {
    marks: Vec<(Mark, usize)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Char(char),
    Opaque,
    Cite,
}

impl Prose {
    /// Adds words that stand at byte `place` of the file.
    pub fn words(&mut self, words: &str, place: usize) {
        self.marks.extend(words.char_indices().map(|(i, c)| (Mark::Char(c), place + i)));
    }

    /// Adds a computed value or code.
    pub fn opaque(&mut self, place: usize) {
        self.marks.push((Mark::Opaque, place));
    }

    /// Adds a citation.
    pub fn cite(&mut self, place: usize) {
        self.marks.push((Mark::Cite, place));
    }

    /// The numerals that nothing vouches for, each with its place. O(length).
    ///
    /// ```
    /// use sandtable_site::numerals::Prose;
    /// let mut prose = Prose::default();
    /// prose.words("Gifford wrote in 1979. It takes 35 ms.", 0);
    /// assert_eq!(prose.unsourced(), [(32, "35".to_owned())]);
    /// prose.cite(39);
    /// assert!(prose.unsourced().is_empty());
    /// ```
    #[must_use]
    pub fn unsourced(&self) -> Vec<(usize, String)> {
        let mut out = Vec::new();
        let mut sentence = 0;
        for end in self.ends() {
            let marks = &self.marks[sentence..end];
            if !marks.iter().any(|(m, _)| *m == Mark::Cite) {
                out.extend(numerals(marks));
            }
            sentence = end;
        }
        out
    }

    /// Where sentences end: after a full stop or its like, closing quotes and citations.
    fn ends(&self) -> Vec<usize> {
        let mut ends = Vec::new();
        let mut at = 0;
        while at < self.marks.len() {
            let stop = matches!(self.marks[at].0, Mark::Char('.' | '?' | '!' | '…'));
            at += 1;
            if !stop {
                continue;
            }
            let closes =
                |mark: Mark| matches!(mark, Mark::Char('”' | '’' | ')' | '.') | Mark::Cite);
            while at < self.marks.len() && closes(self.marks[at].0) {
                at += 1;
            }
            let apart = self.marks.get(at).is_none_or(|(m, _)| match m {
                Mark::Char(c) => c.is_whitespace(),
                _ => false,
            });
            if apart {
                ends.push(at);
            }
        }
        if ends.last() != Some(&self.marks.len()) {
            ends.push(self.marks.len());
        }
        ends
    }
}

/// The numerals of a sentence, dates left out. A digit behind a letter belongs to a name: `v2`,
/// `SHA-256`.
fn numerals(marks: &[(Mark, usize)]) -> Vec<(usize, String)> {
    let letter = |at: usize| match marks.get(at) {
        Some((Mark::Char(c), _)) => Some(*c),
        _ => None,
    };
    let mut out = Vec::new();
    let mut at = 0;
    while at < marks.len() {
        let starts = letter(at).is_some_and(char::is_numeric);
        let before = |back: usize| at.checked_sub(back).and_then(letter);
        let alphabetic = |back: usize| before(back).is_some_and(char::is_alphabetic);
        let named =
            alphabetic(1) || before(1) == Some('§') || before(1) == Some('-') && alphabetic(2);
        if !starts {
            at += 1;
            continue;
        }
        let inside = |c: char| c.is_numeric() || c == '.' || c == ',' || c == '-';
        let mut end = at;
        while letter(end).is_some_and(inside) {
            end += 1;
        }
        while !letter(end - 1).is_some_and(char::is_numeric) {
            end -= 1;
        }
        let text: String = (at..end).filter_map(letter).collect();
        if !named && !is_date(&text) {
            out.push((marks[at].1, text));
        }
        at = end;
    }
    out
}

/// A year, `2012`, two of them, `2012-2014`, or a day, `2026-07-01`.
fn is_date(text: &str) -> bool {
    let year = |t: &str| t.len() == 4 && (t.starts_with("19") || t.starts_with("20"));
    let parts: Vec<&str> = text.split('-').collect();
    match parts.as_slice() {
        [a] => year(a),
        [a, b] => year(a) && year(b),
        [a, b, c] => year(a) && b.len() == 2 && c.len() == 2,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let mut prose = Prose::default();
        prose.words(text, 0);
        prose.unsourced().into_iter().map(|(_, t)| t).collect()
    }

    #[test]
    fn names_and_dates_are_no_numerals() {
        assert!(found("Version v2 of 2012, since 2026-07-01, see §4.5.").is_empty());
        assert!(found("Apache-2.0 and SHA-256 are names.").is_empty());
        assert_eq!(found("It takes 35 ms, not 1.5 s."), ["35", "1.5"]);
        assert_eq!(found("A 99.9 % promise costs 2x."), ["99.9", "2"]);
        assert_eq!(found("x². In 20123."), ["20123"]);
    }

    #[test]
    fn a_citation_vouches_for_its_sentence_only() {
        let mut prose = Prose::default();
        prose.words("They use 3 copies.", 0);
        prose.cite(18);
        prose.words(" We use 4.", 19);
        assert_eq!(prose.unsourced(), [(27, "4".to_owned())]);
    }

    #[test]
    fn computed_values_and_code_are_free() {
        let mut prose = Prose::default();
        prose.words("About ", 0);
        prose.opaque(6);
        prose.words(" of them.", 30);
        assert!(prose.unsourced().is_empty());
    }
}
