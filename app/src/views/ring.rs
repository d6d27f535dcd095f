//! Keys on nodes: a circle or strips of hash space in the colours of their owners.

use leptos::prelude::*;
use sandtable_core::scene::{Ring, RingNode, RingShape, Tone};

use super::Size;
use super::draw::{self, Point, Shapes, at, circle, group, line, path, px, rect, text, toned};

/// The circle's centre and its radii: of the band, and of the keys outside it.
pub(crate) const CENTRE: Point = Point { x: 142.0, y: 152.0 };
const INNER: f64 = 86.0;
const OUTER: f64 = 110.0;
const KEYS: f64 = 124.0;
/// More keys than this carry no names.
const NAMES_MAX: usize = 14;
/// More stretches than this are drawn by their owner at so many places.
const ARCS_MAX: usize = 720;

/// Draws a ring or a strip.
pub(crate) fn ring(r: &Ring, size: Size) -> AnyView {
    let mut shapes: Shapes = Vec::new();
    let (w, h) = extent(r, size);
    match r.shape {
        RingShape::Ring => {
            shapes.push(group("arcs", arcs(r)));
            shapes.push(group("keys", keys(r, size)));
        }
        RingShape::Strip => {
            shapes.push(group("arcs", cells(r, w)));
            shapes.push(group("keys", pins(r, w, size)));
        }
    }
    if size != Size::Mini {
        let rows = r.nodes.iter().enumerate().map(|(i, n)| row(n, place(r, size, i)));
        shapes.push(group("nodes", rows.collect()));
    }
    draw::picture(size.class("ring"), r.title.clone(), w, h, shapes)
}

/// The picture's size.
pub(crate) fn extent(r: &Ring, size: Size) -> (f64, f64) {
    let count = r.nodes.len() as f64;
    match (r.shape, size) {
        (RingShape::Ring, Size::Mini) => (284.0, 304.0),
        (RingShape::Ring, _) => (420.0, 304.0_f64.max(count * 30.0 + 24.0)),
        (RingShape::Strip, Size::Mini) => (400.0, 120.0),
        (RingShape::Strip, Size::Narrow) => (400.0, 128.0 + (count / 2.0).ceil() * 30.0),
        (RingShape::Strip, Size::Wide) => (600.0, 128.0 + (count / 3.0).ceil() * 30.0),
    }
}

/// Where a node's line of the list begins.
pub(crate) fn place(r: &Ring, size: Size, index: usize) -> Point {
    let (w, h) = extent(r, size);
    match r.shape {
        RingShape::Ring => {
            let top = h / 2.0 - (r.nodes.len() as f64 - 1.0) * 15.0;
            Point::new(288.0, top + index as f64 * 30.0)
        }
        RingShape::Strip => {
            let columns = if size == Size::Wide { 3 } else { 2 };
            let (column, row) = (index % columns, index / columns);
            let gap = (w - 40.0) / columns as f64;
            Point::new(24.0 + column as f64 * gap, 130.0 + row as f64 * 30.0)
        }
    }
}

/// A node's line of the list: swatch, name, keys.
fn row(node: &RingNode, p: Point) -> AnyView {
    let says = match (node.keys, node.weight) {
        (1, 1) => "1 key".to_owned(),
        (k, 1) => format!("{k} keys"),
        (k, w) => format!("{k} keys, ×{w}"),
    };
    let shapes = vec![
        swatch(node.tone, Point::new(p.x, p.y)),
        text("name", Point::new(p.x + 16.0, p.y + 4.0), draw::short(&node.label, 8)),
        text("quiet", Point::new(p.x + 62.0, p.y + 4.0), says),
    ];
    group(toned("owner", node.tone), shapes)
}

/// A small mark in a node's colour and shape: the shape tells apart what the colour may not.
fn swatch(tone: Tone, p: Point) -> AnyView {
    let (x, y) = (px(p.x), px(p.y));
    let kind = if let Tone::Entity(i) = tone { i % 4 } else { 0 };
    match kind {
        0 => circle("swatch", p, 6.0),
        1 => rect("swatch", Point::new(p.x - 5.5, p.y - 5.5), 11.0, 11.0, 1.0),
        2 => path("swatch", format!("M{x} {y}m0-7l7 7l-7 7l-7-7z")),
        _ => path("swatch", format!("M{x} {y}m0-7l7 12h-14z")),
    }
}

fn turn(place: u64) -> f64 {
    place as f64 / 4_294_967_296.0 * std::f64::consts::TAU
}

fn on(radius: f64, angle: f64) -> Point {
    Point::new(CENTRE.x + radius * libm::sin(angle), CENTRE.y - radius * libm::cos(angle))
}

