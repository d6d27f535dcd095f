//! Where is the wasm-bindgen that fits the crate in Cargo.lock?

use super::{Tool, cargo_install, cargo_program};
use crate::workspace::Workspace;
use crate::{Result, lockfile};
use std::path::PathBuf;

/// The program that writes the JavaScript around a wasm module.
pub(crate) fn wasm_bindgen(workspace: &Workspace) -> Result<PathBuf> {
    program("wasm-bindgen", workspace)
}

/// The program that runs the tests of a wasm module in a browser.
pub(crate) fn wasm_bindgen_test_runner(workspace: &Workspace) -> Result<PathBuf> {
    program("wasm-bindgen-test-runner", workspace)
}

fn program(program: &str, workspace: &Workspace) -> Result<PathBuf> {
    // The program and the crate share a private format: any other version refuses to work.
    let version = lockfile::version_of("wasm-bindgen", &workspace.root)?;
    let find = || cargo_program(program, &version);
    // It does not install with the lock file of its own package.
    let install = || cargo_install("wasm-bindgen-cli", &version, false);
    let name = format!("wasm-bindgen-cli {version}");
    Tool { name: &name, takes: "about 2 minutes", find: &find, install: &install }.ensure()
}
