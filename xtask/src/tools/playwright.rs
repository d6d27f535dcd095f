//! Are the Node packages of the browser tests those that their lock file asks for?

use super::{Tool, npm};
use crate::{Result, process};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Installs what `tests/web/package-lock.json` asks for, and gives the script that Node runs the
/// tests with.
pub(crate) fn playwright(package: &Path) -> Result<PathBuf> {
    let lock = package.join("package-lock.json");
    let wanted = std::fs::read_to_string(&lock)
        .map_err(|error| format!("cannot read {}: {error}", lock.display()))?;
    // What was installed last: a copy of the lock file, beside what it installed.
    let installed = package.join("node_modules/.installed-lock.json");
    let script = package.join("node_modules/@playwright/test/cli.js");
    let find = || {
        let same = std::fs::read_to_string(&installed).is_ok_and(|text| text == wanted);
        (same && script.exists()).then(|| script.clone())
    };
    let install = || {
        let mut command = Command::new(npm()?);
        command.args(["ci", "--no-audit", "--no-fund"]).current_dir(package);
        // The browser is the system's own.
        process::quiet(command.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))?;
        std::fs::write(&installed, &wanted)
            .map_err(|error| format!("cannot write {}: {error}", installed.display()))
    };
    let name = "the Node packages of tests/web";
    Tool { name, takes: "about 20 seconds", find: &find, install: &install }.ensure()
}
