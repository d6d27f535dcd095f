//! Where the parts of a flow stand: in columns from left to right, or, on a phone, one below the
//! other with their pipes on a rail at the left.

use sandtable_core::scene::{Flow, Gauge, Stage, decimal};

use super::Size;
use super::draw::{Point, width};
use super::labels::SIZE;

/// A part's frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Frame {
    pub(crate) from: Point,
    pub(crate) w: f64,
    pub(crate) h: f64,
}

impl Frame {
    pub(crate) fn middle(&self) -> Point {
        Point::new(self.from.x + self.w / 2.0, self.from.y + self.h / 2.0)
    }
}

/// The places of everything in a flow.
pub(crate) struct Layout {
    pub(crate) w: f64,
    pub(crate) h: f64,
    pub(crate) stages: Vec<Frame>,
    narrow: bool,
}

/// The height of a part: its name, a line for each level, one for the counts, one for the note.
fn height(stage: &Stage) -> f64 {
    let lines = stage.gauges.len() + usize::from(!stage.tallies.is_empty());
    32.0 + lines as f64 * 19.0 + if stage.note.is_empty() { 0.0 } else { 17.0 }
}

/// The width that a part would like.
fn wish(stage: &Stage) -> f64 {
    let tallies: String =
        stage.tallies.iter().map(|t| format!("{} {}   ", t.label, t.count)).collect();
    let gauge = stage.gauges.iter().map(|g| width(&g.label, SIZE) + figures(g) + 72.0);
    let gauge = gauge.fold(0.0, f64::max);
    let words = [width(&stage.label, SIZE) + 34.0, width(&tallies, SIZE), width(&stage.note, SIZE)];
    words.into_iter().fold(gauge, f64::max).clamp(64.0, 250.0) + 20.0
}

/// The room for a level in figures: that of the widest, so that nothing moves when it changes.
pub(crate) fn figures(g: &Gauge) -> f64 {
    let most = decimal(g.max, 0);
    width(&format!("{most}.0 of {most}"), SIZE)
}

/// The parts by column and row. O(parts²), and a flow has a dozen.
fn order(flow: &Flow) -> Vec<usize> {
    let place = |i: usize| (flow.stages[i].column, flow.stages[i].row, i);
    let mut order: Vec<usize> = Vec::new();
    for i in 0..flow.stages.len() {
        let at = order.iter().position(|j| place(*j) > place(i)).unwrap_or(order.len());
        order.insert(at, i);
    }
    order
}

/// The parts in the order of the flow: each before what it leads to, and one stream after the other.
/// O(parts × pipes).
fn downstream(flow: &Flow) -> Vec<usize> {
    let find = |id: &str| flow.stages.iter().position(|s| s.id == id);
    let mut out: Vec<usize> = Vec::new();
    for first in order(flow) {
        let mut open = vec![first];
        while let Some(i) = open.pop() {
            if out.contains(&i) {
                continue;
            }
            out.push(i);
            let next = flow.pipes.iter().rev().filter(|p| p.from == flow.stages[i].id);
            open.extend(next.filter_map(|p| find(&p.to)));
        }
    }
    out
}

impl Layout {
    /// Places the parts. O(parts).
    pub(crate) fn new(flow: &Flow, size: Size) -> Layout {
        match size {
            Size::Narrow => Layout::tall(flow),
            Size::Mini => Layout::mini(flow),
            Size::Wide | Size::Broad => Layout::wide(flow),
        }
    }

    /// Without words: equal columns, and in each of them equal rows.
    fn mini(flow: &Flow) -> Layout {
        let columns = f64::from(flow.stages.iter().map(|s| s.column + 1).max().unwrap_or(1));
        let w = ((384.0 - 32.0 * (columns - 1.0)) / columns).round();
        let stages = flow.stages.iter().map(|stage| {
            let rows = flow.stages.iter().filter(|s| s.column == stage.column);
            let (count, above) = rows.fold((0.0, 0.0), |(count, above), s| {
                (count + 1.0, above + f64::from(u8::from(s.row < stage.row)))
            });
            let gap = (288.0_f64 / count).round();
            let h = (gap - 10.0).min(80.0);
            let x = 8.0 + f64::from(stage.column) * (w + 32.0);
            let y = 8.0 + gap * above + ((gap - h) / 2.0).round();
            Frame { from: Point::new(x, y), w, h }
        });
        Layout { w: 400.0, h: 304.0, stages: stages.collect(), narrow: false }
    }

