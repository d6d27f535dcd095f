//! Are the Node packages of the browser tests those that their lock file asks for?

use super::node::npm_script;
use crate::Result;
use std::path::{Path, PathBuf};

/// Installs what `tests/web/package-lock.json` asks for, and gives the script that Node runs the
/// tests with.
pub(crate) fn playwright(package: &Path) -> Result<PathBuf> {
    npm_script("the Node packages of tests/web", package, "@playwright/test/cli.js")
}
