//! Keys on nodes: a circle or strips of hash space in the colours of their owners.

use sandtable_core::scene::{Ring, RingKey, RingNode, RingShape, Tone};

use crate::dom::{El, svg};

use super::draw::{self, Point, Shapes, at, circle, group, line, px, text, toned};
use super::labels::{self, Anchor, Labels};
use super::{NARROW, Size};

/// The circle's centre and its radii: of the band, and of the keys outside it.
pub(crate) const CENTRE: Point = Point { x: 142.0, y: 152.0 };
const INNER: f64 = 86.0;
const OUTER: f64 = 110.0;
/// Between the band's two radii; its width is in the style sheet.
const MIDDLE: f64 = (INNER + OUTER) / 2.0;
const KEYS: f64 = 124.0;
/// Of the nodes' points, inside the band; more of them are not drawn.
const POINTS: f64 = 82.0;
const POINTS_MAX: usize = 120;
/// The strip's distance from both sides, and the height of its middle.
const MARGIN: f64 = 20.0;
const BAND: f64 = 72.0;
/// More keys than this carry no names.
const NAMES_MAX: usize = 14;
/// More stretches than this are drawn by their owner at so many places.
const ARCS_MAX: usize = 720;

/// Draws a ring or a strip.
pub(crate) fn ring(r: &Ring, size: Size) -> El {
    let mut shapes: Shapes = Vec::new();
    let (w, h) = extent(r, size);
    match r.shape {
        RingShape::Ring => {
            // On a phone the list stands below the circle, which is in the middle then.
            let shift = format!("translate({} 0)", px((w - 2.0 * CENTRE.x) / 2.0));
            for part in [group("arcs", arcs(r)), group("keys", keys(r, size))] {
                let narrow = matches!(size, Size::Narrow | Size::Mini);
                shapes.push(if narrow { part.attr("transform", shift.clone()) } else { part });
            }
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
        (RingShape::Ring, Size::Mini) => (400.0, 304.0),
        (RingShape::Ring, Size::Narrow) => (NARROW, 316.0 + (count / 2.0).ceil() * 30.0),
        (RingShape::Ring, _) => (420.0, 304.0_f64.max(count * 30.0 + 24.0)),
        (RingShape::Strip, Size::Mini) => (400.0, 120.0),
        (RingShape::Strip, Size::Narrow) => (NARROW, 138.0 + (count / 2.0).ceil() * 30.0),
        (RingShape::Strip, Size::Wide | Size::Broad) => {
            (600.0, 138.0 + (count / 3.0).ceil() * 30.0)
        }
    }
}

/// Where a node's line of the list begins.
pub(crate) fn place(r: &Ring, size: Size, index: usize) -> Point {
    let (w, h) = extent(r, size);
    match (r.shape, size) {
        (RingShape::Ring, Size::Narrow) => {
            let (column, row) = (index % 2, index / 2);
            Point::new(16.0 + column as f64 * 150.0, 324.0 + row as f64 * 30.0)
        }
        (RingShape::Ring, _) => {
            let top = h / 2.0 - (r.nodes.len() as f64 - 1.0) * 15.0;
            Point::new(288.0, top + index as f64 * 30.0)
        }
        (RingShape::Strip, _) => {
            let columns = if matches!(size, Size::Wide | Size::Broad) { 3 } else { 2 };
            let (column, row) = (index % columns, index / columns);
            let gap = (w - 40.0) / columns as f64;
            Point::new(24.0 + column as f64 * gap, 140.0 + row as f64 * 30.0)
        }
    }
}

/// A node's line of the list: swatch, name, keys.
fn row(node: &RingNode, p: Point) -> El {
    let says = match (node.keys, node.weight) {
        (1, 1) => "1 key".to_owned(),
        (k, 1) => format!("{k} keys"),
        (k, w) => format!("{k} keys, ×{w}"),
    };
    let shapes = vec![
        draw::entity("swatch", node.tone, Point::new(p.x, p.y), 6.0),
        text("name", Point::new(p.x + 16.0, p.y + 4.0), draw::short(&node.label, 8)),
        text("quiet", Point::new(p.x + 62.0, p.y + 4.0), says),
    ];
    group(toned("owner", node.tone), shapes)
}

fn turn(place: u64) -> f64 {
    place as f64 / 4_294_967_296.0
}

fn on(radius: f64, turn: f64) -> Point {
    draw::on_circle(CENTRE, radius, turn)
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

/// Each owner's stretches as one circle, dashed where they lie: some hundreds take no more room
/// than a list of their lengths.
fn arcs(r: &Ring) -> Shapes {
    let mut out = Vec::new();
    let stretches = stretches(r);
    for node in 0..r.nodes.len() as u32 {
        let own = stretches.iter().filter(|s| s.2 == node).copied();
        out.extend(dashed("arc", tone(r, node), MIDDLE, own));
    }
    if r.nodes.iter().map(|n| n.points.len()).sum::<usize>() <= POINTS_MAX {
        // A mark two units wide, at a radius of `POINTS`.
        let half = (4_294_967_296.0 / (std::f64::consts::TAU * POINTS)) as u64;
        for node in &r.nodes {
            let mut points = node.points.clone();
            points.sort_unstable();
            let marks = points.into_iter().map(|p| {
                let place = u64::from(p);
                (place.saturating_sub(half), place + half, 0)
            });
            out.extend(dashed("points", node.tone, POINTS, marks));
        }
    }
    out
}

/// A circle round the centre, dashed where the stretches lie.
fn dashed(
    class: &str,
    tone: Tone,
    radius: f64,
    own: impl Iterator<Item = (u64, u64, u32)>,
) -> Option<El> {
    let dashes = dashes(own, std::f64::consts::TAU * radius)?;
    let circle = circle(toned(class, tone), CENTRE, radius)
        .attr("transform", format!("rotate(-90 {})", at(CENTRE)))
        .attr("stroke-dasharray", dashes);
    Some(circle)
}

fn keys(r: &Ring, size: Size) -> Shapes {
    let (w, h) = extent(r, size);
    let mut words = Labels::new(w, h);
    let names = names(r, size, |key, label| {
        let angle = turn(u64::from(key.place));
        let side = on(1.0, angle).x - CENTRE.x;
        let anchor = match side.abs() < 0.45 {
            true => Anchor::Mid,
            false if side > 0.0 => Anchor::End,
            false => Anchor::Start,
        };
        let places = [9.0, 18.0, 27.0, 40.0, 53.0].map(|inward| {
            let p = on(POINTS - inward, angle);
            let aside = |dx: f64, anchor| (Point::new(p.x + dx, p.y + 4.0), anchor);
            match anchor {
                Anchor::Mid => {
                    [aside(0.0, anchor), aside(-6.0, Anchor::Start), aside(6.0, Anchor::End)]
                }
                side => [aside(0.0, side); 3],
            }
        });
        // Never across the band.
        let places = places.as_flattened().iter().copied();
        let places: Vec<_> = places.filter(|p| labels::within(label, *p, CENTRE, POINTS)).collect();
        words.place(label, &places)
    });
    let mut out = Vec::new();
    for (key, name) in r.keys.iter().zip(names) {
        let p = on(KEYS, turn(u64::from(key.place)));
        let mut shapes = Vec::new();
        if key.moved_from.is_some() {
            shapes.push(circle("moved", p, 7.0));
        }
        shapes.push(draw::entity("dot", tone(r, key.node), p, 3.5));
        shapes.extend(name);
        out.push(group(toned("key", tone(r, key.node)), shapes));
    }
    out
}

/// The name of each key at the place that is found for it, those that moved before the others.
fn names(
    r: &Ring,
    size: Size,
    mut place: impl FnMut(&RingKey, &str) -> Option<(Point, Anchor)>,
) -> Vec<Option<El>> {
    let mut out: Vec<Option<El>> = r.keys.iter().map(|_| None).collect();
    if r.keys.len() > NAMES_MAX || size == Size::Mini {
        return out;
    }
    for moved in [true, false] {
        for (key, name) in r.keys.iter().zip(&mut out) {
            if key.moved_from.is_some() == moved {
                let label = draw::short(&key.label, 8);
                let found = place(key, &label);
                *name = found.map(|(p, anchor)| text(anchor.class().trim_start(), p, label));
            }
        }
    }
    out
}

fn along(w: f64, place: u64) -> f64 {
    MARGIN + place as f64 / 4_294_967_296.0 * (w - 2.0 * MARGIN)
}

/// Each owner's cells as one line, with gaps where they are not.
fn cells(r: &Ring, w: f64) -> Shapes {
    let stretches = stretches(r);
    let whole = w - 2.0 * MARGIN;
    let rows = (0..r.nodes.len() as u32).filter_map(|node| {
        let dashes = dashes(stretches.iter().filter(|s| s.2 == node).copied(), whole)?;
        let ends = (Point::new(MARGIN, BAND), Point::new(w - MARGIN, BAND));
        let line = svg("path")
            .attr("class", toned("cells", tone(r, node)))
            .attr("d", format!("M{}L{}", at(ends.0), at(ends.1)))
            .attr("stroke-dasharray", dashes);
        Some(line)
    });
    rows.collect()
}

/// The dashes and gaps of one owner's stretches, in ascending order, along a line of some length: a
/// gap first, of which the dash before it has no length. `None` if it owns nothing that can be seen.
fn dashes(own: impl Iterator<Item = (u64, u64, u32)>, length: f64) -> Option<String> {
    const WHOLE: f64 = 4_294_967_296.0;
    let tenths = |place: u64| (place as f64 / WHOLE * length * 10.0).round() as i64;
    let mut out = String::from("0");
    let (mut end, mut seen) = (0, false);
    for (from, to, _) in own {
        let (from, to) = (tenths(from).max(end), tenths(to));
        if to > from {
            out +=
                &format!(" {} {}", px((from - end) as f64 / 10.0), px((to - from) as f64 / 10.0));
            (end, seen) = (to, true);
        }
    }
    // Longer than what is left, so that the pattern does not start again.
    out += &format!(" {}", px(length));
    seen.then_some(out)
}

fn pins(r: &Ring, w: f64, size: Size) -> Shapes {
    let mut words = Labels::new(w, extent(r, size).1);
    let names = names(r, size, |key, label| {
        let x = along(w, u64::from(key.place));
        let places = [32.0, 106.0, 18.0, 120.0].map(|y| {
            let aside = |dx: f64, anchor| (Point::new(x + dx, y), anchor);
            [aside(0.0, Anchor::Mid), aside(-4.0, Anchor::Start), aside(4.0, Anchor::End)]
        });
        words.place(label, places.as_flattened())
    });
    let mut out = Vec::new();
    for (key, name) in r.keys.iter().zip(names) {
        let x = along(w, u64::from(key.place));
        let p = Point::new(x, 44.0);
        let mut shapes = vec![line("pin", p, Point::new(x, 56.0))];
        if key.moved_from.is_some() {
            shapes.push(circle("moved", p, 7.0));
        }
        shapes.push(draw::entity("dot", tone(r, key.node), p, 3.5));
        shapes.extend(name);
        out.push(group(toned("key", tone(r, key.node)), shapes));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use sandtable_core::scene::Arc;

    #[test]
    fn dashes_lie_where_the_stretches_are() {
        const HALF: u64 = 1 << 31;
        let own = [(0, HALF / 2, 0), (HALF, HALF + HALF / 2, 0)];
        // A quarter, a gap of a quarter, a quarter; then a gap that is long enough.
        assert_eq!(dashes(own.into_iter(), 100.0).as_deref(), Some("0 0 25 25 25 100"));
        assert_eq!(
            dashes([(HALF, 2 * HALF, 0)].into_iter(), 100.0).as_deref(),
            Some("0 50 50 100")
        );
        assert_eq!(dashes([].into_iter(), 100.0), None);
        // Too short to be seen, and no drift: the lengths add up to the whole.
        let many: Vec<(u64, u64, u32)> =
            (0..999).map(|i| (i * 4_299_266, (i + 1) * 4_299_266, 0)).collect();
        let text = dashes(many.into_iter(), 600.0).expect("something is seen");
        let sum: f64 = text.split(' ').map(|t| t.parse::<f64>().expect("a number")).sum();
        assert!((sum - 1200.0).abs() < 0.2, "{sum}");
    }

    #[test]
    fn the_last_stretch_of_a_ring_goes_on_over_the_start() {
        let arcs = vec![Arc { from: 10, node: 0 }, Arc { from: 20, node: 1 }];
        let ring = Ring { arcs: arcs.clone(), ..Ring::default() };
        let all: Vec<(u64, u64, u32)> = stretches(&ring);
        assert!(all.contains(&(20, 1 << 32, 1)) && all.contains(&(0, 10, 1)));
        let strip = Ring { arcs, shape: RingShape::Strip, ..Ring::default() };
        assert_eq!(stretches(&strip).len(), 2);
    }
}
