//! How do replicas collect what may be taken out once, for good?

use super::{GSet, Lattice};

/// A set whose elements can be removed once and never come back: one grow-only set of what was
/// added, one of what was removed (Shapiro et al. 2011, specification 12). By state.
///
/// What was removed is kept for ever, so it fits names that are used once: sessions, tokens. For
/// carts take [`super::OrSet`]. Adding, removing and asking are O(log n), joining O(m log n).
///
/// ```
/// use sandtable_core::algorithms::crdt::{Lattice, TwoPhaseSet};
/// let (mut here, mut there) = (TwoPhaseSet::default(), TwoPhaseSet::default());
/// here.add("token");
/// there.join(&here);
/// assert!(there.remove("token"));
/// here.add("token");
/// here.join(&there);
/// assert!(!here.has(&"token")); // removed wins, for good
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TwoPhaseSet<T: Ord> {
    added: GSet<T>,
    removed: GSet<T>,
}

impl<T: Ord> Default for TwoPhaseSet<T> {
    fn default() -> TwoPhaseSet<T> {
        TwoPhaseSet { added: GSet::default(), removed: GSet::default() }
    }
}

impl<T: Ord> TwoPhaseSet<T> {
    /// Adds an element. Without effect if it was ever removed; says whether it is in the set now.
    pub fn add(&mut self, element: T) -> bool {
        let stays = !self.removed.has(&element);
        self.added.add(element);
        stays
    }

    /// Removes an element for good. Only one that is in the set can be removed; says whether it
    /// was.
    pub fn remove(&mut self, element: T) -> bool {
        self.has(&element) && self.removed.add(element)
    }

    /// Whether an element is in it.
    #[must_use]
    pub fn has(&self, element: &T) -> bool {
        self.added.has(element) && !self.removed.has(element)
    }

    /// The elements, in order.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.added.iter().filter(|e| !self.removed.has(e))
    }

    /// How many removed elements it has to remember.
    #[must_use]
    pub fn tombstones(&self) -> usize {
        self.removed.len()
    }
}

impl<T: Ord + Clone> Lattice for TwoPhaseSet<T> {
    fn join(&mut self, other: &TwoPhaseSet<T>) {
        self.added.join(&other.added);
        self.removed.join(&other.removed);
    }

    fn contains(&self, other: &TwoPhaseSet<T>) -> bool {
        self.added.contains(&other.added) && self.removed.contains(&other.removed)
    }
}
