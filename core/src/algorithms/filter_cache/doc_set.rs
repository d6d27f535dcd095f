//! In which form is a filter's answer on a segment kept?

use crate::algorithms::bitset::{CompressedBitset, DenseBitset};

/// The documents of one segment that match, numbered from 0 in it.
///
/// A set with at least one document in a hundred is dense: then a bit for each document is fast and
/// not much larger. Others are compressed.
///
/// Source: Lucene's `LRUQueryCache.cacheImpl`, which decides by the estimated cost and uses its
/// `FixedBitSet` and `RoaringDocIdSet`.
///
/// ```
/// use sandtable_core::algorithms::filter_cache::DocSet;
///
/// assert!(matches!(DocSet::of(1000, 0..10), DocSet::Dense(_)));
/// assert!(matches!(DocSet::of(1000, 0..9), DocSet::Compressed(_)));
/// assert_eq!(DocSet::of(1000, 0..10).bytes(), 128);
/// ```
#[derive(Clone, Debug)]
pub enum DocSet {
    /// A bit for each document of the segment.
    Dense(DenseBitset),
    /// Only the documents that match.
    Compressed(CompressedBitset),
}

/// In which form answers are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SetForm {
    /// By the share of the documents that match, as in Lucene.
    #[default]
    ByShare,
    /// Always a bit for each document.
    Dense,
    /// Always compressed, with stretches stored by their ends where that is smaller.
    Compressed,
}

use DocSet::{Compressed, Dense};

impl DocSet {
    /// The set of some documents of a segment of `docs` documents; others are left out.
    #[must_use]
    pub fn of(docs: u32, members: impl IntoIterator<Item = u32>) -> Self {
        let set = members.into_iter().filter(|doc| *doc < docs).collect();
        Compressed(set).settled(docs, SetForm::ByShare)
    }

    /// The set in the form that is asked for.
    pub(super) fn settled(self, docs: u32, form: SetForm) -> Self {
        let dense = match form {
            SetForm::ByShare => self.count() * 100 >= u64::from(docs) && docs > 0,
            SetForm::Dense => true,
            SetForm::Compressed => false,
        };
        let mut settled = match self {
            Compressed(set) if dense => Dense(to_dense(docs, &set)),
            Dense(set) if !dense => Compressed(set.iter().collect()),
            settled => settled,
        };
        if let (Compressed(set), SetForm::Compressed) = (&mut settled, form) {
            set.optimize_runs();
        }
        settled
    }

    /// How many documents match.
    #[must_use]
    pub fn count(&self) -> u64 {
        match self {
            Dense(set) => set.count(),
            Compressed(set) => set.count(),
        }
    }

    /// The bytes of the set itself: of its words, or of its compressed form.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        match self {
            Dense(set) => set.bytes(),
            Compressed(set) => set.serialized_bytes(),
        }
    }

    /// Whether the document matches.
    #[must_use]
    pub fn contains(&self, doc: u32) -> bool {
        match self {
            Dense(set) => set.contains(doc),
            Compressed(set) => set.contains(doc),
        }
    }

    /// The documents that match, ascending.
    #[must_use]
    pub fn docs(&self) -> Vec<u32> {
        match self {
            Dense(set) => set.iter().collect(),
            Compressed(set) => set.iter().collect(),
        }
    }

    /// What is in both.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        match (self, other) {
            (Dense(a), Dense(b)) => Dense(a.and(b)),
            (Compressed(a), Compressed(b)) => Compressed(a.and(b)),
            (Compressed(few), Dense(many)) | (Dense(many), Compressed(few)) => {
                Compressed(few.iter().filter(|doc| many.contains(*doc)).collect())
            }
        }
    }

    /// What is in either.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        match (self, other) {
            (Dense(a), Dense(b)) => Dense(a.or(b)),
            (Compressed(a), Compressed(b)) => Compressed(a.or(b)),
            (Compressed(few), Dense(many)) | (Dense(many), Compressed(few)) => {
                let last = few.count().checked_sub(1).and_then(|nth| few.select(nth));
                let docs = many.len().max(last.map_or(0, |last| last.saturating_add(1)));
                Dense(many.or(&to_dense(docs, few)))
            }
        }
    }

    /// What is in this set and not in the other.
    #[must_use]
    pub fn and_not(&self, other: &Self) -> Self {
        match (self, other) {
            (Dense(a), Dense(b)) => Dense(a.and_not(b)),
            (Compressed(a), Compressed(b)) => Compressed(a.and_not(b)),
            (Compressed(few), Dense(many)) => {
                Compressed(few.iter().filter(|doc| !many.contains(*doc)).collect())
            }
            (Dense(many), Compressed(few)) => Dense(many.and_not(&to_dense(many.len(), few))),
        }
    }
}

/// The numbers below `docs`.
fn to_dense(docs: u32, set: &CompressedBitset) -> DenseBitset {
    let mut dense = DenseBitset::new(docs);
    for doc in set.iter().take_while(|doc| *doc < docs) {
        // Below the length, nothing is refused.
        let _ = dense.insert(doc);
    }
    dense
}
