//! What clocks promise, against the truth: histories made at random, clocks that drift and jump.

use proptest::prelude::*;
use sandtable_core::algorithms::clocks::{
    Causality, DottedSiblings, DriftingClock, History, Hybrid, HybridClock, HybridError, Interval,
    Lamport, LamportStamp, VectorClock, VectorSiblings, VersionVector,
};

const PROCESSES: u32 = 4;

/// What a process does next, at random: something local, or the receipt of an earlier event of
/// another process; with how long it takes.
type Move = (u8, u16, bool, u8);

fn moves() -> impl Strategy<Value = Vec<Move>> {
    prop::collection::vec((0..PROCESSES as u8, any::<u16>(), any::<bool>(), 0u8..20), 1..60)
}

/// The events of a history: process, and the event whose message it receives.
fn history(moves: &[Move]) -> (History, Vec<(u32, Option<u32>)>) {
    let mut history = History::default();
    let mut events = Vec::new();
    for (process, pick, receive, _) in moves {
        let others: Vec<u32> = (0..history.len())
            .filter(|e| history.place(*e).unwrap().0 != u32::from(*process))
            .collect();
        let sent = (*receive && !others.is_empty()).then(|| others[*pick as usize % others.len()]);
        history.add(u32::from(*process), sent);
        events.push((u32::from(*process), sent));
    }
    (history, events)
}

