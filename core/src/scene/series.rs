//! Curves and distributions over time or over a parameter.

use super::{Tone, figure, titled};

/// A chart: curves over one x axis.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series {
    /// What the chart is called.
    pub title: String,
    /// The horizontal axis.
    pub x: Axis,
    /// The vertical axis.
    pub y: Axis,
    /// The curves.
    pub curves: Vec<Curve>,
    /// Points of interest on the x axis.
    pub marks: Vec<SeriesMark>,
    /// Stretches of the x axis that are set off.
    pub bands: Vec<Band>,
    /// Where the reader is on the x axis, if it is time.
    pub now: Option<f64>,
}

/// An axis with its range.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Axis {
    /// What is measured, with its unit: `time, s`.
    pub label: String,
    /// The smallest value shown.
    pub min: f64,
    /// The largest value shown; greater than `min`.
    pub max: f64,
}

/// A curve.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// What it shows.
    pub label: String,
    /// What it belongs to.
    pub tone: Tone,
    /// How it is drawn.
    pub style: CurveStyle,
    /// The points, in ascending order of x.
    pub points: Vec<(f64, f64)>,
}

/// How a curve is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CurveStyle {
    /// Straight from point to point.
    Line,
    /// Level until the next point.
    Step,
    /// Dashed and level: a limit, an ideal.
    Bound,
    /// A mark at each point, none between.
    Points,
    /// A bar for each point.
    Bars,
}

/// A point of interest on the x axis.
#[derive(Clone, Debug, PartialEq)]
pub struct SeriesMark {
    /// Where.
    pub x: f64,
    /// What it says.
    pub label: String,
    /// What it means.
    pub tone: Tone,
}

/// A stretch of the x axis that is set off.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// From where.
    pub from: f64,
    /// To where.
    pub to: f64,
    /// What it says.
    pub label: String,
    /// What it means.
    pub tone: Tone,
}

impl Series {
    /// The chart in words: for each curve its range and its last value, or its only value; each
    /// mark and band.
    #[must_use]
    pub fn text(&self) -> String {
        let curves = self.curves.iter().map(|curve| {
            let Some((x_last, y_last)) = curve.points.last() else {
                return format!("{}: no values yet", curve.label);
            };
            let low = curve.points.iter().map(|p| p.1).fold(f64::INFINITY, f64::min);
            let high = curve.points.iter().map(|p| p.1).fold(f64::NEG_INFINITY, f64::max);
            if low == high {
                return format!("{}: {}", curve.label, short(low));
            }
            let (x, y) = (short(*x_last), short(*y_last));
            format!("{}: {} to {}, at {x}: {y}", curve.label, short(low), short(high))
        });
        let marks = self.marks.iter().map(|m| format!("at {}: {}", short(m.x), m.label));
        let bands = self
            .bands
            .iter()
            .map(|b| format!("from {} to {}: {}", short(b.from), short(b.to), b.label));
        let title = format!("{} ({} over {})", self.title, self.y.label, self.x.label);
        titled(&title, curves.chain(marks).chain(bands))
    }
}

/// At most four digits after the point are said.
fn short(value: f64) -> String {
    figure(value, 4)
}
