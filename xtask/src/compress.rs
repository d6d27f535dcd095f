//! How does a host find a file already compressed, in brotli and in gzip?

use crate::{Result, process, tools};
use std::fs;
use std::path::Path;
use std::process::Command;

const SCRIPT: &str = concat!(include_str!("brotli.js"), include_str!("compress.mjs"));
/// The endings of compressed files.
const ENDINGS: [&str; 2] = ["br", "gz"];

/// Writes the compressed forms of a site's files beside them, and says how many.
pub(crate) fn write(folder: &Path) -> Result<u64> {
    let mut command = Command::new(tools::node()?);
    command.args(["--input-type=module", "--eval", SCRIPT, "--"]).arg(folder);
    let answer = process::answer(&mut command)?;
    answer.trim().parse().map_err(|_| format!("the files of {} are not packed", folder.display()))
}

/// Takes compressed forms away: they would be of files that are about to change.
pub(crate) fn remove(folder: &Path) -> Result<()> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            remove(&path)?;
        } else if path.extension().is_some_and(|ending| ENDINGS.iter().any(|own| ending == *own)) {
            fs::remove_file(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        }
    }
    Ok(())
}
