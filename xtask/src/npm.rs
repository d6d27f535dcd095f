//! How do the models become a package for Node and bundlers?

use crate::workspace::Workspace;
use crate::{Result, lockfile, process, tools, wasm};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const PACKAGE: &str = "sandtable-headless";
const CRATE: &str = "sandtable_headless";

/// What is copied from the repository: from where, and its name in the package.
const FILES: [(&str, &str); 6] = [
    ("headless/npm/README.md", "README.md"),
    ("headless/npm/index.d.ts", "index.d.ts"),
    ("headless/npm/node.js", "node.js"),
    ("headless/npm/web.js", "web.js"),
    ("LICENSE-APACHE", "LICENSE-APACHE"),
    ("LICENSE-MIT", "LICENSE-MIT"),
];

/// Where the package is written.
pub(crate) fn folder(workspace: &Workspace) -> PathBuf {
    workspace.target.join("sandtable/npm")
}

/// Writes the package, and says how many bytes of wasm it has.
pub(crate) fn write(workspace: &Workspace) -> Result<u64> {
    tools::wasm_target()?;
    let bindgen = tools::wasm_bindgen(workspace)?;
    // Whoever runs thousands of runs wants speed; the page's program is made small instead.
    let mut command = workspace.cargo();
    command.args(["build", "--quiet", "--release", "--target", wasm::TARGET]);
    command.args(["--package", PACKAGE]);
    command.env("CARGO_ENCODED_RUSTFLAGS", wasm::remapping(workspace)?);
    process::loud(&mut command)?;
    let folder = folder(workspace);
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| trouble(&folder, &error))?;
    }
    let compiled = workspace.target.join(wasm::TARGET).join("release");
    let mut command = Command::new(bindgen);
    command.args(["--target", "web", "--out-name", "sandtable", "--out-dir"]).arg(&folder);
    command.args(["--remove-name-section", "--remove-producers-section"]);
    process::quiet(command.arg(compiled.join(format!("{CRATE}.wasm"))))?;
    for (from, to) in FILES {
        let to = folder.join(to);
        fs::copy(workspace.root.join(from), &to).map_err(|error| trouble(&to, &error))?;
    }
    let version = lockfile::version_of(PACKAGE, &workspace.root)?;
    let manifest = workspace.root.join("headless/npm/package.json");
    let text = fs::read_to_string(&manifest).map_err(|error| trouble(&manifest, &error))?;
    let to = folder.join("package.json");
    fs::write(&to, text.replace("VERSION", &version)).map_err(|error| trouble(&to, &error))?;
    let wasm = folder.join("sandtable_bg.wasm");
    fs::metadata(&wasm).map(|file| file.len()).map_err(|error| trouble(&wasm, &error))
}

fn trouble(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", path.display())
}
