//! A copy with all that it needs to hear of others: its clock, its inbox, what it could not do yet.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::change::{Change, ChangeId, Op};
use super::copy::{Held, Typed};
use super::kind::Kind;
use crate::algorithms::clocks::{Lamport, LamportStamp};
use crate::algorithms::crdt::{CausalInbox, Letter};

/// What a message carries.
#[derive(Clone, Debug)]
pub struct Msg {
    /// The sender's clock, for stamps.
    pub(super) clock: LamportStamp,
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
    State(Rc<(Held, BTreeSet<ChangeId>)>),
    /// Each with the changes that it contains, itself last.
    Deltas(Rc<[(Vec<ChangeId>, Op)]>),
    Letters(Rc<[Letter<(ChangeId, Op)>]>),
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
            }
        }
        if letters.is_empty() { Load::Deltas(deltas.into()) } else { Load::Letters(letters.into()) }
    }

    /// How much there is to send.
    pub(super) fn size(&self) -> usize {
        match self {
            Load::State(state) => state.0.size(),
            Load::Deltas(deltas) => deltas.iter().map(|(_, op)| op.size()).sum(),
            Load::Letters(letters) => letters.iter().map(|l| l.op.1.size()).sum(),
        }
    }

    /// The changes that it tells of, if it does not tell of all.
    pub(super) fn changes(&self) -> Vec<ChangeId> {
        match self {
            Load::State(_) => Vec::new(),
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
    pub(super) knows: BTreeSet<ChangeId>,
    /// For each copy, what was lost on the way to it.
    pub(super) parked: Vec<Vec<Load>>,
    /// How much it has sent.
    pub(super) sent: u64,
    inbox: CausalInbox<(ChangeId, Op)>,
    early: Vec<(Vec<ChangeId>, Op)>,
    /// The changes that were made here.
    own: Vec<(ChangeId, Change)>,
    number: u32,
}

impl Replica {
    pub(super) fn new(kind: Kind, number: u8, copies: u8) -> Replica {
        let number = u32::from(number);
        Replica {
            copy: Held::new(kind),
            clock: Lamport::new(number),
            knows: BTreeSet::new(),
            parked: vec![Vec::new(); usize::from(copies)],
            sent: 0,
            inbox: CausalInbox::default(),
            early: Vec::new(),
            own: Vec::new(),
            number,
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

    /// Takes in what it is told. `false`: it was too early for all of it, and nobody keeps it.
    pub(super) fn take(&mut self, once: bool, load: &Load) -> bool {
        match load {
            Load::State(state) => {
                self.copy.join(&state.0);
                self.knows.extend(&state.1);
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
                    self.knows.extend(&ids);
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
