//! Text made safe for HTML, and our own HTML read again.

/// A heading's text as an id; the search makes the same of a page's Markdown.
pub use sandtable_search::text::slug;

/// Text for an element's content or a double-quoted attribute.
///
/// ```
/// assert_eq!(sandtable_site::html::escape("R + W > N & \"x\""), "R + W &gt; N &amp; &quot;x&quot;");
/// ```
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(c),
        }
    }
    out
}

/// The first attribute of the rest of a tag: what is before it, its name, its value, what is behind.
/// The pages are our own: values stand in double quotes.
pub(crate) fn attribute(tag: &str) -> Option<(&str, &str, &str, &str)> {
    let equals = tag.find("=\"")?;
    let start = tag[..equals].rfind(char::is_whitespace)? + 1;
    let value = &tag[equals + 2..];
    let end = value.find('"')?;
    Some((&tag[..start], &tag[start..equals], &value[..end], &value[end + 1..]))
}
