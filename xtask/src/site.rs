//! How are the pages written from the content and the app's code?

use crate::workspace::Workspace;
use crate::{Result, process};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

const PACKAGE: &str = "sandtable-site";

/// Writes the whole site into `out`, which then holds nothing else, and gives the time it took
/// once the writer was compiled.
///
/// It is written beside `out` first, so that a site with a mistake in it never replaces one
/// without.
pub(crate) fn write(workspace: &Workspace, wasm: &Path, out: &Path) -> Result<Duration> {
    let next = out.with_added_extension("next");
    let trouble = |error: std::io::Error| format!("cannot write {}: {error}", out.display());
    let mut command = writer(workspace)?;
    command.arg("--wasm").arg(wasm).arg("--out").arg(&next);
    remove(&next).map_err(trouble)?;
    let started = Instant::now();
    process::loud(&mut command)?;
    let took = started.elapsed();
    remove(out).map_err(trouble)?;
    fs::rename(&next, out).map_err(trouble)?;
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

fn remove(folder: &Path) -> std::io::Result<()> {
    if folder.exists() { fs::remove_dir_all(folder) } else { Ok(()) }
}
