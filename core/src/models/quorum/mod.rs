//! Quorum: a value in N copies, written to W of them and read from R (Gifford 1979; DeCandia et
//! al. 2007), with read repair, hinted handoff and sloppy quorums.

mod check;
mod message;
mod node;
mod scene;
mod spec;
mod words;

use std::rc::Rc;

use message::{Item, KINDS, Msg, Op};
use node::{Node, Nodes};

use crate::algorithms::quorum::Version;
use crate::engine::{
    self, Action, Config, Happening, Ledger, Line, Model, Moment, Names, NetEvent, Network,
    ProcessState, SimTime, Spec,
};
use crate::scene::{Choice, Scene};

pub use check::History;

/// The client's process.
const CLIENT: u8 = 0;
/// How long a coordinator waits before it calls in stand-ins.
const WAIT_MS: u64 = 500;
/// How long the client waits before it gives up.
const PATIENCE_MS: u64 = 4 * WAIT_MS;
/// How many stand-ins there are without the strict quorum.
const STAND_INS: u32 = 2;

type World = engine::World<Msg, Timer>;

/// The model.
pub struct Quorum;

/// What never changes in a run.
pub struct Setup {
    names: Names,
    n: u32,
    r: u32,
    w: u32,
    strict: bool,
    disks: bool,
    versions: bool,
    wait: bool,
    repair: bool,
    hints: bool,
    seed: u64,
    network: Network,
}

/// The timers of nodes, and of the client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Timer {
    /// Copies have not answered for some time.
    Late(Op),
    /// The coordinator forgets the request.
    Forget(Op),
    /// Hints are to be handed over.
    Handoff,
    /// The client waits no longer.
    GiveUp(Op),
}

/// What changes.
#[derive(Clone, Debug)]
pub struct State {
    world: World,
    nodes: Vec<Node>,
    asked: Op,
    waiting: Vec<Op>,
    last: Option<Told>,
}

/// What the client was told last.
#[derive(Clone, Debug)]
enum Told {
    Saved,
    Value(Item),
    Nothing,
}

/// What can happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Something in the network.
    Net(NetEvent<Msg>),
    /// The client asks a node to write.
    AskedWrite(Op, Rc<str>, u8),
    /// The client asks a node to read.
    AskedRead(Op, u8),
    /// A coordinator gives a write its version.
    Versioned(u8, Op, Item),
    /// A home stores an item that is newer than what it had.
    Stored(u8, Item),
    /// A stand-in keeps an item for a home.
    Hinted(u8, u8, Item),
    /// Enough copies have a write: so many have acknowledged.
    Counted(u8, Op, u32),
    /// A read is answered.
    Returned(u8, Op, Item),
    /// A hint is handed to its home.
    HandedOff(u8, u8, Item),
    /// The client is told “saved”.
    ToldSaved(Op, Version),
    /// The client gets a value.
    Got(Op, Item),
    /// The client waits no longer.
    GaveUp(Op),
}

impl From<NetEvent<Msg>> for Event {
    fn from(event: NetEvent<Msg>) -> Event {
        Event::Net(event)
    }
}

impl Setup {
    /// The processes that keep copies.
    fn homes(&self) -> impl Iterator<Item = u8> + use<> {
        1..=self.n as u8
    }

    fn is_home(&self, process: u8) -> bool {
        (1..=self.n).contains(&u32::from(process))
    }

    /// The processes that stand in for homes.
    fn stand_ins(&self) -> impl Iterator<Item = u8> + use<> {
        let count = if self.strict { 0 } else { STAND_INS };
        self.n as u8 + 1..=(self.n + count) as u8
    }

    /// All nodes.
    fn members(&self) -> impl Iterator<Item = u8> + use<> {
        1..self.names.processes.len() as u8
    }
}

impl State {
    /// The homes' copies.
    fn copies(&self, setup: &Setup) -> impl Iterator<Item = &Item> {
        self.nodes[..setup.n as usize].iter().map(|n| &n.copy)
    }

