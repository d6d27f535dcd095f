//! What passed in the last period, as curves over time: a limiter each, with the limit.

use super::Event;
use super::check::{Judge, is_watched};
use super::kind::{KINDS, Kind};
use super::setup::{L1, L2, STORE, Setup};
use crate::algorithms::rate_limit::WindowSum;
use crate::engine::Moment;
use crate::scene::{
    Axis, Band, Curve, CurveStyle, Series, SeriesMark, Tone, insertion_sort_by_key,
};

/// How many stretches the time axis is cut into; a curve shows the highest value of each.
const SAMPLES: u64 = 300;

/// A curve in the making.
struct Trace {
    sum: WindowSum,
    points: Vec<(u64, u64)>,
    /// The stretch that is being looked at, and the highest value in it.
    stretch: u64,
    high: u64,
}

impl Trace {
    fn new(window_ns: u64) -> Trace {
        Trace { sum: WindowSum::new(window_ns), points: Vec::new(), stretch: 0, high: 0 }
    }

    fn advance(&mut self, at_ns: u64, stretch_ns: u64) {
        while self.stretch < at_ns / stretch_ns {
            self.close(stretch_ns);
            self.stretch += 1;
            self.high = self.sum.advance(self.stretch * stretch_ns);
        }
    }

    fn close(&mut self, stretch_ns: u64) {
        if self.points.last().is_none_or(|(_, high)| *high != self.high) {
            self.points.push((self.stretch * stretch_ns, self.high));
        }
    }

    fn add(&mut self, at_ns: u64, granted: u64, stretch_ns: u64) {
        self.advance(at_ns, stretch_ns);
        self.high = self.high.max(self.sum.add(at_ns, granted));
    }

    fn finish(mut self, now_ns: u64, stretch_ns: u64) -> Vec<(f64, f64)> {
        self.advance(now_ns, stretch_ns);
        self.close(stretch_ns);
        self.points.push((now_ns, self.high));
        self.points.iter().map(|(at_ns, high)| (secs(*at_ns), *high as f64)).collect()
    }
}

/// The chart up to the moment. O(events + limiters × 300).
pub(super) fn series(setup: &Setup, judge: &Judge, moment: &Moment<'_, Event>) -> Series {
    let end_ns = setup.end.as_ns().max(moment.end.as_ns()).max(moment.now.as_ns()).max(1);
    let curves = curves(setup, moment, end_ns);
    let limit = f64::from(setup.quota.rate().limit());
    let highest = curves.iter().flat_map(|c| &c.points).map(|p| p.1).fold(2.0 * limit, f64::max);
    let bound = Curve {
        label: "the limit".to_owned(),
        tone: Tone::Quiet,
        style: CurveStyle::Bound,
        points: vec![(0.0, limit), (secs(end_ns), limit)],
    };
    Series {
        title: format!("Let pass in the last {}", setup.period().spoken()),
        x: Axis { label: "time, s".to_owned(), min: 0.0, max: secs(end_ns) },
        y: Axis { label: "requests".to_owned(), min: 0.0, max: highest },
        curves: curves.into_iter().chain([bound]).collect(),
        marks: marks(setup, judge),
        bands: bands(setup, end_ns),
        now: Some(moment.now.as_secs()),
    }
}

/// A curve for each limiter, or for the nodes and the store; those that are equal are one.
fn curves(setup: &Setup, moment: &Moment<'_, Event>, end_ns: u64) -> Vec<Curve> {
    let stretch_ns = end_ns.div_ceil(SAMPLES).max(1);
    let lanes = lanes(setup);
    let period_ns = setup.quota.rate().period_ns();
    let mut traces: Vec<Trace> = lanes.iter().map(|_| Trace::new(period_ns)).collect();
    for (_, at, event) in moment.history() {
        let Event::Decided { who, granted, .. } = event else { continue };
        for (lane, trace) in lanes.iter().zip(&mut traces) {
            if lane.takes_in(*who) {
                trace.add(at.as_ns(), u64::from(*granted), stretch_ns);
            }
        }
    }
    let mut out: Vec<Curve> = Vec::new();
    for (Lane { label, tone, .. }, trace) in lanes.into_iter().zip(traces) {
        let points = trace.finish(moment.now.as_ns(), stretch_ns);
        match out.iter_mut().find(|curve| curve.points == points) {
            Some(same) => same.label = format!("{}, {label}", same.label),
            None => out.push(Curve { label, tone, style: CurveStyle::Step, points }),
        }
    }
    out
}

/// Whose decisions a curve takes in.
struct Lane {
    label: String,
    tone: Tone,
    /// A process, or none for all of them.
    who: Option<u8>,
}

impl Lane {
    fn takes_in(&self, process: u8) -> bool {
        self.who.is_none_or(|who| who == process)
    }
}

fn lanes(setup: &Setup) -> Vec<Lane> {
    let lane = |label: &str, tone, who| Lane { label: label.to_owned(), tone, who };
    if setup.shared.is_none() {
        let kinds = Kind::ALL.into_iter().zip(0u8..);
        return kinds.map(|(k, i)| lane(k.label(), Tone::Entity(i), Some(i + 1))).collect();
    }
    vec![
        lane("all together", Tone::Plain, None),
        lane("the store", Tone::Entity(0), Some(STORE)),
        lane("L1 on its own", Tone::Entity(1), Some(L1)),
        lane("L2 on its own", Tone::Entity(2), Some(L2)),
    ]
}

/// Where more than the limit first passed in a window, for what is watched; those of one moment
/// and one count are one mark.
fn marks(setup: &Setup, judge: &Judge) -> Vec<SeriesMark> {
    let mut found: Vec<(u64, u128, Vec<&str>)> = Vec::new();
    for lane in (0..KINDS).filter(|lane| is_watched(setup, *lane)) {
        let Some(breach) = judge.exceeded(lane) else { continue };
        let who = if setup.shared.is_some() { "all together" } else { Kind::of(lane).label() };
        let (at_ns, count) = (breach.to_ns, breach.admitted);
        match found.iter_mut().find(|(a, c, _)| (*a, *c) == (at_ns, count)) {
            Some((.., names)) => names.push(who),
            None => found.push((at_ns, count, vec![who])),
        }
    }
    insertion_sort_by_key(&mut found, |(at_ns, ..)| *at_ns);
    let marks = found.into_iter().map(|(at_ns, count, names)| SeriesMark {
        x: secs(at_ns),
        label: format!("{}: {count}", names.join(", ")),
        tone: Tone::Bad,
    });
    marks.collect()
}

/// Every other window of the clock.
fn bands(setup: &Setup, end_ns: u64) -> Vec<Band> {
    let period_ns = setup.quota.rate().period_ns();
    let windows = end_ns.div_ceil(period_ns).min(64);
    let odd = (1..windows).step_by(2);
    odd.map(|w| Band {
        from: secs(w * period_ns),
        to: secs(((w + 1) * period_ns).min(end_ns)),
        label: format!("window {w}"),
        tone: Tone::Quiet,
    })
    .collect()
}

fn secs(ns: u64) -> f64 {
    ns as f64 / 1e9
}
