//! Consistent hashing with bounded loads: a full node passes the key on along the ring.

use crate::algorithms::ordered::OrderedMap;

use super::{Lookup, Node, Placement, PlacementError, Ring, Steps};

/// Consistent hashing with bounded loads, on a [`Ring`].
///
/// With K keys and balance factor c = 1 + ε, a node that has share s of the weights takes at most
/// ⌈c · K · s⌉ keys. The keys come in order; each goes to the first point at or after its position
/// whose node is not full. So no node is ever above its cap, whatever the hash. The price: where a
/// key is depends on the keys before it, a lookup may walk past full nodes, and a join, which
/// lowers every cap, also moves keys between nodes that stay.
///
/// Which keys moved is what [`moves`](super::moves) says of [`Placement::place_all`] before and
/// after.
///
/// Source: V. Mirrokni, M. Thorup, M. Zadimoghaddam, *Consistent Hashing with Bounded Loads*, SODA
/// 2018 (arXiv 1608.01350, 2016).
/// Complexity, with P points on the ring: placing K keys is O((P + K) log P) and the walks past
/// full nodes, each O(P) at worst.
///
/// ```
/// use sandtable_core::algorithms::hashing::xxh64;
/// use sandtable_core::algorithms::placement::{BoundedLoad, Placement, loads};
///
/// let mut nodes = BoundedLoad::new(1, 125)?;
/// for id in 0..4 {
///     nodes.add(id, 1)?;
/// }
/// let keys: Vec<u64> = (0..100).map(|key: u32| xxh64(&key.to_le_bytes(), 0)).collect();
/// let placed = nodes.place_all(&keys)?;
/// // 25 keys a node, and a quarter more at most.
/// assert_eq!(nodes.caps(100), [32, 32, 32, 32]);
/// assert!(loads(nodes.nodes(), &placed)?.iter().all(|load| load.keys <= 32));
/// # Ok::<(), sandtable_core::algorithms::placement::PlacementError>(())
/// ```
#[derive(Clone, Debug)]
pub struct BoundedLoad {
    ring: Ring,
    balance_percent: u32,
}

/// How many of `keys` keys a node of weight `weight` takes at most, when all weights sum to
/// `total_weight`: ⌈balance · keys · weight / total⌉, the balance factor in percent. 0 when there
/// is no weight.
///
/// ```
/// use sandtable_core::algorithms::placement::load_cap;
///
/// assert_eq!(load_cap(1000, 125, 1, 4), 313);
/// ```
#[must_use]
pub fn load_cap(keys: u64, balance_percent: u32, weight: u32, total_weight: u64) -> u64 {
    let share = u128::from(balance_percent) * u128::from(keys) * u128::from(weight);
    match 100 * u128::from(total_weight) {
        0 => 0,
        scale => u64::try_from(share.div_ceil(scale)).unwrap_or(u64::MAX),
    }
}

impl BoundedLoad {
    /// A placement without nodes, on a ring with `points_per_weight` points for a unit of weight.
    /// The balance factor is 100 (1 + ε): 125 lets a node have a quarter more than its share.
    ///
    /// # Errors
    /// [`PlacementError::NoPoints`] or, for a balance factor below 100,
    /// [`PlacementError::BalanceFactor`].
    pub fn new(points_per_weight: u32, balance_percent: u32) -> Result<Self, PlacementError> {
        Self::on_ring(Ring::new(points_per_weight)?, balance_percent)
    }

    /// A placement on the given ring, for instance one with another hash function.
    ///
    /// # Errors
    /// [`PlacementError::BalanceFactor`] for a balance factor below 100.
    pub fn on_ring(ring: Ring, balance_percent: u32) -> Result<Self, PlacementError> {
        if balance_percent < 100 {
            return Err(PlacementError::BalanceFactor { percent: balance_percent });
        }
        Ok(Self { ring, balance_percent })
    }

    /// Adds a node whose points are hashed from `name`; [`Placement::add`] uses `node-` and the id.
    ///
    /// # Errors
    /// Those of [`Ring::add_named`].
    pub fn add_named(&mut self, id: u32, name: &str, weight: u32) -> Result<(), PlacementError> {
        self.ring.add_named(id, name, weight)
    }

