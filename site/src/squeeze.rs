//! How does a picture take fewer bytes and look the same?
//!
//! A page holds many pictures, and what is left of them after compression is numbers. So shapes lie on
//! whole units, less than a pixel away; shapes that are alike are said in the same words, each as seen
//! from itself; and what only the live player needs is left out, as are classes without a rule and groups
//! that say nothing of what they hold. Of a picture that stands still a reader is told in its text, whole:
//! its parts have no tips.

use crate::html::attribute;
use crate::path::{Path, Point, distance, short};
use crate::styled::is_styled;

/// The same markup with lighter pictures.
pub(crate) fn squeeze(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find(PICTURE) {
        let Some(length) = rest[start..].find(END) else { break };
        let (before, picture) = (&rest[..start], &rest[start..start + length + END.len()]);
        out.push_str(before);
        match Shape::read(picture) {
            Some(shape) => {
                let mut shape = shape.lighter();
                shape.without_idle_words();
                shape.write(&mut out);
            }
            None => out.push_str(picture),
        }
        rest = &rest[start + picture.len()..];
    }
    out + rest
}

const PICTURE: &str = "<svg class=\"picture";
const END: &str = "</svg>";

/// Groups that have many of their kind, which differ in where they are: they are said as seen from
/// themselves. For other groups that made pages larger.
const ALIKE: [&str; 9] =
    ["part", "key", "owner", "badge", "violation", "entry", "band", "message", "node"];

/// The attributes that say where a shape is, across and down, and how large.
const ACROSS: [&str; 4] = ["x", "cx", "x1", "x2"];
const DOWN: [&str; 4] = ["y", "cy", "y1", "y2"];
const SIZE: [&str; 2] = ["width", "height"];

/// The most equal parts that a line of dashes is tried to be made of.
const PARTS_MAX: u32 = 512;

/// How far from where it was drawn a turned arrow may begin.
const OFF_MAX: f64 = 1.0;

#[derive(Clone, Debug)]
struct Shape {
    name: String,
    attributes: Vec<(String, Value)>,
    kids: Vec<Kid>,
}

/// What an attribute says; rounded when it is written, and never before.
#[derive(Clone, Debug)]
enum Value {
    Text(String),
    Number(f64),
    Path(Path),
}

#[derive(Clone, Debug)]
enum Kid {
    Shape(Shape),
    Text(String),
}

impl Shape {
    /// Reads one element as our own pictures are written: every tag is closed.
    fn read(markup: &str) -> Option<Shape> {
        let mut open: Vec<Shape> = Vec::new();
        for piece in markup.split('<').skip(1) {
            let (tag, text) = piece.split_once('>')?;
            let done = if let Some(name) = tag.strip_prefix('/') {
                Some(open.pop().filter(|shape| shape.name == name)?)
            } else {
                let closed = tag.strip_suffix('/');
                let shape = Shape::opened(closed.unwrap_or(tag));
                if closed.is_none() {
                    open.push(shape);
                    None
                } else {
                    Some(shape)
                }
            };
            match (done, open.last_mut()) {
                (Some(shape), Some(around)) => around.kids.push(Kid::Shape(shape)),
                (Some(shape), None) => return text.is_empty().then_some(shape),
                (None, _) => {}
            }
            if !text.is_empty() {
                open.last_mut()?.kids.push(Kid::Text(text.to_owned()));
            }
        }
        None
    }

    fn opened(tag: &str) -> Shape {
        let name = tag.split(' ').next().unwrap_or(tag).to_owned();
        let mut attributes = Vec::new();
        let mut rest = tag;
        while let Some((_, name, value, more)) = attribute(rest) {
            attributes.push((name.to_owned(), Value::read(name, value)));
            rest = more;
        }
        Shape { name, attributes, kids: Vec::new() }
    }

    fn write(&self, out: &mut String) {
        out.push('<');
        out.push_str(&self.name);
        for (name, value) in &self.attributes {
            let value = match value {
                Value::Text(text) => text.clone(),
                Value::Number(number) => whole(*number),
                Value::Path(path) => path.write(),
            };
            out.push_str(&format!(" {name}=\"{value}\""));
        }
        if self.kids.is_empty() && !matches!(self.name.as_str(), "text" | "title" | "svg") {
            out.push_str("/>");
            return;
        }
        out.push('>');
        for kid in &self.kids {
            match kid {
                Kid::Shape(shape) => shape.write(out),
                Kid::Text(text) => out.push_str(text),
            }
        }
        out.push_str(&format!("</{}>", self.name));
    }

