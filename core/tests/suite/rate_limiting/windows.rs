//! The burst at the window's edge: the fixed window lets exactly twice the limit pass, the log never
//! more than the limit.

use proptest::prelude::*;

use super::support::{ANY_WINDOW, cell, config, open, run, verdicts, why};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn an_edge_doubles_the_fixed_window(limit in 1u32..=100, more in 0u32..=100, gap in 1u32..=99) {
        let parts = format!(
            "traffic=edge&rate={}&limit={limit}&length=2&gap={gap}&burst={limit}&watch=fixed&do=",
            limit + more,
        );
        let mut session = open(&parts);
        let verdict = &verdicts(&mut session)[ANY_WINDOW];
        let expected = format!("the fixed window let {} pass", 2 * limit);
        prop_assert!(why(verdict).starts_with(&expected), "{verdict:?}");
        prop_assert_eq!(
            cell(&session, "Fixed window", "most in any window"),
            cell(&session, "Fixed window", "at worst")
        );
    }

    #[test]
    fn the_log_never_exceeds_the_limit(
        numbers in prop::collection::vec(any::<u64>(), 15),
        sends in prop::collection::vec((any::<u64>(), 0u64..2), 0..6),
        seed: u64,
    ) {
        let config = config(&numbers, &[("setup", "alone"), ("watch", "log")]);
        let run = super::support::meddle(run(config, seed), &sends);
        prop_assert_eq!(run.final_verdicts()[ANY_WINDOW].name(), "holds");
    }

    /// No limiter ever lets more pass in a window than the table says that it can.
    #[test]
    fn the_most_in_a_window_is_at_most_the_worst_case(
        traffic in prop::sample::select(vec!["steady", "burst", "edge", "poisson", "on-off"]),
        rate in 1u32..60, limit in 1u32..40, burst in 1u32..60, gap in 1u32..=99, seed: u64,
    ) {
        let parts = format!("traffic={traffic}&rate={rate}&limit={limit}&burst={burst}&seed={seed}");
        let gap = if traffic == "edge" { format!("&gap={gap}") } else { String::new() };
        let mut session = open(&format!("{parts}{gap}&do=@0.9s+send+100%3B@1.1s+send+100"));
        session.settle();
        for row in ["Token bucket", "Leaky bucket", "Fixed window", "Sliding log", "Sliding counter", "GCRA"] {
            let number = |column| cell(&session, row, column).parse::<u64>().unwrap();
            prop_assert!(number("most in any window") <= number("at worst"), "{row}");
        }
    }
}

/// Each kind that can exceed the limit does, on traffic of the model; so rule and check agree.
#[test]
fn what_the_rule_calls_inexact_can_be_caught() {
    for (watch, traffic) in [
        ("token", "traffic=steady&rate=20"),
        ("leaky", "traffic=steady&rate=20"),
        ("gcra", "traffic=poisson&rate=20"),
        ("fixed", "traffic=edge"),
        ("counter", "traffic=edge&gap=90"),
        ("log", "traffic=edge&gap=90"),
        ("token", "traffic=steady&rate=20&burst=1"),
        ("gcra", "traffic=edge&gap=90&burst=1"),
    ] {
        let mut session = open(&format!("watch={watch}&{traffic}&do="));
        let exact = session.config(Default::default()).holds("exact");
        let verdict = &verdicts(&mut session)[ANY_WINDOW];
        assert_eq!(verdict.name(), if exact { "holds" } else { "violated" }, "{watch} {traffic}");
    }
}
