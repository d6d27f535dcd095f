//! Is anything that we depend on known to be unsafe? Asked where the lists of advisories can be
//! fetched; else that is said.

use crate::tools;
use crate::workspace::Workspace;
use std::process::Command;

/// What came of each question, a line each.
pub(crate) fn report(workspace: &Workspace) -> Vec<String> {
    let mut lines = Vec::new();
    let crates = tools::cargo_deny().map(|program| {
        let mut command = Command::new(program);
        command.args(["--log-level", "warn", "check", "advisories"]).current_dir(&workspace.root);
        command
    });
    lines.push(asked("crates", crates));
    for folder in [
        "tests/web",
        "tests/web/hosts/vitepress",
        "tests/search",
        "tests/lighthouse",
        "tests/peers/node",
    ] {
        let place = workspace.root.join(folder);
        let command = tools::npm().map(|npm| {
            let mut command = Command::new(npm);
            command.args(["audit", "--audit-level", "high"]).current_dir(&place);
            command
        });
        lines.push(asked(&format!("packages of {folder}"), command));
    }
    lines
}

/// Asks, and tells an answer from a list that could not be fetched.
fn asked(what: &str, command: crate::Result<Command>) -> String {
    let ending = command.and_then(|mut command| crate::process::capture(&mut command));
    match ending {
        Ok(ending) if ending.success => format!("advisories, {what}: none that is grave"),
        Ok(ending) => {
            let unreachable = ["fetch", "network", "ENOTFOUND", "EAI_AGAIN", "audit endpoint"];
            let line = ending.output.lines().rfind(|line| !line.trim().is_empty());
            let line = line.unwrap_or_default().trim().to_owned();
            match unreachable.iter().any(|sign| ending.output.contains(sign)) {
                true => format!("advisories, {what}: not run: the list cannot be fetched here"),
                false => format!("advisories, {what}: FOUND: {line}"),
            }
        }
        Err(error) => format!("advisories, {what}: not run: {error}"),
    }
}
