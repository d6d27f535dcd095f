//! The terms of the pages and what they mean: `content/glossary.toml`, read strictly.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::complaint::Source;
use crate::html::slug;
use crate::values::suggest;
use crate::words::check_plain;

/// The longest definition, in characters: it stands beside the words.
const DEFINITION_MAX: usize = 320;

/// A term.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// Its name.
    pub term: Spanned<String>,
    /// Other names of the same.
    #[serde(default)]
    pub aliases: Vec<Spanned<String>>,
    /// What it means, in a sentence or two.
    pub definition: Spanned<String>,
    /// The topic whose page shows it.
    pub topic: Spanned<String>,
}

impl Term {
    /// Its anchor in the glossary.
    #[must_use]
    pub fn id(&self) -> String {
        slug(self.term.as_ref())
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    terms: Vec<Term>,
}

/// Reads the glossary, in the order of the alphabet. What is wrong stands in the source.
#[must_use]
pub fn read(source: &Source, topics: &[&str]) -> Vec<Term> {
    let mut terms = match toml::from_str::<File>(&source.text) {
        Ok(file) => file.terms,
        Err(error) => {
            let at = error.span().map_or(0, |s| s.start);
            let cure =
                "give each `[[terms]]` term, definition and topic, and aliases if it has any";
            source.complain(at, error.message().replace('\n', "; "), cure);
            return Vec::new();
        }
    };
    let mut names = BTreeMap::new();
    for term in &terms {
        for name in std::iter::once(&term.term).chain(&term.aliases) {
            check_plain(source, name);
            let at = name.span().start;
            if slug(name.as_ref()).is_empty() {
                source.complain(at, "this name has no letters", "write the term");
            } else if let Some(other) = names.insert(slug(name.as_ref()), term.term.as_ref()) {
                let what = format!("`{}` is a name of `{other}` already", name.as_ref());
                source.complain(at, what, "keep one");
            }
        }
        check_plain(source, &term.definition);
        let length = term.definition.as_ref().chars().count();
        if !(20..=DEFINITION_MAX).contains(&length) {
            let what = format!("the definition has {length} characters");
            let cure = format!("write 20 to {DEFINITION_MAX}: it stands beside the words");
            source.complain(term.definition.span().start, what, cure);
        }
        let topic = term.topic.as_ref().as_str();
        if !topics.contains(&topic) {
            let what = format!("there is no topic `{topic}`");
            let cure = suggest(topic, topics.iter().copied(), "the topics are");
            source.complain(term.topic.span().start, what, cure);
        }
    }
    terms.sort_by_key(Term::id);
    terms
}

/// The anchors of the terms, by each of their names as a slug.
#[must_use]
pub fn anchors(terms: &[Term]) -> BTreeMap<String, String> {
    let names = |term: &Term| {
        let all = std::iter::once(&term.term).chain(&term.aliases);
        let id = term.id();
        all.map(|name| (slug(name.as_ref()), id.clone())).collect::<Vec<_>>()
    };
    terms.iter().flat_map(names).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(name: &str, more: &str) -> String {
        format!("[[terms]]\nterm = \"{name}\"\n{more}\n")
    }
    const REST: &str = "definition = \"A group that is large enough.\"\ntopic = \"quorum\"";

    fn complaints(text: &str) -> Vec<String> {
        let source = Source::new("content/glossary.toml", text);
        let _ = read(&source, &["quorum"]);
        source.take().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn terms_are_found_by_every_name() {
        let text = term("Read repair", &format!("aliases = [\"write-back\"]\n{REST}"))
            + &term("Quorum", REST);
        let source = Source::new("content/glossary.toml", text);
        let terms = read(&source, &["quorum"]);
        assert!(source.take().is_empty());
        let names: Vec<&str> = terms.iter().map(|t| t.term.as_ref().as_str()).collect();
        assert_eq!(names, ["Quorum", "Read repair"], "in the order of the alphabet");
        let anchors = anchors(&terms);
        assert_eq!(anchors["write-back"], "read-repair");
        assert_eq!(anchors.len(), 3);
    }

    #[test]
    fn each_mistake_is_told_with_its_line() {
        let has = |text: String, what: &str| {
            let all = complaints(&text);
            assert!(all.iter().any(|w| w.contains(what)), "{what}: {all:?}");
        };
        has(
            term("Quorum", REST) + &term("quorum", REST),
            "glossary.toml:6: `quorum` is a name of `Quorum` already",
        );
        has(
            term("Quorum", &REST.replace("topic = \"quorum", "topic = \"quorun")),
            "did you mean `quorum`?",
        );
        has(term("Quorum", &REST.replace(" that is large enough", "")), "has 8 characters");
        has(
            term("Quorum", &REST.replace("large", "2")),
            "`2` is a number that nothing vouches for",
        );
        has(term("Quorum", &format!("{REST}\nsee = \"x\"")), "unknown field `see`");
    }
}
