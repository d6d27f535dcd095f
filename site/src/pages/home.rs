//! The first page, and others that are only text.

use crate::content::{Content, Page};
use crate::html::escape;

use super::tracks;

/// The `main` of the first page. `html` is its text.
#[must_use]
pub fn body(content: &Content, page: &Page, html: &str) -> String {
    format!("{}{}", plain(page, html), tracks::list(content, "", 2))
}

/// The `main` of a page that is only text.
#[must_use]
pub fn plain(page: &Page, html: &str) -> String {
    format!(
        "<header class=\"title\">\n<h1>{}</h1>\n</header>\n<article>\n{html}</article>\n",
        escape(&page.matter.heading)
    )
}
