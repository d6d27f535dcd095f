//! Which clock tells cause and effect exactly?

use super::{Causality, VersionVector};

/// A vector clock: for each process, how many of its events led here (Fidge 1988, "Timestamps in
/// Message-Passing Systems That Preserve the Partial Ordering"; Mattern 1989, "Virtual Time and
/// Global States of Distributed Systems").
///
/// One event led to another if and only if its vector is smaller, and no shorter stamp can do that
/// in general (Charron-Bost 1991). With n processes: stamps take O(n), so do merging and comparing.
///
/// ```
/// use sandtable_core::algorithms::clocks::{Causality, VectorClock};
/// let (mut a, mut b) = (VectorClock::new(0), VectorClock::new(1));
/// let sent = a.tick();
/// let other = b.tick();
/// let received = b.receive(&sent);
/// assert_eq!(sent.compare(&received), Causality::Before);
/// assert_eq!(sent.compare(&other), Causality::Concurrent);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VectorClock {
    process: u32,
    seen: VersionVector,
}

impl VectorClock {
    /// A clock that has seen nothing.
    #[must_use]
    pub fn new(process: u32) -> VectorClock {
        VectorClock { process, seen: VersionVector::new() }
    }

    /// The stamp of the last event.
    #[must_use]
    pub fn last(&self) -> &VersionVector {
        &self.seen
    }

    /// Stamps an event of this process: something local, or the sending of a message, which then
    /// carries the stamp.
    pub fn tick(&mut self) -> VersionVector {
        self.seen.next(self.process);
        self.seen.clone()
    }

    /// Stamps the receipt of a message that carries `sent`.
    pub fn receive(&mut self, sent: &VersionVector) -> VersionVector {
        self.seen.join(sent);
        self.tick()
    }

    /// How the events with these two stamps stand to each other, when the first is known to be of
    /// process `process`: one number settles it (Mattern 1989, section 6). O(log n).
    ///
    /// Only for stamps of different events.
    ///
    /// ```
    /// use sandtable_core::algorithms::clocks::VectorClock;
    /// let (mut a, mut b) = (VectorClock::new(0), VectorClock::new(1));
    /// let sent = a.tick();
    /// assert!(!VectorClock::led_to(0, &sent, &b.tick()));
    /// assert!(VectorClock::led_to(0, &sent, &b.receive(&sent)));
    /// ```
    #[must_use]
    pub fn led_to(process: u32, first: &VersionVector, second: &VersionVector) -> bool {
        first.get(process) <= second.get(process)
    }

    /// How two stamps stand to each other. O(n).
    #[must_use]
    pub fn compare(first: &VersionVector, second: &VersionVector) -> Causality {
        first.compare(second)
    }
}
