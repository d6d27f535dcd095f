//! Are the worst cases bounds, and are they reached?

use proptest::prelude::*;
use sandtable_core::algorithms::rate_limit::promise::{AnyWindow, Promise};
use sandtable_core::algorithms::rate_limit::{
    FixedWindow, LeakyQueue, Rate, RateLimiter, SlidingCounter, SlidingLog, TokenBucket, traffic,
    worst_case,
};

use super::promises::first_breach;
use super::support::{Request, admitted, small_quota, small_traffic};

/// What a sender gets who starts at `from_ns` and takes all that it can in each of `span_ns`.
fn greedy(mut limiter: impl RateLimiter, from_ns: u64, span_ns: u64) -> u128 {
    (from_ns..from_ns + span_ns)
        .map(|at_ns| {
            let remaining = limiter.decide(at_ns, 0).remaining;
            assert!(limiter.decide(at_ns, remaining).allowed);
            u128::from(remaining)
        })
        .sum()
}

#[test]
fn fixed_window_lets_twice_the_limit_pass_at_an_edge() {
    let rate = Rate::per_minute(100).unwrap();
    let mut limiter = FixedWindow::new(rate);
    let passed: Vec<u64> = traffic::window_edge_burst(rate, 6)
        .filter(|&at_ns| limiter.decide(at_ns, 1).allowed)
        .collect();
    assert_eq!(passed.len(), 200);
    assert_eq!(passed[199] - passed[0], 1);
    assert!(!limiter.decide(passed[199], 1).allowed);
    assert_eq!(worst_case::fixed_window(rate, rate.period_ns()), 200);
}

#[test]
fn the_other_worst_cases_are_reached_by_the_greedy() {
    for limit in 1..=5 {
        for period_ns in 1..=12 {
            let rate = Rate::new(limit, period_ns).unwrap();
            for span_ns in 0..=3 * period_ns + 1 {
                let best = |gain: &dyn Fn(u64) -> u128| (0..period_ns).map(gain).max().unwrap();
                let fixed = best(&|from_ns| greedy(FixedWindow::new(rate), from_ns, span_ns));
                assert_eq!(fixed, worst_case::fixed_window(rate, span_ns), "{rate}, {span_ns}");
                let log = best(&|from_ns| greedy(SlidingLog::new(rate), from_ns, span_ns));
                assert_eq!(log, worst_case::sliding_log(rate, span_ns), "{rate}, {span_ns}");
                for burst in 1..=4 {
                    let quota = rate.with_burst(burst).unwrap();
                    let most = worst_case::bucket(quota, span_ns);
                    let bucket = greedy(TokenBucket::new(quota), 7, span_ns);
                    assert!(bucket <= most, "{quota:?}, {span_ns}");
                    if u64::from(burst - 1) * period_ns >= u64::from(limit) {
                        assert_eq!(bucket, most, "{quota:?}, {span_ns}");
                    }
                }
            }
        }
    }
}

/// Tries every way of sending through `counter` from `at_ns` to `end_ns`, and gives the most that
/// passes in `(end - period, end]`.
fn most_in_last_period(counter: &SlidingCounter, at_ns: u64, end_ns: u64) -> u64 {
    if at_ns > end_ns {
        return 0;
    }
    let counts = at_ns + counter.rate().period_ns() > end_ns;
    let room = counter.clone().decide(at_ns, 0).remaining;
    (0..=room)
        .map(|cost| {
            let mut next = counter.clone();
            next.decide(at_ns, cost);
            let here = if counts { u64::from(cost) } else { 0 };
            here + most_in_last_period(&next, at_ns + 1, end_ns)
        })
        .max()
        .unwrap()
}

#[test]
fn sliding_counter_does_no_worse_than_stated_whatever_is_tried() {
    for (limit, period_ns) in
        [(1, 1), (3, 1), (1, 2), (3, 2), (1, 3), (2, 3), (3, 3), (4, 3), (1, 4), (2, 4)]
    {
        let rate = Rate::new(limit, period_ns).unwrap();
        let most = (2 * period_ns..3 * period_ns)
            .map(|end_ns| most_in_last_period(&SlidingCounter::new(rate), 0, end_ns))
            .max();
        assert_eq!(most, Some(worst_case::sliding_counter(rate)), "{rate}");
    }
}

