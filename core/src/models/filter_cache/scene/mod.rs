//! What there is to see and to do: the documents and the last answer, the filters, the layers.

mod documents;
mod filters;
mod layers;

use super::answer::Ask;
use super::corpus::{PRICE_MAX, price};
use super::spec::ADDED_MAX;
use super::{Event, Setup, State, corpus};
use crate::engine::Moment;
use crate::scene::{Choice, Scene, View};

/// Everything at one moment.
pub(super) fn scene(setup: &Setup, state: &State, moment: &Moment<'_, Event>) -> Scene {
    Scene {
        views: vec![
            View::Table(documents::table(setup, state)),
            View::Table(filters::table(setup, state, moment)),
            View::Table(layers::table(setup, state)),
        ],
    }
}

/// Queries that are proposed.
const QUERIES: [&str; 6] =
    ["nyc and cheap", "cheap", "nyc and not cheap", "nyc or cheap", "cheap and top", "new"];

/// All that can be asked for: queries, changes, upkeep.
pub(super) fn choices(setup: &Setup, state: &State) -> Vec<Choice> {
    let ask = |verb: &str, label: &str, query: &str| {
        choice(format!("{verb} \"{query}\""), format!("{label} {query}"))
    };
    let mut out: Vec<Choice> = QUERIES.iter().map(|query| ask("search", "Search", query)).collect();
    out.push(ask("average", "Average of", "nyc and cheap"));
    out.push(choice("average cheap".to_owned(), "Average of cheap".to_owned()));
    out.push(choice("refresh".to_owned(), "Refresh index".to_owned()));
    if state.mergeable().is_ok() {
        out.push(choice("merge".to_owned(), "Merge segments".to_owned()));
    }
    if state.next_id <= setup.docs + ADDED_MAX {
        out.push(choice("add 12".to_owned(), "Open one at $12".to_owned()));
    }
    // Those of the last answer first, so that a change is one that shows.
    let last = state.last.as_ref().filter(|last| last.ask == Ask::Hits);
    let hits = last.map_or(&[4][..], |last| &last.hits[..]);
    out.extend(hits.iter().take(2).flat_map(|id| of(state, *id)));
    out
}

/// What can be done with a restaurant.
fn of(state: &State, id: u32) -> Vec<Choice> {
    let Some(values) = state.values(id) else { return Vec::new() };
    let now = price(values[corpus::PRICE].unwrap_or_default());
    // To the other side of $20.
    let other = if now < 20 { (now + 16).min(PRICE_MAX) } else { 9 };
    vec![
        choice(format!("reprice {id} {other}"), format!("Reprice #{id} to ${other}")),
        choice(format!("delete {id}"), format!("Close #{id}")),
    ]
}

fn choice(action: String, label: String) -> Choice {
    Choice { action, label, fault: false }
}
