//! What does `cargo xtask` print when it is asked what it can do?

use crate::commands::{COMMANDS, Command};

/// Every command, a line each.
pub(crate) fn overview() -> String {
    let mut text = String::from("Everything that is done to the repository.\n\n");
    let width = COMMANDS.iter().map(|command| command.usage.len()).max().unwrap_or(0);
    for Command { usage, summary, .. } in COMMANDS {
        text += &format!("  cargo xtask {usage:width$}  {summary}\n");
    }
    text + "\n`cargo xtask COMMAND --help` lists a command's options.\n"
}

/// One command with its options.
pub(crate) fn of(command: &Command) -> String {
    let Command { usage, summary, options, .. } = command;
    let mut text = format!("cargo xtask {usage}\n\n{summary}.\n");
    let width = options.iter().map(|(option, _)| option.len()).max().unwrap_or(0);
    if !options.is_empty() {
        text.push('\n');
    }
    for (option, meaning) in *options {
        text += &format!("  {option:width$}  {meaning}\n");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_overview_names_every_command() {
        let text = overview();
        for command in COMMANDS {
            assert!(text.contains(&format!("cargo xtask {}", command.usage)));
        }
    }

    #[test]
    fn every_option_of_a_command_is_explained() {
        for command in COMMANDS {
            let text = of(command);
            assert!(command.options.iter().all(|(option, _)| text.contains(option)), "{text}");
        }
    }
}
