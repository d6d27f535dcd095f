//! Can the content be served under any path?

use super::{Finding, Invariant};
use crate::tree::Tree;

pub(super) const INVARIANT: Invariant =
    Invariant { rule: "every address in the content is relative or has a scheme", broken };

/// What stands before an address in Markdown, in HTML and in a link's definition.
const OPENINGS: &[&str] = &["](/", "](</", "href=\"/", "src=\"/", "href='/", "src='/", "]: /"];

fn broken(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, page) in tree.below("content/", &["md", "toml"]) {
        for (index, line) in page.lines().enumerate() {
            if OPENINGS.iter().any(|opening| line.contains(opening)) {
                let message = "an address that begins with `/` breaks under another base path; \
                    write it from where the page is, as `../quorum/`";
                findings.push(Finding::new(path, index + 1, message));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::lines_of;
    use super::*;

    #[test]
    fn an_address_from_the_root_is_seen() {
        let page =
            "[a](/quorum/)\n[b](../quorum/)\n<img src=\"/x.png\">\n[c]: /x\n[d](https://x/)\n";
        let tree = Tree::from([("content/a.md", page), ("README.md", "[a](/x)")]);
        let lines: Vec<_> = lines_of(&INVARIANT, &tree).into_iter().map(|(_, line)| line).collect();
        assert_eq!(lines, [1, 3, 4]);
    }
}
