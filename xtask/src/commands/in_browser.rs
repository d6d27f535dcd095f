//! `cargo xtask in-browser`: runs the tests of a wasm program in a headless browser. Cargo calls it
//! (`.cargo/config.toml`), so `cargo test --target wasm32-unknown-unknown` works as it is.

use super::Command;
use crate::passed::Note;
use crate::runner_output::{UNCHANGED, counts};
use crate::workspace::Workspace;
use crate::{Result, browser, process, tools};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command as Program;

/// The variable that names the browser.
pub(super) const BROWSER: &str = "SANDTABLE_BROWSER";
/// The variable that leaves out programs which passed before and did not change.
pub(super) const CHANGED_ALONE: &str = "SANDTABLE_CHANGED_ALONE";
/// The values of the first; its own first is meant where it is not set.
pub(super) const BROWSERS: [&str; 2] = ["chromium", "firefox"];

pub(super) const COMMAND: Command = Command {
    name: "in-browser",
    usage: "in-browser PROGRAM [ARGUMENT]...",
    summary: "Run the tests of a wasm program in a headless browser; cargo calls it",
    options: &[
        ("PROGRAM", "the wasm file; what follows it is for the runner of tests"),
        (BROWSER, "in the environment: `chromium`, which is meant without it, or `firefox`"),
        (CHANGED_ALONE, "in the environment: do not run again what passed and did not change"),
    ],
    run,
};

fn run(mut parser: lexopt::Parser) -> Result<()> {
    let workspace = Workspace::find()?;
    let mut command = Program::new(tools::wasm_bindgen_test_runner(&workspace)?);
    let mut given = parser.raw_args().map_err(|error| super::misread(&error))?;
    let program = given.next().ok_or("in-browser: the wasm file of a test program is expected")?;
    let given: Vec<OsString> = given.collect();
    command.arg(&program).args(&given);
    let named = std::env::var(BROWSER).unwrap_or_else(|_| BROWSERS[0].to_owned());
    let (capabilities, programs) = match named.as_str() {
        "chromium" => {
            let (chromium, driver) = (tools::chromium()?, tools::chromedriver()?);
            command.env("CHROMEDRIVER", &driver).env_remove("GECKODRIVER");
            (browser::chromium_capabilities(&chromium), [chromium, driver])
        }
        "firefox" => {
            let firefox = tools::firefox()?;
            command.env("GECKODRIVER", &firefox.driver).env_remove("CHROMEDRIVER");
            (browser::firefox_capabilities(&firefox.browser), [firefox.browser, firefox.driver])
        }
        other => return Err(format!("{BROWSER} is `{other}`: choose {}", BROWSERS.join(" or "))),
    };
    let file = workspace.target.join("sandtable").join(format!("webdriver-{named}.json"));
    std::fs::create_dir_all(workspace.target.join("sandtable"))
        .and_then(|()| std::fs::write(&file, capabilities.to_string()))
        .map_err(|error| format!("cannot write {}: {error}", file.display()))?;
    command.env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", file);
    command.env("WASM_BINDGEN_USE_BROWSER", "1");
    command.env("WASM_BINDGEN_TEST_TIMEOUT", "600");
    if std::env::var_os(CHANGED_ALONE).is_none() {
        return process::loud(&mut command);
    }
    let runner = PathBuf::from(command.get_program());
    let versions = versions(&[&programs[0], &programs[1], &runner])?;
    let bytes = std::fs::read(&program)
        .map_err(|error| format!("cannot read {}: {error}", Path::new(&program).display()))?;
    let setting = format!("{given:?} {capabilities} {:?}", environment());
    let note = Note::of(&tools::passed()?, &[&bytes, setting.as_bytes(), versions.as_bytes()]);
    if let Some(passed) = note.passed() {
        let file = Path::new(&program).file_name().unwrap_or_default().display();
        let browser = versions.lines().next().unwrap_or_default();
        println!("{UNCHANGED}{passed} tests of {file}, in {browser} (`--all` runs them)");
        return Ok(());
    }
    let output = process::quiet(&mut command)?;
    print!("{output}");
    note.write(counts(&output))
}

/// What each of these programs says of its version, a line for each.
fn versions(programs: &[&Path]) -> Result<String> {
    let ask = |program: &&Path| process::answer(Program::new(program).arg("--version"));
    let said = programs.iter().map(ask).collect::<Result<Vec<String>>>()?;
    Ok(said.iter().map(|answer| answer.trim().replace('\n', " ") + "\n").collect())
}

/// What somebody told the runner of tests by other ways, in order.
fn environment() -> Vec<(OsString, OsString)> {
    let told = |name: &OsString| name.to_string_lossy().starts_with("WASM_BINDGEN");
    let mut all: Vec<_> = std::env::vars_os().filter(|(name, _)| told(name)).collect();
    all.sort();
    all
}
