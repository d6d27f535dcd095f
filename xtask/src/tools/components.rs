//! Which parts of the Rust toolchain do we need beside the compiler?

use super::Tool;
use crate::{Result, process};
use std::path::PathBuf;
use std::process::Command;

/// The standard library for the browser.
pub(crate) fn wasm_target() -> Result<()> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let find = || {
        let sysroot = process::answer(Command::new("rustc").args(["--print", "sysroot"])).ok()?;
        let library = PathBuf::from(sysroot.trim()).join("lib/rustlib").join(TARGET).join("lib");
        library.is_dir().then_some(library)
    };
    let install = || rustup(&["target", "add", TARGET]);
    let name = format!("the Rust target {TARGET}");
    Tool { name: &name, takes: "a few seconds", find: &find, install: &install }.ensure().map(drop)
}

/// The source of the standard library, for a release that compiles it anew.
pub(crate) fn rust_source() -> Result<()> {
    let find = || {
        let sysroot = process::answer(Command::new("rustc").args(["--print", "sysroot"])).ok()?;
        let library = PathBuf::from(sysroot.trim()).join("lib/rustlib/src/rust/library");
        library.join("Cargo.lock").is_file().then_some(library)
    };
    let install = || rustup(&["component", "add", "rust-src"]);
    let name = "the Rust component rust-src";
    Tool { name, takes: "a few seconds", find: &find, install: &install }.ensure().map(drop)
}

/// The linter and the formatter, which a minimal toolchain lacks.
pub(crate) fn clippy_and_rustfmt() -> Result<()> {
    for (component, subcommand) in [("clippy", "clippy"), ("rustfmt", "fmt")] {
        let find = || {
            let answer = process::answer(Command::new("cargo").args([subcommand, "--version"]));
            answer.ok().map(PathBuf::from)
        };
        let install = || rustup(&["component", "add", component]);
        let name = format!("the Rust component {component}");
        Tool { name: &name, takes: "a few seconds", find: &find, install: &install }.ensure()?;
    }
    Ok(())
}

fn rustup(arguments: &[&str]) -> Result<()> {
    process::quiet(Command::new("rustup").args(arguments)).map(drop).map_err(|error| {
        format!("{error}\nwithout rustup, install it the way your Rust was installed")
    })
}
