//! Which documents answer a query best?

use super::alternatives::{self, Alternatives};
use super::analysis::{Analyzer, push_lower_case};
use super::bm25::Bm25;
use super::exhaustive;
use super::explain::{self, Explanation};
use super::index::{DocId, Index, TermId};
use super::max_score::{Scratch, Work};
use super::phrase;
use super::prepared::Prepared;
use super::query::Query;
use super::top_k::{Hit, TopK};
use crate::algorithms::bitset::DenseBitset;

/// Answers queries about an index as it is now, with one ranking function.
///
/// What does not depend on the query is computed once: 1 / K for each document, and the bounds of
/// blocks and terms. A searcher is worth keeping for many queries, and is made anew after a change.
///
/// Making one takes O(documents + terms + blocks + plain postings).
///
/// ```
/// use sandtable_core::algorithms::search::{Analysis, Bm25, Index, Searcher};
///
/// let mut index = Index::new(Analysis::ENGLISH);
/// index.add("A queue in front of a slow service.");
/// index.add("A slow queue, a long queue.");
/// index.add("A fast service.");
/// let mut searcher = Searcher::new(&index, Bm25::LUCENE);
/// let hits = searcher.search("slow queues", 10);
/// assert_eq!(hits.iter().map(|hit| hit.doc).collect::<Vec<_>>(), [1, 0]);
/// ```
#[derive(Clone, Debug)]
pub struct Searcher<'a> {
    prepared: Prepared<'a>,
    analyzer: Analyzer,
    query: Query,
    scratch: Scratch,
    top: TopK,
}

impl<'a> Searcher<'a> {
    /// Prepares the index as it is now.
    #[must_use]
    pub fn new(index: &'a Index, bm25: Bm25) -> Self {
        Self {
            prepared: Prepared::new(index, bm25),
            analyzer: index.analyzer().clone(),
            query: Query::new(),
            scratch: Scratch::default(),
            top: TopK::default(),
        }
    }

