//! The few shapes that every picture is made of, as SVG elements.
//!
//! One function a shape: a picture of a hundred shapes costs the code of six.

use sandtable_core::scene::Tone;

use crate::dom::{El, Words, svg};

/// A list of shapes, drawn in order.
pub(crate) type Shapes = Vec<El>;

/// A coordinate as text: at most one digit after the point.
pub(crate) fn px(value: f64) -> String {
    let tenths = (value * 10.0).round() as i64;
    let (whole, rest) = (tenths / 10, (tenths % 10).abs());
    let sign = if tenths < 0 && whole == 0 { "-" } else { "" };
    if rest == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") }
}

/// A point as text: `12 34`.
pub(crate) fn at(p: Point) -> String {
    format!("{} {}", px(p.x), px(p.y))
}

/// A place in a picture, in units of its view box.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Point {
    /// To the right.
    pub(crate) x: f64,
    /// Down.
    pub(crate) y: f64,
}

impl Point {
    pub(crate) fn new(x: f64, y: f64) -> Point {
        Point { x, y }
    }

    /// The point that lies `share` of the way to another.
    pub(crate) fn toward(self, to: Point, share: f64) -> Point {
        Point::new(self.x + (to.x - self.x) * share, self.y + (to.y - self.y) * share)
    }

    pub(crate) fn distance(self, to: Point) -> f64 {
        let (dx, dy) = (to.x - self.x, to.y - self.y);
        (dx * dx + dy * dy).sqrt()
    }

    /// The direction to another point, of length 1; to the right if they are one.
    pub(crate) fn direction(self, to: Point) -> Point {
        let length = self.distance(to);
        if length < 1e-6 {
            return Point::new(1.0, 0.0);
        }
        Point::new((to.x - self.x) / length, (to.y - self.y) / length)
    }

    /// The point `length` along `direction`.
    pub(crate) fn step(self, direction: Point, length: f64) -> Point {
        Point::new(self.x + direction.x * length, self.y + direction.y * length)
    }
}

/// The point on a circle at a share of a turn, from the top, clockwise. To a thousandth of a unit,
/// which is what a picture needs: by the Taylor series on an eighth of a turn.
pub(crate) fn on_circle(centre: Point, r: f64, turn: f64) -> Point {
    let eighths = (turn - turn.floor()) * 8.0;
    let nearest = (eighths / 2.0).round();
    let x = (eighths - nearest * 2.0) * std::f64::consts::FRAC_PI_4;
    let q = x * x;
    let sin = x * (1.0 - q / 6.0 * (1.0 - q / 20.0 * (1.0 - q / 42.0)));
    let cos = 1.0 - q / 2.0 * (1.0 - q / 12.0 * (1.0 - q / 30.0 * (1.0 - q / 56.0)));
    let (sin, cos) = match nearest as i64 % 4 {
        0 => (sin, cos),
        1 => (cos, -sin),
        2 => (-sin, -cos),
        _ => (-cos, sin),
    };
    Point::new(centre.x + r * sin, centre.y - r * cos)
}

pub(crate) fn path(class: impl Into<Words>, d: String) -> El {
    svg("path").attr("class", class).attr("d", d)
}

pub(crate) fn line(class: impl Into<Words>, from: Point, to: Point) -> El {
    let end = if px(from.x) == px(to.x) {
        format!("V{}", px(to.y))
    } else if px(from.y) == px(to.y) {
        format!("H{}", px(to.x))
    } else {
        format!("L{}", at(to))
    };
    path(class, format!("M{}{end}", at(from)))
}

/// The way from one point to another as text.
fn way(from: Point, to: Point) -> String {
    at(Point::new(to.x - from.x, to.y - from.y))
}

pub(crate) fn circle(class: impl Into<Words>, centre: Point, r: f64) -> El {
    svg("circle")
        .attr("class", class)
        .attr("cx", px(centre.x))
        .attr("cy", px(centre.y))
        .attr("r", px(r))
}

