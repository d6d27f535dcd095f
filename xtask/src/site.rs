//! How are the pages written from the content and the app's code?

use crate::workspace::Workspace;
use crate::{Result, process};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

const PACKAGE: &str = "sandtable-site";

/// What a site is written from, and for which place.
#[derive(Clone, Copy)]
pub(crate) struct Order<'a> {
    /// The folder with the app's wasm and JavaScript.
    pub(crate) code: &'a Path,
    /// Where the site will be served: an address, or a path such as `/`.
    pub(crate) address: &'a str,
}

/// Writes the whole site into `out`, and gives the time it took once the writer was compiled.
/// A mistake in the content leaves what was there.
pub(crate) fn write(workspace: &Workspace, order: Order, out: &Path) -> Result<Duration> {
    let mut command = writer(workspace)?;
    command.arg("--wasm").arg(order.code).arg("--out").arg(out);
    command.args(["--address", order.address]);
    let started = Instant::now();
    let output = process::quiet(&mut command)?;
    let took = started.elapsed();
    for note in output.lines().filter(|line| line.starts_with("note: ")) {
        println!("{note}");
    }
    Ok(took)
}

/// Checks the content and writes nothing.
pub(crate) fn check(workspace: &Workspace) -> Result<String> {
    process::quiet(writer(workspace)?.arg("--check"))
}

/// The program that writes the pages, compiled, with what it reads.
fn writer(workspace: &Workspace) -> Result<Command> {
    let program = format!("debug/{PACKAGE}{}", std::env::consts::EXE_SUFFIX);
    let program = workspace.target.join(program);
    if !program.exists() {
        println!("compiling the writer of the pages (some minutes, once)");
    }
    process::loud(workspace.cargo().args(["build", "--quiet", "--package", PACKAGE]))?;
    let mut command = Command::new(program);
    command.current_dir(&workspace.root);
    command.args(["--content", "content", "--public", "public"]);
    Ok(command)
}
