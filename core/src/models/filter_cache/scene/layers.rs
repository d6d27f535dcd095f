//! The layers: what each has done so far, and what it holds.

use super::super::corpus::FIELDS;
use super::super::{Setup, State};
use crate::scene::{Cell, Column, Row, Table, Tone, grouped};

/// The third view.
pub(super) fn table(setup: &Setup, state: &State) -> Table {
    let columns = vec![
        Column::words("layer", ""),
        Column::numbers("documents", "Read from lists, scored, or read as doc values."),
        Column::numbers("hits", "Lookups that found something; for pages, those in memory."),
        Column::numbers("misses", "Lookups that did not; for pages, those from the disk."),
        Column::numbers("bytes", "What it holds now; doc values on disk, pages in memory."),
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
            "request-cache",
            "Request cache",
            [empty(), number(requests.hits), number(requests.misses), number(requests.bytes())],
        ),
        (
            "filter-cache",
            "Filter cache",
            [number(work.read), number(work.hits), number(work.misses), held],
        ),
        (
            "scoring",
            "Scoring",
            [number(work.scored), empty(), empty(), Cell::new("nothing", Tone::Quiet)],
        ),
        (
            "doc-values",
            "Doc values",
            [number(work.values), empty(), empty(), number(docs * FIELDS as u64)],
        ),
        (
            "page-cache",
            "Page cache",
            [empty(), number(pages.hits), number(pages.misses), number(pages.bytes())],
        ),
    ];
    let rows = rows.into_iter().map(|(id, layer, cells)| {
        // A name stays on one line beside the log.
        let layer = Cell::from(layer.replace(' ', "\u{a0}"));
        let cells = std::iter::once(layer).chain(cells).collect();
        Row { id: id.to_owned(), cells, choices: Vec::new() }
    });
    Table { title: "The layers so far".to_owned(), columns, rows: rows.collect() }
}
