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
        let nodes = self.nodes.as_slice().iter();
        nodes.zip(self.scores(key_hash)).map(|(node, score)| bid(score, node.weight))
    }

    /// The upper 52 bits of each node's hash of a key, in the order of the nodes.
    fn scores(&self, key_hash: u64) -> impl Iterator<Item = u64> + '_ {
        let key = key_hash.to_le_bytes();
        self.seeds.iter().map(move |seed| (self.hash)(&key, *seed) >> 12)
    }

    /// The node with the highest value, one for each node. Equal ones go to the lower id, so that
    /// the order of joining does not matter.
    fn highest(&self, values: impl Iterator<Item = f64>) -> Option<u32> {
        let mut best: Option<(f64, u32)> = None;
        for (node, value) in self.nodes.as_slice().iter().zip(values) {
            let wins = |(high, id): (f64, u32)| value > high || (value == high && node.id < id);
            if best.is_none_or(wins) {
                best = Some((value, node.id));
            }
        }
        best.map(|(_, id)| id)
    }
}

/// −w / ln h, where h is the middle of one of 2⁵² equal intervals of (0, 1), so never 0 or 1.
fn bid(score: u64, weight: u32) -> f64 {
    let intervals = (1_u64 << 52) as f64;
    let uniform = (score as f64 + 0.5) / intervals;
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
        let equal = self.nodes.as_slice().windows(2).all(|pair| pair[0].weight == pair[1].weight);
        let winner = if equal {
            // A bid grows with h, and neighbouring values of h make bids that differ by more than
            // the rounding, so that the same node wins by h alone.
            self.highest(self.scores(key_hash).map(|score| score as f64))
        } else {
            self.highest(self.bids(key_hash))
        };
        let node = winner.ok_or(PlacementError::NoNodes)?;
        let hashes = self.seeds.len() as u32;
        let steps = Steps { hashes, comparisons: hashes - 1, ..Steps::default() };
        Ok(Lookup { node, steps })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HIGHEST: u64 = (1 << 52) - 1;

    #[test]
    fn a_bid_is_finite_and_positive_at_both_ends() {
        for score in [0, 1, HIGHEST - 1, HIGHEST] {
            let bid = bid(score, 1);
            assert!(bid.is_finite() && bid > 0.0, "{score}: {bid}");
        }
        assert!(bid(HIGHEST, 1) > bid(0, 1));
    }

    /// Neighbouring scores make different bids, also where bids are closest: at h = 1/e.
    #[test]
    fn equal_weights_bid_in_the_order_of_their_hashes() {
        let closest = ((1_u64 << 52) as f64 / std::f64::consts::E) as u64;
        for middle in [1_000, 1 << 20, 1 << 40, closest, 1 << 51, HIGHEST - 1_000] {
            for score in middle - 1_000..middle + 1_000 {
                assert!(bid(score, 3) < bid(score + 1, 3), "{score}");
            }
        }
    }

    /// The short way for equal weights finds what the bids say.
    #[test]
    fn the_short_way_agrees_with_the_bids() {
        let mut nodes = Rendezvous::new();
        for id in 0..7 {
            nodes.add(id, 5).unwrap();
        }
        for key in 0..2_000_u64 {
            let key = xxh64(&key.to_le_bytes(), 0);
            assert_eq!(nodes.highest(nodes.bids(key)), Some(nodes.place(key).unwrap().node));
        }
    }
}
