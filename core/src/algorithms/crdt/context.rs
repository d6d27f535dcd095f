//! Which updates has a replica seen, when they may arrive with gaps?

use super::Lattice;
use crate::algorithms::clocks::{Dot, VersionVector};

/// A set of updates: a version vector for all that have come without gaps, and single dots for
/// those beyond a gap (Almeida, Shoker and Baquero 2018, section 7.2). The dots go into the vector
/// as soon as the gap is filled, so that without loss it stays as small as a vector.
///
/// With n replicas and c dots beyond gaps: asking is O(log n + log c), adding O(n + c).
///
/// ```
/// use sandtable_core::algorithms::clocks::Dot;
/// use sandtable_core::algorithms::crdt::DotContext;
/// let mut seen = DotContext::default();
/// let dot = |counter| Dot { actor: 7, counter };
/// seen.insert(dot(1));
/// seen.insert(dot(3));
/// assert!(seen.contains(dot(3)) && !seen.contains(dot(2)));
/// assert_eq!(seen.gaps(), 1);
/// seen.insert(dot(2));
/// assert_eq!((seen.gaps(), seen.vector().get(7)), (0, 3));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DotContext {
    vector: VersionVector,
    beyond: Vec<Dot>,
}

impl DotContext {
    /// Whether an update has been seen.
    #[must_use]
    pub fn contains(&self, dot: Dot) -> bool {
        self.vector.contains(dot) || self.beyond.binary_search(&dot).is_ok()
    }

    /// Makes the next update of a replica, which must have seen all of its own.
    pub fn next(&mut self, replica: u32) -> Dot {
        let dot = self.vector.next(replica);
        if !self.beyond.is_empty() {
            self.compact();
        }
        dot
    }

    /// Has seen that update.
    pub fn insert(&mut self, dot: Dot) {
        if dot.counter == 0 || self.contains(dot) {
            return;
        }
        if dot.counter == self.vector.get(dot.actor) + 1 {
            self.vector.raise(dot.actor, dot.counter);
        } else {
            let at = self.beyond.partition_point(|d| *d < dot);
            self.beyond.insert(at, dot);
        }
        self.compact();
    }

    /// What has come without gaps.
    #[must_use]
    pub fn vector(&self) -> &VersionVector {
        &self.vector
    }

    /// How many updates lie beyond gaps.
    #[must_use]
    pub fn gaps(&self) -> usize {
        self.beyond.len()
    }

    /// Moves into the vector what connects to it. The dots are in the order of their actors and
    /// counters, so one pass is enough.
    fn compact(&mut self) {
        let vector = &mut self.vector;
        self.beyond.retain(|dot| {
            if dot.counter == vector.get(dot.actor) + 1 {
                vector.raise(dot.actor, dot.counter);
            }
            !vector.contains(*dot)
        });
    }
}

impl Lattice for DotContext {
    fn join(&mut self, other: &DotContext) {
        self.vector.join(&other.vector);
        if !other.beyond.is_empty() {
            self.beyond.extend_from_slice(&other.beyond);
            self.beyond.sort_unstable();
            self.beyond.dedup();
        }
        if !self.beyond.is_empty() {
            self.compact();
        }
    }
}

impl FromIterator<Dot> for DotContext {
    fn from_iter<I: IntoIterator<Item = Dot>>(dots: I) -> DotContext {
        let mut context = DotContext::default();
        for dot in dots {
            context.insert(dot);
        }
        context
    }
}
