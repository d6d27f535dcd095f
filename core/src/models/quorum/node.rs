//! A node of the quorum model: it keeps a copy, and coordinates for the client.

use crate::algorithms::ordered::OrderedSet;
use std::rc::Rc;

use super::message::{Item, Msg, Op};
use super::{CLIENT, Event, Setup, Timer, WAIT_MS, World};
use crate::algorithms::quorum::{Acks, Answers, Version, asks_for_version};
use crate::engine::{ProcessState, SimTime, Wire};

/// What a node has: a disk that a crash leaves alone, and a memory that it does not.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// On disk: its own copy. Stand-ins have none of their own.
    pub(super) copy: Item,
    /// On disk: the requests that it has begun, so that one that arrives twice is done once.
    pub(super) seen: OrderedSet<Op>,
    /// On disk: writes that it keeps for a home that was out of reach.
    pub(super) hints: Vec<Hint>,
    /// In memory: the requests that it coordinates.
    pub(super) ops: Vec<Coordination>,
}

/// A write that is kept for its home.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hint {
    pub(super) home: u8,
    pub(super) item: Item,
}

/// A request under way at its coordinator.
#[derive(Clone, Debug)]
pub(super) struct Coordination {
    pub(super) op: Op,
    pub(super) phase: Phase,
}

/// How far a request has come.
#[derive(Clone, Debug)]
pub(super) enum Phase {
    /// A write asks for versions.
    Asking { text: Rc<str>, told: Acks, highest: Version },
    /// A write waits for its copies. `told`: the client was told.
    Writing { item: Item, acks: Acks, told: bool },
    /// A read waits for its answers, and then until what it returns is on W copies.
    Reading { answers: Answers<Rc<str>>, repairing: Version, sent: Acks, returned: bool },
}

impl Node {
    pub(super) fn new(copy: Item) -> Node {
        Node { copy, seen: OrderedSet::new(), hints: Vec::new(), ops: Vec::new() }
    }

    /// Adds a hint; a newer one for the same home replaces an older one.
    fn keep_hint(&mut self, home: u8, item: &Item) {
        match self.hints.iter_mut().find(|h| h.home == home) {
            Some(hint) => {
                hint.item.absorb(item);
            }
            None => self.hints.push(Hint { home, item: item.clone() }),
        }
    }
}

/// The nodes at work: borrowed for one happening.
pub(super) struct Nodes<'a> {
    pub(super) setup: &'a Setup,
    pub(super) nodes: &'a mut [Node],
    pub(super) world: &'a mut World,
    pub(super) out: &'a mut Vec<Event>,
}

