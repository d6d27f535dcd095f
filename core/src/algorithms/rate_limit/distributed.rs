//! What does a limiter node do when the shared store does not answer?
//!
//! Several nodes ask one store, which holds the limiter for the whole quota. Asking takes a message;
//! an answer may be late or never come. A [`LimiterNode`] is the node's side of it, as pure state: it
//! is told of answers and timeouts, and tells what was decided, once for each request.
//!
//! # What holds
//!
//! Let the store admit at most *S* in some stretch of time, and let *F* be the nodes that fall back
//! at some moment of it.
//!
//! | fallback | admitted in that stretch, at most |
//! |---|---|
//! | [`FailClosed`](Fallback::FailClosed) | *S* |
//! | [`LocalShare`](Fallback::LocalShare) | *S* + what the shares of *F* admit by themselves |
//! | [`FailOpen`](Fallback::FailOpen) | all that arrives at *F*: no bound |
//!
//! The bound for shares adds up because the store and each node's share are limiters of their own that
//! know nothing of each other. It holds however often a node switches, as a share goes on counting
//! between its uses. [`fixed_window_bound`] and [`bucket_switch_bound`] give the figures. If all nodes
//! fall back for the whole stretch, *S* is 0 and the shares add up to the quota: the limit is
//! kept, though a node with more than its part of the traffic refuses what another could have let pass.

use crate::algorithms::ordered::OrderedMap;

use super::{Decision, Quota, RateLimiter};

/// What a node does with a request that the store has not answered in time.
///
/// ```
/// use sandtable_core::algorithms::rate_limit::distributed::Fallback;
/// use sandtable_core::algorithms::rate_limit::{FixedWindow, Rate};
///
/// // Node 1 of 2 keeps half of the limit.
/// let share = Rate::per_second(10)?.share(1, 2)?.map(FixedWindow::new);
/// let fallback = Fallback::LocalShare(share);
/// assert_ne!(fallback, Fallback::FailOpen);
/// # Ok::<(), sandtable_core::algorithms::rate_limit::QuotaError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Fallback<L> {
    /// Ask a limiter of its own, for the node's share of the quota, as made by
    /// [`Rate::share`](super::Rate::share) or [`Quota::share`]. `None` is a share of nothing: refuse.
    LocalShare(Option<L>),
    /// Let it pass: the service stays up, the limit does not hold.
    FailOpen,
    /// Refuse it: the limit holds, the service is down for as long as the store is.
    FailClosed,
}

/// Who decided on a request.
///
/// ```
/// use sandtable_core::algorithms::rate_limit::distributed::DecidedBy;
///
/// assert_ne!(DecidedBy::Store, DecidedBy::LocalShare);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DecidedBy {
    /// The shared store.
    Store,
    /// The node's own share.
    LocalShare,
    /// Nobody: the node fails open.
    FailOpen,
    /// Nobody: the node fails closed.
    FailClosed,
}

/// A decision, and who made it.
///
/// ```
/// use sandtable_core::algorithms::rate_limit::FixedWindow;
/// use sandtable_core::algorithms::rate_limit::distributed::{DecidedBy, Fallback, LimiterNode};
///
/// let mut node = LimiterNode::<FixedWindow>::new(Fallback::FailOpen);
/// let request = node.ask(1);
/// let decided = node.on_timeout(request, 50).unwrap();
/// assert!(decided.decision.allowed);
/// assert_eq!(decided.by, DecidedBy::FailOpen);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NodeDecision {
    /// The answer. Where nobody counts, `remaining` is `u32::MAX` when failing open and 0 when
    /// failing closed, and no wait is known.
    pub decision: Decision,
    /// Who gave it.
    pub by: DecidedBy,
}

/// One of several nodes in front of a shared store.
///
/// For each request: [`ask`](Self::ask), send the request to the store and start a timer; then tell the
/// node of the first that happens, [`on_answer`](Self::on_answer) or [`on_timeout`](Self::on_timeout).
/// Whatever comes later for the same request is ignored, so each is decided once. An answer that came
/// too late was still counted by the store: such a request may be charged twice, never let
/// pass twice.
///
/// Time O(log n) and memory O(n) in the requests that are under way.
///
/// ```
/// use sandtable_core::algorithms::rate_limit::distributed::{DecidedBy, Fallback, LimiterNode};
/// use sandtable_core::algorithms::rate_limit::{FixedWindow, Rate, RateLimiter};
///
/// let rate = Rate::per_second(4)?;
/// let mut store = FixedWindow::new(rate);
/// let mut node = LimiterNode::new(Fallback::LocalShare(rate.share(0, 2)?.map(FixedWindow::new)));
///
/// // The store answers.
/// let request = node.ask(1);
/// let answer = store.decide(10, 1);
/// assert_eq!(node.on_answer(request, answer).unwrap().by, DecidedBy::Store);
///
/// // It does not: the node's own share of 2 decides, and a late answer changes nothing.
/// let request = node.ask(2);
/// let late = store.decide(30, 2);
/// let decided = node.on_timeout(request, 70).unwrap();
/// assert_eq!((decided.by, decided.decision.remaining), (DecidedBy::LocalShare, 0));
/// assert_eq!(node.on_answer(request, late), None);
/// # Ok::<(), sandtable_core::algorithms::rate_limit::QuotaError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LimiterNode<L> {
    fallback: Fallback<L>,
    next: u64,
    /// The costs of the requests that the store was asked about.
    asked: OrderedMap<u64, u32>,
}