    fn nodes<'a>(&'a mut self, setup: &'a Setup, out: &'a mut Vec<Event>) -> Nodes<'a> {
        Nodes { setup, nodes: &mut self.nodes, world: &mut self.world, out }
    }

    /// Lets whoever is concerned answer to what happened.
    fn handle(&mut self, setup: &Setup, happening: Happening<Msg, Timer>, out: &mut Vec<Event>) {
        match happening {
            Happening::Message { name, payload } if name.to == CLIENT => self.told(payload, out),
            Happening::Message { name, payload } => {
                self.nodes(setup, out).receive(name.to, name.from, payload);
            }
            Happening::Timer { timer: Timer::GiveUp(op), .. } => {
                if self.stop_waiting(op) {
                    self.last = Some(Told::Nothing);
                    out.push(Event::GaveUp(op));
                }
            }
            Happening::Timer { process, timer } => self.nodes(setup, out).timer(process, &timer),
            Happening::Crashed(process) => self.nodes(setup, out).crashed(process),
            Happening::Restarted(process, blank) => {
                self.nodes(setup, out).restarted(process, blank);
            }
            Happening::Resumed(_) | Happening::Healed(..) => self.nodes(setup, out).recovered(),
            Happening::Skewed(..) | Happening::Drifts(..) | Happening::Nothing => {}
        }
    }

    fn stop_waiting(&mut self, op: Op) -> bool {
        let at = self.waiting.iter().position(|w| *w == op);
        at.map(|at| self.waiting.remove(at)).is_some()
    }

    /// The client is answered.
    fn told(&mut self, msg: Msg, out: &mut Vec<Event>) {
        let (op, told, event) = match msg {
            Msg::Saved(op, version) => (op, Told::Saved, Event::ToldSaved(op, version)),
            Msg::Value(op, item) => (op, Told::Value(item.clone()), Event::Got(op, item)),
            _ => return,
        };
        if self.stop_waiting(op) {
            self.world.stop_timer(CLIENT, &Timer::GiveUp(op));
            self.last = Some(told);
            out.push(event);
        }
    }

    /// The client asks for something.
    fn ask(&mut self, via: u8, msg: impl FnOnce(Op) -> (Msg, Event), out: &mut Vec<Event>) {
        self.asked += 1;
        let op = self.asked;
        let (msg, event) = msg(op);
        out.push(event);
        self.waiting.push(op);
        self.world.set_timer(CLIENT, SimTime::from_ms(PATIENCE_MS), Timer::GiveUp(op));
        self.world.send(msg.kind(), CLIENT, via, msg, out);
    }
}

impl Model for Quorum {
    type Setup = Setup;
    type State = State;
    type Event = Event;
    type Fold = History;

    fn spec() -> &'static Spec {
        &spec::SPEC
    }

    fn setup(config: &Config, seed: u64) -> Setup {
        let strict = config.holds("strict");
        let nodes = config.count("n") + if strict { 0 } else { STAND_INS };
        let letters = (b'A'..).take(nodes as usize).map(|c| char::from(c).to_string());
        Setup {
            names: Names::new(std::iter::once("client".to_owned()).chain(letters), KINDS),
            n: config.count("n"),
            r: config.count("r"),
            w: config.count("w"),
            strict,
            disks: config.holds("disks"),
            versions: config.holds("versions"),
            wait: config.holds("wait"),
            repair: config.holds("repair"),
            hints: config.holds("hints"),
            seed,
            network: Network::of(config),
        }
    }

    fn names(setup: &Setup) -> &Names {
        &setup.names
    }

    fn start(setup: &Setup) -> (State, History) {
        let processes = setup.names.processes.len();
        let world = World::complete(setup.seed, setup.network.clone(), processes, KINDS.len());
        let first = Item { version: Version { counter: 1, write: 0 }, value: Rc::from("Tuesday") };
        let copy = |p: u8| if setup.is_home(p) { first.clone() } else { Item::default() };
        let nodes = setup.members().map(|p| Node::new(copy(p))).collect();
        let state = State { world, nodes, asked: 0, waiting: Vec::new(), last: None };
        (state, History::default())
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
        if action.process(0) == Some(CLIENT) || action.process(1) == Some(CLIENT) {
            return Err("the client is outside the system".to_owned());
        }
        if action.word(1) == Some("blank") && setup.disks {
            return Err("the rule “Disks survive” is on".to_owned());
        }
        state.world.wait_until(now);
        match (action.verb.name, action.text(0), action.process(0), action.process(1)) {
            ("write", Some(text), _, Some(via)) => {
                let text: Rc<str> = Rc::from(text);
                let ask = |op| (Msg::Put(op, text.clone()), Event::AskedWrite(op, text, via));
                state.ask(via, ask, out);
            }
            ("read", _, Some(via), _) => {
                state.ask(via, |op| (Msg::Get(op), Event::AskedRead(op, via)), out);
            }
            _ => {
                let happening = state.world.fault(action, out)?;
                state.handle(setup, happening, out);
            }
        }
        Ok(state.world.now())
    }

    fn choices(setup: &Setup, state: &State) -> Vec<Choice> {
        scene::choices(setup, state)
    }

    fn judge(_: &Setup, fold: &mut History, event: &Event, ledger: &mut Ledger) {
        fold.fold(event, ledger);
    }

    fn settle(setup: &Setup, state: &State, _: &History, ledger: &mut Ledger) {
        check::settle(setup, state, ledger);
    }

    fn name(setup: &Setup, event: &Event) -> (u8, String) {
        words::name(setup, event)
    }

    fn sentence(setup: &Setup, event: &Event) -> Option<Line> {
        words::sentence(setup, event)
    }

    fn scene(setup: &Setup, state: &State, _: &History, moment: &Moment<'_, Event>) -> Scene {
        scene::scene(setup, state, moment)
    }
}

/// Whether a process runs, as its state in the world says.
fn is_up(state: &State, process: u8) -> bool {
    state.world.state(process) == ProcessState::Up
}
