//! Where moments and lanes are in a space-time diagram, in either direction.

use sandtable_core::scene::SpaceTime;
use sandtable_core::session::SimTime;

use super::Size;
use super::draw::Point;
use super::labels::{Anchor, SIZE};

/// More messages than this, and only a stretch of the time is shown.
const ARROWS_MAX: usize = 36;
/// More messages than this, and they carry no letters.
const LETTERS_MAX: usize = 40;

/// The frame of a diagram: its size, its scales and its direction.
pub(crate) struct Frame {
    pub(crate) w: f64,
    pub(crate) h: f64,
    /// The first and the last moment shown.
    pub(crate) from: SimTime,
    pub(crate) to: SimTime,
    /// Without words.
    pub(crate) mini: bool,
    /// Whether arrows carry letters.
    pub(crate) labels_arrows: bool,
    /// Time runs downwards.
    tall: bool,
    /// The first lane's place, the distance between two, and how many there are.
    lane: f64,
    gap: f64,
    lanes: usize,
    /// The places of the first and the last moment.
    start: f64,
    end: f64,
}

impl Frame {
    /// The frame of a diagram at a size.
    pub(crate) fn new(d: &SpaceTime, size: Size) -> Frame {
        let lanes = d.lanes.len().max(1);
        let between = (lanes as f64 - 1.0).max(1.0);
        let (from, to) = stretch(d);
        let seen = d.arrows.iter().filter(|a| a.sent <= to && a.ends >= from).count();
        let base = Frame {
            w: 600.0,
            h: 304.0,
            from,
            to,
            mini: size == Size::Mini,
            labels_arrows: seen <= LETTERS_MAX,
            tall: false,
            lane: 56.0,
            gap: 0.0,
            lanes,
            start: 66.0,
            end: 580.0,
        };
        match size {
            Size::Narrow => {
                let (lane, w) = (104.0, 400.0);
                let h = 72.0 + (seen as f64 * 30.0).clamp(280.0, 560.0);
                let gap = (w - lane - 56.0) / between;
                Frame { w, h, tall: true, lane, gap, start: 44.0, end: h - 20.0, ..base }
            }
            Size::Mini => {
                let gap = (base.h - 80.0) / between;
                Frame { w: 400.0, lane: 40.0, gap, start: 20.0, end: 380.0, ..base }
            }
            Size::Wide => {
                let h = base.h.max(100.0 + between * 34.0);
                Frame { h, gap: (h - 110.0) / between, ..base }
            }
        }
    }

    /// Whether something that lasts from one moment to another is in the stretch shown.
    pub(crate) fn shows(&self, from: SimTime, to: SimTime) -> bool {
        from <= self.to && to >= self.from
    }

    /// How much of the way from one moment to another is over.
    pub(crate) fn share(&self, from: SimTime, to: SimTime, now: SimTime) -> f64 {
        let whole = to.since(from).as_secs();
        if whole > 0.0 { (now.since(from).as_secs() / whole).clamp(0.0, 1.0) } else { 1.0 }
    }

    /// A moment in a lane.
    pub(crate) fn at(&self, lane: u32, moment: SimTime) -> Point {
        self.point(self.along(moment), self.lane + self.gap * f64::from(lane))
    }

    fn along(&self, moment: SimTime) -> f64 {
        let whole = self.to.since(self.from).as_secs().max(1e-9);
        let share = (moment.as_secs() - self.from.as_secs()) / whole;
        // What leaves the stretch is drawn a little beyond its border, not far away.
        self.start + share.clamp(-0.2, 1.2) * (self.end - self.start)
    }

    fn point(&self, along: f64, across: f64) -> Point {
        if self.tall { Point::new(across, along) } else { Point::new(along, across) }
    }

    fn last_lane(&self) -> f64 {
        self.lane + self.gap * (self.lanes as f64 - 1.0)
    }

    /// The ends of a line through all lanes.
    pub(crate) fn across(&self, moment: SimTime) -> (Point, Point) {
        let along = self.along(moment);
        (self.point(along, self.lane - 16.0), self.point(along, self.last_lane() + 16.0))
    }