/// A rectangle with round corners, from its upper left corner.
pub(crate) fn rect(class: impl Into<Words>, from: Point, w: f64, h: f64, round: f64) -> El {
    let made = svg("rect")
        .attr("class", class)
        .attr("x", px(from.x))
        .attr("y", px(from.y))
        .attr("width", px(w.max(0.0)))
        .attr("height", px(h.max(0.0)));
    if round > 0.0 { made.attr("rx", px(round)) } else { made }
}

/// Text on a base line; `mid` or `end` in the class moves its anchor.
pub(crate) fn text(class: impl Into<Words>, p: Point, content: impl Into<Words>) -> El {
    svg("text").attr("class", class).attr("x", px(p.x)).attr("y", px(p.y)).text(content)
}

pub(crate) fn group(class: impl Into<Words>, shapes: Shapes) -> El {
    svg("g").attr("class", class).kids(shapes)
}

/// Shapes that lead to a step of the run when they are clicked, with a tooltip.
pub(crate) fn jump(class: &str, step: u32, title: String, shapes: Shapes) -> El {
    svg("g")
        .attr("class", format!("jump {class}"))
        .attr("data-step", step.to_string())
        .kid(svg("title").text(title))
        .kids(shapes)
}

/// A whole picture. `class` says its size and kind; `label` names it for who cannot see it.
pub(crate) fn picture(class: String, label: String, w: f64, h: f64, shapes: Shapes) -> El {
    svg("svg")
        .attr("class", class)
        .attr("viewBox", format!("0 0 {} {}", px(w), px(h)))
        .attr("role", "img")
        .attr("aria-label", label)
        .kids(shapes)
}

/// A small arrowhead whose tip is at `tip`.
pub(crate) fn head(class: impl Into<Words>, tip: Point, direction: Point, size: f64) -> El {
    let back = tip.step(direction, -size);
    let side = Point::new(-direction.y, direction.x);
    let (a, b) = (back.step(side, size * 0.45), back.step(side, -size * 0.45));
    path(class, format!("M{}l{}l{}Z", at(tip), way(tip, a), way(a, b)))
}

/// A cross: a fault.
pub(crate) fn cross(class: impl Into<Words>, centre: Point, r: f64) -> El {
    let (r, d) = (px(-r), px(2.0 * r));
    path(class, format!("M{}m{r} {r}l{d} {d}m0-{d}l-{d} {d}", at(centre)))
}

/// A class with the tone's colour: `node tone-write`.
pub(crate) fn toned(class: &str, tone: Tone) -> String {
    format!("{class} tone-{}", tone.name())
}

/// How wide a text is about, in the interface's face at that size.
pub(crate) fn width(text: &str, size: f64) -> f64 {
    let units: f64 = text
        .chars()
        .map(|c| match c {
            'i' | 'l' | 'j' | '.' | ',' | '\'' | ':' | ';' | '|' | ' ' | 't' | 'f' | 'r' => 0.36,
            'm' | 'w' | 'M' | 'W' => 0.88,
            'A'..='Z' => 0.68,
            _ => 0.57,
        })
        .sum();
    units * size
}

/// A text cut to at most `chars` characters, with an ellipsis.
pub(crate) fn short(text: &str, chars: usize) -> String {
    if text.chars().count() <= chars {
        return text.to_owned();
    }
    let head: String = text.chars().take(chars.saturating_sub(1)).collect();
    format!("{}…", head.trim_end())
}

/// A text cut to at most that width, with an ellipsis.
pub(crate) fn fit(text: &str, size: f64, room: f64) -> String {
    let whole = text.chars().count();
    let cuts = (1..=whole).rev().map(|chars| short(text, chars));
    cuts.into_iter().find(|cut| width(cut, size) <= room).unwrap_or_else(|| short(text, 1))
}

