//! Which number respects cause and effect?

/// A Lamport clock: one counter for each process (Lamport 1978, rules IR1 and IR2).
///
/// If an event led to another, its number is smaller. The converse does not hold: a smaller number
/// says nothing about cause. Every operation is O(1).
///
/// ```
/// use sandtable_core::algorithms::clocks::Lamport;
/// let (mut a, mut b) = (Lamport::new(0), Lamport::new(1));
/// let sent = a.tick();
/// let other = b.tick();
/// let received = b.receive(sent);
/// assert!(sent < received);
/// // Neither of these led to the other. The order is total all the same: by process.
/// assert_eq!((sent.time, other.time), (1, 1));
/// assert!(sent < other);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lamport {
    process: u32,
    time: u64,
}

/// The stamp of an event. Its order is total: by time, then by process (Lamport 1978, relation ⇒
/// on page 561).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LamportStamp {
    /// The clock's number; the first event of a history has 1.
    pub time: u64,
    /// Whose event it is; settles ties.
    pub process: u32,
}

impl Lamport {
    /// A clock at zero.
    #[must_use]
    pub fn new(process: u32) -> Lamport {
        Lamport { process, time: 0 }
    }

    /// The stamp of the last event.
    #[must_use]
    pub fn last(&self) -> LamportStamp {
        LamportStamp { time: self.time, process: self.process }
    }

    /// Stamps an event of this process: something local, or the sending of a message, which then
    /// carries the stamp. Saturates after 2⁶⁴ − 1 events.
    pub fn tick(&mut self) -> LamportStamp {
        self.time = self.time.saturating_add(1);
        self.last()
    }

    /// Stamps the receipt of a message that carries `sent`.
    pub fn receive(&mut self, sent: LamportStamp) -> LamportStamp {
        self.time = self.time.max(sent.time);
        self.tick()
    }
}
