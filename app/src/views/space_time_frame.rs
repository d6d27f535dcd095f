//! Where moments and lanes are in a space-time diagram, in either direction.

use sandtable_core::scene::SpaceTime;
use sandtable_core::session::SimTime;

use super::Size;
use super::draw::Point;
use super::labels::{Anchor, SIZE};
use super::story_time::StoryTime;

/// More messages than this, and they carry no letters.
const LETTERS_MAX: usize = 48;

/// The frame of a diagram: its size, its scales and its direction.
pub(crate) struct Frame {
    pub(crate) w: f64,
    pub(crate) h: f64,
    time: StoryTime,
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
    /// Where the lanes end.
    foot: f64,
}

impl Frame {
    /// The frame of a diagram at a size.
    pub(crate) fn new(d: &SpaceTime, size: Size) -> Frame {
        let lanes = d.lanes.len().max(1);
        let between = (lanes as f64 - 1.0).max(1.0);
        let tall = size == Size::Narrow;
        let (w, h) = match size {
            Size::Wide => (600.0, 312.0_f64.max(116.0 + between * 36.0)),
            Size::Broad => (940.0, 312.0_f64.max(116.0 + between * 36.0)),
            Size::Narrow => (super::NARROW, 480.0),
            Size::Mini => (400.0, 304.0),
        };
        let (start, end) = match size {
            Size::Wide | Size::Broad => (66.0, w - 16.0),
            // Room for a flag below the last moment.
            Size::Narrow => (48.0, h - 56.0),
            Size::Mini => (20.0, w - 20.0),
        };
        let (lane, gap) = match size {
            // Room for a flag over the words of the first lane.
            Size::Wide | Size::Broad => (72.0, (h - 118.0) / between),
            Size::Narrow => (104.0, (w - 104.0 - 56.0) / between),
            Size::Mini => (40.0, (h - 80.0) / between),
        };
        let foot = if tall { h - 16.0 } else { end };
        let time = StoryTime::new(d, end - start);
        let mini = size == Size::Mini;
        let mut frame = Frame {
            w,
            h,
            time,
            mini,
            labels_arrows: true,
            tall,
            lane,
            gap,
            lanes,
            start,
            end,
            foot,
        };
        let seen = d.arrows.iter().filter(|a| frame.shows(a.sent, a.ends)).count();
        frame.labels_arrows = seen <= LETTERS_MAX;
        frame
    }

    /// Whether something that lasts from one moment to another is in the frame.
    pub(crate) fn shows(&self, from: SimTime, to: SimTime) -> bool {
        self.along(to) >= self.start - 2.0 && self.along(from) <= self.end + 12.0
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

    /// A moment in a lane on the way to another one: what began before the frame begins at its edge.
    pub(crate) fn enters(&self, from: Point, to: Point) -> Point {
        let along = |p: Point| if self.tall { p.y } else { p.x };
        let (a, b) = (along(from), along(to));
        if a >= self.start || b <= a {
            from
        } else {
            from.toward(to, ((self.start - a) / (b - a)).min(1.0))
        }
    }

    fn along(&self, moment: SimTime) -> f64 {
        self.start + self.time.place(moment)
    }

    /// The ends of a lane's line.
    pub(crate) fn lane_line(&self, lane: u32) -> (Point, Point) {
        let across = self.lane + self.gap * f64::from(lane);
        (self.point(self.start, across), self.point(self.foot, across))
    }

    /// Where lanes are broken, because a wait is drawn short.
    pub(crate) fn breaks(&self, lane: u32) -> Vec<Point> {
        let across = self.lane + self.gap * f64::from(lane);
        let inside = |along: &f64| *along > self.start && *along < self.end;
        let places = self.time.breaks().map(|b| self.start + b).filter(inside);
        places.map(|along| self.point(along, across)).collect()
    }

    /// The two strokes of a break at a point, as path data.
    pub(crate) fn break_strokes(&self, p: Point) -> String {
        let (x, y) = (super::draw::px(p.x), super::draw::px(p.y));
        if self.tall {
            format!("M{x} {y}m-5-1l10-4m-10 10l10-4")
        } else {
            format!("M{x} {y}m-1 5l-4-10m10 10l-4-10")
        }
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
        // Downwards, words stand at both of its ends.
        let (above, below) = if self.tall { (6.0, 4.0) } else { (32.0, 16.0) };
        (self.point(along, self.lane - above), self.point(along, self.last_lane() + below))
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

    /// The room of the lanes' names.
    pub(crate) fn heads(&self) -> (Point, Point) {
        let end = self.start - if self.tall { 10.0 } else { 8.0 };
        let across = self.lane - if self.tall { self.lane } else { 8.0 };
        (
            self.point(0.0, across),
            self.point(end, self.last_lane() + if self.tall { 60.0 } else { 8.0 }),
        )
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

    /// Places for words beside a point, best first.
    pub(crate) fn around(&self, p: Point, off: f64) -> Vec<(Point, Anchor)> {
        let right = (Point::new(p.x + off, p.y + 4.0), Anchor::Start);
        let left = (Point::new(p.x - off, p.y + 4.0), Anchor::End);
        let below = (Point::new(p.x, p.y + off + SIZE * 0.8), Anchor::Mid);
        let above = (Point::new(p.x, p.y - off), Anchor::Mid);
        let mut out = if self.tall {
            vec![right, left, below, above]
        } else {
            vec![below, above, right, left]
        };
        // Farther away, where lines leave no room nearer.
        for (x, y) in [(4.0, 0.0), (4.0, 9.0)] {
            for anchor in [Anchor::Mid, Anchor::Start, Anchor::End] {
                let x = match anchor {
                    Anchor::Start => p.x + x,
                    Anchor::Mid => p.x,
                    Anchor::End => p.x - x,
                };
                out.push((Point::new(x, p.y - off - 5.0 - y), anchor));
                out.push((Point::new(x, p.y + off + 5.0 + y + SIZE * 0.8), anchor));
            }
        }
        out
    }

    /// Places for words outside the first lane, best first.
    pub(crate) fn outside(&self, p: Point) -> Vec<(Point, Anchor)> {
        if self.tall {
            let mut out = Vec::new();
            for dy in [4.0, 16.0, -8.0, 28.0] {
                out.push((Point::new(p.x - 10.0, p.y + dy), Anchor::End));
            }
            // What is too long for the margin runs on over the lane.
            for dy in [-12.0, 22.0] {
                out.push((Point::new(4.0, p.y + dy), Anchor::Start));
            }
            return out;
        }
        let mut out = Vec::new();
        for y in [p.y - 12.0, p.y - 27.0] {
            out.push((Point::new(p.x, y), Anchor::Mid));
            out.push((Point::new(p.x - 4.0, y), Anchor::Start));
            out.push((Point::new(p.x + 4.0, y), Anchor::End));
        }
        out
    }

    /// Places for a flag of that size beside the line of a moment, best first.
    pub(crate) fn flags(&self, moment: SimTime, w: f64, h: f64) -> Vec<Point> {
        let along = self.along(moment);
        if self.tall {
            let mut out = Vec::new();
            for y in [along + 6.0, along - 6.0 - h] {
                for x in [self.w - w - 8.0, 4.0] {
                    if y + h < self.h {
                        out.push(Point::new(x.max(4.0), y));
                    }
                }
            }
            return out;
        }
        let right = along + 6.0;
        let x = if right + w < self.w { right } else { along - 6.0 - w };
        vec![Point::new(x.max(4.0), 2.0)]
    }
}
