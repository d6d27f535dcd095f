//! Full-text search: which documents answer a few words best, and why?
//!
//! | part | what it answers |
//! |---|---|
//! | [`words`], [`Porter`], [`English`], [`Analyzer`] | which terms a text holds |
//! | [`Index`] | which documents hold a term, how often, where |
//! | [`Index::to_bytes`], [`Index::from_bytes`] | how an index lies in a file |
//! | [`Bm25`] | how much a term says about a document |
//! | [`WordIndex`], [`Lexicon`] | which terms are meant by words that are begun or misspelt; a file small enough to fetch |
//! | [`Searcher`] | which documents answer best, and where a score comes from |
//!
//! Scores are Lucene's: the same formula in the same arithmetic, lengths in one byte unless told
//! otherwise ([`Lengths`]), the sum of the shares in 64 bits and then rounded to 32. The textbook's
//! form is a switch ([`Form`]).
//!
//! Everything is deterministic: the same texts in the same order give the same index, and the same
//! query the same hits and bits on every target.
//!
//! ```
//! use sandtable_core::algorithms::search::{Analysis, Bm25, Index, Query, Searcher};
//!
//! let mut index = Index::new(Analysis::ENGLISH);
//! let first = index.add("Retries without a budget turn a slow service into a dead one.");
//! let second = index.add("A retry budget: one retry for ten requests.");
//! let mut searcher = Searcher::new(&index, Bm25::LUCENE);
//! let hits = searcher.search("retry budgets", 10);
//! assert_eq!(hits.iter().map(|hit| hit.doc).collect::<Vec<_>>(), [second, first]);
//! // Both terms are in both documents; the second is shorter, and says `retry` twice.
//! let query = Query::of("retry budgets", &index);
//! let shares = searcher.explain(&query, second).shares;
//! assert!(shares[0].share > shares[1].share);
//! assert_eq!((shares[0].freq, shares[1].freq), (2, 1));
//! ```

mod alternatives;
mod analysis;
mod bit_packing;
mod blocks;
mod bm25;
mod dictionary;
mod exhaustive;
mod explain;
mod fuzzy;
mod index;
mod lexicon;
mod max_score;
mod phrase;
mod postings;
mod prepared;
mod query;
mod saved;
mod searcher;
mod small_float;
mod top_k;
mod word_index;

pub use alternatives::Alternatives;
pub use analysis::{
    Analysis, Analyzer, English, Porter, STOP_WORDS, Stemming, Term, WORD_CHARS_MAX, Word, Words,
    is_stop_word, push_lower_case, words,
};
pub use blocks::Impact;
pub use bm25::{Bm25, Bm25Error, Form, Lengths};
pub use explain::{Explanation, Share};
pub use fuzzy::edits_max;
pub use index::{BlockInfo, DocId, Index, SealedBytes, TermId};
pub use lexicon::{Lexicon, WordId};
pub use max_score::Work;
pub use postings::{Posting, Postings};
pub use query::Query;
pub use saved::SavedIndexError;
pub use searcher::Searcher;
pub use small_float::{byte_of_length, length_of_byte};
pub use top_k::Hit;
pub use word_index::{WordIndex, WordIndexError, WordIndexWriter};
