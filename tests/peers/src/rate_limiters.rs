//! How long does a rate limiter take to decide, with the same guarantee on both sides?

use std::cell::Cell;
use std::num::NonZeroU32;
use std::rc::Rc;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::direct::NotKeyed;
use governor::state::{InMemoryState, StateStore};
use sandtable_core::algorithms::rate_limit::{Gcra, Quota, Rate};

use crate::data::Data;
use crate::harness::duel;
use crate::random::Random;
use crate::table::{AtLeast, Row, Section, Unit};
use crate::versions;

const SETUP: &str = "Both sides run GCRA on the same arrivals, which are handed in: governor reads \
them from a cell through its `Clock`, ours takes them as an argument, so that no side pays for a \
clock. Ours is `Gcra`, for one thread at a time (`&mut self`). governor's own store is an atomic \
number that threads may share; so the first row gives governor a store of one plain `Cell` (one \
thread, like ours), and the last row puts ours behind a `Mutex` (shared, like governor's).";

/// The arrivals come from outside.
#[derive(Clone, Default)]
struct Given(Rc<Cell<u64>>);

impl Clock for Given {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        Nanos::new(self.0.get())
    }
}

/// A store for one thread.
#[derive(Default)]
struct OneThread(Cell<Option<Nanos>>);

impl StateStore for OneThread {
    type Key = NotKeyed;

    fn measure_and_replace<T, F, E>(&self, _: &NotKeyed, f: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        f(self.0.get()).map(|(answer, next)| {
            self.0.set(Some(next));
            answer
        })
    }
}

type Governor<S> = governor::RateLimiter<NotKeyed, S, Given, NoOpMiddleware<Nanos>>;

/// governor for `per_second` and a burst, and the cell that its time comes from.
fn theirs<S: StateStore<Key = NotKeyed> + Default>(
    per_second: u32,
    burst: u32,
) -> (Governor<S>, Given) {
    let interval = Duration::from_nanos(1_000_000_000 / u64::from(per_second));
    let burst = NonZeroU32::new(burst).expect("not 0");
    let quota = governor::Quota::with_period(interval).expect("not 0").allow_burst(burst);
    let clock = Given::default();
    (Governor::new(quota, S::default(), clock.clone()), clock)
}

fn quota(per_second: u32, burst: u32) -> Quota {
    Rate::per_second(per_second).and_then(|rate| rate.with_burst(burst)).expect("a quota")
}

/// Arrivals about as fast as the rate allows: with pauses, and in bursts.
fn arrivals(per_second: u32, count: usize, seed: u64) -> Vec<u64> {
    let interval = 1_000_000_000 / per_second;
    let mut random = Random(seed);
    let mut now = 0;
    let gap = |random: &mut Random| match random.below(8) {
        0..4 => 0,
        4..7 => random.below(interval),
        _ => random.below(12 * interval),
    };
    std::iter::repeat_with(|| {
        now += u64::from(gap(&mut random));
        now
    })
    .take(count)
    .collect()
}

/// How many passed, to be compared.
fn passed<S: StateStore<Key = NotKeyed>>(limiter: &Governor<S>, clock: &Given, at: &[u64]) -> u32 {
    at.iter()
        .map(|now| {
            clock.0.set(*now);
            u32::from(limiter.check().is_ok())
        })
        .sum()
}

