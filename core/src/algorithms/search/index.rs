//! Which documents hold a term, how often, and where?

use super::analysis::{Analysis, Analyzer};
use super::blocks::{Impact, Open, Sealed};
use super::dictionary::Dictionary;
use super::postings::{PostingCursor, Postings};
use crate::algorithms::bitset::DenseBitset;

/// A document's number: dense, from 0, in the order of adding.
pub type DocId = u32;

/// A term's number: dense, from 0, in the order of first sight.
pub type TermId = u32;

/// An inverted index that documents can be added to and deleted from at any time.
///
/// New postings are plain numbers; [`Index::seal`] packs them into blocks of 128, gaps and
/// frequencies with as many bits as the largest of the block takes, and keeps for each block the
/// frequencies and lengths that bound its scores. Sealing happens by itself whenever the plain part
/// has grown by a quarter of the packed one, so that adding stays amortised linear. Both parts are
/// searched at any time.
///
/// A deleted document is in no answer from then on. As in Lucene, it still counts in the statistics
/// until [`Index::merge`] drops it: scores of the others change then, not before.
///
/// Adding takes O(length) amortised, deleting O(1), sealing and merging O(size). Memory when
/// sealed: 24 bytes for each block, 8 for each of its bounds, and the packed bits; a byte or two for
/// each position. On a collection of 3,204 abstracts, where most terms are rare, that is five bytes
/// a posting. At most `u32::MAX` documents, and 4 GiB of terms, of packed words and of positions
/// each. Sources: J. Zobel, A. Moffat, "Inverted
/// files for text search engines", *ACM Computing Surveys* 38(2), 2006; Lucene,
/// `Lucene103PostingsFormat` (blocks of 128, impacts).
///
/// ```
/// use sandtable_core::algorithms::search::{Analysis, Index};
///
/// let mut index = Index::new(Analysis::ENGLISH);
/// let leak = index.add("A leaky bucket leaks.");
/// let cache = index.add("A cache that leaks is no cache.");
/// let term = index.term("leak").unwrap();
/// let found: Vec<_> = index.postings(term).iter().map(|p| (p.doc, p.freq)).collect();
/// assert_eq!(found, [(leak, 1), (cache, 1)]);
/// assert_eq!(index.positions(term, cache), [3]);
/// assert!(index.delete(leak));
/// assert_eq!(index.postings(term).iter().count(), 1);
/// assert_eq!(index.doc_freq(term), 2);
/// index.merge();
/// assert_eq!(index.doc_freq(index.term("leak").unwrap()), 1);
/// ```
#[derive(Clone, Debug)]
pub struct Index {
    analyzer: Analyzer,
    dictionary: Dictionary,
    /// How many terms each document has.
    lengths: Vec<u32>,
    dead: DenseBitset,
    dead_count: u32,
    /// Documents with at least one term, and the terms in them, the dead included.
    filled: u32,
    total_terms: u64,
    doc_freqs: Vec<u32>,
    total_freqs: Vec<u64>,
    sealed: Sealed,
    open: Vec<Open>,
    open_count: usize,
    sealed_count: usize,
}

impl Index {
    /// Plain postings that are not worth packing.
    const OPEN_MIN: usize = 1 << 15;

    /// An empty index, whose texts and queries are analysed so.
    #[must_use]
    pub fn new(analysis: Analysis) -> Self {
        Self {
            analyzer: Analyzer::new(analysis),
            dictionary: Dictionary::default(),
            lengths: Vec::new(),
            dead: DenseBitset::default(),
            dead_count: 0,
            filled: 0,
            total_terms: 0,
            doc_freqs: Vec::new(),
            total_freqs: Vec::new(),
            sealed: Sealed::new(true),
            open: Vec::new(),
            open_count: 0,
            sealed_count: 0,
        }
    }

