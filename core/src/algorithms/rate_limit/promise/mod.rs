//! What does a limiter promise, checked from nothing but what it admitted?
//!
//! A promise is a fold: it is told of each admission in the order of time, and says at once when the
//! promise is broken, with the interval in which too much passed. It knows nothing of the limiter's
//! state, so it can judge any limiter. Each keeps bounded memory and stops at the first breach: from
//! then on it reports that one and takes in nothing more.
//!
//! | limiter | its own promise |
//! |---|---|
//! | fixed window | [`AlignedWindow`] |
//! | sliding log | [`AnyWindow`] |
//! | token bucket, leaky bucket as a meter, GCRA | [`RateEnvelope`] |
//! | sliding counter | [`WeightedEstimate`] |
//! | leaky bucket as a queue | [`Spacing`], over the times of leaving |
//!
//! [`AnyWindow`] is also what most people think every limiter promises: fold it over the others and
//! see where it breaks.

mod aligned_window;
mod any_window;
mod rate_envelope;
mod spacing;
mod weighted_estimate;

use core::fmt;

pub use aligned_window::AlignedWindow;
pub use any_window::AnyWindow;
pub use rate_envelope::RateEnvelope;
pub use spacing::Spacing;
pub use weighted_estimate::WeightedEstimate;

/// A promise about what was admitted.
///
/// ```
/// use sandtable_core::algorithms::rate_limit::promise::{AlignedWindow, AnyWindow, Promise};
/// use sandtable_core::algorithms::rate_limit::{FixedWindow, Rate, RateLimiter};
///
/// let rate = Rate::new(2, 100)?;
/// let mut limiter = FixedWindow::new(rate);
/// let mut own: Box<dyn Promise> = Box::new(AlignedWindow::new(rate));
/// let mut any: Box<dyn Promise> = Box::new(AnyWindow::new(2, 100)?);
/// for at_ns in [99, 99, 100, 100] {
///     assert!(limiter.decide(at_ns, 1).allowed);
///     let _ = own.admit(at_ns, 1);
///     let _ = any.admit(at_ns, 1);
/// }
/// assert_eq!(own.breach(), None);
/// assert_eq!(any.breach().unwrap().admitted, 3);
/// # Ok::<(), sandtable_core::algorithms::rate_limit::QuotaError>(())
/// ```
pub trait Promise {
    /// Takes in that a request of `cost` was admitted at `at_ns`. A time earlier than the last one
    /// is treated as that one, as the limiters do; a cost of 0 counts for nothing.
    ///
    /// # Errors
    ///
    /// The first breach, from the admission that made it on.
    fn admit(&mut self, at_ns: u64, cost: u32) -> Result<(), Breach>;

    /// The first breach, if there was one.
    fn breach(&self) -> Option<Breach>;
}

/// Where a promise was broken: more passed in an interval than may.
///
/// ```
/// use sandtable_core::algorithms::rate_limit::promise::{AnyWindow, Promise};
///
/// let mut promise = AnyWindow::new(1, 100)?;
/// promise.admit(250, 1).unwrap();
/// let breach = promise.admit(260, 1).unwrap_err();
/// assert_eq!(breach.to_string(), "2 from 161 ns to 260 ns, where at most 1 may be");
/// # Ok::<(), sandtable_core::algorithms::rate_limit::QuotaError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Breach {
    /// The first nanosecond of the interval.
    pub from_ns: u64,
    /// The last nanosecond of the interval, the time of the admission that broke the promise.
    pub to_ns: u64,
    /// The sum of the costs that count in it, a fraction rounded up.
    pub admitted: u128,
    /// The most that may be.
    pub allowed: u128,
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { from_ns, to_ns, admitted, allowed } = self;
        write!(f, "{admitted} from {from_ns} ns to {to_ns} ns, where at most {allowed} may be")
    }
}

impl core::error::Error for Breach {}

/// The last time taken in, and the first breach: what every promise keeps.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Record {
    last_ns: u64,
    breach: Option<Breach>,
}

impl Record {
    /// The time to take `at_ns` for, unless a breach has ended the fold.
    fn advance(&mut self, at_ns: u64) -> Result<u64, Breach> {
        if let Some(breach) = self.breach {
            return Err(breach);
        }
        self.last_ns = self.last_ns.max(at_ns);
        Ok(self.last_ns)
    }

    /// Records a breach in `from_ns ..= last` if more was admitted than is allowed.
    fn judge(&mut self, from_ns: u64, admitted: u128, allowed: u128) -> Result<(), Breach> {
        if admitted <= allowed {
            return Ok(());
        }
        let breach = Breach { from_ns, to_ns: self.last_ns, admitted, allowed };
        self.breach = Some(breach);
        Err(breach)
    }
}
