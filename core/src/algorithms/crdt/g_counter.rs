//! How do replicas count together what only grows?

use super::Lattice;
use crate::algorithms::clocks::VersionVector;

/// A grow-only counter: a number for each replica, which only that replica raises (Shapiro et al.
/// 2011, specification 6). By state and by delta.
///
/// With n replicas: raising is O(log n), reading and joining O(n). Sums saturate at 2⁶⁴ − 1.
///
/// ```
/// use sandtable_core::algorithms::crdt::{GCounter, Lattice};
/// let (mut here, mut there) = (GCounter::new(), GCounter::new());
/// let delta = here.increment_delta(0, 3);
/// there.increment(1, 4);
/// there.join(&delta);
/// there.join(&delta); // counted once
/// assert_eq!(there.value(), 7);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GCounter {
    counts: VersionVector,
}

impl GCounter {
    /// A counter at zero.
    #[must_use]
    pub const fn new() -> GCounter {
        GCounter { counts: VersionVector::new() }
    }

    /// Counts `by` more at a replica; returns what that replica has counted.
    pub fn increment(&mut self, replica: u32, by: u64) -> u64 {
        self.counts.advance(replica, by)
    }

    /// Counts `by` more at a replica, and returns what is new as a small counter to be joined.
    pub fn increment_delta(&mut self, replica: u32, by: u64) -> GCounter {
        let count = self.increment(replica, by);
        GCounter { counts: VersionVector::from_iter([(replica, count)]) }
    }

    /// What all replicas have counted, as far as this one has heard.
    #[must_use]
    pub fn value(&self) -> u64 {
        self.counts.total()
    }

    /// How many replicas have counted something.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.counts.len()
    }

    /// What one replica has counted.
    #[must_use]
    pub fn of(&self, replica: u32) -> u64 {
        self.counts.get(replica)
    }
}

impl Lattice for GCounter {
    fn join(&mut self, other: &GCounter) {
        self.counts.join(&other.counts);
    }

    fn contains(&self, other: &GCounter) -> bool {
        self.counts.covers(&other.counts)
    }
}
