//! Why can a placement not do what it was asked, and what can it do instead?

use std::fmt;

use super::maglev::TABLE_SIZE_MAX;
use super::nodes::WEIGHT_MAX;
use super::ring::RING_POINTS_MAX;

/// Why a placement refuses. Its text says what is possible instead.
///
/// ```
/// use sandtable_core::algorithms::placement::{Jump, Placement, PlacementError};
///
/// let mut jump = Jump::new();
/// jump.add(7, 1)?;
/// jump.add(8, 1)?;
/// let error = jump.remove(7).unwrap_err();
/// assert_eq!(error, PlacementError::NotLast { id: 7, last: 8 });
/// assert_eq!(
///     error.to_string(),
///     "node 7 cannot leave: jump hash numbers its buckets without gaps, \
///      so only the last one, node 8, can be removed"
/// );
/// # Ok::<(), PlacementError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlacementError {
    /// A key was looked up while there was no node.
    NoNodes,
    /// The id is taken.
    DuplicateNode {
        /// The id that was given twice.
        id: u32,
    },
    /// No node has this id.
    UnknownNode {
        /// The id that was not found.
        id: u32,
    },
    /// The weight is 0 or above [`WEIGHT_MAX`].
    WeightOutOfRange {
        /// The node that was to be added.
        id: u32,
        /// The weight that was given.
        weight: u32,
    },
    /// The algorithm gives every node the same share.
    WeightsUnsupported {
        /// The node that was to be added.
        id: u32,
        /// The weight that was given.
        weight: u32,
    },
    /// The algorithm can let go of its last node only.
    NotLast {
        /// The node that was to leave.
        id: u32,
        /// The node that can leave.
        last: u32,
    },
    /// A ring needs at least one point for each unit of weight.
    NoPoints,
    /// A ring would have more than [`RING_POINTS_MAX`] points.
    TooManyPoints {
        /// The points that the ring would have.
        points: u64,
    },
    /// The size of a Maglev table must be prime and at most [`TABLE_SIZE_MAX`].
    TableSize {
        /// The size that was given.
        size: u32,
        /// The nearest prime from the given size upwards, or the largest size allowed.
        nearest: u32,
    },
    /// A Maglev table has no slot left for one more node.
    TableFull {
        /// The size of the table.
        size: u32,
    },
    /// A balance factor below 100 % leaves no room for all keys.
    BalanceFactor {
        /// The factor that was given, in percent of the mean load.
        percent: u32,
    },
    /// Two placements that are to be compared hold different numbers of keys.
    LengthMismatch {
        /// Keys in the first.
        before: u64,
        /// Keys in the second.
        after: u64,
    },
}

impl fmt::Display for PlacementError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::NoNodes => write!(out, "there is no node to hold a key: add one first"),
            Self::DuplicateNode { id } => {
                write!(out, "node {id} is already there: remove it first, or choose another id")
            }
            Self::UnknownNode { id } => {
                write!(out, "there is no node {id}: add it first, or choose one that is there")
            }
            Self::WeightOutOfRange { id, weight } => {
                write!(out, "node {id} has weight {weight}: choose one from 1 to {WEIGHT_MAX}")
            }
            Self::WeightsUnsupported { id, weight } => write!(
                out,
                "node {id} has weight {weight}: jump hash gives every bucket the same share, \
                 so choose 1, or add several nodes for one machine"
            ),
            Self::NotLast { id, last } => write!(
                out,
                "node {id} cannot leave: jump hash numbers its buckets without gaps, \
                 so only the last one, node {last}, can be removed"
            ),
            Self::NoPoints => {
                write!(out, "the ring has 0 points for a unit of weight: choose at least 1")
            }
            Self::TooManyPoints { points } => write!(
                out,
                "the ring would have {points} points: choose fewer points for a unit of weight, \
                 smaller weights or fewer nodes, for at most {RING_POINTS_MAX}"
            ),
            Self::TableSize { size, nearest } => write!(
                out,
                "a Maglev table of {size} slots is not possible: its size must be a prime from 2 \
                 to {TABLE_SIZE_MAX}; the nearest is {nearest}"
            ),
            Self::TableFull { size } => write!(
                out,
                "the Maglev table has {size} slots, one for each node it has already: \
                 choose a larger prime"
            ),
            Self::BalanceFactor { percent } => write!(
                out,
                "a balance factor of {percent} % leaves keys without a node: choose at least 100 %"
            ),
            Self::LengthMismatch { before, after } => write!(
                out,
                "{before} keys before and {after} after cannot be compared: place the same keys"
            ),
        }
    }
}

impl std::error::Error for PlacementError {}
