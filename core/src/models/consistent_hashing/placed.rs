//! Where the keys are: the placement of all keys on a list of nodes, worked out once.

use crate::algorithms::ordered::OrderedMap;
use std::cell::RefCell;
use std::rc::Rc;

use super::algorithm::Algorithm;
use super::{Load, Setup};
use crate::algorithms::placement::{self, Node, Spread};
use crate::engine::Fnv1a;

/// Where an algorithm puts the keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Placed {
    /// The node of each key, in the order of the keys.
    pub(super) owners: Vec<u8>,
    /// The steps of all lookups together.
    pub(super) steps: u64,
}

impl Placed {
    /// Places all keys; nothing if the algorithm cannot hold these nodes.
    pub(super) fn new(setup: &Setup, algorithm: Algorithm, nodes: &[Node]) -> Option<Placed> {
        let lookups = algorithm.build(setup, nodes).ok()?.place_all(&setup.keys).ok()?;
        Some(Placed {
            owners: lookups.iter().map(|l| l.node as u8).collect(),
            steps: lookups.iter().map(|l| l.steps.total()).sum(),
        })
    }

    /// The keys on each node, in the order of the nodes. O(nodes × keys).
    pub(super) fn loads(&self, nodes: &[Node]) -> Vec<Load> {
        let keys = |id: u8| self.owners.iter().filter(|o| **o == id).count() as u32;
        let load = |n: &Node| Load { node: n.id as u8, weight: n.weight, keys: keys(n.id as u8) };
        nodes.iter().map(load).collect()
    }

    /// How even the loads are.
    pub(super) fn spread(&self, nodes: &[Node]) -> Option<Spread> {
        let keys: Vec<placement::Load> = (nodes.iter().zip(self.loads(nodes)))
            .map(|(node, load)| placement::Load { node: *node, keys: u64::from(load.keys) })
            .collect();
        Spread::of_keys(&keys)
    }

    /// The hash of the node of every key: equal for equal placements.
    pub(super) fn digest(&self) -> u64 {
        let mut hash = Fnv1a::default();
        hash.write(&self.owners);
        hash.finish()
    }
}

/// The node that holds the most for its weight; the first of equals.
pub(super) fn fullest(loads: impl IntoIterator<Item = Load>) -> Option<Load> {
    let more = |a: Load, b: Load| {
        let ahead =
            u64::from(b.keys) * u64::from(a.weight) > u64::from(a.keys) * u64::from(b.weight);
        if ahead { b } else { a }
    };
    loads.into_iter().reduce(more)
}

/// Placements that were worked out already. A placement follows from its algorithm and nodes
/// alone, so what is remembered is never wrong and never changes what is seen.
#[derive(Debug, Default)]
pub(super) struct Memo(RefCell<OrderedMap<Key, Option<Rc<Placed>>>>);

type Key = (Algorithm, Vec<Node>);

impl Memo {
    /// How many placements are remembered; more are started afresh.
    const LIMIT: usize = 96;

    /// A remembered placement, or the one that `make` works out.
    pub(super) fn get(
        &self,
        algorithm: Algorithm,
        nodes: &[Node],
        make: impl FnOnce() -> Option<Placed>,
    ) -> Option<Rc<Placed>> {
        let key = (algorithm, nodes.to_vec());
        if let Some(placed) = self.0.borrow().get(&key) {
            return placed.clone();
        }
        let placed = make().map(Rc::new);
        let mut memo = self.0.borrow_mut();
        if memo.len() >= Memo::LIMIT {
            memo.clear();
        }
        memo.insert(key, placed.clone());
        placed
    }
}