    /// The index.
    #[must_use]
    pub fn index(&self) -> &'a Index {
        self.prepared.index
    }

    /// The ranking function.
    #[must_use]
    pub fn bm25(&self) -> Bm25 {
        self.prepared.bm25
    }

    /// The mean number of terms of the documents that have any; 0 if there are none.
    #[must_use]
    pub fn mean_length(&self) -> f32 {
        self.prepared.mean_length
    }

    /// The rarity of a term.
    #[must_use]
    pub fn idf(&self, term: TermId) -> f32 {
        self.prepared.idf(term)
    }

    /// The best `k` documents that hold any of the words, the best first; among equals, the one that
    /// was added first.
    ///
    /// Documents are looked at in windows of 2048. In each, the terms that could together lift no
    /// document above the worst of the best so far are looked up for promising documents only, and
    /// blocks that hold none of those are not unpacked. The answer is that of
    /// [`Searcher::search_exhaustively`], to the last bit.
    ///
    /// O(postings) at worst. Sources: H. Turtle, J. Flood, "Query evaluation: strategies and
    /// optimizations", *Information Processing & Management* 31(6), 1995 (MaxScore); S. Ding,
    /// T. Suel, "Faster top-k document retrieval using block-max indexes", SIGIR 2011; Lucene,
    /// `MaxScoreBulkScorer`.
    pub fn search(&mut self, text: &str, k: usize) -> Vec<Hit> {
        self.query.fill(text, self.prepared.index, &mut self.analyzer);
        self.scratch.search(&self.prepared, &self.query, &mut self.top, k)
    }

    /// The same for a query that is there already.
    pub fn search_query(&mut self, query: &Query, k: usize) -> Vec<Hit> {
        self.scratch.search(&self.prepared, query, &mut self.top, k)
    }

    /// What the last search had to do.
    #[must_use]
    pub fn work(&self) -> Work {
        self.scratch.work()
    }

    /// The same answer as [`Searcher::search_query`], from every posting of every term.
    #[must_use]
    pub fn search_exhaustively(&self, query: &Query, k: usize) -> Vec<Hit> {
        exhaustive::search(&self.prepared, query, k)
    }

    /// The best `k` documents in which the words of the text stand in this order, with the same
    /// gaps, stop words included. A phrase counts as one term whose idf is the sum of its words',
    /// as in Lucene. None where the [index keeps no positions](super::Index::keeps_positions).
    ///
    /// O(postings of the words) at worst. Source: Lucene, `PhraseQuery`, `ExactPhraseMatcher`.
    ///
    /// ```
    /// use sandtable_core::algorithms::search::{Analysis, Bm25, Index, Searcher};
    ///
    /// let mut index = Index::new(Analysis::ENGLISH);
    /// let first = index.add("the leader of the cluster");
    /// index.add("the cluster's leader");
    /// let mut searcher = Searcher::new(&index, Bm25::LUCENE);
    /// let hits = searcher.search_phrase("leader of a cluster", 10);
    /// assert_eq!(hits.iter().map(|hit| hit.doc).collect::<Vec<_>>(), [first]);
    /// ```
    pub fn search_phrase(&mut self, text: &str, k: usize) -> Vec<Hit> {
        let terms = self.analyzer.terms(text);
        phrase::search(&self.prepared, &terms, k)
    }

    /// The first `k` documents that hold a term that begins so, each with a score of 1: Lucene
    /// counts no shares for prefixes unless told to. The prefix is put in lower case; it is not
    /// stemmed.
    ///
    /// O(postings of the terms). Source: Lucene, `PrefixQuery` with its default rewrite.
    ///
    /// ```
    /// use sandtable_core::algorithms::search::{Analysis, Bm25, Index, Searcher};
    ///
    /// let mut index = Index::new(Analysis::PLAIN);
    /// index.add("cache");
    /// index.add("cat");
    /// index.add("caching");
    /// let searcher = Searcher::new(&index, Bm25::LUCENE);
    /// let hits = searcher.search_prefix("Cach", 10);
    /// assert_eq!(hits.iter().map(|hit| (hit.doc, hit.score)).collect::<Vec<_>>(), [(0, 1.0), (2, 1.0)]);
    /// ```
    #[must_use]
    pub fn search_prefix(&self, prefix: &str, k: usize) -> Vec<Hit> {
        let index = self.prepared.index;
        let mut found = DenseBitset::new(index.doc_count());
        let mut lower = String::new();
        push_lower_case(prefix, &mut lower);
        for posting in index
            .terms_beginning_with(&lower)
            .into_iter()
            .flat_map(|term| index.postings(term).iter())
        {
            // No posting lies beyond the documents.
            let _ = found.insert(posting.doc);
        }
        found.iter().take(k).map(|doc| Hit { doc, score: 1.0 }).collect()
    }

    /// The best `k` documents, each word of the query read in any of several ways: begun, misspelt, or
    /// meant for another. Of a word's alternatives, the one with the largest share in a document
    /// counts, so that many of them do not outweigh another word. The sum is multiplied by the part
    /// of the words that the document holds, each for as much as its alternative counts, and by what the
    /// document itself counts: 1 as it is, 0 to leave it out. The statistics are always those of all documents.
    ///
    /// O(postings of all alternatives + documents). Sources: Lucene, `DisjunctionMaxQuery`, and
    /// `coord` of its classic similarity.
    ///
    /// ```
    /// use sandtable_core::algorithms::bitset::DenseBitset;
    /// use sandtable_core::algorithms::search::{Analysis, Bm25, Index, Searcher};
    ///
    /// let mut index = Index::new(Analysis::PLAIN);
    /// index.add("cache queue");
    /// index.add("cache cached caching");
    /// index.add("queue");
    /// let term = |text| index.term(text).unwrap();
    /// let cache = vec![(term("cache"), 1.0), (term("cached"), 0.8), (term("caching"), 0.8)];
    /// let words = [cache, vec![(term("queue"), 1.0)]];
    /// let searcher = Searcher::new(&index, Bm25::LUCENE);
    /// let filter = DenseBitset::from_members(3, [1, 2])?;
    /// let found = |counts: &dyn Fn(u32) -> f32| -> Vec<u32> {
    ///     searcher.search_alternatives(&words, counts, 10).iter().map(|hit| hit.doc).collect()
    /// };
    /// assert_eq!(found(&|_| 1.0), [0, 2, 1]);
    /// assert_eq!(found(&|doc| if filter.contains(doc) { 1.0 } else { 0.0 }), [2, 1]);
    /// # Ok::<(), sandtable_core::algorithms::bitset::BitsetError>(())
    /// ```
    #[must_use]
    pub fn search_alternatives(
        &self,
        words: &[Alternatives],
        counts: &dyn Fn(DocId) -> f32,
        k: usize,
    ) -> Vec<Hit> {
        alternatives::search(&self.prepared, words, counts, k)
    }

    /// Where the score of a document comes from, term by term. O(blocks + 128) for each term.
    ///
    /// ```
    /// use sandtable_core::algorithms::search::{Analysis, Bm25, Index, Query, Searcher};
    ///
    /// let mut index = Index::new(Analysis::ENGLISH);
    /// let doc = index.add("red fish, blue fish");
    /// index.add("red bird");
    /// let mut searcher = Searcher::new(&index, Bm25::LUCENE);
    /// let query = Query::of("red fish", &index);
    /// let explanation = searcher.explain(&query, doc);
    /// let freqs: Vec<u32> = explanation.shares.iter().map(|share| share.freq).collect();
    /// assert_eq!(freqs, [2, 1]); // fish, which is rarer, comes first
    /// assert_eq!(explanation.score, searcher.search("red fish", 1)[0].score);
    /// ```
    #[must_use]
    pub fn explain(&self, query: &Query, doc: DocId) -> Explanation {
        explain::explain(&self.prepared, query, doc)
    }
}
