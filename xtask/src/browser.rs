//! How are the browsers of the wasm tests started?

use crate::machine;
use serde_json::{Value, json};
use std::path::Path;

/// Keeps Chromium to itself: no window, no network of its own.
const CHROMIUM_FLAGS: &[&str] = &[
    "--headless=new",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// What ChromeDriver is asked for.
pub(crate) fn chromium_capabilities(browser: &Path) -> Value {
    let mut flags = CHROMIUM_FLAGS.to_vec();
    if machine::is_root() {
        // Chromium's sandbox refuses to run for root.
        flags.push("--no-sandbox");
    }
    json!({ "goog:chromeOptions": { "binary": browser, "args": flags } })
}

/// What geckodriver is asked for.
pub(crate) fn firefox_capabilities(browser: &Path) -> Value {
    json!({ "moz:firefoxOptions": { "binary": browser, "args": ["-headless"] } })
}
