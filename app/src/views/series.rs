//! Curves and distributions, with their axes, ticks, bands, marks and legend.

use sandtable_core::scene::{Axis, Curve, CurveStyle, Series};

use super::Size;
use super::draw::{
    self, Point, Shapes, at, circle, group, line, path, px, rect, text, toned, width,
};
use super::labels::{Anchor, Labels, SIZE};
use crate::dom::El;

/// The longest list of points that is drawn one by one; longer ones keep each column's extremes.
const COLUMNS_MAX: usize = 560;

/// Where a chart's values are.
struct Plot {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    x: (f64, f64),
    y: (f64, f64),
}

impl Plot {
    fn new(s: &Series, w: f64, h: f64, legend: f64) -> Plot {
        let range = |a: &Axis| if a.max > a.min { (a.min, a.max) } else { (a.min, a.min + 1.0) };
        let (x, y) = (range(&s.x), range(&s.y));
        Plot { left: 46.0, right: w - 18.0, top: 56.0 + legend, bottom: h - 40.0, x, y }
    }

    fn x(&self, value: f64) -> f64 {
        let share = (value - self.x.0) / (self.x.1 - self.x.0);
        self.left + share.clamp(-0.01, 1.01) * (self.right - self.left)
    }

    fn y(&self, value: f64) -> f64 {
        let share = (value - self.y.0) / (self.y.1 - self.y.0);
        self.bottom - share.clamp(-0.02, 1.02) * (self.bottom - self.top)
    }

    fn at(&self, (x, y): (f64, f64)) -> Point {
        Point::new(self.x(x), self.y(y))
    }
}

/// Draws a chart.
pub(crate) fn series(s: &Series, size: Size) -> El {
    let (w, h) = match size {
        Size::Wide => (600.0, 304.0),
        Size::Broad => (940.0, 304.0),
        Size::Narrow => (super::NARROW, 244.0),
        Size::Mini => (400.0, 304.0),
    };
    let entries = if size == Size::Mini { Vec::new() } else { legend(s, w) };
    let rows = entries.last().map_or(0.0, |e: &Entry| e.row as f64 + 1.0);
    let plot = Plot::new(s, w, h, (rows - 1.0).max(0.0) * 18.0);
    let mut words = Labels::new(w, h);
    let mut shapes: Shapes = Vec::new();
    shapes.push(group("bands", bands(s, &plot, size)));
    shapes.push(group("axes", axes(s, &plot, size)));
    for curve in &s.curves {
        shapes.push(drawn(curve, &plot));
    }
    shapes.push(group("marks", marks(s, &plot, &mut words, size)));
    if let Some(now) = s.now {
        let x = plot.x(now);
        shapes.push(line("now", Point::new(x, plot.top - 4.0), Point::new(x, plot.bottom + 4.0)));
    }
    if size != Size::Mini {
        shapes.push(group("legend", entries.iter().map(Entry::draw).collect()));
    }
    draw::picture(size.class("series"), s.title.clone(), w, h, shapes)
}

/// A line of the legend with its place.
struct Entry<'a> {
    curve: &'a Curve,
    says: String,
    x: f64,
    row: usize,
}

fn legend(s: &Series, w: f64) -> Vec<Entry<'_>> {
    let (mut x, mut row) = (46.0, 0);
    let mut out = Vec::new();
    for curve in s.curves.iter().filter(|c| !c.label.is_empty()) {
        // What is longer than the picture is cut.
        let room = ((w - 46.0 - 44.0) / (SIZE * 0.55)) as usize;
        let says = draw::short(&curve.label, room);
        let wide = width(&says, SIZE) + 44.0;
        if x + wide > w && x > 46.0 {
            (x, row) = (46.0, row + 1);
        }
        out.push(Entry { curve, says, x, row });
        x += wide;
    }
    out
}

