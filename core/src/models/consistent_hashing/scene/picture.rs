//! The ring with its points, or a strip: who holds what, and which keys moved.

use super::super::algorithm::{self, Algorithm};
use super::super::placed::Placed;
use super::super::{Setup, State, change, index, label};
use crate::algorithms::placement::{Node, RingPoint};
use crate::scene::{
    Arc, Place, Ring, RingKey, RingNode, RingShape, Tone, grouped, insertion_sort_by_key,
};

/// How many cells a strip has, before the named keys' own.
const CELLS: u32 = 96;

/// The picture of the run's own algorithm.
pub(super) fn picture(setup: &Setup, state: &State) -> Ring {
    let placed = setup.placed(&state.nodes);
    let keys = grouped(setup.count());
    match setup.algorithm {
        Algorithm::Ring | Algorithm::Bounded => {
            let points = algorithm::ring(setup, &state.nodes)
                .map(|ring| ring.points().to_vec())
                .unwrap_or_default();
            let who =
                if setup.algorithm == Algorithm::Ring { "holds" } else { "is asked first for" };
            let count = grouped(points.len() as u64);
            let title = format!("Who {who} which stretch of the ring: {count} points, {keys} keys");
            Ring {
                title,
                shape: RingShape::Ring,
                nodes: nodes(setup, state, &placed, &points),
                arcs: arcs(&state.nodes, &points),
                keys: named(setup, state, &placed, |hash| (hash >> 32) as Place),
            }
        }
        Algorithm::Maglev => {
            let table = algorithm::maglev(setup, &state.nodes)
                .map(|maglev| maglev.table().to_vec())
                .unwrap_or_default();
            let size = u64::from(setup.slots);
            let slot = |hash: u64| hash % size;
            let mut slots: Vec<u64> = shown(setup, state).map(slot).collect();
            let even = u64::from(CELLS).min(size);
            slots.extend((0..even).map(|i| i * size / even));
            insertion_sort_by_key(&mut slots, |slot| *slot);
            slots.dedup();
            let cells = slots.iter().map(|s| (*s, table.get(*s as usize).map_or(0, |n| *n as u8)));
            let cells: Vec<(u64, u8)> = cells.collect();
            let shown = grouped(cells.len() as u64);
            let title = format!("{shown} of the {} slots of the table, in order", grouped(size));
            strip(title, setup, state, &placed, &cells, slot)
        }
        Algorithm::ModN | Algorithm::Jump | Algorithm::Rendezvous => {
            let cells = cells_of_keys(setup, state, &placed);
            let shown = grouped(cells.len() as u64);
            let title = format!("{shown} of {keys} keys in order of their hash, a cell each");
            strip(title, setup, state, &placed, &cells, |hash| hash)
        }
    }
}

/// A strip of cells of equal width, each with what orders it and its node.
fn strip(
    title: String,
    setup: &Setup,
    state: &State,
    placed: &Placed,
    cells: &[(u64, u8)],
    order: impl Fn(u64) -> u64,
) -> Ring {
    let count = cells.len().max(1) as u64;
    let edge = |i: u64| ((i << 32) / count) as Place;
    let place = |hash: u64| {
        let cell = cells.partition_point(|(o, _)| *o < order(hash)) as u64;
        edge(cell) + (edge(1) / 2)
    };
    let mut arcs: Vec<Arc> = Vec::new();
    for (i, (_, owner)) in (0..).zip(cells) {
        push_arc(&mut arcs, edge(i), position(&state.nodes, u32::from(*owner)));
    }
    Ring {
        title,
        shape: RingShape::Strip,
        nodes: nodes(setup, state, placed, &[]),
        arcs,
        keys: named(setup, state, placed, place),
    }
}

