//! Logical clocks: events on machines whose clocks disagree, stamped by Lamport's clocks, vector
//! clocks, hybrid clocks and an interval clock, and what each can say about what led to what; and
//! a store’s key whose values lie under a version vector.

mod ask;
mod check;
mod node;
mod scene;
mod spec;
mod store;
mod words;

use std::rc::Rc;

use ask::Answer;
use node::{MS, Node, Stamps};
use store::{Store, WriteId};

use crate::algorithms::clocks::{Causality, EventId, History, HybridError};
use crate::engine::{
    self, Action, Config, Happening, Ledger, Line, Model, Moment, Names, NetEvent, Network,
    SimTime, Spec,
};
use crate::scene::{Choice, Scene};

pub use check::Witness;

/// The kinds of messages.
const KINDS: &[&str] = &["msg"];

type World = engine::World<Msg, Timer>;

/// The model.
pub struct LogicalClocks;

/// What never changes in a run.
pub struct Setup {
    names: Names,
    show: Show,
    epsilon_ms: u64,
    tick: bool,
    merge: bool,
    whole: bool,
    never_back: bool,
    bound: bool,
    wait: bool,
    honest: bool,
    dots: bool,
    seed: u64,
    network: Network,
}

/// Which stamps stand in the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Show {
    Vector,
    Lamport,
    Hybrid,
    Physical,
}

/// What a message carries: which event sent it, and its stamps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Msg {
    sent: EventId,
    stamps: Stamps,
    text: Option<Rc<str>>,
}

/// The one kind of timer: a commit's timestamp has passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timer(u32);

/// What changes.
#[derive(Clone, Debug)]
pub struct State {
    world: World,
    nodes: Vec<Node>,
    history: History,
    stamps: Vec<Stamps>,
    commits: u32,
    waiting: Vec<Waiting>,
    store: Store,
}

/// A commit that is not reported yet.
#[derive(Clone, Debug)]
struct Waiting {
    commit: u32,
    process: u8,
    timestamp_ns: u64,
    since: SimTime,
}

/// What kind of event it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Something local.
    Local,
    /// The sending of a message to a process.
    Send(u8),
    /// The receipt of what an event sent.
    Receive(EventId),
    /// The start of a commit.
    Commit,
}

/// What can happen.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Something in the network, or to a clock.
    Net(NetEvent<Msg>),
    /// An event of a process, with its stamps.
    Happened {
        /// Its number in the history.
        id: EventId,
        /// Whose it is.
        process: u8,
        /// What it is.
        kind: Kind,
        /// Its stamps.
        stamps: Stamps,
        /// What somebody called it.
        text: Option<Rc<str>>,
    },
    /// An event did not happen: the hybrid clock of its process refused it.
    Refused(u8, HybridError),
    /// A commit has its timestamp, in nanoseconds.
    Began(u32, u8, u64),
    /// A commit is reported, after so long.
    Reported(u32, u8, SimTime),
    /// A process wrote the store’s key, or only read it: what is kept then, by write and text.
    Stored(u8, Option<WriteId>, Rc<[(WriteId, Rc<str>)]>),
    /// Somebody asked how two events stand to each other.
    Asked(Rc<Answer>),
    /// What each kind of clock makes of that question.
    Compared(Rc<Answer>),
}

impl From<NetEvent<Msg>> for Event {
    fn from(event: NetEvent<Msg>) -> Event {
        Event::Net(event)
    }
}

impl Setup {
    /// An event's name: `A1` is the first of A.
    fn event(&self, history: &History, id: EventId) -> String {
        let (process, ordinal) = history.place(id).unwrap_or_default();
        format!("{}{ordinal}", self.names.process(process as u8))
    }

    fn count(&self) -> u8 {
        self.names.processes.len() as u8
    }
}

