//! Which of two values wins, if the later one shall?

use super::Lattice;
use crate::algorithms::clocks::LamportStamp;

/// A register in which the value with the greatest stamp wins (Shapiro et al. 2011, specification
/// 8). By state; a copy of the register is its own delta.
///
/// What loses is gone, though its writer was told that it is saved: of two writes that did not know
/// of each other, one is lost. Stamps should be unique and respect cause: a Lamport clock's are,
/// and a hybrid clock's [packed](crate::algorithms::clocks::Hybrid::pack) into the time. Where two
/// are equal all the same, the greater value wins, so that replicas agree. Every operation is O(1).
///
/// ```
/// use sandtable_core::algorithms::clocks::LamportStamp;
/// use sandtable_core::algorithms::crdt::{Lattice, LwwRegister};
/// let (mut here, mut there) = (LwwRegister::default(), LwwRegister::default());
/// here.set(LamportStamp { time: 1, process: 0 }, "Tuesday");
/// there.set(LamportStamp { time: 1, process: 1 }, "Friday");
/// here.join(&there);
/// assert_eq!(here.get(), Some(&"Friday"));
/// assert!(!here.set(LamportStamp { time: 1, process: 0 }, "Monday")); // too old
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LwwRegister<V> {
    written: Option<(LamportStamp, V)>,
}

impl<V> Default for LwwRegister<V> {
    fn default() -> LwwRegister<V> {
        LwwRegister { written: None }
    }
}

impl<V: Ord> LwwRegister<V> {
    /// Writes a value. Says whether it won.
    pub fn set(&mut self, stamp: LamportStamp, value: V) -> bool {
        let new = Some((stamp, value));
        let wins = new > self.written;
        if wins {
            self.written = new;
        }
        wins
    }

    /// The value that won; nothing if none was written.
    #[must_use]
    pub fn get(&self) -> Option<&V> {
        self.written.as_ref().map(|(_, value)| value)
    }

    /// The stamp of the value that won.
    #[must_use]
    pub fn stamp(&self) -> Option<LamportStamp> {
        self.written.as_ref().map(|(stamp, _)| *stamp)
    }
}

impl<V: Ord + Clone> Lattice for LwwRegister<V> {
    fn join(&mut self, other: &LwwRegister<V>) {
        if other.written > self.written {
            self.written.clone_from(&other.written);
        }
    }

    fn contains(&self, other: &LwwRegister<V>) -> bool {
        self.written >= other.written
    }
}
