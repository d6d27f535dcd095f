//! Sources, queues, limiters, servers and counters, and what flows between them.

use super::{Choice, LinkState, Tone, figure, titled};

/// A picture of traffic through a system.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Flow {
    /// What the picture is called.
    pub title: String,
    /// The parts, placed by column (left to right) and row (top to bottom).
    pub stages: Vec<Stage>,
    /// The pipes between them.
    pub pipes: Vec<Pipe>,
}

/// A part of the system.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stage {
    /// Its name in actions, unique in the picture.
    pub id: String,
    /// What is written on it.
    pub label: String,
    /// What it is.
    pub kind: StageKind,
    /// Its column, 0 at the left.
    pub column: u32,
    /// Its row in the column, 0 at the top.
    pub row: u32,
    /// Out of order.
    pub down: bool,
    /// What it did last, in a few words.
    pub note: String,
    /// What the note means: an admission is good, a rejection quiet, a broken promise bad.
    pub tone: Tone,
    /// Levels, drawn as bars.
    pub gauges: Vec<Gauge>,
    /// Counts.
    pub tallies: Vec<Tally>,
    /// What can be done to it now.
    pub choices: Vec<Choice>,
}

/// What a part is, which decides its shape.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StageKind {
    /// Where requests come from.
    Source,
    /// Where requests wait.
    Queue,
    /// What lets some through.
    #[default]
    Limiter,
    /// What works on them.
    Server,
    /// Shared state.
    Store,
    /// Where they are counted.
    Counter,
}

/// A level between 0 and a maximum.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gauge {
    /// What is measured.
    pub label: String,
    /// The level.
    pub value: f64,
    /// The level that fills it; greater than 0.
    pub max: f64,
    /// What the level means.
    pub tone: Tone,
}

/// A count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// What is counted.
    pub label: String,
    /// How many.
    pub count: u64,
    /// What they mean.
    pub tone: Tone,
}

/// A pipe from one part to another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pipe {
    /// The id of the part it comes from.
    pub from: String,
    /// The id of the part it leads to.
    pub to: String,
    /// What it lets through.
    pub state: LinkState,
    /// What is under way in it.
    pub dots: Vec<Dot>,
    /// What can be done to it now.
    pub choices: Vec<Choice>,
}

/// Something under way in a pipe.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dot {
    /// Its own name, stable while it moves.
    pub id: String,
    /// How much of its way it has gone, 0 to 1.
    pub progress: f64,
    /// What it means.
    pub tone: Tone,
}

impl Flow {
    /// The picture in words: each part with its levels and counts, each pipe that is not whole.
    #[must_use]
    pub fn text(&self) -> String {
        let stages = self.stages.iter().map(|stage| {
            let mut parts = Vec::new();
            if stage.down {
                parts.push("out of order".to_owned());
            }
            for g in &stage.gauges {
                parts.push(format!("{} {} of {}", g.label, figure(g.value, 4), figure(g.max, 4)));
            }
            for t in &stage.tallies {
                parts.push(format!("{} {}", t.label, t.count));
            }
            if !stage.note.is_empty() {
                parts.push(stage.note.clone());
            }
            if parts.is_empty() {
                stage.label.clone()
            } else {
                format!("{}: {}", stage.label, parts.join(", "))
            }
        });
        let pipes = self.pipes.iter().filter_map(|pipe| match pipe.state {
            LinkState::Whole => None,
            LinkState::Slow => Some(format!("{}–{} is slow", pipe.from, pipe.to)),
            LinkState::Cut => Some(format!("{}–{} is cut", pipe.from, pipe.to)),
        });
        titled(&self.title, stages.chain(pipes))
    }
}