    fn wide(flow: &Flow) -> Layout {
        let columns = flow.stages.iter().map(|s| s.column + 1).max().unwrap_or(1) as usize;
        let mut widths = vec![0.0_f64; columns];
        let mut heights = vec![0.0_f64; columns];
        for stage in &flow.stages {
            let column = stage.column as usize;
            widths[column] = widths[column].max(wish(stage));
            heights[column] += height(stage) + 16.0;
        }
        let wished: f64 = widths.iter().sum();
        let w = 960.0;
        let gap = (w - 48.0 - wished) / (columns as f64 - 1.0).max(1.0);
        let gap = gap.clamp(36.0, 150.0);
        let used = wished + gap * (columns as f64 - 1.0);
        let h = heights.iter().copied().fold(120.0, f64::max) + 24.0;
        let mut x = vec![((w - used) / 2.0).max(16.0); columns];
        for i in 1..columns {
            x[i] = x[i - 1] + widths[i - 1] + gap;
        }
        let mut y: Vec<f64> = heights.iter().map(|own| (h - own + 16.0) / 2.0).collect();
        let order = order(flow);
        let empty = Frame { from: Point::default(), w: 0.0, h: 0.0 };
        let mut stages = vec![empty; flow.stages.len()];
        for i in order {
            let (stage, column) = (&flow.stages[i], flow.stages[i].column as usize);
            let h = height(stage);
            stages[i] = Frame { from: Point::new(x[column], y[column]), w: widths[column], h };
            y[column] += h + 16.0;
        }
        Layout { w: w.max(used + 32.0), h, stages, narrow: false }
    }

    fn tall(flow: &Flow) -> Layout {
        let empty = Frame { from: Point::default(), w: 0.0, h: 0.0 };
        let mut stages = vec![empty; flow.stages.len()];
        let mut y = 16.0;
        for i in downstream(flow) {
            let stage = &flow.stages[i];
            let x = 28.0 + f64::from(stage.column.min(4)) * 10.0;
            let h = height(stage);
            stages[i] = Frame { from: Point::new(x, y), w: super::NARROW - x - 8.0, h };
            y += h + 14.0;
        }
        Layout { w: super::NARROW, h: y + 4.0, stages, narrow: true }
    }

    /// The corners of a pipe's way between two parts.
    pub(crate) fn way(&self, from: usize, to: usize) -> Vec<Point> {
        let (a, b) = (self.stages[from], self.stages[to]);
        if self.narrow {
            // Down a rail at the left of both.
            let x = a.from.x.min(b.from.x) - 12.0;
            let (start, end) = (a.middle().y, b.middle().y);
            return vec![
                Point::new(a.from.x, start),
                Point::new(x, start),
                Point::new(x, end),
                Point::new(b.from.x, end),
            ];
        }
        let (start, end) = (a.middle(), b.middle());
        if (a.from.x - b.from.x).abs() < 1.0 {
            // In one column: from edge to edge.
            let down = b.from.y > a.from.y;
            let y0 = if down { a.from.y + a.h } else { a.from.y };
            let y1 = if down { b.from.y } else { b.from.y + b.h };
            return vec![Point::new(start.x, y0), Point::new(end.x, y1)];
        }
        let right = b.from.x > a.from.x;
        let x0 = if right { a.from.x + a.w } else { a.from.x };
        let x1 = if right { b.from.x } else { b.from.x + b.w };
        let middle = (x0 + x1) / 2.0;
        vec![
            Point::new(x0, start.y),
            Point::new(middle, start.y),
            Point::new(middle, end.y),
            Point::new(x1, end.y),
        ]
    }
}

/// The point at a share of a way of straight pieces.
pub(crate) fn along(way: &[Point], share: f64) -> Point {
    let whole: f64 = way.windows(2).map(|w| w[0].distance(w[1])).sum();
    let mut left = share.clamp(0.0, 1.0) * whole;
    for w in way.windows(2) {
        let piece = w[0].distance(w[1]);
        if left <= piece && piece > 0.0 {
            return w[0].toward(w[1], left / piece);
        }
        left -= piece;
    }
    way.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use sandtable_core::scene::Pipe;

    #[test]
    fn on_a_phone_each_stream_stands_together() {
        let stage =
            |id: &str, column, row| Stage { id: id.to_owned(), column, row, ..Stage::default() };
        let pipe = |from: &str, to: &str| Pipe {
            from: from.to_owned(),
            to: to.to_owned(),
            ..Pipe::default()
        };
        let flow = Flow {
            stages: vec![
                stage("source", 0, 0),
                stage("a", 1, 0),
                stage("b", 1, 1),
                stage("counts a", 2, 0),
                stage("counts b", 2, 1),
            ],
            pipes: vec![
                pipe("source", "a"),
                pipe("source", "b"),
                pipe("a", "counts a"),
                pipe("b", "counts b"),
            ],
            ..Flow::default()
        };
        assert_eq!(downstream(&flow), [0, 1, 3, 2, 4]);
    }

    #[test]
    fn a_share_of_a_way_turns_its_corners() {
        let way = [Point::new(0.0, 0.0), Point::new(10.0, 0.0), Point::new(10.0, 10.0)];
        assert_eq!(along(&way, 0.25), Point::new(5.0, 0.0));
        assert_eq!(along(&way, 0.75), Point::new(10.0, 5.0));
        assert_eq!(along(&way, 1.0), Point::new(10.0, 10.0));
    }
}
