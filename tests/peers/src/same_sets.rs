//! Do sets, counters and registers end where those of the crate `crdts` end, under the same history?

use std::collections::BTreeSet;

use crdts::{CmRDT, CvRDT, LWWReg, MVReg, Orswot, PNCounter};
use sandtable_core::algorithms::clocks::LamportStamp;
use sandtable_core::algorithms::crdt::{
    CausalInbox, Lattice, Letter, LwwRegister, MvRegister, OrSet, PnCounter, SetOp,
};

use crate::random::Random;
use crate::table::Row;
use crate::versions;

const REPLICAS: usize = 4;
const HISTORIES: u64 = 300;
const STEPS: usize = 120;

/// A replica of ours and its twin.
#[derive(Clone)]
struct Twin<A, B> {
    ours: A,
    theirs: B,
}

impl<A: Default, B: Default> Twin<A, B> {
    fn several() -> Vec<Self> {
        (0..REPLICAS).map(|_| Twin { ours: A::default(), theirs: B::default() }).collect()
    }
}

/// One replica hears the state of another, on both sides.
fn hear<A: Lattice, B: CvRDT + Clone>(twins: &mut [Twin<A, B>], who: usize, from: usize) {
    let heard = twins[from].clone();
    twins[who].ours.join(&heard.ours);
    twins[who].theirs.merge(heard.theirs);
}

/// Plays random histories: a third of the steps is hearing, the others are the type's own.
fn histories<A: Lattice + Default, B: CvRDT + Clone + Default>(
    act: impl Fn(&mut Twin<A, B>, usize, usize, &mut Random),
    equal: impl Fn(&Twin<A, B>) -> bool,
) {
    for seed in 0..HISTORIES {
        let mut random = Random(seed);
        let mut twins = Twin::several();
        for step in 0..STEPS {
            let who = random.below(REPLICAS as u32) as usize;
            if random.below(3) == 0 {
                let from = random.below(REPLICAS as u32) as usize;
                hear(&mut twins, who, from);
            } else {
                act(&mut twins[who], who, step, &mut random);
            }
            assert!(equal(&twins[who]), "history {seed}, step {step}, replica {who}");
        }
    }
}

fn same_elements(twin: &Twin<OrSet<u32>, Orswot<u32, u32>>) -> bool {
    let theirs: BTreeSet<u32> = twin.theirs.read().val.into_iter().collect();
    twin.ours.iter().eq(&theirs)
}

fn sets_joined_by_state_hold_the_same() {
    histories::<OrSet<u32>, Orswot<u32, u32>>(
        |twin, who, _, random| {
            let (who, element) = (who as u32, random.below(6));
            let op = if random.below(5) < 3 {
                twin.ours.add(who, element);
                twin.theirs.add(element, twin.theirs.read_ctx().derive_add_ctx(who))
            } else {
                twin.ours.remove(&element);
                twin.theirs.rm(element, twin.theirs.contains(&element).derive_rm_ctx())
            };
            twin.theirs.apply(op);
        },
        same_elements,
    );
}

fn counters_joined_by_state_have_the_same_value() {
    histories::<PnCounter, PNCounter<u32>>(
        |twin, who, _, random| {
            let (who, by) = (who as u32, u64::from(random.below(1000)));
            let up = random.below(2) == 0;
            twin.ours.change(who, if up { by as i64 } else { -(by as i64) });
            let op = if up { twin.theirs.inc_many(who, by) } else { twin.theirs.dec_many(who, by) };
            twin.theirs.apply(op);
        },
        |twin| twin.ours.value().to_string() == twin.theirs.read().to_string(),
    );
}

fn registers_of_many_values_keep_the_same() {
    histories::<MvRegister<usize>, MVReg<usize, u32>>(
        |twin, who, step, _| {
            twin.ours.write(who as u32, step);
            let op = twin.theirs.write(step, twin.theirs.read_ctx().derive_add_ctx(who as u32));
            twin.theirs.apply(op);
        },
        |twin| {
            let ours: BTreeSet<usize> = twin.ours.values().copied().collect();
            ours == twin.theirs.read().val.into_iter().collect()
        },
    );
}

