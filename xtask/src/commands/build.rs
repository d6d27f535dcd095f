//! `cargo xtask build`: writes the site that readers get into dist/.

use super::{Command, misread, unexpected};
use crate::dist::{self, Dist};
use crate::site::{self, Order};
use crate::wasm::{self, Kind};
use crate::workspace::Workspace;
use crate::{Result, compress};
use lexopt::prelude::*;
use std::path::PathBuf;

pub(super) const COMMAND: Command = Command {
    name: "build",
    usage: "build [OPTIONS]",
    summary: "Build the site that readers get, into dist/",
    options: &[
        ("--address URL", "where the site will be served, if not at the root of a host"),
        ("--no-offline", "readers keep nothing on their devices, and what they kept is taken off"),
        ("--single-file TOPIC", "write one file with a topic, or with `all`, into dist-single/"),
        ("--verify", "build everything a second time elsewhere, and compare every byte"),
    ],
    run,
};

fn run(mut parser: lexopt::Parser) -> Result<()> {
    let mut single = None;
    let (mut verify, mut offline, mut address) = (false, true, ROOT.to_owned());
    while let Some(argument) = parser.next().map_err(|error| misread(&error))? {
        match argument {
            Long("verify") => verify = true,
            Long("no-offline") => offline = false,
            Long("single-file") => {
                let value = parser.value().map_err(|error| misread(&error))?;
                single = Some(value.to_string_lossy().into_owned());
            }
            Long("address") => {
                let value = parser.value().map_err(|error| misread(&error))?;
                address = value.to_string_lossy().into_owned();
            }
            other => return Err(unexpected(&other, &COMMAND)),
        }
    }
    let workspace = Workspace::find()?;
    if let Some(what) = single {
        let file = single_file(&workspace, &address, &what)?;
        println!("{} opens without a server or a network", file.display());
        return Ok(());
    }
    let Release { built, notes } = release(&workspace, &address, offline)?;
    let files = built.0.len();
    let bytes: usize = built.0.values().map(Vec::len).sum();
    println!("dist/ holds {files} files, {} kB", bytes / 1000);
    let packed = compress::write(&dist::folder(&workspace))?;
    println!("{packed} files stand beside them in brotli and gzip, for hosts that serve those");
    for note in notes {
        println!("{note}");
    }
    if verify {
        verify_elsewhere(&workspace, &address, offline, &built)?;
        println!("a second build elsewhere gave the same bytes");
    }
    Ok(())
}

/// Where single files are written.
pub(super) fn single_folder(workspace: &Workspace) -> PathBuf {
    workspace.root.join("dist-single")
}

/// Writes a topic, or `all`, as one file, and says where.
pub(super) fn single_file(workspace: &Workspace, address: &str, what: &str) -> Result<PathBuf> {
    let code = wasm::build(workspace, Kind::Release)?;
    let out = single_folder(workspace).join(format!("{what}.html"));
    site::write_single(workspace, Order { code: &code, address, offline: false }, what, &out)?;
    Ok(out)
}

/// Where a site is served when nothing else is said.
pub(super) const ROOT: &str = "/";

/// What readers get, and what whoever publishes it should know.
pub(super) struct Release {
    built: Dist,
    notes: Vec<String>,
}

/// Builds the release into dist/, and refuses what is not fit to be published.
pub(super) fn release(workspace: &Workspace, address: &str, offline: bool) -> Result<Release> {
    let code = wasm::build(workspace, Kind::Release)?;
    let order = Order { code: &code, address, offline };
    let folder = dist::folder(workspace);
    compress::remove(&folder)?;
    let notes = site::write(workspace, order, &folder)?.notes;
    let built = Dist::read(&folder)?;
    let faults = built.faults(&dist::paths_of_this_machine(workspace)?);
    if !faults.is_empty() {
        return Err(format!("dist/ is not fit to be published:\n  {}", faults.join("\n  ")));
    }
    // The pages are written again: an order that changes from run to run shows here.
    write_again(workspace, order, &built)?;
    Ok(Release { built, notes })
}

/// Compiles in a target folder of its own, so that a path of it in the output shows too.
fn verify_elsewhere(
    workspace: &Workspace,
    address: &str,
    offline: bool,
    built: &Dist,
) -> Result<()> {
    let target = workspace.target.join("sandtable/second-target");
    let code = wasm::build_in(&target, workspace, Kind::Release)?;
    write_again(workspace, Order { code: &code, address, offline }, built)
}

/// Writes the site into an empty folder and compares every byte.
fn write_again(workspace: &Workspace, order: Order, built: &Dist) -> Result<()> {
    let second = workspace.target.join("sandtable/second-site");
    if second.exists() {
        std::fs::remove_dir_all(&second)
            .map_err(|error| format!("cannot empty {}: {error}", second.display()))?;
    }
    site::write(workspace, order, &second)?;
    let differences = built.differences(&Dist::read(&second)?);
    if differences.is_empty() {
        return Ok(());
    }
    let second = second.display();
    Err(format!("two builds differ (the second is in {second}):\n  {}", differences.join("\n  ")))
}
