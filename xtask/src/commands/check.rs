//! `cargo xtask check`: the quick gate before every commit.

use super::{Command, unexpected};
use crate::dist::Dist;
use crate::invariants::INVARIANTS;
use crate::matrix;
use crate::site::{self, Order};
use crate::steps::{Outcome, Steps};
use crate::tree::Tree;
use crate::workspace::Workspace;
use crate::{Result, process, split, tools};
use std::fs;
use std::path::Path;

pub(super) const COMMAND: Command = Command {
    name: "check",
    usage: "check",
    summary: "Check format, lints, documentation, invariants, content and licences",
    options: &[],
    run,
};

fn run(mut parser: lexopt::Parser) -> Result<()> {
    if let Some(argument) = parser.next().map_err(|error| error.to_string())? {
        return Err(unexpected(&argument, &COMMAND));
    }
    let workspace = Workspace::find()?;
    let mut steps = Steps::new();
    steps.run("invariants", || invariants(&workspace))?;
    steps.run("format", || format(&workspace))?;
    steps.run("lints", || lints(&workspace))?;
    steps.run("documentation of core", || documentation(&workspace))?;
    steps.run("content", || content(&workspace))?;
    steps.run("the same pages twice", || pages_twice(&workspace))?;
    steps.run("licences and sources", || licences(&workspace))?;
    println!("{}", steps.table());
    Ok(())
}

fn invariants(workspace: &Workspace) -> Result<Outcome> {
    let tree = Tree::read(&workspace.root)?;
    let mut report = String::new();
    for invariant in INVARIANTS {
        let findings = (invariant.broken)(&tree);
        if !findings.is_empty() {
            report += &format!("broken: {}\n", invariant.rule);
        }
        for finding in findings {
            report += &format!("  {}:{}: {}\n", finding.path, finding.line, finding.message);
        }
    }
    if report.is_empty() { Ok(Outcome::Done) } else { Err(report) }
}

fn format(workspace: &Workspace) -> Result<Outcome> {
    tools::clippy_and_rustfmt()?;
    process::quiet(workspace.cargo().args(["fmt", "--all", "--check", "--", "--color", "never"]))?;
    Ok(Outcome::Done)
}

fn lints(workspace: &Workspace) -> Result<Outcome> {
    tools::wasm_target()?;
    let mut faults = Vec::new();
    for row in matrix::ROWS.iter().filter(|row| workspace.has(row.package)) {
        let mut command = workspace.cargo();
        command.args(["clippy", "--quiet"]).args(row.arguments());
        faults.extend(process::quiet(command.args(["--", "--deny", "warnings"])).err());
    }
    if !faults.is_empty() {
        return Err(faults.join("\n"));
    }
    let missing: Vec<_> = matrix::ROWS
        .iter()
        .map(|row| row.package)
        .filter(|package| !workspace.has(package))
        .collect();
    if missing.is_empty() {
        return Ok(Outcome::Done);
    }
    Ok(Outcome::NotRun(format!("for {}, which the workspace has not", missing.join(", "))))
}

fn documentation(workspace: &Workspace) -> Result<Outcome> {
    let mut command = workspace.cargo();
    command.args(["doc", "--quiet", "--package", "sandtable-core", "--no-deps"]);
    process::quiet(command.env("RUSTDOCFLAGS", "--deny warnings"))?;
    Ok(Outcome::Done)
}

fn content(workspace: &Workspace) -> Result<Outcome> {
    if !workspace.has("sandtable-site") {
        return Ok(Outcome::NotRun("the workspace has no package sandtable-site".to_owned()));
    }
    site::check(workspace)?;
    Ok(Outcome::Done)
}

/// Writes the pages twice around an empty wasm module: an order or a clock in them shows.
fn pages_twice(workspace: &Workspace) -> Result<Outcome> {
    if !workspace.has("sandtable-site") {
        return Ok(Outcome::NotRun("the workspace has no package sandtable-site".to_owned()));
    }
    let folder = workspace.target.join("sandtable/check");
    let code = folder.join("code");
    fs::create_dir_all(&code)
        .and_then(|()| fs::write(code.join("sandtable.js"), ""))
        .and_then(|()| fs::write(code.join("sandtable_bg.wasm"), b"\0asm\x01\0\0\0"))
        .and_then(|()| fs::write(code.join("finder.wasm"), b"\0asm\x01\0\0\0"))
        .map_err(|error| format!("cannot write {}: {error}", code.display()))?;
    split::whole(&code)?;
    let built = |name: &str| {
        let out = folder.join(name);
        site::write(workspace, Order { code: &code, address: "/", offline: true }, &out)?;
        Dist::read(&out)
    };
    let differences = built("once")?.differences(&built("twice")?);
    if differences.is_empty() {
        return Ok(Outcome::Done);
    }
    Err(format!("two runs wrote different files:\n  {}", differences.join("\n  ")))
}

fn licences(workspace: &Workspace) -> Result<Outcome> {
    let program = tools::cargo_deny()?;
    let mut command = std::process::Command::new(program);
    command.current_dir(Path::new(&workspace.root));
    command.args(["--log-level", "warn", "check", "bans", "licenses", "sources"]);
    process::quiet(&mut command)?;
    Ok(Outcome::Done)
}