impl State {
    /// An event of a process: stamps it and tells it, or tells that it was refused.
    fn happen(
        &mut self,
        setup: &Setup,
        process: u8,
        kind: Kind,
        told: Option<&Msg>,
        text: Option<Rc<str>>,
        out: &mut Vec<Event>,
    ) -> Option<EventId> {
        let now = self.world.now().as_ns();
        let node = &mut self.nodes[usize::from(process)];
        let local = matches!(kind, Kind::Local | Kind::Commit);
        let stamps = match node.stamp(setup, now, local, told.map(|m| &m.stamps)) {
            Ok(stamps) => stamps,
            Err(why) => {
                out.push(Event::Refused(process, why));
                return None;
            }
        };
        let id = self.history.add(u32::from(process), told.map(|m| m.sent));
        self.stamps.push(stamps.clone());
        out.push(Event::Happened { id, process, kind, stamps, text });
        Some(id)
    }

    fn send(
        &mut self,
        setup: &Setup,
        from: u8,
        to: u8,
        text: Option<Rc<str>>,
        out: &mut Vec<Event>,
    ) {
        if let Some(sent) = self.happen(setup, from, Kind::Send(to), None, text.clone(), out) {
            let node = &self.nodes[usize::from(from)];
            let stamps = node.carried(setup, &self.stamps[sent as usize]);
            self.world.send(0, from, to, Msg { sent, stamps, text }, out);
        }
    }

    fn commit(&mut self, setup: &Setup, process: u8, out: &mut Vec<Event>) {
        if self.happen(setup, process, Kind::Commit, None, None, out).is_none() {
            return;
        }
        self.commits += 1;
        let commit = self.commits;
        let now = self.world.now().as_ns();
        let timestamp_ns = self.nodes[usize::from(process)].interval(setup, now).latest;
        out.push(Event::Began(commit, process, timestamp_ns));
        if setup.wait {
            let since = self.world.now();
            self.waiting.push(Waiting { commit, process, timestamp_ns, since });
            self.arm(setup, process);
        } else {
            out.push(Event::Reported(commit, process, SimTime::ZERO));
        }
    }

    /// Sets the timers of a process's commits to when their timestamps will have passed.
    fn arm(&mut self, setup: &Setup, process: u8) {
        let now = self.world.now();
        for waiting in self.waiting.iter().filter(|w| w.process == process) {
            let timer = Timer(waiting.commit);
            self.world.stop_timer(process, &timer);
            let node = &self.nodes[usize::from(process)];
            let passed = node.passed(setup, now.as_ns(), waiting.timestamp_ns);
            self.world.set_timer(process, SimTime::from_ns(passed).since(now), timer);
        }
    }

    /// Does one of the engine's faults.
    fn fault(
        &mut self,
        setup: &Setup,
        now: SimTime,
        action: &Action,
        out: &mut Vec<Event>,
    ) -> Result<SimTime, String> {
        self.world.wait_until(now);
        let happening = self.world.fault(action, out)?;
        self.handle(setup, happening, out);
        Ok(self.world.now())
    }

    /// Lets whoever is concerned answer to what happened.
    fn handle(&mut self, setup: &Setup, happening: Happening<Msg, Timer>, out: &mut Vec<Event>) {
        let now = self.world.now();
        match happening {
            Happening::Message { name, payload } => {
                let kind = Kind::Receive(payload.sent);
                self.happen(setup, name.to, kind, Some(&payload), None, out);
            }
            Happening::Timer { process, timer: Timer(commit) } => {
                let Some(at) = self.waiting.iter().position(|w| w.commit == commit) else { return };
                let since = self.waiting.remove(at).since;
                out.push(Event::Reported(commit, process, now.since(since)));
            }
            Happening::Skewed(process, ms) => {
                let clock = &mut self.nodes[usize::from(process)].physical;
                clock.jump(now.as_ns(), ms.saturating_mul(MS as i64));
                self.arm(setup, process);
            }
            Happening::Drifts(process, ppm) => {
                let clock = &mut self.nodes[usize::from(process)].physical;
                clock.set_rate(now.as_ns(), ppm as i32);
                self.arm(setup, process);
            }
            _ => {}
        }
    }
}

impl Model for LogicalClocks {
    type Setup = Setup;
    type State = State;
    type Event = Event;
    type Fold = Witness;

