//! The load of each node as a bar, with its fair share and what is allowed.

use super::super::{Setup, State};
use crate::algorithms::placement::load_cap;
use crate::scene::{Axis, Curve, CurveStyle, Series, Tone};

/// A bar for each node, against its fair share and its limit.
pub(super) fn loads(setup: &Setup, state: &State) -> Series {
    let loads = setup.placed(&state.nodes).loads(&state.nodes);
    let keys = setup.count();
    let weights: u64 = loads.iter().map(|l| u64::from(l.weight)).sum();
    let count = loads.len() as f64;
    let mut curves: Vec<Curve> = (1..)
        .zip(&loads)
        .map(|(x, load): (u32, _)| Curve {
            label: setup.names.process(load.node).to_owned(),
            tone: Tone::Entity(load.node),
            style: CurveStyle::Bars,
            points: vec![(f64::from(x), f64::from(load.keys))],
        })
        .collect();
    let level = |of: &dyn Fn(u32) -> f64| {
        let ends = (1..).zip(&loads).flat_map(|(x, load): (u32, _)| {
            let (x, y) = (f64::from(x), of(load.weight));
            [(x - 0.5, y), (x + 0.5, y)]
        });
        ends.collect::<Vec<(f64, f64)>>()
    };
    let fair = level(&|weight| keys as f64 * f64::from(weight) / weights as f64);
    let most = level(&|weight| load_cap(keys, setup.balance, weight, weights) as f64);
    let highest = curves.iter().map(|c| &c.points).chain([&fair, &most]).flatten();
    let highest = highest.map(|p| p.1).fold(1.0, f64::max);
    for (label, points) in [("fair share", fair), ("allowed", most)] {
        let (label, style) = (label.to_owned(), CurveStyle::Bound);
        curves.push(Curve { label, tone: Tone::Quiet, style, points });
    }
    Series {
        title: "Keys on each node".to_owned(),
        x: Axis { label: "node".to_owned(), min: 0.5, max: count + 0.5 },
        y: Axis { label: "keys".to_owned(), min: 0.0, max: highest * 1.05 },
        curves,
        ..Series::default()
    }
}
