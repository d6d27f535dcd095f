//! The documents and what the last answer found: one by one if they are few, else by segment.

use super::super::answer::Answer;
use super::super::corpus::{CITY, PRICE, RATING, city, price, rating, restaurant};
use super::super::query::label;
use super::super::words::gist;
use super::super::{Ask, Setup, State};
use super::of;
use crate::algorithms::filter_cache::{DocSet, Filter, Lookup, Segment, Source};
use crate::scene::{Cell, Column, Row, Table, Tone, decimal, grouped};

/// The first view.
pub(super) fn table(setup: &Setup, state: &State) -> Table {
    let last = state.last.as_deref();
    let title = last.map_or_else(
        || {
            let segments = state.index.segments();
            let docs: u64 = segments.iter().map(|segment| segment.live().count()).sum();
            format!("{} restaurants in {} segments", grouped(docs), segments.len())
                .replace(" 1 segments", " 1 segment")
        },
        |answer| {
            let from = if answer.whole { ", from the request cache" } else { "" };
            format!("“{}”: {}{from}", answer.query.text, gist(setup, answer))
        },
    );
    // What was found is shown while the segments are those in which it was found.
    let shown = last.filter(|answer| fits(state, answer));
    if setup.docs <= 8 {
        one_by_one(setup, state, shown, title)
    } else {
        by_segment(state, shown, title)
    }
}

/// Whether the answer's sets are those of the segments.
fn fits(state: &State, answer: &Answer) -> bool {
    let segments = state.index.segments();
    let known = |lookup: &Lookup| segments.iter().any(|segment| segment.id() == lookup.segment);
    answer.sets.len() == segments.len() && answer.lookups.iter().all(known)
}

/// The filters of a query that are no formulas, each once, in their order.
fn leaves(filter: &Filter) -> Vec<&Filter> {
    let parts = filter.parts();
    if parts.is_empty() {
        return vec![filter];
    }
    let mut all: Vec<&Filter> = Vec::new();
    for leaf in parts.into_iter().flat_map(leaves) {
        if !all.contains(&leaf) {
            all.push(leaf);
        }
    }
    all
}

fn lookup<'a>(answer: &'a Answer, segment: u64, filter: &Filter) -> Option<&'a Lookup> {
    answer.lookups.iter().find(|found| found.segment == segment && found.filter == *filter)
}

/// A bit of an answer.
fn bit(set: Option<&DocSet>, doc: u32, tone: Tone) -> Cell {
    match set.map(|set| set.contains(doc)) {
        None => Cell::default(),
        Some(true) => Cell::new("1", tone),
        Some(false) => Cell::new("0", Tone::Quiet),
    }
}

fn one_by_one(setup: &Setup, state: &State, shown: Option<&Answer>, title: String) -> Table {
    let mut columns = vec![
        Column::words("restaurant", ""),
        Column::numbers("segment", "Where it is stored."),
        Column::words("city", ""),
        Column::numbers("price", ""),
        Column::numbers("rating", ""),
    ];
    let leaves = shown.map_or_else(Vec::new, |answer| leaves(&answer.query.filter));
    for leaf in &leaves {
        columns.push(Column::numbers(&label(leaf), "The filter’s bit, the deleted included."));
    }
    let hits = shown.filter(|answer| answer.ask == Ask::Hits);
    if shown.is_some() {
        columns.push(Column::numbers("answer", "What matches all in all, without the deleted."));
    }
    if hits.is_some() {
        columns.push(Column::numbers("place", "Its place among the hits."));
    }
    let mut rows = Vec::new();
    for (at, segment) in state.index.segments().iter().enumerate() {
        for doc in 0..segment.docs() {
            let documents = segment.documents();
            let id = documents.id(doc);
            let live = segment.live().contains(doc);
            let tone = if live { Tone::Plain } else { Tone::Quiet };
            let value = |field| documents.value(doc, field).unwrap_or_default();
            let gone = if live { "" } else { ", deleted" };
            let name = format!("#{id} {}{gone}", restaurant(setup.docs, id));
            let mut cells = vec![
                Cell::new(name, tone),
                Cell::new(segment.id().to_string(), tone),
                Cell::new(city(value(CITY)), tone),
                Cell::new(format!("${}", price(value(PRICE))), tone),
                Cell::new(decimal(f64::from(rating(value(RATING))) / 10.0, 1), tone),
            ];
            if let Some(answer) = shown {
                for leaf in &leaves {
                    let found = lookup(answer, segment.id(), leaf);
                    let right = segment.documents().matching(leaf).contains(doc);
                    let set = found.map(|found| &*found.set);
                    let stale = set.is_some_and(|set| set.contains(doc) != right);
                    let mut cell = bit(set, doc, Tone::Read);
                    if stale {
                        cell = Cell::new(format!("{}, stale", cell.text), Tone::Bad);
                    }
                    cells.push(cell);
                }
                cells.push(bit(answer.sets.get(at), doc, Tone::Good));
            }
            if let Some(answer) = hits {
                let place = answer.hits.iter().position(|hit| *hit == id).filter(|_| live);
                cells
                    .push(place.map_or_else(Cell::default, |place| (place + 1).to_string().into()));
            }
            let choices = if live { of(state, id) } else { Vec::new() };
            rows.push(Row { id: format!("{id}-{}", segment.id()), cells, choices });
        }
    }
    Table { title, columns, rows }
}

fn by_segment(state: &State, shown: Option<&Answer>, title: String) -> Table {
    let mut columns = vec![
        Column::words("segment", ""),
        Column::numbers("documents", "With those that are deleted."),
        Column::numbers("deleted", ""),
        Column::words("answers are kept", "Whether the policy keeps answers on this segment."),
    ];
    let leaves = shown.map_or_else(Vec::new, |answer| leaves(&answer.query.filter));
    for leaf in &leaves {
        columns.push(Column::numbers(&label(leaf), "How many fulfil it, and where that is from."));
    }
    if shown.is_some() {
        columns.push(Column::numbers("answer", "How many match all in all."));
    }
    let rows = state.index.segments().iter().enumerate().map(|(at, segment)| {
        let docs = u64::from(segment.docs());
        let kept = state.index.admits(segment.docs());
        let mut cells = vec![
            Cell::from(segment.id().to_string()),
            grouped(docs).into(),
            grouped(docs - segment.live().count()).into(),
            if kept { "yes".into() } else { Cell::new("no", Tone::Quiet) },
        ];
        if let Some(answer) = shown {
            cells.extend(leaves.iter().map(|leaf| found(answer, segment, leaf)));
            let count = answer.sets.get(at).map_or(0, DocSet::count);
            let whole = lookup(answer, segment.id(), &answer.query.filter);
            let cached = whole.is_some_and(|found| found.source == Source::Cache);
            let tone = if cached { Tone::Good } else { Tone::Plain };
            let text = if cached { format!("{} cached", grouped(count)) } else { grouped(count) };
            cells.push(Cell::new(text, tone));
        }
        Row { id: format!("segment-{}", segment.id()), cells, choices: Vec::new() }
    });
    Table { title, columns, rows: rows.collect() }
}

/// How many documents of a segment fulfil a filter, and whether they were read.
fn found(answer: &Answer, segment: &Segment, leaf: &Filter) -> Cell {
    let Some(found) = lookup(answer, segment.id(), leaf) else { return Cell::default() };
    let count = grouped(found.set.count());
    match found.source {
        Source::Cache => Cell::new(format!("{count} cached"), Tone::Good),
        Source::Index { .. } => Cell::new(format!("{count} read"), Tone::Read),
    }
}
