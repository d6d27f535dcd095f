//! Is every source short enough to be read in one sitting?

use super::{Finding, Invariant};
use crate::tree::Tree;

pub(super) const INVARIANT: Invariant =
    Invariant { rule: "no source is longer than 600 lines", broken };

const LINES_MAX: usize = 600;

fn broken(tree: &Tree) -> Vec<Finding> {
    let sources = tree.below("", &["rs", "js", "mjs", "css", "html"]);
    let long = sources.filter(|(_, source)| source.lines().count() > LINES_MAX);
    let message = "more than 600 lines: a file answers one question; split it at the second";
    long.map(|(path, _)| Finding::new(path, LINES_MAX + 1, message)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::lines_of;
    use super::*;

    #[test]
    fn a_long_source_is_seen_and_long_data_is_not() {
        let (long, short) = ("x\n".repeat(LINES_MAX + 1), "x\n".repeat(LINES_MAX));
        let tree = Tree::from([
            ("app/src/long.rs", long.as_str()),
            ("app/src/short.rs", short.as_str()),
            ("core/tests/vectors.csv", long.as_str()),
        ]);
        assert_eq!(lines_of(&INVARIANT, &tree), [("app/src/long.rs".to_owned(), LINES_MAX + 1)]);
    }
}
