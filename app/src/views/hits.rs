//! What in a picture can be pressed, and where it is: for buttons laid over it.

use sandtable_core::scene::{
    Choice, Flow, Ring, RingNode, Row, Series, SpaceTime, Table, Topology, View,
};

use super::Size;
use super::draw::Point;
use super::{drawing, flow as pipes, flow_layout, ring as circle, topology_layout};

/// Something in a picture that carries choices.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Its own name, stable while it moves: `message write.2:A-C`.
    pub id: String,
    /// What it is.
    pub kind: HitKind,
    /// What it is called.
    pub label: String,
    /// Its centre, in hundredths of the picture's width and height.
    pub place: (f64, f64),
    /// Its width and height, in hundredths of the picture's.
    pub extent: (f64, f64),
    /// Where the focus goes when it vanishes: the id of a message's receiver.
    pub heir: Option<String>,
    /// What can be done to it now.
    pub choices: Vec<Choice>,
}

/// What kind of thing can be pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HitKind {
    /// A process, a part, a row.
    Node,
    /// A link or a pipe.
    Link,
    /// A message.
    Message,
}

/// Everything in a view that carries choices, with its place in the drawing of that size. Rows of a
/// table have no place in a picture: theirs is the first corner, without extent.
#[must_use]
pub fn hits(view: &View, size: Size) -> Vec<Hit> {
    let hits = drawing::places_of(view).map_or_else(Vec::new, |places| (places.hits)(view, size));
    hits.into_iter().filter(|h| !h.choices.is_empty()).collect()
}

fn put(
    kind: HitKind,
    id: &str,
    label: String,
    p: Point,
    (w, h): (f64, f64),
    whole: (f64, f64),
    choices: &[Choice],
) -> Hit {
    let word = match kind {
        HitKind::Node => "node",
        HitKind::Link => "link",
        HitKind::Message => "message",
    };
    let share = |a: f64, b: f64| a / b * 100.0;
    Hit {
        id: format!("{word} {id}"),
        kind,
        label,
        place: (share(p.x, whole.0), share(p.y, whole.1)),
        extent: (share(w, whole.0), share(h, whole.1)),
        heir: None,
        choices: choices.to_vec(),
    }
}

pub(super) fn topology(t: &Topology, size: Size) -> Vec<Hit> {
    let layout = topology_layout::Layout::new(t, size);
    let whole = (layout.width, layout.height);
    let mut out = Vec::new();
    for link in &t.links {
        let Some(way) = layout.way_between(t, &link.a, &link.b) else { continue };
        let id = format!("{}-{}", link.a, link.b);
        let label = format!("link {}–{}", link.a, link.b);
        out.push(put(HitKind::Link, &id, label, way.at(0.5), (28.0, 28.0), whole, &link.choices));
    }
    for (node, p) in t.nodes.iter().zip(&layout.nodes) {
        let side = layout.radius * 2.0;
        out.push(put(
            HitKind::Node,
            &node.id,
            node.label.clone(),
            *p,
            (side, side),
            whole,
            &node.choices,
        ));
    }
    for (message, flight) in t.messages.iter().zip(layout.messages(t)) {
        let Some(flight) = flight else { continue };
        let (p, label) = (flight.at, message.label.clone());
        let hit =
            put(HitKind::Message, &message.id, label, p, (30.0, 30.0), whole, &message.choices);
        out.push(Hit { heir: Some(format!("node {}", message.to)), ..hit });
    }
    out
}

pub(super) fn flow(f: &Flow, size: Size) -> Vec<Hit> {
    let layout = flow_layout::Layout::new(f, size);
    let whole = (layout.w, layout.h);
    let mut out = Vec::new();
    for pipe in &f.pipes {
        let Some(way) = pipes::way(f, pipe, &layout) else { continue };
        let id = format!("{}-{}", pipe.from, pipe.to);
        let name = |id: &str| {
            let found = f.stages.iter().find(|s| s.id == id);
            found.map_or_else(|| id.to_owned(), |s| s.label.clone())
        };
        let label = format!("pipe {}–{}", name(&pipe.from), name(&pipe.to));
        let p = flow_layout::along(&way, 0.5);
        out.push(put(HitKind::Link, &id, label, p, (36.0, 28.0), whole, &pipe.choices));
    }
    for (stage, frame) in f.stages.iter().zip(&layout.stages) {
        let extent = (frame.w, frame.h);
        let label = stage.label.clone();
        out.push(put(
            HitKind::Node,
            &stage.id,
            label,
            frame.middle(),
            extent,
            whole,
            &stage.choices,
        ));
    }
    out
}

pub(super) fn ring(r: &Ring, size: Size) -> Vec<Hit> {
    let extent = circle::extent(r, size);
    let hit = |(i, n): (usize, &RingNode)| {
        let p = circle::place(r, size, i);
        let middle = Point::new(p.x + 54.0, p.y);
        put(HitKind::Node, &n.id, n.label.clone(), middle, (128.0, 28.0), extent, &n.choices)
    };
    r.nodes.iter().enumerate().map(hit).collect()
}

pub(super) fn table(t: &Table, _: Size) -> Vec<Hit> {
    let hit = |r: &Row| {
        let label = r.cells.first().map(|c| c.text.clone()).unwrap_or_default();
        put(HitKind::Node, &r.id, label, Point::default(), (0.0, 0.0), (1.0, 1.0), &r.choices)
    };
    t.rows.iter().map(hit).collect()
}

/// What has been cannot be pressed.
pub(super) fn space_time(_: &SpaceTime, _: Size) -> Vec<Hit> {
    Vec::new()
}

/// A curve carries no choices.
pub(super) fn series(_: &Series, _: Size) -> Vec<Hit> {
    Vec::new()
}
