//! `cargo xtask`: everything that is done to the repository.
#![allow(clippy::print_stdout, reason = "a command line speaks on standard output")]
#![allow(clippy::disallowed_methods, reason = "real time and threads; core alone is simulated")]

mod audits;
mod browser;
mod budget;
mod commands;
mod compress;
mod crowd;
mod dist;
mod glue;
mod help;
mod invariants;
mod join;
mod lighthouse;
mod lockfile;
mod machine;
mod marked;
mod matrix;
mod measurements;
mod npm;
mod passed;
mod peers;
mod process;
mod runner_output;
mod rust_source;
mod search;
mod server;
mod site;
mod sizes;
mod split;
mod steps;
mod tidy;
mod tools;
mod topic;
mod tree;
mod wasm;
mod watch;
mod workspace;

use std::process::ExitCode;

/// What a command answers: a message for people when it cannot be done.
type Result<T> = std::result::Result<T, String>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Result<()> {
    let Some((name, rest)) = arguments.split_first() else {
        print!("{}", help::overview());
        return Ok(());
    };
    if ["help", "--help", "-h"].contains(&name.as_str()) {
        print!("{}", help::overview());
        return Ok(());
    }
    let command = commands::find(name)?;
    if rest.iter().any(|argument| argument == "--help" || argument == "-h") {
        print!("{}", help::of(command));
        return Ok(());
    }
    (command.run)(lexopt::Parser::from_args(rest))
}
