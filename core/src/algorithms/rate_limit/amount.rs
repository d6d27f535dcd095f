//! How many requests is that, to the last fraction?

use core::fmt;

/// A number of requests with its exact fraction: `whole + part / of`.
///
/// Tokens, levels and estimates are rarely whole. This holds them without rounding; printing cuts
/// after three decimals, [`to_f64`](Self::to_f64) rounds to the nearest float.
///
/// ```
/// use sandtable_core::algorithms::rate_limit::Amount;
///
/// let amount = Amount { whole: 49, part: 30, of: 60 };
/// assert_eq!(amount.to_f64(), 49.5);
/// assert_eq!(amount.to_string(), "49.500");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Amount {
    /// Whole requests.
    pub whole: u64,
    /// The numerator of the fraction, below [`of`](Self::of).
    pub part: u64,
    /// The denominator of the fraction, above zero: the period in nanoseconds.
    pub of: u64,
}

impl Amount {
    /// The amount that `units` make when one request is `of` units.
    pub(super) fn from_units(units: u128, of: u64) -> Self {
        let of_wide = u128::from(of);
        Self { whole: (units / of_wide) as u64, part: (units % of_wide) as u64, of }
    }

    /// The nearest float, for drawing; no decision is made on it.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        self.whole as f64 + self.part as f64 / self.of as f64
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let thousandths = u128::from(self.part) * 1000 / u128::from(self.of);
        write!(f, "{}.{thousandths:03}", self.whole)
    }
}
