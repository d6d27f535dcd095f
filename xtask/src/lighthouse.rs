//! What does Lighthouse say of the site?

use crate::workspace::Workspace;
use crate::{Result, compress, dist, process, tools};
use serde_json::Value;
use std::process::{Command, Stdio};

/// The folder with the script and the packages that it needs.
const FOLDER: &str = "tests/lighthouse";

/// The lowest score of each category over the pages that are asked about; dist/ is built before.
pub(crate) fn ask(workspace: &Workspace) -> Result<Value> {
    let folder = workspace.root.join(FOLDER);
    // As a host would serve it.
    compress::write(&dist::folder(workspace))?;
    let mut command = Command::new(tools::node()?);
    command.arg(folder.join("measure.mjs")).arg(tools::npm_packages("lighthouse", &folder)?);
    command.env("SANDTABLE_DIST", dist::folder(workspace)).env("CHROMIUM", tools::chromium()?);
    let answer = process::answer(command.stderr(Stdio::inherit()));
    compress::remove(&dist::folder(workspace))?;
    let answer = answer?;
    let last = answer.lines().last().unwrap_or_default();
    serde_json::from_str(last).map_err(|error| format!("measure.mjs: {error} in `{last}`"))
}
