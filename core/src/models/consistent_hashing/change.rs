//! Changes of the nodes: which are possible, what they ask for, and which keys moved.

use super::algorithm::Algorithm;
use super::placed::Placed;
use super::spec::{NODES_MAX, WEIGHT_LIMIT};
use super::{Setup, State};
use crate::algorithms::placement::{Node, ideal_moves};
use crate::scene::Choice;

/// A change of the nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// What happens to the node.
    pub kind: Kind,
    /// The node.
    pub node: u8,
    /// Its weight before; 0 if it was not there.
    pub from: u32,
    /// Its weight after; 0 if it is gone.
    pub to: u32,
}

/// What can happen to a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It joins.
    Join,
    /// It leaves.
    Leave,
    /// It gets another weight.
    Weigh,
}

/// What a change did to the keys.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    /// How many keys moved.
    pub moved: u32,
    /// How many of them the change did not ask for: neither to a node that grew nor from one that
    /// shrank.
    pub astray: u32,
    /// How many would move if every node held exactly its share before and after.
    pub ideal: f64,
}

impl Change {
    /// Plans a change of these nodes.
    ///
    /// # Errors
    /// Why it is impossible, as the end of a sentence.
    pub(super) fn plan(
        setup: &Setup,
        nodes: &[Node],
        kind: Kind,
        node: u32,
        weight: Option<u32>,
    ) -> Result<Change, String> {
        let name = setup.letter(node);
        let present = nodes.iter().find(|n| n.id == node);
        let from = present.map_or(0, |n| n.weight);
        let to = match (kind, present, weight) {
            (Kind::Join, Some(_), _) => return Err(format!("{name} is there already")),
            (Kind::Join, None, weight) => weight.unwrap_or(1),
            (Kind::Leave | Kind::Weigh, None, _) => return Err(format!("{name} is not there")),
            (Kind::Leave, Some(_), _) if nodes.len() == 1 => {
                return Err(format!("{name} is the last node, and the keys need one"));
            }
            (Kind::Leave, Some(_), _) => 0,
            (Kind::Weigh, Some(_), weight) => weight.unwrap_or(from),
        };
        if kind == Kind::Weigh && from == to {
            return Err(format!("{name} has weight {to} already"));
        }
        let change = Change { kind, node: node as u8, from, to };
        match change.refusal(setup, setup.algorithm, nodes) {
            Some(why) => {
                Err(format!("with {} {why}", setup.algorithm.label().to_ascii_lowercase()))
            }
            None => Ok(change),
        }
    }

    /// Why an algorithm cannot follow this change of these nodes; nothing if it can.
    pub(super) fn refusal(
        &self,
        setup: &Setup,
        algorithm: Algorithm,
        nodes: &[Node],
    ) -> Option<String> {
        let last = nodes.last().map_or(0, |n| n.id);
        if algorithm != Algorithm::Jump {
            None
        } else if self.to > 1 || nodes.iter().any(|n| n.weight > 1) {
            Some("nodes have no weights".to_owned())
        } else if self.kind == Kind::Leave && last != u32::from(self.node) {
            let last = setup.letter(last);
            Some(format!("only the last node, {last}, can leave"))
        } else {
            None
        }
    }

    /// Makes the change.
    pub(super) fn apply(&self, nodes: &mut Vec<Node>) {
        let id = u32::from(self.node);
        match self.kind {
            Kind::Join => nodes.push(Node { id, weight: self.to }),
            Kind::Leave => nodes.retain(|n| n.id != id),
            Kind::Weigh => {
                for node in nodes.iter_mut().filter(|n| n.id == id) {
                    node.weight = self.to;
                }
            }
        }
    }

    /// Whether the change asks for a move: to the node if it grows, from it if it shrinks.
    pub(super) fn asks_for(&self, from: u8, to: u8) -> bool {
        self.node == if self.to > self.from { to } else { from }
    }
}

impl Outcome {
    /// What a change did, from where the keys were and are. O(keys).
    pub(super) fn new(change: &Change, nodes: &[Node], before: &Placed, after: &Placed) -> Outcome {
        let mut changed = nodes.to_vec();
        change.apply(&mut changed);
        let pairs = before.owners.iter().zip(&after.owners);
        let moves = || pairs.clone().filter(|(from, to)| from != to);
        Outcome {
            moved: moves().count() as u32,
            astray: moves().filter(|(from, to)| !change.asks_for(**from, **to)).count() as u32,
            ideal: ideal_moves(before.owners.len() as u64, nodes, &changed),
        }
    }
}

/// The node that joins when none is named: the first letter that was never used, else the first
/// that is free.
pub(super) fn next_letter(state: &State) -> Option<u32> {
    let free = |id: &u32| state.nodes.iter().all(|n| n.id != *id);
    let new = (0..NODES_MAX).find(|id| !state.used.contains(id));
    new.or_else(|| (0..NODES_MAX).find(free))
}

/// Why no further node can join.
pub(super) fn crowded() -> String {
    format!("all {NODES_MAX} letters are taken")
}

/// All that can be asked for: changes, then a lookup.
pub(super) fn choices(setup: &Setup, state: &State) -> Vec<Choice> {
    let next = next_letter(state);
    let mut out: Vec<Choice> = next
        .map(|id| choice("add".to_owned(), format!("Add {}", setup.letter(id))))
        .into_iter()
        .collect();
    for id in state.used.iter().filter(|id| Some(**id) != next) {
        if state.nodes.iter().all(|n| n.id != *id) {
            let name = setup.letter(*id);
            out.push(choice(format!("add {name}"), format!("Bring {name} back")));
        }
    }
    out.extend(state.nodes.iter().flat_map(|n| of_node(setup, state, n.id)));
    out.push(choice("lookup cart-17".to_owned(), "Look up cart-17".to_owned()));
    out
}

/// What can be done to a node.
pub(super) fn of_node(setup: &Setup, state: &State, node: u32) -> Vec<Choice> {
    let name = setup.letter(node);
    let weight = state.nodes.iter().find(|n| n.id == node).map_or(0, |n| n.weight);
    let mut out = Vec::new();
    let mut offer = |kind, to: Option<u32>, choice| {
        if Change::plan(setup, &state.nodes, kind, node, to).is_ok() {
            out.push(choice);
        }
    };
    offer(Kind::Leave, None, choice(format!("remove {name}"), format!("Remove {name}")));
    let around = [weight.saturating_sub(1), weight + 1];
    for to in around.into_iter().filter(|to| (1..=WEIGHT_LIMIT).contains(to)) {
        let action = format!("weight {name} {to}");
        offer(Kind::Weigh, Some(to), choice(action, format!("Give {name} weight {to}")));
    }
    out
}

fn choice(action: String, label: String) -> Choice {
    Choice { action, label, fault: false }
}
