//! The promises of the pagination model, judged from its events alone.

use super::Event;
use super::answer::{Answer, Ask};
use super::spec::{EXACT, ONCE};
use super::words::{ids, listed};
use crate::algorithms::pagination::Row;
use crate::engine::Ledger;

/// What the checks remember.
#[derive(Clone, Debug)]
pub struct Fold {
    /// The rows that are there.
    list: Vec<Row>,
    /// The walk from the first page by `next` alone; nothing after another request.
    pub(super) walk: Option<Walk>,
}

/// A walk through the list.
#[derive(Clone, Debug, Default)]
pub(super) struct Walk {
    /// The rows that were there when it began, and still are.
    pub(super) stayed: Vec<Row>,
    /// The rows that it has seen, each as often as it was seen.
    pub(super) seen: Vec<Row>,
}

impl Walk {
    /// How often a row was seen.
    pub(super) fn times(&self, row: &Row) -> usize {
        self.seen.iter().filter(|seen| *seen == row).count()
    }
}

impl Fold {
    pub(super) fn new(list: Vec<Row>) -> Fold {
        Fold { list, walk: None }
    }
}

/// Judges one event.
pub(super) fn judge(fold: &mut Fold, event: &Event, ledger: &mut Ledger) {
    match event {
        Event::Answered(answer) => {
            exact(answer, ledger);
            if answer.starts && matches!(answer.ask, Ask::Next | Ask::Jump(1)) {
                fold.walk = Some(Walk { stayed: fold.list.clone(), seen: Vec::new() });
            } else if answer.ask != Ask::Next {
                fold.walk = None;
            }
            if let Some(walk) = &mut fold.walk {
                once(walk, answer, ledger);
            }
        }
        Event::Refused(_) => {}
        Event::Inserted(row) => fold.list.push(*row),
        Event::Deleted(row) => {
            fold.list.retain(|other| other != row);
            if let Some(walk) = &mut fold.walk {
                walk.stayed.retain(|other| other != row);
            }
        }
    }
}

/// Whether the answer says exactly whether there is more.
fn exact(answer: &Answer, ledger: &mut Ledger) {
    ledger.exercise(EXACT);
    let side = if answer.forward { "after" } else { "before" };
    let number = answer.number;
    match (answer.claim, answer.beyond) {
        (true, None) => ledger.violate(
            EXACT,
            format!("answer {number} says that there is more, and no row comes {side} it"),
        ),
        (false, Some(row)) => ledger.violate(
            EXACT,
            format!("answer {number} says that there is no more, and #{} comes {side} it", row.id),
        ),
        _ => {}
    }
}

/// Whether each row that stays is seen once.
fn once(walk: &mut Walk, answer: &Answer, ledger: &mut Ledger) {
    let again = |row: &&Row| walk.seen.contains(row) && walk.stayed.contains(row);
    let again: Vec<Row> = answer.rows.iter().filter(again).copied().collect();
    if !again.is_empty() {
        let why = format!("answer {} gives {} once more", answer.number, ids(&again));
        ledger.violate(ONCE, why);
    }
    walk.seen.extend(&answer.rows);
    if !answer.claim {
        ledger.exercise(ONCE);
        let missed: Vec<Row> =
            walk.stayed.iter().filter(|r| !walk.seen.contains(r)).copied().collect();
        if !missed.is_empty() {
            let were = if missed.len() == 1 { "was" } else { "were" };
            let why = format!("the walk is over, and {} {were} never given", listed(&missed));
            ledger.violate(ONCE, why);
        }
    }
}
