//! Which version of a package does Cargo.lock hold?

use crate::Result;
use std::path::Path;

/// The one version of `package` in the workspace's Cargo.lock.
pub(crate) fn version_of(package: &str, root: &Path) -> Result<String> {
    let path = root.join("Cargo.lock");
    let text = std::fs::read_to_string(&path)
        .map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    match versions(&text, package).as_slice() {
        [one] => Ok((*one).to_owned()),
        [] => Err(format!("{} has no package {package}", path.display())),
        many => Err(format!("{} holds {package} {}; keep one", path.display(), many.join(" and "))),
    }
}

/// Every version of `package` in the text of a Cargo.lock, in its order.
fn versions<'a>(lockfile: &'a str, package: &str) -> Vec<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lockfile.lines();
    let mut found = Vec::new();
    while let Some(line) = lines.next() {
        if line == name
            && let Some(version) = lines.next().and_then(|line| line.strip_prefix("version = \""))
        {
            found.push(version.trim_end_matches('"'));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCKFILE: &str = r#"
version = 4

[[package]]
name = "wasm-bindgen"
version = "0.2.130"
source = "registry+https://github.com/rust-lang/crates.io-index"

[[package]]
name = "wasm-bindgen-macro"
version = "0.2.131"

[[package]]
name = "syn"
version = "2.0.1"

[[package]]
name = "syn"
version = "3.0.0"
"#;

    #[test]
    fn a_version_is_read_from_its_own_package() {
        assert_eq!(versions(LOCKFILE, "wasm-bindgen"), ["0.2.130"]);
        assert_eq!(versions(LOCKFILE, "wasm-bindgen-macro"), ["0.2.131"]);
    }

    #[test]
    fn a_missing_package_has_no_version_and_a_doubled_one_has_two() {
        assert!(versions(LOCKFILE, "wasm").is_empty());
        assert_eq!(versions(LOCKFILE, "syn"), ["2.0.1", "3.0.0"]);
    }
}
