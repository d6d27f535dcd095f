//! Do the models leave drawing to the views?

use super::{Finding, Invariant};
use crate::rust_source::{Kind, tokens};
use crate::tree::Tree;

pub(super) const INVARIANT: Invariant = Invariant { rule: "models hold no markup", broken };

/// Elements that a picture or a page is made of.
const ELEMENTS: &[&str] = &[
    "a", "b", "br", "button", "circle", "code", "defs", "div", "em", "g", "i", "img", "input",
    "li", "line", "marker", "ol", "p", "path", "polygon", "polyline", "pre", "rect", "script",
    "span", "strong", "style", "sub", "sup", "svg", "table", "td", "text", "th", "title", "tr",
    "tspan", "ul", "use",
];

fn broken(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, source) in tree.below("core/src/models/", &["rs"]) {
        for text in tokens(source).into_iter().filter(|token| token.kind == Kind::Text) {
            if let Some(tag) = tag(text.text) {
                let message = format!("`<{tag}`: say what there is in a scene; views draw it");
                findings.push(Finding::new(path, text.line, message));
            }
        }
    }
    findings
}

/// The first element that a text opens or closes.
fn tag(text: &str) -> Option<&str> {
    text.split('<').skip(1).find_map(|rest| {
        let rest = rest.strip_prefix('/').unwrap_or(rest);
        let length = rest.find(|sign: char| !sign.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let (name, after) = rest.split_at(length);
        // `R<a` in a sentence is a comparison: a tag ends or has attributes.
        let is_tag =
            after.starts_with(['>', '/']) || (after.starts_with(' ') && after.contains('='));
        (is_tag && ELEMENTS.contains(&name)).then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::super::lines_of;
    use super::*;

    fn lines(source: &str) -> Vec<usize> {
        let tree = Tree::from([("core/src/models/quorum.rs", source)]);
        lines_of(&INVARIANT, &tree).into_iter().map(|(_, line)| line).collect()
    }

    #[test]
    fn markup_in_a_text_is_seen() {
        assert_eq!(lines("fn f() {\n \"<svg width='1'>\" }"), [2]);
        assert_eq!(lines("r#\"<b>\"#"), [1]);
        assert_eq!(lines("\"</div>\""), [1]);
    }

    #[test]
    fn types_comparisons_and_comments_are_no_markup() {
        assert!(lines("fn f<a>() -> Vec<b> { x }").is_empty());
        assert!(lines("\"R<W and a<b or i <p \"").is_empty());
        assert!(lines("// <svg>\n/// <b>bold</b>").is_empty());
    }
}
