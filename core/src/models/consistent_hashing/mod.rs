//! Consistent hashing: keys on nodes by six algorithms (Karger et al. 1997 and after), what moves
//! when the nodes change, and how even the load is.

mod algorithm;
mod change;
mod check;
mod lookup;
mod placed;
mod scene;
mod spec;
mod words;

#[cfg(test)]
mod tests;

use std::rc::Rc;

use algorithm::Algorithm;
use change::{Change, Kind, Outcome};
use lookup::Found;
use placed::{Memo, Placed};
use spec::{NODES_MAX, SLOTS};

use crate::algorithms::hashing::xxh64;
use crate::algorithms::placement::Node;
use crate::engine::{Action, Config, Ledger, Line, Model, Moment, Names, SimTime, Spec, Value};
use crate::scene::{Choice, Scene};

/// How many keys the picture shows by name.
const NAMED: u32 = 12;
/// They are among this many first ones, so that their names are short.
const NAMED_FROM: usize = 999;

/// The model.
pub struct ConsistentHashing;

/// What never changes in a run.
pub struct Setup {
    names: Names,
    algorithm: Algorithm,
    start: Vec<Node>,
    points: u32,
    slots: u32,
    balance: u32,
    seed: u64,
    /// The hash of each key, in the order of their numbers.
    keys: Vec<u64>,
    /// The keys that the picture shows by name, in the order of their hashes.
    named: Vec<u32>,
    memo: Memo,
}

/// What changes. Where the keys are follows from the nodes.
#[derive(Clone, Debug)]
pub struct State {
    /// The nodes, in the order in which they joined.
    nodes: Vec<Node>,
    /// The letters that were ever used.
    used: Vec<u32>,
    /// The last change of nodes, and the nodes before it.
    change: Option<(Change, Vec<Node>)>,
    /// The key that was looked up last, if it was the last thing done.
    lookup: Option<Rc<Found>>,
}

/// What can happen.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The nodes changed, and keys moved.
    Changed(Change, Outcome),
    /// After the change of a node: how many keys each node has, and the hash of the placement.
    Loaded(u8, Vec<Load>, u64),
    /// A key was looked up.
    LookedUp(Rc<Found>),
}

/// The keys on a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Load {
    /// The node.
    pub node: u8,
    /// Its weight.
    pub weight: u32,
    /// Its keys.
    pub keys: u32,
}

impl Setup {
    /// A node's letter.
    fn letter(&self, id: u32) -> &str {
        self.names.process(id as u8)
    }

    /// A key's hash.
    fn hash(&self, key: &str) -> u64 {
        xxh64(key.as_bytes(), self.seed)
    }

    /// The number of keys.
    fn count(&self) -> u64 {
        self.keys.len() as u64
    }

    /// Where the run's own algorithm puts the keys. It can always be built: what it cannot hold is
    /// refused before.
    fn placed(&self, nodes: &[Node]) -> Rc<Placed> {
        self.placed_by(self.algorithm, nodes).unwrap_or_default()
    }

    /// Where an algorithm puts the keys; nothing if it cannot hold these nodes.
    fn placed_by(&self, algorithm: Algorithm, nodes: &[Node]) -> Option<Rc<Placed>> {
        self.memo.get(algorithm, nodes, || Placed::new(self, algorithm, nodes))
    }
}

/// The name of a key by its index.
fn label(key: u32) -> String {
    format!("cart-{}", key + 1)
}

/// The index of the key of that name among `count` keys.
fn index(label: &str, count: u64) -> Option<u32> {
    let number = label.strip_prefix("cart-")?;
    let plain = !number.starts_with(['0', '+']);
    let number = number.parse::<u32>().ok().filter(|n| plain && u64::from(*n) <= count)?;
    number.checked_sub(1)
}

