//! `cargo xtask test`: runs every test, and installs what that takes.

use super::{Command, build, in_browser, unexpected};
use crate::budget::{FIRST_PAINT, FIRST_WIDGET, PAGE_HTML};
use crate::dist;
use crate::runner_output::{Counts, closing_lines, counts};
use crate::sizes::Sizes;
use crate::steps::{Outcome, Steps};
use crate::workspace::Workspace;
use crate::{Result, npm, process, tools};
use lexopt::prelude::*;
use std::process::Command as Program;

pub(super) const COMMAND: Command = Command {
    name: "test",
    usage: "test [native] [wasm] [web] [--all]",
    summary: "Run every test, or those of some parts",
    options: &[
        ("native", "unit, property and documentation tests, on this machine"),
        ("wasm", "the same code in headless browsers"),
        ("web", "the built site: its sizes, and what a reader does with it"),
        ("--all", "run those too that passed before and of which nothing changed"),
    ],
    run,
};

/// A part of the tests that can be run alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Native,
    Wasm,
    Web,
}

fn run(parser: lexopt::Parser) -> Result<()> {
    let Order { parts, all } = read(parser)?;
    let wanted = |part| parts.contains(&part);
    let workspace = Workspace::find()?;
    let mut steps = Steps::new();
    if wanted(Part::Native) {
        steps.run("core, streams and xtask", || native(&workspace))?;
        steps.run("search, native", || rendering(&workspace, "sandtable-search", &[]))?;
        steps.run("site, native", || rendering(&workspace, "sandtable-site", &[]))?;
        let ssr = ["--no-default-features", "--features", "ssr,whole"];
        steps.run("app, native", || rendering(&workspace, "sandtable-app", &ssr))?;
    }
    if wanted(Part::Wasm) {
        steps.run("wasm in Chromium", || wasm(&workspace, "chromium", all))?;
        steps.run("wasm in Firefox", || wasm(&workspace, "firefox", all))?;
    }
    if wanted(Part::Web) {
        steps.run("release build", || release(&workspace))?;
        steps.run("single files", || single_files(&workspace))?;
        steps.run("npm package", || npm::write(&workspace).map(|_| Outcome::Done))?;
        steps.run("the site in Chromium", || site_in_chromium(&workspace))?;
        steps.run("sizes", || sizes(&workspace))?;
    }
    println!("{}", steps.table());
    Ok(())
}

/// What was asked for.
#[derive(Debug, PartialEq, Eq)]
struct Order {
    parts: Vec<Part>,
    /// Whether programs run again that passed before and did not change.
    all: bool,
}

fn read(mut parser: lexopt::Parser) -> Result<Order> {
    let (mut parts, mut all) = (Vec::new(), false);
    while let Some(argument) = parser.next().map_err(|error| error.to_string())? {
        match argument {
            Value(word) if word == "native" => parts.push(Part::Native),
            Value(word) if word == "wasm" => parts.push(Part::Wasm),
            Value(word) if word == "web" => parts.push(Part::Web),
            Long("all") => all = true,
            other => return Err(unexpected(&other, &COMMAND)),
        }
    }
    if parts.is_empty() {
        parts = vec![Part::Native, Part::Wasm, Part::Web];
    }
    Ok(Order { parts, all })
}

fn native(workspace: &Workspace) -> Result<Outcome> {
    let mut command = workspace.cargo();
    tested(command.args([
        "test",
        "--package",
        "sandtable-core",
        "--package",
        "sandtable-streams",
        "--package",
        "xtask",
    ]))
}

/// Leptos renders on the server's side here; in one build with the browser's side it would
/// lose its event handlers, so these are runs of their own.
fn rendering(workspace: &Workspace, package: &str, features: &[&str]) -> Result<Outcome> {
    if !workspace.has(package) {
        return Ok(Outcome::NotRun(format!("the workspace has no package {package}")));
    }
    let mut command = workspace.cargo();
    tested(command.args(["test", "--package", package]).args(features))
}

/// The tests of core, and of the player, which needs a page.
const IN_BROWSERS: [&str; 2] = ["sandtable-core", "sandtable-wasm-tests"];

fn wasm(workspace: &Workspace, browser: &str, every: bool) -> Result<Outcome> {
    // The second browser is not on every system: there the table says so.
    if browser == "firefox"
        && let Err(error) = tools::firefox()
    {
        println!("{error}");
        return Ok(Outcome::NotRun("Firefox does not install here".to_owned()));
    }
    tools::wasm_target()?;
    let mut all = Counts::default();
    for package in IN_BROWSERS {
        let mut command = workspace.cargo();
        command.args(["test", "--package", package, "--target", "wasm32-unknown-unknown"]);
        // Examples in the documentation do not run there.
        command.args(["--lib", "--tests"]).env(in_browser::BROWSER, browser);
        if !every {
            command.env(in_browser::CHANGED_ALONE, "1");
        }
        all += counted(&mut command)?;
    }
    Ok(Outcome::Tested(all))
}

