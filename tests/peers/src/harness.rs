//! How are two programs timed so that the machine's moods hit both alike?

use std::hint::black_box;
use std::time::{Duration, Instant};

use cpu_time::ProcessTime;

/// How often a pair is timed; every round gives one ratio.
pub(crate) const ROUNDS: usize = 31;

/// The middle of several samples, and where nine tenths of them begin and end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spread {
    /// A tenth is below.
    pub(crate) p10: f64,
    /// Half is below.
    pub(crate) median: f64,
    /// A tenth is above.
    pub(crate) p90: f64,
}

impl Spread {
    /// Of samples in any order, at least one.
    pub(crate) fn of(mut samples: Vec<f64>) -> Self {
        samples.sort_by(f64::total_cmp);
        let at = |part| quantile(&samples, part);
        Self { p10: at(0.1), median: at(0.5), p90: at(0.9) }
    }
}

/// The sample that `part` of the ascending samples are not above.
pub(crate) fn quantile(ascending: &[f64], part: f64) -> f64 {
    ascending[((ascending.len() - 1) as f64 * part).round() as usize]
}

/// What came out of timing two programs in turn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Duel {
    /// Seconds of the peer.
    pub(crate) theirs: Spread,
    /// Seconds of this project's code.
    pub(crate) ours: Spread,
    /// Their time divided by ours, round by round: above 1 where ours is faster.
    pub(crate) ratio: Spread,
}

/// Times both in turn, A B A B, after a round that is not counted. Each is run as often in a round
/// as fills about ten milliseconds.
pub(crate) fn duel<A, B>(theirs: impl FnMut() -> A, ours: impl FnMut() -> B) -> Duel {
    duel_in(ROUNDS, theirs, ours)
}

/// The same with fewer or more rounds.
pub(crate) fn duel_in<A, B>(
    rounds: usize,
    mut theirs: impl FnMut() -> A,
    mut ours: impl FnMut() -> B,
) -> Duel {
    let (many, more) = (repeats(&mut theirs), repeats(&mut ours));
    let (mut a, mut b) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        a.push(seconds(many, &mut theirs));
        b.push(seconds(more, &mut ours));
    }
    let ratio = a.iter().zip(&b).map(|(a, b)| a / b).collect();
    Duel { theirs: Spread::of(a), ours: Spread::of(b), ratio: Spread::of(ratio) }
}

/// How often it is run in a round.
fn repeats<T>(work: &mut impl FnMut() -> T) -> u32 {
    let once = seconds(1, work);
    (Duration::from_millis(10).as_secs_f64() / once.max(1e-9)).clamp(1.0, 1e6) as u32
}

/// In time of the processor, all threads of this program together: waiting for other programs does
/// not count.
fn seconds<T>(repeats: u32, work: &mut impl FnMut() -> T) -> f64 {
    let started = ProcessTime::now();
    for _ in 0..repeats {
        black_box(work());
    }
    started.elapsed().as_secs_f64() / f64::from(repeats)
}

/// In time of the clock, which costs less to read.
fn seconds_once<T>(work: impl FnOnce() -> T) -> f64 {
    let started = Instant::now();
    black_box(work());
    started.elapsed().as_secs_f64()
}

/// The percentiles of the times of many queries, each asked in every round by both in turn: a round
/// gives the percentiles of its own samples, so that a pause hits one round.
pub(crate) struct Queries {
    /// At half of the queries.
    pub(crate) p50: Duel,
    /// At 99 of 100.
    pub(crate) p99: Duel,
}

/// Times single queries: all by the peer, then all by ours, then again.
pub(crate) fn queries<A, B>(
    count: usize,
    mut theirs: impl FnMut(usize) -> A,
    mut ours: impl FnMut(usize) -> B,
) -> Queries {
    let (mut a, mut b) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let (x, y) = (each(count, &mut theirs), each(count, &mut ours));
        if round > 0 {
            a.push(x);
            b.push(y);
        }
    }
    let at = |part: f64| {
        let of = |rounds: &[Vec<f64>]| rounds.iter().map(|r| quantile(r, part)).collect::<Vec<_>>();
        let (x, y) = (of(&a), of(&b));
        let ratio = x.iter().zip(&y).map(|(x, y)| x / y).collect();
        Duel { theirs: Spread::of(x), ours: Spread::of(y), ratio: Spread::of(ratio) }
    };
    Queries { p50: at(0.5), p99: at(0.99) }
}

/// The time of each query, ascending; the better of two tries, because the first finds the caches
/// as the last query left them.
fn each<T>(count: usize, ask: &mut impl FnMut(usize) -> T) -> Vec<f64> {
    let mut times: Vec<f64> =
        (0..count).map(|i| seconds_once(|| ask(i)).min(seconds_once(|| ask(i)))).collect();
    times.sort_by(f64::total_cmp);
    times
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_above_one_says_that_ours_is_faster() {
        let work =
            |count: u64| move || (0..black_box(count)).map(|n| black_box(n) ^ 1).sum::<u64>();
        let duel = duel_in(9, work(40_000), work(4_000));
        assert!(duel.ratio.median > 3.0, "{duel:?}");
        assert!(duel.ratio.p10 <= duel.ratio.median && duel.ratio.median <= duel.ratio.p90);
    }

    #[test]
    fn quantiles_are_samples() {
        let samples: Vec<f64> = (0..=100).map(f64::from).collect();
        assert_eq!(
            [0.0, 0.5, 0.99, 1.0].map(|part| quantile(&samples, part)),
            [0.0, 50.0, 99.0, 100.0]
        );
    }
}
