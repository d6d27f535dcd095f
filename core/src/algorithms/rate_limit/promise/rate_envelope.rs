//! Did at most `burst + rate * t` pass in every interval of length `t`?

use super::{Breach, Promise, Record};
use crate::algorithms::rate_limit::{Quota, wide};

/// At most `burst + floor(rate * (t1 - t0))` in any closed interval `[t0, t1]`: the promise of
/// [`TokenBucket`](crate::algorithms::rate_limit::TokenBucket),
/// [`LeakyMeter`](crate::algorithms::rate_limit::LeakyMeter) and
/// [`Gcra`](crate::algorithms::rate_limit::Gcra).
///
/// Only intervals from one admission to another matter. For those that end now, the one with least
/// to spare starts where the count so far minus `rate * t` was least; the fold keeps that start and
/// what was admitted since.
///
/// Time and memory O(1). Source: the (sigma, rho) constraint of R. Cruz, "A Calculus for Network
/// Delay, Part I", IEEE Transactions on Information Theory 37(1), 1991; *rT + b* in RFC 2215.
///
/// ```
/// use sandtable_core::algorithms::rate_limit::Rate;
/// use sandtable_core::algorithms::rate_limit::promise::{Promise, RateEnvelope};
///
/// let mut promise = RateEnvelope::new(Rate::new(1, 10)?.with_burst(2)?);
/// promise.admit(5, 2).unwrap();
/// promise.admit(15, 1).unwrap();
/// let breach = promise.admit(24, 1).unwrap_err();
/// assert_eq!((breach.from_ns, breach.to_ns, breach.admitted, breach.allowed), (5, 24, 4, 3));
/// # Ok::<(), sandtable_core::algorithms::rate_limit::QuotaError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RateEnvelope {
    quota: Quota,
    record: Record,
    /// The start of the interval with least to spare.
    from_ns: u64,
    /// What was admitted since.
    admitted: u128,
}

impl RateEnvelope {
    /// The promise of a bucket with this quota.
    #[must_use]
    pub fn new(quota: Quota) -> Self {
        Self { quota, record: Record::default(), from_ns: 0, admitted: 0 }
    }
}

impl Promise for RateEnvelope {
    fn admit(&mut self, at_ns: u64, cost: u32) -> Result<(), Breach> {
        let at_ns = self.record.advance(at_ns)?;
        if cost == 0 {
            return Ok(());
        }
        let rate = self.quota.rate();
        // Compared as requests * period against time * limit, in whole units. No breach so far, so
        // `admitted` is at most burst + rate * t and the product fits.
        let units = wide::times(self.admitted, rate.period_ns());
        if units <= rate.units_in(at_ns - self.from_ns) {
            (self.from_ns, self.admitted) = (at_ns, 0);
        }
        self.admitted += u128::from(cost);
        let allowed = u128::from(self.quota.burst()) + rate.requests_in(at_ns - self.from_ns);
        self.record.judge(self.from_ns, self.admitted, allowed)
    }

    fn breach(&self) -> Option<Breach> {
        self.record.breach
    }
}
