//! How is an index searched by people, who begin words, misspell them, and want a small file?

mod compact;

pub use compact::WordIndexError;

use super::alternatives::Alternatives;
use super::analysis::{Analysis, Analyzer, words};
use super::dictionary::Dictionary;
use super::fuzzy::edits_max;
use super::index::{DocId, Index};
use super::lexicon::Lexicon;

/// An [`Index`] without positions beside the words as they were written.
///
/// Documents have fields of different weight: a word of a title counts as if it stood there several
/// times. That is BM25 over the weighted sum of frequencies (S. Robertson, H. Zaragoza, M. Taylor,
/// "Simple BM25 extension to multiple weighted fields", 2004).
///
/// ```
/// use sandtable_core::algorithms::search::{
///     Analysis, Bm25, Searcher, WordIndex, WordIndexError, WordIndexWriter,
/// };
///
/// let mut writer = WordIndexWriter::new(Analysis::ENGLISH);
/// writer.add(&[("Quorum", 4), ("How many copies must answer?", 1)]);
/// writer.add(&[("Retries", 4), ("A retry needs no quorum.", 1)]);
/// let bytes = writer.finish().to_bytes();
///
/// let index = WordIndex::from_bytes(&bytes)?;
/// let searcher = Searcher::new(index.index(), Bm25::LUCENE);
/// // A word that is not finished, and one with a slip in it.
/// for text in ["quo", "quorm"] {
///     let hits = searcher.search_alternatives(&index.alternatives(text), &|_| 1.0, 10);
///     assert_eq!(hits.iter().map(|hit| hit.doc).collect::<Vec<_>>(), [0, 1], "{text}");
/// }
/// # Ok::<(), WordIndexError>(())
/// ```
#[derive(Clone, Debug)]
pub struct WordIndex {
    index: Index,
    lexicon: Lexicon,
    /// The first document of each part but the first.
    parts: Vec<DocId>,
}

/// What a word counts that begins so: from the least, if all is missing, to the most, if nothing is.
const BEGUN: (f32, f32) = (0.64, 0.8);
/// What each edit leaves of a word.
const EDITED: f32 = 0.6;
/// The most alternatives of a word, the best ones.
const ALTERNATIVES_MAX: usize = 64;

/// Gathers the documents of a [`WordIndex`].
#[derive(Clone, Debug)]
pub struct WordIndexWriter {
    index: Index,
    words: Dictionary,
    parts: Vec<DocId>,
}

impl WordIndexWriter {
    /// No documents yet; texts and queries are analysed so.
    #[must_use]
    pub fn new(analysis: Analysis) -> Self {
        Self {
            index: Index::without_positions(analysis),
            words: Dictionary::default(),
            parts: Vec::new(),
        }
    }

    /// Adds a document by its fields, each a text and how often it counts, and says its number.
    /// O(length × weight).
    ///
    /// # Panics
    /// Beyond the sizes named at [`Index`].
    pub fn add(&mut self, fields: &[(&str, u32)]) -> DocId {
        let mut analyzer = self.index.analyzer().clone();
        for word in fields.iter().flat_map(|(text, _)| words(text)) {
            if analyzer.term(word.text).is_some() {
                self.words.intern(analyzer.lower());
            }
        }
        self.index.add_fields(fields)
    }

    /// Begins a part: the documents that follow are of another kind, longer or shorter than those
    /// before. Only the size of the file depends on it.
    pub fn begin_part(&mut self) {
        self.parts.push(self.index.doc_count());
    }

    /// The index. How often a document holds a term is rounded down to a power of two: ranking looks
    /// at its logarithm more than at itself, and it takes less room. O(size).
    #[must_use]
    pub fn finish(self) -> WordIndex {
        let Self { index, words, parts } = self;
        let index = rounded(&index);
        let mut analyzer = index.analyzer().clone();
        let mut words: Vec<&str> = (0..words.len() as u32).map(|w| words.text(w)).collect();
        words.sort_unstable();
        let with_terms =
            words.into_iter().filter_map(|word| Some((word, index.term(analyzer.term(word)?)?)));
        let lexicon = Lexicon::of(with_terms);
        WordIndex { index, lexicon, parts }
    }
}

