//! Do the views know kinds of scenes only, and no model?

use super::{Finding, Invariant};
use crate::rust_source::{Kind, tokens};
use crate::tree::Tree;
use std::collections::BTreeSet;

pub(super) const INVARIANT: Invariant =
    Invariant { rule: "views hold no model names; a view is chosen by the kind of scene", broken };

fn broken(tree: &Tree) -> Vec<Finding> {
    let models = models(tree);
    let mut findings = Vec::new();
    for (path, source) in tree.below("app/src/views/", &["rs"]) {
        for token in tokens(source).into_iter().filter(|token| token.kind != Kind::Sign) {
            let hit = models.iter().find(|model| {
                let snake = model.replace('-', "_");
                names(token.text).any(|name| name == **model || name == snake)
            });
            if let Some(model) = hit {
                let message = format!("`{model}` is a model: draw by the kind of scene alone");
                findings.push(Finding::new(path, token.line, message));
            }
        }
    }
    findings
}

/// The names in a text, a name being letters, digits, `-` and `_`.
fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split(|sign: char| !(sign.is_alphanumeric() || "-_".contains(sign)))
}

/// The models that declare themselves, as `Spec { id: "…"`, and those that the content asks for: in
/// `models = ["…"]`, and in fences `sandtable …`.
fn models(tree: &Tree) -> BTreeSet<String> {
    let mut models = BTreeSet::new();
    for (_, source) in tree.below("core/src/models/", &["rs"]) {
        let tokens = tokens(source);
        let declarations = tokens.windows(5).filter(|tokens| {
            let opening = tokens[..4].iter().map(|token| token.text);
            opening.eq(["Spec", "{", "id", ":"]) && tokens[4].kind == Kind::Text
        });
        models.extend(declarations.map(|tokens| tokens[4].text.to_owned()));
    }
    for (_, page) in tree.below("content/", &["md"]) {
        for line in page.lines() {
            if let Some(list) = line.strip_prefix("models = [") {
                models.extend(list.split('"').skip(1).step_by(2).map(str::to_owned));
            }
            let fence = line.trim_start_matches('`').strip_prefix("sandtable ");
            if let Some(id) = fence.and_then(|rest| rest.split_whitespace().next())
                && line.starts_with("```")
            {
                models.insert(id.to_owned());
            }
        }
    }
    models
}

#[cfg(test)]
mod tests {
    use super::super::lines_of;
    use super::*;

    const PAGE: (&str, &str) = (
        "content/data/quorum.md",
        "+++\nmodels = [\"quorum\", \"rate-limiting\"]\n+++\n```sandtable gossip n=3\n```\n",
    );

    const MODEL: (&str, &str) = (
        "core/src/models/ring.rs",
        "static SPEC: Spec = Spec { id: \"hash-ring\" }; fn f() { Node { id: \"client\" } }",
    );

    fn lines(source: &str) -> Vec<usize> {
        let tree = Tree::from([PAGE, MODEL, ("app/src/views/topology.rs", source)]);
        lines_of(&INVARIANT, &tree).into_iter().map(|(_, line)| line).collect()
    }

    #[test]
    fn a_model_is_seen_in_code_and_in_text() {
        assert_eq!(lines("\nmatch id { \"quorum\" => 1 }"), [2]);
        assert_eq!(lines("fn rate_limiting() {}"), [1]);
        assert_eq!(lines("let a = \"/rate-limiting/\";"), [1]);
        assert_eq!(lines("\"gossip\""), [1]);
        assert_eq!(lines("\"hash-ring\""), [1]);
    }

    #[test]
    fn comments_and_longer_names_are_free() {
        assert!(lines("// as quorum does\nlet quorums = \"rate-limiting-2\";").is_empty());
        assert!(lines("\"client\"").is_empty());
        let elsewhere = Tree::from([PAGE, ("app/src/share.rs", "\"quorum\"")]);
        assert!(broken(&elsewhere).is_empty());
    }
}