/// Happened before, by Warshall's transitive closure over the definition.
fn closure(events: &[(u32, Option<u32>)]) -> Vec<Vec<bool>> {
    let n = events.len();
    let mut before = vec![vec![false; n]; n];
    for (i, (process, sent)) in events.iter().enumerate() {
        for j in 0..i {
            before[j][i] = events[j].0 == *process || *sent == Some(j as u32);
        }
    }
    for k in 0..n {
        let through = before[k].clone();
        for row in &mut before {
            if row[k] {
                row.iter_mut().zip(&through).for_each(|(a, b)| *a |= *b);
            }
        }
    }
    before
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// The reference is the transitive closure, and every path it gives is one.
    #[test]
    fn the_history_is_the_closure(moves in moves()) {
        let (history, events) = history(&moves);
        let before = closure(&events);
        for a in 0..history.len() {
            for b in 0..history.len() {
                prop_assert_eq!(history.is_before(a, b), before[a as usize][b as usize]);
                let path = history.path(a, b);
                prop_assert_eq!(path.is_some(), a == b || history.is_before(a, b));
                let path = path.unwrap_or_default();
                prop_assert!(path.is_empty() || (path[0] == a && path[path.len() - 1] == b));
                for pair in path.windows(2) {
                    let ((p, i), (q, j)) =
                        (history.place(pair[0]).unwrap(), history.place(pair[1]).unwrap());
                    let step = history.is_message(pair[0], pair[1]) || (p == q && i + 1 == j);
                    prop_assert!(step, "{:?} is no step", pair);
                }
            }
            let (process, ordinal) = history.place(a).unwrap();
            prop_assert_eq!(history.find(process, ordinal), Some(a));
        }
    }

    /// Happened before ⇔ the vector is smaller; and one number settles it.
    #[test]
    fn vectors_tell_exactly(moves in moves()) {
        let (history, events) = history(&moves);
        let mut clocks: Vec<VectorClock> = (0..PROCESSES).map(VectorClock::new).collect();
        let mut stamps: Vec<VersionVector> = Vec::new();
        for (process, sent) in &events {
            let clock = &mut clocks[*process as usize];
            stamps.push(match sent {
                Some(sent) => clock.receive(&stamps[*sent as usize]),
                None => clock.tick(),
            });
        }
        for a in 0..history.len() {
            for b in 0..history.len() {
                let (first, second) = (&stamps[a as usize], &stamps[b as usize]);
                prop_assert_eq!(VectorClock::compare(first, second), history.compare(a, b));
                if a != b {
                    let process = events[a as usize].0;
                    prop_assert_eq!(
                        VectorClock::led_to(process, first, second), history.is_before(a, b));
                }
            }
        }
    }

    /// Lamport's numbers extend happened before to a total order, and say nothing the other way.
    #[test]
    fn lamport_extends_cause_to_a_total_order(moves in moves()) {
        let (history, events) = history(&moves);
        let mut clocks: Vec<Lamport> = (0..PROCESSES).map(Lamport::new).collect();
        let mut stamps: Vec<LamportStamp> = Vec::new();
        for (process, sent) in &events {
            let clock = &mut clocks[*process as usize];
            stamps.push(match sent {
                Some(sent) => clock.receive(stamps[*sent as usize]),
                None => clock.tick(),
            });
        }
        for a in 0..history.len() {
            for b in 0..history.len() {
                let (first, second) = (stamps[a as usize], stamps[b as usize]);
                prop_assert!(!history.is_before(a, b) || first.time < second.time);
                prop_assert_eq!(first == second, a == b);
            }
        }
    }

    /// Physical clocks within ε of true time, that jump and run unevenly within it: no message is
    /// refused at twice ε, every stamp is within that of its own clock and never behind it, stamps
    /// respect cause, and the counter stays below what is known to have led here.
    #[test]
    fn hybrid_clocks_respect_cause_and_stay_near(
        moves in moves(), epsilon in 0u64..50, errors in prop::collection::vec(any::<u16>(), 60),
    ) {
        let (history, events) = history(&moves);
        let mut clocks: Vec<HybridClock> =
            (0..PROCESSES).map(|_| HybridClock::new(2 * epsilon)).collect();
        let mut stamps: Vec<Hybrid> = Vec::new();
        let mut now = 1_000u64;
        for (i, (process, sent)) in events.iter().enumerate() {
            now += u64::from(moves[i].3);
            let physical = now - epsilon + u64::from(errors[i]) % (2 * epsilon + 1);
            let clock = &mut clocks[*process as usize];
            let stamp = match sent {
                Some(sent) => clock.receive(physical, stamps[*sent as usize]),
                None => clock.tick(physical),
            };
            prop_assert!(stamp.is_ok(), "{stamp:?} within the bound");
            let stamp = stamp.unwrap();
            prop_assert!(stamp.time >= physical && stamp.time - physical <= 2 * epsilon);
            prop_assert!(usize::from(stamp.counter) <= i);
            prop_assert_eq!(stamp.pack().map(Hybrid::unpack), Some(stamp));
            stamps.push(stamp);
        }
        for a in 0..history.len() {
            for b in 0..history.len() {
                let (first, second) = (stamps[a as usize], stamps[b as usize]);
                prop_assert!(!history.is_before(a, b) || first < second);
                prop_assert_eq!(first.cmp(&second), first.pack().cmp(&second.pack()));
            }
        }
    }

    /// Whatever the physical clocks do: a stamp is refused, or it is within the bound and greater
    /// than all that led to it. A refusal changes nothing.
    #[test]
    fn a_hybrid_clock_is_bounded_whatever_happens(
        steps in prop::collection::vec((any::<u16>(), any::<u16>(), any::<u16>(), any::<bool>()), 1..80),
        ahead_max in 0u64..20_000,
    ) {
        let mut clock = HybridClock::new(ahead_max);
        for (physical, time, counter, receive) in steps {
            let (physical, before) = (u64::from(physical), clock);
            let sent = Hybrid { time: u64::from(time), counter };
            let result =
                if receive { clock.receive(physical, sent) } else { clock.tick(physical) };
            match result {
                Ok(stamp) => {
                    prop_assert!(stamp.time >= physical && stamp.time - physical <= ahead_max);
                    prop_assert!(stamp > before.last());
                    prop_assert!(!receive || stamp > sent);
                }
                Err(HybridError::Ahead { by, max }) => {
                    prop_assert!(by > max && max == ahead_max && clock == before);
                }
                Err(HybridError::CounterFull) => prop_assert_eq!(clock, before),
            }
        }
    }

    /// Between changes a clock runs evenly; it reaches a reading exactly when it says it will.
    #[test]
    fn a_drifting_clock_is_piecewise_even(
        changes in prop::collection::vec((0u64..1_000_000_000, -999_999i32..=999_999, -1_000_000_000i64..1_000_000_000), 0..8),
        span in 0u64..10_000_000_000, more in 0u64..10_000_000_000,
    ) {
        let mut clock = DriftingClock::new(5_000_000_000);
        let mut now = 0;
        for (after, ppm, by) in changes {
            now += after;
            let before = clock.read(now);
            clock.set_rate(now, ppm);
            prop_assert_eq!(clock.read(now), before);
            prop_assert_eq!(clock.ppm(), ppm);
            clock.jump(now, by);
            prop_assert!(clock.read(now).abs_diff(before.saturating_add_signed(by)) <= 1);
        }
        let (first, then) = (clock.read(now), clock.read(now + span));
        prop_assert!(then >= first);
        let expected = i128::from(span) * i128::from(1_000_000 + clock.ppm()) / 1_000_000;
        prop_assert!(first == 0 || (i128::from(then - first) - expected).abs() <= 1);
        let reading = then + more;
        let when = clock.when(reading, now + span);
        prop_assert!(when >= now + span && clock.read(when) >= reading);
        prop_assert!(when == now + span || clock.read(when - 1) < reading);
    }

    /// External consistency: with commit wait, a transaction that starts after another was reported
    /// has the later timestamp, wherever each ran, as long as each clock is off by no more than it
    /// says. Without the wait, two clocks that differ are enough to break it.
    #[test]
    fn commit_wait_gives_external_consistency(
        uncertainty in 1u64..1_000, runs in prop::collection::vec((any::<u16>(), any::<u16>(), 0u64..300), 2..40),
    ) {
        let mut now = 10_000u64;
        let mut last = 0;
        let reading = |now: u64, error: u16| {
            now - uncertainty + u64::from(error) % (2 * uncertainty + 1)
        };
        for (first, second, gap) in runs {
            let timestamp = Interval::around(reading(now, first), uncertainty).latest;
            prop_assert!(timestamp > last, "started at {} after {}", now, last);
            let begun = now;
            // The clock may err differently at each moment, within what it admits.
            while !Interval::around(reading(now, second), uncertainty).is_past(timestamp) {
                now += 1;
            }
            prop_assert!(now - begun <= 4 * uncertainty + 1);
            last = timestamp;
            now += gap;
        }
    }

    /// Dotted siblings are exactly the writes that no later write has seen: the concurrent ones.
    #[test]
    fn dotted_siblings_are_exactly_the_concurrent_writes(
        steps in prop::collection::vec((0u8..3, 0usize..3, 0usize..4, 0usize..3), 1..60),
    ) {
        let mut servers = vec![DottedSiblings::<u32>::default(); 3];
        let mut plain = vec![VectorSiblings::<u32>::default(); 3];
        // What each client, and each server, has seen; and for each write what it was made upon.
        let mut clients = vec![(VersionVector::new(), Vec::<u32>::new()); 4];
        let mut contexts = vec![VersionVector::new(); 4];
        let mut seen: Vec<Vec<u32>> = vec![Vec::new(); 3];
        let mut upon: Vec<Vec<u32>> = Vec::new();
        for (kind, server, client, other) in steps {
            match kind {
                0 => {
                    clients[client] = (servers[server].context().clone(), seen[server].clone());
                    contexts[client] = plain[server].context().clone();
                }
                1 => {
                    let id = upon.len() as u32;
                    upon.push(clients[client].1.clone());
                    let context = clients[client].0.clone();
                    servers[server].write(server as u32, &context, id);
                    plain[server].write(server as u32, &contexts[client], id);
                    seen[server].extend(clients[client].1.iter().copied().chain([id]));
                }
                _ => {
                    let (theirs, known) = (servers[other].clone(), seen[other].clone());
                    let copy = plain[other].clone();
                    servers[server].join(&theirs);
                    plain[server].join(&copy);
                    seen[server].extend(known);
                }
            }
            seen[server].sort_unstable();
            seen[server].dedup();
            let known = &seen[server];
            let replaced = |id: &u32| known.iter().any(|w| upon[*w as usize].contains(id));
            let expected: Vec<u32> = known.iter().copied().filter(|id| !replaced(id)).collect();
            let mut kept: Vec<u32> = servers[server].values().iter().map(|(_, id)| *id).collect();
            kept.sort_unstable();
            prop_assert_eq!(&kept, &expected);
            // One vector for all of them never loses one of these, and may keep more.
            prop_assert!(expected.iter().all(|id| plain[server].values().contains(id)));
        }
    }

    /// Joining is the least upper bound.
    #[test]
    fn version_vectors_are_a_lattice(
        a in prop::collection::vec((0u32..6, 0u64..5), 0..8),
        b in prop::collection::vec((0u32..6, 0u64..5), 0..8),
        c in prop::collection::vec((0u32..6, 0u64..5), 0..8),
    ) {
        let v = |e: &Vec<(u32, u64)>| e.iter().copied().collect::<VersionVector>();
        let join = |x: &VersionVector, y: &VersionVector| {
            let mut z = x.clone();
            z.join(y);
            z
        };
        let (a, b, c) = (v(&a), v(&b), v(&c));
        prop_assert_eq!(join(&a, &b), join(&b, &a));
        prop_assert_eq!(join(&join(&a, &b), &c), join(&a, &join(&b, &c)));
        prop_assert_eq!(&join(&a, &a), &a);
        let both = join(&a, &b);
        prop_assert!(both.covers(&a) && both.covers(&b));
        prop_assert!((0..6).all(|p| both.get(p) == a.get(p).max(b.get(p))));
        prop_assert!(!(c.covers(&a) && c.covers(&b)) || c.covers(&both));
        prop_assert_eq!(a.compare(&b), b.compare(&a).reverse());
    }
}

