//! Rows and columns.

use super::{Choice, Tone};

/// A table; numbers stand right, words left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// What the table is called.
    pub title: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, each with a cell for every column.
    pub rows: Vec<Row>,
}

/// A column's head.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Column {
    /// What it says.
    pub label: String,
    /// Whether its cells are numbers.
    pub numeric: bool,
    /// A line of explanation; may be empty.
    pub help: String,
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The row's own name, stable while its cells change.
    pub id: String,
    /// One cell for each column; the first names the row.
    pub cells: Vec<Cell>,
    /// What can be done with what the row stands for.
    pub choices: Vec<Choice>,
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// What it says.
    pub text: String,
    /// What it means.
    pub tone: Tone,
}

impl Column {
    /// A column of numbers.
    #[must_use]
    pub fn numbers(label: &str, help: &str) -> Column {
        Column { label: label.to_owned(), numeric: true, help: help.to_owned() }
    }

    /// A column of words.
    #[must_use]
    pub fn words(label: &str, help: &str) -> Column {
        Column { label: label.to_owned(), numeric: false, help: help.to_owned() }
    }
}

impl Cell {
    /// A cell with a meaning.
    #[must_use]
    pub fn new(text: impl Into<String>, tone: Tone) -> Cell {
        Cell { text: text.into(), tone }
    }
}

impl Table {
    /// An empty table with a title.
    #[must_use]
    pub fn new(title: impl Into<String>) -> Table {
        Table { title: title.into(), ..Table::default() }
    }

    /// The table with one more column.
    #[must_use]
    pub fn column(mut self, label: impl Into<String>, numeric: bool) -> Table {
        self.columns.push(Column { label: label.into(), numeric, help: String::new() });
        self
    }

    /// Adds a row of plain cells; its id is the first cell's text.
    pub fn row<T: Into<String>>(&mut self, cells: impl IntoIterator<Item = T>) -> &mut Row {
        let cells: Vec<Cell> = cells.into_iter().map(Cell::from).collect();
        let id = cells.first().map(|c| c.text.clone()).unwrap_or_default();
        self.rows.push(Row { id, cells, choices: Vec::new() });
        let last = self.rows.len() - 1;
        &mut self.rows[last]
    }

    /// The table in words: `row: column value, column value`.
    #[must_use]
    pub fn text(&self) -> String {
        let rows = self.rows.iter().map(|row| {
            let mut cells = row.cells.iter().zip(&self.columns);
            let head = cells.next().map(|(c, _)| c.text.clone()).unwrap_or_default();
            let rest: Vec<String> = cells
                .filter(|(cell, _)| !cell.text.is_empty())
                .map(|(cell, column)| format!("{} {}", column.label, cell.text))
                .collect();
            if rest.is_empty() { head } else { format!("{head}: {}", rest.join(", ")) }
        });
        super::titled(&self.title, rows)
    }
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Cell {
        Cell { text: text.into(), tone: Tone::Plain }
    }
}