fn release(workspace: &Workspace) -> Result<Outcome> {
    if !workspace.has("sandtable-site") {
        return Ok(Outcome::NotRun("the workspace has no package sandtable-site".to_owned()));
    }
    build::release(workspace, build::ROOT, true)?;
    Ok(Outcome::Done)
}

/// What the tests open from the disk.
const SINGLE_FILES: [&str; 2] = ["quorum", "all"];

fn single_files(workspace: &Workspace) -> Result<Outcome> {
    for what in SINGLE_FILES {
        build::single_file(workspace, build::ROOT, what)?;
    }
    Ok(Outcome::Done)
}

fn sizes(workspace: &Workspace) -> Result<Outcome> {
    if !workspace.has("sandtable-site") {
        return Ok(Outcome::NotRun("the workspace has no package sandtable-site".to_owned()));
    }
    let folder = dist::folder(workspace);
    let sizes = Sizes::measure(&folder, &dist::Dist::read(&folder)?)?;
    let figures = [
        (PAGE_HTML, sizes.largest(|page| page.html)),
        (FIRST_PAINT, sizes.largest(|page| page.first_paint)),
        (FIRST_WIDGET, sizes.largest(|page| page.first_widget)),
    ];
    for (budget, (page, bytes)) in figures {
        let figure = bytes as f64 / 1000.0;
        let line = format!("{}: {} ({page})", budget.what, budget.shown(figure));
        if !budget.holds(figure) {
            return Err(format!("{line}, which is over the budget of {}", budget.bound()));
        }
        println!("  {line}");
    }
    Ok(Outcome::Done)
}

fn site_in_chromium(workspace: &Workspace) -> Result<Outcome> {
    let package = workspace.root.join("tests/web");
    if !package.join("package.json").exists() {
        return Ok(Outcome::NotRun("there is no tests/web/package.json".to_owned()));
    }
    let mut command = Program::new(tools::node()?);
    command.arg(tools::playwright(&package)?).arg("test").current_dir(&package);
    command.env("SANDTABLE_DIST", dist::folder(workspace));
    command.env("SANDTABLE_SINGLE", build::single_folder(workspace));
    command.env("SANDTABLE_PACKAGE", npm::folder(workspace));
    // Pages of others are built around the element.
    tools::vitepress(&package.join("hosts/vitepress"))?;
    command.env("MDBOOK", tools::mdbook()?);
    tested(command.env("CHROMIUM", tools::chromium()?))
}

/// Runs a test runner, shows its closing lines, and everything it said when a test fails.
fn tested(command: &mut Program) -> Result<Outcome> {
    counted(command).map(Outcome::Tested)
}

fn counted(command: &mut Program) -> Result<Counts> {
    let ending = process::capture(command)?;
    let found = counts(&ending.output);
    if let Some(reason) = fault(ending.success, found) {
        let runner = process::shown(command);
        return Err(format!("{}\n{runner}: {reason} ({found})", ending.output));
    }
    for line in closing_lines(&ending.output) {
        println!("  {line}");
    }
    Ok(found)
}

/// Why a run of tests does not count as passed.
fn fault(success: bool, counts: Counts) -> Option<&'static str> {
    match counts {
        _ if !success => Some("failed"),
        Counts { failed: 1.., .. } => Some("some tests failed"),
        Counts { passed: 0, unchanged: 0, .. } => Some("no test was run"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_read_and_all_are_meant_by_none() {
        let parse = |words: &[&str]| read(lexopt::Parser::from_args(words));
        let whole = vec![Part::Native, Part::Wasm, Part::Web];
        assert_eq!(parse(&[]).unwrap(), Order { parts: whole.clone(), all: false });
        assert_eq!(parse(&["--all"]).unwrap(), Order { parts: whole, all: true });
        assert_eq!(parse(&["web", "native"]).unwrap().parts, [Part::Web, Part::Native]);
        assert!(parse(&["webb"]).unwrap_err().contains("`webb`"));
        assert!(parse(&["--web"]).is_err());
    }

    #[test]
    fn a_run_without_tests_does_not_pass() {
        let counts = |passed, failed| Counts { passed, failed, ..Counts::default() };
        assert_eq!(fault(true, counts(3, 0)), None);
        assert!(fault(true, counts(0, 0)).is_some());
        assert_eq!(fault(true, Counts { unchanged: 3, ..counts(0, 0) }), None);
        assert!(fault(true, counts(3, 1)).is_some());
        assert!(fault(false, counts(3, 0)).is_some());
    }
}
