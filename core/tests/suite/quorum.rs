//! The quorum model keeps its promises while its rules hold, and each rule is needed.

use proptest::prelude::*;
use sandtable_core::session::{Session, Side, SimTime, Verdict};

use super::judged::verdict;

/// Does what is offered, at random: mostly requests, some faults; never more than `faults`.
fn play(session: &mut Session, moves: &[(u16, u16)]) {
    for (wait_ms, pick) in moves {
        let wait = SimTime::from_ms(u64::from(*wait_ms));
        session.seek_time(session.now() + wait);
        let choices = session.choices();
        let (faults, uses): (Vec<_>, Vec<_>) = choices.iter().partition(|c| c.fault);
        let group = if uses.is_empty() || pick % 2 == 0 { &faults } else { &uses };
        if let Some(choice) = group.get(usize::from(pick / 2) % group.len().max(1)) {
            session.act(&choice.action).expect("what is offered is possible");
        }
    }
}

/// Ends all faults: the fairness that convergence needs.
fn mend(session: &mut Session) {
    for verb in ["restart", "resume", "heal"] {
        loop {
            let choices = session.choices();
            let Some(c) = choices.iter().find(|c| c.action.starts_with(verb)) else { break };
            session.act(&c.action).expect("what is offered is possible");
        }
    }
    session.settle();
}

