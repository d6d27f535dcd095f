//! What the messages of the quorum model carry.

use std::rc::Rc;

use crate::algorithms::quorum::{self, Version};
use crate::scene::Tone;

/// A value with its version.
pub(super) type Item = quorum::Item<Rc<str>>;

/// The number of a client's request.
pub(super) type Op = u32;

/// What a message carries. Requests and answers name the client's request that they belong to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Msg {
    /// Client to coordinator: write this.
    Put(Op, Rc<str>),
    /// Client to coordinator: read.
    Get(Op),
    /// Coordinator to client: it is saved.
    Saved(Op, Version),
    /// Coordinator to client: this is the value.
    Value(Op, Item),
    /// Coordinator to copy: which version do you have?
    Ask(Op),
    /// Copy to coordinator: this one.
    Tell(Op, Version),
    /// Coordinator to copy: store this.
    Write(Op, Item),
    /// Copy to coordinator: it is stored.
    Ack(Op),
    /// Coordinator to copy: what do you have?
    Read(Op),
    /// Copy to coordinator: this.
    Reply(Op, Item),
    /// Coordinator to copy: you missed this.
    Repair(Op, Item),
    /// Copy to coordinator: it is stored now.
    Repaired(Op, Version),
    /// Coordinator to stand-in: keep this for that home.
    Hint(Op, u8, Item),
    /// Keeper of a hint to its home: this was meant for you.
    Handoff(Item),
    /// Home to the keeper: it is stored now.
    Landed(Version),
}

/// The kinds of messages, in the order of [`Msg::kind`].
pub(super) const KINDS: &[&str] = &[
    "put", "get", "saved", "value", "ask", "tell", "write", "ack", "read", "reply", "repair",
    "repaired", "hint", "handoff", "landed",
];

impl Msg {
    /// The index of its kind in [`KINDS`].
    pub(super) fn kind(&self) -> u8 {
        match self {
            Msg::Put(..) => 0,
            Msg::Get(_) => 1,
            Msg::Saved(..) => 2,
            Msg::Value(..) => 3,
            Msg::Ask(_) => 4,
            Msg::Tell(..) => 5,
            Msg::Write(..) => 6,
            Msg::Ack(_) => 7,
            Msg::Read(_) => 8,
            Msg::Reply(..) => 9,
            Msg::Repair(..) => 10,
            Msg::Repaired(..) => 11,
            Msg::Hint(..) => 12,
            Msg::Handoff(_) => 13,
            Msg::Landed(_) => 14,
        }
    }

    /// A few letters for the picture.
    pub(super) fn short(&self) -> String {
        match self {
            Msg::Put(..) => "put".to_owned(),
            Msg::Get(_) => "get".to_owned(),
            Msg::Saved(..) => "ok".to_owned(),
            Msg::Ask(_) => "v?".to_owned(),
            Msg::Read(_) => "rd".to_owned(),
            Msg::Ack(_) | Msg::Repaired(..) | Msg::Landed(_) => "ok".to_owned(),
            Msg::Tell(_, version) => format!("v{}", version.counter),
            Msg::Value(_, item)
            | Msg::Write(_, item)
            | Msg::Reply(_, item)
            | Msg::Repair(_, item)
            | Msg::Hint(_, _, item)
            | Msg::Handoff(item) => format!("v{}", item.version.counter),
        }
    }

    /// What it says, for a person.
    pub(super) fn spoken(&self) -> String {
        let item = |i: &Item| format!("v{} “{}”", i.version.counter, i.value);
        match self {
            Msg::Put(_, text) => format!("write “{text}”"),
            Msg::Get(_) => "read".to_owned(),
            Msg::Saved(..) => "saved".to_owned(),
            Msg::Ask(_) => "which version?".to_owned(),
            Msg::Tell(_, v) => format!("v{}", v.counter),
            Msg::Read(_) => "what do you have?".to_owned(),
            Msg::Ack(_) | Msg::Repaired(..) | Msg::Landed(_) => "stored".to_owned(),
            Msg::Value(_, i) | Msg::Write(_, i) | Msg::Reply(_, i) => item(i),
            Msg::Repair(_, i) | Msg::Handoff(i) | Msg::Hint(_, _, i) => item(i),
        }
    }

    /// Whether it answers another message.
    pub(super) fn is_reply(&self) -> bool {
        matches!(
            self,
            Msg::Saved(..)
                | Msg::Value(..)
                | Msg::Tell(..)
                | Msg::Ack(_)
                | Msg::Reply(..)
                | Msg::Repaired(..)
                | Msg::Landed(_)
        )
    }

    /// What it belongs to.
    pub(super) fn tone(&self) -> Tone {
        match self {
            Msg::Get(_) | Msg::Value(..) | Msg::Read(_) | Msg::Reply(..) => Tone::Read,
            Msg::Repair(..) | Msg::Repaired(..) => Tone::Upkeep,
            Msg::Hint(..) | Msg::Handoff(_) | Msg::Landed(_) => Tone::Upkeep,
            _ => Tone::Write,
        }
    }
}
