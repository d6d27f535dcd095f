//! Where is Node, which runs wasm-opt, the browser tests and the measurements?

use super::{Tool, apt};
use crate::{Result, machine};
use std::path::PathBuf;

/// The program node.
pub(crate) fn node() -> Result<PathBuf> {
    either("node")
}

/// The program npm, which comes with Node on most systems.
pub(crate) fn npm() -> Result<PathBuf> {
    either("npm")
}

fn either(program: &str) -> Result<PathBuf> {
    let find = || machine::program(program);
    let install = || {
        apt::install(&["nodejs", "npm"])
            .map_err(|error| format!("{error}\ninstall Node 18 or newer, with npm (nodejs.org)"))
    };
    let tool = Tool { name: program, takes: "about 2 minutes", find: &find, install: &install };
    tool.ensure()
}
