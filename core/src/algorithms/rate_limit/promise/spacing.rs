//! Did each leave only after those before it had leaked out?

use super::{Breach, Promise, Record};
use crate::algorithms::rate_limit::Rate;

/// What leaves is spaced evenly: the promise of
/// [`LeakyQueue`](crate::algorithms::rate_limit::LeakyQueue).
///
/// A request of cost *c* keeps the next one back for *c* emission intervals. So in any closed
/// interval from one leaving to another, the costs of all but the last are at most
/// `floor((limit * (t1 - t0) + limit - 1) / period)`. The `limit - 1` is there because times of
/// leaving are rounded up to whole nanoseconds; where the emission interval is whole, it makes no
/// difference. For requests of cost 1 with an emission interval of *T* whole nanoseconds, it says
/// that any two follow each other by *T* or more.
///
/// Time and memory O(1).
///
/// ```
/// use sandtable_core::algorithms::rate_limit::Rate;
/// use sandtable_core::algorithms::rate_limit::promise::{Promise, Spacing};
///
/// let mut promise = Spacing::new(Rate::new(1, 100)?);
/// promise.admit(7, 2).unwrap();
/// promise.admit(207, 1).unwrap();
/// assert!(promise.admit(306, 1).is_err());
/// # Ok::<(), sandtable_core::algorithms::rate_limit::QuotaError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Spacing {
    rate: Rate,
    record: Record,
    /// The start of the interval with least to spare.
    from_ns: u64,
    /// What has left since.
    left: u128,
}

impl Spacing {
    /// The promise of a queue that leaks at this rate.
    #[must_use]
    pub fn new(rate: Rate) -> Self {
        Self { rate, record: Record::default(), from_ns: 0, left: 0 }
    }
}

impl Promise for Spacing {
    fn admit(&mut self, at_ns: u64, cost: u32) -> Result<(), Breach> {
        let at_ns = self.record.advance(at_ns)?;
        if cost == 0 {
            return Ok(());
        }
        let period = u128::from(self.rate.period_ns());
        let leaked = self.rate.units_in(at_ns - self.from_ns);
        // No breach so far, so all but the last of `left` is at most rate * t: the product fits.
        if self.left * period <= leaked {
            (self.from_ns, self.left) = (at_ns, 0);
        } else {
            let allowed = (leaked + u128::from(self.rate.limit() - 1)) / period;
            self.record.judge(self.from_ns, self.left, allowed)?;
        }
        self.left += u128::from(cost);
        Ok(())
    }

    fn breach(&self) -> Option<Breach> {
        self.record.breach
    }
}
