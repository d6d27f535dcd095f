//! Does the model say what its algorithms do, and would its checks notice if they did otherwise?

use std::rc::Rc;

use super::algorithm::Algorithm;
use super::change::{Change, Outcome};
use super::lookup::Found;
use super::placed::Placed;
use super::spec::{BALANCED, MINIMAL, SPEC};
use super::*;
use crate::algorithms::placement::{load_cap, moves, needless_moves};
use crate::engine::{CheckKind, Switch, Values, Verdict};
use crate::scene::{Ring, View};

fn config(pairs: &[(&str, &str)]) -> Config {
    let mut config = Config::new(&SPEC);
    for (name, value) in pairs {
        config.set(name, value).unwrap();
    }
    config
}

fn setup(pairs: &[(&str, &str)]) -> Setup {
    ConsistentHashing::setup(&config(pairs), SPEC.seed)
}

fn joins(node: u8) -> Change {
    Change { kind: Kind::Join, node, from: 0, to: 1 }
}

fn act(setup: &Setup, state: &mut State, text: &str) -> Result<Vec<Event>, String> {
    let action = Action::parse(text, &SPEC, &setup.names).unwrap();
    let mut out = Vec::new();
    ConsistentHashing::act(setup, state, SimTime::ZERO, &action, &mut out).map(|_| out)
}

/// The verdicts on the events of a join whose placements are these.
fn judged(setup: &Setup, before: &Placed, after: &Placed) -> Vec<Verdict> {
    let change = joins(4);
    let mut nodes = setup.start.clone();
    let outcome = Outcome::new(&change, &nodes, before, after);
    change.apply(&mut nodes);
    let loads = Event::Loaded(4, after.loads(&nodes), after.digest());
    let mut ledger = Ledger::new(SPEC.checks.len());
    ledger.enter(1, SimTime::ZERO);
    for event in [Event::Changed(change, outcome), loads] {
        check::judge(setup, &event, &mut ledger);
    }
    [MINIMAL, BALANCED].map(|check| ledger.verdict(check, CheckKind::Always, false)).into()
}

fn why(verdict: &Verdict) -> &str {
    match verdict {
        Verdict::Violated { why, .. } => why,
        other => other.name(),
    }
}

/// The tester tested: a ring that sends one key astray, or piles keys on one node, is found out.
#[test]
fn a_wrong_placement_is_found_out() {
    let setup = setup(&[]);
    let mut nodes = setup.start.clone();
    let before = Placed::clone(&setup.placed(&nodes));
    joins(4).apply(&mut nodes);
    let after = Placed::clone(&setup.placed(&nodes));
    let right = judged(&setup, &before, &after);
    assert_eq!((why(&right[0]), why(&right[1])), ("holds", "holds"));

    let mut astray = after.clone();
    let key = (0..astray.owners.len()).find(|k| after.owners[*k] == 1).unwrap();
    astray.owners[key] = 2;
    let wrong = judged(&setup, &before, &astray);
    assert_eq!(why(&wrong[0]), "1 of 1,000 keys (0.1\u{a0}%) moved without need when E joined");
    assert_eq!(why(&wrong[1]), "holds");

    // All that E should have had, and more, goes to E: nothing is astray, but E is too full.
    let mut greedy = before.clone();
    greedy.owners.iter_mut().take(351).for_each(|owner| *owner = 4);
    let wrong = judged(&setup, &before, &greedy);
    assert_eq!(why(&wrong[0]), "holds");
    assert_eq!(why(&wrong[1]), "E holds 351 keys; 350 are allowed, 175 % of its fair share");
}

#[test]
fn an_outcome_is_what_the_measures_of_placements_say() {
    for algorithm in Algorithm::ALL {
        let setup = setup(&[("algorithm", algorithm.word()), ("balance", "105")]);
        let mut nodes = setup.start.clone();
        let place = |nodes: &[Node]| {
            algorithm.build(&setup, nodes).unwrap().place_all(&setup.keys).unwrap()
        };
        let (then, nodes_then) = (place(&nodes), nodes.clone());
        let before = setup.placed(&nodes);
        let change = joins(4);
        change.apply(&mut nodes);
        let outcome = Outcome::new(&change, &nodes_then, &before, &setup.placed(&nodes));
        let moved = moves(&then, &place(&nodes)).unwrap();
        assert_eq!(u64::from(outcome.moved), moved.len() as u64);
        assert_eq!(u64::from(outcome.astray), needless_moves(&moved, &nodes_then, &nodes));
        assert_eq!(outcome.ideal, 200.0);
    }
}

