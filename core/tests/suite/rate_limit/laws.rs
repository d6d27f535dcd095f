//! Does every limiter keep the laws of its trait, and does every wait that it names come true?

use core::fmt::Debug;

use proptest::prelude::*;
use sandtable_core::algorithms::rate_limit::{
    FixedWindow, Gcra, LeakyMeter, LeakyQueue, Quota, QuotaError, Rate, RateLimiter,
    SlidingCounter, SlidingLog, TokenBucket, WindowSum,
};

use super::support::{Request, any_quota, any_traffic, small_quota, small_traffic};

fn keeps_the_laws<L: RateLimiter + Clone + Debug>(fresh: &L, most: u32, requests: &[Request]) {
    let mut limiter = fresh.clone();
    let mut without_refused = fresh.clone();
    let mut last_ns = 0;
    for &(at_ns, cost) in requests {
        let now_ns = at_ns.max(last_ns);
        last_ns = now_ns;
        let room = limiter.decide(at_ns, 0);
        assert!(room.allowed, "a cost of 0 is allowed: {limiter:?}");
        assert_eq!(room, limiter.clone().decide(now_ns, 0), "an earlier time is the last time");

        let decision = limiter.decide(at_ns, cost);
        assert_eq!(decision.allowed, cost <= room.remaining, "what remains can pass: {limiter:?}");
        if decision.allowed {
            assert_eq!(decision.remaining, room.remaining - cost, "{limiter:?}");
            assert_eq!(decision.retry_after_ns, None);
            assert_eq!(decision, without_refused.decide(now_ns, cost), "a refusal spends nothing");
        } else {
            assert_eq!(decision.remaining, room.remaining);
            assert_eq!(decision.retry_after_ns.is_some(), cost <= most, "{limiter:?}");
        }
        retry_after_is_exact(&limiter, now_ns, cost, decision.retry_after_ns);
        reset_after_is_exact(&limiter, now_ns, most, decision.reset_after_ns);
    }
}

fn retry_after_is_exact<L: RateLimiter + Clone + Debug>(
    limiter: &L,
    now_ns: u64,
    cost: u32,
    retry_after_ns: Option<u64>,
) {
    let Some(retry_after_ns) = retry_after_ns else { return };
    assert!(retry_after_ns > 0, "a refused request has to wait: {limiter:?}");
    let Some(retry_ns) = now_ns.checked_add(retry_after_ns) else { return };
    assert!(limiter.clone().decide(retry_ns, cost).allowed, "{cost} at {retry_ns}: {limiter:?}");
    assert!(!limiter.clone().decide(retry_ns - 1, cost).allowed, "{cost} sooner: {limiter:?}");
}

fn reset_after_is_exact<L: RateLimiter + Clone + Debug>(
    limiter: &L,
    now_ns: u64,
    most: u32,
    reset_after_ns: u64,
) {
    let Some(reset_ns) = now_ns.checked_add(reset_after_ns) else { return };
    assert_eq!(limiter.clone().decide(reset_ns, 0).remaining, most, "{limiter:?}");
    assert_eq!(limiter.clone().decide(reset_ns, 0).reset_after_ns, 0, "{limiter:?}");
    if reset_after_ns > 0 {
        assert_ne!(limiter.clone().decide(reset_ns - 1, 0).remaining, most, "{limiter:?}");
    }
}

fn all_keep_the_laws(quota: Quota, requests: &[Request]) {
    let rate = quota.rate();
    keeps_the_laws(&TokenBucket::new(quota), quota.burst(), requests);
    keeps_the_laws(&LeakyMeter::new(quota), quota.burst(), requests);
    keeps_the_laws(&LeakyQueue::new(quota), quota.burst(), requests);
    keeps_the_laws(&Gcra::new(quota), quota.burst(), requests);
    keeps_the_laws(&FixedWindow::new(rate), rate.limit(), requests);
    keeps_the_laws(&SlidingLog::new(rate), rate.limit(), requests);
    keeps_the_laws(&SlidingCounter::new(rate), rate.limit(), requests);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn laws(quota in small_quota(), requests in small_traffic()) {
        all_keep_the_laws(quota, &requests);
    }

    #[test]
    fn laws_at_any_size_and_with_any_clock(quota in any_quota(), requests in any_traffic()) {
        all_keep_the_laws(quota, &requests);
    }

    #[test]
    fn memory_is_what_is_said(quota in small_quota(), requests in small_traffic()) {
        let rate = quota.rate();
        let mut log = SlidingLog::new(rate);
        let mut queue = LeakyQueue::new(quota);
        for (at_ns, cost) in requests {
            log.decide(at_ns, cost);
            queue.decide(at_ns, cost);
            prop_assert_eq!(log.state_bytes(), 16 * log.admissions(at_ns).count() as u64);
            prop_assert!(log.admissions(at_ns).count() <= rate.limit() as usize);
            prop_assert_eq!(queue.state_bytes(), 24 + 16 * queue.waiting(at_ns).count() as u64);
        }
    }
}

