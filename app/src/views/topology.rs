//! Nodes, the links between them, and messages in flight.
//!
//! Role decides the shape: a client is a rounded square, a member a circle, a stand-in a dashed
//! circle, a store a cylinder. A crashed node is ghosted with a cross, a cut link red and dashed
//! with a cross, a request filled, a reply hollow.

use sandtable_core::scene::{Badge, Health, LinkState, Message, Node, Role, Tone, Topology};

use super::Size;
use super::draw::{self, Point, Shapes, at, circle, group, path, rect, text, toned, width};
use super::labels::{Anchor, Labels, SIZE};
use super::topology_layout::{CLIENT, Flight, Layout, Way};
use crate::dom::El;

/// More links than this, and those that carry nothing are drawn thin.
const LINKS_MAX: usize = 10;

/// Draws a topology.
pub(crate) fn topology(t: &Topology, size: Size) -> El {
    let layout = Layout::new(t, size);
    let mut shapes: Shapes = Vec::new();
    shapes.push(group("links", links(t, &layout)));
    let nodes = t.nodes.iter().zip(&layout.nodes);
    for (node, place) in nodes.clone() {
        shapes.push(shape(node, *place, layout.radius, size));
    }
    if size == Size::Mini {
        shapes.push(group("messages", dots(t, &layout)));
    } else {
        let beside = nodes.map(|(node, place)| beside(node, *place, &layout));
        shapes.push(group("beside", beside.collect()));
        shapes.push(group("messages", messages(t, &layout)));
    }
    draw::picture(size.class("topology"), t.title.clone(), layout.width, layout.height, shapes)
}

fn curve(way: &Way) -> String {
    format!("M{}Q{} {}", at(way.from), at(way.bend), at(way.to))
}

fn links(t: &Topology, layout: &Layout) -> Shapes {
    let mut out = Vec::new();
    for link in &t.links {
        let Some(way) = layout.way_between(t, &link.a, &link.b) else { continue };
        let middle = way.at(0.5);
        out.push(match link.state {
            LinkState::Whole => {
                // Among many links, those that carry nothing now stay in the background.
                let carries = |m: &Message| {
                    (m.from == link.a && m.to == link.b) || (m.from == link.b && m.to == link.a)
                };
                let idle = t.links.len() > LINKS_MAX && !t.messages.iter().any(carries);
                group(if idle { "link idle" } else { "link" }, vec![path("", curve(&way))])
            }
            LinkState::Slow => {
                let hands = format!("M{}v-4M{}h3", at(middle), at(middle));
                let clock = vec![circle("", middle, 8.0), path("", hands)];
                group("link slow", vec![path("", curve(&way)), group("sign", clock)])
            }
            LinkState::Cut => {
                let sign = vec![circle("", middle, 9.0), draw::cross("", middle, 3.5)];
                group("link cut", vec![path("", curve(&way)), group("sign", sign)])
            }
        });
    }
    out
}

/// The node itself, with its name on it.
fn shape(node: &Node, p: Point, r: f64, size: Size) -> El {
    let mut shapes = Vec::new();
    let mut class = toned("node", node.tone);
    class.push_str(match node.health {
        Health::Up => "",
        Health::Paused => " paused",
        Health::Down => " down",
    });
    if size == Size::Mini
        && let Some(badge) = node.badges.first()
    {
        class.push_str(" holds-");
        class.push_str(badge.tone.name());
    }
    match node.role {
        Role::Client => {
            class.push_str(" client");
            let from = Point::new(p.x - CLIENT.0, p.y - CLIENT.1);
            shapes.push(rect("body", from, CLIENT.0 * 2.0, CLIENT.1 * 2.0, 8.0));
        }
        Role::Member => shapes.push(circle("body", p, r)),
        Role::StandIn => {
            class.push_str(" stand-in");
            shapes.push(circle("body", p, r));
        }
        Role::Store => {
            class.push_str(" store");
            let (w, h) = CLIENT;
            let (x0, x1) = (draw::px(p.x - w), draw::px(p.x + w));
            let (y0, y1) = (draw::px(p.y - h), draw::px(p.y + h));
            let d = format!(
                "M{x0} {y0}A28 7 0 0 1 {x1} {y0}V{y1}A28 7 0 0 1 {x0} {y1}ZM{x0} {y0}A28 7 0 0 0 {x1} {y0}"
            );
            shapes.push(path("body", d));
        }
    }
    if let Some(share) = node.timer {
        shapes.push(path("timer", arc(p, r + 5.0, share)));
    }
    let fits = size != Size::Mini || node.label.chars().count() <= 2;
    if fits {
        let drop = if size == Size::Mini { 10.5 } else { 4.5 };
        shapes.push(text("name mid", Point::new(p.x, p.y + drop), node.label.clone()));
    }
    match node.health {
        Health::Up => {}
        Health::Paused => {
            let (x, y) = (draw::px(p.x + r * 0.75), draw::px(p.y - r * 0.75));
            shapes.push(circle("sign-back", Point::new(p.x + r * 0.75, p.y - r * 0.75), 8.0));
            shapes.push(path("sign", format!("M{x} {y}m-2.5-3.5v7m5-7v7")));
        }
        Health::Down => shapes.push(draw::cross("sign", p, r * 0.62)),
    }
    group(class, shapes)
}

/// The part of a circle that is left of a timer, from the top, clockwise.
fn arc(p: Point, r: f64, share: f64) -> String {
    let share = share.clamp(0.0, 0.999);
    let to = draw::on_circle(p, r, share);
    let large = u8::from(share > 0.5);
    let (x, y, r) = (draw::px(p.x), draw::px(p.y - r), draw::px(r));
    format!("M{x} {y}A{r} {r} 0 {large} 1 {}", at(to))
}

