//! The promises of the quorum model, folded over what the client sees.

use super::message::Op;
use super::spec::{CONVERGE, FRESH, MONOTONIC};
use super::{Event, Setup, State};
use crate::algorithms::quorum::Version;
use crate::engine::Ledger;

/// What the checks remember: the client's requests, in the order in which they began and ended,
/// and what a read that begins now has to come up to. O(1) for each event.
#[derive(Clone, Debug, Default)]
pub struct History {
    clock: u32,
    requests: Vec<Request>,
    saved: Bar,
    returned: Bar,
}

/// A request, found by its number.
#[derive(Clone, Debug, Default)]
struct Request {
    began: u32,
    saved: Option<u32>,
    fresh: Bar,
    monotonic: Bar,
}

/// What a read has to come up to: the newest version, and the write that began last.
#[derive(Clone, Copy, Debug, Default)]
struct Bar {
    newest: Option<Version>,
    last: Option<(u32, Version)>,
}

impl Bar {
    fn raise(&mut self, version: Version, began: u32) {
        self.newest = self.newest.max(Some(version));
        self.last = self.last.max(Some((began, version)));
    }
}

impl History {
    /// Folds one event in.
    pub(super) fn fold(&mut self, event: &Event, ledger: &mut Ledger) {
        self.clock += 1;
        match event {
            Event::AskedWrite(op, ..) => self.request(*op).began = self.clock,
            Event::AskedRead(op, _) => {
                let (fresh, monotonic) = (self.saved, self.returned);
                *self.request(*op) = Request { began: self.clock, saved: None, fresh, monotonic };
            }
            Event::ToldSaved(op, version) => {
                let now = self.clock;
                let request = self.request(*op);
                request.saved = Some(now);
                let began = request.began;
                self.saved.raise(*version, began);
            }
            Event::Got(op, item) => {
                let Request { fresh, monotonic, .. } = self.request(*op).clone();
                self.judge(FRESH, &fresh, item.version, "was saved", ledger);
                self.judge(MONOTONIC, &monotonic, item.version, "was read", ledger);
                let began = self.request(item.version.write).began;
                self.returned.raise(item.version, began);
            }
            _ => {}
        }
    }

    /// The request of that number. Number 0 is the value that was there before everything.
    fn request(&mut self, op: Op) -> &mut Request {
        let index = op as usize;
        if index >= self.requests.len() {
            self.requests.resize(index + 1, Request::default());
            self.requests[0].saved = Some(0);
        }
        &mut self.requests[index]
    }

    /// A value is too old if its version is lower than one that it has to come up to, or if its
    /// write was over before the write of one of those began.
    fn judge(&mut self, check: usize, bar: &Bar, got: Version, how: &str, ledger: &mut Ledger) {
        let (Some(newest), Some((began, last))) = (bar.newest, bar.last) else { return };
        ledger.exercise(check);
        let over = self.request(got.write).saved;
        let missed = if got < newest {
            newest
        } else if got != last && over.is_some_and(|over| over < began) {
            last
        } else {
            return;
        };
        ledger
            .violate(check, format!("a read returned {}, after {} {how}", name(got), name(missed)));
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
