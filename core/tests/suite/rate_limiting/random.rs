//! Random knobs and random scripts: nothing panics, every choice can be taken, links come back, and
//! what the rules protect holds whatever is done.

use proptest::prelude::*;
use sandtable_core::engine::{Action, Run};
use sandtable_core::link::Link;
use sandtable_core::session::{Session, Side};

use super::support::{ANY_WINDOW, PROMISE, WORDS, config, meddle, run};

fn numbers() -> impl Strategy<Value = Vec<u64>> {
    prop::collection::vec(any::<u64>(), 15)
}

fn picks() -> impl Strategy<Value = Vec<(u64, u64)>> {
    prop::collection::vec((any::<u64>(), any::<u64>()), 0..8)
}

/// Settings under which runs are short, so that many can be tried.
const SHORT: [(&str, &str); 2] = [("rate", "12"), ("length", "4")];

fn with(more: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    SHORT.into_iter().chain(more.iter().copied()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_knobs_any_script(numbers in numbers(), picks in picks(), seed: u64, durable: bool) {
        let durable = if durable { "on" } else { "off" };
        let mut run = meddle(run(config(&numbers, &with(&[("durable", durable)])), seed), &picks);
        for step in [0, run.steps().len() as u32 / 2, u32::MAX] {
            run.seek(step);
            prop_assert!(run.scene().text().starts_with("One traffic") || run.scene().text().starts_with("Two nodes"));
            let (now, next) = (run.now(), run.steps().get(run.position() as usize).map(|s| s.at));
            let between = next.map_or(now, |next| {
                sandtable_core::engine::SimTime::from_ns((now.as_ns() + next.as_ns()) / 2)
            });
            prop_assert!(!run.scene_at(between).views.is_empty());
            for choice in run.choices(&WORDS) {
                let action = Action::parse(&choice.action, run.spec(), run.names()).unwrap();
                prop_assert_eq!(action.print(run.names()), choice.action.clone());
                let script = run.with_action(action.clone()).unwrap();
                let (maker, config) = (run.maker(), run.config().clone());
                let mut trial = Run::new(maker, config, seed, run.script().clone());
                trial.seek(run.position());
                prop_assert_eq!(trial.act(&action, script), Ok(()), "{}", choice.action);
            }
        }
        for step in 1..=run.steps().len() as u32 {
            prop_assert!(run.lines(step, &WORDS).iter().all(|line| line.text.ends_with(['.', '!'])));
        }
    }

    #[test]
    fn links_come_back(numbers in numbers(), picks in picks(), seed: u64) {
        let run = meddle(run(config(&numbers, &SHORT), seed), &picks);
        let link = Link {
            entry: sandtable_core::catalog::find("rate-limiting").unwrap(),
            config: run.config().clone(),
            seed,
            script: run.script().clone(),
            at: Some(sandtable_core::link::at(&run)),
            view: None,
            versus: None,
        };
        let text = link.print(run.names());
        let (again, there) = Link::open(&text, None).unwrap();
        prop_assert_eq!(again.print(run.names()), text.as_str());
        prop_assert_eq!(&again.config, &link.config);
        let session = Session::open(&text).unwrap();
        prop_assert_eq!(session.hash(), format!("{:016x}", run.hash(&WORDS)));
        prop_assert_eq!(session.scene(Side::Main), there.scene());
    }

    /// Whatever fails: as long as the rules of the promise hold, so does the promise.
    #[test]
    fn the_promise_survives_every_fault(numbers in numbers(), picks in picks(), seed: u64) {
        let fixed = with(&[("shares", "on"), ("durable", "on"), ("clock", "on")]);
        let run = meddle(run(config(&numbers, &fixed), seed), &picks);
        prop_assert!(run.config().holds("shares") && run.config().holds("clock"));
        prop_assert_eq!(run.final_verdicts()[PROMISE].name(), "holds", "{:?}", run.final_verdicts());
    }

    /// While the store is reachable, no fallback is used: the promise holds with any of them.
    #[test]
    fn the_promise_holds_while_the_store_is_reachable(
        numbers in numbers(),
        sends in prop::collection::vec((any::<u64>(), 0u64..4), 0..6),
        fallback in prop::sample::select(vec!["share", "whole", "open", "closed"]),
        seed: u64,
    ) {
        let fixed = with(&[
            ("setup", "shared"), ("fallback", fallback), ("skew", "0"), ("limit", "7"),
            ("latency", "30"), ("timeout", "100"),
        ]);
        let run = meddle(run(config(&numbers, &fixed), seed), &sends);
        prop_assert_eq!(run.final_verdicts()[PROMISE].name(), "holds", "{:?}", run.final_verdicts());
    }

    /// Whatever fails: as long as the rules of any window hold, no window holds more than the limit.
    #[test]
    fn no_window_exceeds_the_limit_under_the_rules(
        numbers in numbers(), picks in picks(), seed: u64, shared: bool, bucket: bool,
    ) {
        let mut fixed = with(&[("durable", "on"), ("closed", "on"), ("clock", "on")]);
        fixed.insert(0, ("setup", if shared { "shared" } else { "alone" }));
        if bucket {
            fixed.extend([("watch", "gcra"), ("store", "gcra"), ("burst", "1")]);
            fixed.retain(|(name, _)| shared || *name != "store");
            fixed.retain(|(name, _)| !shared || *name != "watch");
        } else {
            fixed.push(("exact", "on"));
        }
        let run = meddle(run(config(&numbers, &fixed), seed), &picks);
        prop_assert!(run.config().holds("exact") && run.config().holds("closed"));
        prop_assert_eq!(run.final_verdicts()[ANY_WINDOW].name(), "holds", "{:?}", run.final_verdicts());
    }
}
