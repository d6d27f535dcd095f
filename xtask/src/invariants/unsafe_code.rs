//! Is unsafe code written only where the program is cut into pieces?

use super::{Finding, Invariant};
use crate::rust_source::{Kind, tokens};
use crate::tree::Tree;

pub(super) const INVARIANT: Invariant =
    Invariant { rule: "unsafe code is one call into what was cut off, and nowhere else", broken };

/// A macro here writes a call into code which comes later: where it is imported, where it is exported, and
/// the call.
const CUT: &str = "app/src/chunks.rs";

/// How often that takes the word.
const WORDS: usize = 3;

fn broken(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, source) in tree.below("", &["rs"]) {
        let tokens = tokens(source);
        let mut left = if path == CUT { WORDS } else { 0 };
        for (index, token) in tokens.iter().enumerate() {
            let leave = index
                .checked_sub(2)
                .is_some_and(|at| ["allow", "expect"].contains(&tokens[at].text));
            let lint = token.text == "unsafe_code" && leave && path != CUT;
            let word = token.kind == Kind::Word && token.text == "unsafe";
            if word && left > 0 {
                left -= 1;
            } else if word || token.kind == Kind::Word && lint {
                findings.push(Finding::new(path, token.line, "write it without unsafe code"));
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
    fn unsafe_code_and_the_leave_to_write_it_are_seen() {
        let tree = Tree::from([
            ("app/src/chunks.rs", "#![allow(unsafe_code)]\nunsafe unsafe unsafe\nunsafe {}"),
            ("core/src/lib.rs", "//! No unsafe code.\n#[allow(unsafe_code)]\nfn f() { unsafe {} }"),
        ]);
        let found = lines_of(&INVARIANT, &tree);
        let (cut, core) = ("app/src/chunks.rs".to_owned(), "core/src/lib.rs".to_owned());
        assert_eq!(found, [(cut, 3), (core.clone(), 2), (core, 3)]);
    }
}
