//! Rows and columns.

use sandtable_core::scene::Table;

use super::Size;
use super::draw::{path, picture, toned};
use crate::dom::{El, el};

/// Draws a table. Its small form is a mark for each row, because words would not be read.
pub(crate) fn table(t: &Table, size: Size) -> El {
    if size == Size::Mini {
        let lines = t.rows.iter().enumerate().take(8).map(|(i, row)| {
            let tone = row.cells.last().map_or_else(Default::default, |c| c.tone);
            path(toned("row", tone), format!("M24 {}H376", 28 + i * 34))
        });
        return picture(size.class("table"), t.title.clone(), 400.0, 304.0, lines.collect());
    }
    let heads = t.columns.iter().map(|c| {
        // A head without words is no head.
        let empty = c.label.is_empty();
        let head = if empty { el("td") } else { el("th").attr("scope", "col") };
        let head = head.class(numeric(c.numeric)).text(c.label.clone());
        if c.help.is_empty() { head } else { head.attr("title", c.help.clone()) }
    });
    let rows = t.rows.iter().map(|row| {
        let cells = row.cells.iter().zip(&t.columns).enumerate().map(|(i, (cell, column))| {
            let made = if i == 0 { el("th").attr("scope", "row") } else { el("td") };
            made.class(toned(numeric(column.numeric), cell.tone)).text(cell.text.clone())
        });
        el("tr").key(row.id.clone()).kids(cells)
    });
    let table = el("table")
        .kid(el("caption").class("sr").text(t.title.clone()))
        .kid(el("thead").kid(el("tr").kids(heads)))
        .kid(el("tbody").kids(rows));
    // It scrolls where it is too wide: by keyboard too.
    let scrolls = el("div").class(size.class("table")).attr("tabindex", "0");
    scrolls.attr("role", "group").label(t.title.clone()).kid(table)
}

fn numeric(numeric: bool) -> &'static str {
    if numeric { "figure" } else { "word" }
}
