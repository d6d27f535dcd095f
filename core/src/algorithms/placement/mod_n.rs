//! Hash modulo N: the plain rule that all the others are measured against.

use super::nodes::NodeList;
use super::{Lookup, Node, Placement, PlacementError, Steps};

/// Places a key at `hash mod N`, N being the number of nodes; a node of weight w counts w times.
///
/// The load is as even as the hash, and a lookup is one division. But when N changes, nearly every
/// quotient changes: from N to N+1 equal nodes a key keeps its node with probability 1/(N+1) only.
///
/// Source: D. Karger et al., *Consistent Hashing and Random Trees*, STOC 1997, which sets out
/// from this failure.
/// Complexity: a lookup is O(1), a join or leave O(sum of weights).
///
/// ```
/// use sandtable_core::algorithms::placement::{ModN, Placement};
///
/// let mut nodes = ModN::new();
/// for id in [10, 20, 30] {
///     nodes.add(id, 1)?;
/// }
/// assert_eq!(nodes.place(7)?.node, 20);
/// nodes.add(40, 1)?;
/// assert_eq!(nodes.place(7)?.node, 40);
/// # Ok::<(), sandtable_core::algorithms::placement::PlacementError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct ModN {
    nodes: NodeList,
    slots: Vec<u32>,
}

impl ModN {
    /// A placement without nodes.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Placement for ModN {
    fn nodes(&self) -> &[Node] {
        self.nodes.as_slice()
    }

    fn add(&mut self, id: u32, weight: u32) -> Result<(), PlacementError> {
        self.nodes.add(id, weight)?;
        self.slots.extend((0..weight).map(|_| id));
        Ok(())
    }

    fn remove(&mut self, id: u32) -> Result<(), PlacementError> {
        self.nodes.remove(id)?;
        self.slots.retain(|node| *node != id);
        Ok(())
    }

    fn place(&self, key_hash: u64) -> Result<Lookup, PlacementError> {
        let slots = self.slots.len() as u64;
        let slot = key_hash.checked_rem(slots).ok_or(PlacementError::NoNodes)?;
        Ok(Lookup {
            node: self.slots[slot as usize],
            steps: Steps { probes: 1, ..Steps::default() },
        })
    }
}
