//! The limiters, or the nodes and the store, as rows: what they let pass, the most in any window,
//! what they promise, what they keep.

use super::check::{Judge, is_watched};
use super::kind::Kind;
use super::setup::{L1, L2, STORE, Setup, Shared};
use super::spec::{CLOSED, OPEN, SHARE};
use super::state::State;
use crate::algorithms::rate_limit::RateLimiter;
use crate::scene::{Cell, Column, Row, Table, Tone};

/// The heads: label, whether it is a number, what it means.
const COLUMNS: [(&str, bool, &str); 7] = [
    ("limiter", false, ""),
    ("passed", true, "How many it let pass so far."),
    ("refused", true, "How many it refused so far."),
    ("most in any window", true, "The most that passed in any window of one period so far."),
    ("at worst", true, "The most that can pass in a window of one period, whatever comes."),
    ("promises", false, "What the check on its own promise judges."),
    ("bytes a key", true, "The state that it keeps for one key now, without the store's overhead."),
];

pub(super) fn table(setup: &Setup, state: &State, judge: &Judge) -> Table {
    let mut table = Table::new(match &setup.shared {
        None => "Six limiters on the same requests",
        Some(_) => "The store, the nodes on their own, and all together",
    });
    let columns = COLUMNS.into_iter();
    table.columns = columns
        .map(|(label, numeric, help)| Column {
            label: label.to_owned(),
            numeric,
            help: help.to_owned(),
        })
        .collect();
    table.rows = match &setup.shared {
        None => Kind::ALL.into_iter().map(|kind| alone(setup, state, judge, kind)).collect(),
        Some(shared) => vec![
            decider(setup, shared, state, judge, STORE),
            decider(setup, shared, state, judge, L1),
            decider(setup, shared, state, judge, L2),
            together(setup, shared, state, judge),
        ],
    };
    table
}

fn alone(setup: &Setup, state: &State, judge: &Judge, kind: Kind) -> Row {
    let process = kind.index() as u8 + 1;
    let desk = state.desk(process);
    let watched = is_watched(setup, kind.index());
    let exceeded = judge.exceeded(kind.index()).is_some();
    let mut most = Cell::from(desk.window.most().to_string());
    if exceeded {
        most.tone = if watched { Tone::Bad } else { Tone::Quiet };
    }
    let mut promises = Cell::from(kind.promised(setup.quota));
    if judge.broken(process).is_some() {
        promises.tone = Tone::Bad;
    }
    let bytes = desk.limiter.as_ref().map_or(0, RateLimiter::state_bytes);
    let worst = kind.worst(setup.quota);
    row(
        kind.label(),
        [
            desk.granted.to_string().into(),
            desk.refused.to_string().into(),
            most,
            worst.to_string().into(),
            promises,
            bytes_of(bytes, kind.bytes_max(setup.quota)).into(),
        ],
    )
}

/// The state now, and the most that it can be where it varies.
fn bytes_of(now: u64, most: u64) -> String {
    if now == most { now.to_string() } else { format!("{now} of {most}") }
}

fn decider(setup: &Setup, shared: &Shared, state: &State, judge: &Judge, process: u8) -> Row {
    let desk = state.desk(process);
    let own = if process == STORE { desk.limiter.as_ref() } else { state.node(process).own() };
    let mut promises = Cell::from(match (setup.quota_of(process), shared.fallback) {
        (_, CLOSED) if process != STORE => "nothing on its own".to_owned(),
        (Some(quota), _) => shared.kind.promised(quota),
        (None, _) => "nothing: no share is left".to_owned(),
    });
    if judge.broken(process).is_some() {
        promises.tone = Tone::Bad;
    }
    let label = if process == STORE {
        format!("Store: {}", shared.kind.label())
    } else {
        format!("{} on its own", setup.names.process(process))
    };
    row(
        &label,
        [
            desk.granted.to_string().into(),
            desk.refused.to_string().into(),
            desk.window.most().to_string().into(),
            worst(setup, shared, process).map_or("no bound".to_owned(), |w| w.to_string()).into(),
            promises,
            own.map_or(0, RateLimiter::state_bytes).to_string().into(),
        ],
    )
}

/// The most that a decider can let pass in any window; `None` if there is no bound.
fn worst(setup: &Setup, shared: &Shared, process: u8) -> Option<u64> {
    match shared.fallback {
        _ if process == STORE => Some(shared.kind.worst(setup.quota)),
        OPEN => None,
        CLOSED => Some(0),
        SHARE => Some(setup.quota_of(process).map_or(0, |quota| shared.kind.worst(quota))),
        _ => Some(shared.kind.worst(setup.quota)),
    }
}

fn together(setup: &Setup, shared: &Shared, state: &State, judge: &Judge) -> Row {
    let desks = state.desks.iter();
    let (granted, refused) =
        desks.fold((0, 0), |(g, r), desk| (g + desk.granted, r + desk.refused));
    let mut most = Cell::from(state.together.most().to_string());
    if judge.exceeded(0).is_some() {
        most.tone = Tone::Bad;
    }
    let bounds = [STORE, L1, L2].map(|p| worst(setup, shared, p));
    let worst = bounds.into_iter().sum::<Option<u64>>();
    row(
        "All together",
        [
            granted.to_string().into(),
            refused.to_string().into(),
            most,
            worst.map_or("no bound".to_owned(), |w| w.to_string()).into(),
            "the sum of these".into(),
            String::new().into(),
        ],
    )
}

fn row(label: &str, cells: [Cell; 6]) -> Row {
    let cells = std::iter::once(Cell::from(label)).chain(cells).collect();
    Row { id: label.to_owned(), cells, choices: Vec::new() }
}