impl Nodes<'_> {
    fn node(&mut self, me: u8) -> &mut Node {
        &mut self.nodes[usize::from(me) - 1]
    }

    fn send(&mut self, from: u8, to: u8, msg: Msg) {
        self.world.send(msg.kind(), from, to, msg, self.out);
    }

    fn others(&self, me: u8) -> impl Iterator<Item = u8> + use<> {
        self.setup.homes().filter(move |home| *home != me)
    }

    /// Whether the failure detector sees `to` from `from`.
    fn reaches(&self, from: u8, to: u8) -> bool {
        self.world.state(to) == ProcessState::Up && self.world.wire(from, to) != Wire::Cut
    }

    /// Stores an item in a home's own copy.
    fn store(&mut self, me: u8, item: &Item) {
        if self.node(me).copy.absorb(item) {
            self.out.push(Event::Stored(me, item.clone()));
        }
    }

    /// Answers one message.
    pub(super) fn receive(&mut self, me: u8, from: u8, msg: Msg) {
        match msg {
            Msg::Put(op, _) | Msg::Get(op) if !self.node(me).seen.insert(op) => {}
            Msg::Put(op, text) => self.begin_write(me, op, text),
            Msg::Get(op) => self.begin_read(me, op),
            Msg::Ask(op) => {
                let version = self.newest_known(me).version;
                self.send(me, from, Msg::Tell(op, version));
            }
            Msg::Tell(op, version) => self.told_version(me, from, op, version),
            Msg::Write(op, item) => {
                self.store(me, &item);
                self.send(me, from, Msg::Ack(op));
            }
            Msg::Ack(op) => self.acknowledged(me, from, op),
            Msg::Read(op) => {
                let item = self.newest_known(me);
                self.send(me, from, Msg::Reply(op, item));
            }
            Msg::Reply(op, item) => self.replied(me, from, op, item),
            Msg::Repair(op, item) => {
                self.store(me, &item);
                self.send(me, from, Msg::Repaired(op, item.version));
            }
            Msg::Repaired(op, version) => self.repaired(me, from, op, version),
            Msg::Hint(op, home, item) => {
                self.node(me).keep_hint(home, &item);
                self.out.push(Event::Hinted(me, home, item));
                self.send(me, from, Msg::Ack(op));
                self.plan_handoff(me);
            }
            Msg::Handoff(item) => {
                self.store(me, &item);
                self.send(me, from, Msg::Landed(item.version));
            }
            Msg::Landed(version) => {
                self.node(me).hints.retain(|h| h.home != from || h.item.version > version);
            }
            Msg::Saved(..) | Msg::Value(..) => {}
        }
    }

    /// What a node answers to a read: a home its copy, a stand-in the newest that it keeps.
    fn newest_known(&mut self, me: u8) -> Item {
        let home = self.setup.is_home(me);
        let node = self.node(me);
        let kept = node.hints.iter().map(|h| &h.item).filter(|_| !home);
        kept.max_by_key(|i| i.version).unwrap_or(&node.copy).clone()
    }

    fn begin_write(&mut self, me: u8, op: Op, text: Rc<str>) {
        if !self.setup.versions {
            let version = Version { counter: self.node(me).copy.version.counter + 1, write: op };
            return self.write_out(me, op, &Item { version, value: text });
        }
        let (mut told, mut highest) = (Acks::new(self.setup.asks()), Version::default());
        if self.setup.is_home(me) {
            told.add(me);
            highest = self.node(me).copy.version;
        }
        if told.is_reached() {
            let version = Version { counter: highest.counter + 1, write: op };
            return self.write_out(me, op, &Item { version, value: text });
        }
        self.world.set_timer(me, SimTime::from_ms(WAIT_MS), Timer::Late(op));
        self.node(me).ops.push(Coordination { op, phase: Phase::Asking { text, told, highest } });
        for home in self.others(me) {
            self.send(me, home, Msg::Ask(op));
        }
    }

    fn told_version(&mut self, me: u8, from: u8, op: Op, version: Version) {
        let node = self.node(me);
        let Some(at) = node.ops.iter().position(|c| c.op == op) else { return };
        let Phase::Asking { text, told, highest } = &mut node.ops[at].phase else { return };
        told.add(from);
        *highest = version.max(*highest);
        if told.is_reached() {
            let version = Version { counter: highest.counter + 1, write: op };
            let item = Item { version, value: text.clone() };
            node.ops.remove(at);
            self.write_out(me, op, &item);
        }
    }

    /// The second phase of a write: out to every home.
    fn write_out(&mut self, me: u8, op: Op, item: &Item) {
        self.out.push(Event::Versioned(me, op, item.clone()));
        let needed = if self.setup.wait { self.setup.w } else { 0 };
        let phase = Phase::Writing { item: item.clone(), acks: Acks::new(needed), told: false };
        self.node(me).ops.push(Coordination { op, phase });
        if self.setup.hints {
            for home in self.others(me) {
                self.node(me).keep_hint(home, item);
            }
        }
        for home in self.others(me) {
            self.send(me, home, Msg::Write(op, item.clone()));
        }
        if self.setup.is_home(me) {
            self.store(me, item);
            self.acknowledged(me, me, op);
        } else {
            self.tell_saved(me, op);
        }
        self.world.set_timer(me, SimTime::from_ms(WAIT_MS), Timer::Late(op));
        self.plan_handoff(me);
    }

    fn acknowledged(&mut self, me: u8, from: u8, op: Op) {
        let node = self.node(me);
        let Some(c) = node.ops.iter_mut().find(|c| c.op == op) else { return };
        let Phase::Writing { item, acks, .. } = &mut c.phase else { return };
        let version = item.version;
        acks.add(from);
        node.hints.retain(|h| h.home != from || h.item.version > version);
        self.tell_saved(me, op);
    }

    /// Tells the client, once, if enough copies have it.
    fn tell_saved(&mut self, me: u8, op: Op) {
        let Some(c) = self.node(me).ops.iter_mut().find(|c| c.op == op) else { return };
        let Phase::Writing { item, acks, told } = &mut c.phase else { return };
        if !acks.is_reached() || std::mem::replace(told, true) {
            return;
        }
        let (version, count) = (item.version, acks.count());
        self.out.push(Event::Counted(me, op, count));
        self.send(me, CLIENT, Msg::Saved(op, version));
    }

    fn begin_read(&mut self, me: u8, op: Op) {
        self.world.set_timer(me, SimTime::from_ms(WAIT_MS), Timer::Late(op));
        let mut answers = Answers::new(self.setup.r);
        if self.setup.is_home(me) {
            answers.add(me, self.node(me).copy.clone());
        }
        let phase = Phase::Reading {
            answers,
            repairing: Version::default(),
            sent: Acks::default(),
            returned: false,
        };
        self.node(me).ops.push(Coordination { op, phase });
        for home in self.others(me) {
            self.send(me, home, Msg::Read(op));
        }
        self.advance_read(me, op);
    }

    fn replied(&mut self, me: u8, from: u8, op: Op, item: Item) {
        let Some(c) = self.node(me).ops.iter_mut().find(|c| c.op == op) else { return };
        let Phase::Reading { answers, .. } = &mut c.phase else { return };
        if answers.add(from, item) {
            self.advance_read(me, op);
        }
    }

    fn repaired(&mut self, me: u8, from: u8, op: Op, version: Version) {
        let Some(c) = self.node(me).ops.iter_mut().find(|c| c.op == op) else { return };
        let Phase::Reading { answers, .. } = &mut c.phase else { return };
        if let Some(newest) = answers.newest().cloned().filter(|i| i.version == version) {
            answers.raise(from, &newest);
            self.advance_read(me, op);
        }
    }

    /// Once R have answered: repairs who answered with less, and answers the client; with read
    /// repair not before W copies hold the answer.
    fn advance_read(&mut self, me: u8, op: Op) {
        let setup = self.setup;
        let Some(c) = self.node(me).ops.iter_mut().find(|c| c.op == op) else { return };
        let Phase::Reading { answers, repairing, sent, returned } = &mut c.phase else { return };
        if !answers.is_reached() {
            return;
        }
        let Some(newest) = answers.newest().cloned() else { return };
        if *repairing != newest.version {
            (*repairing, *sent) = (newest.version, Acks::default());
        }
        let stale = answers.stale().filter(|home| setup.is_home(*home));
        let mut to_repair: Vec<u8> = stale.filter(|home| sent.add(*home)).collect();
        if !setup.repair {
            to_repair.clear();
        }
        if to_repair.contains(&me) {
            answers.raise(me, &newest);
        }
        let answered = !*returned && (!setup.repair || answers.holders() >= setup.w);
        *returned |= answered;
        for home in to_repair {
            if home == me {
                self.store(me, &newest);
            } else {
                self.send(me, home, Msg::Repair(op, newest.clone()));
            }
        }
        if answered {
            self.out.push(Event::Returned(me, op, newest.clone()));
            self.send(me, CLIENT, Msg::Value(op, newest));
        }
    }

    /// A timer of a node fired.
    pub(super) fn timer(&mut self, me: u8, timer: &Timer) {
        match timer {
            Timer::Late(op) => {
                if !self.setup.strict {
                    self.call_stand_ins(me, *op);
                }
                self.world.set_timer(me, SimTime::from_ms(4 * WAIT_MS), Timer::Forget(*op));
            }
            Timer::Forget(op) => self.node(me).ops.retain(|c| c.op != *op),
            Timer::Handoff => self.hand_off(me),
            Timer::GiveUp(_) => {}
        }
    }

    /// A sloppy quorum: stand-ins take the places of homes that have not answered.
    fn call_stand_ins(&mut self, me: u8, op: Op) {
        let setup = self.setup;
        let stand_ins: Vec<u8> = setup.stand_ins().collect();
        let silent: Vec<u8> = match self.node(me).ops.iter().find(|c| c.op == op) {
            Some(Coordination { phase: Phase::Writing { acks, told: false, .. }, .. }) => {
                let acks = *acks;
                setup.homes().filter(|h| !acks.has(*h)).collect()
            }
            Some(Coordination {
                phase: Phase::Reading { answers, returned: false, .. }, ..
            }) if !answers.is_reached() => setup.homes().filter(|h| !answers.has(*h)).collect(),
            Some(Coordination { phase: Phase::Asking { told, .. }, .. }) => {
                let told = *told;
                setup.homes().filter(|h| !told.has(*h)).collect()
            }
            _ => return,
        };
        for (home, stand_in) in silent.into_iter().zip(stand_ins.into_iter().filter(|s| *s != me)) {
            let Some(c) = self.node(me).ops.iter().find(|c| c.op == op) else { return };
            let msg = match &c.phase {
                Phase::Writing { item, .. } => Msg::Hint(op, home, item.clone()),
                Phase::Reading { .. } => Msg::Read(op),
                Phase::Asking { .. } => Msg::Ask(op),
            };
            self.send(me, stand_in, msg);
        }
    }

    /// Sees to it that hints are handed over, if there is somebody to hand them to.
    pub(super) fn plan_handoff(&mut self, me: u8) {
        let wanted = self.nodes[usize::from(me) - 1].hints.iter().any(|h| self.reaches(me, h.home));
        if wanted && self.world.state(me) != ProcessState::Down {
            self.world.stop_timer(me, &Timer::Handoff);
            self.world.set_timer(me, SimTime::from_ms(2 * WAIT_MS), Timer::Handoff);
        }
    }

    fn hand_off(&mut self, me: u8) {
        for Hint { home, item } in self.node(me).hints.clone() {
            if self.reaches(me, home) {
                self.out.push(Event::HandedOff(me, home, item.clone()));
                self.send(me, home, Msg::Handoff(item));
            }
        }
        self.plan_handoff(me);
    }

    /// Somebody came back, or a link was healed: whoever keeps hints tries again.
    pub(super) fn recovered(&mut self) {
        for me in self.setup.members() {
            self.plan_handoff(me);
        }
    }

    /// A node crashed: its memory is gone.
    pub(super) fn crashed(&mut self, me: u8) {
        self.node(me).ops.clear();
    }

    /// A node came back, with an empty disk if `blank`.
    pub(super) fn restarted(&mut self, me: u8, blank: bool) {
        if blank {
            *self.node(me) = Node::new(Item::default());
        }
        self.recovered();
    }
}

impl Setup {
    /// How many copies a write asks for their version.
    pub(super) fn asks(&self) -> u32 {
        asks_for_version(self.n, self.w)
    }
}
