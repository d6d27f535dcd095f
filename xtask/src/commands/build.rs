//! `cargo xtask build`: writes the site that readers get into dist/.

use super::{Command, misread, unexpected};
use crate::dist::{self, Dist};
use crate::wasm::{self, Kind};
use crate::workspace::Workspace;
use crate::{Result, site};
use lexopt::prelude::*;
use std::path::Path;

pub(super) const COMMAND: Command = Command {
    name: "build",
    usage: "build [--verify]",
    summary: "Build the site that readers get, into dist/",
    options: &[("--verify", "build everything a second time elsewhere, and compare every byte")],
    run,
};

fn run(mut parser: lexopt::Parser) -> Result<()> {
    let mut verify = false;
    while let Some(argument) = parser.next().map_err(|error| misread(&error))? {
        match argument {
            Long("verify") => verify = true,
            other => return Err(unexpected(&other, &COMMAND)),
        }
    }
    let workspace = Workspace::find()?;
    let built = release(&workspace)?;
    let files = built.0.len();
    let bytes: usize = built.0.values().map(Vec::len).sum();
    println!("dist/ holds {files} files, {} kB", bytes / 1000);
    if verify {
        verify_elsewhere(&workspace, &built)?;
        println!("a second build elsewhere gave the same bytes");
    }
    Ok(())
}

/// Builds the release into dist/, and refuses what is not fit to be published.
pub(super) fn release(workspace: &Workspace) -> Result<Dist> {
    let code = wasm::build(workspace, Kind::Release)?;
    let folder = dist::folder(workspace);
    site::write(workspace, &code, &folder)?;
    let built = Dist::read(&folder)?;
    let faults = built.faults(&dist::paths_of_this_machine(workspace)?);
    if !faults.is_empty() {
        return Err(format!("dist/ is not fit to be published:\n  {}", faults.join("\n  ")));
    }
    // The pages are written again: an order that changes from run to run shows here.
    let second = workspace.target.join("sandtable/second-site");
    site::write(workspace, &code, &second)?;
    same(&built, &second)?;
    Ok(built)
}

/// Compiles in a target folder of its own, so that a path of it in the output shows too.
fn verify_elsewhere(workspace: &Workspace, built: &Dist) -> Result<()> {
    let target = workspace.target.join("sandtable/second-target");
    let code = wasm::build_in(&target, workspace, Kind::Release)?;
    let second = workspace.target.join("sandtable/second-site");
    site::write(workspace, &code, &second)?;
    same(built, &second)
}

fn same(built: &Dist, second: &Path) -> Result<()> {
    let differences = built.differences(&Dist::read(second)?);
    if differences.is_empty() {
        return Ok(());
    }
    let second = second.display();
    Err(format!("two builds differ (the second is in {second}):\n  {}", differences.join("\n  ")))
}
