//! Which rules of the repository can be read off its texts?

mod app_through_session;
mod clean_text;
mod core_dependencies;
mod core_purity;
mod default_members;
mod file_length;
mod markdown_links;
mod models_without_markup;
mod module_line;
mod relative_addresses;
mod unsafe_code;
mod views_without_models;

use crate::tree::Tree;

/// A place where a rule is broken.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    /// The file, from the root of the repository.
    pub(crate) path: String,
    /// The line, from 1.
    pub(crate) line: usize,
    /// What is wrong, and the cure.
    pub(crate) message: String,
}

impl Finding {
    fn new(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, message: message.into() }
    }
}

/// A rule.
pub(crate) struct Invariant {
    /// The rule, in one sentence.
    pub(crate) rule: &'static str,
    /// Finds every place where it is broken.
    pub(crate) broken: fn(&Tree) -> Vec<Finding>,
}

/// Every rule, each in a file of its own with a test that shows it broken.
pub(crate) const INVARIANTS: &[Invariant] = &[
    core_dependencies::INVARIANT,
    core_purity::INVARIANT,
    default_members::INVARIANT,
    models_without_markup::INVARIANT,
    views_without_models::INVARIANT,
    app_through_session::INVARIANT,
    module_line::INVARIANT,
    file_length::INVARIANT,
    relative_addresses::INVARIANT,
    markdown_links::INVARIANT,
    clean_text::INVARIANT,
    unsafe_code::INVARIANT,
];

#[cfg(test)]
fn lines_of(invariant: &Invariant, tree: &Tree) -> Vec<(String, usize)> {
    let findings = (invariant.broken)(tree);
    findings.into_iter().map(|finding| (finding.path, finding.line)).collect()
}
