//! The promises of the consistent-hashing model, judged from its events alone.

use super::placed::fullest;
use super::spec::{BALANCED, MINIMAL};
use super::words::percent;
use super::{Event, Kind, Load, Setup};
use crate::algorithms::placement::load_cap;
use crate::engine::Ledger;
use crate::scene::grouped;

/// Judges one event.
pub(super) fn judge(setup: &Setup, event: &Event, ledger: &mut Ledger) {
    match event {
        Event::Changed(change, outcome) => {
            ledger.exercise(MINIMAL);
            if outcome.astray > 0 {
                let astray = grouped(u64::from(outcome.astray));
                let keys = grouped(setup.count());
                let share = percent(f64::from(outcome.astray), setup.count() as f64);
                let name = setup.names.process(change.node);
                let when = match change.kind {
                    Kind::Join => format!("when {name} joined"),
                    Kind::Leave => format!("when {name} left"),
                    Kind::Weigh => format!("when the weight of {name} changed"),
                };
                let why = format!("{astray} of {keys} keys ({share}) moved without need {when}");
                ledger.violate(MINIMAL, why);
            }
        }
        Event::Loaded(_, loads, _) => {
            ledger.exercise(BALANCED);
            let keys: u64 = loads.iter().map(|l| u64::from(l.keys)).sum();
            let weights: u64 = loads.iter().map(|l| u64::from(l.weight)).sum();
            let cap = |l: &Load| load_cap(keys, setup.balance, l.weight, weights);
            let over = loads.iter().copied().filter(|l| u64::from(l.keys) > cap(l));
            if let Some(load) = fullest(over) {
                let why = format!(
                    "{} holds {} keys; {} are allowed, {} % of its fair share",
                    setup.names.process(load.node),
                    grouped(u64::from(load.keys)),
                    grouped(cap(&load)),
                    setup.balance,
                );
                ledger.violate(BALANCED, why);
            }
        }
        Event::LookedUp(_) => {}
    }
}