/// For each of [`NAMED`] equal sectors of the hash space, the key nearest to its middle, of the
/// first [`NAMED_FROM`].
fn pick_named(keys: &[u64]) -> Vec<u32> {
    let sector = u64::MAX / u64::from(NAMED);
    let picks = (0..u64::from(NAMED)).filter_map(|s| {
        let middle = s * sector + sector / 2;
        let nearest =
            (0..).zip(keys).take(NAMED_FROM).min_by_key(|(_, hash)| hash.abs_diff(middle));
        nearest.map(|(key, _): (u32, _)| key)
    });
    let mut named: Vec<u32> = picks.collect();
    named.dedup();
    named
}

impl Model for ConsistentHashing {
    type Setup = Setup;
    type State = State;
    type Event = Event;
    type Fold = ();

    fn spec() -> &'static Spec {
        &spec::SPEC
    }

    fn setup(config: &Config, seed: u64) -> Setup {
        let letters = (b'A'..).take(NODES_MAX as usize).map(|c| char::from(c).to_string());
        let hash = |key: u32| xxh64(label(key).as_bytes(), seed);
        let keys: Vec<u64> = (0..config.count("keys")).map(hash).collect();
        let slots = config.count("slots") as usize;
        Setup {
            names: Names::new(letters, &[]),
            algorithm: Algorithm::of(config.number("algorithm")),
            start: (0..config.count("nodes")).map(|id| Node { id, weight: 1 }).collect(),
            points: config.count("points"),
            slots: SLOTS[slots.min(SLOTS.len() - 1)],
            balance: config.count("balance"),
            seed,
            named: pick_named(&keys),
            keys,
            memo: Memo::default(),
        }
    }

    fn names(setup: &Setup) -> &Names {
        &setup.names
    }

    fn start(setup: &Setup) -> (State, ()) {
        let used = setup.start.iter().map(|n| n.id).collect();
        (State { nodes: setup.start.clone(), used, change: None, lookup: None }, ())
    }

    fn act(
        setup: &Setup,
        state: &mut State,
        now: SimTime,
        action: &Action,
        out: &mut Vec<Event>,
    ) -> Result<SimTime, String> {
        let node = action.process(0).map(u32::from);
        let weight = action.values.iter().find_map(|v| match v {
            Value::Number(n) => u32::try_from(*n).ok(),
            _ => None,
        });
        let kind = match (action.verb.name, action.text(0)) {
            ("add", _) => Kind::Join,
            ("remove", _) => Kind::Leave,
            ("weight", _) => Kind::Weigh,
            (_, Some(text)) => {
                let found = Rc::new(Found::new(setup, &state.nodes, text)?);
                out.push(Event::LookedUp(found.clone()));
                state.lookup = Some(found);
                return Ok(now);
            }
            _ => return Err("this is no action of the model".to_owned()),
        };
        let node = match node {
            Some(node) => node,
            None => change::next_letter(state).ok_or_else(change::crowded)?,
        };
        let change = Change::plan(setup, &state.nodes, kind, node, weight)?;
        let before = state.nodes.clone();
        change.apply(&mut state.nodes);
        if !state.used.contains(&node) {
            state.used.push(node);
        }
        let (then, placed) = (setup.placed(&before), setup.placed(&state.nodes));
        out.push(Event::Changed(change, Outcome::new(&change, &before, &then, &placed)));
        out.push(Event::Loaded(change.node, placed.loads(&state.nodes), placed.digest()));
        state.change = Some((change, before));
        state.lookup = None;
        Ok(now)
    }

    fn choices(setup: &Setup, state: &State) -> Vec<Choice> {
        change::choices(setup, state)
    }

    fn judge(setup: &Setup, _: &mut (), event: &Event, ledger: &mut Ledger) {
        check::judge(setup, event, ledger);
    }

    fn name(setup: &Setup, event: &Event) -> (u8, String) {
        words::name(setup, event)
    }

    fn sentence(setup: &Setup, event: &Event) -> Option<Line> {
        words::sentence(setup, event)
    }

    fn scene(setup: &Setup, state: &State, _: &(), _: &Moment<'_, Event>) -> Scene {
        scene::scene(setup, state)
    }
}
