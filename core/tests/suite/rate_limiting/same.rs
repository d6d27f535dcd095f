//! GCRA and the leaky bucket as a meter decide alike, in the model and request by request.

use proptest::prelude::*;

use super::support::{WORDS, config, meddle, run};

/// What each process decided, in order: the names of its events in the trace.
fn decided(run: &sandtable_core::engine::Run, process: u8) -> Vec<(u32, String)> {
    let names =
        |step| run.event_names(step, &WORDS).into_iter().map(move |(p, name)| (step, p, name));
    let all = (1..=run.steps().len() as u32).flat_map(names);
    let own = all.filter(|(_, p, name)| *p == process && name.starts_with("let "));
    own.map(|(step, _, name)| (step, name)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn gcra_and_the_leaky_meter_let_the_same_requests_pass(
        numbers in prop::collection::vec(any::<u64>(), 15),
        sends in prop::collection::vec((any::<u64>(), 0u64..2), 0..6),
        seed: u64,
    ) {
        // Only the first two choices are taken: more requests, no crash of one of the two.
        let run = meddle(run(config(&numbers, &[("setup", "alone"), ("limit", "7")]), seed), &sends);
        let (leaky, gcra) = (decided(&run, 2), decided(&run, 6));
        prop_assert!(!leaky.is_empty());
        prop_assert_eq!(&leaky, &gcra);
        prop_assert_eq!(leaky, decided(&run, 1));
    }
}
