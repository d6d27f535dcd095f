//! Rows and columns.

use sandtable_core::scene::{Row, Table, Tone};

use super::Size;
use super::draw::{Point, group, picture, rect, text, toned};
use crate::dom::{El, el};

/// Draws a table.
pub(crate) fn table(t: &Table, size: Size) -> El {
    if size == Size::Mini {
        return mini(t, size);
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

/// The number that a cell says, whatever its unit and its commas.
fn number(text: &str) -> Option<f64> {
    let mut digits = text.chars().filter(|c| c.is_ascii_digit() || *c == '.').peekable();
    digits.peek()?;
    let (mut value, mut place) = (0.0, 1.0);
    let mut point = false;
    for c in digits {
        match c.to_digit(10) {
            Some(digit) => value = value * 10.0 + f64::from(digit),
            None if point => return None,
            None => point = true,
        }
        if point && c != '.' {
            place *= 10.0;
        }
    }
    Some(value / place)
}

fn numeric(numeric: bool) -> &'static str {
    if numeric { "figure" } else { "word" }
}

/// What a row is about: what went wrong in it, or else right, or else the first that is marked.
fn tone(row: &Row) -> Tone {
    let tones = || row.cells.iter().map(|cell| cell.tone);
    let first = row.cells.first().map_or_else(Default::default, |cell| cell.tone);
    let marked = |tone: &Tone| !matches!(tone, Tone::Plain | Tone::Quiet);
    let telling = [Tone::Bad, Tone::Good].into_iter().find(|tone| tones().any(|t| t == *tone));
    telling.or(Some(first).filter(marked)).or(tones().find(marked)).unwrap_or(first)
}

/// Its small form: a bar for each row, as long as its number in the first column in which they
/// differ and of the row's tone, with the row's name where that is short.
fn mini(t: &Table, size: Size) -> El {
    let column = |i: usize| -> Vec<Option<f64>> {
        t.rows.iter().map(|r| r.cells.get(i).and_then(|c| number(&c.text))).collect()
    };
    let numeric = t.columns.iter().enumerate().filter(|(_, c)| c.numeric).map(|(i, _)| column(i));
    let values = numeric.into_iter().find(|v| v.iter().any(|x| *x != v[0])).unwrap_or_default();
    let most = values.iter().flatten().copied().fold(1e-9, f64::max);
    let gap = (304.0 / t.rows.len().max(1) as f64).min(52.0);
    let top = (304.0 - gap * t.rows.len() as f64) / 2.0 + gap / 2.0;
    let named = t.rows.iter().all(|r| r.cells.first().is_some_and(|c| c.text.chars().count() <= 2));
    let left = if named { 64.0 } else { 24.0 };
    let mut shapes = Vec::new();
    for (i, row) in t.rows.iter().enumerate() {
        let y = top + gap * i as f64;
        let share = values.get(i).copied().flatten().map_or(0.0, |v| v / most);
        let (from, w) = (Point::new(left, y - 10.0), (376.0 - left) * share);
        let mut bar = vec![rect("row", from, w.max(4.0), 20.0, 2.0)];
        if let (true, Some(name)) = (named, row.cells.first()) {
            bar.push(text("name mid", Point::new(36.0, y + 10.0), name.text.clone()));
        }
        shapes.push(group(toned("", tone(row)).trim_start().to_owned(), bar));
    }
    picture(size.class("table"), t.title.clone(), 400.0, 304.0, shapes)
}

#[cfg(test)]
mod tests {
    use sandtable_core::scene::Cell;

    use super::*;

    #[test]
    fn a_row_has_the_tone_of_what_matters() {
        let of = |tones: &[Tone]| {
            let cells = tones.iter().map(|t| Cell { tone: *t, ..Cell::default() }).collect();
            tone(&Row { id: String::new(), cells, choices: Vec::new() })
        };
        assert_eq!(of(&[Tone::Plain, Tone::Read, Tone::Good]), Tone::Good);
        assert_eq!(of(&[Tone::Entity(1), Tone::Good, Tone::Bad]), Tone::Bad);
        assert_eq!(of(&[Tone::Entity(1), Tone::Read]), Tone::Entity(1));
        assert_eq!(of(&[Tone::Plain, Tone::Quiet, Tone::Read]), Tone::Read);
        assert_eq!(of(&[Tone::Plain, Tone::Quiet]), Tone::Plain);
    }

    #[test]
    fn a_cell_says_its_number() {
        assert_eq!(number("1,234 keys"), Some(1234.0));
        assert_eq!(number("59.8\u{a0}%"), Some(59.8));
        assert_eq!(number("none"), None);
        assert_eq!(number("1.2.3"), None);
    }
}
