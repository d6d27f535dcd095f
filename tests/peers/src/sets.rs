//! How fast are replicated sets and counters?

use crdts::{CmRDT, CvRDT, GCounter as TheirGCounter, Orswot, PNCounter};
use sandtable_core::algorithms::crdt::{GCounter, Lattice, OrSet, PnCounter};

use crate::data::Data;
use crate::harness::duel;
use crate::random::Random;
use crate::same_sets;
use crate::table::{AtLeast, Row, Section, Unit};
use crate::versions;

const SETUP: &str = "Five replicas of an observed-remove set of whole numbers below 1,000 (crdts: \
`Orswot`, ours: `OrSet`) and of a counter (`GCounter`, `PNCounter`). *Adds and removals*: 2,000 steps \
of which two thirds add, spread over the replicas. *Join*: five states of those are joined into one \
by state. crdts' `merge` takes its argument by value, so both sides clone the state that they join \
into, and crdts clones the others as well: that is its interface. Numbers of replicas are `u32` on \
both sides.";

const REPLICAS: u32 = 5;
const STEPS: usize = 2000;

/// What is done: by whom, whether it is added, which.
fn script() -> Vec<(usize, bool, u32)> {
    let mut random = Random(11);
    (0..STEPS)
        .map(|_| (random.below(REPLICAS) as usize, random.below(3) < 2, random.below(1000)))
        .collect()
}

fn their_sets(script: &[(usize, bool, u32)]) -> Vec<Orswot<u32, u32>> {
    let mut sets = vec![Orswot::new(); REPLICAS as usize];
    for (who, adds, element) in script {
        let set: &mut Orswot<u32, u32> = &mut sets[*who];
        let op = if *adds {
            set.add(*element, set.read_ctx().derive_add_ctx(*who as u32))
        } else {
            set.rm(*element, set.contains(element).derive_rm_ctx())
        };
        set.apply(op);
    }
    sets
}

fn our_sets(script: &[(usize, bool, u32)]) -> Vec<OrSet<u32>> {
    let mut sets = vec![OrSet::default(); REPLICAS as usize];
    for (who, adds, element) in script {
        if *adds {
            sets[*who].add(*who as u32, *element);
        } else {
            sets[*who].remove(element);
        }
    }
    sets
}

fn their_join<T: CvRDT + Clone>(states: &[T]) -> T {
    let mut all = states[0].clone();
    states[1..].iter().for_each(|state| all.merge(state.clone()));
    all
}

fn our_join<T: Lattice>(states: &[T]) -> T {
    let mut all = states[0].clone();
    states[1..].iter().for_each(|state| all.join(state));
    all
}

/// The rows about sets and counters.
pub(crate) fn section(_: &Data) -> Section {
    let peer = || versions::of("crdts");
    let target = AtLeast { ratio: 2.0, otherwise: "not profiled: few numbers, and room is made for each that is new" };
    let script = script();
    let (theirs, ours) = (their_sets(&script), our_sets(&script));
    let mut read: Vec<u32> = their_join(&theirs).read().val.into_iter().collect();
    read.sort_unstable();
    assert!(our_join(&ours).iter().eq(&read), "the joined sets are equal");
    let steps = duel(|| their_sets(&script), || our_sets(&script));
    let join = duel(|| their_join(&theirs), || our_join(&ours));

    let counts: Vec<u32> = script.iter().map(|(who, ..)| *who as u32).collect();
    let their_counter = || {
        let mut counter = TheirGCounter::new();
        counts.iter().for_each(|who| counter.apply(counter.inc(*who)));
        counter
    };
    let our_counter = || {
        let mut counter = GCounter::new();
        counts.iter().for_each(|who| _ = counter.increment(*who, 1));
        counter
    };
    assert_eq!(their_counter().read().to_string(), our_counter().value().to_string());
    let count = duel(their_counter, our_counter);
    let (a, b) = (their_counter(), our_counter());
    let value = duel(|| a.read(), || b.value());

    let their_changes = || {
        let mut counters = vec![PNCounter::new(); REPLICAS as usize];
        for (who, adds, by) in &script {
            let counter: &mut PNCounter<u32> = &mut counters[*who];
            let (who, by) = (*who as u32, u64::from(*by));
            let op = if *adds { counter.inc_many(who, by) } else { counter.dec_many(who, by) };
            counter.apply(op);
        }
        counters
    };
    let our_changes = || {
        let mut counters = vec![PnCounter::new(); REPLICAS as usize];
        for (who, adds, by) in &script {
            counters[*who].change(*who as u32, if *adds { 1 } else { -1 } * i64::from(*by));
        }
        counters
    };
    let (a, b) = (their_changes(), our_changes());
    assert_eq!(their_join(&a).read().to_string(), our_join(&b).value().to_string());
    let changes = duel(their_changes, our_changes);
    let counters = duel(|| their_join(&a), || our_join(&b));

    let row = |what: &str, duel, unit| Row::timed(what, peer(), &duel, unit, target);
    let mut rows = vec![
        row("OR-Set: an add or a removal", steps, Unit::NsEach(STEPS)),
        row("OR-Set: join of five states", join, Unit::Time),
        row("Grow-only counter: one more", count, Unit::NsEach(STEPS)),
        row("Grow-only counter: its value", value, Unit::Time),
        row("Counter up and down: a change", changes, Unit::NsEach(STEPS)),
        row("Counter up and down: join of five states", counters, Unit::Time),
    ];
    rows.extend(same_sets::rows());
    Section { title: "Replicated sets and counters", setup: SETUP, rows }
}