/// Whether both decide alike on the table of throttled and on random traffic with costs.
fn same_decisions(data: &Data) -> Result<(String, String), String> {
    let mut compared = 0;
    let mut compare = |per_second, burst, arrivals: &[(u64, u32)]| {
        let (governor, clock) = theirs::<OneThread>(per_second, burst);
        let mut ours = Gcra::new(quota(per_second, burst));
        for (at, cost) in arrivals {
            clock.0.set(*at);
            let Some(cost) = NonZeroU32::new(*cost) else { continue };
            let theirs = matches!(governor.check_n(cost), Ok(Ok(())));
            let mine = ours.check(*at, cost.get());
            if theirs != mine {
                return Err(format!("at {at} ns for {cost}: governor {theirs}, ours {mine}"));
            }
            compared += 1;
        }
        Ok(())
    };
    let table = table(data);
    if let Ok(table) = &table {
        compare(1, 5, table)?;
    }
    for seed in 0..200 {
        let mut random = Random(seed);
        let (per_second, burst) =
            ([1, 10, 1000, 100_000][random.below(4) as usize], 1 + random.below(20));
        let arrivals: Vec<_> = arrivals(per_second, 500, seed)
            .into_iter()
            .map(|at| (at, 1 + random.below(3)))
            .collect();
        compare(per_second, burst, &arrivals)?;
    }
    let table = table.map_or_else(|why| format!("; without the table: {why}"), |_| String::new());
    Ok((format!("{compared} decisions{table}"), "the same".to_owned()))
}

/// The arrivals and costs of throttled's table.
fn table(data: &Data) -> Result<Vec<(u64, u32)>, String> {
    let text = data.text("gcra/throttled_rate_test.json")?;
    let table: serde_json::Value =
        serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let rows = table["rows"].as_array().ok_or("the table has no rows")?;
    let number = |row: &serde_json::Value, at: usize| row[at].as_u64().unwrap_or(0);
    Ok(rows.iter().map(|row| (number(row, 0) * 1_000_000, number(row, 1) as u32)).collect())
}

/// The rows about rate limiters.
pub(crate) fn section(data: &Data) -> Section {
    const RATE: u32 = 1000;
    const BURST: u32 = 10;
    let peer = || versions::of("governor");
    let same = same_decisions(data);
    let shown = same.clone().unwrap_or_default();
    let mut rows = vec![Row::checked(
        "The same decisions on throttled's table and on random traffic with costs",
        peer(),
        shown,
        "equal",
        same.map(|_| ()),
    )];

    let at = arrivals(RATE, 10_000, 1);
    let mine = |at: &[u64]| {
        let mut limiter = Gcra::new(quota(RATE, BURST));
        at.iter().map(|now| u32::from(limiter.check(*now, 1))).sum::<u32>()
    };
    let one = duel(
        || {
            let (limiter, clock) = theirs::<OneThread>(RATE, BURST);
            passed(&limiter, &clock, &at)
        },
        || mine(&at),
    );
    let target = AtLeast {
        ratio: 1.3,
        otherwise: "both sides are a comparison, a maximum and an addition; ours also keeps \
            fractions of a nanosecond and times that step back",
    };
    let what = "A decision, one thread on both sides";
    rows.push(Row::timed(what, peer(), &one, Unit::NsEach(at.len()), target));

    let shared = duel(
        || {
            let (limiter, clock) = theirs::<InMemoryState>(RATE, BURST);
            passed(&limiter, &clock, &at)
        },
        || mine(&at),
    );
    let what =
        "A decision: governor's atomic store, which threads share, against ours, which they do not";
    let row = Row::timed(what, peer(), &shared, Unit::NsEach(at.len()), target);
    rows.push(row.informative("not the same guarantee: governor's is shareable, ours is not"));

    let locked = duel(
        || {
            let (limiter, clock) = theirs::<InMemoryState>(RATE, BURST);
            passed(&limiter, &clock, &at)
        },
        || {
            let limiter = Mutex::new(Gcra::new(quota(RATE, BURST)));
            let decide = |now: &u64| {
                let mut limiter = limiter.lock().unwrap_or_else(PoisonError::into_inner);
                u32::from(limiter.check(*now, 1))
            };
            at.iter().map(decide).sum::<u32>()
        },
    );
    let what = "A decision, shareable on both sides: atomic store against ours in a `Mutex`, no contention";
    let target = AtLeast {
        otherwise: "a lock is two atomic exchanges where governor has one; core has no atomics, \
            and a model has one thread",
        ..target
    };
    rows.push(Row::timed(what, peer(), &locked, Unit::NsEach(at.len()), target));
    Section { title: "Rate limiters", setup: SETUP, rows }
}