fn registers_of_the_last_writer_keep_the_same() {
    histories::<LwwRegister<usize>, LWWReg<usize, (u64, u32)>>(
        |twin, who, step, random| {
            // Clocks that go wrong: what counts is the stamp, not the order of writing. No two
            // writes have the same.
            let time = 1 + 100 * u64::from(random.below(5)) + step as u64;
            twin.ours.set(LamportStamp { time, process: who as u32 }, step);
            twin.theirs.update(step, (time, who as u32));
        },
        |twin| twin.ours.get().copied().unwrap_or_default() == twin.theirs.val,
    );
}

/// An operation on both sides.
type Both = (SetOp<u32>, crdts::orswot::Op<u32, u32>);

/// The operations of all go to all in an order that differs from replica to replica and keeps
/// causes before effects.
fn sets_told_by_operation_hold_the_same() {
    for seed in 0..HISTORIES {
        let mut random = Random(seed);
        let mut twins = Twin::<OrSet<u32>, Orswot<u32, u32>>::several();
        let mut inboxes = vec![CausalInbox::<Both>::default(); REPLICAS];
        let mut sent: Vec<Letter<Both>> = Vec::new();
        let hear = |twins: &mut [Twin<OrSet<u32>, Orswot<u32, u32>>],
                    inboxes: &mut [CausalInbox<Both>],
                    who: usize,
                    letter: Letter<Both>| {
            for (ours, theirs) in inboxes[who].receive(letter) {
                twins[who].ours.apply(&ours);
                twins[who].theirs.apply(theirs);
            }
            assert!(same_elements(&twins[who]), "history {seed}, replica {who}");
        };
        for _ in 0..STEPS {
            let who = random.below(REPLICAS as u32) as usize;
            if random.below(2) == 0 && !sent.is_empty() {
                let letter = sent[random.below(sent.len() as u32) as usize].clone();
                hear(&mut twins, &mut inboxes, who, letter);
                continue;
            }
            let (twin, element) = (&mut twins[who], random.below(6));
            let op = if random.below(5) < 3 {
                let theirs =
                    twin.theirs.add(element, twin.theirs.read_ctx().derive_add_ctx(who as u32));
                (twin.ours.add_op(who as u32, element), theirs)
            } else {
                let theirs =
                    twin.theirs.rm(element, twin.theirs.contains(&element).derive_rm_ctx());
                (twin.ours.remove_op(&element), theirs)
            };
            twin.theirs.apply(op.1.clone());
            sent.push(inboxes[who].send(who as u32, op));
        }
        for who in 0..REPLICAS {
            // Backwards, so that what is early has to wait.
            for letter in sent.iter().rev().cloned() {
                hear(&mut twins, &mut inboxes, who, letter);
            }
            assert!(twins[who].ours.iter().eq(twins[0].ours.iter()), "history {seed}");
        }
    }
}

/// Plays every kind of history. A difference ends the program and names the history.
pub(crate) fn rows() -> Vec<Row> {
    let tests: [(&str, fn()); 5] = [
        ("OR-Sets joined by state", sets_joined_by_state_hold_the_same),
        (
            "OR-Sets told by operation, in another order everywhere",
            sets_told_by_operation_hold_the_same,
        ),
        ("Counters up and down, joined by state", counters_joined_by_state_have_the_same_value),
        ("Registers that keep what was written at once", registers_of_many_values_keep_the_same),
        ("Registers in which the last write wins", registers_of_the_last_writer_keep_the_same),
    ];
    let row = |(what, test): (&str, fn())| {
        test();
        let shown = (format!("{HISTORIES} histories of {STEPS} steps"), "the same".to_owned());
        Row::checked(
            &format!("{what}: what is read"),
            versions::of("crdts"),
            shown,
            "equal",
            Ok(()),
        )
    };
    tests.into_iter().map(row).collect()
}
