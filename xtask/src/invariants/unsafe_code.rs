//! Is unsafe code written only where the program is cut into pieces?

use super::{Finding, Invariant};
use crate::rust_source::{Kind, tokens};
use crate::tree::Tree;

pub(super) const INVARIANT: Invariant = Invariant {
    rule: "unsafe code is a macro's, where the program is cut, and nowhere else",
    broken,
};

/// The macro that cuts writes a call into code which comes later.
const CUT: &str = "app/src/chunks.rs";

fn broken(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, source) in tree.below("", &["rs"]) {
        let tokens = tokens(source);
        for (index, token) in tokens.iter().enumerate() {
            let leave = index
                .checked_sub(2)
                .is_some_and(|at| ["allow", "expect"].contains(&tokens[at].text));
            let lint = token.text == "unsafe_code" && leave && path != CUT;
            if token.kind == Kind::Word && (token.text == "unsafe" || lint) {
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
            ("app/src/chunks.rs", "#![allow(unsafe_code)]"),
            ("core/src/lib.rs", "//! No unsafe code.\n#[allow(unsafe_code)]\nfn f() { unsafe {} }"),
        ]);
        let found = lines_of(&INVARIANT, &tree);
        assert_eq!(found, [("core/src/lib.rs".to_owned(), 2), ("core/src/lib.rs".to_owned(), 3)]);
    }
}
