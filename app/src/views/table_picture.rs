//! A table as a drawing, for pictures that stand without HTML.

use sandtable_core::scene::Table;

use super::draw::{Point, line, picture, short, text, toned, width};
use crate::dom::El;

/// The height of a row, and the space beside a cell's words.
const ROW: f64 = 28.0;
const PAD: f64 = 12.0;
/// The size of the words, in pixels.
const SIZE: f64 = 12.0;
/// How many characters of a cell are shown, and how many rows.
const CHARS_MAX: usize = 40;
const ROWS_MAX: usize = 16;

/// Draws a table; of a long one its first rows, and how many there are besides.
pub(crate) fn table_picture(t: &Table) -> El {
    let shown = t.rows.len().min(ROWS_MAX);
    let words = |says: &str| short(says, CHARS_MAX);
    let room = |column: usize| {
        let cells = t.rows[..shown].iter().filter_map(|row| row.cells.get(column));
        let says = cells.map(|cell| cell.text.as_str()).chain([t.columns[column].label.as_str()]);
        // Heads and names are a little wider than the words that this is made for.
        says.map(|says| width(&words(says), SIZE) * 1.1).fold(16.0, f64::max) + 2.0 * PAD
    };
    let rooms: Vec<f64> = (0..t.columns.len()).map(room).collect();
    let left = |column: usize| rooms[..column].iter().sum::<f64>();
    let whole = left(rooms.len()).max(240.0);
    let mut shapes = Vec::new();
    let mut put = |class: &str, column: usize, row: usize, says: &str| {
        let numeric = t.columns[column].numeric;
        let x = if numeric { left(column) + rooms[column] - PAD } else { left(column) + PAD };
        let class = format!("{class}{}", if numeric { " end" } else { "" });
        shapes.push(text(class, Point::new(x, ROW * row as f64 + 19.0), words(says)));
    };
    for (i, column) in t.columns.iter().enumerate() {
        put("name quiet", i, 0, &column.label);
    }
    for (i, row) in t.rows[..shown].iter().enumerate() {
        for (j, cell) in row.cells.iter().enumerate().take(t.columns.len()) {
            put(&toned(if j == 0 { "name" } else { "cell" }, cell.tone), j, i + 1, &cell.text);
        }
    }
    if shown < t.rows.len() {
        let more = format!("and {} more", t.rows.len() - shown);
        put("quiet", 0, shown + 1, &more);
    }
    let rows = shown + 1 + usize::from(shown < t.rows.len());
    for row in 1..rows {
        let y = ROW * row as f64;
        shapes.push(line("grid", Point::new(0.0, y), Point::new(whole, y)));
    }
    picture("picture table".to_owned(), t.title.clone(), whole, ROW * rows as f64, shapes)
}
