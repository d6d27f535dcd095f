//! How wrong is the sliding counter on Poisson traffic?

use sandtable_core::algorithms::rate_limit::{
    Rate, RateLimiter, SlidingCounter, SlidingLog, estimate_std_dev, traffic,
};

use super::support::split_mix;

const PERIOD_NS: u64 = 60_000_000_000;
const REQUESTS: u64 = 200_000;

/// What the estimate says and what an exact count of the same admissions says.
#[derive(Debug)]
struct Measured {
    /// Mean of |estimate - exact| / exact over all requests.
    mean_relative_error: f64,
    /// The share of requests on which a limiter with the exact count would have decided otherwise.
    wrongly_decided: f64,
    /// What the counter lets pass, relative to what a log of its own lets pass.
    passed_relative: f64,
    /// The most that passed in any window of one period, relative to the limit.
    most_relative: f64,
}

/// Sends Poisson traffic of `percent` of the limit through the counter. A log with room for all of it
/// counts exactly what the counter lets pass.
fn measure(limit: u32, percent: u32, seed: u64) -> Measured {
    let rate = Rate::new(limit, PERIOD_NS).unwrap();
    let offered = Rate::new(limit * percent / 100, PERIOD_NS).unwrap();
    let mut counter = SlidingCounter::new(rate);
    let mut exact = SlidingLog::new(Rate::new(u32::MAX, PERIOD_NS).unwrap());
    let mut log = SlidingLog::new(rate);
    let (mut error, mut counted, mut wrong, mut most) = (0.0, 0_u32, 0_u32, 0);
    let (mut passed, mut passed_by_log) = (0_u32, 0_u32);
    let mut within = 0;
    for at_ns in traffic::poisson(offered, 0, REQUESTS, split_mix(seed)) {
        let estimate = counter.estimate(at_ns).to_f64();
        within = u32::MAX - exact.decide(at_ns, 0).remaining;
        if within > 0 {
            error += (estimate - f64::from(within)).abs() / f64::from(within);
            counted += 1;
        }
        let allowed = counter.decide(at_ns, 1).allowed;
        wrong += u32::from(allowed != (within < limit));
        passed_by_log += u32::from(log.decide(at_ns, 1).allowed);
        if allowed {
            passed += 1;
            exact.decide(at_ns, 1);
            within += 1;
        }
        most = most.max(within);
    }
    assert!(within > 0);
    Measured {
        mean_relative_error: error / f64::from(counted),
        wrongly_decided: f64::from(wrong) / REQUESTS as f64,
        passed_relative: f64::from(passed) / f64::from(passed_by_log),
        most_relative: f64::from(most) / f64::from(limit),
    }
}

/// Cloudflare measured a mean difference of 6 % on its own traffic. On Poisson traffic it falls with the
/// count in a window, from 11 % at 10 to 1.4 % at 500. Below the limit no decision is wrong; near and
/// above it, single decisions differ from those of an exact count, but how many pass does not: both
/// refuse the same number, if not the same ones.
#[test]
fn the_error_is_small_and_falls_with_the_count() {
    // limit, offered traffic in percent of it, bounds: relative error, wrong decisions, most
    let table = [
        (100, 10, 0.12, 0.0, 0.30),
        (100, 50, 0.05, 0.0, 0.90),
        (100, 90, 0.04, 0.07, 1.20),
        (100, 150, 0.012, 0.32, 1.15),
        (1000, 50, 0.015, 0.0, 0.65),
        (1000, 90, 0.012, 0.0, 1.0),
        (1000, 150, 0.003, 0.32, 1.02),
    ];
    for (limit, percent, mean_relative_error, wrongly_decided, most_relative) in table {
        let measured = measure(limit, percent, 1);
        let case = format!("limit {limit} at {percent} %: {measured:?}");
        assert!(measured.mean_relative_error < mean_relative_error, "{case}");
        assert!(measured.wrongly_decided <= wrongly_decided, "{case}");
        assert!(measured.most_relative <= most_relative, "{case}");
        assert!((measured.passed_relative - 1.0).abs() < 0.01, "{case}");
        // None is so loose that it says nothing.
        assert!(measured.mean_relative_error > mean_relative_error * 0.7, "{case}");
        assert!(measured.wrongly_decided >= wrongly_decided * 0.7, "{case}");
        assert!(measured.most_relative >= most_relative * 0.85, "{case}");
    }
}

#[test]
fn the_error_has_the_stated_standard_deviation() {
    let rate = Rate::new(u32::MAX, PERIOD_NS).unwrap();
    let offered = Rate::new(400, PERIOD_NS).unwrap();
    for eighth in 1..8 {
        let (mut squares, mut expected) = (0.0, 0.0);
        let mut counter = SlidingCounter::new(rate);
        let mut exact = SlidingLog::new(rate);
        let mut next_ns = PERIOD_NS + PERIOD_NS * eighth / 8;
        for at_ns in traffic::poisson(offered, 0, 400_000, split_mix(eighth)) {
            while next_ns < at_ns {
                let error = counter.estimate(next_ns).to_f64() - f64::from(exact.count(next_ns));
                let (previous, _) = counter.counts(next_ns);
                let std_dev = estimate_std_dev(previous, next_ns % PERIOD_NS, PERIOD_NS);
                squares += error * error;
                expected += std_dev * std_dev;
                next_ns += PERIOD_NS;
            }
            counter.decide(at_ns, 1);
            exact.decide(at_ns, 1);
        }
        // A thousand windows: the ratio has a standard error of 2.2 %.
        let ratio = (squares / expected).sqrt();
        assert!((ratio - 1.0).abs() < 0.08, "{eighth}/8 into the window: {ratio}");
    }
}