/// The shape that goes with a tone: each entity has one of its own, which tells apart what the
/// colour may not.
pub(crate) fn entity(class: &'static str, tone: Tone, p: Point, r: f64) -> El {
    let number = if let Tone::Entity(i) = tone { i % 8 } else { 0 };
    // Corners from the middle, in hundredths of the radius.
    let corners: &[(f64, f64)] = match number {
        0 => return circle(class, p, r),
        1 => &[(-90.0, -90.0), (90.0, -90.0), (90.0, 90.0), (-90.0, 90.0)],
        2 => &[(0.0, -120.0), (120.0, 0.0), (0.0, 120.0), (-120.0, 0.0)],
        3 => &[(0.0, -115.0), (115.0, 85.0), (-115.0, 85.0)],
        4 => &[(0.0, 115.0), (115.0, -85.0), (-115.0, -85.0)],
        5 => &PLUS,
        6 => &[(-100.0, -110.0), (100.0, -110.0), (-100.0, 110.0), (100.0, 110.0)],
        _ => &STAR,
    };
    let corner = |(x, y): &(f64, f64)| Point::new(x * r / 100.0, y * r / 100.0);
    let mut d = format!("M{}m{}", at(p), at(corner(&corners[0])));
    for pair in corners.windows(2) {
        d.push('l');
        d.push_str(&way(corner(&pair[0]), corner(&pair[1])));
    }
    path(class, d + "z")
}

const PLUS: [(f64, f64); 12] = [
    (-40.0, -115.0),
    (40.0, -115.0),
    (40.0, -40.0),
    (115.0, -40.0),
    (115.0, 40.0),
    (40.0, 40.0),
    (40.0, 115.0),
    (-40.0, 115.0),
    (-40.0, 40.0),
    (-115.0, 40.0),
    (-115.0, -40.0),
    (-40.0, -40.0),
];

const STAR: [(f64, f64); 8] = [
    (0.0, -140.0),
    (40.0, -40.0),
    (140.0, 0.0),
    (40.0, 40.0),
    (0.0, 140.0),
    (-40.0, 40.0),
    (-140.0, 0.0),
    (-40.0, -40.0),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_are_short() {
        let texts: Vec<String> = [1.0, -0.26, 12.34, -3.0, 0.04].map(px).to_vec();
        assert_eq!(texts, ["1", "-0.3", "12.3", "-3", "0"]);
    }

    #[test]
    fn a_turn_goes_clockwise_from_the_top() {
        let centre = Point::new(0.0, 0.0);
        for i in 0..=360 {
            let turn = f64::from(i) / 360.0;
            let p = on_circle(centre, 100.0, turn);
            let exact = std::f64::consts::TAU * turn;
            let (x, y) = (100.0 * libm::sin(exact), -100.0 * libm::cos(exact));
            assert!((p.x - x).abs() < 1e-3 && (p.y - y).abs() < 1e-3, "at {i} degrees");
        }
    }

    #[test]
    fn every_entity_has_a_shape_of_its_own() {
        let p = Point::new(0.0, 0.0);
        let drawn = |i| crate::dom::html::write(&entity("", Tone::Entity(i), p, 6.0));
        let shapes: std::collections::BTreeSet<String> = (0..8).map(drawn).collect();
        assert_eq!(shapes.len(), 8);
        assert_eq!(drawn(8), drawn(0));
    }

    #[test]
    fn texts_are_cut_to_their_room() {
        assert_eq!(fit("Tuesday", 13.0, 100.0), "Tuesday");
        assert!(width(&fit("Wednesday night", 13.0, 60.0), 13.0) <= 60.0);
        assert_eq!(fit("Wednesday", 13.0, 0.0), "…");
    }

    #[test]
    fn long_texts_are_cut() {
        assert_eq!(short("Tuesday", 7), "Tuesday");
        assert_eq!(short("Wednesday night", 10), "Wednesday…");
    }
}
