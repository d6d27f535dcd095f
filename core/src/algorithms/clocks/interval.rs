//! What can a clock say that knows how wrong it may be?

/// An interval that contains the true time, as TrueTime's `TT.now()` returns it (Corbett et al.
/// 2012, "Spanner: Google's Globally-Distributed Database", section 3).
///
/// Commit wait (section 4.1.2 and 4.2.1 there): a transaction takes `latest` as its timestamp and is
/// reported only once [`Interval::is_past`] holds for it. Then whatever starts after the report,
/// anywhere, gets a later timestamp, because its own `latest` is at least the true time.
///
/// ```
/// use sandtable_core::algorithms::clocks::Interval;
/// let uncertainty = 4;
/// let begun = Interval::around(1_000, uncertainty);
/// let timestamp = begun.latest;
/// assert!(!begun.is_past(timestamp) && begun.is_future(timestamp + 1));
/// assert!(!Interval::around(1_008, uncertainty).is_past(timestamp));
/// assert!(Interval::around(1_009, uncertainty).is_past(timestamp)); // twice the uncertainty later
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// The true time is not before this.
    pub earliest: u64,
    /// The true time is not after this.
    pub latest: u64,
}

impl Interval {
    /// The interval of a clock that shows `reading` and is wrong by at most `uncertainty`, in the
    /// same unit. Saturates.
    #[must_use]
    pub fn around(reading: u64, uncertainty: u64) -> Interval {
        Interval {
            earliest: reading.saturating_sub(uncertainty),
            latest: reading.saturating_add(uncertainty),
        }
    }

    /// Whether a moment has certainly passed (`TT.after`).
    #[must_use]
    pub fn is_past(&self, moment: u64) -> bool {
        self.earliest > moment
    }

    /// Whether a moment has certainly not come (`TT.before`).
    #[must_use]
    pub fn is_future(&self, moment: u64) -> bool {
        self.latest < moment
    }

    /// The true time as both intervals allow it; nothing if they contradict each other, which means
    /// that one of the clocks lies (Marzullo and Owicki 1983).
    ///
    /// ```
    /// use sandtable_core::algorithms::clocks::Interval;
    /// let (a, b) = (Interval::around(100, 10), Interval::around(115, 10));
    /// assert_eq!(a.meet(b), Some(Interval { earliest: 105, latest: 110 }));
    /// assert_eq!(a.meet(Interval::around(130, 10)), None);
    /// ```
    #[must_use]
    pub fn meet(self, other: Interval) -> Option<Interval> {
        let earliest = self.earliest.max(other.earliest);
        let latest = self.latest.min(other.latest);
        (earliest <= latest).then_some(Interval { earliest, latest })
    }
}
