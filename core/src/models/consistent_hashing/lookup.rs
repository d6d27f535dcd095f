//! One lookup, with the way that it took.

use std::num::NonZeroU32;

use super::algorithm::{self, Algorithm};
use super::{Setup, index};
use crate::algorithms::placement::{Lookup, Node, Placement, PlacementError, jumps};
use crate::engine::names::list;
use crate::scene::decimal;

/// A key that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The key.
    pub key: String,
    /// Its hash.
    pub hash: u64,
    /// The node that has it.
    pub node: u8,
    /// What it cost to find out: hashes, comparisons and reads together.
    pub steps: u64,
    /// How it was found, as the second half of a sentence.
    pub way: String,
}

impl Found {
    /// Looks a key up by the run's own algorithm.
    ///
    /// # Errors
    /// Why it is impossible, as the end of a sentence.
    pub(super) fn new(setup: &Setup, nodes: &[Node], key: &str) -> Result<Found, String> {
        Found::by(setup, setup.algorithm, nodes, key).map_err(|error| error.to_string())
    }

    /// Looks a key up by any algorithm.
    pub(super) fn by(
        setup: &Setup,
        algorithm: Algorithm,
        nodes: &[Node],
        key: &str,
    ) -> Result<Found, PlacementError> {
        let hash = setup.hash(key);
        let placement = algorithm.build(setup, nodes)?;
        let (lookup, way) = match algorithm {
            Algorithm::ModN => {
                let lookup = placement.place(hash)?;
                let total: u64 = nodes.iter().map(|n| u64::from(n.weight)).sum();
                let name = setup.letter(lookup.node);
                let rest = hash % total.max(1);
                (lookup, format!("its hash modulo {total} is {rest}, which is {name}’s number"))
            }
            Algorithm::Ring => along_the_ring(setup, nodes, hash)?,
            Algorithm::Jump => (placement.place(hash)?, by_jumps(setup, nodes, hash)),
            Algorithm::Rendezvous => {
                let lookup = placement.place(hash)?;
                let bids = algorithm::rendezvous(setup, nodes)?;
                let bid =
                    |(n, bid): (&Node, f64)| format!("{} {}", setup.letter(n.id), decimal(bid, 2));
                let bids: Vec<String> = nodes.iter().zip(bids.bids(hash)).map(bid).collect();
                let name = setup.letter(lookup.node);
                (lookup, format!("the bids are {}, and {name}’s is the highest", list(&bids)))
            }
            Algorithm::Maglev => {
                let lookup = placement.place(hash)?;
                let (size, name) = (setup.slots, setup.letter(lookup.node));
                let slot = hash % u64::from(size);
                (lookup, format!("its hash modulo {size} is slot {slot}, which is {name}’s"))
            }
            Algorithm::Bounded => past_full_nodes(setup, nodes, key, hash)?,
        };
        let (node, steps) = (lookup.node as u8, lookup.steps.total());
        Ok(Found { key: key.to_owned(), hash, node, steps, way })
    }
}

/// A place on the ring as a share of the way round.
fn place(hash: u64) -> String {
    decimal(hash as f64 / 18_446_744_073_709_551_616.0, 4)
}

fn along_the_ring(
    setup: &Setup,
    nodes: &[Node],
    hash: u64,
) -> Result<(Lookup, String), PlacementError> {
    let ring = algorithm::ring(setup, nodes)?;
    let lookup = ring.place(hash)?;
    let points = ring.points();
    let next = points.partition_point(|p| p.position < hash);
    let (next, round) = match points.get(next) {
        Some(point) => (point.position, ""),
        None => (points.first().map_or(0, |p| p.position), ", past the end,"),
    };
    let (name, all) = (setup.letter(lookup.node), points.len());
    let (here, there) = (place(hash), place(next));
    let way =
        format!("it falls at {here}, and the next of {all} points{round} is {name}’s, at {there}");
    Ok((lookup, way))
}

fn by_jumps(setup: &Setup, nodes: &[Node], hash: u64) -> String {
    let Some(buckets) = NonZeroU32::new(nodes.len() as u32) else { return String::new() };
    let name = |bucket: u32| nodes.get(bucket as usize).map_or("?", |n| setup.letter(n.id));
    let stops: Vec<&str> = jumps(hash, buckets).map(name).collect();
    match stops.as_slice() {
        [only] => format!("it starts at {only}, and its first jump leaves the {buckets} nodes"),
        stops => {
            let way = stops.join(" → ");
            format!("it jumps {way}, and the next jump leaves the {buckets} nodes")
        }
    }
}

/// The walk of a key past full nodes. A key of the run is placed in its turn; any other comes last.
fn past_full_nodes(
    setup: &Setup,
    nodes: &[Node],
    key: &str,
    hash: u64,
) -> Result<(Lookup, String), PlacementError> {
    let bounded = algorithm::bounded(setup, nodes)?;
    let mut keys = setup.keys.clone();
    let turn = index(key, setup.count()).unwrap_or_else(|| {
        keys.push(hash);
        keys.len() as u32 - 1
    });
    let placed = bounded.place_all(&keys)?;
    let lookup = *placed.get(turn as usize).ok_or(PlacementError::NoNodes)?;
    let points = bounded.ring().points();
    let start = points.partition_point(|p| p.position < hash);
    let mut full: Vec<&str> = Vec::new();
    let past = lookup.steps.probes.saturating_sub(1) as usize;
    for point in points[start..].iter().chain(&points[..start]).take(past) {
        let name = setup.letter(point.node);
        if !full.contains(&name) {
            full.push(name);
        }
    }
    let (here, name) = (place(hash), setup.letter(lookup.node));
    let way = match full.len() {
        0 => format!("it falls at {here}, the next point is {name}’s, and {name} has room"),
        1 => format!("it falls at {here}, {} is full, and {name} comes next", full[0]),
        _ => format!("it falls at {here}, {} are full, and {name} comes next", list(&full)),
    };
    Ok((lookup, way))
}
