//! The model of logical clocks keeps its promises while its rules hold, and each rule is needed.

use proptest::prelude::*;
use sandtable_core::session::{Session, SimTime, Verdict};

use super::judged::{every_rule_is_in, verdict};

const CHECKS: [&str; 6] = ["vector", "lamport", "hybrid", "near", "external", "siblings"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, max_shrink_iters: 300, ..ProptestConfig::default() })]

    /// With every rule on: whatever is sent, lost, doubled and held up, and however wrong the
    /// clocks are, no promise is broken.
    #[test]
    fn promises_hold_while_rules_hold(
        processes in 2u32..=5, epsilon in 1u32..=50, latency in 1u32..=40, seed in any::<u64>(),
        moves in prop::collection::vec((0u16..300, any::<u16>(), -900i32..900), 1..40),
    ) {
        let (epsilon, latency) = (epsilon * 10, latency * 5);
        let link = format!(
            "v1/logical-clocks?processes={processes}&epsilon={epsilon}&latency={latency}&seed={seed}&do=&at=0s"
        );
        let mut session = Session::open(&link).unwrap();
        for (wait_ms, pick, skew) in moves {
            session.seek_time(session.now() + SimTime::from_ms(u64::from(wait_ms)));
            let choices = session.choices();
            let (faults, uses): (Vec<_>, Vec<_>) = choices.iter().partition(|c| c.fault);
            let process = char::from(b'A' + (pick % processes as u16) as u8);
            let done = match pick % 8 {
                0 => session.act(&format!("skew {process} {skew}")),
                1 => session.act(&format!("drift {process} {}", skew * 1_000)),
                2 | 3 => session.act(&faults[usize::from(pick / 8) % faults.len()].action),
                _ => session.act(&uses[usize::from(pick / 8) % uses.len()].action),
            };
            // A clock cannot be set below zero; everything else is possible.
            prop_assert!(done.is_ok() || pick % 8 == 0, "{done:?}");
        }
        session.settle();
        for check in CHECKS {
            let verdict = verdict(&session, check);
            let kept = matches!(verdict, Verdict::Holds | Verdict::Vacuous);
            prop_assert!(kept, "{check}: {verdict:?}\n{}", session.link());
        }
    }
}

/// With one rule off, its check can be broken by hand.
const BROKEN: &[(&str, &str, &str)] = &[
    ("tick", "vector", "@0.1s+event+A;@0.2s+event+A"),
    ("tick", "lamport", "@0.1s+event+A;@0.2s+event+A"),
    ("merge", "vector", "@0.1s+event+A;@0.2s+send+A+to+B"),
    ("merge", "lamport", "@0.1s+event+A;@0.2s+send+A+to+B"),
    ("merge", "hybrid", "@0.1s+skew+A+90;@0.2s+send+A+to+B"),
    ("whole", "vector", "@0.1s+send+A+to+B;@0.3s+send+B+to+C"),
    ("never-back", "hybrid", "@0.1s+skew+A+90;@0.2s+send+A+to+B"),
    ("bound", "near", "@0.1s+skew+A+300;@0.2s+send+A+to+B"),
    ("wait", "external", "@0.1s+skew+A+80;@0.2s+commit+A;@0.21s+commit+B"),
    ("dots", "siblings", "@0.1s+put+A;@0.2s+put+B;@0.3s+put+A"),
    ("honest", "external", "@0.1s+skew+A+500;@0.2s+commit+A;@0.5s+commit+B"),
];

#[test]
fn each_rule_is_needed() {
    every_rule_is_in("logical-clocks", BROKEN);
    for (rule, check, script) in BROKEN {
        for (on, broken) in [("off", true), ("on", false)] {
            let link = format!("v1/logical-clocks?{rule}={on}&do={script}");
            let mut session = Session::open(&link).unwrap();
            session.settle();
            let verdict = verdict(&session, check);
            let is_broken = matches!(verdict, Verdict::Violated { .. });
            assert_eq!(is_broken, broken, "{link}: {verdict:?}\n{}", session.transcript());
        }
    }
}

/// The sentences of a moment, as one text.
fn told_at(session: &Session, moment: &str) -> String {
    let transcript = session.transcript();
    let lines = transcript.lines().filter(|line| line.starts_with(moment));
    lines.filter_map(|line| line.get(10..)).collect::<Vec<_>>().join(" ")
}

