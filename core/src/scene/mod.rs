//! The vocabulary of pictures: what there is to see at one moment, as plain data.
//!
//! A model describes; a view draws. Nothing here knows about pixels, markup or colours, and every
//! kind has a text form ([`Scene::text`]) that says the same in words, so that a screen reader, a
//! page without script and a snapshot test all read what the picture shows.
//!
//! ```
//! use sandtable_core::scene::{Scene, Table, View};
//! let scene = Scene { views: vec![View::Table(Table::new("Load").column("node", false))] };
//! assert!(scene.text().starts_with("Load"));
//! ```

mod changes;
mod decimal;
mod flow;
mod order;
mod ring;
mod series;
mod space_time;
mod table;
mod topology;

pub use decimal::{counted, decimal, figure, grouped};
pub use flow::{Dot, Flow, Gauge, Pipe, Stage, StageKind, Tally};
pub use order::insertion_sort_by_key;
pub use ring::{Arc, Place, Ring, RingKey, RingNode, RingShape};
pub use series::{Axis, Band, Curve, CurveStyle, Series, SeriesMark};
pub use space_time::{Arrow, Fate, Lane, Mark, MarkShape, SpaceTime, Span};
pub use table::{Cell, Column, Row, Table};
pub use topology::{Badge, Health, Link, LinkState, Message, Node, Role, Topology};

use crate::engine::SimTime;

/// Everything a model shows at one moment: one to three views, in step with each other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    /// The views, the most important first.
    pub views: Vec<View>,
}

/// One picture. A view of the page is chosen by this kind and by nothing else.
#[derive(Clone, Debug, PartialEq)]
pub enum View {
    /// Nodes, the links between them, and messages in flight.
    Topology(Topology),
    /// A lane for each process, arrows for messages, marks for faults.
    SpaceTime(SpaceTime),
    /// Keys on nodes, on a ring or on a strip of slots.
    Ring(Ring),
    /// Rows and columns.
    Table(Table),
    /// Sources, queues, limiters, servers and counters.
    Flow(Flow),
    /// Curves over time or over a parameter.
    Series(Series),
}

/// The names of pictures, as they stand in links: a kind, and for a scene with more than one of it
/// the second and the third.
pub const NAMES: [[&str; 3]; 6] = [
    ["topology", "topology.2", "topology.3"],
    ["space-time", "space-time.2", "space-time.3"],
    ["ring", "ring.2", "ring.3"],
    ["table", "table.2", "table.3"],
    ["flow", "flow.2", "flow.3"],
    ["series", "series.2", "series.3"],
];

/// What a mark, a word or a shape means; a view gives each its colour and its shape.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tone {
    /// The ordinary case.
    #[default]
    Plain,
    /// Present, but not what matters now.
    Quiet,
    /// Done as promised.
    Good,
    /// A fault or a broken promise, and nothing else.
    Bad,
    /// Belongs to a write.
    Write,
    /// Belongs to a read.
    Read,
    /// Upkeep in the background: repair, hand-off, gossip.
    Upkeep,
    /// One of a set of entities that are told apart: the index into the palette, modulo its size.
    Entity(u8),
}

/// Something the reader can do with the item that carries it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The action as it stands in a script, for instance `crash B`.
    pub action: String,
    /// What a button says, for instance `Crash B`.
    pub label: String,
    /// Whether this is a fault, done to the system, and not a use of it.
    pub fault: bool,
}

impl Scene {
    /// The scene in words: each view's text, a blank line between two.
    #[must_use]
    pub fn text(&self) -> String {
        let parts: Vec<String> = self.views.iter().map(View::text).collect();
        parts.join("\n\n")
    }

    /// The views with their names: the kind, and from the second of a kind on its number as well.
    ///
    /// ```
    /// use sandtable_core::scene::{Scene, Table, View};
    /// let table = |title| View::Table(Table::new(title));
    /// let scene = Scene { views: vec![table("Load"), table("Cost")] };
    /// let names: Vec<&str> = scene.named().map(|(name, _)| name).collect();
    /// assert_eq!(names, ["table", "table.2"]);
    /// ```
    pub fn named(&self) -> impl Iterator<Item = (&'static str, &View)> {
        self.views.iter().enumerate().map(|(i, view)| {
            let before = self.views[..i].iter().filter(|v| v.kind() == view.kind()).count();
            let names = NAMES.iter().find(|names| names[0] == view.kind());
            (names.and_then(|n| n.get(before)).copied().unwrap_or(view.kind()), view)
        })
    }
}

impl View {
    /// The kind's name, as it stands in class names, and in links for the first view of its kind.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            View::Topology(_) => "topology",
            View::SpaceTime(_) => "space-time",
            View::Ring(_) => "ring",
            View::Table(_) => "table",
            View::Flow(_) => "flow",
            View::Series(_) => "series",
        }
    }

    /// What the picture is called.
    #[must_use]
    pub fn title(&self) -> &str {
        match self {
            View::Topology(v) => &v.title,
            View::SpaceTime(v) => &v.title,
            View::Ring(v) => &v.title,
            View::Table(v) => &v.title,
            View::Flow(v) => &v.title,
            View::Series(v) => &v.title,
        }
    }

    /// The picture in words, a line for each thing that is to be seen.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            View::Topology(v) => v.text(),
            View::SpaceTime(v) => v.text(),
            View::Ring(v) => v.text(),
            View::Table(v) => v.text(),
            View::Flow(v) => v.text(),
            View::Series(v) => v.text(),
        }
    }
}

impl Tone {
    /// The tone's name, as it stands in class names: `write`, `entity-3`, …
    #[must_use]
    pub fn name(self) -> &'static str {
        const ENTITIES: [&str; 8] = [
            "entity-0", "entity-1", "entity-2", "entity-3", "entity-4", "entity-5", "entity-6",
            "entity-7",
        ];
        match self {
            Tone::Plain => "plain",
            Tone::Quiet => "quiet",
            Tone::Good => "good",
            Tone::Bad => "bad",
            Tone::Write => "write",
            Tone::Read => "read",
            Tone::Upkeep => "upkeep",
            Tone::Entity(i) => ENTITIES[usize::from(i) % ENTITIES.len()],
        }
    }
}

/// Joins lines under a title; the shape that every text form has.
pub(crate) fn titled(title: &str, lines: impl IntoIterator<Item = String>) -> String {
    let mut out = String::from(title);
    for line in lines {
        out.push('\n');
        out.push_str("- ");
        out.push_str(&line);
    }
    out
}

/// A moment for people: `2.4 s`.
pub(crate) fn moment(at: SimTime) -> String {
    at.spoken()
}
