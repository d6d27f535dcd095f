//! A lane for each process, arrows for messages, marks for what happened there.
//!
//! One drawing in two directions: time runs to the right where there is room, and downwards on a
//! phone. Solid: it happened. Dotted: still on its way. A cross: lost.

use sandtable_core::scene::{Arrow, Fate, Mark, MarkShape, SpaceTime};

use super::Size;
use super::draw::{self, Point, Shapes, circle, group, jump, line, path, rect, text, toned, width};
use super::labels::{Anchor, Labels, SIZE};
use super::space_time_frame::Frame;
use crate::dom::El;

/// Draws a space-time diagram.
pub(crate) fn space_time(d: &SpaceTime, size: Size) -> El {
    let frame = Frame::new(d, size);
    let mut words = Labels::new(frame.w, frame.h);
    let mut shapes: Shapes = vec![group("lanes", lanes(d, &frame, &mut words))];
    shapes.push(group("spans", spans(d, &frame)));
    let arrows: Vec<&Arrow> = d.arrows.iter().filter(|a| has_room(a, &frame)).collect();
    let marks: Vec<&Mark> = d.marks.iter().filter(|m| frame.shows(m.at, m.at)).collect();
    for mark in &marks {
        let p = frame.at(mark.lane, mark.at);
        words.reserve(Point::new(p.x - 5.0, p.y - 5.0), Point::new(p.x + 5.0, p.y + 5.0));
    }
    for a in &arrows {
        let to = frame.at(a.to, a.ends);
        let from = frame.enters(frame.at(a.from, a.sent), to);
        words.avoid(from, to);
        if matches!(a.fate, Fate::Lost(_)) {
            let cross = lost_at(from, to);
            let corner = |by: f64| Point::new(cross.x + by, cross.y + by);
            words.reserve(corner(-5.0), corner(5.0));
        }
    }
    let (from, to) = frame.heads();
    words.reserve(from, to);
    let flags: Vec<&Mark> =
        marks.iter().copied().filter(|m| m.shape == MarkShape::Violation).collect();
    for at in flags.iter().map(|m| m.at).chain([d.now]) {
        let (from, to) = frame.across(at);
        words.avoid(from, to);
    }
    let flags = group("flags", violations(&flags, &frame, &mut words));
    let mut beside: Shapes = Vec::new();
    let marks: Shapes = marks
        .iter()
        .filter(|m| m.shape != MarkShape::Violation)
        .map(|m| mark(m, &frame, &mut words, &mut beside))
        .collect();
    let arrows = arrows.into_iter().map(|a| arrow(d, a, &frame, &mut words, &mut beside)).collect();
    shapes.push(group("arrows", arrows));
    shapes.push(group("marks", marks));
    shapes.push(now(d, &frame));
    shapes.push(group("words", beside));
    shapes.push(flags);
    draw::picture(size.class("space-time"), d.title.clone(), frame.w, frame.h, shapes)
}

fn lanes(d: &SpaceTime, frame: &Frame, words: &mut Labels) -> Shapes {
    let mut out = Vec::new();
    for (i, lane) in d.lanes.iter().enumerate() {
        let i = i as u32;
        let (a, b) = frame.lane_line(i);
        out.push(line("lane", a, b));
        if frame.mini {
            continue;
        }
        for p in frame.breaks(i) {
            out.push(path("gap", frame.break_strokes(p)));
        }
        let (p, anchor) = frame.lane_head(i);
        out.push(text(format!("name{}", anchor.class()), p, draw::short(&lane.label, 9)));
    }
    if !frame.mini {
        // The moments of what happened in the first lane, and of faults: the turns of the story.
        let marks = d.marks.iter().filter(|m| m.lane == 0 || m.shape != MarkShape::Point);
        let mut moments: Vec<_> = marks.map(|m| m.at).filter(|at| frame.shows(*at, *at)).collect();
        moments.dedup();
        for at in moments {
            let says = at.spoken();
            if let Some((p, anchor)) = words.place(&says, &[frame.tick(at)]) {
                out.push(text(format!("quiet{}", anchor.class()), p, says));
            }
        }
    }
    out
}

fn spans(d: &SpaceTime, frame: &Frame) -> Shapes {
    let shown = d.spans.iter().filter(|s| frame.shows(s.from, s.to));
    let lines = shown.map(|s| {
        let class = if s.down { "span down" } else { "span paused" };
        let to = frame.at(s.lane, s.to);
        line(class, frame.enters(frame.at(s.lane, s.from), to), to)
    });
    lines.collect()
}