#[test]
fn a_change_of_weight_asks_for_moves_one_way_only() {
    let grows = Change { kind: Kind::Weigh, node: 1, from: 1, to: 3 };
    assert!(grows.asks_for(0, 1) && !grows.asks_for(1, 0) && !grows.asks_for(0, 2));
    let shrinks = Change { kind: Kind::Weigh, node: 1, from: 3, to: 1 };
    assert!(shrinks.asks_for(1, 0) && !shrinks.asks_for(0, 1) && !shrinks.asks_for(0, 2));
    let leaves = Change { kind: Kind::Leave, node: 1, from: 1, to: 0 };
    assert!(leaves.asks_for(1, 0) && !leaves.asks_for(0, 2));
}

/// The way that a lookup tells ends at the node that holds the key.
#[test]
fn a_lookup_finds_each_key_where_it_was_placed() {
    let setup = setup(&[("keys", "200"), ("balance", "100"), ("points", "3")]);
    for algorithm in Algorithm::ALL {
        let placed = setup.placed_by(algorithm, &setup.start).unwrap();
        let mut steps = 0;
        for key in 0..200 {
            let found = Found::by(&setup, algorithm, &setup.start, &label(key)).unwrap();
            assert_eq!(found.node, placed.owners[key as usize], "{algorithm:?} {key}");
            let name = setup.letter(u32::from(found.node));
            assert!(found.way.contains(name), "{}", found.way);
            steps += found.steps;
        }
        assert_eq!(steps, placed.steps, "{algorithm:?}");
    }
}

#[test]
fn a_stranger_is_looked_up_too() {
    let setup = setup(&[("algorithm", "bounded"), ("balance", "100")]);
    let mut state = ConsistentHashing::start(&setup).0;
    for key in ["cart-0", "cart-017", "cart-+17", "cart-1001", "cart-4294967296", "\" \""] {
        let events = act(&setup, &mut state, &format!("lookup {key}")).unwrap();
        assert!(matches!(&events[..], [Event::LookedUp(_)]), "{key}");
        let keys = ring_of(&setup, &state).keys.len() as u32;
        assert_eq!(keys, NAMED + 1, "{key}");
    }
    assert_eq!(index("cart-17", 1000), Some(16));
    assert_eq!(index("cart-1000", 1000), Some(999));
}

#[test]
fn what_is_impossible_is_refused_with_the_reason() {
    let ring = setup(&[("nodes", "2")]);
    let mut state = ConsistentHashing::start(&ring).0;
    for (text, reason) in [
        ("add A", "A is there already"),
        ("remove C", "C is not there"),
        ("weight C 2", "C is not there"),
        ("weight A 1", "A has weight 1 already"),
    ] {
        let before = state.clone();
        assert_eq!(act(&ring, &mut state, text).unwrap_err(), reason);
        assert_eq!(format!("{state:?}"), format!("{before:?}"), "nothing is changed");
    }
    act(&ring, &mut state, "remove A").unwrap();
    let last = act(&ring, &mut state, "remove B").unwrap_err();
    assert_eq!(last, "B is the last node, and the keys need one");
    for _ in 0..11 {
        act(&ring, &mut state, "add").unwrap();
    }
    assert_eq!(act(&ring, &mut state, "add").unwrap_err(), "all 12 letters are taken");

    let jump = setup(&[("algorithm", "jump")]);
    let mut state = ConsistentHashing::start(&jump).0;
    for (text, reason) in [
        ("remove B", "with jump hash only the last node, D, can leave"),
        ("weight A 2", "with jump hash nodes have no weights"),
        ("add E weight 2", "with jump hash nodes have no weights"),
    ] {
        assert_eq!(act(&jump, &mut state, text).unwrap_err(), reason);
    }
    act(&jump, &mut state, "remove D").unwrap();
}