impl Entry<'_> {
    fn draw(&self) -> El {
        let y = 16.0 + self.row as f64 * 18.0;
        let (a, b) = (Point::new(self.x, y), Point::new(self.x + 20.0, y));
        let mut shapes = Vec::new();
        match self.curve.style {
            CurveStyle::Points => shapes.push(circle("dot", a.toward(b, 0.5), 3.5)),
            CurveStyle::Bars => {
                shapes.push(rect("bar", Point::new(a.x + 4.0, y - 5.0), 12.0, 10.0, 1.0));
            }
            CurveStyle::Bound => shapes.push(line("curve bound", a, b)),
            CurveStyle::Line | CurveStyle::Step => shapes.push(line("curve", a, b)),
        }
        shapes.push(text("label", Point::new(self.x + 26.0, y + 4.0), self.says.clone()));
        group(toned("entry", self.curve.tone), shapes)
    }
}

fn axes(s: &Series, plot: &Plot, size: Size) -> Shapes {
    let mut out = Vec::new();
    let wanted = if size == Size::Narrow { 5 } else { 10 };
    for value in ticks(plot.y, 5) {
        let y = plot.y(value);
        out.push(line("grid", Point::new(plot.left, y), Point::new(plot.right, y)));
        if size != Size::Mini {
            out.push(text("quiet end", Point::new(plot.left - 8.0, y + 4.0), figure(value)));
        }
    }
    let corner = Point::new(plot.left, plot.bottom);
    out.push(line("axis", corner, Point::new(plot.right, plot.bottom)));
    if size == Size::Mini {
        return out;
    }
    for value in ticks(plot.x, wanted) {
        let x = plot.x(value);
        out.push(line("axis", Point::new(x, plot.bottom), Point::new(x, plot.bottom + 4.0)));
        out.push(text("quiet mid", Point::new(x, plot.bottom + 17.0), figure(value)));
    }
    let middle = (plot.left + plot.right) / 2.0;
    out.push(text("quiet mid", Point::new(middle, plot.bottom + 34.0), s.x.label.clone()));
    // The vertical axis's name stands level, over its numbers.
    out.push(text("quiet", Point::new(8.0, plot.top - 12.0), s.y.label.clone()));
    out
}

fn bands(s: &Series, plot: &Plot, size: Size) -> Shapes {
    let bands = s.bands.iter().map(|band| {
        let (a, b) = (plot.x(band.from), plot.x(band.to));
        let from = Point::new(a, plot.top);
        let mut shapes = vec![rect("", from, b - a, plot.bottom - plot.top, 0.0)];
        if size != Size::Mini && width(&band.label, SIZE) + 6.0 < b - a {
            let p = Point::new((a + b) / 2.0, plot.bottom - 6.0);
            shapes.push(text("mid", p, band.label.clone()));
        }
        group(toned("band", band.tone), shapes)
    });
    bands.collect()
}

fn marks(s: &Series, plot: &Plot, words: &mut Labels, size: Size) -> Shapes {
    let mut out = Vec::new();
    for mark in &s.marks {
        let x = plot.x(mark.x);
        let mut shapes = vec![line("", Point::new(x, plot.top), Point::new(x, plot.bottom))];
        let places = [14.0, 30.0, 46.0].map(|dy| {
            let y = plot.top + dy;
            [(Point::new(x + 5.0, y), Anchor::Start), (Point::new(x - 5.0, y), Anchor::End)]
        });
        if size != Size::Mini
            && let Some((p, anchor)) = words.place(&mark.label, places.as_flattened())
        {
            shapes.push(text(anchor.class().trim_start(), p, mark.label.clone()));
        }
        out.push(group(toned("mark", mark.tone), shapes));
    }
    out
}

fn drawn(curve: &Curve, plot: &Plot) -> El {
    let points = thinned(&curve.points, plot);
    let mut shapes = Vec::new();
    match curve.style {
        CurveStyle::Line => shapes.push(path("curve", polyline(&points, false))),
        CurveStyle::Step => shapes.push(path("curve", polyline(&points, true))),
        CurveStyle::Bound => shapes.push(path("curve bound", polyline(&points, true))),
        CurveStyle::Points => {
            shapes.push(path("thread", polyline(&points, false)));
            shapes.extend(points.iter().map(|p| circle("dot", *p, 3.5)));
        }
        CurveStyle::Bars => {
            let gap = (plot.right - plot.left) / (points.len().max(1) as f64);
            let w = (gap * 0.7).clamp(1.0, 36.0);
            let bar = |p: &Point| {
                let from = Point::new(p.x - w / 2.0, p.y);
                rect("bar", from, w, plot.bottom - p.y, 1.0)
            };
            shapes.extend(points.iter().map(bar));
        }
    }
    group(toned("drawn", curve.tone), shapes)
}

