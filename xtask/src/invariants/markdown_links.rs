//! Do the links in the documents lead somewhere?

use super::{Finding, Invariant};
use crate::tree::Tree;

pub(super) const INVARIANT: Invariant =
    Invariant { rule: "links in the documents lead to files and headings that exist", broken };

/// The documents: at the root, and in docs/. Content is checked by the site, which knows pages.
fn is_document(path: &str) -> bool {
    path.ends_with(".md") && (!path.contains('/') || path.starts_with("docs/"))
}

fn broken(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.texts.iter().filter(|(path, _)| is_document(path)) {
        for (line, address) in addresses(text) {
            if let Err(message) = follow(tree, path, address) {
                findings.push(Finding::new(path, line, message));
            }
        }
    }
    findings
}

fn follow(tree: &Tree, from: &str, address: &str) -> Result<(), String> {
    if ["http://", "https://", "mailto:"].iter().any(|scheme| address.starts_with(scheme)) {
        return Ok(());
    }
    let (file, heading) = address.split_once('#').unwrap_or((address, ""));
    let target = if file.is_empty() { from.to_owned() } else { resolved(from, file) };
    match tree.texts.get(&target) {
        _ if !target.is_empty() && !tree.exists(&target) => {
            Err(format!("`{address}` leads to {target}, which is not there"))
        }
        Some(text) if !heading.is_empty() && !headings(text).any(|slug| slug == heading) => {
            Err(format!("`{address}`: {target} has no heading `{heading}`"))
        }
        _ => Ok(()),
    }
}

/// The addresses of links and pictures with their lines; what is in code is none.
fn addresses(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    for (number, line) in prose(text) {
        // What is between backquotes is code.
        for part in line.split('`').step_by(2) {
            let links = part.split("](").skip(1).filter_map(|rest| rest.split([')', ' ']).next());
            let sources = part.split("src=\"").skip(1).filter_map(|rest| rest.split('"').next());
            let definition = part.trim().starts_with('[').then(|| part.split_once("]: ")).flatten();
            let definition = definition.map(|(_, address)| address.trim());
            found.extend(links.chain(sources).chain(definition).map(|address| (number, address)));
        }
    }
    found
}

/// The lines outside fences, with their numbers from 1.
fn prose(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut fenced = false;
    let lines = text.lines().enumerate().map(|(index, line)| (index + 1, line));
    lines.filter(move |(_, line)| {
        let is_fence = line.trim_start().starts_with("```");
        fenced ^= is_fence;
        !fenced && !is_fence
    })
}

/// The names that GitHub gives to headings.
fn headings(text: &str) -> impl Iterator<Item = String> {
    let titles = prose(text).filter(|(_, line)| line.starts_with('#'));
    titles.map(|(_, line)| {
        let title = line.trim_start_matches('#').trim().to_lowercase();
        let kept = title.chars().filter(|sign| sign.is_alphanumeric() || " -_".contains(*sign));
        kept.map(|sign| if sign == ' ' { '-' } else { sign }).collect()
    })
}

/// A relative address in a document, as a path in the repository.
fn resolved(from: &str, address: &str) -> String {
    let mut names: Vec<&str> = from.split('/').collect();
    names.pop();
    for name in address.split('/') {
        match name {
            "." | "" => {}
            ".." => _ = names.pop(),
            name => names.push(name),
        }
    }
    names.join("/")
}

#[cfg(test)]
mod tests {
    use super::super::lines_of;
    use super::*;

    fn lines(text: &str) -> Vec<usize> {
        let links = "# The grammar\n\n## What a link can't say\n";
        let tree = Tree::from([("docs/links.md", links), ("docs/other.md", text)]);
        lines_of(&INVARIANT, &tree).into_iter().map(|(_, line)| line).collect()
    }

    #[test]
    fn a_link_to_nothing_is_seen() {
        assert_eq!(lines("ok\n[a](missing.md) and ![b](../docs/missing.png)"), [2, 2]);
        assert_eq!(lines("[a](links.md#the-grammer)"), [1]);
        assert_eq!(lines("# Here\n[a](#there)\n[b]: gone.md"), [2, 3]);
        assert_eq!(lines("<img src=\"gone.svg\">"), [1]);
    }

    #[test]
    fn links_that_lead_somewhere_are_quiet() {
        let text = "# Here\n[a](links.md) [b](../docs/) [c](links.md#what-a-link-cant-say)\n\
            [d](#here) [e](https://example.org/x) `[f](gone.md)`\n```\n[g](gone.md)\n```\n[h](..)";
        assert!(lines(text).is_empty(), "{:?}", lines(text));
    }

    #[test]
    fn content_is_left_to_the_site() {
        assert!(broken(&Tree::from([("content/data/quorum.md", "[a](../gone/)")])).is_empty());
    }
}