    /// Where a lane's name stands.
    pub(crate) fn lane_head(&self, lane: u32) -> (Point, Anchor) {
        let across = self.lane + self.gap * f64::from(lane);
        if self.tall {
            (Point::new(across, self.start - 20.0), Anchor::Mid)
        } else {
            (Point::new(self.start - 12.0, across + 4.0), Anchor::End)
        }
    }

    /// Where a moment's name stands.
    pub(crate) fn tick(&self, moment: SimTime) -> (Point, Anchor) {
        let along = self.along(moment);
        if self.tall {
            (Point::new(self.w - 6.0, along + 4.0), Anchor::End)
        } else {
            (Point::new(along, self.h - 10.0), Anchor::Mid)
        }
    }

    /// A few round moments with their names.
    pub(crate) fn ticks(&self) -> Vec<(SimTime, String)> {
        let whole = self.to.since(self.from).as_ns();
        let wanted = if self.tall { 6 } else { 5 };
        let mut unit = 1u64;
        for _ in 0..19 {
            if let Some(step) = [1, 2, 5].iter().map(|k| unit * k).find(|s| whole / s <= wanted) {
                let first = self.from.as_ns().div_ceil(step);
                let last = self.to.as_ns() / step;
                let moments = (first..=last).map(|i| SimTime::from_ns(i * step));
                return moments.map(|m| (m, m.spoken())).collect();
            }
            unit = unit.saturating_mul(10);
        }
        Vec::new()
    }

    /// Places for words beside a point, best first.
    pub(crate) fn around(&self, p: Point, off: f64) -> Vec<(Point, Anchor)> {
        let right = (Point::new(p.x + off, p.y + 4.0), Anchor::Start);
        let left = (Point::new(p.x - off, p.y + 4.0), Anchor::End);
        let below = (Point::new(p.x, p.y + off + SIZE * 0.8), Anchor::Mid);
        let above = (Point::new(p.x, p.y - off), Anchor::Mid);
        if self.tall { vec![right, left, below, above] } else { vec![below, above, right, left] }
    }

    /// Places for words outside the first lane, best first.
    pub(crate) fn outside(&self, p: Point) -> Vec<(Point, Anchor)> {
        if self.tall {
            return [4.0, 16.0, -8.0, 28.0]
                .map(|dy| (Point::new(p.x - 10.0, p.y + dy), Anchor::End))
                .to_vec();
        }
        let mut out = Vec::new();
        for y in [p.y - 12.0, p.y - 27.0] {
            out.push((Point::new(p.x, y), Anchor::Mid));
            out.push((Point::new(p.x - 4.0, y), Anchor::Start));
            out.push((Point::new(p.x + 4.0, y), Anchor::End));
        }
        out
    }

    /// Where a flag of that size stands beside the line of a moment.
    pub(crate) fn flag(&self, moment: SimTime, w: f64, h: f64) -> Point {
        let along = self.along(moment);
        if self.tall {
            let below = along + 6.0;
            let y = if below + h < self.h { below } else { along - 6.0 - h };
            return Point::new((self.w - w - 8.0).max(4.0), y);
        }
        let right = along + 6.0;
        let x = if right + w < self.w { right } else { along - 6.0 - w };
        Point::new(x.max(4.0), (self.lane - 16.0 - h / 2.0).max(4.0))
    }
}

/// The stretch of time that is shown: all of it, or, where it is too crowded for that, a stretch
/// with the present in its last part. Its length is 1, 2 or 5 of a power of ten, so that it stays
/// the same for a while.
fn stretch(d: &SpaceTime) -> (SimTime, SimTime) {
    let end = if d.end > d.start { d.end } else { d.start + SimTime::from_ms(1) };
    let Some(first) = d.arrows.len().checked_sub(ARROWS_MAX) else { return (d.start, end) };
    let dense = d.now.since(d.arrows[first].sent).as_ns().max(1);
    let mut length = 1u64;
    let length = 'found: {
        for _ in 0..19 {
            for k in [1, 2, 5] {
                if length.saturating_mul(k) >= dense {
                    break 'found length * k;
                }
            }
            length = length.saturating_mul(10);
        }
        dense
    };
    if length >= end.since(d.start).as_ns() {
        return (d.start, end);
    }
    let ahead = SimTime::from_ns(length / 5);
    let to = (d.now + ahead).min(end);
    (to.since(SimTime::from_ns(length)).max(d.start), to)
}
