//! How is the search over the site compared with others?

use crate::workspace::Workspace;
use crate::{Result, dist, machine, marked, process, tools};
use std::process::Command;

/// The folder with the judged queries and the script that asks them.
const FOLDER: &str = "tests/search";
/// Where the table stands.
const DOCUMENT: &str = "docs/search.md";

/// Asks every search the same over dist/, which is built before, and writes the table.
pub(crate) fn measure(workspace: &Workspace) -> Result<()> {
    let folder = workspace.root.join(FOLDER);
    let web = workspace.root.join("tests/web");
    tools::playwright(&web)?;
    let mut indexer = workspace.cargo();
    indexer.args(["build", "--quiet", "--package", "sandtable-search", "--example", "folder"]);
    process::loud(&mut indexer)?;
    let mut command = Command::new(tools::node()?);
    command.arg(folder.join("compare.mjs")).arg(dist::folder(workspace));
    command.arg(tools::npm_packages("search", &folder)?).arg(&web);
    command.arg(workspace.target.join("debug/examples/folder"));
    command.env("CHROMIUM", tools::chromium()?);
    let table = process::answer(&mut command)?;
    println!("{table}");
    let document = workspace.root.join(DOCUMENT);
    let trouble = |error: std::io::Error| format!("{}: {error}", document.display());
    let text = std::fs::read_to_string(&document).map_err(trouble)?;
    let date = process::answer(Command::new("date").args(["-u", "+%Y-%m-%d"]))?;
    let taken =
        format!("Taken by `cargo xtask bench search` on {} on {}.", date.trim(), machine::name());
    let text = marked::replaced(&text, "measured", &format!("{}\n\n{taken}", table.trim()))
        .map_err(|error| format!("{}: {error}", document.display()))?;
    std::fs::write(&document, text).map_err(trouble)
}