    /// An empty index that does not keep where terms stand: half as large when it is saved. It finds
    /// the same words with the same scores; to phrases it has no answer.
    ///
    /// ```
    /// use sandtable_core::algorithms::search::{Analysis, Bm25, Index, Searcher};
    ///
    /// let mut index = Index::without_positions(Analysis::ENGLISH);
    /// index.add("A leaky bucket leaks.");
    /// let mut searcher = Searcher::new(&index, Bm25::LUCENE);
    /// assert_eq!(searcher.search("leaky bucket", 10).len(), 1);
    /// assert!(searcher.search_phrase("leaky bucket", 10).is_empty());
    /// ```
    #[must_use]
    pub fn without_positions(analysis: Analysis) -> Self {
        Self { sealed: Sealed::new(false), ..Self::new(analysis) }
    }

    /// Whether the index knows where terms stand, which phrases need.
    #[must_use]
    pub fn keeps_positions(&self) -> bool {
        self.sealed.keeps_positions
    }

    /// How texts and queries are analysed.
    #[must_use]
    pub fn analysis(&self) -> Analysis {
        self.analyzer.analysis()
    }

    /// Adds a document and says its number.
    ///
    /// # Panics
    /// Beyond the sizes named at [`Index`].
    pub fn add(&mut self, text: &str) -> DocId {
        self.add_fields(&[(text, 1)])
    }

    /// Adds a document of several fields, each a text and how often it counts, and says its number. A
    /// word counts as if it stood there as often, in the frequency as in the length; where positions
    /// are kept, each field begins where the one before has ended, and a word that counts more than
    /// once stands at one place.
    ///
    /// Source: S. Robertson, H. Zaragoza, M. Taylor, "Simple BM25 extension to multiple weighted
    /// fields", CIKM 2004.
    ///
    /// ```
    /// use sandtable_core::algorithms::search::{Analysis, Index};
    ///
    /// let mut index = Index::without_positions(Analysis::ENGLISH);
    /// let doc = index.add_fields(&[("Retries", 3), ("When to retry", 1)]);
    /// let term = index.term("retri").unwrap();
    /// assert_eq!(index.postings(term).iter().next().unwrap().freq, 4);
    /// assert_eq!(index.length(doc), 5);
    /// ```
    ///
    /// # Panics
    /// Beyond the sizes named at [`Index`].
    pub fn add_fields(&mut self, fields: &[(&str, u32)]) -> DocId {
        let doc = u32::try_from(self.lengths.len()).expect("at most 2^32 documents");
        let mut analyzer = core::mem::take(&mut self.analyzer);
        let (mut length, mut start) = (0, 0);
        for &(text, weight) in fields {
            let mut end = start;
            analyzer.each_term(text, |term, position| {
                (0..weight).for_each(|_| self.push(term, doc, start + position));
                end = start + position + 1;
                length += weight;
            });
            start = end;
        }
        self.analyzer = analyzer;
        self.lengths.push(length);
        self.filled += u32::from(length > 0);
        self.total_terms += u64::from(length);
        if self.open_count > Self::OPEN_MIN.max(self.sealed_count / 4) {
            self.seal();
        }
        doc
    }

    fn push(&mut self, term: &str, doc: DocId, position: u32) {
        let term = self.dictionary.intern(term) as usize;
        if term == self.open.len() {
            self.open.push(Open::default());
            self.doc_freqs.push(0);
            self.total_freqs.push(0);
        }
        let position = self.keeps_positions().then_some(position);
        let is_new = self.open[term].push(doc, position);
        self.doc_freqs[term] += u32::from(is_new);
        self.open_count += usize::from(is_new);
        self.total_freqs[term] += 1;
    }

    /// Takes a document out of every answer. Says whether it was there. O(1).
    pub fn delete(&mut self, doc: DocId) -> bool {
        let found = self.is_alive(doc);
        if found {
            self.dead.grow(doc + 1);
            // It is long enough for the document.
            let _ = self.dead.insert(doc);
            self.dead_count += 1;
        }
        found
    }

