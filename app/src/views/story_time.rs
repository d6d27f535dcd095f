//! Story time: simulated time as it is drawn along a space-time diagram.
//!
//! A message's flight has about one length, however fast the network; a long wait in which nothing
//! happens is drawn short, with a break in the axis. So a run with a pause of three seconds between
//! two exchanges of 50 ms can be read, and slopes still compare within an exchange.

use sandtable_core::scene::{SpaceTime, insertion_sort_by_key};
use sandtable_core::session::SimTime;

/// How long a typical flight is drawn, in units of the picture, where there is room.
const FLIGHT: f64 = 84.0;
/// A wait of more flights than this is drawn short.
const WAIT: f64 = 1.3;
/// The shortest distance between two different moments.
const APART: f64 = 6.0;

/// The scale: knots in ascending order of time, each with its place.
#[derive(Debug)]
pub(crate) struct StoryTime {
    knots: Vec<(f64, f64)>,
    /// The length of a flight, in seconds.
    flight: f64,
    /// Where waits were drawn short: the places of the breaks.
    breaks: Vec<f64>,
    scale: f64,
    /// What is drawn to the left of the frame.
    shift: f64,
}

impl StoryTime {
    /// The scale of a diagram that is drawn in a frame of that length. O(arrows log arrows).
    pub(crate) fn new(d: &SpaceTime, length: f64) -> StoryTime {
        let mut moments: Vec<SimTime> = vec![d.start];
        for arrow in &d.arrows {
            moments.extend([arrow.sent, arrow.ends]);
        }
        moments.extend(d.marks.iter().map(|m| m.at));
        moments.extend(d.spans.iter().map(|s| s.from));
        insertion_sort_by_key(&mut moments, |at| *at);
        moments.dedup();
        let flights = d.arrows.iter().map(|a| a.ends.since(a.sent));
        let mut flights: Vec<SimTime> = flights.filter(|f| *f > SimTime::ZERO).collect();
        insertion_sort_by_key(&mut flights, |length| *length);
        let median = flights.get(flights.len() / 2).map(|f| f.as_secs());
        // Without messages: ten flights from start to end.
        let flight = round(median.unwrap_or(d.end.since(d.start).as_secs() / 10.0).max(1e-9));
        let mut out =
            StoryTime { knots: Vec::new(), flight, breaks: Vec::new(), scale: 1.0, shift: 0.0 };
        let mut place = 0.0;
        let mut last = None;
        for moment in moments {
            let at = moment.as_secs();
            if let Some(last) = last {
                let gap = out.drawn(at - last);
                if out.is_short(at - last) {
                    out.breaks.push(place + gap / 2.0);
                }
                place += gap;
            }
            out.knots.push((at, place));
            last = Some(at);
        }
        // As large as it fits; a long run goes out of the frame at the left, by thirds of it, so
        // that the picture stands still most of the time.
        let end = out.raw(d.now.as_secs()).max(place) + 24.0;
        out.scale = [1.0, 0.8, 0.64, 0.5].into_iter().find(|s| end * s <= length).unwrap_or(0.5);
        let over = end * out.scale - length;
        if over > 0.0 {
            out.shift = (over / (length / 3.0)).ceil() * (length / 3.0);
        }
        out
    }

    fn is_short(&self, gap: f64) -> bool {
        gap / self.flight > WAIT * 1.6
    }

    /// How long a wait is drawn before it is scaled.
    fn drawn(&self, gap: f64) -> f64 {
        let flights = gap / self.flight;
        if flights <= 0.0 {
            0.0
        } else if flights <= WAIT {
            (flights * FLIGHT).max(APART)
        } else {
            // From 1.3 flights up to 1.7, however long it is.
            FLIGHT * (WAIT + 0.4 * (1.0 - WAIT / flights))
        }
    }

    fn raw(&self, at: f64) -> f64 {
        let next = self.knots.partition_point(|k| k.0 <= at);
        let Some(before) = next.checked_sub(1).and_then(|i| self.knots.get(i)) else { return 0.0 };
        match self.knots.get(next) {
            Some(after) => {
                let share = (at - before.0) / (after.0 - before.0);
                before.1 + share * (after.1 - before.1)
            }
            None => before.1 + self.drawn(at - before.0),
        }
    }

    /// The place of a moment, from the frame's start; less than 0 if it has gone out of it.
    pub(crate) fn place(&self, moment: SimTime) -> f64 {
        self.raw(moment.as_secs()) * self.scale - self.shift
    }

    /// The places of the breaks in the axis.
    pub(crate) fn breaks(&self) -> impl Iterator<Item = f64> {
        self.breaks.iter().map(|b| b * self.scale - self.shift)
    }
}

/// The nearest of 1, 2, 5 times a power of ten from above, so that a scale stays the same while the
/// middle of the flights moves a little.
fn round(value: f64) -> f64 {
    let mut unit = 1e-9;
    for _ in 0..24 {
        for k in [1.0, 2.0, 5.0] {
            if unit * k >= value * 0.8 {
                return unit * k;
            }
        }
        unit *= 10.0;
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;
    use sandtable_core::scene::{Arrow, Fate, Tone};

    fn arrow(sent: u64, ends: u64) -> Arrow {
        Arrow {
            id: String::new(),
            from: 0,
            to: 1,
            sent: SimTime::from_ms(sent),
            ends: SimTime::from_ms(ends),
            fate: Fate::Delivered,
            label: String::new(),
            reply: false,
            tone: Tone::Plain,
            step: 1,
        }
    }

    #[test]
    fn time_never_runs_backwards_and_waits_are_short() {
        let ms = SimTime::from_ms;
        let arrows = vec![arrow(200, 250), arrow(250, 300), arrow(5_000, 5_050)];
        let d = SpaceTime { end: ms(6_000), now: ms(5_050), arrows, ..SpaceTime::default() };
        let scale = StoryTime::new(&d, 520.0);
        let places: Vec<f64> = (0..=600).map(|i| scale.place(ms(i * 10))).collect();
        assert!(places.windows(2).all(|w| w[0] <= w[1]), "in order");
        let flight = scale.place(ms(250)) - scale.place(ms(200));
        let wait = scale.place(ms(5_000)) - scale.place(ms(300));
        assert!(wait < 2.5 * flight, "a wait of 94 flights is drawn as less than three");
        assert_eq!(scale.breaks().count(), 2);
    }

    #[test]
    fn a_long_run_keeps_the_present_in_the_frame() {
        let ms = SimTime::from_ms;
        let arrows: Vec<Arrow> = (0..500).map(|i| arrow(i * 40, i * 40 + 50)).collect();
        let d = SpaceTime { end: ms(20_100), now: ms(20_000), arrows, ..SpaceTime::default() };
        let scale = StoryTime::new(&d, 520.0);
        assert!((0.0..520.0).contains(&scale.place(d.now)));
    }
}