fn arrow(d: &SpaceTime, a: &Arrow, frame: &Frame, words: &mut Labels, beside: &mut Shapes) -> El {
    let (sent, whole) = (frame.at(a.from, a.sent), frame.at(a.to, a.ends));
    let from = frame.enters(sent, whole);
    let direction = from.direction(whole);
    let kind = if a.reply { "arrow reply" } else { "arrow request" };
    let mut shapes = Vec::new();
    let lane = |i: u32| d.lanes.get(i as usize).map_or("?", |l| l.label.as_str());
    let (sender, receiver) = (lane(a.from), lane(a.to));
    let fate = match a.fate {
        Fate::Delivered => {
            let tip = whole.step(direction, -3.5);
            // Of an arrow that began long before the frame, only its head may be left.
            if from.distance(tip) > 8.0 {
                shapes.push(line("", from, tip.step(direction, -7.0)));
            }
            shapes.push(draw::head("tip", tip, direction, 9.0));
            String::new()
        }
        Fate::InFlight => {
            let gone = frame.share(a.sent, a.ends, d.now);
            let here = sent.toward(whole, gone);
            shapes.push(line("", from, here));
            shapes.push(line("ahead", here, whole));
            if gone > 0.02 {
                shapes.push(draw::head("tip", here.step(direction, 5.0), direction, 9.0));
            }
            ", on its way".to_owned()
        }
        Fate::Lost(why) => {
            let end = lost_at(from, whole);
            shapes.push(line("", from, end));
            shapes.push(draw::cross("lost", end, 5.0));
            if !frame.mini {
                let why = format!("lost: {why}");
                let places = frame.around(end, 12.0);
                // Its cross says enough where there is no room.
                if let Some((p, anchor)) = words.place_clear(&why, &places) {
                    beside.push(text(format!("quiet{}", anchor.class()), p, why.clone()));
                }
            }
            format!(", lost: {why}")
        }
    };
    if !frame.mini && frame.labels_arrows && from.distance(whole) > 24.0 {
        let end = if a.fate == Fate::InFlight { frame.share(a.sent, a.ends, d.now) } else { 1.0 };
        let side = Point::new(-direction.y, direction.x);
        let side = if side.y > 0.0 { Point::new(-side.x, -side.y) } else { side };
        let mut places = Vec::new();
        for share in [0.5, 0.38, 0.62, 0.25, 0.75, 0.86, 0.14] {
            let p = from.toward(whole, share * end);
            let w = width(&a.label, SIZE) / 2.0;
            for sign in [1.0, -1.0] {
                // Beside the line: the farther, the flatter the text lies along it.
                let off = 5.0 + w * side.x.abs() + SIZE * 0.45 * side.y.abs();
                let q = p.step(side, sign * off);
                places.push((Point::new(q.x, q.y + SIZE * 0.35), Anchor::Mid));
            }
        }
        if end > 0.15
            && let Some((p, anchor)) = words.place(&a.label, &places)
        {
            let class = toned("", a.tone) + anchor.class();
            beside.push(text(class, p, a.label.clone()));
        }
    }
    let title = format!("{sender} to {receiver}: {}{fate}", a.label);
    jump(&toned(kind, a.tone), a.step, title, shapes)
}

/// Whether an arrow is in the frame: of one that ends at the frame's edge there would be nothing but its
/// head, over the name of a lane.
fn has_room(a: &Arrow, frame: &Frame) -> bool {
    let (sent, whole) = (frame.at(a.from, a.sent), frame.at(a.to, a.ends));
    let from = frame.enters(sent, whole);
    frame.shows(a.sent, a.ends) && (from == sent || from.distance(whole) > 24.0)
}

/// Where the cross of a lost message stands.
fn lost_at(from: Point, whole: Point) -> Point {
    whole.step(from.direction(whole), -10.0)
}

fn mark(m: &Mark, frame: &Frame, words: &mut Labels, beside: &mut Shapes) -> El {
    let p = frame.at(m.lane, m.at);
    let shape = match m.shape {
        MarkShape::Fault => draw::cross("", p, 5.0),
        _ => circle("", p, 4.5),
    };
    if !m.label.is_empty() && !frame.mini {
        let says = draw::short(&m.label, 18);
        let places = if m.lane == 0 { frame.outside(p) } else { frame.around(p, 9.0) };
        if let Some((q, anchor)) = words.place(&says, &places) {
            beside.push(text(toned("", m.tone) + anchor.class(), q, says));
        }
    }
    let class = if m.shape == MarkShape::Fault { "mark fault" } else { "mark point" };
    jump(&toned(class, m.tone), m.step, m.label.clone(), vec![shape])
}

/// The line of the present.
fn now(d: &SpaceTime, frame: &Frame) -> El {
    let (a, b) = frame.across(d.now);
    line("now", a, b)
}

/// A line through all lanes, and a flag that says what was broken.
fn violations(marks: &[&Mark], frame: &Frame, words: &mut Labels) -> Shapes {
    let mut out = Vec::new();
    // Several checks broken at one moment share a line; the first one's flag is shown.
    let mut last = None;
    for m in marks {
        if last == Some(m.at) {
            continue;
        }
        last = Some(m.at);
        let (a, b) = frame.across(m.at);
        let mut shapes = vec![line("", a, b)];
        if !frame.mini {
            let lines = halves(&m.label);
            let w = lines.iter().map(|l| width(l, SIZE)).fold(0.0, f64::max) + 16.0;
            let h = lines.len() as f64 * 15.0 + 8.0;
            let p = words.box_at(&frame.flags(m.at, w, h), w, h);
            shapes.push(rect("flag", p, w, h, 6.0));
            for (i, says) in lines.iter().enumerate() {
                let q = Point::new(p.x + 8.0, p.y + 16.0 + i as f64 * 15.0);
                shapes.push(text("on-flag", q, says.clone()));
            }
        }
        out.push(jump("violation", m.step, m.label.clone(), shapes));
    }
    out
}

/// A sentence in one line if it is short, else in two of about equal length.
fn halves(says: &str) -> Vec<String> {
    let says = draw::short(says, 64);
    if says.chars().count() <= 24 {
        return vec![says];
    }
    let middle = says.len() / 2;
    let cut = says.match_indices(' ').map(|(i, _)| i).min_by_key(|i| i.abs_diff(middle));
    match cut {
        Some(i) => vec![says[..i].to_owned(), says[i + 1..].to_owned()],
        None => vec![says],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_reason_takes_two_lines() {
        let lines = halves("a read returned v1, after v2 was saved");
        assert_eq!(lines, ["a read returned v1,", "after v2 was saved"]);
        assert_eq!(halves("stale"), ["stale"]);
    }
}
