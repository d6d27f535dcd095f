//! The tables: all six algorithms on the same change or lookup, and the nodes in numbers.

use super::super::algorithm::{self, Algorithm};
use super::super::change::{Change, Outcome};
use super::super::lookup::Found;
use super::super::words::{percent, times};
use super::super::{Kind, Setup, State, change};
use crate::algorithms::placement::{Node, ideal_moves, load_cap};
use crate::scene::{Cell, Column, Row, Table, Tone, decimal, grouped};

/// The six algorithms on the last change, each set up with the nodes before it.
pub(super) fn changes(setup: &Setup, state: &State) -> Table {
    let title = match &state.change {
        Some((change, before)) => {
            let ideal = ideal_moves(setup.count(), before, &state.nodes);
            let ideal = grouped(libm::round(ideal) as u64);
            format!("All six, when {}: the ideal is {ideal} moves", when(setup, change))
        }
        None => "All six, before the first change".to_owned(),
    };
    let columns = vec![
        Column::words("algorithm", ""),
        Column::numbers("moved", "How many keys the last change moved."),
        Column::numbers(
            "needless",
            "How many moved neither to a node that grew nor from one that shrank.",
        ),
        Column::numbers("max/mean", "The fullest node against its fair share."),
        Column::numbers(
            "spread",
            "The standard error: the standard deviation of loads over fair shares.",
        ),
        Column::numbers("steps", "Hashes, comparisons and reads of one lookup, on average."),
    ];
    let rows = Algorithm::ALL.map(|algorithm| row(setup, state, algorithm));
    Table { title, columns, rows: rows.into() }
}

/// The last change, as in `when E joins`.
fn when(setup: &Setup, change: &Change) -> String {
    let name = setup.names.process(change.node);
    match change.kind {
        Kind::Join if change.to == 1 => format!("{name} joins"),
        Kind::Join => format!("{name} joins with weight {}", change.to),
        Kind::Leave => format!("{name} leaves"),
        Kind::Weigh => format!("{name} goes from weight {} to {}", change.from, change.to),
    }
}

fn row(setup: &Setup, state: &State, algorithm: Algorithm) -> Row {
    let refused =
        state.change.as_ref().and_then(|(change, before)| change.refusal(setup, algorithm, before));
    let placed = setup.placed_by(algorithm, &state.nodes).filter(|_| refused.is_none());
    let outcome = state.change.as_ref().and_then(|(change, before)| {
        let then = setup.placed_by(algorithm, before)?;
        Some(Outcome::new(change, before, &then, placed.as_ref()?))
    });
    let mut cells = vec![first(setup, algorithm, refused)];
    match outcome {
        Some(outcome) => {
            let astray = if outcome.astray == 0 { Tone::Good } else { Tone::Bad };
            cells.push(grouped(u64::from(outcome.moved)).into());
            cells.push(Cell::new(grouped(u64::from(outcome.astray)), astray));
        }
        None if placed.is_some() => cells.extend([(); 2].map(|()| "".into())),
        None => cells.extend([Cell::new("cannot", Tone::Quiet), "".into()]),
    }
    match placed.as_ref().and_then(|p| Some((p.spread(&state.nodes)?, p.steps))) {
        Some((spread, steps)) => {
            cells.push(times(spread.max_to_mean).into());
            cells.push(percent(spread.standard_error, 1.0).into());
            cells.push(decimal(steps as f64 / setup.count() as f64, 1).into());
        }
        None => cells.extend([(); 3].map(|()| "".into())),
    }
    Row { id: algorithm.word().to_owned(), cells, choices: Vec::new() }
}

/// The name of an algorithm with its setting, or with the reason why it cannot follow; that of the
/// run's own is marked.
fn first(setup: &Setup, algorithm: Algorithm, refused: Option<String>) -> Cell {
    let mut text = algorithm.label().to_owned();
    if algorithm == setup.algorithm {
        text.push_str(" (shown)");
    }
    if let Some(why) = refused.or_else(|| setting(setup, algorithm)) {
        text.push_str(": ");
        text.push_str(&why);
    }
    text.into()
}