/// A letter that left is not given again while there are new ones.
#[test]
fn a_new_node_has_a_new_letter() {
    let setup = setup(&[]);
    let mut state = ConsistentHashing::start(&setup).0;
    let joined = |events: Vec<Event>| match events[0] {
        Event::Changed(change, _) => setup.letter(u32::from(change.node)).to_owned(),
        _ => String::new(),
    };
    act(&setup, &mut state, "remove B").unwrap();
    assert_eq!(joined(act(&setup, &mut state, "add").unwrap()), "E");
    assert_eq!(joined(act(&setup, &mut state, "add H").unwrap()), "H");
    assert_eq!(joined(act(&setup, &mut state, "add").unwrap()), "F");
    assert_eq!(joined(act(&setup, &mut state, "add B weight 3").unwrap()), "B");
}

fn ring_of(setup: &Setup, state: &State) -> Ring {
    let scene = scene::scene(setup, state);
    match scene.views.into_iter().next() {
        Some(View::Ring(ring)) => ring,
        other => panic!("no ring first: {other:?}"),
    }
}

/// The owner that the picture shows at a place.
fn drawn(ring: &Ring, place: u32) -> &str {
    let arc = ring.arcs.partition_point(|arc| arc.from <= place) - 1;
    &ring.nodes[ring.arcs[arc].node as usize].id
}

/// Every algorithm's picture is whole, and each named key lies on a stretch of its node; but for
/// bounded loads, where a stretch says who is asked first.
#[test]
fn the_picture_tells_the_truth() {
    for algorithm in Algorithm::ALL {
        for slots in ["101", "10007"] {
            let setup = setup(&[("algorithm", algorithm.word()), ("slots", slots)]);
            let mut state = ConsistentHashing::start(&setup).0;
            act(&setup, &mut state, "add").unwrap();
            act(&setup, &mut state, "lookup stranger").unwrap();
            let ring = ring_of(&setup, &state);
            assert_eq!(ring.arcs[0].from, 0);
            assert!(ring.arcs.windows(2).all(|w| w[0].from < w[1].from && w[0].node != w[1].node));
            assert_eq!(ring.nodes.iter().map(|n| n.keys).sum::<u64>(), setup.count());
            assert_eq!(ring.keys.len() as u32, NAMED + 1);
            assert!(ring.keys.is_sorted_by_key(|k| k.place));
            for key in &ring.keys {
                let owner = &ring.nodes[key.node as usize].id;
                if algorithm != Algorithm::Bounded {
                    assert_eq!(drawn(&ring, key.place), owner, "{algorithm:?} {}", key.label);
                }
                let known = index(&key.label, setup.count());
                let holder = known.map(|k| setup.placed(&state.nodes).owners[k as usize]);
                if let Some(holder) = holder {
                    assert_eq!(setup.names.process(holder), owner);
                }
            }
            let points: u64 = ring.nodes.iter().map(|n| n.points.len() as u64).sum();
            let on_ring = matches!(algorithm, Algorithm::Ring | Algorithm::Bounded);
            assert_eq!(points, if on_ring { 5 * 20 } else { 0 });
        }
    }
}

