//! The promises of the quorum model, folded over what the client sees.

use super::message::Op;
use super::spec::{CONVERGE, FRESH, MONOTONIC};
use super::{Event, Setup, State};
use crate::algorithms::quorum::Version;
use crate::engine::Ledger;

/// What the checks remember: the client's requests in the order in which they began and ended.
#[derive(Clone, Debug, Default)]
pub struct History {
    clock: u32,
    writes: Vec<Write>,
    reads: Vec<Read>,
}

#[derive(Clone, Debug)]
struct Write {
    op: Op,
    began: u32,
    saved: Option<(u32, Version)>,
}

#[derive(Clone, Debug)]
struct Read {
    op: Op,
    began: u32,
    returned: Option<(u32, Version)>,
}

impl History {
    /// Folds one event in. O(requests) for a read's answer, O(1) otherwise.
    pub(super) fn fold(&mut self, event: &Event, ledger: &mut Ledger) {
        self.clock += 1;
        let now = self.clock;
        match event {
            Event::AskedWrite(op, ..) => {
                self.writes.push(Write { op: *op, began: now, saved: None });
            }
            Event::AskedRead(op, _) => {
                self.reads.push(Read { op: *op, began: now, returned: None });
            }
            Event::ToldSaved(op, version) => {
                if let Some(write) = self.writes.iter_mut().find(|w| w.op == *op) {
                    write.saved = Some((now, *version));
                }
            }
            Event::Got(op, item) => {
                let Some(at) = self.reads.iter().position(|r| r.op == *op) else { return };
                self.reads[at].returned = Some((now, item.version));
                let began = self.reads[at].began;
                self.judge_fresh(began, item.version, ledger);
                self.judge_monotonic(began, item.version, ledger);
            }
            _ => {}
        }
    }

    /// Whether the write of version `a` was over before the write of version `b` began. The value
    /// that was there at the start was written before everything.
    fn precedes(&self, a: Version, b: Version) -> bool {
        let write = |v: Version| self.writes.iter().find(|w| w.op == v.write);
        match (write(a), write(b)) {
            (_, None) => false,
            (None, Some(_)) => true,
            (Some(a), Some(b)) => a.saved.is_some_and(|(saved, _)| saved < b.began),
        }
    }

    fn is_older(&self, a: Version, b: Version) -> bool {
        a < b || self.precedes(a, b)
    }

    fn judge_fresh(&self, began: u32, got: Version, ledger: &mut Ledger) {
        let saved = self.writes.iter().filter_map(|w| w.saved);
        for (_, version) in saved.filter(|(at, _)| *at < began) {
            ledger.exercise(FRESH);
            if self.is_older(got, version) {
                let why =
                    format!("a read returned {}, after {} was saved", name(got), name(version));
                ledger.violate(FRESH, why);
            }
        }
    }

    fn judge_monotonic(&self, began: u32, got: Version, ledger: &mut Ledger) {
        let before = self.reads.iter().filter_map(|r| r.returned);
        for (_, version) in before.filter(|(at, _)| *at < began) {
            ledger.exercise(MONOTONIC);
            if self.is_older(got, version) {
                let why = format!(
                    "a read returned {}, after another returned {}",
                    name(got),
                    name(version)
                );
                ledger.violate(MONOTONIC, why);
            }
        }
    }
}

/// Judges what can be judged only at the end: whether the copies agree.
pub(super) fn settle(setup: &Setup, state: &State, ledger: &mut Ledger) {
    if state.asked == 0 {
        return;
    }
    ledger.exercise(CONVERGE);
    if !state.world.is_whole() {
        return;
    }
    let copies: Vec<Version> = state.copies(setup).map(|item| item.version).collect();
    if copies.windows(2).all(|w| w[0] == w[1]) {
        ledger.keep(CONVERGE);
        return;
    }
    let names = setup.homes().map(|h| setup.names.process(h).to_owned());
    let each: Vec<String> =
        names.zip(&copies).map(|(n, v)| format!("{n} has {}", name(*v))).collect();
    ledger.violate(CONVERGE, each.join(", "));
}

/// A version for a sentence.
pub(super) fn name(version: Version) -> String {
    if version.counter == 0 { "nothing".to_owned() } else { format!("v{}", version.counter) }
}
