//! `cargo xtask package`: writes the npm package that runs models without a page.

use super::{Command, misread, unexpected};
use crate::workspace::Workspace;
use crate::{Result, npm};

pub(super) const COMMAND: Command = Command {
    name: "package",
    usage: "package",
    summary: "Write the npm package that runs models without a page",
    options: &[],
    run,
};

fn run(mut parser: lexopt::Parser) -> Result<()> {
    if let Some(argument) = parser.next().map_err(|error| misread(&error))? {
        return Err(unexpected(&argument, &COMMAND));
    }
    let workspace = Workspace::find()?;
    let bytes = npm::write(&workspace)?;
    let folder = npm::folder(&workspace);
    println!("{} holds the package; its wasm has {} kB", folder.display(), bytes / 1000);
    println!("try it: npm install {}", folder.display());
    Ok(())
}
