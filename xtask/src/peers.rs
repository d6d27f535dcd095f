//! How are the algorithms compared with other libraries, apart from everything else?

use crate::workspace::Workspace;
use crate::{Result, machine, process};
use std::process::Command;

/// The folder of the comparison: a workspace of its own, so that nothing that is compared with is
/// in the project's lock file, its checks or its tests.
const FOLDER: &str = "tests/peers";

/// Runs the differential tests, measures, and writes `docs/peers.md`. Data that may not be passed on
/// is read from the folder that `SANDTABLE_DATA` names.
pub(crate) fn measure(workspace: &Workspace) -> Result<()> {
    let folder = workspace.root.join(FOLDER);
    let cargo = |words: &[&str]| {
        let mut command = workspace.cargo();
        command.current_dir(&folder).args(words).args(["--release", "--locked"]);
        if let Some(data) = std::env::var_os("SANDTABLE_DATA") {
            // A relative name is meant from the root.
            command.env("SANDTABLE_DATA", workspace.root.join(data));
        }
        command
    };
    process::loud(&mut cargo(&["test", "--quiet"]))?;
    let date = process::answer(Command::new("date").args(["-u", "+%Y-%m-%d"]))?;
    let mut bench = cargo(&["run", "--quiet"]);
    bench.arg("--").arg(workspace.root.join("docs/peers.md"));
    process::loud(bench.arg(machine::name()).arg(date.trim()))
}
