//! Replicated data types: a cart, a counter, a register or a text in copies that are changed apart,
//! and what becomes of the changes when the copies hear of each other by state, by delta or by operation.

mod change;
mod check;
mod copy;
mod fractions;
mod kind;
mod replica;
mod scene;
mod spec;
mod words;

use crate::algorithms::ordered::OrderedSet;
use std::rc::Rc;

use change::Change;
use copy::{Shown, Typed};
use kind::{Collect, Kind};
use replica::{Load, Msg, Replica};

use crate::engine::{
    self, Action, Config, Happening, Ledger, Line, Model, Moment, Names, NetEvent, Network,
    SimTime, Spec, Wire,
};
use crate::scene::{Choice, Scene};

pub use check::Truth;

/// The kinds of messages.
const KINDS: &[&str] = &["sync", "ack"];
const SYNC: u8 = 0;
const ACK: u8 = 1;
/// The names of the copies.
const COPIES: [&str; 4] = ["phone", "laptop", "tablet", "desk"];
/// The most changes in a run: more cannot be told apart, and each is judged against all others.
const CHANGES_MAX: u32 = 200;
/// How long a sender waits before it sends again what was lost.
const AGAIN_MS: u64 = 150;

type World = engine::World<Msg, Timer>;

/// The model.
pub struct Crdts;

/// What never changes in a run.
pub struct Setup {
    names: Names,
    kind: Kind,
    collect: Collect,
    send: Send,
    once: bool,
    again: bool,
    seed: u64,
    network: Network,
}

/// What a copy sends to the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Send {
    State,
    Delta,
    Op,
}

/// The one kind of timer: something for that copy was lost and is to be sent again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timer(u8);

/// What changes.
#[derive(Clone, Debug)]
pub struct State {
    world: World,
    replicas: Vec<Replica>,
    /// Messages on their way, so that it is known what is lost with them.
    flying: Vec<(engine::MessageName, Load)>,
    changes: u32,
    typed: Typed,
}

/// What can happen.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Something in the network.
    Net(NetEvent<Msg>),
    /// A copy was changed.
    Changed {
        /// Which change it is, counted from 0.
        id: u32,
        /// Which copy.
        copy: u8,
        /// What was done.
        change: Change,
        /// What the copy shows now.
        shown: Shown,
    },
    /// A copy took in what it was told.
    Took {
        /// Which copy.
        copy: u8,
        /// All changes that it has heard of.
        knows: Rc<OrderedSet<u32>>,
        /// What it shows now.
        shown: Shown,
    },
    /// An operation came before what it speaks of, and was thrown away.
    TooEarly(u8),
    /// A copy took tombstones out.
    Collected {
        /// Which copy.
        copy: u8,
        /// How many.
        count: u32,
    },
}

impl From<NetEvent<Msg>> for Event {
    fn from(event: NetEvent<Msg>) -> Event {
        Event::Net(event)
    }
}

impl Setup {
    fn copies(&self) -> u8 {
        self.names.processes.len() as u8
    }
}

impl State {
    fn replica(&mut self, copy: u8) -> &mut Replica {
        &mut self.replicas[usize::from(copy)]
    }

    /// Somebody changes a copy, which tells the others.
    ///
    /// # Errors
    /// The change does not fit what is replicated, or what the copy shows.
    fn change(
        &mut self,
        setup: &Setup,
        copy: u8,
        change: Change,
        out: &mut Vec<Event>,
    ) -> Result<(), String> {
        check::fits(setup, &self.replicas[usize::from(copy)].copy.shown(&self.typed), &change)?;
        if self.changes >= CHANGES_MAX {
            return Err(format!("there are {CHANGES_MAX} changes already; start anew"));
        }
        let id = self.changes;
        self.changes += 1;
        let as_op = setup.send == Send::Op;
        let replica = &mut self.replicas[usize::from(copy)];
        let told = replica.change(&change, id, as_op, &mut self.typed);
        let shown = replica.copy.shown(&self.typed);
        out.push(Event::Changed { id, copy, change, shown });
        let count = replica.collect();
        collected(copy, count, out);
        let load = match (setup.send, told) {
            (Send::State, _) => replica.state(),
            (_, None) => return Ok(()),
            (Send::Delta, Some(op)) => replica.delta(op),
            (Send::Op, Some(op)) => replica.letter(id, op),
        };
        self.tell(setup, copy, &load, out);
        Ok(())
    }