    fn text(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    fn get(&self, name: &str) -> Option<&Value> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, value)| value)
    }

    fn set(&mut self, name: &str, value: Value) {
        match self.attributes.iter_mut().find(|(n, _)| n == name) {
            Some((_, old)) => *old = value,
            None => self.attributes.push((name.to_owned(), value)),
        }
    }

    fn is(&self, class: &str) -> bool {
        let Some(Value::Text(classes)) = self.get("class") else { return false };
        classes.split(' ').any(|name| name == class)
    }

    fn path(&self) -> Option<&Path> {
        let Some(Value::Path(path)) = self.get("d") else { return None };
        Some(path)
    }

    fn shapes(&self) -> impl Iterator<Item = &Shape> {
        self.kids.iter().filter_map(|kid| match kid {
            Kid::Shape(shape) => Some(shape),
            Kid::Text(_) => None,
        })
    }

    /// The whole picture, lighter.
    fn lighter(mut self) -> Shape {
        self.without_marks();
        self.gaps_joined();
        self.dashed_in_parts();
        self = self.turned().or_else(|| self.seen_from_itself()).unwrap_or(self);
        let kids = self.kids.into_iter().map(|kid| match kid {
            Kid::Shape(shape) if shape.name != "title" => Kid::Shape(shape.lighter()),
            kid => kid,
        });
        self.kids = kids.collect();
        self
    }

    /// Nothing static can be clicked, and steps are counted by the player.
    fn without_marks(&mut self) {
        for (name, value) in &mut self.attributes {
            if let ("class", Value::Text(value)) = (name.as_str(), value) {
                let classes = value.split_whitespace().filter(|class| *class != "jump");
                *value = classes.collect::<Vec<_>>().join(" ");
            }
        }
        self.attributes.retain(|(name, value)| {
            name != "data-step" && !matches!(value, Value::Text(text) if text.is_empty())
        });
    }

    /// Whether both are groups of which nothing but the same classes is said.
    fn is_group_like(&self, other: &Shape) -> bool {
        let classes = |shape: &Shape| match shape.attributes.as_slice() {
            [(name, Value::Text(classes))] if shape.name == "g" && name == "class" => {
                Some(classes.clone())
            }
            _ => None,
        };
        classes(self).is_some_and(|own| classes(other) == Some(own))
    }

    /// Leaves out, inside of it, tips, classes that no rule asks for, and groups without a class; groups
    /// of the same classes that stand side by side become one.
    fn without_idle_words(&mut self) {
        let mut kids = Vec::new();
        for kid in std::mem::take(&mut self.kids) {
            let Kid::Shape(mut shape) = kid else {
                kids.push(kid);
                continue;
            };
            if shape.name == "title" {
                continue;
            }
            for (name, value) in &mut shape.attributes {
                if let ("class", Value::Text(value)) = (name.as_str(), value) {
                    let classes = value.split_whitespace().filter(|class| is_styled(class));
                    *value = classes.collect::<Vec<_>>().join(" ");
                }
            }
            shape
                .attributes
                .retain(|(_, value)| !matches!(value, Value::Text(text) if text.is_empty()));
            shape.without_idle_words();
            match kids.last_mut() {
                _ if shape.name == "g"
                    && (shape.attributes.is_empty() || shape.kids.is_empty()) =>
                {
                    kids.append(&mut shape.kids);
                }
                Some(Kid::Shape(before)) if before.is_group_like(&shape) => {
                    before.kids.append(&mut shape.kids);
                }
                _ => kids.push(Kid::Shape(shape)),
            }
        }
        self.kids = kids;
    }

    /// The strokes at which time is left out stand at the same moments in every lane: as one path,
    /// moment by moment, they go on from each other by the same steps.
    fn gaps_joined(&mut self) {
        let gaps = self.shapes().filter(|shape| shape.is("gap"));
        let mut gaps: Vec<(Point, Path)> =
            gaps.filter_map(|gap| Some((gap.path()?.start()?, gap.path()?.clone()))).collect();
        if gaps.len() < 2 {
            return;
        }
        let mut said = |key: fn(Point) -> Point| {
            gaps.sort_by(|(a, _), (b, _)| {
                let (a, b) = (key(*a), key(*b));
                a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
            });
            Path::joined(gaps.iter().map(|(_, path)| path.clone()))
        };
        // Time runs across or down.
        let (across, down) = (said(|at| at), said(|(x, y)| (y, x)));
        let all = if down.write().len() < across.write().len() { down } else { across };
        let mut first = true;
        self.kids.retain_mut(|kid| match kid {
            Kid::Shape(shape) if shape.is("gap") => {
                shape.set("d", Value::Path(all.clone()));
                std::mem::take(&mut first)
            }
            _ => true,
        });
    }

    /// Dashes along a straight line are counted in the parts that it is made of, if it is: a key is
    /// one long, not 3.4.
    fn dashed_in_parts(&mut self) {
        let Some([from, to]) = self.path().and_then(|path| path.line()) else { return };
        let length = distance(from, to);
        let Some(Value::Text(dashes)) = self.get("stroke-dasharray") else { return };
        let dashes: Option<Vec<f64>> = dashes.split(' ').map(|dash| dash.parse().ok()).collect();
        let Some([dashes @ .., _]) = dashes.as_deref() else { return };
        let ends = dashes.iter().scan(0.0, |at, dash| {
            *at += dash;
            Some(*at)
        });
        let ends: Vec<f64> = ends.collect();
        let fits = |parts: &u32| {
            let part = length / f64::from(*parts);
            // Each dash was rounded to a tenth.
            let near = |end: &f64| ((end / part).round() * part - end).abs() < 0.15;
            part > 1.0 && ends.iter().all(near)
        };
        let Some(parts) = (2..=PARTS_MAX).find(fits) else { return };
        let mut at = 0.0;
        let mut says: Vec<String> = Vec::new();
        for end in &ends {
            let end = (end / length * f64::from(parts)).round();
            says.push(whole(end - at));
            at = end;
        }
        says.push(parts.to_string());
        self.set("pathLength", Value::Text(parts.to_string()));
        self.set("stroke-dasharray", Value::Text(says.join(" ")));
    }

    /// A straight arrow, drawn lying with its point at the origin, and then turned: all of one length
    /// are the same. `None` for what is none.
    fn turned(&self) -> Option<Shape> {
        if !self.is("arrow") || self.get("transform").is_some() {
            return None;
        }
        let tip = self.shapes().find(|shape| shape.is("tip"))?.path()?.head()?;
        let lines = self.shapes().filter(|shape| shape.name == "path" && !shape.is("tip"));
        let lines: Vec<[Point; 2]> =
            lines.map(|shape| shape.path()?.line()).collect::<Option<_>>()?;
        let ends: Vec<Point> = lines.concat();
        let far = |point: &Point| distance(tip.point, *point);
        let tail = *ends.iter().max_by(|a, b| far(a).total_cmp(&far(b)))?;
        let forward = if ends.first() == Some(&tail) { 1.0 } else { -1.0 };
        let (dx, dy) = (forward * (tip.point.0 - tail.0), forward * (tip.point.1 - tail.1));
        let turn = libm::atan2(dy, dx);
        let (cos, sin) = (dx / far(&tail), dy / far(&tail));
        // Whole degrees, if that moves no end too far.
        let off = turn - turn.to_degrees().round().to_radians();
        let moved = off.abs() * far(&tail);
        let degrees = short(turn.to_degrees(), usize::from(moved > OFF_MAX));
        let along = |(x, y): Point| {
            let (x, y) = (x - tip.point.0, y - tip.point.1);
            let (along, off) = (x * cos + y * sin, y * cos - x * sin);
            (off.abs() < OFF_MAX).then(|| whole(along))
        };
        let mut turned = self.clone();
        let mut lines = lines.into_iter();
        for kid in &mut turned.kids {
            let Kid::Shape(shape) = kid else { continue };
            if shape.is("tip") {
                let (length, half) = (tip.length.round(), tip.half.round());
                let d = format!("M0 0l-{length}-{half}v{}Z", 2.0 * half);
                shape.set("d", Value::Text(d));
            } else if shape.name == "path" {
                let [from, to] = lines.next()?;
                shape.set("d", Value::Text(format!("M{} 0H{}", along(from)?, along(to)?)));
            }
        }
        let place = format!("{}rotate({degrees})", translated(tip.point));
        turned.set("transform", Value::Text(place));
        Some(turned)
    }

    /// One of many groups that are alike, as seen from the point of it from which it is said in the
    /// fewest characters. `None` for others.
    fn seen_from_itself(&self) -> Option<Shape> {
        let mut points = Vec::new();
        if !ALIKE.iter().any(|class| self.is(class)) || !self.points(&mut points) {
            return None;
        }
        let seen = points.iter().map(|origin| (self.seen_from(*origin), *origin));
        let (mut shape, origin) = seen.min_by_key(|(shape, _)| shape.text().len())?;
        shape.set("transform", Value::Text(translated(origin)));
        Some(shape)
    }

    /// Where the shapes of a group are; `false` if one of them is moved or turned by itself.
    fn points(&self, points: &mut Vec<Point>) -> bool {
        let number = |name: &str| match self.get(name) {
            Some(Value::Number(number)) => Some(*number),
            _ => None,
        };
        let place = number("x").or(number("cx")).zip(number("y").or(number("cy")));
        points.extend(self.path().and_then(Path::start).or(place));
        self.get("transform").is_none() && self.shapes().all(|shape| shape.points(points))
    }

    fn seen_from(&self, origin: Point) -> Shape {
        let mut shape = self.clone();
        for (name, value) in &mut shape.attributes {
            match value {
                Value::Path(path) => *path = path.from(origin),
                Value::Number(number) if ACROSS.contains(&name.as_str()) => *number -= origin.0,
                Value::Number(number) if DOWN.contains(&name.as_str()) => *number -= origin.1,
                _ => {}
            }
        }
        // Where it is not said, it is nought.
        shape.attributes.retain(|(name, value)| {
            !matches!(value, Value::Number(number) if !SIZE.contains(&name.as_str()) && whole(*number) == "0")
        });
        let kids = shape.kids.into_iter().map(|kid| match kid {
            Kid::Shape(shape) => Kid::Shape(shape.seen_from(origin)),
            text => text,
        });
        shape.kids = kids.collect();
        shape
    }
}

