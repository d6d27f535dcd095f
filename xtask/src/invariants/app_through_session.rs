//! Does the app reach core through its one door?

use super::core_purity::members;
use super::{Finding, Invariant};
use crate::rust_source::{Kind, tokens};
use crate::tree::Tree;

pub(super) const INVARIANT: Invariant =
    Invariant { rule: "app reaches core through session and scene alone", broken };

/// `each_model` is the list of names alone.
const OPEN: &[&str] = &["session", "scene", "each_model"];

fn broken(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, source) in tree.below("app/src/", &["rs"]) {
        let tokens = tokens(source);
        for (index, token) in tokens.iter().enumerate() {
            if token.kind != Kind::Word || token.text != "sandtable_core" {
                continue;
            }
            let is_path = tokens.get(index + 1).is_some_and(|next| next.text == "::");
            // Without a path core would get another name, behind which nothing is seen.
            let reached = if is_path { members(&tokens[index + 2..]) } else { vec![token] };
            for member in reached.into_iter().filter(|member| !OPEN.contains(&member.text)) {
                let message = format!("`{}`: use sandtable_core::session or ::scene", member.text);
                findings.push(Finding::new(path, member.line, message));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::lines_of;
    use super::*;

    fn lines(source: &str) -> Vec<usize> {
        let tree = Tree::from([("app/src/player.rs", source)]);
        lines_of(&INVARIANT, &tree).into_iter().map(|(_, line)| line).collect()
    }

    #[test]
    fn every_other_door_is_seen() {
        assert_eq!(lines("use sandtable_core::engine::Run;"), [1]);
        assert_eq!(lines("use sandtable_core::{session::Session,\n models};"), [2]);
        assert_eq!(lines("sandtable_core::catalog()"), [1]);
        assert_eq!(lines("use sandtable_core as core;"), [1]);
    }

    #[test]
    fn the_two_doors_are_open() {
        assert!(lines("use sandtable_core::{scene::{Scene, topology}, session};").is_empty());
        assert!(lines("use sandtable_core::session::Session;").is_empty());
    }
}
