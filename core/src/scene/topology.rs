//! Nodes, the links between them, and messages in flight.

use super::{Choice, Tone, titled};

/// What a message's line begins with; how far it is follows, and after a colon the message.
pub(super) const FLIGHT: &str = "in flight, ";

/// A picture of who is connected to whom, and of what is under way.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Topology {
    /// What the picture is called.
    pub title: String,
    /// The nodes; a view places them by role, in this order.
    pub nodes: Vec<Node>,
    /// The links between nodes.
    pub links: Vec<Link>,
    /// The messages in flight, oldest first.
    pub messages: Vec<Message>,
}

/// A process.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Node {
    /// Its name in actions and messages, unique in the picture.
    pub id: String,
    /// What is written on it.
    pub label: String,
    /// What it is here.
    pub role: Role,
    /// Whether it runs.
    pub health: Health,
    /// What it holds, as small labels beside it.
    pub badges: Vec<Badge>,
    /// What it does now, in a few words: `waits for 1 of 2`.
    pub note: String,
    /// How it feels about its note: a client that was told a stale value is [`Tone::Bad`].
    pub tone: Tone,
    /// A timer's remaining share, 0 to 1, drawn as a shrinking arc.
    pub timer: Option<f64>,
    /// What can be done to it now.
    pub choices: Vec<Choice>,
}

/// What a node is, which decides its shape and its place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// Uses the system from outside.
    Client,
    /// A member of the system.
    #[default]
    Member,
    /// A member that only helps out for another.
    StandIn,
    /// A shared store.
    Store,
}

/// Whether a node runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Health {
    /// It runs.
    #[default]
    Up,
    /// It stands still and will go on where it was.
    Paused,
    /// It has crashed.
    Down,
}

/// A small label beside a node.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Badge {
    /// What it says: `v2 Fri`.
    pub text: String,
    /// What it means.
    pub tone: Tone,
    /// In doubt: not confirmed, held for another, or not on disk.
    pub doubtful: bool,
}

/// A link between two nodes, in both directions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// One end's id.
    pub a: String,
    /// The other end's id.
    pub b: String,
    /// What it lets through.
    pub state: LinkState,
    /// What can be done to it now.
    pub choices: Vec<Choice>,
}

/// What a link lets through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LinkState {
    /// Everything, at the network's ordinary pace.
    #[default]
    Whole,
    /// Everything, later than usual.
    Slow,
    /// Nothing.
    Cut,
}

/// A message in flight.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Message {
    /// Its name in actions: `write.2:A-C`.
    pub id: String,
    /// The sender's id.
    pub from: String,
    /// The receiver's id.
    pub to: String,
    /// Two or three letters on the message.
    pub short: String,
    /// What it is, for a person: `write#2 A→C: v2 Fri`.
    pub label: String,
    /// A request is drawn filled, a reply hollow.
    pub reply: bool,
    /// What it belongs to.
    pub tone: Tone,
    /// How much of its way it has gone, 0 to 1.
    pub progress: f64,
    /// It will never arrive: its link is cut.
    pub doomed: bool,
    /// What can be done to it now.
    pub choices: Vec<Choice>,
}

impl Role {
    /// The role as a word of the text form.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Role::Client => "client",
            Role::Member => "member",
            Role::StandIn => "stand-in",
            Role::Store => "store",
        }
    }
}

impl Topology {
    /// The picture in words: each node with its state and what it holds, each link that is not
    /// whole, each message in flight.
    #[must_use]
    pub fn text(&self) -> String {
        let nodes = self.nodes.iter().map(|n| {
            let mut line = match n.role {
                Role::Member | Role::Client => n.label.clone(),
                role => format!("{} ({})", n.label, role.name()),
            };
            match n.health {
                Health::Up => {}
                Health::Paused => line.push_str(", paused"),
                Health::Down => line.push_str(", crashed"),
            }
            for badge in &n.badges {
                line.push_str(if badge.doubtful { ", holds in doubt " } else { ", holds " });
                line.push_str(&badge.text);
            }
            if !n.note.is_empty() {
                line.push_str(": ");
                line.push_str(&n.note);
            }
            line
        });
        let links = self.links.iter().filter_map(|l| match l.state {
            LinkState::Whole => None,
            LinkState::Slow => Some(format!("link {}–{} is slow", l.a, l.b)),
            LinkState::Cut => Some(format!("link {}–{} is cut", l.a, l.b)),
        });
        let messages = self.messages.iter().map(|m| {
            let way = (m.progress.clamp(0.0, 1.0) * 100.0) as u32;
            let doomed = if m.doomed { ", will be lost" } else { "" };
            format!("{FLIGHT}{way} % of the way: {}{doomed}", m.label)
        });
        titled(&self.title, nodes.chain(links).chain(messages))
    }
}
