//! The page of changes, and its Markdown.

use crate::changes::Change;
use crate::feed::FEED;
use crate::html::escape;
use crate::url::relative;

/// Its address.
pub const URL: &str = "changes/";

/// The `main` of the page.
#[must_use]
pub fn body(changes: &[Change]) -> String {
    let items: Vec<String> = changes
        .iter()
        .map(|change| {
            format!(
                "<li id=\"{}\"><time>{}</time> <a href=\"{}\">{}</a>\n<p>{}</p></li>\n",
                change.id(),
                escape(change.date.as_ref()),
                relative(URL, change.page.as_ref()),
                escape(change.title.as_ref()),
                escape(change.summary.as_ref()),
            )
        })
        .collect();
    format!(
        "<header class=\"title\">\n<h1>Changes</h1>\n<p class=\"lede\">What is new, the newest \
         first. To be told, give <a href=\"{}\">the feed</a> to your feed reader.</p>\n</header>\n\
         <ol class=\"changes\">\n{}</ol>\n",
        relative(URL, FEED),
        items.concat()
    )
}

/// The page as Markdown.
#[must_use]
pub fn mirror(changes: &[Change]) -> String {
    let items = changes.iter().map(|change| {
        let (page, anchor) =
            change.page.as_ref().split_once('#').unwrap_or((change.page.as_ref(), ""));
        let anchor = if anchor.is_empty() { String::new() } else { format!("#{anchor}") };
        let href = relative(URL, &format!("{page}index.md{anchor}"));
        let Change { date, title, summary, .. } = change;
        format!("- {}: [{}]({href}). {}\n", date.as_ref(), title.as_ref(), summary.as_ref())
    });
    format!("# Changes\n\n{}", items.collect::<String>())
}
