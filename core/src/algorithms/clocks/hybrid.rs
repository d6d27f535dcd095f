//! Which clock respects cause and effect, and is near physical time as well?

use std::fmt;

/// A hybrid stamp: physical time where it suffices, a counter where it does not (Kulkarni et al.
/// 2014, "Logical Physical Clocks and Consistent Snapshots in Globally Distributed Databases",
/// section 3). Ordered by time, then by counter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hybrid {
    /// The latest physical time known to have led here (*l* in the paper), in the unit of the
    /// physical clock.
    pub time: u64,
    /// How many events in a row had to share it (*c* in the paper).
    pub counter: u16,
}

/// A hybrid logical clock.
///
/// If an event led to another, its stamp is smaller; the time of a stamp is never below its own
/// process's physical clock; and it is ahead of it by at most `ahead_max`, for what is further
/// ahead is refused. Every operation is O(1), and a stamp is two numbers whatever the number of
/// processes.
///
/// ```
/// use sandtable_core::algorithms::clocks::{Hybrid, HybridClock, HybridError};
/// let mut a = HybridClock::new(50);
/// let mut b = HybridClock::new(50);
/// let sent = a.tick(100).unwrap();
/// assert_eq!(sent, Hybrid { time: 100, counter: 0 });
/// // B's physical clock is behind: the stamp is not.
/// let received = b.receive(90, sent).unwrap();
/// assert_eq!(received, Hybrid { time: 100, counter: 1 });
/// // Physical time catches up, and the counter goes back to zero.
/// assert_eq!(b.tick(103).unwrap(), Hybrid { time: 103, counter: 0 });
/// // A stamp from too far ahead is refused, and changes nothing.
/// let wild = Hybrid { time: 5_000, counter: 0 };
/// assert_eq!(b.receive(104, wild), Err(HybridError::Ahead { by: 4_896, max: 50 }));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HybridClock {
    last: Hybrid,
    ahead_max: u64,
}

/// Why a hybrid clock gives no stamp. It has not changed then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HybridError {
    /// The stamp would be further ahead of the process's own physical clock than is allowed: the
    /// sender's clock is wrong, or the process's own.
    Ahead {
        /// How far.
        by: u64,
        /// How far is allowed.
        max: u64,
    },
    /// 65,535 events have shared one time. In theory a counter stays below the number of processes
    /// times the clocks' uncertainty in ticks; to get here, a clock must have stopped.
    CounterFull,
}

impl fmt::Display for HybridError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            HybridError::Ahead { by, max } => {
                write!(f, "{by} ahead of the physical clock; at most {max} is allowed")
            }
            HybridError::CounterFull => write!(f, "too many events at one time; wait for the next"),
        }
    }
}

impl std::error::Error for HybridError {}

impl HybridClock {
    /// A clock whose stamps may be ahead of its process's physical clock by at most `ahead_max`
    /// (ε in the paper), in the unit of the physical clock.
    #[must_use]
    pub fn new(ahead_max: u64) -> HybridClock {
        HybridClock { last: Hybrid::default(), ahead_max }
    }

    /// The stamp of the last event.
    #[must_use]
    pub fn last(&self) -> Hybrid {
        self.last
    }

    /// Stamps an event of this process, at which its physical clock shows `physical`: something
    /// local, or the sending of a message, which then carries the stamp.
    ///
    /// # Errors
    /// The physical clock went back too far, or the counter is full.
    pub fn tick(&mut self, physical: u64) -> Result<Hybrid, HybridError> {
        self.advance(physical, Hybrid::default())
    }

    /// Stamps the receipt of a message that carries `sent`.
    ///
    /// # Errors
    /// The message is from too far ahead, the physical clock went back too far, or the counter is
    /// full.
    pub fn receive(&mut self, physical: u64, sent: Hybrid) -> Result<Hybrid, HybridError> {
        self.advance(physical, sent)
    }

    fn advance(&mut self, physical: u64, sent: Hybrid) -> Result<Hybrid, HybridError> {
        let seen = self.last.max(sent);
        let ahead = seen.time.saturating_sub(physical);
        if ahead > self.ahead_max {
            return Err(HybridError::Ahead { by: ahead, max: self.ahead_max });
        }
        self.last = if physical > seen.time {
            Hybrid { time: physical, counter: 0 }
        } else {
            let counter = seen.counter.checked_add(1).ok_or(HybridError::CounterFull)?;
            Hybrid { time: seen.time, counter }
        };
        Ok(self.last)
    }
}

impl Hybrid {
    /// The stamp in 64 bits, the time in the upper 48 and the counter in the lower 16, so that the
    /// order of the numbers is the order of the stamps. Nothing if the time has more than 48 bits:
    /// in milliseconds that is after 8,900 years.
    ///
    /// ```
    /// use sandtable_core::algorithms::clocks::Hybrid;
    /// let stamp = Hybrid { time: 1_700_000_000_000, counter: 7 };
    /// assert_eq!(Hybrid::unpack(stamp.pack().unwrap()), stamp);
    /// assert_eq!(Hybrid { time: 1 << 48, counter: 0 }.pack(), None);
    /// ```
    #[must_use]
    pub fn pack(self) -> Option<u64> {
        (self.time < 1 << 48).then(|| self.time << 16 | u64::from(self.counter))
    }

    /// What [`Hybrid::pack`] packed.
    #[must_use]
    pub fn unpack(bits: u64) -> Hybrid {
        Hybrid { time: bits >> 16, counter: bits as u16 }
    }
}
