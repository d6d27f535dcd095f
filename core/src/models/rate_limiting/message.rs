//! What the messages between the nodes and the store carry.

use crate::algorithms::rate_limit::Decision;

/// The kinds of messages, in the order of [`Msg::kind`].
pub(super) const KINDS: &[&str] = &["ask", "answer"];

/// What a message carries. Both name the request of the node that they belong to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Msg {
    /// Node to store: may this request pass?
    Ask(u64),
    /// Store to node: it may, or not.
    Answer(u64, Decision),
}

impl Msg {
    /// The index of its kind in [`KINDS`].
    pub(super) fn kind(&self) -> u8 {
        match self {
            Msg::Ask(_) => 0,
            Msg::Answer(..) => 1,
        }
    }
}
