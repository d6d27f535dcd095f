//! Does each promise catch a limiter that has gone wrong?

use sandtable_core::algorithms::rate_limit::promise::{
    AlignedWindow, AnyWindow, Promise, RateEnvelope, Spacing, WeightedEstimate,
};
use sandtable_core::algorithms::rate_limit::{
    FixedWindow, Gcra, LeakyMeter, LeakyQueue, Quota, Rate, RateLimiter, SlidingCounter,
    SlidingLog, TokenBucket, traffic,
};

use super::promises::first_breach;
use super::support::{Request, split_mix};

const LIMIT: u32 = 5;
const PERIOD_NS: u64 = 100;

fn rate() -> Rate {
    Rate::new(LIMIT, PERIOD_NS).unwrap()
}

fn quota() -> Quota {
    rate().with_burst(3).unwrap()
}

fn log_promise() -> AnyWindow {
    AnyWindow::new(LIMIT.into(), PERIOD_NS).unwrap()
}

/// Three times what is allowed, at random: every rule comes into play.
fn arrivals() -> Vec<u64> {
    let three_times = Rate::new(3 * LIMIT, PERIOD_NS).unwrap();
    traffic::poisson(three_times, 0, 5000, split_mix(1)).collect()
}

/// What passes if `allow` decides, and whether it breaks the promise.
fn breaks(promise: impl Promise, mut allow: impl FnMut(u64) -> bool) -> bool {
    let passed: Vec<Request> =
        arrivals().into_iter().filter(|&at_ns| allow(at_ns)).map(|at_ns| (at_ns, 1)).collect();
    first_breach(promise, &passed).is_some()
}

#[test]
fn a_fixed_window_that_compares_before_it_counts() {
    let (mut window, mut count) = (0, 0);
    let off_by_one = |at_ns: u64| {
        if at_ns / PERIOD_NS != window {
            (window, count) = (at_ns / PERIOD_NS, 0);
        }
        count += 1;
        count - 1 <= LIMIT
    };
    assert!(breaks(AlignedWindow::new(rate()), off_by_one));
    let mut right = FixedWindow::new(rate());
    assert!(!breaks(AlignedWindow::new(rate()), |at_ns| right.decide(at_ns, 1).allowed));
}

#[test]
fn a_sliding_log_that_forgets_a_nanosecond_early() {
    let mut passed: Vec<u64> = Vec::new();
    let early = |at_ns: u64| {
        passed.retain(|&passed_ns| at_ns - passed_ns < PERIOD_NS - 1);
        let allowed = passed.len() < LIMIT as usize;
        if allowed {
            passed.push(at_ns);
        }
        allowed
    };
    assert!(breaks(log_promise(), early));
    let mut right = SlidingLog::new(rate());
    assert!(!breaks(log_promise(), |at_ns| right.decide(at_ns, 1).allowed));
}

#[test]
fn a_token_bucket_that_rounds_its_tokens_up() {
    let (mut tokens, mut last_ns) = (u64::from(quota().burst()), 0);
    let generous = |at_ns: u64| {
        let come = ((at_ns - last_ns) * u64::from(LIMIT)).div_ceil(PERIOD_NS);
        tokens = u64::from(quota().burst()).min(tokens + come);
        last_ns = at_ns;
        let allowed = tokens > 0;
        tokens -= u64::from(allowed);
        allowed
    };
    assert!(breaks(RateEnvelope::new(quota()), generous));
    let mut right = TokenBucket::new(quota());
    assert!(!breaks(RateEnvelope::new(quota()), |at_ns| right.decide(at_ns, 1).allowed));
}