    /// Sends something to all others.
    fn tell(&mut self, setup: &Setup, from: u8, load: &Load, out: &mut Vec<Event>) {
        for to in (0..setup.copies()).filter(|to| *to != from) {
            self.send(from, to, load.clone(), out);
        }
    }

    fn send(&mut self, from: u8, to: u8, load: Load, out: &mut Vec<Event>) {
        let replica = self.replica(from);
        replica.sent += load.size() as u64;
        let (clock, seen) = (replica.clock.last(), replica.seen());
        let kind = if matches!(load, Load::Ack) { ACK } else { SYNC };
        let msg = Msg { clock, seen, load: load.clone() };
        let name = self.world.send(kind, from, to, msg, out);
        self.flying.push((name, load));
    }

    /// Sends what was lost on the way to a copy, if the link lets it through.
    fn flush(&mut self, from: u8, to: u8, out: &mut Vec<Event>) {
        if self.world.wire(from, to) == Wire::Cut {
            return;
        }
        let replica = self.replica(from);
        let parked = std::mem::take(&mut replica.parked[usize::from(to)]);
        if parked.is_empty() {
            return;
        }
        let load = match Load::all(&parked) {
            Load::State(_) => replica.state(),
            load => load,
        };
        self.send(from, to, load, out);
    }

    /// Sees to the messages that were lost among the last events.
    fn mourn(&mut self, setup: &Setup, since: usize, out: &[Event]) {
        for event in &out[since..] {
            let Event::Net(NetEvent::Lost(name, _)) = event else { continue };
            let Some(at) = self.flying.iter().position(|(n, _)| n == name) else { continue };
            let (_, load) = self.flying.remove(at);
            if !setup.again {
                continue;
            }
            let parked = &mut self.replica(name.from).parked[usize::from(name.to)];
            parked.push(load);
            if parked.len() == 1 && self.world.wire(name.from, name.to) != Wire::Cut {
                self.world.set_timer(name.from, SimTime::from_ms(AGAIN_MS), Timer(name.to));
            }
        }
    }

    /// Lets whoever is concerned answer to what happened.
    fn handle(&mut self, setup: &Setup, happening: Happening<Msg, Timer>, out: &mut Vec<Event>) {
        match happening {
            Happening::Message { name, payload } => {
                self.flying.retain(|(n, _)| *n != name);
                let replica = &mut self.replicas[usize::from(name.to)];
                replica.clock.receive(payload.clock);
                let before = replica.seen();
                let taken = replica.take(setup.once, &payload.load);
                let shown = replica.copy.shown(&self.typed);
                match payload.load {
                    Load::Ack => {}
                    _ if taken => {
                        let knows = Rc::new(replica.knows.clone());
                        out.push(Event::Took { copy: name.to, knows, shown });
                    }
                    _ => out.push(Event::TooEarly(name.to)),
                }
                if let Some(seen) = &payload.seen {
                    replica.report(name.from, seen);
                }
                let count = replica.collect();
                collected(name.to, count, out);
                // Who has heard something new says so, or nobody could ever collect it.
                if replica.seen() != before {
                    self.tell(setup, name.to, &Load::Ack, out);
                }
            }
            Happening::Timer { process, timer: Timer(to) } => self.flush(process, to, out),
            Happening::Healed(a, b) => {
                self.flush(a, b, out);
                self.flush(b, a, out);
            }
            _ => {}
        }
    }
}

/// Notes that a copy took tombstones out, if it did.
fn collected(copy: u8, count: u32, out: &mut Vec<Event>) {
    if count > 0 {
        out.push(Event::Collected { copy, count });
    }
}

