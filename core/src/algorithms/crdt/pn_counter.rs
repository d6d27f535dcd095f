//! How do replicas count together, up and down?

use super::{GCounter, Lattice};

/// A counter that goes both ways: one grow-only counter for up, one for down (Shapiro et al. 2011,
/// specification 7). By state, by delta and by operation.
///
/// It cannot stay above zero by itself: two replicas may each take away the last one. With n
/// replicas: changing is O(log n), reading and joining O(n).
///
/// ```
/// use sandtable_core::algorithms::crdt::{Lattice, PnCounter};
/// let (mut here, mut there) = (PnCounter::new(), PnCounter::new());
/// let delta = here.change_delta(0, 5);
/// there.join(&delta);
/// here.join(&there.change_delta(1, -7));
/// assert_eq!(here.value(), -2);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PnCounter {
    up: GCounter,
    down: GCounter,
}

/// What was done to a [`PnCounter`]: to be done once at every replica, in any order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CounterOp {
    /// Who did it.
    pub replica: u32,
    /// How much it added; negative takes away.
    pub by: i64,
}

impl PnCounter {
    /// A counter at zero.
    #[must_use]
    pub const fn new() -> PnCounter {
        PnCounter { up: GCounter::new(), down: GCounter::new() }
    }

    /// Adds at a replica, or takes away if `by` is negative.
    pub fn change(&mut self, replica: u32, by: i64) {
        let side = if by >= 0 { &mut self.up } else { &mut self.down };
        side.increment(replica, by.unsigned_abs());
    }

    /// Adds at a replica, or takes away, and returns what is new as a small counter to be joined.
    pub fn change_delta(&mut self, replica: u32, by: i64) -> PnCounter {
        let mut delta = PnCounter::new();
        if by >= 0 {
            delta.up = self.up.increment_delta(replica, by.unsigned_abs());
        } else {
            delta.down = self.down.increment_delta(replica, by.unsigned_abs());
        }
        delta
    }

    /// Does what was done elsewhere. Each operation exactly once: see [`super::CausalInbox`].
    ///
    /// ```
    /// use sandtable_core::algorithms::crdt::{CounterOp, PnCounter};
    /// let mut stock = PnCounter::new();
    /// stock.apply(CounterOp { replica: 3, by: 10 });
    /// stock.apply(CounterOp { replica: 1, by: -4 });
    /// assert_eq!(stock.value(), 6);
    /// ```
    pub fn apply(&mut self, op: CounterOp) {
        self.change(op.replica, op.by);
    }

    /// How many numbers it keeps: one for each replica that added, one for each that took away.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.up.lines() + self.down.lines()
    }

    /// What all replicas have added, less what they have taken away, as far as this one has heard.
    #[must_use]
    pub fn value(&self) -> i128 {
        i128::from(self.up.value()) - i128::from(self.down.value())
    }
}

impl Lattice for PnCounter {
    fn join(&mut self, other: &PnCounter) {
        self.up.join(&other.up);
        self.down.join(&other.down);
    }

    fn contains(&self, other: &PnCounter) -> bool {
        self.up.contains(&other.up) && self.down.contains(&other.down)
    }
}
