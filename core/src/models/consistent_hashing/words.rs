//! The events of the consistent-hashing model in words: names for the trace, sentences for people.

use std::fmt::Write as _;

use super::change::{Change, Kind, Outcome};
use super::placed::fullest;
use super::{Event, Load, Setup};
use crate::algorithms::placement::load_cap;
use crate::engine::Line;
use crate::scene::{Tone, decimal, grouped};

/// The process that an event belongs to, and its name in the trace.
pub(super) fn name(setup: &Setup, event: &Event) -> (u8, String) {
    match event {
        Event::Changed(change, outcome) => {
            let what = match change.kind {
                Kind::Join if change.to == 1 => "joins".to_owned(),
                Kind::Join => format!("joins with weight {}", change.to),
                Kind::Leave => "leaves".to_owned(),
                Kind::Weigh => format!("gets weight {}", change.to),
            };
            let Outcome { moved, astray, .. } = outcome;
            (change.node, format!("{what}: {moved} keys move, {astray} without need"))
        }
        Event::Loaded(node, loads, digest) => {
            let mut name = "keys".to_owned();
            for load in loads {
                let _ = write!(name, " {}={}", setup.names.process(load.node), load.keys);
            }
            let _ = write!(name, " placed {digest:016x}");
            (*node, name)
        }
        Event::LookedUp(found) => (found.node, format!("has {}: {}", found.key, found.way)),
    }
}

/// An event as a sentence.
pub(super) fn sentence(setup: &Setup, event: &Event) -> Option<Line> {
    Some(match event {
        Event::Changed(change, outcome) => {
            let text = format!("{} {}", what(setup, change, outcome), others(change, outcome));
            let tone = if outcome.astray > 0 { Tone::Bad } else { Tone::Good };
            Line::beat(text, tone)
        }
        Event::Loaded(_, loads, _) => load(setup, loads)?,
        Event::LookedUp(found) => {
            let holder = setup.names.process(found.node);
            let steps = if found.steps == 1 { "step" } else { "steps" };
            let text =
                format!("{} is on {holder}: {}; {} {steps}.", found.key, found.way, found.steps);
            Line::beat(text, Tone::Read)
        }
    })
}

/// What a change asked for, and what it got of it.
fn what(setup: &Setup, change: &Change, outcome: &Outcome) -> String {
    let name = setup.names.process(change.node);
    let asked = moving(outcome.moved - outcome.astray, Some(setup.count()));
    let its = moving(outcome.moved - outcome.astray, None);
    let ideal = grouped(libm::round(outcome.ideal) as u64);
    match change.kind {
        Kind::Join if change.to == 1 => {
            format!("{name} joins: {asked} to it, the ideal is {ideal};")
        }
        Kind::Join => {
            let weight = change.to;
            format!("{name} joins with weight {weight}: {asked} to it, the ideal is {ideal};")
        }
        Kind::Leave => format!("{name} leaves: {its} to the others, the ideal is {ideal};"),
        Kind::Weigh => {
            let weight = change.to;
            let (what, way) =
                if change.to > change.from { (asked, "to it") } else { (asked, "away from it") };
            format!("{name} now has weight {weight}: {what} {way}, the ideal is {ideal};")
        }
    }
}

/// What happened to the keys that the change did not ask for.
fn others(change: &Change, outcome: &Outcome) -> String {
    match (outcome.astray, change.kind) {
        (0, Kind::Leave) => "no other key moves.".to_owned(),
        (0, _) => "none moves elsewhere.".to_owned(),
        (1, _) => "1 more moves without need.".to_owned(),
        (n, _) => format!("{} more move without need.", grouped(u64::from(n))),
    }
}

/// `203 of 1,000 keys move`; without the whole `its 203 keys move`.
fn moving(count: u32, of: Option<u64>) -> String {
    let number = grouped(u64::from(count));
    match (of, count) {
        (Some(all), 1) => format!("1 of {} keys moves", grouped(all)),
        (Some(all), _) => format!("{number} of {} keys move", grouped(all)),
        (None, 1) => "its only key moves".to_owned(),
        (None, _) => format!("its {number} keys move"),
    }
}

/// The node that holds the most, against its fair share.
fn load(setup: &Setup, loads: &[Load]) -> Option<Line> {
    let keys: u64 = loads.iter().map(|l| u64::from(l.keys)).sum();
    let weights: u64 = loads.iter().map(|l| u64::from(l.weight)).sum();
    let most = fullest(loads.iter().copied())?;
    let fair = keys as f64 * f64::from(most.weight) / weights as f64;
    let ratio = f64::from(most.keys) / fair;
    let (name, held) = (setup.names.process(most.node), grouped(u64::from(most.keys)));
    let mut text =
        format!("{name} is the fullest with {held} keys, {} times its fair share", times(ratio));
    let cap = load_cap(keys, setup.balance, most.weight, weights);
    let over = u64::from(most.keys) > cap;
    if over {
        let _ = write!(text, "; {} are allowed", grouped(cap));
    }
    text.push('.');
    Some(Line::new(text, if over { Tone::Bad } else { Tone::Plain }))
}

/// A ratio with two digits after the point: `1.16`.
pub(super) fn times(ratio: f64) -> String {
    decimal(ratio, 2)
}

/// A share of a whole, `59.8 %`, that is not broken at the end of a line.
pub(super) fn percent(part: f64, whole: f64) -> String {
    format!("{}\u{a0}%", decimal(100.0 * part / whole, 1))
}