    fn spec() -> &'static Spec {
        &spec::SPEC
    }

    fn setup(config: &Config, seed: u64) -> Setup {
        let letters = (b'A'..).take(config.count("processes") as usize);
        Setup {
            names: Names::new(letters.map(|c| char::from(c).to_string()), KINDS),
            show: match config.number("show") {
                0 => Show::Vector,
                1 => Show::Lamport,
                2 => Show::Hybrid,
                _ => Show::Physical,
            },
            epsilon_ms: u64::from(config.count("epsilon")),
            tick: config.holds("tick"),
            merge: config.holds("merge"),
            whole: config.holds("whole"),
            never_back: config.holds("never-back"),
            bound: config.holds("bound"),
            wait: config.holds("wait"),
            honest: config.holds("honest"),
            dots: config.holds("dots"),
            seed,
            network: Network::of(config),
        }
    }

    fn names(setup: &Setup) -> &Names {
        &setup.names
    }

    fn start(setup: &Setup) -> (State, Witness) {
        let count = setup.count();
        let network = setup.network.clone();
        let world = World::complete(setup.seed, network, usize::from(count), KINDS.len());
        let state = State {
            world,
            nodes: (0..count).map(|p| Node::new(setup, p)).collect(),
            history: History::default(),
            stamps: Vec::new(),
            commits: 0,
            waiting: Vec::new(),
            store: Store::new(count),
        };
        (state, Witness::default())
    }

    fn next_due(_: &Setup, state: &State) -> Option<SimTime> {
        state.world.next_due()
    }

    fn play(setup: &Setup, state: &mut State, out: &mut Vec<Event>) {
        let happening = state.world.play(out);
        state.handle(setup, happening, out);
    }

    fn act(
        setup: &Setup,
        state: &mut State,
        now: SimTime,
        action: &Action,
        out: &mut Vec<Event>,
    ) -> Result<SimTime, String> {
        let text = |index| action.text(index).map(Rc::from);
        match (action.verb.name, action.process(0), action.process(1)) {
            ("event", Some(process), _) => {
                state.world.wait_until(now);
                state.happen(setup, process, Kind::Local, None, text(1), out);
            }
            ("send", Some(from), Some(to)) if from == to => {
                return Err("a process needs no message to itself".to_owned());
            }
            ("send", Some(from), Some(to)) => {
                state.world.wait_until(now);
                state.send(setup, from, to, text(2), out);
            }
            ("commit", Some(process), _) => {
                state.world.wait_until(now);
                state.commit(setup, process, out);
            }
            ("put", Some(process), _) => {
                let write = state.store.put(process, text(1))?;
                state.world.wait_until(now);
                out.push(Event::Stored(process, Some(write), state.store.kept(setup).into()));
            }
            ("get", Some(process), _) => {
                state.store.get(process);
                state.world.wait_until(now);
                out.push(Event::Stored(process, None, state.store.kept(setup).into()));
            }
            ("before", ..) => {
                let answer = Rc::new(ask::answer(setup, state, action)?);
                state.world.wait_until(now);
                out.push(Event::Asked(answer.clone()));
                if answer.truth != Causality::Equal {
                    out.push(Event::Compared(answer));
                }
            }
            ("skew", Some(process), _) => {
                let shown = state.nodes[usize::from(process)].physical.read(now.as_ns());
                let by = action.number(1).unwrap_or(0).saturating_mul(MS as i64);
                if by.unsigned_abs() > shown && by < 0 {
                    return Err("its clock would show less than zero".to_owned());
                }
                return state.fault(setup, now, action, out);
            }
            _ => return state.fault(setup, now, action, out),
        }
        Ok(state.world.now())
    }

    fn choices(setup: &Setup, state: &State) -> Vec<Choice> {
        scene::choices(setup, state)
    }

    fn judge(setup: &Setup, fold: &mut Witness, event: &Event, ledger: &mut Ledger) {
        fold.fold(setup, event, ledger);
    }

    fn name(setup: &Setup, event: &Event) -> (u8, String) {
        words::name(setup, event)
    }

    fn sentence(setup: &Setup, event: &Event) -> Option<Line> {
        words::sentence(setup, event)
    }

    fn scene(setup: &Setup, state: &State, _: &Witness, moment: &Moment<'_, Event>) -> Scene {
        scene::scene(setup, state, moment)
    }
}
