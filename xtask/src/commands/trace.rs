//! `cargo xtask trace`: replays a link on this machine and prints what happens in it.

use super::{Command, unexpected};
use crate::workspace::Workspace;
use crate::{Result, process};
use lexopt::prelude::*;

pub(super) const COMMAND: Command = Command {
    name: "trace",
    usage: "trace [--json] LINK",
    summary: "Print the transcript, the checks and the trace hash of a link",
    options: &[
        ("LINK", "what follows `#` in a page's address, or the whole address, in quotes"),
        ("--json", "print the whole trace as JSON"),
    ],
    run,
};

fn run(mut parser: lexopt::Parser) -> Result<()> {
    let (mut link, mut json) = (None, false);
    while let Some(argument) = parser.next().map_err(|error| error.to_string())? {
        match argument {
            Long("json") => json = true,
            Value(text) if link.is_none() => link = Some(text.to_string_lossy().into_owned()),
            other => return Err(unexpected(&other, &COMMAND)),
        }
    }
    let link = link.ok_or("trace: a link is expected, for instance 'v1/quorum?w=1&r=1'")?;
    // Core is compiled for this command only, so that no other command waits for it.
    let mut command = Workspace::find()?.cargo();
    command.args(["run", "--quiet", "--package", "sandtable-core", "--example", "trace", "--"]);
    if json {
        command.arg("--json");
    }
    process::loud(command.arg(in_address(&link)))
}

/// The link in a page's address: after the `#`, and after the `!` and the name of the widget.
fn in_address(text: &str) -> &str {
    let fragment = text.split_once('#').map_or(text, |(_, fragment)| fragment);
    let widget = fragment.strip_prefix('!').and_then(|rest| rest.split_once('?'));
    widget.map_or(fragment, |(_, link)| link)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_found_in_an_address() {
        let link = "v1/quorum?w=1&do=@0.2s+write+x+via+A";
        assert_eq!(in_address(link), link);
        assert_eq!(in_address(&format!("http://127.0.0.1:8000/quorum/#{link}")), link);
        assert_eq!(in_address(&format!("https://example.org/quorum/#!w1?{link}")), link);
        assert_eq!(in_address(&format!("#!w1?{link}")), link);
    }
}
