//! May a request pass, if each window of the clock has its own count?

use core::fmt;

use super::{Decision, Rate, RateLimiter};

/// The fixed window counter.
///
/// Time is cut into windows `[k * period, (k + 1) * period)`, aligned to time 0. Each has a count that
/// starts at 0; a request passes while the count stays within `limit`.
///
/// Promise: [`promise::AlignedWindow`](super::promise::AlignedWindow), and no more than that. Across
/// an edge, `2 * limit` pass within two nanoseconds:
/// [`worst_case::fixed_window`](super::worst_case::fixed_window).
///
/// Time O(1), state 12 bytes. Source: the INCR and EXPIRE pattern of the Redis documentation
/// ("Rate limiter 1"), with one counter for each clock interval.
///
/// ```
/// use sandtable_core::algorithms::rate_limit::{FixedWindow, Rate, RateLimiter};
///
/// let mut window = FixedWindow::new(Rate::new(2, 100)?);
/// assert!(window.decide(98, 2).allowed);
/// assert_eq!(window.decide(99, 1).retry_after_ns, Some(1));
/// assert!(window.decide(100, 2).allowed);
/// assert_eq!(window.count(150), 2);
/// # Ok::<(), sandtable_core::algorithms::rate_limit::QuotaError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FixedWindow {
    rate: Rate,
    /// The number of the window that `count` belongs to.
    window: u64,
    count: u32,
    last_ns: u64,
}

impl FixedWindow {
    /// A limiter that has counted nothing.
    #[must_use]
    pub const fn new(rate: Rate) -> Self {
        Self { rate, window: 0, count: 0, last_ns: 0 }
    }

    /// The rate it keeps: `limit` per aligned window of `period_ns`.
    #[must_use]
    pub const fn rate(&self) -> Rate {
        self.rate
    }

    /// The count of the window that `now_ns` is in.
    #[must_use]
    pub fn count(&self, now_ns: u64) -> u32 {
        if now_ns.max(self.last_ns) / self.rate.period_ns() == self.window { self.count } else { 0 }
    }
}

impl RateLimiter for FixedWindow {
    fn decide(&mut self, now_ns: u64, cost: u32) -> Decision {
        self.count = self.count(now_ns);
        self.last_ns = self.last_ns.max(now_ns);
        self.window = self.last_ns / self.rate.period_ns();
        let left_ns = self.rate.period_ns() - self.last_ns % self.rate.period_ns();
        let allowed = cost <= self.rate.limit() - self.count;
        if allowed {
            self.count += cost;
        }
        Decision {
            allowed,
            remaining: self.rate.limit() - self.count,
            retry_after_ns: (!allowed && cost <= self.rate.limit()).then_some(left_ns),
            reset_after_ns: if self.count > 0 { left_ns } else { 0 },
        }
    }

    fn state_bytes(&self) -> u64 {
        (size_of_val(&self.window) + size_of_val(&self.count)) as u64
    }
}

impl fmt::Display for FixedWindow {
    /// The state as of the last decision, in words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {} in window {}", self.count, self.rate.limit(), self.window)
    }
}
