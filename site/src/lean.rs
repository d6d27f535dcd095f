//! What can the HTML of a page leave out, because every reader of HTML puts it back?
//!
//! Blanks around blocks, and the ends of paragraphs, items and cells that what follows ends anyway.

/// The same page, said in less.
pub(crate) fn lean(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut pieces = html.split('<');
    out.push_str(pieces.next().unwrap_or_default());
    let mut pieces = pieces.peekable();
    while let Some(piece) = pieces.next() {
        let next = pieces.peek().map_or("", |next| name(next));
        let (tag, text) = piece.split_at(piece.find('>').map_or(piece.len(), |end| end + 1));
        let is_between =
            (is_block(name(tag)) && name(tag) != "pre") || (is_block(next) && next != "/pre");
        let is_blank = is_between && text.trim().is_empty();
        let text = if is_blank { "" } else { text };
        if text.is_empty() && is_ended(name(tag), next) {
            continue;
        }
        out.push('<');
        out.push_str(tag);
        out.push_str(text);
    }
    out
}

/// Elements around which blanks mean nothing.
const BLOCKS: [&str; 33] = [
    "article",
    "aside",
    "blockquote",
    "body",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Those of them that a paragraph may stand in: where they end, it ends.
const AROUND: [&str; 14] = [
    "article",
    "aside",
    "blockquote",
    "dd",
    "details",
    "div",
    "figcaption",
    "figure",
    "footer",
    "header",
    "li",
    "main",
    "section",
    "td",
];

/// Those that no paragraph can hold: where they begin, it ends.
const BEHIND: [&str; 20] = [
    "article",
    "aside",
    "blockquote",
    "details",
    "div",
    "dl",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "header",
    "hr",
    "nav",
    "ol",
    "p",
    "section",
    "ul",
];

/// The name in what follows a `<`, with the slash of an end.
fn name(tag: &str) -> &str {
    let end = tag.find(|c: char| !c.is_ascii_alphanumeric() && c != '/' && c != '-');
    &tag[..end.unwrap_or(tag.len())]
}

fn is_block(name: &str) -> bool {
    BLOCKS.contains(&name.trim_start_matches('/'))
}

/// Whether the end `tag` need not be said before `next`.
fn is_ended(tag: &str, next: &str) -> bool {
    match tag {
        "/li" => matches!(next, "li" | "/ol" | "/ul"),
        "/dt" | "/dd" => matches!(next, "dt" | "dd" | "/dl"),
        "/td" | "/th" => matches!(next, "td" | "th" | "/tr"),
        "/tr" => matches!(next, "tr" | "/tbody" | "/thead"),
        "/p" => match next.strip_prefix('/') {
            Some(around) => AROUND.contains(&around),
            None => BEHIND.contains(&next),
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_ends_paragraphs_items_and_cells() {
        let html = "<div>\n<p>a</p>\n<p>b</p>\n</div>\n<ul>\n<li>c</li>\n<li><p>d</p></li>\n</ul>\
                    <table><tbody><tr><th>e</th><td>f</td></tr>\n</tbody></table>";
        let less = "<div><p>a<p>b</div><ul><li>c<li><p>d</ul>\
                    <table><tbody><tr><th>e<td>f</tbody></table>";
        assert_eq!(lean(html), less);
    }

    #[test]
    fn a_paragraph_keeps_its_end_where_nothing_else_ends_it() {
        for html in [
            "<p>a</p>b",
            "<p>a</p><span>b</span>",
            "<sand-table><p>a</p></sand-table>",
            "<a href=\"x\"><p>a</p></a>",
        ] {
            assert_eq!(lean(html), html);
        }
    }

    #[test]
    fn blanks_between_words_stay() {
        for html in ["<b>a</b> <i>b</i>", "<p><b>a</b>\n<i>b</i></p>c", "<pre>a\n <b>b</b>\n</pre>"]
        {
            assert_eq!(lean(html), html);
        }
    }
}
