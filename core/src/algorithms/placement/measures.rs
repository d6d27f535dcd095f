//! How even is a placement, and how many keys did a change move?

use crate::algorithms::ordered::OrderedMap;

use super::{Lookup, Node, PlacementError};

/// How many keys a node holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Load {
    /// The node.
    pub node: Node,
    /// The keys that it holds.
    pub keys: u64,
}

/// How many keys each node holds, in the order of the nodes.
///
/// Complexity: O((N + K) log N) for N nodes and K keys.
///
/// # Errors
/// [`PlacementError::UnknownNode`] when a key is on a node that is not in `nodes`.
///
/// ```
/// use sandtable_core::algorithms::placement::{ModN, Placement, loads};
///
/// let mut nodes = ModN::new();
/// nodes.add(0, 1)?;
/// nodes.add(1, 1)?;
/// let placed = nodes.place_all(&[0, 1, 2])?;
/// let keys: Vec<u64> = loads(nodes.nodes(), &placed)?.iter().map(|load| load.keys).collect();
/// assert_eq!(keys, [2, 1]);
/// # Ok::<(), sandtable_core::algorithms::placement::PlacementError>(())
/// ```
pub fn loads(nodes: &[Node], placed: &[Lookup]) -> Result<Vec<Load>, PlacementError> {
    let mut keys: OrderedMap<u32, u64> = nodes.iter().map(|node| (node.id, 0)).collect();
    for Lookup { node: id, .. } in placed {
        *keys.get_mut(id).ok_or(PlacementError::UnknownNode { id: *id })? += 1;
    }
    let of = |node: &Node| keys.get(&node.id).copied().unwrap_or_default();
    Ok(nodes.iter().map(|node| Load { node: *node, keys: of(node) }).collect())
}

/// How evenly a load is spread. Loads are taken relative to fair shares, so weights are allowed
/// for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// The most loaded node against its fair share: 1 when all is even, N when one of N equal
    /// nodes has everything.
    pub max_to_mean: f64,
    /// The standard deviation of the nodes' loads over their fair shares, divided by N and not by
    /// N − 1; with equal weights it is the standard deviation of the loads over their mean.
    ///
    /// Source of the measure: J. Lamping, E. Veach, *A Fast, Minimal Memory, Consistent Hash
    /// Algorithm*, 2014, table 1.
    pub standard_error: f64,
}

impl Spread {
    /// The spread of keys over nodes, or nothing when there is no key.
    ///
    /// ```
    /// use sandtable_core::algorithms::placement::{Load, Node, Spread};
    ///
    /// let load = |id, keys| Load { node: Node { id, weight: 1 }, keys };
    /// let spread = Spread::of_keys(&[load(0, 10), load(1, 30)]).unwrap();
    /// assert_eq!((spread.max_to_mean, spread.standard_error), (1.5, 0.5));
    /// ```
    #[must_use]
    pub fn of_keys(loads: &[Load]) -> Option<Self> {
        let amounts: Vec<f64> = loads.iter().map(|load| load.keys as f64).collect();
        let nodes: Vec<Node> = loads.iter().map(|load| load.node).collect();
        Self::of_amounts(&nodes, &amounts)
    }

    /// The spread of any amount over nodes, such as [`Ring::shares`](super::Ring::shares); or
    /// nothing when the amounts are none, do not match the nodes in number, or do not sum to more
    /// than 0.
    ///
    /// ```
    /// use sandtable_core::algorithms::placement::{Node, Spread};
    ///
    /// let nodes = [Node { id: 0, weight: 1 }, Node { id: 1, weight: 3 }];
    /// let spread = Spread::of_amounts(&nodes, &[0.25, 0.75]).unwrap();
    /// assert_eq!((spread.max_to_mean, spread.standard_error), (1.0, 0.0));
    /// ```
    #[must_use]
    pub fn of_amounts(nodes: &[Node], amounts: &[f64]) -> Option<Self> {
        let sum: f64 = amounts.iter().sum();
        if nodes.is_empty() || nodes.len() != amounts.len() || sum.is_nan() || sum <= 0.0 {
            return None;
        }
        let weights: f64 = nodes.iter().map(|node| f64::from(node.weight)).sum();
        let ratios = || {
            let fair = move |node: &Node| sum * f64::from(node.weight) / weights;
            nodes.iter().zip(amounts).map(move |(node, amount)| amount / fair(node))
        };
        let squares: f64 = ratios().map(|ratio| (ratio - 1.0) * (ratio - 1.0)).sum();
        Some(Self {
            max_to_mean: ratios().fold(0.0, f64::max),
            standard_error: (squares / nodes.len() as f64).sqrt(),
        })
    }
}

