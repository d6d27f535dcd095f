//! How much may pass: a rate, and the burst that it may come in.
//!
//! Exactness rests on one unit. A request is `period_ns` units, and a nanosecond is worth `limit`
//! units, so both are whole numbers whatever the rate; every product fits a `u128`.

use core::fmt;

use super::wide;

/// A sustained rate: `limit` requests per `period_ns`.
///
/// ```
/// use sandtable_core::algorithms::rate_limit::{QuotaError, Rate};
///
/// let rate = Rate::per_minute(50)?;
/// assert_eq!((rate.limit(), rate.period_ns()), (50, 60_000_000_000));
/// assert_eq!(rate.requests_in(90_000_000_000), 75);
/// assert_eq!(Rate::new(0, 1), Err(QuotaError::ZeroLimit));
/// # Ok::<(), QuotaError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rate {
    limit: u32,
    period_ns: u64,
}

/// A rate and the most that may pass at a single moment.
///
/// `burst` is the depth of the bucket: the count that a key which has been quiet may send at once.
/// Some libraries give the count *beyond the first* instead (`max_burst = burst - 1`).
///
/// ```
/// use sandtable_core::algorithms::rate_limit::Rate;
///
/// let quota = Rate::per_second(2)?.with_burst(5)?;
/// assert_eq!(quota.burst(), 5);
/// assert_eq!(quota.rate().limit(), 2);
/// // An empty bucket is full again after 5 / 2 s.
/// assert_eq!(quota.refill_ns(), 2_500_000_000);
/// # Ok::<(), sandtable_core::algorithms::rate_limit::QuotaError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Quota {
    rate: Rate,
    burst: u32,
}

/// Why a quota cannot be used.
///
/// ```
/// use sandtable_core::algorithms::rate_limit::Rate;
///
/// let error = Rate::per_second(1)?.with_burst(0).unwrap_err();
/// assert_eq!(error.to_string(), "a burst of 0 lets nothing pass: give at least 1");
/// # Ok::<(), sandtable_core::algorithms::rate_limit::QuotaError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QuotaError {
    /// The limit is 0.
    ZeroLimit,
    /// The period is 0 ns.
    ZeroPeriod,
    /// The burst is 0.
    ZeroBurst,
    /// The period is above [`Rate::PERIOD_NS_MAX`], so waits of two periods would overflow.
    PeriodTooLong {
        /// The period that was asked for.
        period_ns: u64,
    },
    /// Refilling `burst` at this rate takes longer than a `u64` of nanoseconds can say.
    RefillTooLong {
        /// The burst that was asked for.
        burst: u32,
        /// The rate that it would refill at.
        rate: Rate,
    },
    /// A share was asked for a node that is not there.
    NoSuchNode {
        /// The node, counted from 0.
        node: u32,
        /// How many nodes there are.
        nodes: u32,
    },
}

impl Rate {
    /// The longest period, in nanoseconds: half of `u64::MAX`, about 292 years.
    pub const PERIOD_NS_MAX: u64 = u64::MAX / 2;

    /// `limit` requests per `period_ns`.
    ///
    /// # Errors
    ///
    /// If the limit or the period is 0, or the period is above [`PERIOD_NS_MAX`](Self::PERIOD_NS_MAX).
    pub const fn new(limit: u32, period_ns: u64) -> Result<Self, QuotaError> {
        if limit == 0 {
            return Err(QuotaError::ZeroLimit);
        }
        if period_ns == 0 {
            return Err(QuotaError::ZeroPeriod);
        }
        if period_ns > Self::PERIOD_NS_MAX {
            return Err(QuotaError::PeriodTooLong { period_ns });
        }
        Ok(Self { limit, period_ns })
    }

    /// `limit` requests per second.
    ///
    /// # Errors
    ///
    /// If the limit is 0.
    pub const fn per_second(limit: u32) -> Result<Self, QuotaError> {
        Self::new(limit, 1_000_000_000)
    }

    /// `limit` requests per minute.
    ///
    /// # Errors
    ///
    /// If the limit is 0.
    pub const fn per_minute(limit: u32) -> Result<Self, QuotaError> {
        Self::new(limit, 60_000_000_000)
    }

    /// This rate, with at most `burst` requests at a single moment.
    ///
    /// # Errors
    ///
    /// If the burst is 0, or refilling it would take more than `u64::MAX` ns.
    pub fn with_burst(self, burst: u32) -> Result<Quota, QuotaError> {
        if burst == 0 {
            return Err(QuotaError::ZeroBurst);
        }
        if self.units(burst.into()).div_ceil(self.limit.into()) > u64::MAX.into() {
            return Err(QuotaError::RefillTooLong { burst, rate: self });
        }
        Ok(Quota { rate: self, burst })
    }

    /// The requests allowed per period.
    #[must_use]
    #[inline]
    pub const fn limit(self) -> u32 {
        self.limit
    }

    /// The period in nanoseconds.
    #[must_use]
    pub const fn period_ns(self) -> u64 {
        self.period_ns
    }

    /// The whole requests that this rate is worth in `elapsed_ns`: `floor(rate * elapsed)`.
    #[must_use]
    pub fn requests_in(self, elapsed_ns: u64) -> u128 {
        wide::quotient(self.units_in(elapsed_ns), self.period_ns)
    }

