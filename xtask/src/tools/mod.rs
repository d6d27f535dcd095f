//! What must be installed before a command can do its work, and who installs it?

mod apt;
mod cargo_deny;
mod chromium;
mod components;
mod firefox;
mod hosts;
mod node;
mod playwright;
mod wasm_bindgen;
mod wasm_split;

pub(crate) use cargo_deny::cargo_deny;
pub(crate) use chromium::{chromedriver, chromium};
pub(crate) use components::{clippy_and_rustfmt, rust_source, wasm_target};
pub(crate) use firefox::firefox;
pub(crate) use hosts::{mdbook, vitepress};
pub(crate) use node::{node, npm, npm_packages};
pub(crate) use playwright::playwright;
pub(crate) use wasm_bindgen::{wasm_bindgen, wasm_bindgen_test_runner};
pub(crate) use wasm_split::{VERSION as WASM_SPLIT_VERSION, wasm_split};

use crate::{Result, process};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Something that is installed once, and quietly found from then on.
struct Tool<'a> {
    /// Name and version, as the announcement prints them.
    name: &'a str,
    /// How long an installation takes, roughly.
    takes: &'a str,
    /// Finds it, in the version that we want.
    find: &'a dyn Fn() -> Option<PathBuf>,
    /// Installs it.
    install: &'a dyn Fn() -> Result<()>,
}

impl Tool<'_> {
    /// Where the tool is, installing it if it is nowhere.
    fn ensure(&self) -> Result<PathBuf> {
        if let Some(path) = (self.find)() {
            return Ok(path);
        }
        println!("installing {} ({}, once)", self.name, self.takes);
        (self.install)().map_err(|error| format!("{error}\n{} is not installed", self.name))?;
        (self.find)().ok_or_else(|| format!("{} was installed but is not found", self.name))
    }
}

/// Where tools are kept: outside the clone, so that every clone shares them.
fn cache() -> Result<PathBuf> {
    let variable = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    if let Some(folder) = variable("SANDTABLE_CACHE") {
        return Ok(folder.into());
    }
    let base = variable("XDG_CACHE_HOME").map(PathBuf::from);
    let base = base.or_else(|| std::env::home_dir().map(|home| home.join(".cache")));
    let base = base.ok_or("there is no home folder; set SANDTABLE_CACHE to a folder for tools")?;
    Ok(base.join("sandtable"))
}

/// Where it is noted which programs of tests passed.
pub(crate) fn passed() -> Result<PathBuf> {
    Ok(cache()?.join("passed"))
}

/// The folder of the tools that cargo installs.
fn cargo_root() -> Result<PathBuf> {
    Ok(cache()?.join("tools"))
}

/// Installs a crate's programs into the cache.
fn cargo_install(package: &str, version: &str, locked: bool) -> Result<()> {
    cargo_install_with(package, version, locked, &cargo_root()?, &[])
}

/// Installs a crate's programs below a folder, with further arguments.
fn cargo_install_with(
    package: &str,
    version: &str,
    locked: bool,
    root: &Path,
    arguments: &[&str],
) -> Result<()> {
    let mut command = Command::new("cargo");
    command.args(["install", package, "--version", version, "--force", "--root"]);
    command.arg(root).args(arguments);
    if locked {
        command.arg("--locked");
    }
    // What a caller sets for its own build must not reach the tool's.
    for variable in ["CARGO_TARGET_DIR", "RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS"] {
        command.env_remove(variable);
    }
    process::quiet(&mut command).map(drop)
}

/// The program in the cache or on the path that answers `--version` with this version.
fn cargo_program(program: &str, version: &str) -> Option<PathBuf> {
    let cached = cargo_root().ok()?.join("bin").join(program);
    let known = [Some(cached), crate::machine::program(program)];
    known.into_iter().flatten().find(|path| {
        let answer = process::answer(Command::new(path).arg("--version"));
        answer.is_ok_and(|answer| says_version(&answer, version))
    })
}

fn says_version(answer: &str, version: &str) -> bool {
    answer.split_whitespace().any(|word| word.trim_start_matches('v') == version)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn a_tool_that_is_there_is_not_installed_again() {
        let installed = Cell::new(0);
        let install = || {
            installed.set(installed.get() + 1);
            Ok(())
        };
        let find = || (installed.get() > 0).then(|| PathBuf::from("here"));
        let tool = Tool { name: "sample 1.0", takes: "no time", find: &find, install: &install };
        assert_eq!(tool.ensure().unwrap(), PathBuf::from("here"));
        assert_eq!(tool.ensure().unwrap(), PathBuf::from("here"));
        assert_eq!(installed.get(), 1);
    }

    #[test]
    fn a_failed_installation_names_the_tool_and_the_cause() {
        let install = || Err("no network".to_owned());
        let tool = Tool { name: "sample 1.0", takes: "-", find: &|| None, install: &install };
        assert_eq!(tool.ensure().unwrap_err(), "no network\nsample 1.0 is not installed");
    }

    #[test]
    fn only_the_whole_version_counts() {
        assert!(says_version("wasm-bindgen 0.2.130\n", "0.2.130"));
        assert!(says_version("wasm-bindgen 0.2.130 (abc)\n", "0.2.130"));
        assert!(says_version("v20.1.0", "20.1.0"));
        assert!(!says_version("wasm-bindgen 0.2.1301", "0.2.130"));
        assert!(!says_version("wasm-bindgen 0.2.13", "0.2.130"));
    }
}
