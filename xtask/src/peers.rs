//! How are the algorithms compared with other libraries, apart from everything else?

use crate::workspace::Workspace;
use crate::{Result, machine, process, tools};
use std::process::Command;

/// The folder of the comparison: a workspace of its own, so that nothing that is compared with is
/// in the project's lock file, its checks or its tests.
const FOLDER: &str = "tests/peers";

/// What of core runs in Node there.
const WASM: &str = "sandtable-peers-wasm";
const TARGET: &str = "wasm32-unknown-unknown";

/// Measures, plays the differential tests, and writes `docs/peers.md`. Data that may not be passed on
/// is read from the folder that `SANDTABLE_DATA` names.
pub(crate) fn measure(workspace: &Workspace, quick: bool) -> Result<()> {
    let folder = workspace.root.join(FOLDER);
    let cargo = |words: &[&str], profile: &str| {
        let mut command = workspace.cargo();
        command.current_dir(&folder).args(words).args([
            "--profile",
            profile,
            "--locked",
            "--quiet",
        ]);
        command
    };
    let date = process::answer(Command::new("date").args(["-u", "+%Y-%m-%d"]))?;
    let mut bench = cargo(&["run"], if quick { "quick" } else { "release" });
    if let Some(data) = std::env::var_os("SANDTABLE_DATA") {
        // A relative name is meant from the root.
        bench.env("SANDTABLE_DATA", workspace.root.join(data));
    }
    tools::wasm_target()?;
    process::loud(&mut cargo(&["build", "--package", WASM, "--target", TARGET], "release"))?;
    let code = folder.join("target").join(TARGET).join("release");
    let mut bind = Command::new(tools::wasm_bindgen(workspace)?);
    bind.args(["--target", "nodejs", "--out-dir"]).arg(code.join("node"));
    let name = WASM.replace('-', "_");
    process::quiet(bind.arg(code.join(format!("{name}.wasm"))))?;
    bench.env("PEERS_NODE", tools::node()?);
    bench.env("PEERS_PACKAGES", tools::npm_packages("peers", &folder.join("node"))?);
    bench.env("PEERS_WASM", code.join("node").join(format!("{name}.js")));
    bench.arg("--").arg(workspace.root.join("docs/peers.md"));
    process::loud(bench.arg(machine::name()).arg(date.trim()))
}