/// The answer to a question says the truth, its path, and what each clock makes of it.
#[test]
fn answers_show_the_path() {
    let told = |question: &str| {
        let script = "@0.05s+skew+A+90;@0.1s+send+A+to+B;@0.2s+event+C;@0.3s+send+B+to+C";
        let link = format!("v1/logical-clocks?do={script};@0.6s+before+{question}");
        let mut session = Session::open(&link).unwrap();
        session.settle();
        told_at(&session, "0.600 s")
    };
    assert!(told("A1+C2").starts_with(
        "A1 is before C2: A1 → B1, B2 → C2. Vectors [1 0 0] < [1 2 2]; Lamport 1 < 4;"
    ));
    assert!(told("C2+A1").starts_with("C2 is after A1: A1 → B1, B2 → C2."));
    // Lamport and the machines' clocks order what nothing connects.
    let concurrent = told("A1+C1");
    assert!(concurrent.starts_with("A1 and C1 are concurrent"), "{concurrent}");
    assert!(concurrent.contains("[1 0 0] ∥ [0 0 1]"), "{concurrent}");
    assert!(concurrent.ends_with("clocks 190 < 200."), "{concurrent}");
    assert!(told("A1+A1").starts_with("A1 is A1."));
    for unknown in ["A2+C1", "Z1+C1", "A+C1", "\"1\"+C1"] {
        assert!(told(unknown).contains("cannot be done: there is no event"), "{unknown}");
    }
}

/// Commit wait takes about twice ε with a good clock, and longer with one that is known to be wrong.
#[test]
fn commit_wait_takes_as_long_as_the_uncertainty() {
    let waited = |story: &str| {
        let mut session = Session::open(&format!("v1/logical-clocks?do={story}")).unwrap();
        session.settle();
        let text = session.transcript();
        let line = text.lines().find(|l| l.contains("reports T1")).expect("it is reported");
        line[10..].to_owned()
    };
    assert_eq!(waited("@0.3s+commit+A"), "A reports T1, after 0.2 s.");
    // A clock that is 400 ms ahead promises a timestamp that true time must reach first.
    assert_eq!(waited("@0.1s+skew+A+400;@0.3s+commit+A"), "A reports T1, after 0.5 s.");
    // Setting the clock back while it waits makes it wait longer, setting it forward does not help.
    assert_eq!(waited("@0.3s+commit+A;@0.35s+skew+A+-200"), "A reports T1, after 0.4 s.");
    assert_eq!(waited("@0.3s+commit+A;@0.35s+skew+A+900"), "A reports T1, after 0.1 s.");
    // A clock that runs at half its rate takes twice as long.
    assert_eq!(waited("@0.3s+drift+A+-500000;@0.3s+commit+A"), "A reports T1, after 0.4 s.");
}

/// A clock that goes back holds the hybrid clock up, and beyond ε its process stands aside.
#[test]
fn a_hybrid_clock_waits_for_a_clock_that_was_set_back() {
    let link = "v1/logical-clocks?show=hybrid&do=@0.3s+event+A;@0.31s+skew+A+-90;@0.32s+event+A;\
                @0.33s+skew+A+-100;@0.34s+event+A;@0.6s+event+A";
    let mut session = Session::open(link).unwrap();
    session.settle();
    let text = session.transcript();
    assert!(text.contains("hybrid 300+1."), "{text}");
    assert!(text.contains("A refuses: 150 ms ahead"), "{text}");
    assert!(text.contains("Something happens at A: hybrid 410."), "{text}");
}

/// Two clients that take turns leave two values under dots, and all of them under one vector; one
/// that reads first replaces what it has seen.
#[test]
fn siblings_pile_up_under_one_vector() {
    let turns = "@0.1s+put+A;@0.2s+put+B;@0.3s+put+A;@0.4s+put+B";
    for (dots, script, kept) in [
        ("on", turns.to_owned(), "v3, v4"),
        ("off", turns.to_owned(), "v1, v2, v3, v4"),
        ("off", format!("{turns};@0.5s+get+C;@0.6s+put+C+tea"), "tea"),
    ] {
        let link = format!("v1/logical-clocks?dots={dots}&do={script}");
        let mut session = Session::open(&link).unwrap();
        session.settle();
        let text = session.transcript();
        let last = text.lines().rfind(|line| line.contains("the store keeps")).unwrap();
        assert!(last.ends_with(&format!("the store keeps {kept}.")), "{link}: {text}");
    }
    let many = vec!["@1s+put+A"; 101].join(";");
    let mut session = Session::open(&format!("v1/logical-clocks?do={many}")).unwrap();
    session.settle();
    assert!(session.transcript().contains("there are 100 writes already"));
}
