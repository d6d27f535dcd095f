//! Sources, queues, limiters, servers and counters, and what flows between them.

use sandtable_core::scene::{
    Flow, Gauge, LinkState, Pipe, Stage, StageKind, Tone, insertion_sort_by_key,
};

use super::Size;
use super::draw::{
    self, Point, Shapes, at, circle, cross, group, head, path, px, rect, text, toned, width,
};
use super::flow_layout::{Frame, Layout, along, figures};
use super::labels::SIZE;
use crate::dom::El;

/// Draws a flow.
pub(crate) fn flow(f: &Flow, size: Size) -> El {
    let layout = Layout::new(f, size);
    let mut shapes: Shapes = Vec::new();
    shapes.push(group("pipes", f.pipes.iter().filter_map(|p| pipe(f, p, &layout, size)).collect()));
    let stages = f.stages.iter().zip(&layout.stages);
    shapes.push(group("parts", stages.map(|(s, frame)| stage(s, *frame, size)).collect()));
    draw::picture(size.class("flow"), f.title.clone(), layout.w, layout.h, shapes)
}

/// The way of a pipe, if both its ends are there.
pub(crate) fn way(f: &Flow, pipe: &Pipe, layout: &Layout) -> Option<Vec<Point>> {
    let find = |id: &str| f.stages.iter().position(|s| s.id == id);
    Some(layout.way(find(&pipe.from)?, find(&pipe.to)?))
}

fn pipe(f: &Flow, pipe: &Pipe, layout: &Layout, size: Size) -> Option<El> {
    let way = way(f, pipe, layout)?;
    let mut d = format!("M{}", at(way[0]));
    for (a, b) in way.iter().zip(&way[1..]) {
        // Every piece is level or upright.
        if (a.x - b.x).abs() >= 0.1 {
            d.push_str(&format!("H{}", px(b.x)));
        }
        if (a.y - b.y).abs() >= 0.1 {
            d.push_str(&format!("V{}", px(b.y)));
        }
    }
    let mut shapes = vec![path("way", d.clone())];
    if size != Size::Mini {
        let tip = way[way.len() - 1];
        let direction = way[way.len() - 2].direction(tip);
        shapes.push(head("tip", tip, direction, 7.0));
    }
    let class = match pipe.state {
        LinkState::Whole => "pipe",
        LinkState::Slow => "pipe slow",
        LinkState::Cut => "pipe cut",
    };
    shapes.extend(match size {
        Size::Mini => beads(pipe, &d),
        _ => dots(pipe, &way),
    });
    if pipe.state == LinkState::Cut {
        let middle = along(&way, 0.5);
        shapes.push(group("sign", vec![circle("", middle, 9.0), cross("", middle, 3.5)]));
    }
    Some(group(class, shapes))
}

/// What is under way: one shape for each tone, so that a moment of dense traffic changes few.
fn dots(pipe: &Pipe, way: &[Point]) -> Shapes {
    let mut out: Vec<(Tone, Vec<String>)> = Vec::new();
    for dot in &pipe.dots {
        let p = along(way, dot.progress);
        let drawn = format!("M{}a5 5 0 1 0 10 0a5 5 0 1 0-10 0", at(Point::new(p.x - 5.0, p.y)));
        match out.iter_mut().find(|(tone, _)| *tone == dot.tone) {
            Some((_, all)) if all.contains(&drawn) => {}
            Some((_, all)) => all.push(drawn),
            None => out.push((dot.tone, vec![drawn])),
        }
    }
    out.into_iter().map(|(tone, all)| path(toned("dot", tone), all.concat())).collect()
}

/// How many parts a way has, for its beads.
const PARTS: u32 = 200;

/// The same in a small frame: dashes without length on a thick line along the way `d`, one line for
/// each tone. Counted in parts, they are the same on ways of any length.
fn beads(pipe: &Pipe, d: &str) -> Shapes {
    let mut out: Vec<(Tone, Vec<u32>)> = Vec::new();
    for dot in &pipe.dots {
        // One at the very end would not be drawn.
        let part = ((dot.progress * f64::from(PARTS)).round() as u32).min(PARTS - 1);
        match out.iter_mut().find(|(tone, _)| *tone == dot.tone) {
            Some((_, all)) => all.push(part),
            None => out.push((dot.tone, vec![part])),
        }
    }
    let line = |(tone, mut all): (Tone, Vec<u32>)| {
        insertion_sort_by_key(&mut all, |part| *part);
        all.dedup();
        let gaps = all.windows(2).map(|pair| format!("0 {} ", pair[1] - pair[0]));
        let gaps = gaps.collect::<String>() + &format!("0 {PARTS}");
        let line = path(toned("beads", tone), d.to_owned()).attr("pathLength", PARTS.to_string());
        line.attr("stroke-dashoffset", format!("-{}", all[0])).attr("stroke-dasharray", gaps)
    };
    out.into_iter().map(line).collect()
}

