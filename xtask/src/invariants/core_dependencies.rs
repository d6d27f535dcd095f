//! Does core depend on `libm` alone?

use super::{Finding, Invariant};
use crate::tree::Tree;

pub(super) const INVARIANT: Invariant =
    Invariant { rule: "core depends on libm and on nothing else", broken };

const MANIFEST: &str = "core/Cargo.toml";
const ALLOWED: &[&str] = &["libm"];

fn broken(tree: &Tree) -> Vec<Finding> {
    let Some(manifest) = tree.texts.get(MANIFEST) else {
        return vec![Finding::new(MANIFEST, 1, "there is no such file")];
    };
    let unwanted = dependencies(manifest).into_iter().filter(|(_, name)| !ALLOWED.contains(name));
    let finding = |(line, name)| {
        let message = format!("core may not depend on `{name}`; write what it needs, or leave it");
        Finding::new(MANIFEST, line, message)
    };
    unwanted.map(finding).collect()
}

/// The dependencies that are compiled into core, for any target; those of its tests are not.
fn dependencies(manifest: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut inside = false;
    for (index, line) in manifest.lines().enumerate() {
        let line = line.trim();
        if let Some(table) = line.strip_prefix('[') {
            let table = table.trim_matches(['[', ']']);
            inside = is_dependency_table(table);
            // `[dependencies.name]` is a table of its own.
            if let Some((parent, name)) = table.rsplit_once('.')
                && is_dependency_table(parent)
            {
                found.push((index + 1, name));
            }
        } else if inside && !line.is_empty() && !line.starts_with('#') {
            let name = line.split(['=', '.', ' ']).next().unwrap_or(line);
            found.push((index + 1, name.trim_matches('"')));
        }
    }
    found
}

fn is_dependency_table(table: &str) -> bool {
    let last = table.rsplit('.').next();
    matches!(last, Some("dependencies" | "build-dependencies"))
}

#[cfg(test)]
mod tests {
    use super::super::lines_of;
    use super::*;

    #[test]
    fn every_way_to_write_a_dependency_is_seen() {
        let manifest = "[dependencies]\nlibm.workspace = true\nrand = \"0.9\"\n\n\
            [dependencies.serde]\nversion = \"1\"\n\
            [target.'cfg(unix)'.dependencies]\nlibc = { version = \"1\" }\n\
            [build-dependencies]\ncc = \"1\"\n";
        let tree = Tree::from([(MANIFEST, manifest)]);
        let lines: Vec<_> = lines_of(&INVARIANT, &tree).into_iter().map(|(_, line)| line).collect();
        assert_eq!(lines, [3, 5, 8, 10]);
    }

    #[test]
    fn libm_and_what_tests_need_are_allowed() {
        let manifest = "[package]\nname = \"x\"\n[dependencies]\n# the one\nlibm = \"0.2\"\n\
            [target.'cfg(not(target_arch = \"wasm32\"))'.dev-dependencies]\nproptest = \"1\"\n";
        assert!(broken(&Tree::from([(MANIFEST, manifest)])).is_empty());
        assert_eq!(broken(&Tree::from([])).len(), 1);
    }
}
