//! Where the nodes, links and messages of a topology stand.
//!
//! Clients are on the left, members on an arc that bulges to the right, stand-ins after them, stores
//! at the far right. Links between neighbours on the arc bend inwards, so that none of them runs
//! through a node.

use sandtable_core::scene::{Message, Role, Topology};

use super::Size;
use super::draw::Point;

/// The width of the picture where there is room.
const WIDTH: f64 = 400.0;
/// The height of the picture for up to five nodes on the arc.
pub(crate) const HEIGHT: f64 = 304.0;
/// Half the width and half the height of a client.
pub(crate) const CLIENT: (f64, f64) = (28.0, 23.0);

/// The places of everything in a topology.
pub(crate) struct Layout {
    /// The picture's width and height.
    pub(crate) width: f64,
    pub(crate) height: f64,
    /// The radius of a node on the arc.
    pub(crate) radius: f64,
    /// The nodes' centres, in their order.
    pub(crate) nodes: Vec<Point>,
    /// The nodes' places on the arc, counted from the top; `None` off the arc.
    ranks: Vec<Option<usize>>,
}

/// The way of a link: a quadratic curve from border to border.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Way {
    pub(crate) from: Point,
    pub(crate) bend: Point,
    pub(crate) to: Point,
}

impl Way {
    /// The point at a share of the way.
    pub(crate) fn at(&self, share: f64) -> Point {
        self.from.toward(self.bend, share).toward(self.bend.toward(self.to, share), share)
    }

    /// The direction of travel at a share of the way.
    pub(crate) fn direction(&self, share: f64) -> Point {
        let (a, b) = (self.from.toward(self.bend, share), self.bend.toward(self.to, share));
        a.direction(b)
    }

    /// The first part of the way, up to a share of it.
    pub(crate) fn until(&self, share: f64) -> Way {
        Way { from: self.from, bend: self.from.toward(self.bend, share), to: self.at(share) }
    }

    /// The same way in the other direction.
    fn back(&self) -> Way {
        Way { from: self.to, bend: self.bend, to: self.from }
    }
}

impl Layout {
    /// Places the nodes. O(nodes).
    pub(crate) fn new(topology: &Topology, size: Size) -> Layout {
        let narrow = size == Size::Narrow;
        let width = if narrow { super::NARROW } else { WIDTH };
        let on_arc = |role: Role| matches!(role, Role::Member | Role::StandIn);
        let count = topology.nodes.iter().filter(|n| on_arc(n.role)).count();
        let clients = topology.nodes.iter().filter(|n| n.role == Role::Client).count();
        let stores = topology.nodes.iter().filter(|n| n.role == Role::Store).count();
        let radius = if count > 5 {
            19.0
        } else if narrow {
            21.0
        } else {
            23.0
        };
        // Stand-ins keep a distance from the members.
        let gap = if topology.nodes.iter().any(|n| n.role == Role::StandIn) { 0.4 } else { 0.0 };
        let slots = (count as f64 - 1.0 + gap).max(0.0);
        let height = HEIGHT.max(slots * 46.0 + 2.0 * radius + 28.0);
        let middle = height / 2.0;
        let spread = match count {
            0 | 1 => 0.0,
            2 => 150.0,
            _ => height - 2.0 * radius - 40.0,
        };
        let (base, bulge, margin) = match (narrow, stores > 0) {
            (false, false) => (150.0, 104.0, 20.0),
            (false, true) => (140.0, 60.0, 20.0),
            (true, false) => (116.0, 66.0, 6.0),
            (true, true) => (112.0, 36.0, 6.0),
        };
        let reach = (height / 2.0 - 24.0).max(1.0);
        let (mut rank, mut client, mut store) = (0usize, 0usize, 0usize);
        let mut ranks = Vec::new();
        let column = |index: usize, count: usize| {
            middle + (index as f64 - (count as f64 - 1.0) / 2.0) * 96.0
        };
        let nodes = topology.nodes.iter().map(|node| {
            ranks.push(on_arc(node.role).then_some(rank));
            match node.role {
                Role::Client => {
                    client += 1;
                    Point::new(CLIENT.0 + margin, column(client - 1, clients))
                }
                Role::Store => {
                    store += 1;
                    Point::new(width - CLIENT.0 - margin - 12.0, column(store - 1, stores))
                }
                Role::Member | Role::StandIn => {
                    let extra = if node.role == Role::StandIn { gap } else { 0.0 };
                    let along = if slots > 0.0 { (rank as f64 + extra) / slots - 0.5 } else { 0.0 };
                    rank += 1;
                    let y = along * spread;
                    let t = (y / reach).clamp(-1.0, 1.0);
                    Point::new(base + bulge * (1.0 - t * t).sqrt(), middle + y)
                }
            }
        });
        let nodes = nodes.collect();
        Layout { width, height, radius, nodes, ranks }
    }

