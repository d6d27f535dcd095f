//! The documents and what the last answer found: one by one if they are few, else by segment.

use super::super::answer::Answer;
use super::super::corpus::{CITY, PRICE, RATING, city, price, rating, restaurant};
use super::super::query::label;
use super::super::words::gist;
use super::super::{Ask, Setup, State};
use super::of;
use crate::algorithms::filter_cache::{DocSet, Filter, Lookup, Segment, Source};
use crate::scene::{Cell, Column, Row, Table, Tone, counted, decimal, grouped};

/// The first view.
pub(super) fn table(setup: &Setup, state: &State) -> Table {
    let last = state.last.as_deref();
    let title = last.map_or_else(
        || {
            let segments = state.index.segments();
            let docs: u64 = segments.iter().map(|segment| segment.live().count()).sum();
            let segments = counted(segments.len() as u32, "segment");
            format!("{} restaurants in {segments}", grouped(docs))
        },
        |answer| {
            let from = if answer.whole { ", from the request cache" } else { "" };
            format!("“{}”: {}{from}", answer.query.text, gist(setup, answer))
        },
    );
    let shown = last.filter(|answer| !answer.whole);
    if setup.docs <= 8 {
        one_by_one(setup, state, shown, title)
    } else {
        by_segment(state, shown, title)
    }
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

/// A bit that was found; one that is wrong says so.
fn bit(found: bool, right: bool, tone: Tone) -> Cell {
    let digit = if found { "1" } else { "0" };
    if found != right {
        Cell::new(format!("{digit}, stale"), Tone::Bad)
    } else {
        Cell::new(digit, if found { tone } else { Tone::Quiet })
    }
}

/// The bit of one filter of an answer; nothing if the filter was not looked up.
fn leaf_bit(answer: &Answer, segment: &Segment, leaf: &Filter, doc: u32) -> Cell {
    let right = segment.matching(leaf).contains(doc);
    let found = lookup(answer, segment.id(), leaf);
    found.map_or_else(Cell::default, |found| bit(found.set.contains(doc), right, Tone::Read))
}

fn one_by_one(setup: &Setup, state: &State, shown: Option<&Answer>, title: String) -> Table {
    let leaves = shown.map_or_else(Vec::new, |answer| leaves(&answer.query.filter));
    let hits = shown.filter(|answer| answer.ask == Ask::Hits);
    let mut columns = vec![Column::words("restaurant", "")];
    if shown.is_some() {
        columns.push(Column::numbers("answer", "What matches all in all, without the deleted."));
    }
    for leaf in &leaves {
        columns.push(Column::numbers(&label(leaf), "The filter’s bit, the deleted included."));
    }
    columns.push(Column::words("city", ""));
    columns.push(Column::numbers("price", ""));
    columns.push(Column::numbers("rating", ""));
    columns.push(Column::numbers("segment", "Where it is stored."));
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
            // A name stays on one line where the table is narrow.
            let name = format!("#{id} {}", restaurant(setup.docs, id)).replace(' ', "\u{a0}");
            let name = format!("{name}{gone}");
            let mut cells = vec![Cell::new(name, tone)];
            if let Some(answer) = shown {
                let found = answer.sets.get(at).is_some_and(|set| set.contains(doc));
                let right = live && segment.matching(&answer.query.filter).contains(doc);
                cells.push(bit(found, right, Tone::Good));
                cells.extend(leaves.iter().map(|leaf| leaf_bit(answer, segment, leaf, doc)));
            }
            cells.push(Cell::new(city(value(CITY)), tone));
            cells.push(Cell::new(format!("${}", price(value(PRICE))), tone));
            cells.push(Cell::new(decimal(f64::from(rating(value(RATING))) / 10.0, 1), tone));
            cells.push(Cell::new(segment.id().to_string(), tone));
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
    let mut columns = vec![Column::words("segment", "")];
    let leaves = shown.map_or_else(Vec::new, |answer| leaves(&answer.query.filter));
    if shown.is_some() {
        columns.push(Column::numbers("answer", "How many match all in all."));
    }
    for leaf in &leaves {
        columns.push(Column::numbers(&label(leaf), "How many fulfil it, and where that is from."));
    }
    columns.push(Column::numbers("documents", "With those that are deleted."));
    columns.push(Column::numbers("deleted", ""));
    columns.push(Column::words("answers are kept", "Whether the policy keeps answers here."));
    let rows = state.index.segments().iter().enumerate().map(|(at, segment)| {
        let docs = u64::from(segment.docs());
        let kept = state.index.admits(segment.docs());
        let mut cells = vec![Cell::from(segment.id().to_string())];
        if let Some(answer) = shown {
            let count = grouped(answer.sets.get(at).map_or(0, DocSet::count));
            let whole = lookup(answer, segment.id(), &answer.query.filter);
            cells.push(match whole.map(|found| found.source) {
                Some(Source::Cache) => Cell::new(format!("{count} cached"), Tone::Good),
                _ => count.into(),
            });
            cells.extend(leaves.iter().map(|leaf| found(answer, segment, leaf)));
        }
        cells.push(grouped(docs).into());
        cells.push(grouped(docs - segment.live().count()).into());
        cells.push(if kept { "yes".into() } else { Cell::new("no", Tone::Quiet) });
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