impl Value {
    fn read(name: &str, value: &str) -> Value {
        let number = [&ACROSS[..], &DOWN[..], &SIZE[..]].concat().contains(&name);
        let number = value.parse().ok().filter(|_| number).map(Value::Number);
        let path = || Path::read(value).filter(|_| name == "d").map(Value::Path);
        number.or_else(path).unwrap_or_else(|| Value::Text(value.to_owned()))
    }
}

fn whole(number: f64) -> String {
    short(number.round(), 0)
}

fn translated((x, y): Point) -> String {
    format!("translate({} {})", whole(x), whole(y))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inside(shapes: &str) -> String {
        let around = |shapes: &str| format!("<svg class=\"picture\">{shapes}</svg>");
        let less = squeeze(&format!("<p>1.5 < 2</p>{}<b>x</b>", around(shapes)));
        let less = less.strip_prefix("<p>1.5 < 2</p><svg class=\"picture\">").unwrap();
        less.strip_suffix("</svg><b>x</b>").unwrap().to_owned()
    }

    #[test]
    fn shapes_lie_on_whole_units_without_the_marks_of_the_player() {
        let shapes = "<g class=\"jump link\" data-step=\"3\"><path class=\"\" d=\"M66.4 56L-3.6-4.2Z\"/>\
                      <text class=\" mid\" x=\"1.5\">5 &gt; 4 = \"</text></g>";
        let less = "<g class=\"link\"><path d=\"M66 56L-4-4Z\"/>\
                    <text class=\"mid\" x=\"2\">5 &gt; 4 = \"</text></g>";
        assert_eq!(inside(shapes), less);
    }

    #[test]
    fn what_is_no_picture_of_ours_stays() {
        for html in [
            "<svg class=\"icon\"><path d=\"M1.5 2\"/></svg>",
            "<svg class=\"picture\"><g></svg>",
            "<svg class=\"picture\">",
        ] {
            assert_eq!(squeeze(html), html);
        }
    }

    #[test]
    fn parts_that_are_alike_are_said_alike() {
        let part = |x: f64, y: f64| {
            let (inner_x, inner_y) = (x + 12.0, y + 21.0);
            format!(
                "<g class=\"part\"><rect x=\"{x}\" y=\"{y}\" width=\"9\"/><g><text x=\"{inner_x}\" \
                 y=\"{inner_y}\">a</text></g></g>"
            )
        };
        let less = inside(&(part(315.0, 20.4) + &part(315.0, 123.4)));
        let alike = |at: &str| {
            format!(
                "<g class=\"part\" transform=\"translate({at})\"><rect width=\"9\"/>\
                 <text x=\"12\" y=\"21\">a</text></g>"
            )
        };
        assert_eq!(less, alike("315 20") + &alike("315 123"));
    }

    #[test]
    fn an_arrow_is_drawn_lying_and_turned() {
        // Down by 40, the head is 9 long.
        let arrow = |lines: &str| {
            format!(
                "<g class=\"arrow\"><title>a</title>{lines}<path class=\"tip\" d=\"M10 60l4 -9l-8 0Z\"/></g>"
            )
        };
        let turned = "<g class=\"arrow\" transform=\"translate(10 60)rotate(90)\">\
                      <path d=\"M-40 0H-7\"/><path class=\"tip\" d=\"M0 0l-9-4v8Z\"/></g>";
        assert_eq!(inside(&arrow("<path d=\"M10 20L10 53\"/>")), turned);
        // What bends is no straight arrow.
        let bent = inside(&arrow("<path d=\"M10 20L20 53\"/><path d=\"M20 53L10 60\"/>"));
        assert!(!bent.contains("rotate"), "{bent}");
    }

    #[test]
    fn a_long_arrow_is_turned_more_precisely() {
        let arrow = "<g class=\"arrow\"><path d=\"M0 0L200 5.1\"/><path class=\"tip\" d=\"M207 5.3l-9 -4l0 8Z\"/></g>";
        assert!(inside(arrow).contains("rotate(1.5)"), "{}", inside(arrow));
    }

    #[test]
    fn dashes_are_counted_in_parts() {
        let cells = "<path d=\"M20 72L380 72\" stroke-dasharray=\"0 10.1 3.4 23.5 6.7 3.4 360\"/>";
        let less =
            "<path d=\"M20 72L380 72\" stroke-dasharray=\"0 3 1 7 2 1 107\" pathLength=\"107\"/>";
        assert_eq!(inside(cells), less);
        // Of no parts that are equal.
        let uneven = "<path d=\"M0 0L2 0\" stroke-dasharray=\"0 0.3 0.4 2\"/>";
        assert_eq!(inside(uneven), uneven);
    }

    #[test]
    fn gaps_of_all_lanes_are_one_path() {
        let gap =
            |x: f64, y: f64| format!("<path class=\"gap\" d=\"M{x} {y}m-1 5l-4-10m10 10l-4-10\"/>");
        let lanes = format!(
            "<g class=\"marks\">{}{}<text>a</text>{}{}</g>",
            gap(268.6, 72.0),
            gap(433.7, 72.0),
            gap(268.6, 136.7),
            gap(433.7, 136.7),
        );
        let stroke = "m-1 5l-4-10m10 10l-4-10";
        let less = format!(
            "<g class=\"marks\"><path class=\"gap\" d=\"M269 72{stroke}m-1 70{stroke}m164-60{stroke}m-1 70{stroke}\"/>\
             <text>a</text></g>"
        );
        assert_eq!(inside(&lanes), less);
    }

    #[test]
    fn classes_without_a_rule_and_bare_groups_are_left_out() {
        let shapes = "<g class=\"arrows\"><g class=\"arrow point\"><path d=\"M1 2V3\"/></g></g>\
                      <g class=\"spans\"/><g class=\"owner\"><title>b</title><path d=\"M1 2V3\"/></g>";
        let less = "<g class=\"arrow\"><path d=\"M1 2V3\"/></g>\
                    <g transform=\"translate(1 2)\"><path d=\"M0 0V1\"/></g>";
        assert_eq!(inside(shapes), less);
    }

    #[test]
    fn tips_are_left_out_and_groups_of_the_same_classes_become_one() {
        let mark = |class: &str| {
            format!("<g class=\"mark {class}\"><title>lost</title><circle r=\"4\"/></g>")
        };
        let (one, other) = (mark("tone-good"), mark("tone-bad"));
        let less = inside(&format!("{one}{one}{other}{one}<text>saved</text>"));
        let marks = |class: &str, circles: usize| {
            format!("<g class=\"mark {class}\">{}</g>", "<circle r=\"4\"/>".repeat(circles))
        };
        let wanted = [marks("tone-good", 2), marks("tone-bad", 1), marks("tone-good", 1)];
        assert_eq!(less, wanted.concat() + "<text>saved</text>");
        // Where they are differs.
        let node = |x: u8| {
            format!("<g class=\"node\" transform=\"translate({x} 1)\"><circle r=\"4\"/></g>")
        };
        assert_eq!(inside(&(node(1) + &node(1))), node(1) + &node(1));
    }
}