impl Model for Crdts {
    type Setup = Setup;
    type State = State;
    type Event = Event;
    type Fold = Truth;

    fn spec() -> &'static Spec {
        &spec::SPEC
    }

    fn setup(config: &Config, seed: u64) -> Setup {
        let copies = COPIES.iter().take(config.count("copies") as usize);
        Setup {
            names: Names::new(copies.copied(), KINDS),
            kind: Kind::of(config),
            collect: Collect::of(config),
            send: match config.number("send") {
                0 => Send::State,
                1 => Send::Delta,
                _ => Send::Op,
            },
            once: config.holds("exactly-once"),
            again: config.holds("again"),
            seed,
            network: Network::of(config),
        }
    }

    fn names(setup: &Setup) -> &Names {
        &setup.names
    }

    fn start(setup: &Setup) -> (State, Truth) {
        let copies = setup.copies();
        let network = setup.network.clone();
        let world = World::complete(setup.seed, network, usize::from(copies), KINDS.len());
        let replicas =
            (0..copies).map(|p| Replica::new(setup.kind, setup.collect, p, copies)).collect();
        let (flying, typed) = (Vec::new(), Vec::new());
        let state = State { world, replicas, flying, changes: 0, typed };
        (state, Truth::new(usize::from(copies)))
    }

    fn next_due(_: &Setup, state: &State) -> Option<SimTime> {
        state.world.next_due()
    }

    fn play(setup: &Setup, state: &mut State, out: &mut Vec<Event>) {
        let since = out.len();
        let happening = state.world.play(out);
        state.mourn(setup, since, out);
        state.handle(setup, happening, out);
    }

    fn act(
        setup: &Setup,
        state: &mut State,
        now: SimTime,
        action: &Action,
        out: &mut Vec<Event>,
    ) -> Result<SimTime, String> {
        let number = |index| action.number(index).and_then(|n| u32::try_from(n).ok());
        let text = action.text(0).map(Rc::from);
        let change = match (action.verb.name, action.process(1), text) {
            ("add", Some(copy), Some(item)) => Some((copy, Change::Add(item))),
            ("remove", Some(copy), Some(item)) => Some((copy, Change::Remove(item))),
            ("count", Some(copy), _) => {
                Some((copy, Change::Count(action.number(0).unwrap_or_default())))
            }
            ("write", Some(copy), Some(value)) => Some((copy, Change::Write(value))),
            ("type", Some(copy), Some(word)) => {
                let shown = state.replicas[usize::from(copy)].copy.shown(&state.typed);
                let at = number(2).unwrap_or_else(|| check::length(&shown));
                Some((copy, Change::Type(word, at)))
            }
            ("erase", Some(copy), _) => {
                let (count, at) = number(0).zip(number(2)).unwrap_or_default();
                Some((copy, Change::Erase(at, count)))
            }
            _ => None,
        };
        state.world.wait_until(now);
        match change {
            Some((copy, change)) => state.change(setup, copy, change, out)?,
            None => {
                let since = out.len();
                let happening = state.world.fault(action, out)?;
                state.mourn(setup, since, out);
                state.handle(setup, happening, out);
            }
        }
        Ok(state.world.now())
    }

    fn choices(setup: &Setup, state: &State) -> Vec<Choice> {
        scene::choices(setup, state)
    }

    fn judge(setup: &Setup, fold: &mut Truth, event: &Event, ledger: &mut Ledger) {
        fold.fold(setup, event, ledger);
    }

    fn settle(setup: &Setup, state: &State, fold: &Truth, ledger: &mut Ledger) {
        fold.settle(setup, state, ledger);
    }

    fn name(setup: &Setup, event: &Event) -> (u8, String) {
        words::name(setup, event)
    }

    fn sentence(setup: &Setup, event: &Event) -> Option<Line> {
        words::sentence(setup, event)
    }

    fn scene(setup: &Setup, state: &State, fold: &Truth, moment: &Moment<'_, Event>) -> Scene {
        scene::scene(setup, state, fold, moment)
    }
}
