//! Where is the second browser of the wasm tests, and the program that drives it?

use super::{Tool, apt, cargo_install, cargo_program};
use crate::{Result, machine};
use std::path::PathBuf;

const GECKODRIVER: &str = "0.37.1";

/// Firefox and its driver.
pub(crate) struct Firefox {
    /// The browser.
    pub(crate) browser: PathBuf,
    /// The program that drives it.
    pub(crate) driver: PathBuf,
}

/// Firefox and geckodriver, where they install.
pub(crate) fn firefox() -> Result<Firefox> {
    let find = || machine::first_program(&["firefox-esr", "firefox"]);
    let install = || apt::install(&["firefox-esr"]);
    let tool = Tool { name: "Firefox", takes: "about a minute", find: &find, install: &install };
    let browser = tool.ensure()?;

    let find = || {
        let named = machine::program_in_variable("GECKODRIVER");
        named.or_else(|| cargo_program("geckodriver", GECKODRIVER))
    };
    let install = || cargo_install("geckodriver", GECKODRIVER, true);
    let name = format!("geckodriver {GECKODRIVER}");
    let takes = "about 2 minutes";
    let driver = Tool { name: &name, takes, find: &find, install: &install }.ensure()?;
    Ok(Firefox { browser, driver })
}
