//! Keys on nodes, on a ring or on a strip of slots.

use super::{Choice, Tone, titled};

/// A place on the ring or the strip: the share of its length, in units of 2⁻³².
pub type Place = u32;

/// A picture of which node owns which stretch of the hash space, and where keys fall.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ring {
    /// What the picture is called.
    pub title: String,
    /// How the hash space is drawn.
    pub shape: RingShape,
    /// The nodes.
    pub nodes: Vec<RingNode>,
    /// Who owns what, in ascending order, without gaps.
    pub arcs: Vec<Arc>,
    /// The keys shown, in ascending order of place.
    pub keys: Vec<RingKey>,
}

/// How the hash space is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RingShape {
    /// A circle: the end meets the start.
    #[default]
    Ring,
    /// A strip, for placements whose space has no neighbours round the corner.
    Strip,
}

/// A node that owns keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RingNode {
    /// Its name in actions.
    pub id: String,
    /// What is written beside it.
    pub label: String,
    /// Its colour and shape.
    pub tone: Tone,
    /// Its share of the load, relative to the others.
    pub weight: u32,
    /// How many keys it holds.
    pub keys: u64,
    /// Where its points are.
    pub points: Vec<Place>,
    /// What can be done to it now.
    pub choices: Vec<Choice>,
}

/// A stretch of the hash space and its owner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Arc {
    /// Where it starts, included. It ends where the next one starts.
    pub from: Place,
    /// Its owner, an index into `nodes`.
    pub node: u32,
}

/// A key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RingKey {
    /// What it is called.
    pub label: String,
    /// Where it falls.
    pub place: Place,
    /// Where it lives, an index into `nodes`.
    pub node: u32,
    /// Where it lived before the last change, if it moved.
    pub moved_from: Option<String>,
}

impl Ring {
    /// The picture in words: each node with its load, and the keys that moved.
    #[must_use]
    pub fn text(&self) -> String {
        let nodes = self.nodes.iter().map(|n| {
            let points = match n.points.len() {
                0 => String::new(),
                1 => ", 1 point".to_owned(),
                k => format!(", {k} points"),
            };
            let weight =
                if n.weight == 1 { String::new() } else { format!(", weight {}", n.weight) };
            format!("{} holds {} keys{weight}{points}", n.label, n.keys)
        });
        let keys = self.keys.iter().filter_map(|k| {
            let from = k.moved_from.as_ref()?;
            let to = self.nodes.get(k.node as usize).map_or("?", |n| n.label.as_str());
            Some(format!("{} moved from {from} to {to}", k.label))
        });
        titled(&self.title, nodes.chain(keys))
    }
}