fn polyline(points: &[Point], step: bool) -> String {
    let mut d = String::new();
    for (i, p) in points.iter().enumerate() {
        if i == 0 {
            d.push_str(&format!("M{}", at(*p)));
        } else if step {
            d.push_str(&format!("H{}V{}", px(p.x), px(p.y)));
        } else {
            d.push_str(&format!("L{}", at(*p)));
        }
    }
    d
}

/// The points in units of the picture; of a long list, the first, lowest, highest and last of each
/// column of pixels, which draws the same line. O(points).
fn thinned(points: &[(f64, f64)], plot: &Plot) -> Vec<Point> {
    let all = points.iter().map(|p| plot.at(*p));
    if points.len() <= COLUMNS_MAX {
        return all.collect();
    }
    let mut out: Vec<Point> = Vec::new();
    let mut column: Vec<Point> = Vec::new();
    for p in all {
        if column.first().is_some_and(|q| (q.x as i64) != (p.x as i64)) {
            flush(&mut column, &mut out);
        }
        column.push(p);
    }
    flush(&mut column, &mut out);
    out
}

fn flush(column: &mut Vec<Point>, out: &mut Vec<Point>) {
    if column.is_empty() {
        return;
    }
    let extreme = |better: fn(f64, f64) -> bool| {
        (0..column.len()).reduce(|a, b| if better(column[b].y, column[a].y) { b } else { a })
    };
    let mut picks: Vec<usize> = [Some(0), extreme(|a, b| a < b), extreme(|a, b| a > b)]
        .into_iter()
        .chain([column.len().checked_sub(1)])
        .flatten()
        .collect();
    // The two extremes stand in the order of their points.
    if picks[1] > picks[2] {
        picks.swap(1, 2);
    }
    picks.dedup();
    out.extend(picks.into_iter().filter_map(|i| column.get(i)).copied());
    column.clear();
}

/// Round values in a range, about so many.
fn ticks((min, max): (f64, f64), wanted: u32) -> Vec<f64> {
    let mut unit = 1e-9;
    for _ in 0..24 {
        for k in [1.0, 2.0, 5.0] {
            let step = unit * k;
            if (max - min) / step <= f64::from(wanted) {
                let (first, last) = ((min / step).ceil() as i64, (max / step).floor() as i64);
                return (first..=last).map(|i| i as f64 * step).collect();
            }
        }
        unit *= 10.0;
    }
    Vec::new()
}

/// A number for an axis: short, without trailing zeros.
fn figure(value: f64) -> String {
    if value.abs() >= 1e6 {
        return format!("{} M", figure(value / 1e6));
    }
    sandtable_core::scene::figure(value, 3).replace('-', "−")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round() {
        assert_eq!(ticks((0.0, 1.0), 5), [0.0, 0.2, 0.4, 0.6000000000000001, 0.8, 1.0]);
        assert_eq!(ticks((1.0, 10.0), 5), [2.0, 4.0, 6.0, 8.0, 10.0]);
        assert_eq!(figure(0.6000000000000001), "0.6");
        assert_eq!(figure(-2.5), "−2.5");
        assert_eq!(figure(3_000_000.0), "3 M");
    }

    #[test]
    fn thinning_keeps_the_extremes() {
        let points: Vec<(f64, f64)> =
            (0..20_000).map(|i| (f64::from(i), if i == 777 { 9.0 } else { 1.0 })).collect();
        let axis = |max| Axis { label: String::new(), min: 0.0, max };
        let s = Series { x: axis(20_000.0), y: axis(10.0), ..Series::default() };
        let plot = Plot::new(&s, 600.0, 304.0, 0.0);
        let thin = thinned(&points, &plot);
        assert!(thin.len() < 4 * COLUMNS_MAX);
        assert!(thin.iter().any(|p| (p.y - plot.y(9.0)).abs() < 1e-9), "the peak is kept");
    }
}
