//! Where are the tools of other people's pages, which the browser tests build around the element?

use super::node::npm_script;
use super::{Tool, cargo_install_with, cargo_program, cargo_root};
use crate::Result;
use std::path::{Path, PathBuf};

/// The mdBook whose books the element is tried in.
const MDBOOK: &str = "0.5.4";

/// The program mdbook.
pub(crate) fn mdbook() -> Result<PathBuf> {
    let find = || cargo_program("mdbook", MDBOOK);
    // What it serves and searches with is most of its code, and of no use here.
    let arguments = ["--no-default-features"];
    let install = || cargo_install_with("mdbook", MDBOOK, true, &cargo_root()?, &arguments);
    let name = format!("mdBook {MDBOOK}");
    Tool { name: &name, takes: "about 3 minutes", find: &find, install: &install }.ensure()
}

/// Installs VitePress where the site in this folder finds it.
pub(crate) fn vitepress(site: &Path) -> Result<PathBuf> {
    npm_script("the Node packages of a VitePress site", site, "vitepress/bin/vitepress.js")
}
