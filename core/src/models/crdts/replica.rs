//! A copy with all that it needs to hear of others: its clock, its inbox, what it could not do yet.

use crate::algorithms::ordered::OrderedSet;
use std::rc::Rc;

use super::change::{Change, ChangeId, Op};
use super::copy::{Held, Typed};
use super::kind::{Collect, Kind};
use crate::algorithms::clocks::{CausalStability, Lamport, LamportStamp};
use crate::algorithms::crdt::{CausalInbox, Letter, TextVersion};

/// What a message carries.
#[derive(Clone, Debug)]
pub struct Msg {
    /// The sender's clock, for stamps.
    pub(super) clock: LamportStamp,
    /// How far the sender has got, if somebody collects by it.
    pub(super) seen: Option<Rc<TextVersion>>,
    /// What it tells.
    pub(super) load: Load,
}

impl PartialEq for Msg {
    /// Messages are told apart by their names; what they carry follows from the run.
    fn eq(&self, other: &Msg) -> bool {
        self.clock == other.clock
    }
}

/// What is told. The numbers of the changes come along for the checks and the picture.
#[derive(Clone, Debug)]
pub(super) enum Load {
    State(Rc<(Held, OrderedSet<ChangeId>)>),
    /// Each with the changes that it contains, itself last.
    Deltas(Rc<[(Vec<ChangeId>, Op)]>),
    Letters(Rc<[Letter<(ChangeId, Op)>]>),
    /// Nothing but how far the sender has got.
    Ack,
}

impl Load {
    /// Several, as one.
    pub(super) fn all(loads: &[Load]) -> Load {
        let (mut deltas, mut letters) = (Vec::new(), Vec::new());
        for load in loads {
            match load {
                Load::State(_) => return load.clone(),
                Load::Deltas(more) => deltas.extend(more.iter().cloned()),
                Load::Letters(more) => letters.extend(more.iter().cloned()),
                Load::Ack => {}
            }
        }
        match (deltas.is_empty(), letters.is_empty()) {
            (true, true) => Load::Ack,
            (_, true) => Load::Deltas(deltas.into()),
            _ => Load::Letters(letters.into()),
        }
    }

    /// How much there is to send.
    pub(super) fn size(&self) -> usize {
        match self {
            Load::State(state) => state.0.size(),
            Load::Deltas(deltas) => deltas.iter().map(|(_, op)| op.size()).sum(),
            Load::Letters(letters) => letters.iter().map(|l| l.op.1.size()).sum(),
            Load::Ack => 0,
        }
    }

    /// The changes that it tells of, if it does not tell of all.
    pub(super) fn changes(&self) -> Vec<ChangeId> {
        match self {
            Load::State(_) | Load::Ack => Vec::new(),
            Load::Deltas(deltas) => {
                deltas.iter().filter_map(|(ids, _)| ids.last().copied()).collect()
            }
            Load::Letters(letters) => letters.iter().map(|l| l.op.0).collect(),
        }
    }
}

#[derive(Clone, Debug)]
pub(super) struct Replica {
    pub(super) copy: Held,
    pub(super) clock: Lamport,
    pub(super) knows: OrderedSet<ChangeId>,
    /// For each copy, what was lost on the way to it.
    pub(super) parked: Vec<Vec<Load>>,
    /// How much it has sent.
    pub(super) sent: u64,
    inbox: CausalInbox<(ChangeId, Op)>,
    early: Vec<(Vec<ChangeId>, Op)>,
    /// The changes that were made here.
    own: Vec<(ChangeId, Change)>,
    number: u32,
    collect: Collect,
    /// Which deletions each copy is known to have seen.
    known: CausalStability,
    /// How far each copy has last said to be, if this one is not there yet.
    reports: Vec<Option<Rc<TextVersion>>>,
}

fn covers(a: &TextVersion, b: &TextVersion) -> bool {
    a.typed.covers(&b.typed) && a.deleted.covers(&b.deleted)
}

impl Replica {
    pub(super) fn new(kind: Kind, collect: Collect, number: u8, copies: u8) -> Replica {
        let number = u32::from(number);
        Replica {
            copy: Held::new(kind),
            clock: Lamport::new(number),
            knows: OrderedSet::new(),
            parked: vec![Vec::new(); usize::from(copies)],
            sent: 0,
            inbox: CausalInbox::default(),
            early: Vec::new(),
            own: Vec::new(),
            number,
            collect,
            known: CausalStability::new((0..copies).map(u32::from)),
            reports: vec![None; usize::from(copies)],
        }
    }