/// What a node holds and does, beside it: to the right of members, below clients.
fn beside(node: &Node, p: Point, layout: &Layout) -> El {
    let r = layout.radius;
    let mut shapes = Vec::new();
    if node.role == Role::Client {
        let mut y = p.y + CLIENT.1 + 17.0;
        let x = (p.x - CLIENT.0 - 12.0).max(4.0);
        for part in wrapped(&node.note, 17) {
            shapes.push(text(toned("note", node.tone), Point::new(x, y), part));
            y += 15.0;
        }
        return group("", shapes);
    }
    let note = u32::from(!node.note.is_empty());
    let shown = node.badges.len().min(2);
    let rows = shown as f64 * 22.0 + f64::from(note) * 15.0;
    let x = p.x + r + 8.0;
    let mut y = p.y - rows / 2.0;
    let room = layout.width - x - 4.0;
    for (i, badge) in node.badges.iter().take(shown).enumerate() {
        let more = node.badges.len() - shown;
        shapes.push(tag(badge, Point::new(x, y + 1.0), room));
        if more > 0 && i + 1 == shown {
            let w = width(&short_badge(badge, room), SIZE) + 16.0;
            shapes.push(text("note", Point::new(x + w, y + 15.0), format!("+{more}")));
        }
        y += 22.0;
    }
    if note > 0 {
        let class = toned("note", if node.tone == Tone::Plain { Tone::Quiet } else { node.tone });
        shapes.push(text(class, Point::new(x, y + 11.0), draw::fit(&node.note, SIZE, room)));
    }
    group("", shapes)
}

fn short_badge(badge: &Badge, room: f64) -> String {
    draw::fit(&draw::short(&badge.text, 15), SIZE, room - 12.0)
}

fn tag(badge: &Badge, p: Point, room: f64) -> El {
    let says = short_badge(badge, room);
    let w = width(&says, SIZE) + 12.0;
    let doubt = if badge.doubtful { " doubtful" } else { "" };
    let word = text("", Point::new(p.x + 6.0, p.y + 14.0), says);
    group(toned("badge", badge.tone) + doubt, vec![rect("", p, w, 20.0, 4.0), word])
}

/// A note in lines of about so many characters, at most two.
fn wrapped(note: &str, chars: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in note.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < chars => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.truncate(2);
    lines
}

fn messages(t: &Topology, layout: &Layout) -> Shapes {
    let mut out = Vec::new();
    let mut words = Labels::new(layout.width, layout.height);
    for (node, p) in t.nodes.iter().zip(&layout.nodes) {
        let (w, h) = (layout.radius + 4.0, layout.radius + 4.0);
        words.reserve(Point::new(p.x - w, p.y - h), Point::new(p.x + w, p.y + h));
        if node.role != Role::Client {
            let beside = Point::new(p.x + layout.radius + 90.0, p.y + 22.0);
            words.reserve(Point::new(p.x, p.y - 22.0), beside);
        } else if !node.note.is_empty() {
            words.reserve(Point::new(p.x - 48.0, p.y), Point::new(p.x + 76.0, p.y + 60.0));
        }
    }
    let flights = layout.messages(t);
    for p in flights.iter().flatten().map(|f| f.at) {
        words.reserve(Point::new(p.x - 15.0, p.y - 13.0), Point::new(p.x + 15.0, p.y + 13.0));
    }
    for (message, flight) in t.messages.iter().zip(flights) {
        let Some(Flight { at: p, direction, trail }) = flight else { continue };
        let kind = if message.reply { "message reply" } else { "message request" };
        let doomed = if message.doomed { " doomed" } else { "" };
        let half = (width(&message.short, SIZE) / 2.0 + 6.0).max(11.0);
        let tip = p.step(direction, half.max(12.0) + 8.0);
        let mut shapes = vec![
            path("trail", curve(&trail)),
            draw::head("heading", tip, direction, 6.0),
            rect("", Point::new(p.x - half, p.y - 11.0), half * 2.0, 22.0, 11.0),
            text("mid", Point::new(p.x, p.y + 4.0), message.short.clone()),
        ];
        if message.doomed {
            let mark = Point::new(p.x + half, p.y - 9.0);
            shapes.push(draw::cross("sign", mark, 3.5));
        }
        // What it says, where there is room for words.
        let mut colons = message.label.match_indices(':');
        let says = colons.find_map(|(at, _)| message.label[at + 1..].strip_prefix(' '));
        let says = says.unwrap_or_default();
        let says = draw::short(says, 18);
        if t.messages.len() <= 3 && !says.is_empty() && says != message.short {
            let beside = [
                (Point::new(p.x, p.y - 17.0), Anchor::Mid),
                (Point::new(p.x, p.y + 25.0), Anchor::Mid),
                (Point::new(p.x - half - 5.0, p.y - 8.0), Anchor::End),
            ];
            if let Some((p, anchor)) = words.place(&says, &beside) {
                shapes.push(text(format!("note says{}", anchor.class()), p, says));
            }
        }
        out.push(group(toned(kind, message.tone) + doomed, shapes));
    }
    out
}

/// Messages of a small picture: dots without letters.
fn dots(t: &Topology, layout: &Layout) -> Shapes {
    let mut out = Vec::new();
    for (message, flight) in t.messages.iter().zip(layout.messages(t)) {
        let Some(Flight { at: p, .. }) = flight else { continue };
        let kind = if message.reply { "message reply" } else { "message request" };
        let doomed = if message.doomed { " doomed" } else { "" };
        out.push(group(toned(kind, message.tone) + doomed, vec![circle("", p, 13.0)]));
    }
    out
}
