//! May a request pass, if each has a time at which it is expected?

use core::fmt;

use super::{Decision, Quota, RateLimiter};

/// The generic cell rate algorithm (GCRA) in its virtual scheduling form.
///
/// One number is kept: the theoretical arrival time (TAT) of the next request if all came evenly, an
/// emission interval *T* = period / limit apart. A request may come earlier than that by the delay
/// variation tolerance *tau* = (burst - 1) * *T*, not more. If it passes, the TAT moves to
/// max(now, TAT) + *T*. A request of cost *c* counts as *c* at once and passes if the last of them
/// does.
///
/// Promise: [`promise::RateEnvelope`](super::promise::RateEnvelope). The TAT is the moment at which a
/// [`LeakyMeter`](super::LeakyMeter) runs empty, so the decisions are the same.
///
/// Time O(1), state 16 bytes; 8 would do where *T* is a whole number of nanoseconds. Source: ITU-T
/// Recommendation I.371, Annex A, virtual scheduling algorithm; ATM Forum, *User-Network Interface
/// Specification* 3.1 (1994). As a request limiter: B. Leach, "Rate Limiting, Cells, and GCRA"
/// (2015), and the libraries throttled and redis-cell.
///
/// ```
/// use sandtable_core::algorithms::rate_limit::{Gcra, Rate, RateLimiter};
///
/// // T = 10 ns, tau = 10 ns.
/// let mut gcra = Gcra::new(Rate::new(1, 10)?.with_burst(2)?);
/// assert!(gcra.decide(0, 1).allowed);
/// assert!(gcra.decide(0, 1).allowed);
/// assert_eq!(gcra.theoretical_arrival_time_ns(), 20);
/// assert!(!gcra.decide(9, 1).allowed);
/// assert!(gcra.decide(10, 1).allowed);
/// # Ok::<(), sandtable_core::algorithms::rate_limit::QuotaError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Gcra {
    quota: Quota,
    /// The theoretical arrival time in units of `1 / limit` ns, so that *T* is whole.
    tat_units: u128,
    last_ns: u64,
}

impl Gcra {
    /// A limiter that expects its first request at time 0.
    #[must_use]
    pub const fn new(quota: Quota) -> Self {
        Self { quota, tat_units: 0, last_ns: 0 }
    }

    /// The quota it keeps.
    #[must_use]
    pub const fn quota(&self) -> Quota {
        self.quota
    }

    /// The theoretical arrival time of the next request in nanoseconds, rounded up; `u64::MAX` if
    /// it is later than that. It may lie in the past.
    #[must_use]
    pub fn theoretical_arrival_time_ns(&self) -> u64 {
        let tat_ns = self.tat_units.div_ceil(self.quota.rate().limit().into());
        u64::try_from(tat_ns).unwrap_or(u64::MAX)
    }

    /// The earliest time in nanoseconds at which a request of cost 1 passes, rounded up:
    /// TAT - *tau*, and never before 0. It may lie in the past.
    #[must_use]
    pub fn earliest_ns(&self) -> u64 {
        let rate = self.quota.rate();
        let tolerance = rate.units(u64::from(self.quota.burst() - 1));
        let earliest_ns = self.tat_units.saturating_sub(tolerance).div_ceil(rate.limit().into());
        u64::try_from(earliest_ns).unwrap_or(u64::MAX)
    }
}

/// What a request meets, in units of `1 / limit` ns.
struct Step {
    now: u128,
    /// now + *tau* + *T*: the latest that a theoretical arrival time may move to.
    horizon: u128,
    /// Where the request moves it, if it passes.
    moved: u128,
    allowed: bool,
}

impl Gcra {
    /// Decides like [`RateLimiter::decide`], and says nothing but whether the request passes: no
    /// number has to be divided.
    ///
    /// ```
    /// use sandtable_core::algorithms::rate_limit::{Gcra, Rate};
    ///
    /// let mut gcra = Gcra::new(Rate::new(1, 10)?.with_burst(2)?);
    /// assert_eq!([0, 0, 9, 10].map(|now_ns| gcra.check(now_ns, 1)), [true, true, false, true]);
    /// # Ok::<(), sandtable_core::algorithms::rate_limit::QuotaError>(())
    /// ```
    #[inline]
    pub fn check(&mut self, now_ns: u64, cost: u32) -> bool {
        self.step(now_ns, cost).allowed
    }

    #[inline]
    fn step(&mut self, now_ns: u64, cost: u32) -> Step {
        let rate = self.quota.rate();
        self.last_ns = self.last_ns.max(now_ns);
        let now = rate.units_in(self.last_ns);
        let horizon = now + self.quota.burst_units();
        let moved = self.tat_units.max(now) + rate.units(cost.into());
        let allowed = moved <= horizon;
        if allowed {
            self.tat_units = moved;
        }
        Step { now, horizon, moved, allowed }
    }
}

impl RateLimiter for Gcra {
    #[inline]
    fn decide(&mut self, now_ns: u64, cost: u32) -> Decision {
        let Step { now, horizon, moved, allowed } = self.step(now_ns, cost);
        let rate = self.quota.rate();
        let can_wait = !allowed && cost <= self.quota.burst();
        let tat = self.tat_units.max(now);
        Decision {
            allowed,
            remaining: rate.requests(horizon - tat),
            retry_after_ns: can_wait.then(|| rate.ns_worth(moved - horizon)),
            reset_after_ns: rate.ns_worth(tat - now),
        }
    }

    fn state_bytes(&self) -> u64 {
        size_of_val(&self.tat_units) as u64
    }
}

impl fmt::Display for Gcra {
    /// The state as of the last decision, in words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "next expected at {} ns", self.theoretical_arrival_time_ns())
    }
}
