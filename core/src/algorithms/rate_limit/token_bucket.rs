//! May a request pass, if each takes a token and tokens come at a steady rate?

use core::fmt;

use super::{Amount, Decision, Quota, RateLimiter};

/// The token bucket.
///
/// A bucket holds up to `burst` tokens and starts full. Tokens arrive at the rate of the quota; what
/// does not fit is lost. A request of cost *c* takes *c* tokens or is refused. Fractions of tokens
/// are kept exactly.
///
/// Promise: [`promise::RateEnvelope`](super::promise::RateEnvelope). Decisions are those of
/// [`LeakyMeter`](super::LeakyMeter) and [`Gcra`](super::Gcra), to the nanosecond.
///
/// Time O(1), state 24 bytes. Source: S. Shenker and J. Wroclawski, RFC 2215 (1997), section 3.6,
/// token bucket with rate *r* and depth *b*; as used for request limits by Amazon API Gateway and
/// Stripe.
///
/// ```
/// use sandtable_core::algorithms::rate_limit::{Rate, RateLimiter, TokenBucket};
///
/// let mut bucket = TokenBucket::new(Rate::per_second(2)?.with_burst(3)?);
/// assert_eq!(bucket.decide(0, 3).remaining, 0);
/// assert_eq!(bucket.tokens(250_000_000).to_string(), "0.500");
/// assert_eq!(bucket.decide(250_000_000, 1).retry_after_ns, Some(250_000_000));
/// assert!(bucket.decide(500_000_000, 1).allowed);
/// # Ok::<(), sandtable_core::algorithms::rate_limit::QuotaError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TokenBucket {
    quota: Quota,
    /// Tokens in units: a token is `period_ns` of them.
    units: u128,
    last_ns: u64,
}

impl TokenBucket {
    /// A full bucket.
    #[must_use]
    pub fn new(quota: Quota) -> Self {
        Self { quota, units: quota.burst_units(), last_ns: 0 }
    }

    /// The quota it keeps.
    #[must_use]
    pub const fn quota(&self) -> Quota {
        self.quota
    }

    /// The tokens there are at `now_ns`.
    #[must_use]
    pub fn tokens(&self, now_ns: u64) -> Amount {
        Amount::from_units(self.units_at(now_ns), self.quota.rate().period_ns())
    }

    fn units_at(&self, now_ns: u64) -> u128 {
        let come = self.quota.rate().units_in(now_ns.saturating_sub(self.last_ns));
        (self.units + come).min(self.quota.burst_units())
    }
}

impl RateLimiter for TokenBucket {
    fn decide(&mut self, now_ns: u64, cost: u32) -> Decision {
        let rate = self.quota.rate();
        self.units = self.units_at(now_ns);
        self.last_ns = self.last_ns.max(now_ns);
        let needed = rate.units(cost.into());
        let missing = needed.saturating_sub(self.units);
        let allowed = missing == 0;
        if allowed {
            self.units -= needed;
        }
        let can_wait = !allowed && cost <= self.quota.burst();
        Decision {
            allowed,
            remaining: rate.requests(self.units),
            retry_after_ns: can_wait.then(|| rate.ns_worth(missing)),
            reset_after_ns: rate.ns_worth(self.quota.burst_units() - self.units),
        }
    }

    fn state_bytes(&self) -> u64 {
        (size_of_val(&self.units) + size_of_val(&self.last_ns)) as u64
    }
}

impl fmt::Display for TokenBucket {
    /// The state as of the last decision, in words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {} tokens", self.tokens(self.last_ns), self.quota.burst())
    }
}