impl<L: RateLimiter> LimiterNode<L> {
    /// A node that has asked nothing.
    #[must_use]
    pub const fn new(fallback: Fallback<L>) -> Self {
        Self { fallback, next: 0, asked: OrderedMap::new() }
    }

    /// What it does when the store does not answer, with the state of its share.
    #[must_use]
    pub const fn fallback(&self) -> &Fallback<L> {
        &self.fallback
    }

    /// The numbers of the requests that are under way, oldest first.
    pub fn under_way(&self) -> impl Iterator<Item = u64> + '_ {
        self.asked.keys().copied()
    }

    /// Takes in a request of `cost` and gives it the number to ask the store under.
    pub fn ask(&mut self, cost: u32) -> u64 {
        let request = self.next;
        self.next += 1;
        self.asked.insert(request, cost);
        request
    }

    /// The store has answered. `None` if the request is not under way any more.
    pub fn on_answer(&mut self, request: u64, answer: Decision) -> Option<NodeDecision> {
        self.asked.remove(&request)?;
        Some(NodeDecision { decision: answer, by: DecidedBy::Store })
    }

    /// The store has not answered until `now_ns`. `None` if the request is not under way any more.
    pub fn on_timeout(&mut self, request: u64, now_ns: u64) -> Option<NodeDecision> {
        let cost = self.asked.remove(&request)?;
        Some(self.fallback.decide(now_ns, cost))
    }
}

impl<L: RateLimiter> Fallback<L> {
    /// Decides without the store on a request of `cost` at `now_ns`.
    ///
    /// ```
    /// use sandtable_core::algorithms::rate_limit::FixedWindow;
    /// use sandtable_core::algorithms::rate_limit::distributed::Fallback;
    ///
    /// let mut nothing = Fallback::<FixedWindow>::LocalShare(None);
    /// assert!(!nothing.decide(0, 1).decision.allowed);
    /// ```
    pub fn decide(&mut self, now_ns: u64, cost: u32) -> NodeDecision {
        let (allowed, remaining, by) = match self {
            Self::LocalShare(Some(share)) => {
                let decision = share.decide(now_ns, cost);
                return NodeDecision { decision, by: DecidedBy::LocalShare };
            }
            Self::LocalShare(None) => (cost == 0, 0, DecidedBy::LocalShare),
            Self::FailOpen => (true, u32::MAX, DecidedBy::FailOpen),
            Self::FailClosed => (cost == 0, 0, DecidedBy::FailClosed),
        };
        let decision = Decision { allowed, remaining, retry_after_ns: None, reset_after_ns: 0 };
        NodeDecision { decision, by }
    }
}

/// The most that can be admitted in one aligned window if the store and the shares are
/// [`FixedWindow`](super::FixedWindow)s: what the store admitted in it, and the share of each node that
/// fell back in it, whenever and however often. O(n).
///
/// The store admits at most `limit`, so at worst `limit + sum of those shares`: up to `2 * limit`
/// if the store has spent the limit before all nodes lose it. Reached whenever the traffic is there.
///
/// ```
/// use sandtable_core::algorithms::rate_limit::distributed::fixed_window_bound;
///
/// // 10 per window, two nodes with 5 each. Both cut off in mid-window, after the store let 10 pass:
/// assert_eq!(fixed_window_bound(10, &[5, 5]), 20);
/// // One of them cut off: 15. Both cut off for the whole window: the limit holds.
/// assert_eq!(fixed_window_bound(10, &[5]), 15);
/// assert_eq!(fixed_window_bound(0, &[5, 5]), 10);
/// ```
#[must_use]
pub fn fixed_window_bound(admitted_by_store: u64, shares_in_fallback: &[u32]) -> u64 {
    let shares: u64 = shares_in_fallback.iter().copied().map(u64::from).sum();
    admitted_by_store.saturating_add(shares)
}

/// The most that can be admitted in a closed interval with one switch in it, if the store and the
/// shares are buckets ([`TokenBucket`](super::TokenBucket), [`LeakyMeter`](super::LeakyMeter) or
/// [`Gcra`](super::Gcra)): the store answers for the first `before_ns`, then all nodes use their
/// shares for `after_ns`. O(n).
///
/// `burst + floor(rate * before)` from the store and the same with its own figures from each share,
/// which nobody has used so far and which is therefore full. Reached if each has
/// `burst >= 1 + limit / period` and starts full. With shares that add up to the quota, that is at
/// most `2 * burst + rate * (before + after)`: a switch costs one more burst.
///
/// ```
/// use sandtable_core::algorithms::rate_limit::Rate;
/// use sandtable_core::algorithms::rate_limit::distributed::bucket_switch_bound;
///
/// let quota = Rate::new(4, 100)?.with_burst(4)?;
/// let shares = [quota.share(0, 2)?.unwrap(), quota.share(1, 2)?.unwrap()];
/// assert_eq!(bucket_switch_bound(quota, 50, &shares, 50), (4 + 2) + (2 + 1) + (2 + 1));
/// # Ok::<(), sandtable_core::algorithms::rate_limit::QuotaError>(())
/// ```
#[must_use]
pub fn bucket_switch_bound(quota: Quota, before_ns: u64, shares: &[Quota], after_ns: u64) -> u128 {
    let most =
        |quota: Quota, span_ns| u128::from(quota.burst()) + quota.rate().requests_in(span_ns);
    let by_shares: u128 = shares.iter().map(|&share| most(share, after_ns)).sum();
    most(quota, before_ns) + by_shares
}
