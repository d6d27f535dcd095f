//! Where is wasm-split-cli, which cuts the program into what all models share and what each needs?

use super::{Tool, cargo_install_with, cargo_root};
use crate::Result;
use std::path::PathBuf;

/// The version of the program: the functions that the app marks are those of the same release.
pub(crate) const VERSION: &str = "0.2.4";

/// The program that cuts a wasm module at the functions that are marked for it.
pub(crate) fn wasm_split() -> Result<PathBuf> {
    // It does not say its version, so the folder does.
    let root = cargo_root()?.join(format!("wasm-split-{VERSION}"));
    let program = root.join("bin/wasm-split-cli");
    let find = || program.exists().then(|| program.clone());
    let install = || {
        let features = ["--features", "build-binary"];
        cargo_install_with("wasm_split_cli_support", VERSION, true, &root, &features)
    };
    let name = format!("wasm-split-cli {VERSION}");
    Tool { name: &name, takes: "about 1 minute", find: &find, install: &install }.ensure()
}