#[test]
fn a_token_bucket_without_a_rim() {
    let (mut parts, mut last_ns) = (u64::from(quota().burst()) * PERIOD_NS, 0);
    // Half of what is allowed, for long; then a burst.
    let quiet = traffic::steady(Rate::new(1, 40).unwrap(), 0, 50);
    let passed: Vec<Request> = quiet
        .chain(traffic::burst(5000, 20))
        .filter(|&at_ns| {
            parts += (at_ns - last_ns) * u64::from(LIMIT);
            last_ns = at_ns;
            let allowed = parts >= PERIOD_NS;
            if allowed {
                parts -= PERIOD_NS;
            }
            allowed
        })
        .map(|at_ns| (at_ns, 1))
        .collect();
    let (_, breach) = first_breach(RateEnvelope::new(quota()), &passed).unwrap();
    assert_eq!((breach.from_ns, breach.to_ns), (5000, 5000));
    assert_eq!((breach.admitted, breach.allowed), (4, 3));
}

#[test]
fn a_leaky_meter_that_leaks_whole_requests_only() {
    let (mut level, mut last_ns) = (0_u64, 0);
    let depth = u64::from(quota().burst()) * PERIOD_NS;
    let hasty = |at_ns: u64| {
        // A request that has begun to leak is gone.
        let leaked = ((at_ns - last_ns) * u64::from(LIMIT)).next_multiple_of(PERIOD_NS);
        level = level.saturating_sub(leaked);
        last_ns = at_ns;
        let allowed = level + PERIOD_NS <= depth;
        if allowed {
            level += PERIOD_NS;
        }
        allowed
    };
    assert!(breaks(RateEnvelope::new(quota()), hasty));
    let mut right = LeakyMeter::new(quota());
    assert!(!breaks(RateEnvelope::new(quota()), |at_ns| right.decide(at_ns, 1).allowed));
}

#[test]
fn a_gcra_that_counts_on_from_now() {
    let interval_ns = PERIOD_NS / u64::from(LIMIT);
    let tolerance_ns = u64::from(quota().burst() - 1) * interval_ns;
    let mut tat_ns = 0;
    let from_now = |at_ns: u64| {
        let allowed = tat_ns <= at_ns + tolerance_ns;
        if allowed {
            tat_ns = at_ns + interval_ns; // instead of max(at, tat) + T
        }
        allowed
    };
    assert!(breaks(RateEnvelope::new(quota()), from_now));
    let mut right = Gcra::new(quota());
    assert!(!breaks(RateEnvelope::new(quota()), |at_ns| right.decide(at_ns, 1).allowed));
}

#[test]
fn a_sliding_counter_that_does_not_look_back() {
    let mut forgetful = FixedWindow::new(rate());
    assert!(breaks(WeightedEstimate::new(rate()), |at_ns| forgetful.decide(at_ns, 1).allowed));
    let mut right = SlidingCounter::new(rate());
    assert!(!breaks(WeightedEstimate::new(rate()), |at_ns| right.decide(at_ns, 1).allowed));
}

#[test]
fn a_queue_that_lets_go_at_once() {
    // The meter admits the same requests, but passes them on as they come.
    let mut meter = LeakyMeter::new(quota());
    assert!(breaks(Spacing::new(rate()), |at_ns| meter.decide(at_ns, 1).allowed));

    let mut right = LeakyQueue::new(quota());
    let left: Vec<Request> = arrivals()
        .into_iter()
        .filter_map(|at_ns| Some((right.offer(at_ns, 1).departs_ns?, 1)))
        .collect();
    assert_eq!(first_breach(Spacing::new(rate()), &left), None);
}

/// The check that a reader would make on any of them: only the log passes it.
#[test]
fn only_the_log_keeps_the_limit_in_any_window() {
    let full = rate().with_burst(LIMIT).unwrap();
    let mut bucket = TokenBucket::new(full);
    let mut fixed = FixedWindow::new(rate());
    let mut counter = SlidingCounter::new(rate());
    let mut log = SlidingLog::new(rate());
    assert!(breaks(log_promise(), |at_ns| bucket.decide(at_ns, 1).allowed));
    assert!(breaks(log_promise(), |at_ns| fixed.decide(at_ns, 1).allowed));
    assert!(breaks(log_promise(), |at_ns| counter.decide(at_ns, 1).allowed));
    assert!(!breaks(log_promise(), |at_ns| log.decide(at_ns, 1).allowed));
}
