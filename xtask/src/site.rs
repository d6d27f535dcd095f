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
    /// Whether readers can keep pages on their devices.
    pub(crate) offline: bool,
}

/// What came of it.
pub(crate) struct Written {
    /// The time it took, once the writer was compiled.
    pub(crate) took: Duration,
    /// What whoever publishes the site should know, a line each.
    pub(crate) notes: Vec<String>,
}

/// Writes the whole site into `out`. A mistake in the content leaves what was there.
pub(crate) fn write(workspace: &Workspace, order: Order, out: &Path) -> Result<Written> {
    let mut command = writer(workspace)?;
    command.arg("--wasm").arg(order.code).arg("--out").arg(out);
    command.args(["--address", order.address]);
    if !order.offline {
        command.arg("--no-offline");
    }
    let started = Instant::now();
    let output = process::quiet(&mut command)?;
    let took = started.elapsed();
    let notes = output.lines().filter(|line| line.starts_with("note: ")).map(str::to_owned);
    Ok(Written { took, notes: notes.collect() })
}

/// Writes a topic, or `all`, as one file.
pub(crate) fn write_single(
    workspace: &Workspace,
    order: Order,
    what: &str,
    out: &Path,
) -> Result<()> {
    let mut command = writer(workspace)?;
    command.arg("--wasm").arg(order.code).arg("--out").arg(out);
    process::quiet(command.args(["--address", order.address, "--single", what])).map(drop)
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
    command.arg("--cache").arg(workspace.target.join("sandtable/pictures"));
    Ok(command)
}
