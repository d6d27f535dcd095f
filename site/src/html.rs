//! Text made safe for HTML.

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

/// A heading's text as an id: lower case, words joined by hyphens.
///
/// ```
/// assert_eq!(sandtable_site::html::slug("What it costs, and where it ends"),
///     "what-it-costs-and-where-it-ends");
/// ```
#[must_use]
pub fn slug(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("-")
}
