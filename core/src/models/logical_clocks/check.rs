//! The promises of clocks, judged from the events alone.

use crate::algorithms::ordered::OrderedSet;
use std::rc::Rc;

use super::node::{MS, Stamps};
use super::spec::{EXTERNAL, HYBRID, LAMPORT, NEAR, SIBLINGS, VECTOR};
use super::store::WriteId;
use super::words::{hybrid, vector};
use super::{Event, Kind, Setup};
use crate::algorithms::clocks::{Causality, EventId, History, VectorClock};
use crate::engine::Ledger;

/// What the checks remember: what led to what, every event's stamps, and the latest timestamp that
/// was reported.
#[derive(Clone, Debug, Default)]
pub struct Witness {
    history: History,
    stamps: Vec<Stamps>,
    /// Whether a vector counts anything but what led to its event.
    inexact: bool,
    timestamps: Vec<u64>,
    reported: Option<(u64, u32)>,
    /// How many of the writes each process had seen at its last put or get: all until then.
    seen: Vec<WriteId>,
    /// The writes on top of which none was made.
    fresh: OrderedSet<WriteId>,
    writes: WriteId,
}

impl Witness {
    /// Folds one event in. O(1) for a given number of processes; O(n) for the n-th event where a
    /// rule is off that vectors rest on.
    pub(super) fn fold(&mut self, setup: &Setup, event: &Event, ledger: &mut Ledger) {
        match event {
            Event::Happened { process, kind, stamps, .. } => {
                let sent = match kind {
                    Kind::Receive(sent) => Some(*sent),
                    _ => None,
                };
                let id = self.history.add(u32::from(*process), sent);
                self.stamps.push(stamps.clone());
                self.judge(setup, id, ledger);
            }
            Event::Began(commit, process, timestamp) => {
                self.timestamps.push(*timestamp);
                let Some((before, earlier)) = self.reported else { return };
                ledger.exercise(EXTERNAL);
                if *timestamp <= before {
                    let name = setup.names.process(*process);
                    let why = format!(
                        "T{commit} at {name} started after T{earlier} was reported, and its \
                         timestamp {} is not later than {}",
                        ms(*timestamp),
                        ms(before)
                    );
                    ledger.violate(EXTERNAL, why);
                }
            }
            Event::Reported(commit, ..) => {
                let timestamp = self.timestamps.get(*commit as usize - 1).copied();
                let now = timestamp.map(|t| (t, *commit));
                self.reported = self.reported.max(now);
            }
            Event::Stored(process, write, kept) => {
                self.judge_store(setup, *process, *write, kept, ledger);
            }
            Event::Net(_) | Event::Refused(..) | Event::Asked(_) | Event::Compared(_) => {}
        }
    }

    /// Judges an event against all that came before it.
    fn judge(&mut self, setup: &Setup, id: EventId, ledger: &mut Ledger) {
        let mine = &self.stamps[id as usize].clone();
        ledger.exercise(NEAR);
        let off = mine.hybrid.time.abs_diff(mine.physical_ms);
        if off > setup.epsilon_ms {
            let name = setup.event(&self.history, id);
            let why = format!("the hybrid stamp of {name} is {off} ms from its machine’s clock");
            ledger.violate(NEAR, why);
        }
        self.judge_vector(setup, id, ledger);
        // Smaller at every step means smaller along every path.
        for cause in self.history.parents(id) {
            let theirs = &self.stamps[cause as usize];
            let names = || (setup.event(&self.history, cause), setup.event(&self.history, id));
            ledger.exercise(LAMPORT);
            if theirs.lamport.time >= mine.lamport.time {
                let ((a, b), x, y) = (names(), theirs.lamport.time, mine.lamport.time);
                ledger.violate(LAMPORT, format!("{a} led to {b}, but {x} is not below {y}"));
            }
            ledger.exercise(HYBRID);
            if theirs.hybrid >= mine.hybrid {
                let ((a, b), x, y) = (names(), hybrid(theirs.hybrid), hybrid(mine.hybrid));
                ledger.violate(HYBRID, format!("{a} led to {b}, but {x} is not below {y}"));
            }
        }
    }

    /// Judges an event's vector against those of all events before it in the run. While every
    /// vector counts exactly what led to its event, all are ordered as they should be (Mattern
    /// 1989), and nothing needs to be compared.
    fn judge_vector(&mut self, setup: &Setup, id: EventId, ledger: &mut Ledger) {
        if id > 0 {
            ledger.exercise(VECTOR);
        }
        let mine = &self.stamps[id as usize].vector;
        let (own, ordinal) = self.history.place(id).unwrap_or_default();
        self.inexact |= (0..u32::from(setup.count())).any(|process| {
            let led = self.history.count_before(id, process);
            let count = if process == own { ordinal } else { led };
            mine.get(process) != u64::from(count)
        });
        if !self.inexact || ledger.is_violated(VECTOR) {
            return;
        }
        for other in 0..id {
            let theirs = &self.stamps[other as usize].vector;
            let led = self.history.is_before(other, id);
            let truth = if led { Causality::Before } else { Causality::Concurrent };
            if VectorClock::compare(theirs, mine) != truth {
                let (a, b) = (vector(setup, theirs), vector(setup, mine));
                ledger.violate(VECTOR, self.vectors_wrong(setup, other, id, led, &a, &b));
                return;
            }
        }
    }

    /// Judges what the store keeps of its key against what the writers had seen. O(writes).
    fn judge_store(
        &mut self,
        setup: &Setup,
        process: u8,
        write: Option<WriteId>,
        kept: &[(WriteId, Rc<str>)],
        ledger: &mut Ledger,
    ) {
        self.seen.resize(usize::from(setup.count()), 0);
        let seen = &mut self.seen[usize::from(process)];
        if let Some(write) = write {
            if self.writes > 0 {
                ledger.exercise(SIBLINGS);
            }
            self.fresh.retain(|other| *other >= *seen);
            self.fresh.insert(write);
            self.writes += 1;
        }
        // It is shown all that is kept, and so has seen all that those writers had seen.
        *seen = self.writes;
        if let Some((_, stale)) = kept.iter().find(|(id, _)| !self.fresh.contains(id)) {
            let why = "though somebody who had seen it wrote over it";
            ledger.violate(SIBLINGS, format!("{stale} is still kept, {why}"));
        }
        if let Some(lost) = self.fresh.iter().find(|id| kept.iter().all(|(other, _)| other != *id))
        {
            let why = "though nobody who had seen it wrote over it";
            ledger.violate(SIBLINGS, format!("write {} is gone, {why}", lost + 1));
        }
    }

    fn vectors_wrong(
        &self,
        setup: &Setup,
        first: EventId,
        second: EventId,
        led: bool,
        a: &str,
        b: &str,
    ) -> String {
        let names = (setup.event(&self.history, first), setup.event(&self.history, second));
        if led {
            format!("{} led to {}, but {a} is not below {b}", names.0, names.1)
        } else {
            let (x, y) = (names.0, names.1);
            format!("neither of {x} and {y} led to the other, but {a} and {b} are ordered")
        }
    }
}

/// Nanoseconds for a sentence: milliseconds, rounded down.
fn ms(ns: u64) -> String {
    format!("{} ms", ns / MS)
}
