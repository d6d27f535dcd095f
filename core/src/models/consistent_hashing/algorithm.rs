//! The six algorithms: their names, and what each makes of a list of nodes.

use super::Setup;
use crate::algorithms::hashing::xxh64;
use crate::algorithms::placement::{
    BoundedLoad, Jump, Maglev, ModN, Node, Placement, PlacementError, Rendezvous, Ring,
};

/// How a key finds its node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Algorithm {
    /// The remainder of the hash.
    ModN,
    /// The next point on a ring.
    Ring,
    /// The last jump below the number of nodes.
    Jump,
    /// The highest bid.
    Rendezvous,
    /// A table that the nodes share out in turns.
    Maglev,
    /// The next point on a ring whose node is not full.
    Bounded,
}

impl Algorithm {
    /// All of them, in the order of the knob.
    pub(super) const ALL: [Algorithm; 6] = [
        Algorithm::ModN,
        Algorithm::Ring,
        Algorithm::Jump,
        Algorithm::Rendezvous,
        Algorithm::Maglev,
        Algorithm::Bounded,
    ];

    /// The knob's words and labels.
    pub(super) const WORDS: &'static [(&'static str, &'static str)] = &[
        ("mod-n", "Hash mod N"),
        ("ring", "Ring"),
        ("jump", "Jump hash"),
        ("rendezvous", "Rendezvous"),
        ("maglev", "Maglev"),
        ("bounded", "Bounded loads"),
    ];

    /// The algorithm of a knob's number.
    pub(super) fn of(number: i64) -> Algorithm {
        Algorithm::ALL.into_iter().find(|a| *a as i64 == number).unwrap_or(Algorithm::Ring)
    }

    /// Its word in links.
    pub(super) fn word(self) -> &'static str {
        Algorithm::WORDS[self as usize].0
    }

    /// Its name for people.
    pub(super) fn label(self) -> &'static str {
        Algorithm::WORDS[self as usize].1
    }

    /// The algorithm with these nodes, in the order in which they joined.
    pub(super) fn build(
        self,
        setup: &Setup,
        nodes: &[Node],
    ) -> Result<Box<dyn Placement>, PlacementError> {
        Ok(match self {
            Algorithm::ModN => Box::new(mod_n(nodes)?),
            Algorithm::Ring => Box::new(ring(setup, nodes)?),
            Algorithm::Jump => Box::new(jump(nodes)?),
            Algorithm::Rendezvous => Box::new(rendezvous(setup, nodes)?),
            Algorithm::Maglev => Box::new(maglev(setup, nodes)?),
            Algorithm::Bounded => Box::new(bounded(setup, nodes)?),
        })
    }
}

fn mod_n(nodes: &[Node]) -> Result<ModN, PlacementError> {
    let mut mod_n = ModN::new();
    nodes.iter().try_for_each(|n| mod_n.add(n.id, n.weight))?;
    Ok(mod_n)
}

fn jump(nodes: &[Node]) -> Result<Jump, PlacementError> {
    let mut jump = Jump::new();
    nodes.iter().try_for_each(|n| jump.add(n.id, n.weight))?;
    Ok(jump)
}

/// The nodes with the names that they are hashed by.
fn named<'a>(setup: &'a Setup, nodes: &'a [Node]) -> impl Iterator<Item = (Node, String)> + 'a {
    nodes.iter().map(|n| (*n, format!("{}.{}", setup.letter(n.id), setup.seed)))
}

pub(super) fn ring(setup: &Setup, nodes: &[Node]) -> Result<Ring, PlacementError> {
    let mut ring = Ring::with_hash(setup.points, xxh64, setup.seed)?;
    ring.add_all(named(setup, nodes))?;
    Ok(ring)
}

pub(super) fn rendezvous(setup: &Setup, nodes: &[Node]) -> Result<Rendezvous, PlacementError> {
    let mut rendezvous = Rendezvous::new();
    for (node, name) in named(setup, nodes) {
        rendezvous.add_named(node.id, &name, node.weight)?;
    }
    Ok(rendezvous)
}

pub(super) fn maglev(setup: &Setup, nodes: &[Node]) -> Result<Maglev, PlacementError> {
    let mut maglev = Maglev::new(setup.slots)?;
    maglev.add_all(named(setup, nodes))?;
    Ok(maglev)
}

pub(super) fn bounded(setup: &Setup, nodes: &[Node]) -> Result<BoundedLoad, PlacementError> {
    BoundedLoad::on_ring(ring(setup, nodes)?, setup.balance)
}
