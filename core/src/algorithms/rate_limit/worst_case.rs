//! How much can pass at worst in a window of a given length?
//!
//! Times are whole nanoseconds, a window of `span_ns` is half-open, `(t - span, t]`, and so holds
//! `span_ns` of them. All costs count, so the figures are for the sum of the costs. Every function is
//! exact integer arithmetic in O(1), and gives 0 for a span of 0.
//!
//! With the period as the span, and `limit = burst` above 1 and far below the period in nanoseconds:
//!
//! ```
//! use sandtable_core::algorithms::rate_limit::{Rate, worst_case};
//!
//! let rate = Rate::per_second(100)?;
//! let quota = rate.with_burst(100)?;
//! let span_ns = rate.period_ns();
//! assert_eq!(worst_case::fixed_window(rate, span_ns), 200);
//! assert_eq!(worst_case::sliding_counter(rate), 199);
//! assert_eq!(worst_case::bucket(quota, span_ns), 199);
//! assert_eq!(worst_case::sliding_log(rate, span_ns), 100);
//! assert_eq!(worst_case::leaky_queue(rate, span_ns), 100);
//! # Ok::<(), sandtable_core::algorithms::rate_limit::QuotaError>(())
//! ```

use super::{Admission, Quota, Rate};

/// [`FixedWindow`](super::FixedWindow): `limit` for each aligned window that a span can touch,
/// `ceil((span - 1) / period) + 1` of them.
///
/// With the period as the span that is `2 * limit`, reached by `limit` at the last nanosecond of one
/// window and `limit` at the first of the next. (A period of 1 ns has no such edge: `limit`.)
/// Reached for every span.
///
/// ```
/// use sandtable_core::algorithms::rate_limit::{Rate, worst_case};
///
/// let rate = Rate::new(5, 100)?;
/// assert_eq!(worst_case::fixed_window(rate, 1), 5);
/// assert_eq!(worst_case::fixed_window(rate, 2), 10);
/// assert_eq!(worst_case::fixed_window(rate, 101), 10);
/// assert_eq!(worst_case::fixed_window(rate, 102), 15);
/// # Ok::<(), sandtable_core::algorithms::rate_limit::QuotaError>(())
/// ```
#[must_use]
pub fn fixed_window(rate: Rate, span_ns: u64) -> u128 {
    if span_ns == 0 {
        return 0;
    }
    let (span, period) = (u128::from(span_ns), u128::from(rate.period_ns()));
    ((span - 1).div_ceil(period) + 1) * u128::from(rate.limit())
}

/// [`SlidingLog`](super::SlidingLog): `limit` for each period that is begun, `ceil(span / period)`.
///
/// With the period as the span that is `limit`. Reached for every span, by `limit` at once, one
/// period after the other.
///
/// ```
/// use sandtable_core::algorithms::rate_limit::{Rate, worst_case};
///
/// let rate = Rate::new(5, 100)?;
/// assert_eq!(worst_case::sliding_log(rate, 100), 5);
/// assert_eq!(worst_case::sliding_log(rate, 101), 10);
/// # Ok::<(), sandtable_core::algorithms::rate_limit::QuotaError>(())
/// ```
#[must_use]
pub fn sliding_log(rate: Rate, span_ns: u64) -> u128 {
    u128::from(span_ns).div_ceil(rate.period_ns().into()) * u128::from(rate.limit())
}

/// The most bytes that a [`SlidingLog`](super::SlidingLog) of this rate keeps for one key: `limit`
/// admissions of cost 1.
///
/// ```
/// use sandtable_core::algorithms::rate_limit::{Rate, worst_case};
///
/// assert_eq!(worst_case::sliding_log_bytes(Rate::per_minute(1000)?), 16_000);
/// # Ok::<(), sandtable_core::algorithms::rate_limit::QuotaError>(())
/// ```
#[must_use]
pub fn sliding_log_bytes(rate: Rate) -> u64 {
    u64::from(rate.limit()) * size_of::<Admission>() as u64
}