    /// Does a change, and says what is to be told about it.
    pub(super) fn change(
        &mut self,
        change: &Change,
        id: ChangeId,
        as_op: bool,
        typed: &mut Typed,
    ) -> Option<Op> {
        self.knows.insert(id);
        self.own.push((id, change.clone()));
        self.copy.change(change, id, self.clock.tick(), as_op, typed)
    }

    /// Its whole state, to be sent.
    pub(super) fn state(&self) -> Load {
        Load::State(Rc::new((self.copy.clone(), self.knows.clone())))
    }

    /// What is new by the change that was just made here, to be sent. A line of a counter says how
    /// much was counted in all, so that it contains the changes before.
    pub(super) fn delta(&self, op: Op) -> Load {
        let Some((id, change)) = self.own.last() else { return Load::Deltas(Rc::from([])) };
        let mut ids = Vec::new();
        if let Change::Count(by) = change {
            let same = |c: &Change| matches!(c, Change::Count(b) if (*b < 0) == (*by < 0));
            ids.extend(self.own.iter().filter(|(_, c)| same(c)).map(|(id, _)| *id));
        } else {
            ids.push(*id);
        }
        Load::Deltas(Rc::from([(ids, op)]))
    }

    /// An operation that it has just done, to be sent.
    pub(super) fn letter(&mut self, id: ChangeId, op: Op) -> Load {
        Load::Letters(Rc::from([self.inbox.send(self.number, (id, op))]))
    }

    /// How far it has got, if the others collect by it.
    pub(super) fn seen(&self) -> Option<Rc<TextVersion>> {
        let asked = self.collect == Collect::Stable;
        self.copy.version().filter(|_| asked).map(Rc::new)
    }

    /// Another copy has got so far.
    pub(super) fn report(&mut self, from: u8, seen: &Rc<TextVersion>) {
        let last = &mut self.reports[usize::from(from)];
        if last.as_ref().is_none_or(|last| covers(seen, last)) {
            *last = Some(seen.clone());
        }
    }

    /// Takes out what may go, or, if that is how it is set, all that is deleted; says how much.
    pub(super) fn collect(&mut self) -> u32 {
        let Some(seen) = self.copy.version() else { return 0 };
        match self.collect {
            Collect::Never => 0,
            Collect::Stable => {
                // A report counts only once all that it covers is here: of what is still under
                // way, something may hang on a tombstone.
                for (from, report) in (0..).zip(&mut self.reports) {
                    if let Some(report) = report.take_if(|report| covers(&seen, report)) {
                        self.known.report(from, &report.deleted);
                    }
                }
                self.known.report(self.number, &seen.deleted);
                self.copy.collect(&self.known.stable())
            }
            Collect::AtOnce => self.copy.collect(&seen.deleted),
        }
    }

    /// Takes in what it is told. `false`: it was too early for all of it, and nobody keeps it.
    pub(super) fn take(&mut self, once: bool, load: &Load) -> bool {
        match load {
            Load::Ack => true,
            Load::State(state) => {
                self.copy.join(&state.0);
                self.knows.extend(state.1.iter().copied());
                true
            }
            Load::Deltas(deltas) => {
                self.early.extend(deltas.iter().cloned());
                self.catch_up();
                true
            }
            Load::Letters(letters) if once => {
                for letter in letters.iter() {
                    for (id, op) in self.inbox.receive(letter.clone()) {
                        self.copy.apply(&op);
                        self.knows.insert(id);
                    }
                }
                true
            }
            Load::Letters(letters) => {
                let mut done = false;
                for letter in letters.iter() {
                    let (id, op) = &letter.op;
                    if self.copy.apply(op) {
                        self.knows.insert(*id);
                        done = true;
                    }
                }
                done
            }
        }
    }

    /// Does what was too early, as far as it can be done now.
    fn catch_up(&mut self) {
        loop {
            let waiting = std::mem::take(&mut self.early);
            let count = waiting.len();
            for (ids, op) in waiting {
                if self.copy.apply(&op) {
                    self.knows.extend(ids.iter().copied());
                } else {
                    self.early.push((ids, op));
                }
            }
            if self.early.len() == count {
                return;
            }
        }
    }
}
