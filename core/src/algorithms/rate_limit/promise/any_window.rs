//! Did at most `limit` pass in every window, wherever it starts?

use std::collections::VecDeque;

use super::{Breach, Promise, Record};
use crate::algorithms::rate_limit::QuotaError;

/// At most `limit` in any half-open window `(t - window, t]`: the promise of
/// [`SlidingLog`](crate::algorithms::rate_limit::SlidingLog), and what a reader expects of them all.
///
/// A window that holds too much can be moved back until it ends at an admission and still holds it, so
/// only those windows are looked at.
///
/// Time O(1) amortised. Memory O(min(limit, window)): only moments within one window are kept, each
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
    window_ns: u64,
    record: Record,
    /// The moments of the last window at which something passed, with the costs.
    passed: VecDeque<(u64, u64)>,
    admitted: u128,
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
        let passed = VecDeque::new();
        Ok(Self { limit, window_ns, record: Record::default(), passed, admitted: 0 })
    }
}

impl Promise for AnyWindow {
    fn admit(&mut self, at_ns: u64, cost: u32) -> Result<(), Breach> {
        let at_ns = self.record.advance(at_ns)?;
        while let Some(&(first_ns, first_cost)) = self.passed.front()
            && at_ns - first_ns >= self.window_ns
        {
            self.admitted -= u128::from(first_cost);
            self.passed.pop_front();
        }
        if cost == 0 {
            return Ok(());
        }
        self.admitted += u128::from(cost);
        let from_ns = at_ns.saturating_sub(self.window_ns - 1);
        self.record.judge(from_ns, self.admitted, self.limit.into())?;
        match self.passed.back_mut() {
            Some((last_ns, last_cost)) if *last_ns == at_ns => *last_cost += u64::from(cost),
            _ => self.passed.push_back((at_ns, cost.into())),
        }
        Ok(())
    }

    fn breach(&self) -> Option<Breach> {
        self.record.breach
    }
}