/// The history of CockroachDB's own test of its hybrid clock (pkg/util/hlc, TestHLCClock): before
/// each receipt it takes a stamp, and after it another, which is the paper's receipt.
#[test]
fn hybrid_stamps_are_those_of_cockroachs_test() {
    let rows = [
        (5, None, (5, 0)),
        (6, None, (6, 0)),
        (10, Some((10, 5)), (10, 6)),
        (7, None, (10, 7)),
        (8, Some((10, 4)), (10, 9)),
        (10, Some((10, 99)), (10, 100)),
        (11, Some((10, 31)), (11, 1)),
        (11, None, (11, 2)),
    ];
    let mut clock = HybridClock::new(1_000);
    for (wall, input, (time, counter)) in rows {
        let mut stamp = clock.tick(wall).unwrap();
        if let Some((time, counter)) = input {
            stamp = clock.receive(wall, Hybrid { time, counter }).unwrap();
        }
        assert_eq!(stamp, Hybrid { time, counter }, "at {wall}");
    }
}

/// The cases of the vector clock tests of riak_core (src/vclock.erl).
#[test]
fn version_vectors_are_those_of_riaks_tests() {
    let v = |entries: &[(u32, u64)]| entries.iter().copied().collect::<VersionVector>();
    let abc = v(&[(1, 2), (2, 1), (3, 1)]);
    assert!(v(&[(1, 1)]).covers(&v(&[])) && !v(&[(1, 1)]).covers(&v(&[(2, 1)])));
    assert!(abc.covers(&v(&[(1, 2)])) && abc.covers(&v(&[(2, 1)])));
    assert!(!v(&[(2, 1)]).covers(&abc) && !v(&[(2, 1)]).covers(&v(&[(1, 1)])));
    let (more, less) = (v(&[(1, 2), (2, 2)]), v(&[(1, 2), (2, 1)]));
    assert_eq!(more.compare(&less), Causality::After);
    assert_eq!(less.compare(&more), Causality::Before);
    assert_eq!(more.compare(&more.clone()), Causality::Equal);
    for (a, b, both) in [
        (v(&[(1, 1), (2, 2), (4, 4)]), v(&[(3, 3), (4, 3)]), v(&[(1, 1), (2, 2), (3, 3), (4, 4)])),
        (v(&[(5, 5)]), v(&[(6, 6), (7, 7)]), v(&[(5, 5), (6, 6), (7, 7)])),
        (v(&[(1, 1), (2, 1)]), v(&[(1, 1), (3, 1)]), v(&[(1, 1), (2, 1), (3, 1)])),
    ] {
        let mut joined = a.clone();
        joined.join(&b);
        assert_eq!(joined, both);
    }
    let mut counted = VersionVector::new();
    for actor in [1, 2, 3, 1] {
        counted.next(actor);
    }
    assert_eq!(counted, abc);
}

