//! May a request pass, if it must fit into a bucket that leaks at a steady rate?

use core::fmt;

use super::{Amount, Decision, Quota, RateLimiter};

/// The leaky bucket as a meter, also called the continuous-state leaky bucket.
///
/// The level of a bucket of depth `burst` falls at the rate of the quota. A request of cost *c*
/// raises it by *c* and passes at once, unless the bucket would overflow: then it is refused and
/// the level stays. The bucket measures the traffic, it does not hold it. To hold and delay it, see
/// [`LeakyQueue`](super::LeakyQueue): the two share a name and differ in what they do.
///
/// Promise: [`promise::RateEnvelope`](super::promise::RateEnvelope). The level is what a
/// [`TokenBucket`](super::TokenBucket) lacks to be full, so the decisions are the same.
///
/// Time O(1), state 24 bytes. Source: J. Turner, "New Directions in Communications (or Which Way to
/// the Information Age?)", IEEE Communications Magazine 24(10), 1986; ITU-T Recommendation I.371,
/// Annex A, continuous-state leaky bucket algorithm.
///
/// ```
/// use sandtable_core::algorithms::rate_limit::{LeakyMeter, Rate, RateLimiter};
///
/// let mut meter = LeakyMeter::new(Rate::per_second(2)?.with_burst(3)?);
/// assert!(meter.decide(0, 2).allowed);
/// assert_eq!(meter.level(250_000_000).to_string(), "1.500");
/// assert!(!meter.decide(250_000_000, 2).allowed);
/// assert!(meter.decide(500_000_000, 2).allowed);
/// # Ok::<(), sandtable_core::algorithms::rate_limit::QuotaError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LeakyMeter {
    quota: Quota,
    /// The level in units: a request is `period_ns` of them.
    units: u128,
    last_ns: u64,
}

impl LeakyMeter {
    /// An empty bucket.
    #[must_use]
    pub const fn new(quota: Quota) -> Self {
        Self { quota, units: 0, last_ns: 0 }
    }

    /// The quota it keeps.
    #[must_use]
    pub const fn quota(&self) -> Quota {
        self.quota
    }

    /// The level at `now_ns`.
    #[must_use]
    pub fn level(&self, now_ns: u64) -> Amount {
        Amount::from_units(self.units_at(now_ns), self.quota.rate().period_ns())
    }

    /// The latest time it has seen, in nanoseconds.
    pub(super) const fn last_ns(&self) -> u64 {
        self.last_ns
    }

    /// The time until what is in the bucket at `now_ns` has leaked out, rounded up.
    pub(super) fn drain_ns(&self, now_ns: u64) -> u64 {
        self.quota.rate().ns_worth(self.units_at(now_ns))
    }

    fn units_at(&self, now_ns: u64) -> u128 {
        let leaked = self.quota.rate().units_in(now_ns.saturating_sub(self.last_ns));
        self.units.saturating_sub(leaked)
    }
}

impl RateLimiter for LeakyMeter {
    fn decide(&mut self, now_ns: u64, cost: u32) -> Decision {
        let rate = self.quota.rate();
        let depth = self.quota.burst_units();
        self.units = self.units_at(now_ns);
        self.last_ns = self.last_ns.max(now_ns);
        let raised = self.units + rate.units(cost.into());
        let allowed = raised <= depth;
        let retry_after_ns =
            (!allowed && cost <= self.quota.burst()).then(|| rate.ns_worth(raised - depth));
        if allowed {
            self.units = raised;
        }
        Decision {
            allowed,
            remaining: rate.requests(depth - self.units),
            retry_after_ns,
            reset_after_ns: rate.ns_worth(self.units),
        }
    }

    fn state_bytes(&self) -> u64 {
        (size_of_val(&self.units) + size_of_val(&self.last_ns)) as u64
    }
}

impl fmt::Display for LeakyMeter {
    /// The state as of the last decision, in words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "level {} of {}", self.level(self.last_ns), self.quota.burst())
    }
}