    /// The way from one node to another, border to border.
    pub(crate) fn way(&self, topology: &Topology, from: usize, to: usize) -> Way {
        let (a, b) = (self.nodes[from], self.nodes[to]);
        let bend = match (self.ranks[from], self.ranks[to]) {
            (Some(i), Some(j)) => {
                let apart = i.abs_diff(j) as f64;
                let mid = a.toward(b, 0.5);
                let depth = if self.nodes.len() <= 3 {
                    16.0
                } else {
                    (30.0 + 30.0 * (apart - 1.0)).min(120.0)
                };
                Point::new(mid.x - depth, mid.y)
            }
            _ => a.toward(b, 0.5),
        };
        Way {
            from: self.border(topology, from, a.direction(bend)),
            bend,
            to: self.border(topology, to, b.direction(bend)),
        }
    }

    /// The point of a node's border in a direction.
    fn border(&self, topology: &Topology, node: usize, direction: Point) -> Point {
        let centre = self.nodes[node];
        let length = match topology.nodes[node].role {
            Role::Client | Role::Store => {
                let x = CLIENT.0 / direction.x.abs().max(1e-6);
                let y = CLIENT.1 / direction.y.abs().max(1e-6);
                x.min(y)
            }
            Role::Member | Role::StandIn => self.radius,
        };
        centre.step(direction, length)
    }

    /// The way of the link between two nodes by id, in that direction.
    pub(crate) fn way_between(&self, topology: &Topology, from: &str, to: &str) -> Option<Way> {
        let find = |id: &str| topology.nodes.iter().position(|n| n.id == id);
        let (from, to) = (find(from)?, find(to)?);
        // The same curve for both directions, so that a reply goes home on its request's line.
        Some(if from <= to {
            self.way(topology, from, to)
        } else {
            self.way(topology, to, from).back()
        })
    }

    /// Where the messages are: a little to the right of their links, seen in the direction of
    /// travel, so that requests and replies pass each other; and where two would cover each other,
    /// the later one gives way as far as needed. `None` where an end is missing. O(messages²).
    pub(crate) fn messages(&self, topology: &Topology) -> Vec<Option<Flight>> {
        let mut out: Vec<Option<Flight>> = Vec::new();
        for message in &topology.messages {
            let flight = self.flight(topology, message).map(|mut flight| {
                for other in out.iter().flatten() {
                    let apart = other.at.distance(flight.at);
                    if apart < DOT {
                        flight.at = flight.at.step(flight.side(), DOT - apart);
                    }
                }
                flight
            });
            out.push(flight);
        }
        out
    }

    fn flight(&self, topology: &Topology, message: &Message) -> Option<Flight> {
        let way = self.way_between(topology, &message.from, &message.to)?;
        let length = way.from.distance(way.to).max(1.0);
        // The middle of the dot stays clear of both borders.
        let inset = (15.0 / length).min(0.4);
        let share = inset + message.progress.clamp(0.0, 1.0) * (1.0 - 2.0 * inset);
        let direction = way.direction(share);
        let mut flight = Flight { at: way.at(share), direction, trail: way.until(share) };
        flight.at = flight.at.step(flight.side(), 6.0);
        Some(flight)
    }
}

/// Where a message is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Flight {
    /// The middle of its dot.
    pub(crate) at: Point,
    /// Where it goes.
    pub(crate) direction: Point,
    /// The way that it has come.
    pub(crate) trail: Way,
}

impl Flight {
    /// To the right of the direction of travel.
    fn side(&self) -> Point {
        Point::new(-self.direction.y, self.direction.x)
    }
}

/// How far apart the middles of two dots are at least.
const DOT: f64 = 25.0;

#[cfg(test)]
mod tests {
    use super::*;
    use sandtable_core::scene::Node;

    fn with(members: usize) -> Topology {
        let node = |id: String, role| Node { label: id.clone(), id, role, ..Node::default() };
        let mut topology = Topology::default();
        topology.nodes.push(node("client".to_owned(), Role::Client));
        topology.nodes.extend((0..members).map(|i| node(format!("m{i}"), Role::Member)));
        topology
    }

    #[test]
    fn up_to_twelve_nodes_keep_their_distance() {
        for members in 1..=12 {
            let topology = with(members);
            for (size, beside) in [(Size::Wide, 90.0), (Size::Narrow, 80.0)] {
                let layout = Layout::new(&topology, size);
                for (i, a) in layout.nodes.iter().enumerate() {
                    assert!(
                        a.x - layout.radius > 0.0 && a.x + layout.radius < layout.width - beside
                    );
                    assert!(a.y - layout.radius > 0.0 && a.y + layout.radius < layout.height);
                    for b in &layout.nodes[i + 1..] {
                        let room = 2.0 * layout.radius + 5.0;
                        assert!(a.distance(*b) >= room, "{members} members: {a:?} {b:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn no_link_runs_through_a_third_node() {
        for members in 2..=7 {
            let topology = with(members);
            for size in [Size::Wide, Size::Narrow] {
                let layout = Layout::new(&topology, size);
                for a in 0..=members {
                    for b in a + 1..=members {
                        let way = layout.way(&topology, a, b);
                        for c in (0..=members).filter(|c| *c != a && *c != b) {
                            for i in 0..=20 {
                                let p = way.at(f64::from(i) / 20.0);
                                let apart = p.distance(layout.nodes[c]);
                                assert!(apart > layout.radius, "{members}: {a}–{b} meets {c}");
                            }
                        }
                    }
                }
            }
        }
    }
}
