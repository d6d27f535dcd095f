//! Did at most `limit` pass in every window, wherever it starts?

use super::{Breach, Promise, Record};
use crate::algorithms::rate_limit::{QuotaError, WindowSum};

/// At most `limit` in any half-open window `(t - window, t]`: the promise of
/// [`SlidingLog`](crate::algorithms::rate_limit::SlidingLog), and what a reader expects of them all.
///
/// Time O(1) amortised, by a [`WindowSum`]. Memory O(min(limit, window)): only moments within one window are kept, each
/// worth at least 1, and never more than `limit` of worth.
///
/// ```
/// use sandtable_core::algorithms::rate_limit::promise::{AnyWindow, Promise};
///
/// let mut promise = AnyWindow::new(2, 100)?;
/// promise.admit(10, 2).unwrap();
/// promise.admit(110, 1).unwrap(); // (10, 110] does not hold what passed at 10
/// let breach = promise.admit(112, 2).unwrap_err();
/// assert_eq!((breach.from_ns, breach.admitted, breach.allowed), (13, 3, 2));
/// # Ok::<(), sandtable_core::algorithms::rate_limit::QuotaError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AnyWindow {
    limit: u64,
    record: Record,
    admitted: WindowSum,
}

impl AnyWindow {
    /// The promise of at most `limit` in any `window_ns`.
    ///
    /// # Errors
    ///
    /// If the window is 0 ns long.
    pub fn new(limit: u64, window_ns: u64) -> Result<Self, QuotaError> {
        if window_ns == 0 {
            return Err(QuotaError::ZeroPeriod);
        }
        Ok(Self { limit, record: Record::default(), admitted: WindowSum::new(window_ns) })
    }
}

impl Promise for AnyWindow {
    fn admit(&mut self, at_ns: u64, cost: u32) -> Result<(), Breach> {
        let at_ns = self.record.advance(at_ns)?;
        let admitted = self.admitted.add(at_ns, cost.into());
        let from_ns = at_ns.saturating_sub(self.admitted.window_ns() - 1);
        self.record.judge(from_ns, admitted.into(), self.limit.into())
    }

    fn breach(&self) -> Option<Breach> {
        self.record.breach
    }
}
