//! A lane for each process, arrows for messages, marks for what happened there.

use super::{Tone, insertion_sort_by_key, moment, titled};
use crate::engine::SimTime;

/// A space-time diagram (Lamport 1978): processes as lanes, messages as slanted arrows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SpaceTime {
    /// What the picture is called.
    pub title: String,
    /// The lanes, in order.
    pub lanes: Vec<Lane>,
    /// The first moment shown.
    pub start: SimTime,
    /// The last moment shown.
    pub end: SimTime,
    /// The moment the reader is at.
    pub now: SimTime,
    /// The messages, in order of sending.
    pub arrows: Vec<Arrow>,
    /// What happened, in order of time.
    pub marks: Vec<Mark>,
    /// Stretches of a lane in which its process did not run.
    pub spans: Vec<Span>,
}

/// A process's lane.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lane {
    /// The process's name, as in the topology.
    pub id: String,
    /// What is written at the lane's head.
    pub label: String,
}

/// A message from one lane to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrow {
    /// Its name in actions.
    pub id: String,
    /// The sender's lane, an index into `lanes`.
    pub from: u32,
    /// The receiver's lane.
    pub to: u32,
    /// When it was sent.
    pub sent: SimTime,
    /// When it arrives, arrived or was lost.
    pub ends: SimTime,
    /// What became of it by now.
    pub fate: Fate,
    /// A few letters beside it.
    pub label: String,
    /// A reply is drawn hollow.
    pub reply: bool,
    /// What it belongs to.
    pub tone: Tone,
    /// The step that sent it, to jump to.
    pub step: u32,
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is under way.
    InFlight,
    /// It was received.
    Delivered,
    /// It was lost, and why.
    Lost(&'static str),
}

/// Something that happened in a lane.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// The lane, an index into `lanes`.
    pub lane: u32,
    /// When.
    pub at: SimTime,
    /// What it is drawn as.
    pub shape: MarkShape,
    /// What it says; empty for a mark without words.
    pub label: String,
    /// What it means.
    pub tone: Tone,
    /// The step that made it, to jump to.
    pub step: u32,
}

/// What a mark is drawn as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkShape {
    /// A point on the lane.
    Point,
    /// A cross: a fault.
    Fault,
    /// A line through all lanes with a flag: a check is violated here.
    Violation,
}

/// A stretch of a lane in which its process did not run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The lane, an index into `lanes`.
    pub lane: u32,
    /// From when.
    pub from: SimTime,
    /// Until when.
    pub to: SimTime,
    /// Crashed, and not merely paused.
    pub down: bool,
}

impl SpaceTime {
    fn lane(&self, index: u32) -> &str {
        self.lanes.get(index as usize).map_or("?", |l| l.label.as_str())
    }

    /// The diagram in words, in order of time: what was sent from where to where and what became
    /// of it, and each mark.
    #[must_use]
    pub fn text(&self) -> String {
        let mut lines: Vec<(SimTime, u32, String)> = Vec::new();
        for arrow in &self.arrows {
            let fate = match arrow.fate {
                Fate::InFlight => "under way".to_owned(),
                Fate::Delivered => format!("received at {}", moment(arrow.ends)),
                Fate::Lost(why) => format!("lost at {}: {why}", moment(arrow.ends)),
            };
            let (from, to) = (self.lane(arrow.from), self.lane(arrow.to));
            let line = format!("{}: {from}→{to} {}, {fate}", moment(arrow.sent), arrow.label);
            lines.push((arrow.sent, arrow.step, line));
        }
        for mark in &self.marks {
            if !mark.label.is_empty() {
                let lane = self.lane(mark.lane);
                let line = format!("{}: {lane}: {}", moment(mark.at), mark.label);
                lines.push((mark.at, mark.step, line));
            }
        }
        insertion_sort_by_key(&mut lines, |(at, step, _)| (*at, *step));
        titled(&self.title, lines.into_iter().map(|(_, _, line)| line))
    }
}
