//! May a request pass, if every one of the last period is remembered?

use core::fmt;
use std::collections::VecDeque;

use super::{Decision, Rate, RateLimiter};

/// The sliding window log.
///
/// Every admission is kept for one period. At time *t* those in the half-open window
/// `(t - period, t]` count; a request passes if their costs and its own stay within `limit`.
/// Refused requests are not kept.
///
/// Promise: [`promise::AnyWindow`](super::promise::AnyWindow), exactly.
///
/// Time O(1) amortised when it admits; when it refuses a request of cost *c*, O(*c*) at worst, for
/// the wait. State 16 bytes for each admission of the last period, at most `limit` of them:
/// [`worst_case::sliding_log_bytes`](super::worst_case::sliding_log_bytes). Source: ClassDojo
/// Engineering, "Better Rate Limiting With Redis Sorted Sets", which keeps the log in a sorted set.
///
/// ```
/// use sandtable_core::algorithms::rate_limit::{Rate, RateLimiter, SlidingLog};
///
/// let mut log = SlidingLog::new(Rate::new(2, 100)?);
/// assert!(log.decide(10, 1).allowed);
/// assert!(log.decide(40, 1).allowed);
/// assert_eq!(log.decide(50, 1).retry_after_ns, Some(60));
/// assert!(log.decide(110, 1).allowed);
/// assert_eq!(log.admissions(110).map(|one| one.at_ns).collect::<Vec<_>>(), [40, 110]);
/// # Ok::<(), sandtable_core::algorithms::rate_limit::QuotaError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SlidingLog {
    rate: Rate,
    log: VecDeque<Admission>,
    /// The sum of the costs in `log`.
    count: u32,
    last_ns: u64,
}

/// A request that has passed.
///
/// ```
/// use sandtable_core::algorithms::rate_limit::{Admission, Rate, RateLimiter, SlidingLog};
///
/// let mut log = SlidingLog::new(Rate::new(5, 100)?);
/// log.decide(7, 3);
/// assert_eq!(log.admissions(7).next(), Some(Admission { at_ns: 7, cost: 3 }));
/// # Ok::<(), sandtable_core::algorithms::rate_limit::QuotaError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Admission {
    /// When it passed, in nanoseconds.
    pub at_ns: u64,
    /// What it cost.
    pub cost: u32,
}

impl SlidingLog {
    /// An empty log.
    #[must_use]
    pub const fn new(rate: Rate) -> Self {
        Self { rate, log: VecDeque::new(), count: 0, last_ns: 0 }
    }

    /// The rate it keeps: `limit` in any window of `period_ns`.
    #[must_use]
    pub const fn rate(&self) -> Rate {
        self.rate
    }

    /// The admissions in the window `(now - period, now]`, oldest first.
    pub fn admissions(&self, now_ns: u64) -> impl Iterator<Item = Admission> + '_ {
        let now_ns = now_ns.max(self.last_ns);
        self.log.iter().copied().filter(move |one| now_ns - one.at_ns < self.rate.period_ns())
    }

    /// The sum of the costs in the window `(now - period, now]`. O(n) in the log.
    #[must_use]
    pub fn count(&self, now_ns: u64) -> u32 {
        self.admissions(now_ns).map(|one| one.cost).sum()
    }

    /// The wait until at least `cost` of what is logged has left the window.
    fn wait_ns(&self, cost: u32) -> Option<u64> {
        let mut left = 0;
        let last = self.log.iter().find(|one| {
            left += one.cost;
            left >= cost
        })?;
        Some(self.expiry_ns(*last))
    }

    fn expiry_ns(&self, one: Admission) -> u64 {
        self.rate.period_ns() - (self.last_ns - one.at_ns)
    }
}

impl RateLimiter for SlidingLog {
    fn decide(&mut self, now_ns: u64, cost: u32) -> Decision {
        self.last_ns = self.last_ns.max(now_ns);
        while let Some(first) = self.log.front()
            && self.last_ns - first.at_ns >= self.rate.period_ns()
        {
            self.count -= first.cost;
            self.log.pop_front();
        }
        let room = self.rate.limit() - self.count;
        let allowed = cost <= room;
        if allowed && cost > 0 {
            self.log.push_back(Admission { at_ns: self.last_ns, cost });
            self.count += cost;
        }
        let can_wait = !allowed && cost <= self.rate.limit();
        Decision {
            allowed,
            remaining: self.rate.limit() - self.count,
            retry_after_ns: if can_wait { self.wait_ns(cost - room) } else { None },
            reset_after_ns: self.log.back().map_or(0, |&newest| self.expiry_ns(newest)),
        }
    }

    fn state_bytes(&self) -> u64 {
        (self.log.len() * size_of::<Admission>()) as u64
    }
}

impl fmt::Display for SlidingLog {
    /// The state as of the last decision, in words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} of {} in the last {} ns",
            self.count,
            self.rate.limit(),
            self.rate.period_ns()
        )
    }
}
