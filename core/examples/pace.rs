//! Measures how long replaying a link's run takes: prints five times in milliseconds, a line each.
#![allow(clippy::print_stdout, reason = "a program that prints")]
#![allow(clippy::disallowed_methods, reason = "it measures real time")]

use sandtable_core::session::Session;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::Instant;

/// How many figures are taken.
const FIGURES: u32 = 5;
/// How many replays make one figure.
const REPLAYS: u32 = 20;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [link] = words.as_slice() else {
        eprintln!("one link is expected, for instance: pace 'v1/quorum?w=1&r=1'");
        return ExitCode::FAILURE;
    };
    let mut session = match Session::open(link) {
        Ok(session) => session,
        Err(problems) => {
            problems.iter().for_each(|problem| eprintln!("{problem}"));
            return ExitCode::FAILURE;
        }
    };
    let last = session.length().saturating_sub(1);
    for _ in 0..FIGURES {
        session.settle();
        let started = Instant::now();
        for _ in 0..REPLAYS {
            // Each goes back, and so replays the run from its beginning.
            session.seek(last);
            session.seek(0);
            black_box(session.position());
            session.seek(last + 1);
        }
        // The way back to the start costs nothing; the two others replay everything.
        let whole = started.elapsed().as_secs_f64() * 1000.0;
        println!("{}", whole / f64::from(2 * REPLAYS));
    }
    ExitCode::SUCCESS
}
