//! Which updates is everybody known to have seen?

use super::{Dot, VersionVector};

/// What each replica of a group is known to have seen, and so which updates are *causally stable*:
/// those that every replica is known to have seen (Baquero, Almeida and Shoker 2014, "Making
/// Operation-based CRDTs Operation-based"; the same, 2017, "Pure Operation-Based
/// Replicated Data Types"; with one row for each replica it is Wuu and Bernstein's matrix clock of
/// 1984). Whatever arrives after an update has become stable was made by somebody who had seen it,
/// so what was kept in case somebody had not can go.
///
/// The group must be known: a replica that is not listed is not waited for, and one that is silent
/// for ever holds everything up. A report counts from the moment at which all that it covers has
/// been taken in here too; whoever uses it has to wait for that.
///
/// With r replicas and n entries in a vector: a report is O(n), asking for the minimum O(r n).
///
/// ```
/// use sandtable_core::algorithms::clocks::{CausalStability, Dot, VersionVector};
/// let mut known = CausalStability::new([0, 1]);
/// let removal = Dot { actor: 0, counter: 2 };
/// known.report(0, &VersionVector::from_iter([(0, 2)]));
/// assert!(!known.is_stable(removal)); // the other may not have heard of it
/// known.report(1, &VersionVector::from_iter([(0, 2), (1, 5)]));
/// assert!(known.is_stable(removal));
/// assert_eq!(known.stable().to_string(), "{0:2}");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CausalStability {
    known: Vec<(u32, VersionVector)>,
}

impl CausalStability {
    /// A group of which nothing is known yet. Nothing is stable in a group of nobody.
    #[must_use]
    pub fn new(replicas: impl IntoIterator<Item = u32>) -> CausalStability {
        let known = replicas.into_iter().map(|replica| (replica, VersionVector::new()));
        CausalStability { known: known.collect() }
    }

    /// A replica has said what it has seen. Late reports do no harm; those of strangers are
    /// without effect.
    pub fn report(&mut self, replica: u32, seen: &VersionVector) {
        for (_, known) in self.known.iter_mut().filter(|(r, _)| *r == replica) {
            known.join(seen);
        }
    }

    /// Whether every replica is known to have seen an update. O(r log n).
    #[must_use]
    pub fn is_stable(&self, dot: Dot) -> bool {
        !self.known.is_empty() && self.known.iter().all(|(_, known)| known.contains(dot))
    }

    /// All that every replica is known to have seen: the minimum.
    #[must_use]
    pub fn stable(&self) -> VersionVector {
        let mut known = self.known.iter().map(|(_, known)| known);
        let mut least = known.next().cloned().unwrap_or_default();
        known.for_each(|other| least.meet(other));
        least
    }
}
