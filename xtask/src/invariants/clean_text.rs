//! Is there anything in the repository that belongs to one person's afternoon?

use super::{Finding, Invariant};
use crate::tree::Tree;

pub(super) const INVARIANT: Invariant =
    Invariant { rule: "no unfinished notes, and no path of one machine", broken };

/// Written in halves, so that this file is clean too.
const MARKS: &[&str] = &[concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")];
const PATHS: &[&str] =
    &[concat!("/ho", "me/"), concat!("/ro", "ot/"), concat!("/Us", "ers/"), concat!("/tm", "p/")];

fn broken(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in &tree.texts {
        for (index, line) in text.lines().enumerate() {
            let mut words = line.split(|sign: char| !sign.is_alphanumeric());
            if let Some(mark) = words.find(|word| MARKS.contains(word)) {
                let message = format!("`{mark}`: do it, or say in the issues what is left");
                findings.push(Finding::new(path, index + 1, message));
            }
            if let Some(found) = PATHS.iter().find(|found| line.contains(**found)) {
                let message = format!("`{found}` is a path of one machine; name no place of it");
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
    fn notes_and_paths_are_seen_in_any_text() {
        let note = format!("fine\n// {}: later\n", MARKS[0]);
        let path = format!("root = \"{}someone/x\"\n", PATHS[0]);
        let tree =
            Tree::from([("README.md", note.as_str()), (".cargo/config.toml", path.as_str())]);
        let found = [(".cargo/config.toml".to_owned(), 1), ("README.md".to_owned(), 2)];
        assert_eq!(lines_of(&INVARIANT, &tree), found);
    }

    #[test]
    fn words_that_only_contain_a_mark_are_free() {
        let text = format!("MAS{}N and https://example.org/roots/\n", MARKS[0]);
        assert!(broken(&Tree::from([("README.md", text.as_str())])).is_empty());
    }
}
