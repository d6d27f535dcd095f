//! The filters that were used: whether each is kept, in which form, and what it takes.

use super::super::query::{WORDS, label, read};
use super::super::{Event, Setup, State};
use crate::algorithms::filter_cache::{
    CachingPolicy, DocSet, FILTER_BYTES, Filter, FilterKind, SET_BYTES, Source,
};
use crate::engine::Moment;
use crate::scene::{Cell, Column, Row, Table, Tone, counted, grouped};

/// A filter that was looked up in this run.
struct Used {
    filter: Filter,
    /// Whether it was ever kept.
    kept: bool,
}

/// Every filter that was looked up, in the order of its first use.
fn used(moment: &Moment<'_, Event>) -> Vec<Used> {
    let mut all: Vec<Used> = Vec::new();
    for (_, _, event) in moment.history() {
        let Event::Answered(answer) = event else { continue };
        for lookup in &answer.lookups {
            let at = all.iter().position(|used| used.filter == lookup.filter);
            let at = at.unwrap_or_else(|| {
                all.push(Used { filter: lookup.filter.clone(), kept: false });
                all.len() - 1
            });
            all[at].kept |= matches!(lookup.source, Source::Index { kept: true, .. });
        }
    }
    if all.is_empty() {
        let filters = WORDS.iter().filter_map(|(word, _)| read(word).ok());
        all = filters.map(|query| Used { filter: query.filter, kept: false }).collect();
    }
    all
}

/// The second view.
pub(super) fn table(setup: &Setup, state: &State, moment: &Moment<'_, Event>) -> Table {
    let few = setup.docs <= 8;
    let cache = state.index.cache();
    let columns = vec![
        Column::words("filter", ""),
        Column::words("says", ""),
        Column::words("kept", "On how many of the segments, or why not."),
        Column::words("as", "In which form: a bit for each document, or containers."),
        Column::numbers("bytes", "What it takes: its sets, and what Lucene counts for a filter."),
        if few {
            Column::words("bits", "What is kept, segment by segment.")
        } else {
            Column::numbers("documents", "How many are in what is kept.")
        },
    ];
    let mut rows: Vec<Row> = Vec::new();
    for used in used(moment) {
        let filter = &used.filter;
        let segments = state.index.segments();
        let sets: Vec<&DocSet> =
            segments.iter().filter_map(|segment| cache.peek(filter, segment.id())).collect();
        let held = cache.oldest_first().any(|other| other == filter);
        let bytes = sets.iter().map(|set| SET_BYTES + set.bytes()).sum::<u64>() + FILTER_BYTES;
        let contents = if few {
            let each = segments.iter().filter_map(|segment| {
                cache.peek(filter, segment.id()).map(|set| bits(set, segment.docs()))
            });
            each.collect::<Vec<_>>().join(" ")
        } else {
            grouped(sets.iter().map(|set| set.count()).sum())
        };
        let shown = |text: String| if sets.is_empty() { Cell::default() } else { text.into() };
        rows.push(Row {
            id: label(filter).replace(' ', "-"),
            cells: vec![
                label(filter).into(),
                Cell::new(says(filter), Tone::Quiet),
                kept(state, &used, &sets),
                shown(form(&sets)),
                if held { grouped(bytes).into() } else { Cell::default() },
                shown(contents),
            ],
            choices: Vec::new(),
        });
    }
    let (held, room) = (grouped(cache.bytes()), grouped(setup.bytes_max));
    let over = cache.bytes() > setup.bytes_max;
    let mut total = vec![Cell::default(); columns.len()];
    total[0] = "in all".into();
    total[2] = counted(cache.filters() as u64, "filter").into();
    total[3] = Cell::new(format!("of {room} bytes"), Tone::Quiet);
    total[4] = Cell::new(held.clone(), if over { Tone::Bad } else { Tone::Plain });
    rows.push(Row { id: "in-all".to_owned(), cells: total, choices: Vec::new() });
    let over = if over { ", over its budget" } else { "" };
    let title = format!("Filter cache: {held} of {room} bytes{over}");
    Table { title, columns, rows }
}

fn says(filter: &Filter) -> String {
    let name = label(filter);
    let word = WORDS.iter().find(|(word, _)| *word == name);
    word.map_or_else(|| "a formula".to_owned(), |(_, says)| (*says).to_owned())
}

/// A set as text, a digit for each document.
fn bits(set: &DocSet, docs: u32) -> String {
    (0..docs).map(|doc| if set.contains(doc) { '1' } else { '0' }).collect()
}

/// Whether it is kept, or why not.
fn kept(state: &State, used: &Used, sets: &[&DocSet]) -> Cell {
    let cache = state.index.cache();
    let all = state.index.segments().len();
    if !sets.is_empty() {
        let first = cache.oldest_first().next() == Some(&used.filter) && cache.filters() > 1;
        let on = match (sets.len(), all) {
            (_, 1) => "yes".to_owned(),
            (some, all) if some == all => "everywhere".to_owned(),
            (some, all) => format!("on {some} of {all}"),
        };
        let on = if first { format!("{on}, goes first") } else { on };
        return Cell::new(on, Tone::Good);
    }
    if used.kept {
        let held = cache.oldest_first().any(|other| *other == used.filter);
        return Cell::from(if held { "no: its segment is gone" } else { "no: evicted" });
    }
    let none = !state.index.segments().iter().any(|segment| state.index.admits(segment.docs()));
    let why = match state.index.policy() {
        CachingPolicy::Nothing => "no".to_owned(),
        CachingPolicy::Everything => "not yet".to_owned(),
        CachingPolicy::Usage(policy) => {
            let rules = policy.rules();
            let uses = policy.uses(&used.filter);
            match used.filter.kind() {
                FilterKind::Cheap => "never: fast without".to_owned(),
                _ if none => "no: all segments are small".to_owned(),
                FilterKind::Costly => so_far(uses, rules.costly_uses),
                FilterKind::Compound => so_far(uses, rules.compound_uses),
            }
        }
    };
    Cell::new(why, Tone::Quiet)
}

fn so_far(uses: u32, wanted: u32) -> String {
    if uses < wanted {
        format!("not yet: {uses} of {wanted} uses")
    } else {
        "at its next use".to_owned()
    }
}

/// The forms of the sets.
fn form(sets: &[&DocSet]) -> String {
    let (mut dense, mut arrays, mut bitmaps, mut runs) = (0_u32, 0, 0, 0);
    for set in sets {
        match set {
            DocSet::Dense(_) => dense += 1,
            DocSet::Compressed(set) => {
                let counts = set.containers();
                arrays += counts.arrays;
                bitmaps += counts.bitmaps;
                runs += counts.runs;
            }
        }
    }
    let parts = [(arrays, "array"), (bitmaps, "bitmap"), (runs, "run container")];
    let mut parts: Vec<String> =
        parts.iter().filter(|part| part.0 > 0).map(|part| counted(part.0, part.1)).collect();
    if dense > 0 {
        parts.insert(
            0,
            if parts.is_empty() { "dense".to_owned() } else { format!("{dense} dense") },
        );
    }
    if parts.is_empty() { "empty".to_owned() } else { parts.join(", ") }
}
