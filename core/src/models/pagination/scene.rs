//! What there is to see: the list and what was read of it, the requests, and what pages cost.

use super::answer::Answer;
use super::check::Fold;
use super::words::{asked, ids};
use super::{Event, Setup, State, curves, deletions};
use crate::algorithms::pagination::Row;
use crate::engine::Moment;
use crate::scene::{self, Cell, Scene, Table, Tone, View};

pub(super) fn scene(
    setup: &Setup,
    state: &State,
    fold: &Fold,
    moment: &Moment<'_, Event>,
) -> Scene {
    Scene {
        views: vec![
            View::Table(list(setup, state, fold)),
            View::Table(requests(moment)),
            View::Series(curves::curves(setup, state, moment)),
        ],
    }
}

fn cell(text: impl Into<String>, tone: Tone) -> Cell {
    Cell { text: text.into(), tone }
}

/// The rows, what the last request did with each, and how often this walk has seen it.
fn list(setup: &Setup, state: &State, fold: &Fold) -> Table {
    let key = if setup.ties == 1 { "Key, unique" } else { "Key" };
    let table = Table::new(format!("The list, {} rows by key", state.list.len()));
    let mut table = table.column("Row", false).column(key, true);
    table = table.column("Last request", false).column("This walk", false);
    let deletions = deletions(state);
    for row in state.list.ascending(|_| false) {
        let cells = vec![
            Cell::from(format!("#{}", row.id)),
            Cell::from(row.key.to_string()),
            state.last.as_ref().map_or_else(Cell::default, |last| used(last, row)),
            walked(fold, row),
        ];
        let choices = deletions.iter().filter(|(r, _)| r == row).map(|(_, c)| c.clone()).collect();
        table.rows.push(scene::Row { id: format!("row-{}", row.id), cells, choices });
    }
    table
}

/// What a request did with a row.
fn used(answer: &Answer, row: &Row) -> Cell {
    if answer.rows.contains(row) {
        cell("given", Tone::Read)
    } else if answer.thrown.contains(row) {
        cell("read, thrown away", Tone::Quiet)
    } else if answer.peeked && answer.beyond == Some(*row) {
        cell("read ahead", Tone::Upkeep)
    } else {
        Cell::default()
    }
}

/// What became of a row on the walk.
fn walked(fold: &Fold, row: &Row) -> Cell {
    let Some(walk) = &fold.walk else { return Cell::default() };
    let behind = walk.seen.iter().max().is_some_and(|last| row < last);
    match (walk.times(row), walk.stayed.contains(row)) {
        (0, true) if behind => cell("skipped", Tone::Bad),
        (0, false) if behind => cell("came too late", Tone::Quiet),
        (0, _) => cell("to come", Tone::Quiet),
        (1, _) => cell("seen", Tone::Good),
        (2, _) => cell("seen twice", Tone::Bad),
        (n, _) => cell(format!("seen {n} times"), Tone::Bad),
    }
}

/// The requests, and what each cost.
fn requests(moment: &Moment<'_, Event>) -> Table {
    let table = Table::new("The requests");
    let table = table.column("Request", false).column("Asked", false).column("Given", false);
    let table = table.column("Says more", false).column("Rows read", true);
    let mut table = table.column("Tree pages read", true);
    for (_, _, event) in moment.history() {
        let Event::Answered(answer) = event else { continue };
        let right = answer.claim == answer.beyond.is_some();
        let says = if answer.claim { "yes" } else { "no" };
        let cells = vec![
            Cell::from(answer.number.to_string()),
            Cell::from(asked(answer)),
            Cell::from(if answer.rows.is_empty() { "nothing".into() } else { ids(&answer.rows) }),
            cell(
                if right { says.to_owned() } else { format!("{says}, wrongly") },
                if right { Tone::Plain } else { Tone::Bad },
            ),
            Cell::from(answer.reads.rows.to_string()),
            Cell::from(answer.reads.pages.to_string()),
        ];
        let id = format!("request-{}", answer.number);
        table.rows.push(scene::Row { id, cells, choices: Vec::new() });
    }
    table
}
