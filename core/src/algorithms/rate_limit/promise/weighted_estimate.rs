//! Did the weighted estimate stay within the limit whenever something passed?

use super::{Breach, Promise, Record};
use crate::algorithms::rate_limit::{Rate, wide};

/// At each admission, `previous * (period - e) / period + current` is at most `limit`: all that
/// [`SlidingCounter`](crate::algorithms::rate_limit::SlidingCounter) promises.
///
/// Here *e* is how far into its aligned window the admission comes, `current` what passed in that
/// window up to and with it, and `previous` what passed in the window before. Nothing follows for the
/// window `(t - period, t]` itself but the bound of
/// [`worst_case::sliding_counter`](crate::algorithms::rate_limit::worst_case::sliding_counter).
///
/// Time and memory O(1).
///
/// ```
/// use sandtable_core::algorithms::rate_limit::Rate;
/// use sandtable_core::algorithms::rate_limit::promise::{Promise, WeightedEstimate};
///
/// let mut promise = WeightedEstimate::new(Rate::new(50, 60)?);
/// promise.admit(30, 42).unwrap();
/// promise.admit(75, 18).unwrap(); // 42 * 45 / 60 + 18 = 49.5
/// let breach = promise.admit(75, 1).unwrap_err();
/// assert_eq!((breach.from_ns, breach.to_ns, breach.admitted), (0, 75, 51)); // 50.5, rounded up
/// # Ok::<(), sandtable_core::algorithms::rate_limit::QuotaError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct WeightedEstimate {
    rate: Rate,
    record: Record,
    /// The start of the window that `current` belongs to.
    from_ns: u64,
    previous: u64,
    current: u64,
}

impl WeightedEstimate {
    /// The promise of a counter that keeps this rate.
    #[must_use]
    pub fn new(rate: Rate) -> Self {
        Self { rate, record: Record::default(), from_ns: 0, previous: 0, current: 0 }
    }
}

impl Promise for WeightedEstimate {
    fn admit(&mut self, at_ns: u64, cost: u32) -> Result<(), Breach> {
        let at_ns = self.record.advance(at_ns)?;
        if cost == 0 {
            return Ok(());
        }
        let period_ns = self.rate.period_ns();
        let elapsed_ns = at_ns % period_ns;
        let from_ns = at_ns - elapsed_ns;
        if from_ns > self.from_ns {
            let follows = from_ns - self.from_ns == period_ns;
            self.previous = if follows { self.current } else { 0 };
            (self.from_ns, self.current) = (from_ns, 0);
        }
        self.current += u64::from(cost);
        let faded = wide::product(self.previous, period_ns - elapsed_ns);
        let estimate = wide::quotient_up(faded, period_ns) + u128::from(self.current);
        self.record.judge(from_ns.saturating_sub(period_ns), estimate, self.rate.limit().into())
    }

    fn breach(&self) -> Option<Breach> {
        self.record.breach
    }
}
