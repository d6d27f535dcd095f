//! What these tests share: runs of the model, and what they read from them.

use sandtable_core::catalog;
use sandtable_core::engine::{Config, Run, Script, SimTime, Values, Verdict, Words};
use sandtable_core::models::rate_limiting::RateLimiting;
use sandtable_core::scene::{Table, View};
use sandtable_core::session::{Session, Side};

/// The model's words.
pub(crate) const WORDS: Words = Words::of::<RateLimiting>();

/// Indices of the checks.
pub(crate) const PROMISE: usize = 0;
pub(crate) const ANY_WINDOW: usize = 1;

/// Opens the model with these parts of a link.
pub(crate) fn open(parts: &str) -> Session {
    let link = format!("v1/rate-limiting?{parts}");
    Session::open(&link).unwrap_or_else(|problems| panic!("{link}: {problems:?}"))
}

/// The verdicts at the end of the run.
pub(crate) fn verdicts(session: &mut Session) -> [Verdict; 2] {
    session.settle();
    let checks = session.checks(Side::Main);
    [checks[PROMISE].verdict.clone(), checks[ANY_WINDOW].verdict.clone()]
}

/// Why a verdict is a violation; empty if it is none.
pub(crate) fn why(verdict: &Verdict) -> &str {
    match verdict {
        Verdict::Violated { why, .. } => why,
        _ => "",
    }
}

/// The cell of the table at the cursor in that row and column.
pub(crate) fn cell(session: &Session, row: &str, column: &str) -> String {
    let scene = session.scene(Side::Main);
    let table = scene.views.iter().find_map(|view| match view {
        View::Table(table) => Some(table),
        _ => None,
    });
    let table: &Table = table.expect("a table");
    let at = table.columns.iter().position(|c| c.label == column).expect("a column");
    table.rows.iter().find(|r| r.id == row).expect("a row").cells[at].text.clone()
}

/// A run with settings from raw numbers: each knob takes its number modulo its range, in turn.
pub(crate) fn config(numbers: &[u64], fixed: &[(&str, &str)]) -> Config {
    let spec = catalog::find("rate-limiting").expect("the model").spec();
    let mut config = Config::new(spec);
    for (knob, number) in spec.knobs.iter().zip(numbers) {
        let (min, max) = config.range(knob);
        let number = min + (number % (max - min + 1) as u64) as i64;
        let value = match knob.values {
            Values::Number { .. } => number.to_string(),
            Values::Word(words) => words[number as usize].0.to_owned(),
        };
        config.set(knob.name, &value).expect("a value in range");
    }
    for (name, value) in fixed {
        config.set(name, value).expect("a setting");
    }
    config
}

/// A run without a script.
pub(crate) fn run(config: Config, seed: u64) -> Run {
    let entry = catalog::find("rate-limiting").expect("the model");
    Run::new(entry.maker(), config, seed, Script::default())
}

/// Takes at random what is offered, and does it at random moments. Gives the run with its script.
pub(crate) fn meddle(mut run: Run, picks: &[(u64, u64)]) -> Run {
    for (moment, pick) in picks {
        let end = run.end().as_ns().max(1);
        run.seek_time(SimTime::from_ns(moment % end));
        let choices = run.choices(&WORDS);
        let Some(choice) = choices.get((pick % choices.len().max(1) as u64) as usize) else {
            continue;
        };
        let action = sandtable_core::engine::Action::parse(&choice.action, run.spec(), run.names())
            .unwrap_or_else(|problem| panic!("{}: {problem}", choice.action));
        let script = run.with_action(action.clone()).expect("room in the script");
        run.act(&action, script).unwrap_or_else(|why| panic!("{}: {why}", choice.action));
        run.seek(0);
    }
    run
}
