//! Are the three buckets one, and is each limiter exactly as strict as its promise?

use proptest::prelude::*;
use sandtable_core::algorithms::rate_limit::promise::{
    AlignedWindow, AnyWindow, Promise, RateEnvelope, WeightedEstimate,
};
use sandtable_core::algorithms::rate_limit::{
    FixedWindow, Gcra, LeakyMeter, LeakyQueue, Quota, RateLimiter, SlidingCounter, SlidingLog,
    TokenBucket,
};

use super::support::{Request, any_quota, any_traffic, small_quota, small_traffic};

/// A limiter that refuses less breaks its promise; one that refuses more refuses for nothing. So it
/// must admit just what its promise still allows.
fn exactly_as_strict<L, P>(mut limiter: L, mut promise: P, requests: &[Request])
where
    L: RateLimiter,
    P: Promise + Clone,
{
    let mut now_ns = 0;
    for &(at_ns, cost) in requests {
        // The promise hears of admissions only, the limiter's clock of every request.
        now_ns = at_ns.max(now_ns);
        let mut tried = promise.clone();
        let kept = tried.admit(now_ns, cost).is_ok();
        let allowed = limiter.decide(at_ns, cost).allowed;
        assert_eq!(allowed, kept, "{cost} at {at_ns} ns");
        if allowed {
            promise = tried;
        }
    }
}

/// Each limiter beside its own promise.
fn each_exactly_as_strict(quota: Quota, requests: &[Request]) {
    let rate = quota.rate();
    let log = AnyWindow::new(rate.limit().into(), rate.period_ns()).unwrap();
    exactly_as_strict(TokenBucket::new(quota), RateEnvelope::new(quota), requests);
    exactly_as_strict(FixedWindow::new(rate), AlignedWindow::new(rate), requests);
    exactly_as_strict(SlidingLog::new(rate), log, requests);
    exactly_as_strict(SlidingCounter::new(rate), WeightedEstimate::new(rate), requests);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn gcra_leaky_meter_and_token_bucket_decide_alike(
        quota in small_quota(),
        requests in small_traffic(),
    ) {
        let mut gcra = Gcra::new(quota);
        let mut meter = LeakyMeter::new(quota);
        let mut bucket = TokenBucket::new(quota);
        let mut queue = LeakyQueue::new(quota);
        for (at_ns, cost) in requests {
            let decision = gcra.decide(at_ns, cost);
            prop_assert_eq!(decision, meter.decide(at_ns, cost));
            prop_assert_eq!(decision, bucket.decide(at_ns, cost));
            prop_assert_eq!(decision, queue.decide(at_ns, cost));
            let (tokens, level) = (bucket.tokens(at_ns), meter.level(at_ns));
            prop_assert_eq!(tokens.of, level.of);
            let whole = u64::from(quota.burst()) * tokens.of;
            prop_assert_eq!(
                (tokens.whole + level.whole) * tokens.of + tokens.part + level.part,
                whole,
            );
        }
    }

    #[test]
    fn they_decide_alike_at_any_size_and_with_any_clock(
        quota in any_quota(),
        requests in any_traffic(),
    ) {
        let mut gcra = Gcra::new(quota);
        let mut meter = LeakyMeter::new(quota);
        let mut bucket = TokenBucket::new(quota);
        for (at_ns, cost) in requests {
            let decision = gcra.decide(at_ns, cost);
            prop_assert_eq!(decision, meter.decide(at_ns, cost));
            prop_assert_eq!(decision, bucket.decide(at_ns, cost));
        }
    }

    #[test]
    fn each_is_exactly_as_strict_as_its_promise(
        quota in small_quota(),
        requests in small_traffic(),
    ) {
        each_exactly_as_strict(quota, &requests);
    }

    #[test]
    fn each_is_exactly_as_strict_at_any_size_and_with_any_clock(
        quota in any_quota(),
        requests in any_traffic(),
    ) {
        each_exactly_as_strict(quota, &requests);
    }

    /// The oracle keeps everything that ever passed and counts it anew each time.
    #[test]
    fn sliding_log_is_exact(quota in small_quota(), requests in small_traffic()) {
        let rate = quota.rate();
        let mut log = SlidingLog::new(rate);
        let mut passed: Vec<Request> = Vec::new();
        for (at_ns, cost) in requests {
            let counted: u32 = passed
                .iter()
                .filter(|&&(passed_ns, _)| at_ns < passed_ns + rate.period_ns())
                .map(|&(_, cost)| cost)
                .sum();
            prop_assert_eq!(log.count(at_ns), counted);
            let decision = log.decide(at_ns, cost);
            prop_assert_eq!(decision.allowed, counted + cost <= rate.limit());
            let spent = if decision.allowed { cost } else { 0 };
            prop_assert_eq!(decision.remaining, rate.limit() - counted - spent);
            if decision.allowed {
                passed.push((at_ns, cost));
            }
        }
    }

    /// The oracle moves the tokens one nanosecond at a time.
    #[test]
    fn token_bucket_is_exact(quota in small_quota(), requests in small_traffic()) {
        let (limit, period_ns) = (u64::from(quota.rate().limit()), quota.rate().period_ns());
        let full = u64::from(quota.burst()) * period_ns;
        let mut bucket = TokenBucket::new(quota);
        let (mut parts, mut clock_ns) = (full, 0);
        for (at_ns, cost) in requests {
            while clock_ns < at_ns {
                clock_ns += 1;
                parts = full.min(parts + limit);
            }
            let needed = u64::from(cost) * period_ns;
            let decision = bucket.decide(at_ns, cost);
            prop_assert_eq!(decision.allowed, needed <= parts);
            if decision.allowed {
                parts -= needed;
            }
            prop_assert_eq!(u64::from(decision.remaining), parts / period_ns);
        }
    }

    /// The oracle is the server: each accepted request starts when it is there and the one before is
    /// through, in time units of `1 / limit` ns.
    #[test]
    fn leaky_queue_departs_like_a_server(quota in small_quota(), requests in small_traffic()) {
        let (limit, period_ns) = (u64::from(quota.rate().limit()), quota.rate().period_ns());
        let mut queue = LeakyQueue::new(quota);
        let mut free_at = 0;
        let mut departures: Vec<u64> = Vec::new();
        for (at_ns, cost) in requests {
            let offer = queue.offer(at_ns, cost);
            prop_assert_eq!(offer.departs_ns.is_some(), offer.decision.allowed && cost > 0);
            if let Some(departs_ns) = offer.departs_ns {
                let start = free_at.max(at_ns * limit);
                prop_assert_eq!(departs_ns, start.div_ceil(limit));
                free_at = start + u64::from(cost) * period_ns;
                departures.push(departs_ns);
            }
            let waiting: Vec<u64> = queue.waiting(at_ns).map(|one| one.departs_ns).collect();
            departures.retain(|&departs_ns| departs_ns > at_ns);
            prop_assert_eq!(&waiting, &departures);
            prop_assert!(waiting.len() < quota.burst() as usize);
        }
    }
}
