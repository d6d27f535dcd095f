//! Which nodes are there, and with what weight?

use super::PlacementError;

/// The largest weight of a node. It bounds the tables that grow with the weight.
pub const WEIGHT_MAX: u32 = 256;

/// A node that can hold keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Node {
    /// Its id, which stays the same while other nodes come and go.
    pub id: u32,
    /// Its weight, 1 to [`WEIGHT_MAX`]: it should hold this share of the sum of all weights.
    pub weight: u32,
}

/// Nodes with distinct ids and valid weights, in the order in which they came.
#[derive(Clone, Debug, Default)]
pub(super) struct NodeList(Vec<Node>);

impl NodeList {
    pub(super) fn as_slice(&self) -> &[Node] {
        &self.0
    }

    /// Says whether a node may be added.
    pub(super) fn check(&self, id: u32, weight: u32) -> Result<(), PlacementError> {
        if self.position(id).is_some() {
            return Err(PlacementError::DuplicateNode { id });
        }
        if weight == 0 || weight > WEIGHT_MAX {
            return Err(PlacementError::WeightOutOfRange { id, weight });
        }
        Ok(())
    }

    /// Adds a node, after [`check`](Self::check).
    pub(super) fn add(&mut self, id: u32, weight: u32) -> Result<(), PlacementError> {
        self.check(id, weight)?;
        self.0.push(Node { id, weight });
        Ok(())
    }

    /// Removes a node and says at which position it stood.
    pub(super) fn remove(&mut self, id: u32) -> Result<usize, PlacementError> {
        let position = self.position(id).ok_or(PlacementError::UnknownNode { id })?;
        self.0.remove(position);
        Ok(position)
    }

    pub(super) fn total_weight(&self) -> u64 {
        self.0.iter().map(|node| u64::from(node.weight)).sum()
    }

    fn position(&self, id: u32) -> Option<usize> {
        self.0.iter().position(|node| node.id == id)
    }
}
