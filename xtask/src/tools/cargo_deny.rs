//! Where is cargo-deny, which reads the licences and sources of what we depend on?

use super::{Tool, cargo_install, cargo_program};
use crate::Result;
use std::path::PathBuf;

const VERSION: &str = "0.20.2";

/// The program cargo-deny.
pub(crate) fn cargo_deny() -> Result<PathBuf> {
    let find = || cargo_program("cargo-deny", VERSION);
    let install = || cargo_install("cargo-deny", VERSION, true);
    let name = format!("cargo-deny {VERSION}");
    Tool { name: &name, takes: "about 5 minutes", find: &find, install: &install }.ensure()
}
