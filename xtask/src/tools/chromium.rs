//! Where is the browser that the tests drive, and the program that drives it?

use super::{Tool, apt};
use crate::{Result, machine};
use std::path::{Path, PathBuf};

const BROWSERS: &[&str] =
    &["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const ELSEWHERE: &[&str] = &[
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/// Chromium, or a Chrome that is already there.
pub(crate) fn chromium() -> Result<PathBuf> {
    let find = || {
        let known = || ELSEWHERE.iter().map(PathBuf::from).find(|path| path.exists());
        let named = machine::program_in_variable("CHROMIUM");
        named.or_else(|| machine::first_program(BROWSERS)).or_else(known)
    };
    let install = || install("Chrome or Chromium, and name it in CHROMIUM");
    Tool { name: "Chromium", takes: "about a minute", find: &find, install: &install }.ensure()
}

/// ChromeDriver, of the same version as the browser.
pub(crate) fn chromedriver() -> Result<PathBuf> {
    let find = || {
        let beside = Path::new("/usr/lib/chromium-browser/chromedriver");
        let beside = || beside.exists().then(|| beside.to_owned());
        let named = machine::program_in_variable("CHROMEDRIVER");
        named.or_else(|| machine::program("chromedriver")).or_else(beside)
    };
    let install = || install("the ChromeDriver of your Chrome's version; name it in CHROMEDRIVER");
    Tool { name: "ChromeDriver", takes: "about a minute", find: &find, install: &install }.ensure()
}

fn install(otherwise: &str) -> Result<()> {
    // Without a font every label measures zero.
    apt::install(&["chromium", "chromium-driver", "fonts-liberation"])
        .map_err(|error| format!("{error}\ninstall {otherwise}"))
}
