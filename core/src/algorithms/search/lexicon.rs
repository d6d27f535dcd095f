//! Which words were written, which begin so, and which are nearly so?

use super::fuzzy::Near;
use super::index::TermId;

/// The words of a collection as they were written, in alphabetical order, each with its term.
///
/// An index knows terms: stems, which nobody types. A lexicon leads from what is typed to them: from
/// the start of a word, and from a word with a slip of the finger. See
/// [`WordIndex`](super::WordIndex) for both together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lexicon {
    text: String,
    /// Where each word ends.
    ends: Vec<u32>,
    terms: Vec<TermId>,
}

/// A word of a [`Lexicon`]: its place in the alphabet.
pub type WordId = u32;

impl Lexicon {
    /// A lexicon of words in alphabetical order, each once.
    ///
    /// # Panics
    /// If they are not, or take more than 4 GiB.
    pub(super) fn of<'a>(words: impl IntoIterator<Item = (&'a str, TermId)>) -> Self {
        let mut lexicon = Self::default();
        for (word, term) in words {
            assert!(lexicon.push(word, term), "`{word}` is not in order, or beyond 4 GiB");
        }
        lexicon
    }

    /// Adds a word. False, and nothing is added, if it does not come behind the last, or would make
    /// more than 4 GiB of words.
    pub(super) fn push(&mut self, word: &str, term: TermId) -> bool {
        let last = self.len().checked_sub(1).map(|last| self.word(last));
        let end = u32::try_from(self.text.len() + word.len());
        let (true, Ok(end)) = (last.is_none_or(|last| last < word), end) else { return false };
        self.text.push_str(word);
        self.ends.push(end);
        self.terms.push(term);
        true
    }

    /// How many words there are.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.ends.len() as u32
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// A word as it was written, in lower case.
    ///
    /// # Panics
    /// If there is no such word.
    #[must_use]
    pub fn word(&self, word: WordId) -> &str {
        let at = word as usize;
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.text[start as usize..self.ends[at] as usize]
    }

    /// The term that a word was counted as.
    ///
    /// # Panics
    /// If there is no such word.
    #[must_use]
    pub fn term(&self, word: WordId) -> TermId {
        self.terms[word as usize]
    }

    /// The words that begin so, in alphabetical order. O(log n) and their number.
    pub fn beginning_with<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = WordId> + use<'a> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.word(middle) < prefix { low = middle + 1 } else { high = middle }
        }
        (low..self.len()).take_while(move |&word| self.word(word).starts_with(prefix))
    }

    /// The words at most so many edits away, each with its distance, in alphabetical order.
    ///
    /// An edit adds a letter, leaves one out, replaces one, or swaps two neighbours; no letter is
    /// edited twice. O(edits) for each letter of each beginning that words share, which is less
    /// than for each letter of each word.
    ///
    /// ```
    /// use sandtable_core::algorithms::search::{Analysis, WordIndexWriter};
    ///
    /// let mut writer = WordIndexWriter::new(Analysis::ENGLISH);
    /// writer.add(&[("Caches, a cache, and the quorum", 1)]);
    /// let index = writer.finish();
    /// let lexicon = index.lexicon();
    /// let near: Vec<_> = lexicon.near("cahce", 1).map(|(id, n)| (lexicon.word(id), n)).collect();
    /// assert_eq!(near, [("cache", 1)]);
    /// ```
    pub fn near<'a>(
        &'a self,
        word: &str,
        edits_max: u32,
    ) -> impl Iterator<Item = (WordId, u32)> + use<'a> {
        let mut near = Near::new(word, edits_max);
        (0..self.len()).filter_map(move |id| Some((id, near.distance(self.word(id))?)))
    }
}
