//! Did at most `limit` pass in each window of the clock?

use super::{Breach, Promise, Record};
use crate::algorithms::rate_limit::Rate;

/// At most `limit` in each aligned window `[k * period, (k + 1) * period)`: the promise of
/// [`FixedWindow`](crate::algorithms::rate_limit::FixedWindow).
///
/// Time and memory O(1).
///
/// ```
/// use sandtable_core::algorithms::rate_limit::Rate;
/// use sandtable_core::algorithms::rate_limit::promise::{AlignedWindow, Promise};
///
/// let mut promise = AlignedWindow::new(Rate::new(2, 100)?);
/// promise.admit(99, 2).unwrap();
/// promise.admit(100, 2).unwrap();
/// let breach = promise.admit(199, 1).unwrap_err();
/// assert_eq!((breach.from_ns, breach.to_ns, breach.admitted), (100, 199, 3));
/// # Ok::<(), sandtable_core::algorithms::rate_limit::QuotaError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AlignedWindow {
    rate: Rate,
    record: Record,
    from_ns: u64,
    admitted: u128,
}

impl AlignedWindow {
    /// The promise of `limit` per aligned `period_ns`.
    #[must_use]
    pub fn new(rate: Rate) -> Self {
        Self { rate, record: Record::default(), from_ns: 0, admitted: 0 }
    }
}

impl Promise for AlignedWindow {
    fn admit(&mut self, at_ns: u64, cost: u32) -> Result<(), Breach> {
        let at_ns = self.record.advance(at_ns)?;
        let from_ns = at_ns - at_ns % self.rate.period_ns();
        if from_ns > self.from_ns {
            (self.from_ns, self.admitted) = (from_ns, 0);
        }
        self.admitted += u128::from(cost);
        self.record.judge(from_ns, self.admitted, self.rate.limit().into())
    }

    fn breach(&self) -> Option<Breach> {
        self.record.breach
    }
}
