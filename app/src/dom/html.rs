//! Elements as text.

use super::{El, Kid, Value};

/// Elements that have no end tag in HTML.
const VOID: [&str; 4] = ["input", "br", "hr", "img"];

/// An element as HTML. O(its size).
pub(crate) fn write(el: &El) -> String {
    let mut out = String::new();
    push(el, &mut out);
    out
}

fn push(el: &El, out: &mut String) {
    let el = &el.0;
    out.push('<');
    out.push_str(el.tag);
    for (name, value) in &el.attrs {
        let Value::Text(value) = value;
        if *name == "class" && value.is_empty() {
            continue;
        }
        out.push(' ');
        out.push_str(name);
        if !value.is_empty() || *name == "alt" {
            out.push_str("=\"");
            escape(value, out);
            out.push('"');
        }
    }
    // An empty SVG element may close itself, in HTML too.
    if el.svg && el.kids.is_empty() {
        out.push_str("/>");
        return;
    }
    out.push('>');
    if VOID.contains(&el.tag) {
        return;
    }
    for kid in &el.kids {
        match kid {
            Kid::El(el) => push(el, out),
            Kid::Text(text) => escape(text, out),
        }
    }
    out.push_str("</");
    out.push_str(el.tag);
    out.push('>');
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{el, svg};
    use super::*;

    #[test]
    fn text_and_values_are_escaped() {
        let made = el("p").attr("title", "a \"b\" & c").flag("hidden", true).text("1 < 2");
        let text = write(&made.kid(svg("path").attr("d", "M0 0")));
        let want = "<p title=\"a &quot;b&quot; &amp; c\" hidden>1 &lt; 2<path d=\"M0 0\"/></p>";
        assert_eq!(text, want);
    }
}
