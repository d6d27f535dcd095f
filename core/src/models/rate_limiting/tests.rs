//! Does a limiter that has gone wrong break its check? The events are made up; the fold is the one
//! that judges every run.

use super::check::Judge;
use super::kind::{KINDS, Kind};
use super::setup::Setup;
use super::spec::{ANY_WINDOW, PROMISE, SPEC};
use super::{Event, RateLimiting};
use crate::engine::{Config, Ledger, Model, SimTime, Verdict};

const LIMIT: u64 = 10;

fn setup(settings: &[(&str, &str)]) -> Setup {
    let mut config = Config::new(&SPEC);
    for (name, value) in settings {
        config.set(name, value).unwrap();
    }
    Setup::new(&config, 1)
}

/// The verdicts after `who` let pass so many at those moments, in milliseconds.
fn verdicts(setup: &Setup, who: u8, passed: &[(u64, u16)]) -> Vec<Verdict> {
    let (mut judge, mut ledger) = (Judge::new(setup), Ledger::new(SPEC.checks.len()));
    for (step, (at_ms, granted)) in (1..).zip(passed) {
        ledger.enter(step, SimTime::from_ms(*at_ms));
        let event = Event::Decided { who, offered: *granted, granted: *granted, fresh: false };
        RateLimiting::judge(setup, &mut judge, &event, &mut ledger);
    }
    ledger.verdicts(&SPEC, true)
}

fn why(verdict: &Verdict) -> &str {
    match verdict {
        Verdict::Violated { why, .. } => why,
        _ => "",
    }
}

#[test]
fn one_too_many_at_one_moment_breaks_every_promise() {
    let setup = setup(&[]);
    for kind in Kind::ALL {
        let who = kind.index() as u8 + 1;
        let fine = verdicts(&setup, who, &[(500, LIMIT as u16)]);
        assert_eq!(fine[PROMISE], Verdict::Holds, "{kind:?}");
        let broken = verdicts(&setup, who, &[(500, LIMIT as u16), (500, 1)]);
        assert_eq!(broken[PROMISE].name(), "violated", "{kind:?}");
        assert!(why(&broken[PROMISE]).starts_with(kind.spoken()), "{:?}", broken[PROMISE]);
        assert!(why(&broken[PROMISE]).contains("let 11 pass"), "{:?}", broken[PROMISE]);
        assert!(why(&broken[ANY_WINDOW]).starts_with(kind.spoken()), "{:?}", broken[ANY_WINDOW]);
    }
}

/// What each promise allows and the next one forbids: so each fold judges its own.
#[test]
fn each_promise_is_its_own() {
    let setup = setup(&[]);
    let twice_at_an_edge: &[(u64, u16)] = &[(999, 10), (1_000, 10)];
    let refilled: &[(u64, u16)] = &[(400, 10), (900, 5), (1_100, 2)];
    let estimated: &[(u64, u16)] = &[(500, 10), (1_450, 4)];
    let keep = |passed: &[(u64, u16)]| -> Vec<Kind> {
        let kept = |kind: &Kind| {
            verdicts(&setup, kind.index() as u8 + 1, passed)[PROMISE] == Verdict::Holds
        };
        Kind::ALL.into_iter().filter(kept).collect()
    };
    let buckets = [Kind::Token, Kind::Leaky, Kind::Gcra];
    assert_eq!(keep(twice_at_an_edge), [Kind::Fixed]);
    assert_eq!(keep(refilled), buckets);
    let all_but_log: Vec<Kind> = Kind::ALL.into_iter().filter(|k| *k != Kind::Log).collect();
    assert_eq!(keep(estimated), all_but_log);
    assert_eq!(keep(&[(500, 10), (1_500, 5)]), Kind::ALL);
    assert_eq!(KINDS, Kind::ALL.len());
}

#[test]
fn a_node_on_its_own_is_held_to_its_share() {
    for kind in Kind::ALL {
        let word = super::kind::WORDS[kind.index()].0;
        let setup = setup(&[("setup", "shared"), ("store", word)]);
        let judged = |who, granted| verdicts(&setup, who, &[(500, granted)])[PROMISE].clone();
        for node in [super::setup::L1, super::setup::L2] {
            assert_eq!(judged(node, 5), Verdict::Holds, "{kind:?}");
            assert_eq!(judged(node, 6).name(), "violated", "{kind:?}");
        }
        assert_eq!(judged(super::setup::STORE, 10), Verdict::Holds, "{kind:?}");
        assert_eq!(judged(super::setup::STORE, 11).name(), "violated", "{kind:?}");
    }
}

#[test]
fn a_share_of_nothing_lets_nothing_pass() {
    let setup = setup(&[("setup", "shared"), ("limit", "1")]);
    assert_eq!(verdicts(&setup, super::setup::L2, &[(1, 0)])[PROMISE], Verdict::Holds);
    let broken = verdicts(&setup, super::setup::L2, &[(1, 1)]);
    assert!(why(&broken[PROMISE]).contains("where its promise allows 0"), "{broken:?}");
}

#[test]
fn only_what_is_watched_is_judged_on_any_window() {
    let twice: &[(u64, u16)] = &[(975, 10), (1_025, 10)];
    let fixed = Kind::Fixed.index() as u8 + 1;
    let judged = |watch| verdicts(&setup(&[("watch", watch)]), fixed, twice)[ANY_WINDOW].clone();
    assert_eq!(judged("log"), Verdict::Vacuous);
    for watch in ["all", "fixed"] {
        let expected =
            "the fixed window let 20 pass in the 1 s up to 1.025 s, where the limit is 10";
        assert_eq!(why(&judged(watch)), expected);
    }
}