/// The index with each frequency rounded down to a power of two.
fn rounded(index: &Index) -> Index {
    let mut lengths = vec![0; index.doc_count() as usize];
    let (mut dictionary, mut lists) = (Dictionary::default(), Lists::default());
    for term in 0..index.term_count() {
        dictionary.intern(index.term_text(term));
        for posting in index.postings(term).iter() {
            let freq = 1 << posting.freq.ilog2();
            lengths[posting.doc as usize] += freq;
            lists.push(posting.doc, freq);
        }
        lists.end();
    }
    lists.index(index.analysis(), lengths, dictionary)
}

/// The postings of all terms, one list behind the other.
#[derive(Default)]
struct Lists {
    docs: Vec<DocId>,
    freqs: Vec<u32>,
    /// Where the list of each term ends.
    ends: Vec<usize>,
}

impl Lists {
    /// Adds a posting to the list that is open.
    fn push(&mut self, doc: DocId, freq: u32) {
        self.docs.push(doc);
        self.freqs.push(freq);
    }

    /// Ends a list. False if it is empty.
    fn end(&mut self) -> bool {
        let start = self.ends.last().copied().unwrap_or(0);
        self.ends.push(self.docs.len());
        start < self.docs.len()
    }

    /// An index of these lists, a list for each term of the dictionary.
    fn index(&self, analysis: Analysis, lengths: Vec<u32>, dictionary: Dictionary) -> Index {
        let mut index = Index::without_positions(analysis).with_lengths(lengths, dictionary);
        let mut start = 0;
        for &end in &self.ends {
            index.append_term(&self.docs[start..end], &self.freqs[start..end], &[]);
            start = end;
        }
        index.end();
        index
    }
}

impl WordIndex {
    /// The index of terms.
    #[must_use]
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// The words.
    #[must_use]
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// What makes terms of words, as it made those of the index.
    #[must_use]
    pub fn analyzer(&self) -> Analyzer {
        self.index.analyzer().clone()
    }

    /// What each word of a text may mean, stop words left out.
    ///
    /// Its own term counts in full. The last word may be unfinished, unless a blank is behind it:
    /// every word that begins so is meant too, and counts the more, the less is missing: from 0.64 to
    /// 0.8. A
    /// word that is neither is taken for a slip: the words with the fewest edits are
    /// meant ([`edits_max`]), and count 0.6 for each edit. So the same word is never worth more begun
    /// than whole, nor misspelt than begun. At most 64 alternatives.
    ///
    /// O(words of the lexicon) for each that is unknown, O(log) for the others.
    #[must_use]
    pub fn alternatives(&self, text: &str) -> Vec<Alternatives> {
        let mut analyzer = self.analyzer();
        let mut all = Vec::new();
        for word in words(text) {
            let Some(own) = analyzer.term(word.text).map(|term| self.index.term(term)) else {
                continue;
            };
            let is_last = word.start + word.text.len() == text.len();
            let mut meant = Alternatives::new();
            if let Some(own) = own {
                keep(own, 1.0, &mut meant);
            }
            if is_last {
                self.begun(analyzer.lower(), &mut meant);
            }
            if meant.is_empty() {
                self.misspelt(analyzer.lower(), &mut meant);
            }
            all.push(meant);
        }
        all
    }

    fn begun(&self, start: &str, meant: &mut Alternatives) {
        for id in self.lexicon.beginning_with(start) {
            let part = start.len() as f32 / self.lexicon.word(id).len() as f32;
            keep(self.lexicon.term(id), BEGUN.0 + part * (BEGUN.1 - BEGUN.0), meant);
        }
    }

    fn misspelt(&self, word: &str, meant: &mut Alternatives) {
        let mut least = u32::MAX;
        for (id, edits) in self.lexicon.near(word, edits_max(word)) {
            if edits < least {
                least = edits;
                meant.clear();
            }
            if edits == least {
                let boost = (0..edits).fold(1.0, |boost, _| boost * EDITED);
                keep(self.lexicon.term(id), boost, meant);
            }
        }
    }
}

/// Keeps a term among the best, which stand in order of their boosts.
fn keep(term: u32, boost: f32, meant: &mut Alternatives) {
    if let Some(place) = meant.iter().position(|(other, _)| *other == term) {
        if meant[place].1 >= boost {
            return;
        }
        meant.remove(place);
    }
    let place = meant.iter().position(|(_, other)| *other < boost).unwrap_or(meant.len());
    if place < ALTERNATIVES_MAX {
        meant.insert(place, (term, boost));
        meant.truncate(ALTERNATIVES_MAX);
    }
}
