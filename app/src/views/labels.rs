//! Where words go in a picture: beside what they name, and never on top of each other.

use super::draw::{Point, width};

/// The size that words in a picture are given room for, in units of its view box: that of narrow
/// drawings, which is the largest.
pub(crate) const SIZE: f64 = 13.0;

/// Which part of a text stands at its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Mid,
    End,
}

impl Anchor {
    /// The class that says so.
    pub(crate) fn class(self) -> &'static str {
        match self {
            Anchor::Start => "",
            Anchor::Mid => " mid",
            Anchor::End => " end",
        }
    }
}

/// A rectangle: left, top, right, bottom.
type Room = (f64, f64, f64, f64);

/// The places that are taken.
#[derive(Debug, Default)]
pub(crate) struct Labels {
    taken: Vec<Room>,
    lines: Vec<(Point, Point)>,
    w: f64,
    h: f64,
}

impl Labels {
    /// An empty picture of that size.
    pub(crate) fn new(w: f64, h: f64) -> Labels {
        Labels { taken: Vec::new(), lines: Vec::new(), w, h }
    }

    /// Keeps a rectangle free of words.
    pub(crate) fn reserve(&mut self, from: Point, to: Point) {
        self.taken.push((from.x, from.y, to.x, to.y));
    }

    /// Keeps a line free of words, as far as that is possible.
    pub(crate) fn avoid(&mut self, from: Point, to: Point) {
        self.lines.push((from, to));
    }

    /// Puts a text at the first of the places where it fits and lies across no line, or else at
    /// that where it lies across the fewest; `None` if it fits nowhere.
    /// O(places × (texts + lines)).
    pub(crate) fn place(
        &mut self,
        text: &str,
        places: &[(Point, Anchor)],
    ) -> Option<(Point, Anchor)> {
        self.put(text, places, usize::MAX)
    }

    /// Puts a text only where it lies across no line.
    pub(crate) fn place_clear(
        &mut self,
        text: &str,
        places: &[(Point, Anchor)],
    ) -> Option<(Point, Anchor)> {
        self.put(text, places, 0)
    }

    fn put(
        &mut self,
        text: &str,
        places: &[(Point, Anchor)],
        crossed_max: usize,
    ) -> Option<(Point, Anchor)> {
        let w = width(text, SIZE) + 2.0;
        let mut best = None;
        for (p, anchor) in places {
            let room = frame(*p, *anchor, w);
            let (x0, y0, x1, y1) = room;
            let inside = x0 >= 0.0 && y0 >= 0.0 && x1 <= self.w && y1 <= self.h;
            if !inside || self.covered(room) > 0 {
                continue;
            }
            let crossed = self.crossed(room);
            if crossed <= crossed_max && best.is_none_or(|(fewest, _)| crossed < fewest) {
                best = Some((crossed, (*p, *anchor)));
            }
            if crossed == 0 {
                break;
            }
        }
        let (_, (p, anchor)) = best?;
        self.taken.push(frame(p, anchor, w));
        Some((p, anchor))
    }

    /// The place, of these, at which a box of that size lies over the fewest things; it is taken.
    pub(crate) fn box_at(&mut self, places: &[Point], w: f64, h: f64) -> Point {
        let room = |p: Point| (p.x, p.y, p.x + w, p.y + h);
        let over = |p: &&Point| self.covered(room(**p)) + self.crossed(room(**p));
        let p = places.iter().min_by_key(over).copied().unwrap_or_default();
        self.taken.push(room(p));
        p
    }

    /// How many of the places that are taken a rectangle covers.
    fn covered(&self, (x0, y0, x1, y1): Room) -> usize {
        let over = |t: &&Room| !(x1 <= t.0 || t.2 <= x0 || y1 <= t.1 || t.3 <= y0);
        self.taken.iter().filter(over).count()
    }

    /// How many lines go through a rectangle.
    fn crossed(&self, room: Room) -> usize {
        self.lines.iter().filter(|line| crosses(**line, room)).count()
    }
}

/// Whether a line goes through a rectangle.
fn crosses((a, b): (Point, Point), (x0, y0, x1, y1): Room) -> bool {
    // The part of the line that is between the left and the right edge, then between the others.
    let (mut from, mut to) = (0.0_f64, 1.0_f64);
    for (start, end, low, high) in [(a.x, b.x, x0, x1), (a.y, b.y, y0, y1)] {
        let length = end - start;
        if length.abs() < 1e-9 {
            if start < low || start > high {
                return false;
            }
            continue;
        }
        let (p, q) = ((low - start) / length, (high - start) / length);
        from = from.max(p.min(q));
        to = to.min(p.max(q));
    }
    from < to
}

/// Whether a text at a place lies within a circle.
pub(crate) fn within(text: &str, (p, anchor): (Point, Anchor), centre: Point, r: f64) -> bool {
    let (x0, y0, x1, y1) = frame(p, anchor, width(text, SIZE));
    let corners = [(x0, y0), (x1, y0), (x0, y1), (x1, y1)];
    corners.into_iter().all(|(x, y)| centre.distance(Point::new(x, y)) <= r)
}

fn frame(p: Point, anchor: Anchor, w: f64) -> Room {
    let x = match anchor {
        Anchor::Start => p.x,
        Anchor::Mid => p.x - w / 2.0,
        Anchor::End => p.x - w,
    };
    (x, p.y - SIZE * 0.85, x + w, p.y + SIZE * 0.3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_text_gives_way() {
        let mut labels = Labels::new(200.0, 100.0);
        let here = (Point::new(50.0, 50.0), Anchor::Mid);
        let below = (Point::new(50.0, 70.0), Anchor::Mid);
        assert_eq!(labels.place("saved", &[here, below]), Some(here));
        assert_eq!(labels.place("read", &[here, below]), Some(below));
        assert_eq!(labels.place("late", &[here, below]), None);
        let mut labels = Labels::new(200.0, 100.0);
        labels.avoid(Point::new(0.0, 0.0), Point::new(100.0, 100.0));
        assert_eq!(labels.place("saved", &[here, below]), Some(here), "across, where all are");
        let beside = (Point::new(90.0, 50.0), Anchor::Start);
        assert_eq!(labels.place("read", &[below, beside]), Some(beside));
        assert_eq!(labels.place("out", &[(Point::new(-20.0, 50.0), Anchor::Start)]), None);
    }

    #[test]
    fn of_several_places_across_lines_the_one_across_the_fewest_is_taken() {
        let mut labels = Labels::new(200.0, 100.0);
        for x in [50.0, 52.0, 150.0] {
            labels.avoid(Point::new(x, 0.0), Point::new(x, 100.0));
        }
        let [two, one] = [50.0, 150.0].map(|x| (Point::new(x, 50.0), Anchor::Mid));
        assert_eq!(labels.place_clear("saved", &[two, one]), None);
        assert_eq!(labels.place("saved", &[two, one]), Some(one));
        let [over, beside] = [Point::new(140.0, 40.0), Point::new(60.0, 40.0)];
        assert_eq!(labels.box_at(&[over, beside], 40.0, 30.0), beside);
        assert_eq!(labels.box_at(&[beside, over], 40.0, 30.0), beside, "over one thing each");
    }
}