/// The stretches with their owners, neighbours of one owner joined: `(from, to, node)`.
fn stretches(r: &Ring) -> Vec<(u64, u64, u32)> {
    const END: u64 = 1 << 32;
    let mut out: Vec<(u64, u64, u32)> = Vec::new();
    let mut push = |from: u64, to: u64, node: u32| match out.last_mut() {
        Some(last) if last.2 == node && last.1 == from => last.1 = to,
        _ => out.push((from, to, node)),
    };
    if r.arcs.len() <= ARCS_MAX {
        for (i, arc) in r.arcs.iter().enumerate() {
            let to = r.arcs.get(i + 1).map_or(END, |next| u64::from(next.from));
            push(u64::from(arc.from), to, arc.node);
        }
        // On a ring the last stretch goes on over the start.
        if let (Some(first), Some(last)) = (r.arcs.first(), r.arcs.last())
            && first.from > 0
            && r.shape == RingShape::Ring
        {
            push(0, u64::from(first.from), last.node);
        }
        return out;
    }
    for i in 0..ARCS_MAX as u64 {
        let (from, to) = (i * END / ARCS_MAX as u64, (i + 1) * END / ARCS_MAX as u64);
        let index = r.arcs.partition_point(|a| u64::from(a.from) <= from);
        let arc = index.checked_sub(1).map_or_else(|| r.arcs.last(), |i| r.arcs.get(i));
        push(from, to, arc.map_or(0, |a| a.node));
    }
    out
}

fn tone(r: &Ring, node: u32) -> Tone {
    r.nodes.get(node as usize).map_or(Tone::Quiet, |n| n.tone)
}

fn arcs(r: &Ring) -> Shapes {
    let mut out = Vec::new();
    for (from, to, node) in stretches(r) {
        let (a, b) = (turn(from), turn(to));
        let class = toned("arc", tone(r, node));
        if to - from == 1 << 32 {
            out.push(circle(toned("arc whole", tone(r, node)), CENTRE, (INNER + OUTER) / 2.0));
            continue;
        }
        let large = u8::from(b - a > std::f64::consts::PI);
        let (p, q, s, t) = (on(OUTER, a), on(OUTER, b), on(INNER, b), on(INNER, a));
        let d = format!(
            "M{}A{OUTER} {OUTER} 0 {large} 1 {}L{}A{INNER} {INNER} 0 {large} 0 {}Z",
            at(p),
            at(q),
            at(s),
            at(t)
        );
        out.push(path(class, d));
    }
    let few = r.nodes.iter().map(|n| n.points.len()).sum::<usize>() <= 120;
    if few {
        for node in &r.nodes {
            for point in &node.points {
                let angle = turn(u64::from(*point));
                let class = toned("point", node.tone);
                out.push(line(class, on(INNER - 8.0, angle), on(INNER, angle)));
            }
        }
    }
    out
}

fn keys(r: &Ring, size: Size) -> Shapes {
    let named = r.keys.len() <= NAMES_MAX && size != Size::Mini;
    let mut out = Vec::new();
    for key in &r.keys {
        let angle = turn(u64::from(key.place));
        let p = on(KEYS, angle);
        let mut shapes = Vec::new();
        if key.moved_from.is_some() {
            shapes.push(circle("moved", p, 7.0));
        }
        shapes.push(circle("dot", p, 3.5));
        if named {
            let q = on(INNER - 14.0, angle);
            let label = draw::short(&key.label, 8);
            shapes.push(text("mid", Point::new(q.x, q.y + 4.0), label));
        }
        out.push(group(toned("key", tone(r, key.node)), shapes));
    }
    out
}

fn along(w: f64, place: u64) -> f64 {
    20.0 + place as f64 / 4_294_967_296.0 * (w - 40.0)
}

fn cells(r: &Ring, w: f64) -> Shapes {
    let cells = stretches(r).into_iter().map(|(from, to, node)| {
        let (a, b) = (along(w, from), along(w, to));
        rect(toned("arc", tone(r, node)), Point::new(a, 56.0), b - a, 32.0, 0.0)
    });
    cells.collect()
}

fn pins(r: &Ring, w: f64, size: Size) -> Shapes {
    let named = r.keys.len() <= NAMES_MAX && size != Size::Mini;
    let mut out = Vec::new();
    for (i, key) in r.keys.iter().enumerate() {
        let x = along(w, u64::from(key.place));
        let p = Point::new(x, 44.0);
        let mut shapes = vec![line("pin", p, Point::new(x, 56.0))];
        if key.moved_from.is_some() {
            shapes.push(circle("moved", p, 7.0));
        }
        shapes.push(circle("dot", p, 3.5));
        if named {
            // Neighbours take turns, above and below.
            let y = if i % 2 == 0 { 32.0 } else { 106.0 };
            shapes.push(text("mid", Point::new(x, y), draw::short(&key.label, 8)));
        }
        out.push(group(toned("key", tone(r, key.node)), shapes));
    }
    out
}
