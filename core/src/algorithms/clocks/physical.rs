//! What does a machine's own clock show?

/// The largest rate error, in millionths, either way: just short of standing still.
pub const PPM_MAX: i32 = 999_999;

const MILLION: i128 = 1_000_000;

/// A physical clock as machines have it: it runs too fast or too slow by some millionths, and now
/// and then somebody sets it.
///
/// All in whole nanoseconds, so that it shows the same on every machine. What it shows never falls
/// below zero. Changes must be made in the order of true time; one that is earlier than the last
/// counts as made at the same moment. Every operation is O(1).
///
/// ```
/// use sandtable_core::algorithms::clocks::DriftingClock;
/// let mut clock = DriftingClock::new(1_000_000_000);
/// clock.set_rate(0, 200); // 200 ppm fast: 200 µs each second
/// assert_eq!(clock.read(2_000_000_000), 3_000_400_000);
/// clock.jump(2_000_000_000, -500_000_000);
/// assert_eq!(clock.read(2_000_000_000), 2_500_400_000);
/// assert_eq!(clock.when(2_500_400_001, 2_000_000_000), 2_000_000_001);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DriftingClock {
    since: u64,
    shown: i128,
    rate: i128,
}

impl DriftingClock {
    /// A clock that runs at the right rate and shows `start` nanoseconds at true time zero.
    #[must_use]
    pub fn new(start: u64) -> DriftingClock {
        DriftingClock { since: 0, shown: i128::from(start) * MILLION, rate: MILLION }
    }

    /// What it shows at a true time.
    #[must_use]
    pub fn read(&self, now: u64) -> u64 {
        let shown = self.exact(now).div_euclid(MILLION);
        u64::try_from(shown.max(0)).unwrap_or(u64::MAX)
    }

    /// Millionths of nanoseconds, so that changes of rate lose nothing.
    fn exact(&self, now: u64) -> i128 {
        self.shown + i128::from(now.saturating_sub(self.since)) * self.rate
    }

    fn settle(&mut self, now: u64) {
        self.shown = self.exact(now);
        self.since = self.since.max(now);
    }

    /// From now on it runs too fast by so many millionths, too slow if negative; at most
    /// [`PPM_MAX`] either way.
    pub fn set_rate(&mut self, now: u64, ppm: i32) {
        self.settle(now);
        self.rate = MILLION + i128::from(ppm.clamp(-PPM_MAX, PPM_MAX));
    }

    /// Somebody sets it forward by so many nanoseconds, back if negative.
    pub fn jump(&mut self, now: u64, by: i64) {
        self.settle(now);
        self.shown += i128::from(by) * MILLION;
    }

    /// How many millionths it runs too fast.
    #[must_use]
    pub fn ppm(&self) -> i32 {
        (self.rate - MILLION) as i32
    }

    /// The first true time, not before `from`, at which it shows `reading` or more, if nobody
    /// touches it. Saturates.
    #[must_use]
    pub fn when(&self, reading: u64, from: u64) -> u64 {
        let missing = i128::from(reading) * MILLION - self.exact(from);
        if missing <= 0 {
            return from;
        }
        let after = (missing + self.rate - 1) / self.rate;
        from.max(self.since).saturating_add(u64::try_from(after).unwrap_or(u64::MAX))
    }
}
