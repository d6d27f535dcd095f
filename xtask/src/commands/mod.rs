//! Which commands are there?

mod bench;
mod build;
mod check;
mod in_browser;
pub(crate) mod new_topic;
mod package;
mod serve;
mod test;
mod trace;

use crate::Result;

/// A command of `cargo xtask`.
pub(crate) struct Command {
    /// Its name.
    pub(crate) name: &'static str,
    /// Its name and its arguments.
    pub(crate) usage: &'static str,
    /// What it does, in one line.
    pub(crate) summary: &'static str,
    /// Its options and what they mean.
    pub(crate) options: &'static [(&'static str, &'static str)],
    /// Does it.
    pub(crate) run: fn(lexopt::Parser) -> Result<()>,
}

/// Every command, in the order of the help.
pub(crate) const COMMANDS: &[Command] = &[
    serve::COMMAND,
    test::COMMAND,
    build::COMMAND,
    package::COMMAND,
    check::COMMAND,
    bench::COMMAND,
    trace::COMMAND,
    new_topic::COMMAND,
    in_browser::COMMAND,
];

/// The command of this name.
pub(crate) fn find(name: &str) -> Result<&'static Command> {
    COMMANDS.iter().find(|command| command.name == name).ok_or_else(|| {
        let names: Vec<_> = COMMANDS.iter().map(|command| command.name).collect();
        format!("there is no command `{name}`; there are {}", names.join(", "))
    })
}

/// What a command answers to an argument that it does not know.
fn unexpected(argument: &lexopt::Arg, command: &Command) -> String {
    let word = match argument {
        lexopt::Arg::Short(letter) => format!("-{letter}"),
        lexopt::Arg::Long(name) => format!("--{name}"),
        lexopt::Arg::Value(value) => value.to_string_lossy().into_owned(),
    };
    let name = command.name;
    format!("{name}: `{word}` is not expected here; see `cargo xtask {name} --help`")
}

/// What a command answers when an option's value is missing or wrong.
fn misread(error: &lexopt::Error) -> String {
    error.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_open_their_usage() {
        for (index, command) in COMMANDS.iter().enumerate() {
            assert!(command.usage.split(' ').next() == Some(command.name));
            assert!(COMMANDS[..index].iter().all(|earlier| earlier.name != command.name));
        }
    }

    #[test]
    fn an_unknown_command_is_answered_with_the_known_ones() {
        let error = find("sevre").err().unwrap();
        assert!(error.contains("`sevre`") && error.contains("serve"), "{error}");
    }
}
