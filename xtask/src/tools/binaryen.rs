//! Where is wasm-opt, which makes the page's code small?

use super::Tool;
use super::node::{npm_cache, npm_install};
use crate::Result;
use std::path::{Path, PathBuf};

/// The version of Binaryen: another one writes other bytes.
pub(crate) const VERSION: &str = "132.0.0";

/// The program wasm-opt, from the npm package of Binaryen.
pub(crate) fn wasm_opt() -> Result<PathBuf> {
    let folder = npm_cache()?;
    let package = folder.join("node_modules/binaryen/package.json");
    let program = folder.join("node_modules/.bin/wasm-opt");
    let find = || (version_in(&package)? == VERSION && program.exists()).then(|| program.clone());
    let install = || npm_install("binaryen", VERSION);
    let name = format!("wasm-opt of Binaryen {VERSION}");
    Tool { name: &name, takes: "about 20 seconds", find: &find, install: &install }.ensure()
}

fn version_in(package: &Path) -> Option<String> {
    let text = std::fs::read_to_string(package).ok()?;
    let json: serde_json::Value = serde_json::from_str(&text).ok()?;
    json["version"].as_str().map(str::to_owned)
}
