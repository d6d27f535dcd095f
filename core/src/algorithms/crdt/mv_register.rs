//! How does a register keep what was written at the same time?

use super::{DotContext, Lattice};
use crate::algorithms::clocks::{Dot, join_dotted};

/// A register that keeps every value that no later write has seen (Shapiro et al. 2011,
/// specification 10; with a dot for each value as in Almeida et al. 2018, section 7.3). By state
/// and by delta.
///
/// A write replaces what its replica has seen, and nothing else, so whoever reads several values
/// can merge them and write the result. With s values: writing and joining are O(s).
///
/// ```
/// use sandtable_core::algorithms::crdt::{Lattice, MvRegister};
/// let (mut here, mut there) = (MvRegister::default(), MvRegister::default());
/// here.write(0, "milk");
/// there.write(1, "bread");
/// here.join(&there);
/// assert_eq!(here.values().collect::<Vec<_>>(), [&"milk", &"bread"]);
/// let merged = here.write_delta(0, "milk, bread");
/// there.join(&merged);
/// assert_eq!(there.values().collect::<Vec<_>>(), [&"milk, bread"]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MvRegister<V> {
    values: Vec<(Dot, V)>,
    seen: DotContext,
}

impl<V> Default for MvRegister<V> {
    fn default() -> MvRegister<V> {
        MvRegister { values: Vec::new(), seen: DotContext::default() }
    }
}

impl<V: Clone> MvRegister<V> {
    /// Writes a value at a replica; returns the write's dot.
    pub fn write(&mut self, replica: u32, value: V) -> Dot {
        let dot = self.seen.next(replica);
        self.values.clear();
        self.values.push((dot, value));
        dot
    }

    /// Writes a value at a replica, and returns what is new as a small register to be joined.
    pub fn write_delta(&mut self, replica: u32, value: V) -> MvRegister<V> {
        let dot = self.seen.next(replica);
        let replaced = std::mem::replace(&mut self.values, vec![(dot, value)]);
        let seen = replaced.iter().map(|(dot, _)| *dot).chain([dot]).collect();
        MvRegister { values: self.values.clone(), seen }
    }

    /// The values that no write has replaced, in the order of their dots.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.values.iter().map(|(_, value)| value)
    }
}

impl<V: Clone + PartialEq> Lattice for MvRegister<V> {
    fn join(&mut self, other: &MvRegister<V>) {
        let seen = |dot| self.seen.contains(dot);
        join_dotted(&mut self.values, seen, &other.values, |dot| other.seen.contains(dot));
        self.seen.join(&other.seen);
    }
}
