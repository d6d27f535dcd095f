//! Does every source open with the question that it answers?

use super::{Finding, Invariant};
use crate::tree::Tree;

pub(super) const INVARIANT: Invariant =
    Invariant { rule: "every Rust source opens with a `//!` line", broken };

fn broken(tree: &Tree) -> Vec<Finding> {
    let sources = tree.below("", &["rs"]);
    let silent = sources.filter(|(_, source)| {
        let line = source.lines().next().unwrap_or_default();
        line.strip_prefix("//!").is_none_or(|rest| rest.trim().is_empty())
    });
    let message = "open with a `//!` line that says what the file is for";
    silent.map(|(path, _)| Finding::new(path, 1, message)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::lines_of;
    use super::*;

    #[test]
    fn a_silent_source_is_seen() {
        let tree = Tree::from([
            ("core/src/lib.rs", "//! Speaks.\n"),
            ("core/src/engine/run.rs", "use x;\n"),
            ("app/src/empty.rs", "//!\n"),
            ("site/src/none.rs", ""),
            ("tests/web/x.mjs", "let a;"),
        ]);
        let found = lines_of(&INVARIANT, &tree);
        let paths: Vec<_> = found.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(paths, ["app/src/empty.rs", "core/src/engine/run.rs", "site/src/none.rs"]);
    }
}
