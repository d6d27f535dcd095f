//! Rendezvous hashing: every node bids for the key, and the highest bid wins.

use super::nodes::NodeList;
use super::{Lookup, Node, Placement, PlacementError, Steps, default_name};
use crate::algorithms::hashing::{HashFn, xxh64};

/// Rendezvous hashing, also called highest random weight.
///
/// Each node hashes the key for itself into h, uniform in (0, 1), and bids −w / ln h for its weight
/// w; the key goes to the highest bid. So a node wins with probability w over the sum of weights,
/// whatever the others are: a join takes the keys that it now wins, a leave gives each of its keys
/// to the runner-up, and nothing else moves. No table is kept, but a lookup asks every node.
///
/// The hash is that of the key's hash under the hash of the node's name, and the upper 52 bits of
/// it become h.
///
/// Source: D. Thaler, C. Ravishankar, *Using Name-Based Mappings to Increase Hit Rates*, IEEE/ACM
/// Transactions on Networking 6(1), 1998; weights: C. Schindelhauer, G. Schomaker, *Weighted
/// Distributed Hash Tables*, SPAA 2005 (the logarithmic method).
/// Complexity: a lookup, a join and a leave are O(N).
///
/// ```
/// use sandtable_core::algorithms::placement::{Placement, Rendezvous};
///
/// let mut nodes = Rendezvous::new();
/// for id in 0..5 {
///     nodes.add(id, 1)?;
/// }
/// let winner = nodes.place(42)?.node;
/// nodes.remove((winner + 1) % 5)?;
/// assert_eq!(nodes.place(42)?.node, winner);
/// # Ok::<(), sandtable_core::algorithms::placement::PlacementError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Rendezvous {
    nodes: NodeList,
    seeds: Vec<u64>,
    hash: HashFn,
}

impl Default for Rendezvous {
    fn default() -> Self {
        Self::new()
    }
}

impl Rendezvous {
    /// A placement without nodes, hashed by [`xxh64`].
    #[must_use]
    pub fn new() -> Self {
        Self::with_hash(xxh64)
    }

    /// A placement without nodes, hashed by the given function.
    #[must_use]
    pub fn with_hash(hash: HashFn) -> Self {
        Self { nodes: NodeList::default(), seeds: Vec::new(), hash }
    }

    /// Adds a node that is hashed by `name`; [`Placement::add`] uses `node-` and the id.
    ///
    /// # Errors
    /// When the id is taken or the weight is out of range.
    pub fn add_named(&mut self, id: u32, name: &str, weight: u32) -> Result<(), PlacementError> {
        self.nodes.add(id, weight)?;
        self.seeds.push((self.hash)(name.as_bytes(), 0));
        Ok(())
    }

    /// What every node bids for a key, above 0, in the order of the nodes.
    ///
    /// ```
    /// use sandtable_core::algorithms::placement::{Placement, Rendezvous};
    ///
    /// let mut nodes = Rendezvous::new();
    /// nodes.add(0, 1)?;
    /// nodes.add(1, 2)?;
    /// let bids: Vec<f64> = nodes.bids(42).collect();
    /// let winner = if bids[1] > bids[0] { 1 } else { 0 };
    /// assert_eq!(nodes.place(42)?.node, winner);
    /// # Ok::<(), sandtable_core::algorithms::placement::PlacementError>(())
    /// ```
    pub fn bids(&self, key_hash: u64) -> impl Iterator<Item = f64> + '_ {
        let key = key_hash.to_le_bytes();
        self.nodes
            .as_slice()
            .iter()
            .zip(&self.seeds)
            .map(move |(node, seed)| bid((self.hash)(&key, *seed), node.weight))
    }
}

/// −w / ln h, where h is the middle of one of 2⁵² equal intervals of (0, 1), so never 0 or 1.
fn bid(hash: u64, weight: u32) -> f64 {
    let intervals = (1_u64 << 52) as f64;
    let uniform = ((hash >> 12) as f64 + 0.5) / intervals;
    -f64::from(weight) / libm::log(uniform)
}

impl Placement for Rendezvous {
    fn nodes(&self) -> &[Node] {
        self.nodes.as_slice()
    }

    fn add(&mut self, id: u32, weight: u32) -> Result<(), PlacementError> {
        self.add_named(id, &default_name(id), weight)
    }

    fn remove(&mut self, id: u32) -> Result<(), PlacementError> {
        let position = self.nodes.remove(id)?;
        self.seeds.remove(position);
        Ok(())
    }

    fn place(&self, key_hash: u64) -> Result<Lookup, PlacementError> {
        let mut best: Option<(f64, u32)> = None;
        let mut steps = Steps::default();
        for (node, bid) in self.nodes.as_slice().iter().zip(self.bids(key_hash)) {
            steps.hashes += 1;
            steps.comparisons += u32::from(best.is_some());
            // Equal bids go to the lower id, so that the order of joining does not matter.
            let wins = best.is_none_or(|(high, id)| bid > high || (bid == high && node.id < id));
            if wins {
                best = Some((bid, node.id));
            }
        }
        best.map(|(_, node)| Lookup { node, steps }).ok_or(PlacementError::NoNodes)
    }
}

#[cfg(test)]
mod tests {
    use super::bid;

    #[test]
    fn a_bid_is_finite_and_positive_at_both_ends() {
        for hash in [0, 1, u64::MAX - 1, u64::MAX] {
            let bid = bid(hash, 1);
            assert!(bid.is_finite() && bid > 0.0, "{hash}: {bid}");
        }
        assert!(bid(u64::MAX, 1) > bid(0, 1));
    }
}
