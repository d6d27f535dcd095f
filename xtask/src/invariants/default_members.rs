//! Does plain `cargo test` keep the two sides of Leptos apart?

use super::{Finding, Invariant};
use crate::tree::Tree;

pub(super) const INVARIANT: Invariant = Invariant {
    rule: "default-members are core and xtask, which need no feature of Leptos",
    broken,
};

const MANIFEST: &str = "Cargo.toml";
const WANTED: &str = r#"default-members = ["core", "xtask"]"#;

fn broken(tree: &Tree) -> Vec<Finding> {
    let lines = tree.texts.get(MANIFEST).into_iter().flat_map(|manifest| manifest.lines());
    let mut lines = lines.enumerate().filter(|(_, line)| line.starts_with("default-members"));
    let message = format!("write `{WANTED}`: `csr` and `ssr` in one build lose event handlers");
    match lines.next() {
        Some((_, WANTED)) => Vec::new(),
        Some((index, _)) => vec![Finding::new(MANIFEST, index + 1, message)],
        None => vec![Finding::new(MANIFEST, 1, message)],
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines_of;
    use super::*;

    #[test]
    fn other_members_and_none_are_seen() {
        let manifest = "[workspace]\ndefault-members = [\"core\", \"app\", \"xtask\"]\n";
        let found = lines_of(&INVARIANT, &Tree::from([(MANIFEST, manifest)]));
        assert_eq!(found, [(MANIFEST.to_owned(), 2)]);
        assert_eq!(broken(&Tree::from([(MANIFEST, "[workspace]\n")])).len(), 1);
        let right = format!("[workspace]\n{WANTED}\n");
        assert!(broken(&Tree::from([(MANIFEST, right.as_str())])).is_empty());
    }
}
