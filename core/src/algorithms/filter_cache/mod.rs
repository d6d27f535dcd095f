//! Which filters of a search are worth keeping, how long, and what does it save?
//!
//! An index is a list of [`Segment`]s that never change but for deleted documents. A filter's answer
//! on a segment is a [`DocSet`]; a [`FilterCache`] keeps such sets under a budget, and a
//! [`CachingPolicy`] says which:
//!
//! | policy | keeps | on |
//! |---|---|---|
//! | [`CachingPolicy::Nothing`] | nothing | – |
//! | [`CachingPolicy::Everything`] | every filter at its first use | every segment |
//! | [`CachingPolicy::Usage`] | what is costly to find, once it came back: Lucene's rule | large segments |
//!
//! A [`FilteredIndex`] puts them together and counts. Here, the eight restaurants: Lucene would keep
//! nothing of so small an index, so the model keeps everything.
//!
//! ```
//! use sandtable_core::algorithms::filter_cache::{
//!     Budget, CachingPolicy, Document, Filter, FilteredIndex,
//! };
//!
//! const CITY: usize = 0;
//! const PRICE: usize = 1;
//! let new_york = [true, true, false, true, false, true, true, false];
//! let prices = [15, 22, 12, 9, 11, 30, 18, 8];
//! let documents = (0..8).map(|at| Document {
//!     id: at as u32 + 1,
//!     values: vec![Some(u32::from(new_york[at])), Some(prices[at])],
//! });
//!
//! let budget = Budget { filters_max: 10_000, bytes_max: 1 << 20 };
//! let mut index = FilteredIndex::new(2, CachingPolicy::Everything, budget);
//! index.add(documents.collect())?;
//! let query = Filter::And(vec![
//!     Filter::Term { field: CITY, value: 1 },
//!     Filter::Range { field: PRICE, from: 0, to: 19 },
//! ]);
//! assert_eq!(index.search(&query)?, [1, 4, 7]);
//! let first = index.counters();
//! // The query itself and its two clauses were looked for in vain; 5 and 6 documents were read.
//! assert_eq!((first.hits, first.misses, first.scanned), (0, 3, 11));
//!
//! assert_eq!(index.search(&query)?, [1, 4, 7]);
//! let second = index.counters();
//! assert_eq!((second.hits, second.misses, second.scanned), (1, 3, 11));
//! # Ok::<(), sandtable_core::algorithms::filter_cache::IndexError>(())
//! ```

mod cache;
mod doc_set;
mod documents;
mod filter;
mod policy;
mod search;
mod segment;
mod sliced;

pub use cache::{Budget, FILTER_BYTES, FilterCache, SET_BYTES};
pub use doc_set::{DocSet, SetForm};
pub use documents::{Document, Documents, Listed};
pub use filter::{Filter, FilterKind};
pub use policy::{CachingPolicy, SegmentRule, Share, UsagePolicy, UsageRules};
pub use search::{Counters, FilteredIndex, Found, Lookup, Source};
pub use segment::{IndexError, Segment};
pub use sliced::Sliced;