/// Keys at even distances in the order of their hashes, the named ones, and the one looked up.
fn cells_of_keys(setup: &Setup, state: &State, placed: &Placed) -> Vec<(u64, u8)> {
    let mut ranked: Vec<(u64, u8)> =
        setup.keys.iter().copied().zip(placed.owners.iter().copied()).collect();
    ranked.sort_unstable();
    let count = ranked.len() as u64;
    let even = u64::from(CELLS).min(count);
    let mut cells: Vec<(u64, u8)> =
        (0..even).filter_map(|i| ranked.get((i * count / even) as usize).copied()).collect();
    let owner = |key: &u32| placed.owners.get(*key as usize).copied().unwrap_or_default();
    cells.extend(setup.named.iter().map(|key| (setup.keys[*key as usize], owner(key))));
    cells.extend(state.lookup.iter().map(|found| (found.hash, found.node)));
    insertion_sort_by_key(&mut cells, |cell| *cell);
    cells.dedup_by_key(|(hash, _)| *hash);
    cells
}

/// The hashes of the keys that are shown by name.
fn shown(setup: &Setup, state: &State) -> impl Iterator<Item = u64> {
    let named = setup.named.iter().map(|key| setup.keys[*key as usize]);
    named.chain(state.lookup.iter().map(|found| found.hash))
}

fn position(nodes: &[Node], id: u32) -> u32 {
    nodes.iter().position(|n| n.id == id).unwrap_or_default() as u32
}

fn push_arc(arcs: &mut Vec<Arc>, from: Place, node: u32) {
    match arcs.last_mut() {
        Some(last) if last.node == node => {}
        // Too short to be drawn: the later one has the place.
        Some(last) if last.from == from => last.node = node,
        _ => arcs.push(Arc { from, node }),
    }
}

/// The stretches of the ring: each ends at the point of its node.
fn arcs(nodes: &[Node], points: &[RingPoint]) -> Vec<Arc> {
    let mut arcs = Vec::new();
    let mut from = 0;
    for point in points {
        push_arc(&mut arcs, from, position(nodes, point.node));
        from = (point.position >> 32) as Place;
    }
    if let Some(first) = points.first() {
        push_arc(&mut arcs, from, position(nodes, first.node));
    }
    arcs
}

fn nodes(setup: &Setup, state: &State, placed: &Placed, points: &[RingPoint]) -> Vec<RingNode> {
    let node = |n: &Node| {
        let of_node = points.iter().filter(|p| p.node == n.id);
        RingNode {
            id: setup.letter(n.id).to_owned(),
            label: setup.letter(n.id).to_owned(),
            tone: Tone::Entity(n.id as u8),
            weight: n.weight,
            keys: placed.owners.iter().filter(|o| u32::from(**o) == n.id).count() as u64,
            points: of_node.map(|p| (p.position >> 32) as Place).collect(),
            choices: change::of_node(setup, state, n.id),
        }
    };
    state.nodes.iter().map(node).collect()
}

/// The keys that are shown by name, and the one looked up.
fn named(
    setup: &Setup,
    state: &State,
    placed: &Placed,
    place: impl Fn(u64) -> Place,
) -> Vec<RingKey> {
    let before = state.change.as_ref().map(|(_, nodes)| setup.placed(nodes));
    let key = |key: u32| {
        let at = key as usize;
        let owner = placed.owners[at];
        let then = before.as_ref().map(|p| p.owners[at]).filter(|then| *then != owner);
        RingKey {
            label: label(key),
            place: place(setup.keys[at]),
            node: position(&state.nodes, u32::from(owner)),
            moved_from: then.map(|then| setup.names.process(then).to_owned()),
        }
    };
    let mut keys: Vec<RingKey> = setup.named.iter().map(|k| key(*k)).collect();
    if let Some(found) = &state.lookup
        && keys.iter().all(|k| k.label != found.key)
    {
        keys.push(match index(&found.key, setup.count()) {
            Some(known) => key(known),
            None => RingKey {
                label: found.key.clone(),
                place: place(found.hash),
                node: position(&state.nodes, u32::from(found.node)),
                moved_from: None,
            },
        });
    }
    insertion_sort_by_key(&mut keys, |k| k.place);
    keys
}
