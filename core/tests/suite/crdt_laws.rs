//! Every replicated type is a lattice: joining is commutative, associative and idempotent, and no
//! change takes anything away.

use proptest::prelude::*;
use sandtable_core::algorithms::clocks::LamportStamp;
use sandtable_core::algorithms::crdt::{
    GCounter, GSet, Lattice, LwwMap, LwwRegister, MvRegister, OrSet, PnCounter, Text, TwoPhaseSet,
};

const REPLICAS: usize = 3;

/// A step of a history: which replica, what it does, and two numbers that it does it with.
type Step = (u8, u8, u8, u8);

fn steps() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec((0..REPLICAS as u8, 0u8..4, any::<u8>(), any::<u8>()), 0..40)
}

fn joined<L: Lattice>(a: &L, b: &L) -> L {
    let mut both = a.clone();
    both.join(b);
    both
}

/// Plays a history, in which replicas change their states and join each other's, and holds what it
/// leads to, to the laws. `change` changes a state and may return a delta of the change.
fn laws<L: Lattice + Default + std::fmt::Debug>(
    steps: &[Step],
    mut change: impl FnMut(&mut L, u32, u8, u8, u64) -> Option<L>,
) -> Result<(), TestCaseError> {
    let mut states: Vec<L> = (0..REPLICAS).map(|_| L::default()).collect();
    for (time, (replica, what, x, y)) in steps.iter().enumerate() {
        let here = usize::from(*replica);
        let before = states[here].clone();
        if *what == 0 {
            let other = states[usize::from(*x) % REPLICAS].clone();
            states[here].join(&other);
            prop_assert!(states[here].contains(&other), "a join contains both");
        } else {
            let delta = change(&mut states[here], u32::from(*replica), *x, *y, time as u64 + 1);
            if let Some(delta) = delta {
                // A delta does to the state before what the change did.
                prop_assert_eq!(&joined(&before, &delta), &states[here]);
                prop_assert!(states[here].contains(&delta));
            }
        }
        prop_assert!(states[here].contains(&before), "a change only adds");
    }
    let [a, b, c] = &states[..] else { unreachable!() };
    prop_assert_eq!(joined(a, b), joined(b, a));
    prop_assert_eq!(joined(&joined(a, b), c), joined(a, &joined(b, c)));
    prop_assert_eq!(&joined(a, a), a);
    prop_assert_eq!(joined(&joined(a, b), b), joined(a, b));
    // Contained: exactly if joining changes nothing; and the order that it makes has no cycles.
    prop_assert_eq!(a.contains(b), joined(a, b) == *a);
    prop_assert!(!(a.contains(b) && b.contains(a)) || a == b);
    prop_assert!(joined(a, b).contains(a) && joined(a, b).contains(b));
    // Monotone: who has joined more contains who has joined less.
    prop_assert!(joined(&joined(a, b), c).contains(&joined(a, c)));
    Ok(())
}

fn stamp(time: u8, replica: u32) -> LamportStamp {
    LamportStamp { time: u64::from(time % 8), process: replica }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn g_counter(steps in steps()) {
        laws(&steps, |s: &mut GCounter, replica, x, _, _| Some(s.increment_delta(replica, u64::from(x))))?;
    }

    #[test]
    fn pn_counter(steps in steps()) {
        laws(&steps, |s: &mut PnCounter, replica, x, _, _| {
            Some(s.change_delta(replica, i64::from(x) - 128))
        })?;
    }

    /// Stamps of their own, and stamps that are given twice.
    #[test]
    fn lww_register(steps in steps()) {
        laws(&steps, |s: &mut LwwRegister<u8>, replica, x, y, _| {
            s.set(stamp(x, replica), y);
            Some(s.clone())
        })?;
    }

    #[test]
    fn mv_register(steps in steps()) {
        laws(&steps, |s: &mut MvRegister<u8>, replica, _, y, _| Some(s.write_delta(replica, y)))?;
    }

    #[test]
    fn g_set(steps in steps()) {
        laws(&steps, |s: &mut GSet<u8>, _, x, _, _| {
            s.add(x % 8);
            Some([x % 8].into_iter().collect())
        })?;
    }

    #[test]
    fn two_phase_set(steps in steps()) {
        laws(&steps, |s: &mut TwoPhaseSet<u8>, _, x, y, _| {
            if y % 2 == 0 { s.add(x % 8) } else { s.remove(x % 8) };
            None
        })?;
    }

    #[test]
    fn or_set(steps in steps()) {
        laws(&steps, |s: &mut OrSet<u8>, replica, x, y, _| {
            Some(if y % 2 == 0 { s.add_delta(replica, x % 8) } else { s.remove_delta(&(x % 8)) })
        })?;
    }

    #[test]
    fn lww_map(steps in steps()) {
        laws(&steps, |s: &mut LwwMap<u8, u8>, replica, x, y, _| {
            let mut delta = LwwMap::default();
            for map in [s, &mut delta] {
                if y % 2 == 0 {
                    map.set(x % 4, stamp(y, replica), y);
                } else {
                    map.remove(x % 4, stamp(y, replica));
                }
            }
            Some(delta)
        })?;
    }

    #[test]
    fn text(steps in steps()) {
        laws(&steps, |s: &mut Text, replica, x, y, _| {
            if y % 4 == 0 && !s.is_empty() {
                let at = u32::from(x) % s.len();
                s.delete(replica, at, (s.len() - at).min(1 + u32::from(y / 4) % 3)).unwrap();
            } else {
                let word = ["a", "bc", "def"][usize::from(y) % 3];
                s.insert(replica, u32::from(x) % (s.len() + 1), word).unwrap();
            }
            None
        })?;
    }
}