    /// The time between two requests at exactly this rate, `period / limit`, in nanoseconds.
    ///
    /// Called *T* or the emission interval in GCRA. For words and pictures: rounded to the nearest
    /// float. Decisions use the exact fraction.
    #[must_use]
    pub fn emission_interval_ns(self) -> f64 {
        self.period_ns as f64 / f64::from(self.limit)
    }

    /// The share of this rate that node number `node` of `nodes` gets: `limit / nodes`, and one
    /// more for the first `limit % nodes` nodes, so that the shares add up to `limit` exactly.
    /// `None` if nothing is left for that node.
    ///
    /// ```
    /// use sandtable_core::algorithms::rate_limit::Rate;
    ///
    /// let rate = Rate::per_second(5)?;
    /// assert_eq!(rate.share(0, 2)?, Some(Rate::per_second(3)?));
    /// assert_eq!(rate.share(1, 2)?, Some(Rate::per_second(2)?));
    /// assert_eq!(rate.share(5, 6)?, None);
    /// # Ok::<(), sandtable_core::algorithms::rate_limit::QuotaError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If `node` is not below `nodes`.
    pub fn share(self, node: u32, nodes: u32) -> Result<Option<Self>, QuotaError> {
        let limit = share_of(self.limit, node, nodes)?;
        Ok((limit > 0).then_some(Self { limit, ..self }))
    }

    /// What `requests` are in units.
    #[inline]
    pub(super) fn units(self, requests: u64) -> u128 {
        wide::product(requests, self.period_ns)
    }

    /// What `elapsed_ns` is worth in units.
    #[inline]
    pub(super) fn units_in(self, elapsed_ns: u64) -> u128 {
        wide::product(elapsed_ns, self.limit.into())
    }

    /// The whole requests that are in `units`. The caller keeps them within what a `u32` counts.
    #[inline]
    pub(super) fn requests(self, units: u128) -> u32 {
        wide::quotient(units, self.period_ns) as u32
    }

    /// The least whole number of nanoseconds worth `units` or more. The caller keeps `units` within
    /// the refill time of a valid quota, which fits.
    #[inline]
    pub(super) fn ns_worth(self, units: u128) -> u64 {
        wide::quotient_up(units, self.limit.into()) as u64
    }
}

impl Quota {
    /// The sustained rate.
    #[must_use]
    #[inline]
    pub const fn rate(self) -> Rate {
        self.rate
    }

    /// The most that may pass at a single moment.
    #[must_use]
    #[inline]
    pub const fn burst(self) -> u32 {
        self.burst
    }

    /// The time in which `burst` requests accrue, in nanoseconds, rounded up.
    #[must_use]
    pub fn refill_ns(self) -> u64 {
        self.rate.ns_worth(self.burst_units())
    }

    /// The share of this quota that node number `node` of `nodes` gets: both the limit and the
    /// burst divided as in [`Rate::share`]. `None` if the limit or the burst leaves nothing.
    ///
    /// ```
    /// use sandtable_core::algorithms::rate_limit::Rate;
    ///
    /// let quota = Rate::per_second(10)?.with_burst(3)?;
    /// assert_eq!(quota.share(0, 2)?, Some(Rate::per_second(5)?.with_burst(2)?));
    /// assert_eq!(quota.share(1, 2)?, Some(Rate::per_second(5)?.with_burst(1)?));
    /// assert_eq!(quota.share(3, 4)?, None);
    /// # Ok::<(), sandtable_core::algorithms::rate_limit::QuotaError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If `node` is not below `nodes`, or the share would take too long to refill.
    pub fn share(self, node: u32, nodes: u32) -> Result<Option<Self>, QuotaError> {
        let burst = share_of(self.burst, node, nodes)?;
        match self.rate.share(node, nodes)? {
            Some(rate) if burst > 0 => rate.with_burst(burst).map(Some),
            _ => Ok(None),
        }
    }

    /// What `burst` requests are in units.
    #[inline]
    pub(super) fn burst_units(self) -> u128 {
        self.rate.units(self.burst.into())
    }
}

fn share_of(whole: u32, node: u32, nodes: u32) -> Result<u32, QuotaError> {
    if node >= nodes {
        return Err(QuotaError::NoSuchNode { node, nodes });
    }
    Ok(whole / nodes + u32::from(node < whole % nodes))
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} per {} ns", self.limit, self.period_ns)
    }
}

impl fmt::Display for QuotaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ZeroLimit => write!(f, "a limit of 0 lets nothing pass: give at least 1"),
            Self::ZeroPeriod => write!(f, "a period of 0 ns is no rate: give at least 1 ns"),
            Self::ZeroBurst => write!(f, "a burst of 0 lets nothing pass: give at least 1"),
            Self::PeriodTooLong { period_ns } => {
                write!(
                    f,
                    "a period of {period_ns} ns is too long: give at most {}",
                    Rate::PERIOD_NS_MAX
                )
            }
            Self::RefillTooLong { burst, rate } => write!(
                f,
                "a burst of {burst} at {rate} takes more than {} ns to refill: \
                 give a smaller burst or a higher rate",
                u64::MAX
            ),
            Self::NoSuchNode { node, nodes } => {
                write!(f, "there is no node {node} among {nodes}: nodes count from 0")
            }
        }
    }
}

impl core::error::Error for QuotaError {}
