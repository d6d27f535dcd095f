//! When does a request leave, if all must leave at a steady rate?

use core::fmt;
use std::collections::VecDeque;

use super::{Amount, Decision, LeakyMeter, Quota, RateLimiter};

/// The leaky bucket as a queue: it shapes traffic where the meter polices it.
///
/// A request that fits into the bucket is held there and let go when all before it have leaked out:
/// one of cost *c* keeps the next one back for *c* emission intervals. What leaves is free of
/// bursts; what does not fit is refused. Who is accepted is the same as with [`LeakyMeter`], from
/// which it is made; the difference is that a burst is delayed instead of passed on.
///
/// The depth `burst` counts what is in the system: the request that leaked last and is still
/// spaced from the next one, and all that wait. A burst of 1 lets nobody wait.
///
/// Promise: [`promise::Spacing`](super::promise::Spacing) over the times of leaving, and the delay of
/// [`worst_case::leaky_queue_delay_ns`](super::worst_case::leaky_queue_delay_ns).
///
/// Time O(1) amortised, state 24 bytes and 16 for each that waits, of whom there are fewer than
/// `burst`. Source: A. Tanenbaum, *Computer Networks*, traffic shaping; as in nginx's
/// `limit_req` with `burst` and without `nodelay`.
///
/// ```
/// use sandtable_core::algorithms::rate_limit::{LeakyQueue, Rate};
///
/// let mut queue = LeakyQueue::new(Rate::new(1, 100)?.with_burst(3)?);
/// let departs_ns = [0, 0, 0, 0].map(|now_ns| queue.offer(now_ns, 1).departs_ns);
/// assert_eq!(departs_ns, [Some(0), Some(100), Some(200), None]);
/// assert_eq!(queue.waiting(100).count(), 1);
/// # Ok::<(), sandtable_core::algorithms::rate_limit::QuotaError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LeakyQueue {
    meter: LeakyMeter,
    waiting: VecDeque<Waiting>,
}

/// A request that is held in a [`LeakyQueue`].
///
/// ```
/// use sandtable_core::algorithms::rate_limit::{LeakyQueue, Rate, Waiting};
///
/// let mut queue = LeakyQueue::new(Rate::new(1, 100)?.with_burst(3)?);
/// queue.offer(0, 2);
/// queue.offer(0, 1);
/// assert_eq!(queue.waiting(0).next(), Some(Waiting { departs_ns: 200, cost: 1 }));
/// # Ok::<(), sandtable_core::algorithms::rate_limit::QuotaError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Waiting {
    /// When it leaves, in nanoseconds; `u64::MAX` if that is later than a `u64` can say.
    pub departs_ns: u64,
    /// What it costs.
    pub cost: u32,
}

/// The answer of a [`LeakyQueue`]: the decision, and when the request leaves.
///
/// ```
/// use sandtable_core::algorithms::rate_limit::{LeakyQueue, Rate};
///
/// let mut queue = LeakyQueue::new(Rate::new(1, 100)?.with_burst(1)?);
/// assert_eq!(queue.offer(7, 1).departs_ns, Some(7));
/// assert_eq!(queue.offer(8, 1).decision.retry_after_ns, Some(99));
/// # Ok::<(), sandtable_core::algorithms::rate_limit::QuotaError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Offer {
    /// Whether it was accepted; `remaining` is the room left in the bucket.
    pub decision: Decision,
    /// When it leaves, in nanoseconds, rounded up; `None` if it was refused or had cost 0.
    pub departs_ns: Option<u64>,
}

impl LeakyQueue {
    /// An empty queue.
    #[must_use]
    pub const fn new(quota: Quota) -> Self {
        Self { meter: LeakyMeter::new(quota), waiting: VecDeque::new() }
    }

    /// The quota it keeps.
    #[must_use]
    pub const fn quota(&self) -> Quota {
        self.meter.quota()
    }

    /// Offers a request of `cost` at `now_ns`; [`RateLimiter::decide`] that also tells when it leaves.
    pub fn offer(&mut self, now_ns: u64, cost: u32) -> Offer {
        let wait_ns = self.meter.drain_ns(now_ns);
        let decision = self.meter.decide(now_ns, cost);
        let now_ns = self.meter.last_ns();
        while self.waiting.front().is_some_and(|first| first.departs_ns <= now_ns) {
            self.waiting.pop_front();
        }
        let departs_ns = (decision.allowed && cost > 0).then(|| now_ns.saturating_add(wait_ns));
        if let Some(departs_ns) = departs_ns.filter(|&departs_ns| departs_ns > now_ns) {
            self.waiting.push_back(Waiting { departs_ns, cost });
        }
        Offer { decision, departs_ns }
    }

    /// Who waits at `now_ns`, first come first.
    pub fn waiting(&self, now_ns: u64) -> impl Iterator<Item = Waiting> + '_ {
        self.waiting.iter().copied().filter(move |one| one.departs_ns > now_ns)
    }

    /// What is in the bucket at `now_ns` and has not leaked out yet.
    #[must_use]
    pub fn level(&self, now_ns: u64) -> Amount {
        self.meter.level(now_ns)
    }
}

impl RateLimiter for LeakyQueue {
    fn decide(&mut self, now_ns: u64, cost: u32) -> Decision {
        self.offer(now_ns, cost).decision
    }

    fn state_bytes(&self) -> u64 {
        self.meter.state_bytes() + (self.waiting.len() * size_of::<Waiting>()) as u64
    }
}

impl fmt::Display for LeakyQueue {
    /// The state as of the last decision, in words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {} waiting", self.meter, self.waiting.len())
    }
}
