//! How long does it take to find the node of a key?

use std::hash::{BuildHasher, Hash, Hasher};
use std::num::NonZeroU32;

use maglev::ConsistentHasher;
use rendezvous_hash::{IdNode, NodeHasher, RendezvousNodes};
use sandtable_core::algorithms::hashing::xxh64;
use sandtable_core::algorithms::placement::{Maglev, Node, Placement, Rendezvous, Ring, jump_hash};

use crate::data::Data;
use crate::harness::duel;
use crate::random::Random;
use crate::table::{AtLeast, Row, Section, Unit};
use crate::versions;

const SETUP: &str = "A lookup is a key of eight bytes, hashed, and the node that holds it. Every peer \
that takes a hash function gets XXH64, which ours uses, so that lookups are compared and not hash \
functions; hash-rings' Maglev has SipHash built in. 100 nodes of equal weight; rings have 100 points \
a node, Maglev tables 65,537 slots. Ours can also tell the steps of a lookup; nobody asks for them \
here, and the compiler leaves them out.";

const NODES: u32 = 100;
const KEYS: usize = 4096;

/// XXH64 for those who take a `Hasher`: each write is hashed with the state as its seed.
#[derive(Clone, Copy, Default)]
struct Xx(u64);

impl Hasher for Xx {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxh64(bytes, self.0);
    }
}

#[derive(Clone, Copy, Default)]
struct BuildXx;

impl BuildHasher for BuildXx {
    type Hasher = Xx;

    fn build_hasher(&self) -> Xx {
        Xx(0)
    }
}

/// For rendezvous hashing: the key's hash under the node's number, as ours does it.
struct ForEachNode;

impl NodeHasher<u64> for ForEachNode {
    fn hash<T: Hash>(&self, node: &u64, item: &T) -> u64 {
        let mut hasher = Xx(*node);
        item.hash(&mut hasher);
        hasher.finish()
    }
}

/// One of the points of a node, for a crate that knows no virtual nodes.
#[derive(Hash)]
struct Point {
    node: u32,
    index: u32,
}

fn hashed(key: u64) -> u64 {
    xxh64(&key.to_le_bytes(), 0)
}

fn keys() -> Vec<u64> {
    let mut random = Random(7);
    (0..KEYS).map(|_| u64::from(random.next()) << 32 | u64::from(random.next())).collect()
}

fn timed(what: &str, peer: &str, theirs: impl Fn(u64) -> u64, ours: impl Fn(u64) -> u64) -> Row {
    let keys = keys();
    let duel = duel(
        || keys.iter().fold(0, |sum, key| sum ^ theirs(*key)),
        || keys.iter().fold(0, |sum, key| sum ^ ours(*key)),
    );
    let otherwise = "the same few steps on both sides; the difference is the compiler's";
    let target = AtLeast { ratio: 1.0, otherwise };
    Row::timed(what, versions::of(peer), &duel, Unit::NsEach(KEYS), target)
}

fn place(placement: &impl Placement, key: u64) -> u64 {
    placement.place(hashed(key)).map_or(u64::MAX, |lookup| lookup.node.into())
}

fn rings() -> Vec<Row> {
    let mut ours = Ring::new(NODES).expect("points");
    ours.add_all((0..NODES).map(|id| (Node { id, weight: 1 }, format!("node-{id}"))))
        .expect("nodes");
    let mut hashring = hashring::HashRing::with_hasher(BuildXx);
    let points = |node| (0..100).map(move |index| Point { node, index });
    hashring.batch_add((0..NODES).flat_map(points).collect());
    let names: Vec<u32> = (0..NODES).collect();
    let mut tree = hash_rings::consistent::Ring::with_hasher(BuildXx);
    names.iter().for_each(|name| tree.insert_node(name, 100));
    vec![
        timed(
            "Ring lookup",
            "hashring",
            |key| hashring.get(&key).map_or(0, |point| point.node.into()),
            |key| place(&ours, key),
        ),
        timed(
            "Ring lookup",
            "hash-rings",
            |key| (*tree.get_node(&key)).into(),
            |key| place(&ours, key),
        ),
    ]
}

fn jumps() -> Vec<Row> {
    let buckets = NonZeroU32::new(NODES).expect("not 0");
    let ours = |key| u64::from(jump_hash(hashed(key), buckets));
    let jumphash = jumphash::CustomJumpHasher::new(Xx(0));
    let other = hash_rings::jump::Ring::with_hasher(BuildXx, NODES);
    for key in keys() {
        assert_eq!(u64::from(jumphash.slot(&key, NODES)), ours(key), "the bucket of {key}");
    }
    vec![
        timed("Jump hash", "jumphash", |key| jumphash.slot(&key, NODES).into(), ours),
        timed("Jump hash", "hash-rings", |key| other.get_node(&key).into(), ours),
    ]
}

