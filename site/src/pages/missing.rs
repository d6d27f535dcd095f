//! The page for addresses that lead nowhere. It is served at any depth, so its own links start at
//! the server's root.

use crate::shell::Way;

/// Where it is.
pub const URL: &str = "404.html";

/// The `main` of `404.html`.
#[must_use]
pub fn body(way: &Way<'_>) -> String {
    format!(
        "<header class=\"title\">\n<h1>There is no page here</h1>\n\
         <p class=\"lede\">The address may be old, or cut off. All topics are in the \
         <a href=\"{}\">tracks</a>; the <a href=\"{}\">first page</a> says what this is.</p>\n\
         </header>\n",
        way.to("tracks/"),
        way.to("")
    )
}
