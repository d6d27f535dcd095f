//! Is unsafe code written only where one program calls another?

use super::{Finding, Invariant};
use crate::rust_source::{Kind, tokens};
use crate::tree::Tree;

pub(super) const INVARIANT: Invariant =
    Invariant { rule: "unsafe code is where one program calls another, and nowhere else", broken };

/// Where that is, and how often it takes the word. A macro writes a call into code which comes later: where it
/// is imported, where it is exported, and the call. A page calls functions by name, and fills the
/// memory of one.
const CALLS: [(&str, usize); 3] =
    [("app/src/chunks.rs", 3), ("search/src/exported.rs", 5), ("streams/src/exported.rs", 3)];

fn broken(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, source) in tree.below("", &["rs"]) {
        let tokens = tokens(source);
        let calls = CALLS.iter().find(|(known, _)| *known == path);
        let mut left = calls.map_or(0, |(_, words)| *words);
        for (index, token) in tokens.iter().enumerate() {
            let leave = index
                .checked_sub(2)
                .is_some_and(|at| ["allow", "expect"].contains(&tokens[at].text));
            let lint = token.text == "unsafe_code" && leave && calls.is_none();
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