    /// Whether the document was added and not deleted.
    #[must_use]
    pub fn is_alive(&self, doc: DocId) -> bool {
        (doc as usize) < self.lengths.len() && !self.dead.contains(doc)
    }

    /// Packs what is still plain. Answers stay the same. O(size).
    pub fn seal(&mut self) {
        if self.open_count > 0 {
            self.sealed = self.sealed.with(&mut self.open, &self.lengths);
            self.sealed_count += self.open_count;
            self.open_count = 0;
        }
        self.dictionary.sort();
    }

    /// Drops deleted documents, and terms that nobody holds any more, and packs the rest. Documents
    /// and terms are numbered anew, in the old order: the answer has the new number of each old
    /// document. From then on every score is as if the deleted had never been. O(size).
    pub fn merge(&mut self) -> Vec<Option<DocId>> {
        self.seal();
        let mut lengths = Vec::new();
        let mut numbers = Vec::with_capacity(self.lengths.len());
        for (doc, &length) in self.lengths.iter().enumerate() {
            let alive = self.is_alive(doc as u32);
            numbers.push(alive.then_some(lengths.len() as u32));
            if alive {
                lengths.push(length);
            }
        }
        let empty =
            Self { sealed: Sealed::new(self.keeps_positions()), ..Self::new(self.analysis()) };
        let mut merged = empty.with_lengths(lengths, Dictionary::default());
        let (mut docs, mut freqs, mut positions) = (Vec::new(), Vec::new(), Vec::new());
        for term in 0..self.dictionary.len() as u32 {
            docs.clear();
            freqs.clear();
            positions.clear();
            let mut cursor = self.cursor(term);
            while let Some(posting) = cursor.next() {
                let Some(doc) = numbers[posting.doc as usize] else { continue };
                docs.push(doc);
                freqs.push(posting.freq);
                positions.extend(cursor.position_bytes());
            }
            if !docs.is_empty() {
                merged.dictionary.intern(self.dictionary.text(term));
                merged.append_term(&docs, &freqs, &positions);
            }
        }
        merged.end();
        merged.dictionary.sort();
        *self = merged;
        numbers
    }

    /// The same empty index with documents of these lengths, whose postings are still to be appended,
    /// term by term in the order of their numbers.
    pub(super) fn with_lengths(self, lengths: Vec<u32>, dictionary: Dictionary) -> Self {
        let filled = lengths.iter().filter(|&&length| length > 0).count() as u32;
        let total_terms = lengths.iter().copied().map(u64::from).sum();
        Self { lengths, filled, total_terms, dictionary, ..self }
    }

    /// Appends the packed postings of the next term.
    pub(super) fn append_term(&mut self, docs: &[u32], freqs: &[u32], positions: &[u8]) {
        self.doc_freqs.push(docs.len() as u32);
        self.total_freqs.push(freqs.iter().copied().map(u64::from).sum());
        self.sealed_count += docs.len();
        self.sealed.begin_term();
        let start = self.sealed.position_end();
        self.sealed.push_positions(positions);
        self.sealed.append(docs, freqs, start, &self.lengths);
    }

    /// Ends the appending. Whoever appended new terms sorts the dictionary, or leaves it to the next
    /// sealing.
    pub(super) fn end(&mut self) {
        self.sealed.end();
        self.open.resize_with(self.dictionary.len(), Open::default);
    }

    /// The number of a term, as analysis makes it. O(length).
    #[must_use]
    pub fn term(&self, text: &str) -> Option<TermId> {
        self.dictionary.find(text)
    }

    /// The text of a term.
    ///
    /// # Panics
    /// If there is no such term.
    #[must_use]
    pub fn term_text(&self, term: TermId) -> &str {
        self.dictionary.text(term)
    }

    /// The terms that begin so, in alphabetical order. O(log n), their number, and what was added
    /// since the last sealing.
    #[must_use]
    pub fn terms_beginning_with(&self, prefix: &str) -> Vec<TermId> {
        self.dictionary.beginning_with(prefix)
    }

