//! Prints the transcript, the verdicts and the trace hash of a link: `trace [--json] LINK`.
#![allow(clippy::print_stdout, reason = "a program that prints")]

use sandtable_core::session::{Problem, Session};
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut words: Vec<String> = std::env::args().skip(1).collect();
    let json = words.first().is_some_and(|word| word == "--json");
    if json {
        words.remove(0);
    }
    let [link] = words.as_slice() else {
        eprintln!("one link is expected, for instance: trace 'v1/quorum?w=1&r=1'");
        return ExitCode::FAILURE;
    };
    match Session::open(link) {
        Ok(session) if json => print!("{}", session.trace_json()),
        Ok(session) => print!("{}", session.transcript()),
        Err(problems) => {
            explain(link, &problems);
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

/// Shows each problem under the part of the link that it is about.
fn explain(link: &str, problems: &[Problem]) {
    for problem in problems {
        let (from, to) = (problem.from as usize, problem.to as usize);
        if let (Some(before), Some(part)) = (link.get(..from), link.get(from..to)) {
            let (indent, width) = (before.chars().count(), part.chars().count().max(1));
            eprintln!("{link}\n{}{}", " ".repeat(indent), "^".repeat(width));
        }
        eprintln!("{problem}");
    }
}
