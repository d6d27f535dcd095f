//! How are other programs run, and what do we keep of what they say?

use crate::Result;
use std::ffi::OsStr;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};

/// How a program ended, with both of its streams in the order they were written.
pub(crate) struct Ending {
    /// Whether it exited with zero.
    pub(crate) success: bool,
    /// Standard output and standard error together.
    pub(crate) output: String,
}

/// Runs a program to its end and keeps what it says to itself.
pub(crate) fn capture(command: &mut Command) -> Result<Ending> {
    let started = |error: std::io::Error| cannot_start(command, &error);
    let (mut reader, writer) = std::io::pipe().map_err(started)?;
    let second = writer.try_clone().map_err(started)?;
    command.stdin(Stdio::null()).stdout(writer).stderr(second);
    let child = command.spawn();
    // The command holds the writing ends; the pipe ends once they are closed.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = child.map_err(|error| cannot_start(command, &error))?;
    let mut bytes = Vec::new();
    let read = reader.read_to_end(&mut bytes);
    let status = child.wait().map_err(|error| format!("{}: {error}", shown(command)))?;
    read.map_err(|error| format!("{}: {error}", shown(command)))?;
    let output = String::from_utf8_lossy(&bytes).into_owned();
    Ok(Ending { success: status.success(), output })
}

/// Runs a program that must succeed; its output is kept for the error alone.
pub(crate) fn quiet(command: &mut Command) -> Result<String> {
    let Ending { success, output } = capture(command)?;
    if success { Ok(output) } else { Err(format!("{output}\n{} failed", shown(command))) }
}

/// Runs a program that must succeed and lets it speak for itself.
pub(crate) fn loud(command: &mut Command) -> Result<()> {
    let status = command.status().map_err(|error| cannot_start(command, &error))?;
    if status.success() { Ok(()) } else { Err(format!("{} failed", shown(command))) }
}

/// Standard output alone of a program that must succeed.
pub(crate) fn answer(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).output();
    let output = output.map_err(|error| cannot_start(command, &error))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(format!("{}\n{} failed", String::from_utf8_lossy(&output.stderr), shown(command)))
}

/// The command line as a person would type it, without the folder of the program.
pub(crate) fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let program = program.file_name().unwrap_or(command.get_program());
    let words = std::iter::once(program).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}

fn cannot_start(command: &Command, error: &std::io::Error) -> String {
    format!("cannot start {}: {error}", command.get_program().to_string_lossy())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_streams_are_kept_in_order_and_failure_is_reported() {
        let mut shell = Command::new("sh");
        shell.args(["-c", "echo one; echo two >&2; echo three; exit 3"]);
        let ending = capture(&mut shell).unwrap();
        assert!(!ending.success);
        assert_eq!(ending.output, "one\ntwo\nthree\n");
        let error = quiet(&mut shell).unwrap_err();
        assert!(error.contains("three") && error.contains("sh -c"), "{error}");
    }

    #[test]
    fn a_missing_program_is_named() {
        let error = answer(&mut Command::new("no-such-program")).unwrap_err();
        assert!(error.starts_with("cannot start no-such-program"), "{error}");
    }
}