/// [`SlidingCounter`](super::SlidingCounter): `2 * limit - ceil(2 * limit / period)` in any window of
/// one period, and reached; just below `2 * limit`, which it tends to as time gets finer.
///
/// Proof. Write *L* for the limit and *P* for the period. A window that ends *e* ns into an aligned
/// window, `0 <= e < P`, holds the offsets above *e* of the aligned window before and those up to
/// *e* of this one. Let *a* be admitted in the former part, *b* in the latter, and *A* >= *a* in the
/// whole aligned window before. At the last admission among the *b*, at an offset of at most *e*, the
/// estimate was within the limit, so `A * (P - e) / P + b <= L`, and
/// `a + b <= a + L - ceil(a * (P - e) / P)`. If `e = P - 1`, no offset is above it, `a = 0`, and the
/// window holds *L* at most. Else `P - e >= 2`, so `a + b <= L + a - ceil(2 * a / P)`, which does not
/// fall as *a* grows to *L*: at most `2 * L - ceil(2 * L / P)`. (A period of 1 ns leaves
/// only the first case: *L*.)
///
/// It is reached: after a quiet window, *L* pass at the last nanosecond of the next one, and
/// `L - ceil(2 * L / P)` at the offset `P - 2` after it; all are within the *P* nanoseconds that end
/// there.
///
/// ```
/// use sandtable_core::algorithms::rate_limit::{Rate, RateLimiter, SlidingCounter, worst_case};
///
/// let rate = Rate::new(10, 100)?;
/// let mut counter = SlidingCounter::new(rate);
/// assert!(counter.decide(99, 10).allowed);
/// assert!(counter.decide(198, 9).allowed); // (98, 198] holds both
/// assert_eq!(worst_case::sliding_counter(rate), 19);
/// # Ok::<(), sandtable_core::algorithms::rate_limit::QuotaError>(())
/// ```
#[must_use]
pub fn sliding_counter(rate: Rate) -> u64 {
    let limit = u64::from(rate.limit());
    if rate.period_ns() == 1 { limit } else { 2 * limit - (2 * limit).div_ceil(rate.period_ns()) }
}

/// [`TokenBucket`](super::TokenBucket), [`LeakyMeter`](super::LeakyMeter) and [`Gcra`](super::Gcra):
/// `burst + floor(rate * (span - 1))`, as the window holds closed intervals of length `span - 1`.
///
/// With the period as the span and `limit = burst` that is just below `2 * limit`. Reached for every
/// span if `burst >= 1 + limit / period`, by `burst` at once and then each request as soon as it may
/// pass; with less, a full bucket may lose a fraction of a token, and the bound is only a bound.
///
/// ```
/// use sandtable_core::algorithms::rate_limit::{Rate, worst_case};
///
/// let quota = Rate::new(1, 10)?.with_burst(3)?;
/// assert_eq!(worst_case::bucket(quota, 1), 3);
/// assert_eq!(worst_case::bucket(quota, 10), 3);
/// assert_eq!(worst_case::bucket(quota, 11), 4);
/// # Ok::<(), sandtable_core::algorithms::rate_limit::QuotaError>(())
/// ```
#[must_use]
pub fn bucket(quota: Quota, span_ns: u64) -> u128 {
    match span_ns {
        0 => 0,
        _ => u128::from(quota.burst()) + quota.rate().requests_in(span_ns - 1),
    }
}

/// [`LeakyQueue`](super::LeakyQueue): how many requests of cost 1 can leave,
/// `1 + floor((limit * (span - 1) + limit - 1) / period)`, which is `ceil(limit * span / period)`.
///
/// With the period as the span that is `limit`.
///
/// ```
/// use sandtable_core::algorithms::rate_limit::{Rate, worst_case};
///
/// let rate = Rate::new(1, 10)?;
/// assert_eq!(worst_case::leaky_queue(rate, 10), 1);
/// assert_eq!(worst_case::leaky_queue(rate, 11), 2);
/// # Ok::<(), sandtable_core::algorithms::rate_limit::QuotaError>(())
/// ```
#[must_use]
pub fn leaky_queue(rate: Rate, span_ns: u64) -> u128 {
    rate.units_in(span_ns).div_ceil(rate.period_ns().into())
}

/// [`LeakyQueue`](super::LeakyQueue): the longest that a request of cost 1 is held, `burst - 1`
/// emission intervals, in nanoseconds, rounded up. A request of higher cost is held for less.
///
/// ```
/// use sandtable_core::algorithms::rate_limit::{Rate, worst_case};
///
/// assert_eq!(worst_case::leaky_queue_delay_ns(Rate::new(1, 10)?.with_burst(4)?), 30);
/// # Ok::<(), sandtable_core::algorithms::rate_limit::QuotaError>(())
/// ```
#[must_use]
pub fn leaky_queue_delay_ns(quota: Quota) -> u64 {
    let rate = quota.rate();
    rate.ns_worth(rate.units(u64::from(quota.burst() - 1)))
}