fn configs() -> impl Strategy<Value = (u32, u32, u32, u32, u32, u64)> {
    (1u32..=5).prop_flat_map(|n| {
        (Just(n), 1..=n).prop_flat_map(|(n, w)| {
            (Just(n), Just(w), n - w + 1..=n, 0u32..=3, 0u32..=3, any::<u64>())
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, max_shrink_iters: 300, ..ProptestConfig::default() })]

    /// With every rule on: under loss, delay, duplication, cuts, pauses and crashes that keep
    /// disks, no read is stale, none goes back, and once the faults are over all copies agree.
    #[test]
    fn promises_hold_while_rules_hold(
        (n, w, r, loss, twice, seed) in configs(),
        moves in prop::collection::vec((0u16..400, any::<u16>()), 1..24),
    ) {
        let (loss, twice) = (loss * 5, twice * 5);
        let link = format!("v1/quorum?n={n}&w={w}&r={r}&loss={loss}&twice={twice}&seed={seed}&do=&at=0s");
        let mut session = Session::open(&link).unwrap();
        play(&mut session, &moves);
        mend(&mut session);
        for check in ["fresh", "monotonic", "converge"] {
            let verdict = verdict(&session, check);
            let kept = matches!(verdict, Verdict::Holds | Verdict::Vacuous);
            prop_assert!(kept, "{check}: {verdict:?}\n{}", session.link());
        }
    }

    /// Hand-off alone, and repair alone after a read, bring the copies together.
    #[test]
    fn copies_agree_by_handoff_alone(
        (n, w, r, loss, twice, seed) in configs(),
        moves in prop::collection::vec((0u16..400, any::<u16>()), 1..16),
    ) {
        let (loss, twice) = (loss * 5, twice * 5);
        let link = format!(
            "v1/quorum?n={n}&w={w}&r={r}&loss={loss}&twice={twice}&repair=off&seed={seed}&do=&at=0s"
        );
        let mut session = Session::open(&link).unwrap();
        play(&mut session, &moves);
        mend(&mut session);
        let verdict = verdict(&session, "converge");
        prop_assert!(matches!(verdict, Verdict::Holds | Verdict::Vacuous), "{}", session.link());
    }
}

/// With one rule off, its check can be broken by hand. The number of faults and requests is what a
/// reader has to do.
const BROKEN: &[(&str, &str, &str)] = &[
    ("overlap", "fresh", "v1/quorum?w=1&r=1"),
    (
        "overlap",
        "monotonic",
        "v1/quorum?w=1&r=1&do=@0.2s+write+Friday+via+A;@0.38s+cut+A-B;@0.8s+read+via+A;@1.4s+read+via+B",
    ),
    (
        "strict",
        "fresh",
        "v1/quorum?strict=off&do=@0.1s+cut+A-B;@0.1s+cut+A-C;@0.2s+write+Friday+via+A;@2s+read+via+B",
    ),
    (
        "strict",
        "monotonic",
        "v1/quorum?strict=off&do=@0.1s+cut+A-B;@0.1s+cut+A-C;@0.2s+write+Friday+via+A;@1.3s+read+via+A;@2.2s+read+via+B",
    ),
    (
        "disks",
        "fresh",
        "v1/quorum?disks=off&do=@0.2s+write+Friday+via+A;@0.38s+cut+A-B;@0.8s+crash+C;@0.9s+restart+C+blank;@1s+cut+A-C;@1.1s+read+via+B",
    ),
    (
        "disks",
        "monotonic",
        "v1/quorum?disks=off&do=@0.2s+write+Friday+via+A;@0.38s+cut+A-B;@0.6s+read+via+A;@1.4s+crash+C;@1.5s+restart+C+blank;@1.6s+cut+A-C;@1.7s+read+via+B",
    ),
    (
        "disks",
        "converge",
        "v1/quorum?disks=off&do=@0.2s+write+Friday+via+A;@1s+crash+B;@1.1s+restart+B+blank",
    ),
    (
        "versions",
        "fresh",
        "v1/quorum?versions=off&do=@0.1s+cut+A-B;@0.2s+write+Friday+via+A;@0.8s+write+Monday+via+A;@1.5s+write+Sunday+via+B;@2.2s+read+via+C",
    ),
    (
        "wait",
        "fresh",
        "v1/quorum?wait=off&do=@0.2s+write+Friday+via+A;@0.37s+cut+A-B;@0.37s+cut+A-C;@0.8s+read+via+B",
    ),
    (
        "repair",
        "monotonic",
        "v1/quorum?repair=off&do=@0.2s+write+Friday+via+A;@0.37s+cut+A-B;@0.37s+cut+A-C;@0.5s+heal+A-B;@0.5s+read+via+A;@0.8s+cut+A-B;@0.9s+read+via+B",
    ),
    (
        "hints",
        "converge",
        "v1/quorum?hints=off&do=@0.2s+write+Friday+via+A;@0.38s+cut+A-B;@0.8s+heal+A-B",
    ),
];

#[test]
fn each_rule_is_needed() {
    let spec = Session::open("v1/quorum").unwrap().spec();
    for rule in spec.rules {
        for check in rule.protects {
            // Read repair heals what hints did not: shown the other way round, below.
            if (rule.name, *check) != ("repair", "converge") {
                let listed = BROKEN.iter().any(|(r, c, _)| (r, c) == (&rule.name, check));
                assert!(listed, "no link breaks `{check}` without `{}`", rule.name);
            }
        }
    }
    for (rule, check, link) in BROKEN {
        let mut session = Session::open(link).unwrap();
        assert!(!session.config(Side::Main).holds(rule), "{rule} is on in {link}");
        let others = spec.rules.iter().filter(|r| r.name != *rule);
        for other in others {
            assert!(session.config(Side::Main).holds(other.name), "{} is off too", other.name);
        }
        session.settle();
        let verdict = verdict(&session, check);
        assert!(
            matches!(verdict, Verdict::Violated { .. }),
            "{check} without {rule}: {verdict:?}\n{}",
            session.transcript()
        );
    }
}

/// Without hand-off, a read brings back what a lost message left behind, and only with repair.
#[test]
fn read_repair_brings_copies_together() {
    let story = "do=@0.2s+write+Friday+via+A;@0.38s+cut+A-B;@0.8s+heal+A-B;@1s+read+via+C";
    for (repair, kept) in [("on", true), ("off", false)] {
        let mut session =
            Session::open(&format!("v1/quorum?hints=off&repair={repair}&{story}")).unwrap();
        session.settle();
        assert_eq!(verdict(&session, "converge") == Verdict::Holds, kept, "repair {repair}");
    }
}

/// The rule that follows from the knobs moves them, and the knobs move it.
#[test]
fn overlap_is_a_switch_of_the_knobs() {
    let mut session = Session::open("v1/quorum").unwrap();
    assert!(session.config(Side::Main).holds("overlap"));
    session.set(Side::Main, "overlap", "off").unwrap();
    let config = session.config(Side::Main).clone();
    assert_eq!((config.number("r"), config.number("w")), (1, 1));
    session.set(Side::Main, "overlap", "on").unwrap();
    assert_eq!(session.config(Side::Main).number("r"), 3);
    session.set(Side::Main, "n", "1").unwrap();
    assert_eq!(session.config(Side::Main).number("r"), 1);
    assert!(session.set_aside().iter().any(|a| a.contains("via B")), "{:?}", session.set_aside());
    session.set(Side::Main, "n", "3").unwrap();
    assert!(session.set_aside().is_empty() && session.script().len() == 4);
}
