//! Which builds are linted?

/// A package as it is built for one purpose.
pub(crate) struct Row {
    /// The package.
    pub(crate) package: &'static str,
    /// Its features, without the default ones.
    features: Option<&'static str>,
    /// Whether it is built for the browser; then its tests for this machine are left out.
    wasm: bool,
    /// What of the package is built.
    what: &'static str,
}

/// Every build that someone uses. Two features of Leptos exclude each other, so each row is a
/// run of its own and none says `--all-features`.
pub(crate) const ROWS: &[Row] = &[
    Row { package: "sandtable-core", features: None, wasm: false, what: "--all-targets" },
    Row { package: "sandtable-core", features: None, wasm: true, what: "--all-targets" },
    Row { package: "xtask", features: None, wasm: false, what: "--all-targets" },
    Row {
        package: "sandtable-app",
        features: Some("ssr,whole"),
        wasm: false,
        what: "--all-targets",
    },
    Row { package: "sandtable-app", features: Some("csr"), wasm: true, what: "--lib" },
    Row { package: "sandtable-app", features: Some("csr,whole"), wasm: true, what: "--lib" },
    Row { package: "sandtable-search", features: None, wasm: false, what: "--all-targets" },
    Row { package: "sandtable-search", features: None, wasm: true, what: "--lib" },
    Row { package: "sandtable-streams", features: None, wasm: false, what: "--all-targets" },
    Row { package: "sandtable-streams", features: None, wasm: true, what: "--lib" },
    Row { package: "sandtable-site", features: None, wasm: false, what: "--all-targets" },
    Row { package: "sandtable-headless", features: None, wasm: true, what: "--lib" },
    Row { package: "sandtable-test-attribute", features: None, wasm: false, what: "--lib" },
    Row { package: "sandtable-wasm-tests", features: None, wasm: true, what: "--all-targets" },
];

impl Row {
    /// The arguments that choose this build.
    pub(crate) fn arguments(&self) -> Vec<&'static str> {
        let mut arguments = vec!["--package", self.package, self.what];
        if let Some(features) = self.features {
            arguments.extend(["--no-default-features", "--features", features]);
        }
        if self.wasm {
            arguments.extend(["--target", "wasm32-unknown-unknown"]);
        }
        arguments
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_build_joins_the_two_sides_of_leptos() {
        for row in ROWS {
            let arguments = row.arguments();
            let both = arguments.iter().any(|word| word.contains("csr") && word.contains("ssr"));
            assert!(!both && !arguments.contains(&"--all-features"), "{arguments:?}");
        }
    }

    #[test]
    fn a_row_says_package_features_and_target() {
        let app = ROWS.iter().find(|row| row.features == Some("csr")).unwrap();
        let expected = "--package sandtable-app --lib --no-default-features --features csr \
            --target wasm32-unknown-unknown";
        assert_eq!(app.arguments().join(" "), expected);
    }
}