#[test]
fn all_six_stand_in_the_table_with_the_numbers_of_their_own_runs() {
    let table = |setup: &Setup, state: &State| match &scene::scene(setup, state).views[1] {
        View::Table(table) => table.clone(),
        other => panic!("no table: {other:?}"),
    };
    let shown = setup(&[]);
    let mut state = ConsistentHashing::start(&shown).0;
    act(&shown, &mut state, "add").unwrap();
    let all = table(&shown, &state);
    for (row, algorithm) in all.rows.iter().zip(Algorithm::ALL) {
        let own = setup(&[("algorithm", algorithm.word())]);
        let mut state = ConsistentHashing::start(&own).0;
        let events = act(&own, &mut state, "add").unwrap();
        let Event::Changed(_, outcome) = &events[0] else { panic!("no change: {events:?}") };
        assert_eq!(row.id, algorithm.word());
        assert_eq!(row.cells[1].text, outcome.moved.to_string());
        assert_eq!(row.cells[2].text, outcome.astray.to_string());
        assert!(all.columns.len() == row.cells.len());
    }
    // What an algorithm cannot do is said, with the reason.
    act(&shown, &mut state, "remove B").unwrap();
    let jump = &table(&shown, &state).rows[2];
    assert_eq!(jump.cells[1].text, "cannot");
    assert!(jump.cells[0].text.contains("only the last node, E, can leave"));
    act(&shown, &mut state, "weight A 2").unwrap();
    let jump = &table(&shown, &state).rows[2];
    assert_eq!(jump.cells[1].text, "cannot");
    act(&shown, &mut state, "lookup cart-17").unwrap();
    let way = table(&shown, &state);
    assert_eq!(way.title, "The lookup of cart-17 by all six");
    assert_eq!(way.rows[2].cells[3].text, "nodes have no weights");
}

/// A switch does what it says, whatever the knobs.
#[test]
fn each_rule_can_be_switched_both_ways() {
    for rule in SPEC.rules {
        assert!(rule.protects.iter().all(|p| SPEC.checks.iter().any(|c| c.name == *p)));
        let Switch::Derived { holds, set } = rule.switch else {
            panic!("{} is derived", rule.name)
        };
        assert!(holds(&Config::new(&SPEC)), "{} holds at first", rule.name);
        for algorithm in Algorithm::ALL {
            for points in ["1", "35", "36", "200"] {
                for balance in ["100", "105", "120", "125", "150", "200"] {
                    for on in [true, false] {
                        let mut config = config(&[
                            ("algorithm", algorithm.word()),
                            ("points", points),
                            ("balance", balance),
                        ]);
                        set(&mut config, on);
                        assert_eq!(holds(&config), on, "{} {config:?}", rule.name);
                        let again = config.clone();
                        set(&mut config, on);
                        assert_eq!(config, again, "{} twice", rule.name);
                    }
                }
            }
        }
    }
}

#[test]
fn the_knobs_words_are_the_algorithms_and_the_table_sizes() {
    let (_, slots) = SPEC.knob("slots").unwrap();
    let Values::Word(words) = slots.values else { panic!("words") };
    assert!(words.iter().zip(SLOTS).all(|((word, _), size)| *word == size.to_string()));
    for (algorithm, number) in Algorithm::ALL.into_iter().zip(0..) {
        assert_eq!(Algorithm::of(number), algorithm);
    }
}

/// What is remembered is what would be worked out again.
#[test]
fn the_memo_changes_nothing() {
    let setup = setup(&[("keys", "100")]);
    let first = setup.placed(&setup.start);
    for weight in 2..=200 {
        setup.placed(&[Node { id: 0, weight }, Node { id: 1, weight: 1 }]);
    }
    let again = setup.placed(&setup.start);
    assert!(!Rc::ptr_eq(&first, &again), "it was forgotten in between");
    assert_eq!(first, again);
}

#[test]
fn the_check_and_the_algorithm_mean_the_same_cap() {
    let setup = setup(&[("algorithm", "bounded"), ("balance", "100"), ("points", "1")]);
    let nodes = [Node { id: 0, weight: 1 }, Node { id: 1, weight: 2 }, Node { id: 2, weight: 4 }];
    let caps = algorithm::bounded(&setup, &nodes).unwrap().caps(1000);
    assert_eq!(caps, [143, 286, 572]);
    let own: Vec<u64> = nodes.iter().map(|n| load_cap(1000, 100, n.weight, 7)).collect();
    assert_eq!(own, caps);
    let loads = setup.placed(&nodes).loads(&nodes);
    assert!(loads.iter().zip(caps).all(|(load, cap)| u64::from(load.keys) <= cap));
}

#[test]
fn numbers_are_written_for_people() {
    assert_eq!(words::percent(598.0, 1000.0), "59.8\u{a0}%");
}
