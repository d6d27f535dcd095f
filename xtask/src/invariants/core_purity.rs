//! Does core know nothing of the web, of time, of threads, of input and output?

use super::{Finding, Invariant};
use crate::rust_source::{Kind, Token, tokens};
use crate::tree::Tree;

pub(super) const INVARIANT: Invariant =
    Invariant { rule: "core knows no web, clock, thread, file, network or hash order", broken };

/// Modules of the standard library that are shut, wherever their path begins.
const MODULES: &[(&str, &str)] = &[
    ("time", "simulated time is a SimTime"),
    ("thread", "a run is one thread"),
    ("sync", "a run is one thread, and only OnceLock keeps what came later"),
    ("fs", "core reads no files"),
    ("net", "core knows no network but its own"),
    ("io", "core reads and writes nothing"),
    ("env", "a run depends on its link alone"),
    ("process", "core starts and ends nothing"),
    ("os", "core runs on any system"),
];

/// Names that are shut however they are reached.
const NAMES: &[(&str, &str)] = &[
    ("Instant", "simulated time is a SimTime"),
    ("SystemTime", "simulated time is a SimTime"),
    ("thread_local", "a run is one thread"),
    ("HashMap", "its order changes from run to run: use BTreeMap"),
    ("HashSet", "its order changes from run to run: use BTreeSet"),
    ("RandomState", "its seed changes from run to run"),
    ("DefaultHasher", "its algorithm may change: hash with an algorithm of our own"),
    ("println", "core reads and writes nothing"),
    ("eprintln", "core reads and writes nothing"),
    ("wasm_bindgen", "core knows no web"),
    ("web_sys", "core knows no web"),
    ("js_sys", "core knows no web"),
    ("gloo", "core knows no web"),
    ("leptos", "core knows no web"),
];

fn broken(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, source) in tree.below("core/src/", &["rs"]) {
        let tokens = tokens(source);
        for (token, why) in shut_names(&tokens).chain(shut_modules(&tokens)) {
            findings.push(Finding::new(path, token.line, format!("`{}`: {why}", token.text)));
        }
    }
    findings
}

fn shut_names<'a>(tokens: &'a [Token<'a>]) -> impl Iterator<Item = (&'a Token<'a>, &'static str)> {
    let words = tokens.iter().filter(|token| token.kind == Kind::Word);
    words.filter_map(|word| Some((word, reason(NAMES, word.text)?)))
}

/// Finds `std::time` as well as `std::{fmt, time::Duration}`.
fn shut_modules<'a>(
    tokens: &'a [Token<'a>],
) -> impl Iterator<Item = (&'a Token<'a>, &'static str)> {
    let heads = tokens.iter().enumerate().filter(|(index, token)| {
        let follows = tokens.get(index + 1).is_some_and(|next| next.text == "::");
        ["std", "core", "alloc"].contains(&token.text) && token.kind == Kind::Word && follows
    });
    // What is set once and read from then on has no threads in it.
    let set_once = |index: usize| {
        let path = tokens[index + 2..].iter().take(3).map(|token| token.text);
        path.eq(["sync", "::", "OnceLock"])
    };
    let heads = heads.filter(move |(index, _)| !set_once(*index));
    let members = heads.flat_map(|(index, _)| members(&tokens[index + 2..]));
    members.filter_map(|member| Some((member, reason(MODULES, member.text)?)))
}

/// The first names of a path, or of each path in braces.
pub(super) fn members<'a>(after: &'a [Token<'a>]) -> Vec<&'a Token<'a>> {
    if after.first().is_none_or(|token| token.text != "{") {
        return after.first().into_iter().collect();
    }
    let (mut depth, mut found) = (0_usize, Vec::new());
    for (index, token) in after.iter().enumerate() {
        match token.text {
            "{" => depth += 1,
            "}" => depth -= 1,
            _ if depth == 1 && ["{", ","].contains(&after[index - 1].text) => found.push(token),
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    found
}

fn reason(list: &[(&str, &'static str)], name: &str) -> Option<&'static str> {
    list.iter().find(|(shut, _)| *shut == name).map(|(_, why)| *why)
}

#[cfg(test)]
mod tests {
    use super::super::lines_of;
    use super::*;

    fn lines(source: &str) -> Vec<usize> {
        let tree = Tree::from([("core/src/engine/run.rs", source)]);
        lines_of(&INVARIANT, &tree).into_iter().map(|(_, line)| line).collect()
    }

    #[test]
    fn every_way_to_a_shut_module_is_seen() {
        assert_eq!(lines("use std::time::Duration;"), [1]);
        assert_eq!(lines("use std::{fmt,\n time::Duration,\n thread};"), [2, 3]);
        assert_eq!(lines("fn f() { std::thread::yield_now(); }"), [1]);
        assert_eq!(lines("use core::{cell::{Cell}, time};"), [1]);
        assert_eq!(lines("use std::sync::Mutex;"), [1]);
    }

    #[test]
    fn shut_names_are_seen_however_they_are_reached() {
        assert_eq!(lines("use std::collections::{BTreeMap, HashMap};"), [1]);
        assert_eq!(lines("thread_local! { static X: u8 = 1; }"), [1]);
        assert_eq!(lines("use web_sys::Window;"), [1]);
    }

    #[test]
    fn comments_texts_and_other_paths_are_free() {
        assert!(lines("//! No `Instant`, no std::time.\nlet s = \"HashMap\";").is_empty());
        assert!(lines("use crate::time::SimTime; use std::{fmt, mem};").is_empty());
        assert!(lines("use std::fmt::{self, io};").is_empty());
        assert!(lines("use std::sync::OnceLock;").is_empty());
        let elsewhere = Tree::from([("site/src/main.rs", "use std::fs;")]);
        assert!(broken(&elsewhere).is_empty());
    }
}
