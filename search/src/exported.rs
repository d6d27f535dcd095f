//! How does a page call this? With texts in the program's memory, and one that it reads there.

#![allow(unsafe_code)] // Functions with names.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::site_index::SiteIndex;

/// The most pages that a query answers with.
const PAGES_MAX: usize = 12;

/// What is known between two calls.
struct Called {
    /// What the page wrote for the next call: its parts, one behind the other.
    asked: Vec<u8>,
    /// What the last call said.
    told: String,
    index: Option<SiteIndex>,
}

static CALLED: Mutex<Called> =
    Mutex::new(Called { asked: Vec::new(), told: String::new(), index: None });

/// What is known, for this call alone; a panic ends the program, so it is never half changed.
fn called() -> MutexGuard<'static, Called> {
    CALLED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// New memory for the parts of a call: where it begins.
#[unsafe(no_mangle)]
extern "C" fn place(length: usize) -> *mut u8 {
    let mut called = called();
    called.asked = vec![0; length];
    called.asked.as_mut_ptr()
}

/// Where the text is that the last call said.
#[unsafe(no_mangle)]
extern "C" fn told() -> *const u8 {
    called().told.as_ptr()
}

/// Reads the index. Says nothing, or what is wrong with the bytes.
#[unsafe(no_mangle)]
extern "C" fn open() -> isize {
    let mut called = called();
    let opened = SiteIndex::from_bytes(&called.asked);
    let said = opened.map(|index| called.index = Some(index)).map_err(|error| error.to_string());
    called.says(said.map(|()| String::new()))
}

/// What answers a query of so many bytes and the facets behind it, as in [`SiteIndex::selection`]: JSON
/// of [`SiteIndex::json`], or which facet there is not.
#[unsafe(no_mangle)]
extern "C" fn find(query: usize) -> isize {
    let mut called = called();
    let (query, facets) = parted(&called.asked, query);
    let said = called.index().and_then(|index| {
        let selection = index.selection(text(facets))?;
        Ok(index.json(&index.find(text(query), &selection, PAGES_MAX)))
    });
    called.says(said)
}

/// A passage for a query of so many bytes, of the section with an anchor of so many, of the page behind
/// them: JSON of [`SiteIndex::passage_json`].
#[unsafe(no_mangle)]
extern "C" fn passage(query: usize, section: usize) -> isize {
    let mut called = called();
    let (query, rest) = parted(&called.asked, query);
    let (section, markdown) = parted(rest, section);
    let (query, section, markdown) = (text(query), text(section), text(markdown));
    let said = called.index();
    let said = said.map(|index| index.passage_json(&index.passage(query, markdown, section)));
    called.says(said)
}

impl Called {
    fn index(&self) -> Result<&SiteIndex, String> {
        self.index.as_ref().ok_or_else(|| "open an index first".to_owned())
    }

    /// Keeps what a call says, and gives its length in bytes: less than zero if it is an error.
    fn says(&mut self, said: Result<String, String>) -> isize {
        let (told, sign) = match said {
            Ok(told) => (told, 1),
            Err(error) => (error, -1),
        };
        self.told = told;
        sign * self.told.len() as isize
    }
}

/// A part of so many bytes, and what is behind it.
fn parted(bytes: &[u8], length: usize) -> (&[u8], &[u8]) {
    bytes.split_at(length.min(bytes.len()))
}

/// Pages write UTF-8; what is none is nothing.
fn text(bytes: &[u8]) -> &str {
    core::str::from_utf8(bytes).unwrap_or_default()
}