/// One event led to another: the numbers follow. The converse fails with three events.
#[test]
fn a_smaller_lamport_number_is_no_cause() {
    let (mut a, mut b) = (Lamport::new(0), Lamport::new(1));
    let (first, _) = (a.tick(), b.tick());
    let second = b.tick();
    assert!(first.time < second.time);
    let mut history = History::default();
    let ids = [history.add(0, None), history.add(1, None), history.add(1, None)];
    assert_eq!(history.compare(ids[0], ids[2]), Causality::Concurrent);
}

/// Without commit wait: the first is reported at once, the second starts later at a machine whose
/// clock is behind, and gets the earlier timestamp, though both clocks are as right as they say.
#[test]
fn without_commit_wait_the_order_breaks() {
    let uncertainty = 5;
    let first = Interval::around(1_005, uncertainty); // true time 1,000
    let second = Interval::around(996, uncertainty); // true time 1,001
    assert!(second.latest < first.latest);
    // Waiting until the first has certainly passed takes until true time 1,006 at the earliest,
    // and then no clock that is off by 5 at most can give a timestamp below 1,010.
    assert!(!Interval::around(1_015, uncertainty).is_past(first.latest));
    assert!(Interval::around(1_016, uncertainty).is_past(first.latest));
}

/// The counter is bounded: a clock that has stopped is refused in the end, not overrun.
#[test]
fn a_full_counter_is_refused() {
    let mut clock = HybridClock::new(10);
    for expected in 0..=u16::MAX {
        assert_eq!(clock.tick(7), Ok(Hybrid { time: 7, counter: expected }));
    }
    assert_eq!(clock.tick(7), Err(HybridError::CounterFull));
    assert_eq!(clock.tick(8), Ok(Hybrid { time: 8, counter: 0 }));
}