fn stage(s: &Stage, frame: Frame, size: Size) -> El {
    let Frame { from, w, h } = frame;
    let mut class = toned("part", s.tone);
    class.push_str(if s.down { " down" } else { "" });
    let mut shapes = vec![outline(s.kind, from, w, h)];
    if size == Size::Mini {
        let count = s.gauges.len() as f64;
        shapes.extend(s.gauges.iter().zip(1..).map(|(g, i)| {
            let y = from.y + (h * f64::from(i) / (count + 1.0)).round() - 7.0;
            level(g, Point::new(from.x + 10.0, y), w - 20.0, 14.0)
        }));
        return group(class, shapes);
    }
    let x = from.x + 12.0;
    let mut y = from.y + 21.0;
    shapes.push(text("name", Point::new(x, y), draw::fit(&s.label, SIZE, w - 20.0)));
    if s.down {
        shapes.push(cross("sign", Point::new(from.x + w - 14.0, from.y + 15.0), 5.0));
    }
    for g in &s.gauges {
        y += 19.0;
        shapes.push(text("quiet", Point::new(x, y), g.label.clone()));
        let start = width(&g.label, SIZE) + 8.0;
        let room = (w - 32.0 - start - figures(g)).max(20.0);
        shapes.push(level(g, Point::new(x + start, y - 9.0), room, 10.0));
        let says = format!("{} of {}", tenths(g.value), tenths(g.max));
        shapes.push(text("quiet end", Point::new(from.x + w - 12.0, y), says));
    }
    if !s.tallies.is_empty() {
        y += 19.0;
        let mut at = x;
        for tally in &s.tallies {
            let says = format!("{} {}", tally.label, tally.count);
            let wide = width(&says, SIZE) + 12.0;
            shapes.push(text(toned("tally", tally.tone), Point::new(at, y), says));
            at += wide;
        }
    }
    if !s.note.is_empty() {
        let tone = if s.tone == Tone::Plain { Tone::Quiet } else { s.tone };
        shapes.push(text(
            toned("note", tone),
            Point::new(x, y + 18.0),
            draw::fit(&s.note, SIZE, w - 20.0),
        ));
    }
    group(class, shapes)
}

/// The kind decides the outline: a source is pointed, a queue open at one side, a limiter a gate, a
/// server a box, a store a cylinder, a counter rounded.
fn outline(kind: StageKind, from: Point, w: f64, h: f64) -> El {
    let (x, y) = (px(from.x), px(from.y));
    match kind {
        StageKind::Source => path(
            "body",
            format!(
                "M{x} {y}h{}l10 {}l-10 {}h-{}z",
                px(w - 10.0),
                px(h / 2.0),
                px(h / 2.0),
                px(w - 10.0)
            ),
        ),
        StageKind::Queue => path("body", format!("M{x} {y}h{}v{}h-{}", px(w), px(h), px(w))),
        StageKind::Store => path(
            "body",
            format!(
                "M{x} {}a{r} 7 0 0 1 {w} 0v{}a{r} 7 0 0 1 -{w} 0zm0 0a{r} 7 0 0 0 {w} 0",
                px(from.y + 3.0),
                px(h - 6.0),
                r = px(w / 2.0),
                w = px(w)
            ),
        ),
        StageKind::Counter => rect("body", from, w, h, h.min(24.0) / 2.0),
        StageKind::Limiter => rect("body gate", from, w, h, 6.0),
        StageKind::Server => rect("body", from, w, h, 2.0),
    }
}

/// A number with at most one digit after the point.
fn tenths(value: f64) -> String {
    px(value)
}

/// A level between 0 and its maximum.
fn level(g: &Gauge, p: Point, w: f64, h: f64) -> El {
    let share = if g.max > 0.0 { (g.value / g.max).clamp(0.0, 1.0) } else { 0.0 };
    let shapes =
        vec![rect("track", p, w, h, h / 2.0), rect("fill", p, (w * share).max(0.0), h, h / 2.0)];
    group(toned("gauge", g.tone), shapes)
}

#[cfg(test)]
mod tests {
    use sandtable_core::scene::Dot;

    use super::*;

    #[test]
    fn beads_are_dashes_in_parts_of_the_way() {
        let dot = |progress: f64, tone: Tone| Dot { progress, tone, ..Dot::default() };
        let dots = [(1.0, Tone::Good), (0.5, Tone::Good), (0.25, Tone::Bad), (0.5, Tone::Good)];
        let pipe = Pipe { dots: dots.map(|(at, tone)| dot(at, tone)).to_vec(), ..Pipe::default() };
        let drawn: Vec<String> =
            beads(&pipe, "M0 0H9").iter().map(crate::dom::html::write).collect();
        let line = |tone: &str, first: u32, gaps: &str| {
            format!(
                "<path class=\"beads tone-{tone}\" d=\"M0 0H9\" pathLength=\"200\" \
                 stroke-dashoffset=\"-{first}\" stroke-dasharray=\"{gaps}\"/>"
            )
        };
        // In order, each place once, the last one a little before the end.
        assert_eq!(drawn, [line("good", 100, "0 99 0 200"), line("bad", 50, "0 200")]);
    }
}