    /// How many different terms there are.
    #[must_use]
    pub fn term_count(&self) -> u32 {
        self.dictionary.len() as u32
    }

    /// How many documents were added, the deleted included until [`Index::merge`]. The next document
    /// has this number.
    #[must_use]
    pub fn doc_count(&self) -> u32 {
        self.lengths.len() as u32
    }

    /// How many documents are deleted and not yet merged away.
    #[must_use]
    pub fn deleted_count(&self) -> u32 {
        self.dead_count
    }

    /// *N*: how many documents hold at least one term, the deleted included until
    /// [`Index::merge`].
    #[must_use]
    pub fn filled_count(&self) -> u32 {
        self.filled
    }

    /// How many terms all documents hold together, repetitions and the deleted included.
    #[must_use]
    pub fn total_terms(&self) -> u64 {
        self.total_terms
    }

    /// How many terms a document holds, repetitions included.
    ///
    /// # Panics
    /// If there was never such a document.
    #[must_use]
    pub fn length(&self, doc: DocId) -> u32 {
        self.lengths[doc as usize]
    }

    /// *n*: how many documents hold the term, the deleted included until [`Index::merge`].
    #[must_use]
    pub fn doc_freq(&self, term: TermId) -> u32 {
        self.doc_freqs.get(term as usize).copied().unwrap_or(0)
    }

    /// How often the term stands in all documents, the deleted included until [`Index::merge`].
    #[must_use]
    pub fn total_freq(&self, term: TermId) -> u64 {
        self.total_freqs.get(term as usize).copied().unwrap_or(0)
    }

    /// The documents that hold the term.
    #[must_use]
    pub fn postings(&self, term: TermId) -> Postings<'_> {
        Postings::new(self, term)
    }

    /// Where the term stands in a document; nowhere if it does not, if the document is deleted, or if
    /// the index keeps no positions.
    /// O(blocks + 128).
    #[must_use]
    pub fn positions(&self, term: TermId, doc: DocId) -> Vec<u32> {
        let mut cursor = self.cursor(term);
        let found = cursor.advance(doc).is_some_and(|p| p.doc == doc) && self.is_alive(doc);
        let mut positions = Vec::new();
        if found {
            cursor.positions(&mut positions);
        }
        positions
    }

    /// The bytes that the index keeps: postings with their blocks and bounds, and positions.
    /// Terms, lengths and what is not sealed yet are not counted.
    #[must_use]
    pub fn sealed_bytes(&self) -> SealedBytes {
        let (postings, positions) = self.sealed.bytes();
        SealedBytes { postings: postings as u64, positions: positions as u64 }
    }

    pub(super) fn cursor(&self, term: TermId) -> PostingCursor<'_> {
        PostingCursor::new(self.sealed(), term, self.open(term))
    }

    pub(super) fn analyzer(&self) -> &Analyzer {
        &self.analyzer
    }

    pub(super) fn lengths(&self) -> &[u32] {
        &self.lengths
    }

    pub(super) fn sealed(&self) -> &Sealed {
        &self.sealed
    }

    pub(super) fn open(&self, term: TermId) -> &Open {
        &self.open[term as usize]
    }

    pub(super) fn is_dead(&self, doc: DocId) -> bool {
        self.dead.contains(doc)
    }
}

/// What [`Index::sealed_bytes`] counts, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SealedBytes {
    /// Documents, frequencies, and the headers and bounds of the blocks.
    pub postings: u64,
    /// Where the terms stand in the documents.
    pub positions: u64,
}

/// A block of postings, or what has not been packed yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockInfo {
    /// How many postings it holds.
    pub len: u32,
    /// The first document that could be in it, and the last that is.
    pub docs: (DocId, DocId),
    /// The bits that each gap between documents takes, and each frequency; nothing if it is not
    /// packed.
    pub bits: Option<(u8, u8)>,
    /// The frequencies and lengths that bound its scores; none if it is not packed.
    pub impacts: Vec<Impact>,
}