fn maglevs() -> Vec<Row> {
    let mut ours = Maglev::new(65_537).expect("a prime");
    ours.add_all((0..NODES).map(|id| (Node { id, weight: 1 }, format!("node-{id}"))))
        .expect("nodes");
    let theirs = maglev::Maglev::with_capacity_and_hasher(0..NODES, 65_537, BuildXx);
    let names: Vec<u32> = (0..NODES).collect();
    let other = hash_rings::maglev::Ring::with_capacity_hint(names.iter().collect(), 65_537);
    vec![
        timed(
            "Maglev lookup",
            "maglev",
            |key| theirs.get(&key).map_or(0, |node| (*node).into()),
            |key| place(&ours, key),
        ),
        timed(
            "Maglev lookup",
            "hash-rings",
            |key| (*other.get_node(&key)).into(),
            |key| place(&ours, key),
        ),
    ]
}

fn rendezvous() -> Vec<Row> {
    let mut ours = Rendezvous::new();
    (0..NODES).for_each(|id| ours.add(id, 1).expect("a node"));
    let mut theirs = RendezvousNodes::new(ForEachNode);
    (0..NODES).for_each(|id| _ = theirs.insert(IdNode::new(hashed(id.into()))));
    let names: Vec<u32> = (0..NODES).collect();
    let mut other = hash_rings::rendezvous::Ring::with_hasher(BuildXx);
    names.iter().for_each(|name| other.insert_node(name, 1));
    let first = |key: u64| {
        theirs.calc_candidates(&key).next().map_or(0, |node| *rendezvous_hash::Node::node_id(node))
    };
    vec![
        timed("Rendezvous lookup", "rendezvous_hash", first, |key| place(&ours, key)),
        timed(
            "Rendezvous lookup",
            "hash-rings",
            |key| (*other.get_node(&key)).into(),
            |key| place(&ours, key),
        ),
    ]
}

/// Whether ours gives the published answers.
fn vectors(data: &Data) -> Result<String, String> {
    let mut count = 0;
    for line in data.text("hashing-vectors/jump.tsv")?.lines().filter(|line| !line.starts_with('#'))
    {
        let fields: Vec<&str> = line.split('\t').collect();
        let number = |at: usize| fields.get(at).and_then(|field| field.parse::<u64>().ok());
        let (Some(key), Some(buckets), Some(expected)) = (number(0), number(1), number(2)) else {
            return Err(format!("jump.tsv: `{line}` is no vector"));
        };
        let buckets = NonZeroU32::new(buckets as u32).ok_or("no bucket")?;
        if u64::from(jump_hash(key, buckets)) != expected {
            return Err(format!("jump: {key} of {buckets}"));
        }
        count += 1;
    }
    let envoy: serde_json::Value = serde_json::from_str(&data.text("envoy-vectors/vectors.json")?)
        .map_err(|error| error.to_string())?;
    let group = &envoy["ring_hash_xxh64"];
    let names: Vec<&str> =
        group["hosts"].as_array().into_iter().flatten().filter_map(|name| name.as_str()).collect();
    let port =
        |name: &str| name.rsplit(':').next().and_then(|port| port.parse::<u32>().ok()).unwrap_or(0);
    let mut ring = Ring::new(2).map_err(|error| error.to_string())?;
    for name in &names {
        ring.add_named(port(name), name, 1).map_err(|error| error.to_string())?;
    }
    let pairs = |key: &str| group[key].as_array().cloned().unwrap_or_default();
    let points = pairs("ring(port,pos)");
    if points.len() != ring.points().len() {
        return Err("Envoy's ring has another size".to_owned());
    }
    for (point, expected) in ring.points().iter().zip(&points) {
        let same = expected[0].as_str().map(port) == Some(point.node)
            && expected[1].as_u64() == Some(point.position);
        if !same {
            return Err(format!("Envoy's ring at {expected}"));
        }
        count += 1;
    }
    for expected in pairs("lookups(hash->port)") {
        let hash = expected[0].as_u64().unwrap_or(0);
        let found = ring.place(hash).map_err(|error| error.to_string())?.node;
        if expected[1].as_str().map(port) != Some(found) {
            return Err(format!("Envoy's lookup of {hash}"));
        }
        count += 1;
    }
    Ok(format!("{count} vectors"))
}

/// The rows about placement.
pub(crate) fn section(data: &Data) -> Section {
    let mut rows: Vec<Row> =
        [rings(), jumps(), maglevs(), rendezvous()].into_iter().flatten().collect();
    let what = "Published vectors of jump hash and of Envoy's ring";
    let peer = "go-jump, ClickHouse, Envoy".to_owned();
    rows.push(match vectors(data) {
        Err(why) if why.contains("SANDTABLE_DATA") => Row::missing(what, peer, "equal", why),
        found => {
            let shown = (found.clone().unwrap_or_default(), "the same".to_owned());
            Row::checked(what, peer, shown, "equal", found.map(|_| ()))
        }
    });
    Section { title: "Placement of keys", setup: SETUP, rows }
}
