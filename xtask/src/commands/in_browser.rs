//! `cargo xtask in-browser`: runs the tests of a wasm program in a headless browser. Cargo calls it
//! (`.cargo/config.toml`), so `cargo test --target wasm32-unknown-unknown` works as it is.

use super::Command;
use crate::workspace::Workspace;
use crate::{Result, browser, process, tools};
use std::process::Command as Program;

/// The variable that names the browser.
pub(super) const BROWSER: &str = "SANDTABLE_BROWSER";
/// Its values; the first is meant where it is not set.
pub(super) const BROWSERS: [&str; 2] = ["chromium", "firefox"];

pub(super) const COMMAND: Command = Command {
    name: "in-browser",
    usage: "in-browser PROGRAM [ARGUMENT]...",
    summary: "Run the tests of a wasm program in a headless browser; cargo calls it",
    options: &[
        ("PROGRAM", "the wasm file; what follows it is for the runner of tests"),
        (BROWSER, "in the environment: `chromium`, which is meant without it, or `firefox`"),
    ],
    run,
};

fn run(mut parser: lexopt::Parser) -> Result<()> {
    let workspace = Workspace::find()?;
    let mut command = Program::new(tools::wasm_bindgen_test_runner(&workspace)?);
    let mut given = parser.raw_args().map_err(|error| super::misread(&error))?;
    let program = given.next().ok_or("in-browser: the wasm file of a test program is expected")?;
    command.arg(program).args(given);
    let named = std::env::var(BROWSER).unwrap_or_else(|_| BROWSERS[0].to_owned());
    let capabilities = match named.as_str() {
        "chromium" => {
            let chromium = tools::chromium()?;
            command.env("CHROMEDRIVER", tools::chromedriver()?).env_remove("GECKODRIVER");
            browser::chromium_capabilities(&chromium)
        }
        "firefox" => {
            let firefox = tools::firefox()?;
            command.env("GECKODRIVER", &firefox.driver).env_remove("CHROMEDRIVER");
            browser::firefox_capabilities(&firefox.browser)
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
    process::loud(&mut command)
}