/// The standard error of a node's share on a [`Ring`](super::Ring) of `nodes` nodes with `points`
/// points each, if the points fall at random: √((n − 1) / (n v + 1)), which nears 1/√v for many
/// nodes. 0 when there is no node or no point.
///
/// The arcs between nv random points on a circle are a Dirichlet distribution with all parameters
/// 1, so a share is Beta(v, (n − 1) v); its standard deviation is taken over its mean, 1/n. It
/// agrees with J. Lamping, E. Veach, *A Fast, Minimal Memory, Consistent Hash Algorithm*, 2014,
/// table 1.
///
/// ```
/// use sandtable_core::algorithms::placement::ring_share_error;
///
/// assert!((ring_share_error(1_000, 100) - 0.0999).abs() < 1e-4);
/// assert!((ring_share_error(5, 1) - 0.8165).abs() < 1e-4);
/// ```
#[must_use]
pub fn ring_share_error(nodes: u32, points: u32) -> f64 {
    if nodes == 0 || points == 0 {
        return 0.0;
    }
    let (n, v) = (f64::from(nodes), f64::from(points));
    ((n - 1.0) / (n * v + 1.0)).sqrt()
}

/// A key that changed its node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// The position of the key in the list that was placed.
    pub key: u64,
    /// The node that held it before.
    pub from: u32,
    /// The node that holds it now.
    pub to: u32,
}

/// The keys that changed their node between two placements of the same keys.
///
/// Complexity: O(K).
///
/// # Errors
/// [`PlacementError::LengthMismatch`] when the placements differ in length.
///
/// ```
/// use sandtable_core::algorithms::placement::{ModN, Move, Placement, moves};
///
/// let mut nodes = ModN::new();
/// nodes.add(0, 1)?;
/// let before = nodes.place_all(&[4, 5])?;
/// nodes.add(1, 1)?;
/// let after = nodes.place_all(&[4, 5])?;
/// assert_eq!(moves(&before, &after)?, [Move { key: 1, from: 0, to: 1 }]);
/// # Ok::<(), sandtable_core::algorithms::placement::PlacementError>(())
/// ```
pub fn moves(before: &[Lookup], after: &[Lookup]) -> Result<Vec<Move>, PlacementError> {
    if before.len() != after.len() {
        let (before, after) = (before.len() as u64, after.len() as u64);
        return Err(PlacementError::LengthMismatch { before, after });
    }
    Ok((0..)
        .zip(before.iter().zip(after))
        .filter(|(_, (from, to))| from.node != to.node)
        .map(|(key, (from, to))| Move { key, from: from.node, to: to.node })
        .collect())
}

/// How many of `keys` keys must move at least, when every node holds exactly its share before and
/// after: the sum of what the shares of nodes grow by.
///
/// One more node on N equal ones: keys / (N+1), N counted before. One of N leaves: keys / N. In a
/// real placement this is an expectation, since shares are even only on average. It is 0 when there
/// is no node before or after, for then no key can move.
///
/// Complexity: O(N log N).
///
/// ```
/// use sandtable_core::algorithms::placement::{Node, ideal_moves};
///
/// let equal = |nodes| (0..nodes).map(|id| Node { id, weight: 1 }).collect::<Vec<_>>();
/// assert_eq!(ideal_moves(1000, &equal(4), &equal(5)), 200.0);
/// assert_eq!(ideal_moves(1000, &equal(5), &equal(4)), 200.0);
/// // From 10 to 12 nodes, a sixth.
/// assert!((ideal_moves(1200, &equal(10), &equal(12)) - 200.0).abs() < 1e-9);
/// ```
#[must_use]
pub fn ideal_moves(keys: u64, before: &[Node], after: &[Node]) -> f64 {
    let total = |nodes: &[Node]| nodes.iter().map(|node| u64::from(node.weight)).sum::<u64>();
    let (total_before, total_after) = (total(before), total(after));
    if total_before == 0 || total_after == 0 {
        return 0.0;
    }
    let old = by_id(before);
    // Over the common denominator, so that equal shares cancel exactly.
    let grown: u128 = after
        .iter()
        .map(|node| {
            let now = u128::from(node.weight) * u128::from(total_before);
            let then = old.get(&node.id).map_or(0, |weight| u128::from(*weight));
            now.saturating_sub(then * u128::from(total_after))
        })
        .sum();
    keys as f64 * (grown as f64 / (total_before as f64 * total_after as f64))
}

