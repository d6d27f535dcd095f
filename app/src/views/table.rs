//! Rows and columns.

use leptos::prelude::*;
use sandtable_core::scene::Table;

use super::Size;
use super::draw::{path, picture, toned};

/// Draws a table. Its small form is a mark for each row, because words would not be read.
pub(crate) fn table(t: &Table, size: Size) -> AnyView {
    if size == Size::Mini {
        let lines = t.rows.iter().enumerate().take(8).map(|(i, row)| {
            let tone = row.cells.last().map_or_else(Default::default, |c| c.tone);
            path(toned("row", tone), format!("M24 {}H376", 28 + i * 34))
        });
        return picture(size.class("table"), t.title.clone(), 400.0, 304.0, lines.collect());
    }
    let heads: Vec<_> = t
        .columns
        .iter()
        .map(|c| {
            let help = (!c.help.is_empty()).then(|| c.help.clone());
            view! { <th scope="col" class=numeric(c.numeric) title=help>{c.label.clone()}</th> }
        })
        .collect();
    let rows: Vec<_> = t
        .rows
        .iter()
        .map(|row| {
            let cells: Vec<_> = row
                .cells
                .iter()
                .zip(&t.columns)
                .enumerate()
                .map(|(i, (cell, column))| {
                    let class = toned(numeric(column.numeric), cell.tone);
                    let text = cell.text.clone();
                    if i == 0 {
                        view! { <th scope="row" class=class>{text}</th> }.into_any()
                    } else {
                        view! { <td class=class>{text}</td> }.into_any()
                    }
                })
                .collect();
            view! { <tr>{cells}</tr> }
        })
        .collect();
    view! {
        <div class=size.class("table")>
            <table>
                <caption class="sr">{t.title.clone()}</caption>
                <thead><tr>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn numeric(numeric: bool) -> &'static str {
    if numeric { "figure" } else { "word" }
}
