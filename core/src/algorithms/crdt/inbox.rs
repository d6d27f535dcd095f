//! How does an operation reach every replica once, after all that its maker had seen?

use crate::algorithms::clocks::{Dot, VersionVector};

/// An operation on its way, with what its maker had seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter<O> {
    /// Which one it is of its maker's.
    pub dot: Dot,
    /// What its maker had seen before it.
    pub after: VersionVector,
    /// What was done.
    pub op: O,
}

/// Causal delivery, exactly once: letters come in any order and any number of times, and go out
/// each once, after everything that their makers had seen (Birman and Joseph 1987; the condition
/// that operation-based types ask for, Shapiro et al. 2011, section 2.2.2).
///
/// A letter that comes too early is kept until the others are there. With k letters kept and n
/// replicas: receiving is O(k n) for each letter that goes out.
///
/// ```
/// use sandtable_core::algorithms::crdt::{CausalInbox, CounterOp, PnCounter};
/// let (mut a, mut b) = (CausalInbox::default(), CausalInbox::default());
/// let first = a.send(0, CounterOp { replica: 0, by: 5 });
/// let second = a.send(0, CounterOp { replica: 0, by: -1 });
/// let mut counter = PnCounter::new();
/// for letter in [&second, &second, &first, &second] {
///     for op in b.receive(letter.clone()) {
///         counter.apply(op);
///     }
/// }
/// assert_eq!(counter.value(), 4);
/// ```
#[derive(Clone, Debug)]
pub struct CausalInbox<O> {
    seen: VersionVector,
    early: Vec<Letter<O>>,
}

impl<O> Default for CausalInbox<O> {
    fn default() -> CausalInbox<O> {
        CausalInbox { seen: VersionVector::new(), early: Vec::new() }
    }
}

impl<O> CausalInbox<O> {
    /// Makes the letter for an operation that this replica has just done to itself.
    pub fn send(&mut self, replica: u32, op: O) -> Letter<O> {
        let after = self.seen.clone();
        Letter { dot: self.seen.next(replica), after, op }
    }

    /// Takes a letter in and returns the operations that can be done now, in order.
    pub fn receive(&mut self, letter: Letter<O>) -> Vec<O> {
        let known = |l: &Letter<O>| l.dot == letter.dot;
        if self.seen.contains(letter.dot) || self.early.iter().any(known) {
            return Vec::new();
        }
        self.early.push(letter);
        let mut ready = Vec::new();
        while let Some(at) = self.early.iter().position(|l| self.seen.covers(&l.after)) {
            let letter = self.early.remove(at);
            self.seen.raise(letter.dot.actor, letter.dot.counter);
            ready.push(letter.op);
        }
        ready
    }

    /// What has gone out, and what this replica has sent.
    #[must_use]
    pub fn seen(&self) -> &VersionVector {
        &self.seen
    }

    /// How many letters wait for others.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.early.len()
    }
}
