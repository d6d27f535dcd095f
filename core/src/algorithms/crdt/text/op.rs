//! What can be done to a text, as it is told to other replicas.

use std::fmt;

use crate::algorithms::clocks::VersionVector;

/// A character, for ever: the `counter`-th that a replica typed, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextId {
    /// Who typed it.
    pub replica: u32,
    /// Which of theirs.
    pub counter: u32,
}

/// Something that was done to a text. Doing it again does no harm; doing it too early is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextOp {
    /// Characters were typed, one after the other.
    Insert {
        /// The first of them.
        first: TextId,
        /// The character to the left of which there was nothing new: nobody at the start.
        left: Option<TextId>,
        /// The character whose left child the first one is; nobody if it is a right child of
        /// `left`.
        right: Option<TextId>,
        /// The characters.
        text: String,
    },
    /// Characters were deleted.
    Delete {
        /// Who deleted them.
        replica: u32,
        /// How many they had deleted before.
        counter: u32,
        /// The first of the characters, which are consecutive ones of one replica.
        first: TextId,
        /// How many.
        len: u32,
        /// Whether the last one was deleted first.
        backward: bool,
    },
}

/// What became of an operation from another replica.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Received {
    /// It is done.
    New,
    /// It was done before.
    Known,
    /// It speaks of something that has not come yet: nothing was done, try again later.
    Early,
}

/// How far a replica has got: what it has seen typed, and what it has seen deleted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextVersion {
    /// How many characters each replica had typed.
    pub typed: VersionVector,
    /// How many characters each replica had deleted.
    pub deleted: VersionVector,
}

/// Why an edit is impossible. Nothing has changed then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextError {
    /// The text has fewer characters.
    OutOfRange {
        /// The place that was asked for.
        at: u32,
        /// How many characters there are.
        len: u32,
    },
    /// A replica cannot type more than 2³² − 2 characters.
    Full,
}

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TextError::OutOfRange { at, len } => {
                write!(f, "there is no place {at} in a text of {len} characters")
            }
            TextError::Full => write!(f, "this replica has typed as much as can be counted"),
        }
    }
}

impl std::error::Error for TextError {}
