//! The layers: what each has done so far, and what it holds.

use super::super::corpus::FIELDS;
use super::super::{Setup, State};
use crate::scene::{Cell, Column, Row, Table, Tone, grouped};

/// The third view.
pub(super) fn table(setup: &Setup, state: &State) -> Table {
    let columns = vec![
        Column::words("layer", ""),
        Column::words("where", ""),
        Column::numbers("hits", "Lookups that found something; for pages, those in memory."),
        Column::numbers("misses", "Lookups that did not; for pages, those from the disk."),
        Column::numbers("bytes", "What it holds now; doc values on disk, pages in memory."),
        Column::numbers("documents", "Read from lists, scored, or read as doc values."),
    ];
    let State { index, requests, pages, work, .. } = state;
    let docs: u64 = index.segments().iter().map(|segment| u64::from(segment.docs())).sum();
    let number = |count: u64| Cell::from(grouped(count));
    let empty = Cell::default;
    let over = index.cache().bytes() > setup.bytes_max;
    let held = if over { Tone::Bad } else { Tone::Plain };
    let held = Cell::new(grouped(index.cache().bytes()), held);
    let rows = [
        (
            "Request cache",
            "data node’s heap, by shard",
            [number(requests.hits), number(requests.misses), number(requests.bytes()), empty()],
        ),
        (
            "Filter cache",
            "data node’s heap, for all shards",
            [number(work.hits), number(work.misses), held, number(work.read)],
        ),
        ("Scoring", "nowhere: it keeps nothing", [empty(), empty(), empty(), number(work.scored)]),
        (
            "Doc values",
            "files, off the heap",
            [empty(), empty(), number(docs * FIELDS as u64), number(work.values)],
        ),
        (
            "Page cache",
            "the operating system’s memory",
            [number(pages.hits), number(pages.misses), number(pages.bytes()), empty()],
        ),
    ];
    let rows = rows.into_iter().map(|(layer, place, cells)| {
        let head = [Cell::from(layer), Cell::new(place, Tone::Quiet)];
        let cells = head.into_iter().chain(cells).collect();
        Row { id: layer.to_lowercase().replace(' ', "-"), cells, choices: Vec::new() }
    });
    Table { title: "The layers so far".to_owned(), columns, rows: rows.collect() }
}
