//! Replicas that have heard the same agree, however it reached them: whole states, deltas or
//! operations; lost on the way and sent again, out of order, twice. And what they agree on is what
//! people meant.

use proptest::prelude::*;
use sandtable_core::algorithms::clocks::LamportStamp;
use sandtable_core::algorithms::crdt::{
    CausalInbox, CounterOp, Lattice, Letter, LwwMap, MvRegister, OrSet, PnCounter, SetOp,
    TwoPhaseSet,
};

const REPLICAS: usize = 3;

/// What a replica does, and whom it hears: replica, kind, element, and a number to pick by.
type Step = (usize, u8, u8, u16);

fn steps() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec((0..REPLICAS, 0u8..6, 0u8..5, any::<u16>()), 1..60)
}

/// The set as it is meant, straight from its definition (Shapiro et al. 2011, specification 15):
/// every add is remembered with its own name, and every remove names the adds that it saw.
#[derive(Clone, Default)]
struct Meant {
    added: Vec<(u32, u8)>,
    removed: Vec<u32>,
}

impl Meant {
    fn add(&mut self, name: u32, element: u8) {
        self.added.push((name, element));
    }

    fn remove(&mut self, element: u8) {
        let seen = self.added.iter().filter(|(_, e)| *e == element).map(|(name, _)| *name);
        self.removed.extend(seen);
    }

    fn join(&mut self, other: &Meant) {
        self.added.extend(other.added.iter().copied());
        self.removed.extend(other.removed.iter().copied());
        self.added.sort_unstable();
        self.added.dedup();
    }