/// The setting that an algorithm has.
fn setting(setup: &Setup, algorithm: Algorithm) -> Option<String> {
    match algorithm {
        Algorithm::ModN | Algorithm::Jump | Algorithm::Rendezvous => None,
        Algorithm::Ring if setup.points == 1 => Some("1 point a node".to_owned()),
        Algorithm::Ring => Some(format!("{} points a node", setup.points)),
        Algorithm::Maglev => Some(format!("{} slots", grouped(u64::from(setup.slots)))),
        Algorithm::Bounded => Some(format!("at most {} %", setup.balance)),
    }
}

/// The same lookup by all six.
pub(super) fn lookups(setup: &Setup, state: &State, found: &Found) -> Table {
    let columns = vec![
        Column::words("algorithm", ""),
        Column::words("node", "Where the key is."),
        Column::numbers("steps", "Hashes, comparisons and reads of this lookup."),
        Column::words("way", "How it was found."),
    ];
    let row = |algorithm: Algorithm| {
        let cells = match Found::by(setup, algorithm, &state.nodes, &found.key) {
            Ok(by) => vec![
                first(setup, algorithm, None),
                Cell::new(setup.names.process(by.node), Tone::Entity(by.node)),
                by.steps.to_string().into(),
                by.way.into(),
            ],
            Err(_) => vec![
                first(setup, algorithm, None),
                Cell::new("cannot", Tone::Quiet),
                "".into(),
                "nodes have no weights".into(),
            ],
        };
        Row { id: algorithm.word().to_owned(), cells, choices: Vec::new() }
    };
    let title = format!("The lookup of {} by all six", found.key);
    Table { title, columns, rows: Algorithm::ALL.map(row).into() }
}

/// The nodes in numbers.
pub(super) fn nodes(setup: &Setup, state: &State) -> Table {
    let columns = vec![
        Column::words("node", ""),
        Column::numbers("weight", "How many shares it should hold."),
        Column::numbers("keys", "How many keys it holds."),
        Column::numbers("fair share", "What its weight entitles it to, in keys."),
        Column::numbers("against fair", "Its keys over its fair share."),
        Column::numbers(
            "hash space",
            "The share of all possible hashes that is its own; the luck of few keys comes on top. \
             For bounded loads, the share for which it is asked first.",
        ),
    ];
    let keys = setup.count();
    let weights: u64 = state.nodes.iter().map(|n| u64::from(n.weight)).sum();
    let space = hash_space(setup, &state.nodes);
    let loads = setup.placed(&state.nodes).loads(&state.nodes);
    let row = |((node, load), space): ((&Node, _), &f64)| {
        let load: super::super::Load = load;
        let fair = keys as f64 * f64::from(node.weight) / weights as f64;
        let held = f64::from(load.keys);
        let cap = load_cap(keys, setup.balance, node.weight, weights);
        let over = if u64::from(load.keys) > cap { Tone::Bad } else { Tone::Plain };
        let name = setup.letter(node.id).to_owned();
        Row {
            id: name.clone(),
            cells: vec![
                Cell::new(name, Tone::Entity(load.node)),
                node.weight.to_string().into(),
                grouped(u64::from(load.keys)).into(),
                decimal(fair, 1).into(),
                Cell::new(times(held / fair), over),
                percent(*space, 1.0).into(),
            ],
            choices: change::of_node(setup, state, node.id),
        }
    };
    let rows = state.nodes.iter().zip(loads).zip(&space).map(row).collect();
    Table { title: "The nodes".to_owned(), columns, rows }
}

/// The share of all hashes that is each node's.
fn hash_space(setup: &Setup, nodes: &[Node]) -> Vec<f64> {
    let weights: f64 = nodes.iter().map(|n| f64::from(n.weight)).sum();
    match setup.algorithm {
        Algorithm::Ring | Algorithm::Bounded => {
            algorithm::ring(setup, nodes).map(|ring| ring.shares()).unwrap_or_default()
        }
        Algorithm::Maglev => {
            let maglev = algorithm::maglev(setup, nodes);
            let table = maglev.map(|m| m.table().to_vec()).unwrap_or_default();
            let slots = |n: &Node| table.iter().filter(|id| **id == n.id).count();
            nodes.iter().map(|n| slots(n) as f64 / table.len().max(1) as f64).collect()
        }
        Algorithm::ModN | Algorithm::Jump | Algorithm::Rendezvous => {
            nodes.iter().map(|n| f64::from(n.weight) / weights).collect()
        }
    }
}
