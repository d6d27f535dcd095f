//! Do the buckets give the published answers?

use sandtable_core::algorithms::rate_limit::{
    Gcra, LeakyMeter, Quota, Rate, RateLimiter, TokenBucket,
};

const MS: u64 = 1_000_000;

/// t (ms), cost, remaining, reset after (ms), retry after (ms), limited.
///
/// The table of `TestRateLimit` in `rate_test.go` of github.com/throttled/throttled, for one request
/// per second and a burst of 4 beyond the first. Copyright (c) 2014, Martin Angers and
/// Contributors; BSD-3-Clause.
const THROTTLED: [(u64, u32, u32, u64, Option<u64>, bool); 15] = [
    (0, 6, 5, 0, None, true),
    (0, 1, 4, 1000, None, false),
    (0, 1, 3, 2000, None, false),
    (0, 1, 2, 3000, None, false),
    (0, 1, 1, 4000, None, false),
    (0, 1, 0, 5000, None, false),
    (0, 1, 0, 5000, Some(1000), true),
    (3000, 1, 2, 3000, None, false),
    (3100, 1, 1, 3900, None, false),
    (4000, 1, 1, 4000, None, false),
    (8000, 1, 4, 1000, None, false),
    (9500, 1, 4, 1000, None, false),
    (9500, 0, 4, 1000, None, false),
    (9500, 2, 2, 3000, None, false),
    (9500, 5, 2, 3000, Some(3000), true),
];

fn follows_throttled(limiter: &mut dyn RateLimiter) {
    for (row, (at_ms, cost, remaining, reset_ms, retry_ms, limited)) in
        THROTTLED.into_iter().enumerate()
    {
        let decision = limiter.decide(at_ms * MS, cost);
        assert_eq!(decision.allowed, !limited, "row {row}");
        assert_eq!(decision.remaining, remaining, "row {row}");
        assert_eq!(decision.reset_after_ns, reset_ms * MS, "row {row}");
        assert_eq!(decision.retry_after_ns, retry_ms.map(|retry_ms| retry_ms * MS), "row {row}");
    }
}

fn throttled_quota() -> Quota {
    Rate::per_second(1).unwrap().with_burst(5).unwrap()
}

#[test]
fn gcra_follows_the_table_of_throttled() {
    follows_throttled(&mut Gcra::new(throttled_quota()));
}

#[test]
fn token_bucket_follows_the_table_of_throttled() {
    follows_throttled(&mut TokenBucket::new(throttled_quota()));
}

#[test]
fn leaky_meter_follows_the_table_of_throttled() {
    follows_throttled(&mut LeakyMeter::new(throttled_quota()));
}

/// H. Perros, *An Introduction to ATM Networks* (2001), chapter 4, the virtual scheduling algorithm:
/// T = 10, tau = 15, cells at 0, 12, 18, 20 and 25, of which the last does not conform. Here tau is
/// not a multiple of T, so a cell is taken as two halves: T = 5, tau + T = 25 = 5 halves.
#[test]
fn gcra_follows_the_example_of_perros() {
    let mut gcra = Gcra::new(Rate::new(1, 5).unwrap().with_burst(5).unwrap());
    let cells = [0, 12, 18, 20, 25].map(|at_ns| {
        let allowed = gcra.decide(at_ns, 2).allowed;
        (allowed, gcra.theoretical_arrival_time_ns())
    });
    assert_eq!(cells, [(true, 10), (true, 22), (true, 32), (true, 42), (false, 42)]);
}