#[test]
fn constant_memory_is_what_is_said() {
    let quota = Rate::per_second(1).unwrap().with_burst(1).unwrap();
    assert_eq!(TokenBucket::new(quota).state_bytes(), 24);
    assert_eq!(LeakyMeter::new(quota).state_bytes(), 24);
    assert_eq!(Gcra::new(quota).state_bytes(), 16);
    assert_eq!(FixedWindow::new(quota.rate()).state_bytes(), 12);
    assert_eq!(SlidingCounter::new(quota.rate()).state_bytes(), 16);
}

#[test]
fn states_read_as_words() {
    let quota = Rate::new(2, 100).unwrap().with_burst(3).unwrap();
    let mut bucket = TokenBucket::new(quota);
    let mut meter = LeakyMeter::new(quota);
    let mut queue = LeakyQueue::new(quota);
    let mut gcra = Gcra::new(quota);
    let mut window = FixedWindow::new(quota.rate());
    let mut log = SlidingLog::new(quota.rate());
    let mut counter = SlidingCounter::new(quota.rate());
    let mut limiters: [&mut dyn RateLimiter; 7] =
        [&mut bucket, &mut meter, &mut queue, &mut gcra, &mut window, &mut log, &mut counter];
    for limiter in &mut limiters {
        for at_ns in [90, 90, 115] {
            limiter.decide(at_ns, 1);
        }
    }
    assert_eq!(bucket.to_string(), "0.500 of 3 tokens");
    assert_eq!(meter.to_string(), "level 2.500 of 3");
    assert_eq!(queue.to_string(), "level 2.500 of 3, 2 waiting");
    assert_eq!(gcra.to_string(), "next expected at 240 ns");
    assert_eq!(gcra.earliest_ns(), 140);
    assert_eq!(window.to_string(), "1 of 2 in window 1");
    assert_eq!(log.to_string(), "2 of 2 in the last 100 ns");
    assert_eq!(
        counter.to_string(),
        "about 1.700 of 2, from 2 in the window before and 0 in this one"
    );
}

#[test]
fn looking_back_shows_the_present() {
    let quota = Rate::new(2, 100).unwrap().with_burst(3).unwrap();
    let mut bucket = TokenBucket::new(quota);
    let mut queue = LeakyQueue::new(quota);
    let mut window = FixedWindow::new(quota.rate());
    let mut log = SlidingLog::new(quota.rate());
    let mut counter = SlidingCounter::new(quota.rate());
    for at_ns in [190, 190, 250] {
        bucket.decide(at_ns, 1);
        queue.decide(at_ns, 1);
        window.decide(at_ns, 1);
        log.decide(at_ns, 1);
        counter.decide(at_ns, 1);
    }
    assert_eq!(bucket.tokens(0), bucket.tokens(250));
    assert_eq!(queue.level(0), queue.level(250));
    assert_eq!(queue.waiting(0).count(), queue.waiting(250).count());
    assert_eq!((window.count(0), window.count(250), window.count(300)), (1, 1, 0));
    assert_eq!((log.count(0), log.count(250), log.count(290)), (2, 2, 0));
    assert_eq!((counter.counts(0), counter.counts(250)), ((2, 1), (2, 1)));
    assert_eq!(counter.estimate(0).to_string(), "2.000");
}

#[test]
fn bad_quotas_are_named() {
    assert_eq!(Rate::new(0, 1), Err(QuotaError::ZeroLimit));
    assert_eq!(Rate::new(1, 0), Err(QuotaError::ZeroPeriod));
    let period_ns = Rate::PERIOD_NS_MAX + 1;
    assert_eq!(Rate::new(1, period_ns), Err(QuotaError::PeriodTooLong { period_ns }));
    let rate = Rate::new(1, Rate::PERIOD_NS_MAX).unwrap();
    assert_eq!(rate.with_burst(0), Err(QuotaError::ZeroBurst));
    assert!(rate.with_burst(2).is_ok());
    assert_eq!(rate.with_burst(3), Err(QuotaError::RefillTooLong { burst: 3, rate }));
    assert_eq!(rate.share(2, 2), Err(QuotaError::NoSuchNode { node: 2, nodes: 2 }));
    assert_eq!(rate.share(0, 0), Err(QuotaError::NoSuchNode { node: 0, nodes: 0 }));
}

proptest! {
    /// The sum over the last window, and the most that it ever was, against adding up anew.
    #[test]
    fn a_window_sum_is_the_sum_over_the_window(
        requests in small_traffic(), window_ns in 0..20_u64, wait_ns in 0..30_u64,
    ) {
        let mut sum = WindowSum::new(window_ns);
        let within = |end_ns: u64, upto: usize| -> u64 {
            let one = |(at_ns, cost): &Request| {
                if end_ns - (*at_ns).min(end_ns) < window_ns { u64::from(*cost) } else { 0 }
            };
            requests[..upto].iter().map(one).sum()
        };
        let mut most = 0;
        for (i, (at_ns, cost)) in requests.iter().enumerate() {
            let expected = within(*at_ns, i + 1);
            prop_assert_eq!(sum.add(*at_ns, (*cost).into()), expected);
            most = most.max(expected);
            prop_assert_eq!(sum.most(), most);
        }
        let end_ns = requests.last().map_or(0, |r| r.0) + wait_ns;
        prop_assert_eq!(sum.advance(end_ns), within(end_ns, requests.len()));
    }
}
