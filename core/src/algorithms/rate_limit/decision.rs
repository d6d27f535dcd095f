//! What does a limiter answer, and how is it asked?

/// The answer of a limiter to one request.
///
/// The fields are those of the usual response headers: `RateLimit` and `RateLimit-Policy`
/// (IETF draft, *RateLimit header fields for HTTP*) and `Retry-After` (RFC 9110, section 10.2.3).
///
/// ```
/// use sandtable_core::algorithms::rate_limit::{Decision, FixedWindow, Rate, RateLimiter};
///
/// let mut limiter = FixedWindow::new(Rate::new(1, 100)?);
/// limiter.decide(30, 1);
/// assert_eq!(
///     limiter.decide(40, 1),
///     Decision { allowed: false, remaining: 0, retry_after_ns: Some(60), reset_after_ns: 60 },
/// );
/// # Ok::<(), sandtable_core::algorithms::rate_limit::QuotaError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Decision {
    /// Whether the request may pass. If not, it has cost nothing.
    pub allowed: bool,
    /// How many requests of cost 1 could still pass at this very moment.
    pub remaining: u32,
    /// If the request was refused: the shortest wait in nanoseconds after which the same request
    /// passes, provided nothing else passes meanwhile. `None` if it was allowed, and `None` if no
    /// wait helps because its cost is above what the limiter ever allows at once.
    pub retry_after_ns: Option<u64>,
    /// The wait in nanoseconds until the quota is whole again, provided nothing passes meanwhile.
    pub reset_after_ns: u64,
}

/// A rate limiter for one key.
///
/// Every limiter keeps three laws. A cost of 0 is always allowed and spends nothing, so it is a way
/// to look. A request that is refused spends nothing. A `now_ns` earlier than the last one is
/// treated as the last one.
///
/// ```
/// use sandtable_core::algorithms::rate_limit::{Gcra, Rate, RateLimiter, TokenBucket};
///
/// fn admitted(limiter: &mut dyn RateLimiter, arrivals_ns: &[u64]) -> usize {
///     arrivals_ns.iter().filter(|&&at_ns| limiter.decide(at_ns, 1).allowed).count()
/// }
///
/// let quota = Rate::new(1, 10)?.with_burst(2)?;
/// assert_eq!(admitted(&mut TokenBucket::new(quota), &[0, 0, 0, 10, 11]), 3);
/// assert_eq!(admitted(&mut Gcra::new(quota), &[0, 0, 0, 10, 11]), 3);
/// # Ok::<(), sandtable_core::algorithms::rate_limit::QuotaError>(())
/// ```
pub trait RateLimiter {
    /// Decides on a request of `cost` at `now_ns`, and spends the cost if it is allowed.
    fn decide(&mut self, now_ns: u64, cost: u32) -> Decision;

    /// The bytes of state that this key needs now; see the [module](super) on what counts.
    fn state_bytes(&self) -> u64;
}