    fn elements(&self) -> Vec<u8> {
        let live = self.added.iter().filter(|(name, _)| !self.removed.contains(name));
        let mut elements: Vec<u8> = live.map(|(_, e)| *e).collect();
        elements.sort_unstable();
        elements.dedup();
        elements
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// The set without tombstones is the set with them, at every moment and at every replica, by
    /// whole states and by deltas that come in any order and twice.
    #[test]
    fn the_optimised_set_is_the_set_that_is_meant(steps in steps()) {
        let mut by_state = vec![OrSet::<u8>::default(); REPLICAS];
        let mut by_delta = vec![OrSet::<u8>::default(); REPLICAS];
        let mut meant = vec![Meant::default(); REPLICAS];
        let mut meant_by_delta = vec![Meant::default(); REPLICAS];
        let mut deltas: Vec<(OrSet<u8>, Meant)> = Vec::new();
        for (name, (here, kind, element, pick)) in steps.iter().enumerate() {
            let (here, replica) = (*here, *here as u32);
            match kind {
                0 | 1 => {
                    by_state[here].add(replica, *element);
                    meant[here].add(name as u32, *element);
                    // An add takes the place of the adds that it saw, which nobody can see; but
                    // without the order of causes it can come before them.
                    let delta = by_delta[here].add_delta(replica, *element);
                    let replaced = &mut meant_by_delta[here];
                    replaced.remove(*element);
                    let removed = replaced.removed.clone();
                    replaced.add(name as u32, *element);
                    let only = Meant { added: vec![(name as u32, *element)], removed };
                    deltas.push((delta, only));
                }
                2 => {
                    by_state[here].remove(element);
                    meant[here].remove(*element);
                    let delta = by_delta[here].remove_delta(element);
                    meant_by_delta[here].remove(*element);
                    let removed = meant_by_delta[here].removed.clone();
                    deltas.push((delta, Meant { added: Vec::new(), removed }));
                }
                3 => {
                    let other = usize::from(*pick) % REPLICAS;
                    let (state, truth) = (by_state[other].clone(), meant[other].clone());
                    by_state[here].join(&state);
                    meant[here].join(&truth);
                }
                _ if !deltas.is_empty() => {
                    // Any delta, at any time, also one that it has had.
                    let (delta, truth) = deltas[usize::from(*pick) % deltas.len()].clone();
                    by_delta[here].join(&delta);
                    meant_by_delta[here].join(&truth);
                }
                _ => {}
            }
            let elements: Vec<u8> = by_state[here].iter().copied().collect();
            prop_assert_eq!(elements, meant[here].elements());
        }
        // In the end everybody hears every delta, in an order of their own.
        for (here, set) in by_delta.iter_mut().enumerate() {
            for i in 0..deltas.len() {
                set.join(&deltas[(i * 7 + here * 3) % deltas.len()].0);
                set.join(&deltas[i].0);
            }
        }
        prop_assert!(by_delta.windows(2).all(|w| w[0] == w[1]));
        prop_assert!(by_delta.iter().all(|s| s.seen().gaps() == 0), "nothing is remembered twice");
        let mut all = Meant::default();
        meant_by_delta.iter().chain(deltas.iter().map(|d| &d.1)).for_each(|m| all.join(m));
        prop_assert_eq!(by_delta[0].iter().copied().collect::<Vec<_>>(), all.elements());
    }

    /// Operations, delivered late, out of order and twice, each to every replica in the end.
    #[test]
    fn operations_converge(steps in steps(), order in any::<u64>()) {
        let mut counters = vec![PnCounter::new(); REPLICAS];
        let mut sets = vec![OrSet::<u8>::default(); REPLICAS];
        let mut inboxes: Vec<CausalInbox<(CounterOp, SetOp<u8>)>> =
            (0..REPLICAS).map(|_| CausalInbox::default()).collect();
        let mut letters: Vec<Letter<(CounterOp, SetOp<u8>)>> = Vec::new();
        let mut sum = 0i128;
        for (here, kind, element, pick) in steps {
            let replica = here as u32;
            if kind < 3 {
                let op = CounterOp { replica, by: i64::from(pick) - 30_000 };
                counters[here].apply(op);
                sum += i128::from(op.by);
                let set = &mut sets[here];
                let change = if kind == 2 {
                    set.remove_op(&element)
                } else {
                    set.add_op(replica, element)
                };
                letters.push(inboxes[here].send(replica, (op, change)));
            } else if !letters.is_empty() {
                let letter = letters[usize::from(pick) % letters.len()].clone();
                for (op, change) in inboxes[here].receive(letter) {
                    counters[here].apply(op);
                    sets[here].apply(&change);
                }
            }
        }
        let count = letters.len();
        for here in 0..REPLICAS {
            for i in 0..2 * count {
                let at = (i.wrapping_mul(order as usize | 1) + here) % count.max(1);
                for at in [at, i % count.max(1)] {
                    for (op, change) in inboxes[here].receive(letters[at].clone()) {
                        counters[here].apply(op);
                        sets[here].apply(&change);
                    }
                }
            }
            prop_assert_eq!(inboxes[here].waiting(), 0);
            prop_assert_eq!(counters[here].value(), sum);
            prop_assert_eq!(&sets[here], &sets[0]);
        }
    }

    /// A multi-value register keeps exactly the writes that no later write has seen.
    #[test]
    fn a_multi_value_register_keeps_the_concurrent_writes(steps in steps()) {
        let mut registers = vec![MvRegister::<u32>::default(); REPLICAS];
        let mut known: Vec<Vec<u32>> = vec![Vec::new(); REPLICAS];
        let mut upon: Vec<Vec<u32>> = Vec::new();
        for (here, kind, _, pick) in steps {
            if kind < 3 {
                let id = upon.len() as u32;
                upon.push(registers[here].values().copied().collect());
                registers[here].write(here as u32, id);
                known[here].push(id);
            } else {
                let other = usize::from(pick) % REPLICAS;
                let (register, theirs) = (registers[other].clone(), known[other].clone());
                registers[here].join(&register);
                known[here].extend(theirs);
                known[here].sort_unstable();
                known[here].dedup();
            }
            let replaced = |id: &u32| known[here].iter().any(|w| upon[*w as usize].contains(id));
            let expected: Vec<u32> =
                known[here].iter().copied().filter(|id| !replaced(id)).collect();
            let mut values: Vec<u32> = registers[here].values().copied().collect();
            values.sort_unstable();
            prop_assert_eq!(values, expected);
        }
    }
}

/// The cart of the Dynamo paper (section 4.4): merging carts brings removed items back. An
/// observed-remove set does not, and loses no add either.
#[test]
fn nothing_comes_back_into_the_cart_and_nothing_is_lost() {
    let (mut phone, mut laptop) = (OrSet::default(), OrSet::default());
    phone.add(0, "book");
    phone.add(0, "lamp");
    laptop.join(&phone);
    // Offline, on both sides.
    phone.remove(&"book");
    laptop.add(1, "pen");
    laptop.add(1, "lamp");
    phone.remove(&"lamp");
    phone.join(&laptop);
    laptop.join(&phone);
    assert_eq!(phone, laptop);
    // The book is gone for good; the pen is there; the lamp, which the laptop put in again without
    // knowing of the removal, stays.
    assert_eq!(phone.iter().collect::<Vec<_>>(), [&"lamp", &"pen"]);
    // Old news does not bring the book back.
    let mut stale = OrSet::default();
    stale.add(0, "book");
    phone.join(&stale);
    assert!(!phone.has(&"book"));
    // All that is remembered of it is one number for each replica that adds.
    assert_eq!((phone.seen().vector().len(), phone.seen().gaps()), (2, 0));
    // The union of plain sets, for comparison, has the book; the two-phase set never lets it back.
    let mut ever = TwoPhaseSet::default();
    ever.add("book");
    ever.remove("book");
    assert!(!ever.add("book") && ever.tombstones() == 1);
}

/// Last writer wins, by design, loses a write; its tombstones can be collected once nothing older
/// is under way, and come back to life if that was not so.
#[test]
fn a_last_writer_wins_map_forgets_on_request() {
    let at = |time, process| LamportStamp { time, process };
    let (mut here, mut there) = (LwwMap::default(), LwwMap::default());
    here.set("a", at(1, 0), 1);
    there.join(&here);
    here.remove("a", at(2, 0));
    assert_eq!((here.tombstones(), here.forget(at(2, 0)), here.forget(at(3, 0))), (1, 0, 1));
    here.join(&there);
    assert_eq!(here.get(&"a"), Some(&1), "forgotten too early");
}
