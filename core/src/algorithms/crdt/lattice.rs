//! What must a state be like, so that copies of it always come together?

/// A join-semilattice: any two states have a least state that contains both (Shapiro et al. 2011,
/// section 2.2.1).
///
/// Joining is commutative, associative and idempotent, so replicas that have heard the same, in
/// whatever order and however often, are equal. And every change of a state only adds to it: it is
/// contained in what it becomes. `core/tests/suite/crdt_laws.rs` holds every type here to that.
///
/// ```
/// use sandtable_core::algorithms::crdt::{GCounter, Lattice};
/// let (mut likes, mut elsewhere) = (GCounter::new(), GCounter::new());
/// likes.increment(0, 2);
/// elsewhere.increment(1, 3);
/// let before = likes.clone();
/// likes.join(&elsewhere);
/// likes.join(&elsewhere); // twice does no harm
/// assert_eq!(likes.value(), 5);
/// assert!(likes.contains(&before) && !before.contains(&likes));
/// ```
pub trait Lattice: Clone + PartialEq {
    /// Becomes the least state that contains both.
    fn join(&mut self, other: &Self);

    /// Whether joining `other` would change nothing. As expensive as cloning and joining, unless a
    /// type knows better.
    fn contains(&self, other: &Self) -> bool {
        let mut joined = self.clone();
        joined.join(other);
        joined == *self
    }
}