    /// The ring that the keys walk along.
    #[must_use]
    pub fn ring(&self) -> &Ring {
        &self.ring
    }

    /// How many of `keys` keys each node takes at most, in the order of the nodes. Together they
    /// are never fewer than `keys`.
    #[must_use]
    pub fn caps(&self, keys: u64) -> Vec<u64> {
        let total = self.ring.total_weight();
        self.nodes()
            .iter()
            .map(|node| load_cap(keys, self.balance_percent, node.weight, total))
            .collect()
    }
}

impl Placement for BoundedLoad {
    fn nodes(&self) -> &[Node] {
        self.ring.nodes()
    }

    fn add(&mut self, id: u32, weight: u32) -> Result<(), PlacementError> {
        self.ring.add(id, weight)
    }

    fn remove(&mut self, id: u32) -> Result<(), PlacementError> {
        self.ring.remove(id)
    }

    /// The node of a key that is the only one: that of the ring. Keys that fill nodes for each
    /// other are placed by [`place_all`](Placement::place_all).
    fn place(&self, key_hash: u64) -> Result<Lookup, PlacementError> {
        self.ring.place(key_hash)
    }

    fn place_all(&self, key_hashes: &[u64]) -> Result<Vec<Lookup>, PlacementError> {
        let caps = self.caps(key_hashes.len() as u64);
        let mut room: OrderedMap<u32, u64> =
            self.nodes().iter().map(|node| node.id).zip(caps).collect();
        let points = self.ring.points();
        key_hashes
            .iter()
            .map(|key_hash| {
                let (start, comparisons) = self.ring.successor(*key_hash)?;
                let mut steps = Steps { comparisons, ..Steps::default() };
                // The caps hold all keys, so a node with room is found within one round.
                for point in points[start..].iter().chain(&points[..start]) {
                    steps.probes += 1;
                    if let Some(left) = room.get_mut(&point.node).filter(|left| **left > 0) {
                        *left -= 1;
                        return Ok(Lookup { node: point.node, steps });
                    }
                }
                Err(PlacementError::NoNodes)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three nodes at 100, 200 and 300, one point each, so that the walk can be followed by hand.
    fn three() -> BoundedLoad {
        fn position(name: &[u8], _seed: u64) -> u64 {
            match name {
                b"a_0" => 100,
                b"b_0" => 200,
                _ => 300,
            }
        }
        let ring = Ring::with_hash(1, position, 0).unwrap();
        let mut nodes = BoundedLoad::on_ring(ring, 100).unwrap();
        for (id, name) in [(1, "a"), (2, "b"), (3, "c")] {
            nodes.add_named(id, name, 1).unwrap();
        }
        nodes
    }

    #[test]
    fn a_full_node_passes_the_key_on() {
        let nodes = three();
        // Cap 2: the third key of node 1 goes on to 2, whose third goes on to 3; past 3 comes 1.
        let placed = nodes.place_all(&[10, 20, 30, 150, 160, 250]).unwrap();
        let at: Vec<u32> = placed.iter().map(|lookup| lookup.node).collect();
        assert_eq!(at, [1, 1, 2, 2, 3, 3]);
        let probes: Vec<u32> = placed.iter().map(|lookup| lookup.steps.probes).collect();
        assert_eq!(probes, [1, 1, 2, 1, 2, 1]);
        let placed = nodes.place_all(&[250, 260, 270]).unwrap();
        let at: Vec<u32> = placed.iter().map(|lookup| lookup.node).collect();
        assert_eq!(at, [3, 1, 2]);
    }

    #[test]
    fn caps_follow_the_weights_and_round_up() {
        let mut nodes = BoundedLoad::new(1, 150).unwrap();
        nodes.add(1, 1).unwrap();
        nodes.add(2, 3).unwrap();
        // 1.5 × 10 × 1/4 = 3.75 and 1.5 × 10 × 3/4 = 11.25.
        assert_eq!(nodes.caps(10), [4, 12]);
        assert_eq!(nodes.caps(0), [0, 0]);
    }

    #[test]
    fn less_than_the_mean_is_refused() {
        let error = BoundedLoad::new(1, 99).unwrap_err();
        assert_eq!(error, PlacementError::BalanceFactor { percent: 99 });
    }
}
