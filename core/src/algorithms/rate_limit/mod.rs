//! Rate limiters: may this request pass now, and if not, when?
//!
//! | limiter | what it keeps | what it promises | in any window of one period |
//! |---|---|---|---|
//! | [`TokenBucket`] | tokens, a time | at most `burst + rate * t` in any interval of length `t` | below `burst + limit` |
//! | [`LeakyMeter`] | a level, a time | the same | the same |
//! | [`Gcra`] | one time | the same | the same |
//! | [`LeakyQueue`] | a level and who waits | what leaves is spaced evenly | `limit` |
//! | [`FixedWindow`] | one count | at most `limit` in each aligned window | `2 * limit` |
//! | [`SlidingLog`] | every admission of a period | at most `limit` in any window | `limit` |
//! | [`SlidingCounter`] | two counts | its own estimate is at most `limit` | below `2 * limit` |
//!
//! The exact bounds are in [`worst_case`], the promises as folds over what was admitted in
//! [`promise`], arrivals to try them with in [`traffic`], and several nodes over one store in
//! [`distributed`].
//!
//! # Time
//!
//! Times are `u64` nanoseconds from any fixed origin. A time earlier than the last one that a
//! limiter has seen is treated as that last one: a clock that steps back never gives quota back
//! and never takes any. All arithmetic is exact: nothing is rounded but the waits that are handed
//! out, and those are rounded up to the whole nanosecond at which the answer changes.
//!
//! # Memory
//!
//! [`RateLimiter::state_bytes`] counts what has to be kept for each key. The quota, which all keys
//! share, and the last time seen where the algorithm has no other use for it, which a node can
//! keep once for all keys, are not part of it.
//!
//! ```
//! use sandtable_core::algorithms::rate_limit::{FixedWindow, Gcra, Rate, RateLimiter, TokenBucket};
//!
//! let rate = Rate::per_second(10)?;
//! let mut limiters: [Box<dyn RateLimiter>; 3] = [
//!     Box::new(TokenBucket::new(rate.with_burst(10)?)),
//!     Box::new(Gcra::new(rate.with_burst(10)?)),
//!     Box::new(FixedWindow::new(rate)),
//! ];
//! // Ten at once just before a second is over, ten more just after.
//! let admitted = limiters.each_mut().map(|limiter| {
//!     [999_999_999, 1_000_000_000]
//!         .into_iter()
//!         .flat_map(|at_ns| [at_ns; 10])
//!         .filter(|&at_ns| limiter.decide(at_ns, 1).allowed)
//!         .count()
//! });
//! assert_eq!(admitted, [10, 10, 20]);
//! # Ok::<(), sandtable_core::algorithms::rate_limit::QuotaError>(())
//! ```

mod amount;
mod decision;
pub mod distributed;
mod fixed_window;
mod gcra;
mod leaky_meter;
mod leaky_queue;
pub mod promise;
mod quota;
mod sliding_counter;
mod sliding_log;
mod token_bucket;
pub mod traffic;
mod wide;
mod window_sum;
pub mod worst_case;

pub use amount::Amount;
pub use decision::{Decision, RateLimiter};
pub use fixed_window::FixedWindow;
pub use gcra::Gcra;
pub use leaky_meter::LeakyMeter;
pub use leaky_queue::{LeakyQueue, Offer, Waiting};
pub use quota::{Quota, QuotaError, Rate};
pub use sliding_counter::{SlidingCounter, estimate_std_dev};
pub use sliding_log::{Admission, SlidingLog};
pub use token_bucket::TokenBucket;
pub use window_sum::WindowSum;