/// How many of the moves no change of nodes asked for: from a node that stays to a node that was
/// already there, both with the weight they had.
///
/// A consistent hash in the strict sense makes none. [`Maglev`](super::Maglev) makes a few,
/// [`BoundedLoad`](super::BoundedLoad) some, [`ModN`](super::ModN) nearly all of its moves.
///
/// Complexity: O((N + M) log N) for M moves.
///
/// ```
/// use sandtable_core::algorithms::placement::{Move, Node, needless_moves};
///
/// let before = [Node { id: 0, weight: 1 }, Node { id: 1, weight: 1 }];
/// let after = [before[0], before[1], Node { id: 2, weight: 1 }];
/// let moves = [Move { key: 5, from: 0, to: 1 }, Move { key: 6, from: 0, to: 2 }];
/// assert_eq!(needless_moves(&moves, &before, &after), 1);
/// ```
#[must_use]
pub fn needless_moves(moves: &[Move], before: &[Node], after: &[Node]) -> u64 {
    let (old, new) = (by_id(before), by_id(after));
    let unchanged = |id| old.contains_key(&id) && old.get(&id) == new.get(&id);
    moves.iter().filter(|key| unchanged(key.from) && unchanged(key.to)).count() as u64
}

fn by_id(nodes: &[Node]) -> OrderedMap<u32, u32> {
    nodes.iter().map(|node| (node.id, node.weight)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Placement, Ring};
    use super::*;
    use crate::algorithms::hashing::xxh64;

    fn nodes(weights: &[u32]) -> Vec<Node> {
        (0..).zip(weights).map(|(id, weight)| Node { id, weight: *weight }).collect()
    }

    #[test]
    fn loads_in_proportion_to_the_weights_are_even() {
        let spread = Spread::of_amounts(&nodes(&[1, 2, 5]), &[10.0, 20.0, 50.0]).unwrap();
        assert!((spread.max_to_mean - 1.0).abs() < 1e-12);
        assert!(spread.standard_error < 1e-12);
    }

    #[test]
    fn one_node_with_everything_is_the_worst() {
        let spread = Spread::of_amounts(&nodes(&[1; 4]), &[0.0, 8.0, 0.0, 0.0]).unwrap();
        assert_eq!(spread.max_to_mean, 4.0);
        assert_eq!(spread.standard_error, 3.0_f64.sqrt());
    }

    /// The formula against rings: the mean square of 400 of them, whose deviation from the formula
    /// is within a tenth.
    #[test]
    fn the_error_of_a_share_is_that_of_real_rings() {
        for (nodes, points) in [(5, 1), (5, 20), (12, 4)] {
            let squares: f64 = (0..400)
                .map(|seed| {
                    let mut ring = Ring::with_hash(points, xxh64, seed).unwrap();
                    (0..nodes).for_each(|id| ring.add(id, 1).unwrap());
                    let spread = Spread::of_amounts(ring.nodes(), &ring.shares()).unwrap();
                    spread.standard_error * spread.standard_error
                })
                .sum();
            let (found, expected) = ((squares / 400.0).sqrt(), ring_share_error(nodes, points));
            assert!((found / expected - 1.0).abs() < 0.1, "{nodes}, {points}: {found}, {expected}");
        }
        assert_eq!((ring_share_error(0, 1), ring_share_error(1, 1)), (0.0, 0.0));
    }

    #[test]
    fn no_load_has_no_spread() {
        assert_eq!(Spread::of_amounts(&[], &[]), None);
        assert_eq!(Spread::of_amounts(&nodes(&[1]), &[0.0]), None);
        assert_eq!(Spread::of_amounts(&nodes(&[1]), &[f64::NAN]), None);
        assert_eq!(Spread::of_amounts(&nodes(&[1]), &[1.0, 2.0]), None);
    }

    #[test]
    fn the_ideal_follows_the_weights() {
        // A node of weight 2 joins 1 + 1: it should have half.
        assert_eq!(ideal_moves(100, &nodes(&[1, 1]), &nodes(&[1, 1, 2])), 50.0);
        // A weight grows from 1 to 3: its share from a half to three quarters.
        assert_eq!(ideal_moves(100, &nodes(&[1, 1]), &nodes(&[1, 3])), 25.0);
        assert_eq!(ideal_moves(100, &nodes(&[3, 1]), &nodes(&[3, 1])), 0.0);
        assert_eq!(ideal_moves(100, &[], &nodes(&[1])), 0.0);
        // One node replaces another: what the old one had.
        let replaced = [Node { id: 0, weight: 1 }, Node { id: 9, weight: 1 }];
        assert_eq!(ideal_moves(100, &nodes(&[1, 1]), &replaced), 50.0);
    }

    #[test]
    fn placements_of_different_keys_are_not_compared() {
        let lookup = Lookup { node: 0, steps: super::super::Steps::default() };
        let error = moves(&[lookup], &[]).unwrap_err();
        assert_eq!(error, PlacementError::LengthMismatch { before: 1, after: 0 });
    }

    #[test]
    fn a_key_on_a_node_that_is_not_there_is_reported() {
        let lookup = Lookup { node: 4, steps: super::super::Steps::default() };
        let error = loads(&nodes(&[1]), &[lookup]).unwrap_err();
        assert_eq!(error, PlacementError::UnknownNode { id: 4 });
    }
}