#[test]
fn sliding_counter_reaches_its_worst_case() {
    for limit in 1..=30 {
        for period_ns in 2..=70 {
            let rate = Rate::new(limit, period_ns).unwrap();
            let most = worst_case::sliding_counter(rate);
            let mut counter = SlidingCounter::new(rate);
            assert!(counter.decide(2 * period_ns - 1, limit).allowed);
            let rest = (most - u64::from(limit)) as u32;
            assert!(counter.decide(3 * period_ns - 2, rest).allowed, "{rate}");
            assert!(!counter.decide(3 * period_ns - 2, 1).allowed, "{rate}");
        }
    }
    let cloudflare = Rate::per_minute(50).unwrap();
    assert_eq!(worst_case::sliding_counter(cloudflare), 99);
}

#[test]
fn sliding_counter_follows_the_example_of_cloudflare() {
    const SECOND: u64 = 1_000_000_000;
    let mut counter = SlidingCounter::new(Rate::per_minute(50).unwrap());
    for at_s in 0..42 {
        assert!(counter.decide(at_s * SECOND, 1).allowed);
    }
    // 18 more in the 15 s since the minute began, the last of them at its end.
    for k in 1..=18 {
        assert!(counter.decide(60 * SECOND + k * 15 * SECOND / 18, 1).allowed);
    }
    let now_ns = 75 * SECOND;
    assert_eq!(counter.counts(now_ns), (42, 18));
    assert_eq!(counter.estimate(now_ns).to_string(), "49.500");
    let decision = counter.decide(now_ns, 1);
    assert!(!decision.allowed);
    // Half a request has to fade: 0.5 / 42 of a minute.
    assert_eq!(decision.retry_after_ns, Some((30 * SECOND).div_ceil(42)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn no_traffic_gets_more_than_the_worst_case(
        quota in small_quota(),
        requests in small_traffic(),
        span_ns in 1..60_u64,
    ) {
        let rate = quota.rate();
        let holds = |most: u128, span_ns, passed: &[Request]| {
            first_breach(AnyWindow::new(most as u64, span_ns).unwrap(), passed).is_none()
        };
        let fixed = admitted(&mut FixedWindow::new(rate), &requests);
        prop_assert!(holds(worst_case::fixed_window(rate, span_ns), span_ns, &fixed));
        let log = admitted(&mut SlidingLog::new(rate), &requests);
        prop_assert!(holds(worst_case::sliding_log(rate, span_ns), span_ns, &log));
        let bucket = admitted(&mut TokenBucket::new(quota), &requests);
        prop_assert!(holds(worst_case::bucket(quota, span_ns), span_ns, &bucket));
        let counter = admitted(&mut SlidingCounter::new(rate), &requests);
        let most = worst_case::sliding_counter(rate).into();
        prop_assert!(holds(most, rate.period_ns(), &counter));
    }

    #[test]
    fn leaky_queue_lets_go_no_more_and_holds_no_longer(
        quota in small_quota(),
        requests in small_traffic(),
        span_ns in 1..60_u64,
    ) {
        let mut queue = LeakyQueue::new(quota);
        let most = worst_case::leaky_queue(quota.rate(), span_ns);
        let mut leaving = AnyWindow::new(most as u64, span_ns).unwrap();
        for (at_ns, _) in requests {
            if let Some(departs_ns) = queue.offer(at_ns, 1).departs_ns {
                prop_assert!(departs_ns - at_ns <= worst_case::leaky_queue_delay_ns(quota));
                prop_assert!(leaving.admit(departs_ns, 1).is_ok());
            }
        }
    }
}

#[test]
fn leaky_queue_reaches_its_worst_cases() {
    for limit in 1..=5 {
        for period_ns in 1..=12 {
            let rate = Rate::new(limit, period_ns).unwrap();
            let quota = rate.with_burst(40).unwrap();
            let mut queue = LeakyQueue::new(quota);
            let departures: Vec<u64> = traffic::burst(0, 40)
                .filter_map(|at_ns| queue.offer(at_ns, 1).departs_ns)
                .collect();
            assert_eq!(departures[39], worst_case::leaky_queue_delay_ns(quota), "{rate}");
            for span_ns in 1..=2 * period_ns {
                let leave_in = |from_ns: u64| {
                    let span = from_ns..from_ns + span_ns;
                    departures.iter().filter(|at_ns| span.contains(at_ns)).count() as u128
                };
                let most = departures.iter().copied().map(leave_in).max();
                assert_eq!(most, Some(worst_case::leaky_queue(rate, span_ns)), "{rate}, {span_ns}");
            }
        }
    }
}
