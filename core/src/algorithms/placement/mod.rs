//! Which node holds a key, and what happens to the keys when a node joins or leaves.
//!
//! Six algorithms answer the question behind one trait, [`Placement`]:
//!
//! | algorithm | a lookup costs | a join moves, of K keys on N nodes | weights | leave |
//! |---|---|---|---|---|
//! | [`ModN`] | one probe | nearly all keys | yes | any node |
//! | [`Ring`] | log of the points | K/(N+1), all to the new node | yes | any node |
//! | [`Jump`] | ln N hashes | K/(N+1), all to the new node | no | the last node only |
//! | [`Rendezvous`] | N hashes | K/(N+1), all to the new node | yes | any node |
//! | [`Maglev`] | one probe | K/(N+1) and a few more | yes | any node |
//! | [`BoundedLoad`] | log of the points, then a walk | K/(N+1) and some more | yes | any node |
//!
//! The moves are expectations over the hash function, with equal weights. How a placement came out
//! is measured by [`Spread`], [`moves`], [`ideal_moves`] and [`needless_moves`].
//!
//! ```
//! use sandtable_core::algorithms::hashing::xxh64;
//! use sandtable_core::algorithms::placement::{ModN, Placement, Ring, moves};
//!
//! let keys: Vec<u64> = (0..1000).map(|key: u32| xxh64(&key.to_le_bytes(), 0)).collect();
//! let mut placements: [Box<dyn Placement>; 2] =
//!     [Box::new(ModN::new()), Box::new(Ring::new(100)?)];
//! let mut moved = Vec::new();
//! for placement in &mut placements {
//!     for node in 0..4 {
//!         placement.add(node, 1)?;
//!     }
//!     let before = placement.place_all(&keys)?;
//!     placement.add(4, 1)?;
//!     moved.push(moves(&before, &placement.place_all(&keys)?)?.len());
//! }
//! // A fifth node needs a fifth of the keys; modulo N moves four fifths.
//! assert!(moved[0] > 750 && moved[1] < 250);
//! # Ok::<(), sandtable_core::algorithms::placement::PlacementError>(())
//! ```

mod bounded_load;
mod error;
mod jump;
mod maglev;
mod measures;
mod mod_n;
mod nodes;
mod rendezvous;
mod ring;

pub use bounded_load::{BoundedLoad, load_cap};
pub use error::PlacementError;
pub use jump::{Jump, Jumps, jump_hash, jumps};
pub use maglev::{Maglev, TABLE_SIZE_MAX};
pub use measures::{
    Load, Move, Spread, ideal_moves, loads, moves, needless_moves, ring_share_error,
};
pub use mod_n::ModN;
pub use nodes::{Node, WEIGHT_MAX};
pub use rendezvous::Rendezvous;
pub use ring::{RING_POINTS_MAX, Ring, RingPoint};

/// The work of one lookup, counted rather than timed, so that it is the same on every machine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Steps {
    /// Evaluations of a hash or pseudorandom function, the key's own hash not counted.
    pub hashes: u32,
    /// Comparisons of two hash values or two scores.
    pub comparisons: u32,
    /// Reads of a table entry or ring point that name a node.
    pub probes: u32,
}

impl Steps {
    /// All steps together.
    ///
    /// ```
    /// use sandtable_core::algorithms::placement::Steps;
    ///
    /// assert_eq!(Steps { hashes: 3, comparisons: 2, probes: 1 }.total(), 6);
    /// ```
    #[must_use]
    pub fn total(self) -> u64 {
        u64::from(self.hashes) + u64::from(self.comparisons) + u64::from(self.probes)
    }
}

/// Where a key is, and what it cost to find out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lookup {
    /// The id of the node that holds the key.
    pub node: u32,
    /// What the lookup cost.
    pub steps: Steps,
}

/// A rule that gives every key a node.
///
/// Keys come as 64-bit hashes, best from a hash of good quality such as
/// [`xxh64`](crate::algorithms::hashing::xxh64). A placement is a value: the same nodes, added and
/// removed in the same order, place the same keys on the same nodes.
///
/// ```
/// use sandtable_core::algorithms::placement::{Jump, Maglev, Placement, PlacementError, Rendezvous};
///
/// /// The steps that a lookup takes with `nodes` nodes.
/// fn steps(mut placement: impl Placement, nodes: u32) -> Result<u64, PlacementError> {
///     for id in 0..nodes {
///         placement.add(id, 1)?;
///     }
///     Ok(placement.place(42)?.steps.total())
/// }
///
/// // One hash and all but one comparison for each node; a few jumps; one read of a table.
/// assert_eq!(steps(Rendezvous::new(), 100)?, 199);
/// assert!(steps(Jump::new(), 100)? < 20);
/// assert_eq!(steps(Maglev::new(10_007)?, 100)?, 1);
/// # Ok::<(), PlacementError>(())
/// ```
pub trait Placement {
    /// The nodes, in the order in which they were added.
    fn nodes(&self) -> &[Node];

    /// Adds a node with the given id and weight, 1 to [`WEIGHT_MAX`].
    ///
    /// # Errors
    /// When the id is taken, the weight is out of range or not supported, or there is no more room.
    /// A refused call changes nothing.
    fn add(&mut self, id: u32, weight: u32) -> Result<(), PlacementError>;

    /// Removes the node with the given id.
    ///
    /// # Errors
    /// When there is no such node, or the algorithm cannot let it go. A refused call changes
    /// nothing.
    fn remove(&mut self, id: u32) -> Result<(), PlacementError>;

    /// The node of one key on its own.
    ///
    /// # Errors
    /// [`PlacementError::NoNodes`] when there is no node.
    fn place(&self, key_hash: u64) -> Result<Lookup, PlacementError>;

    /// The nodes of all keys, in the order of the keys.
    ///
    /// For every algorithm but [`BoundedLoad`] this is [`place`](Placement::place) for each key;
    /// there, earlier keys fill nodes and push later ones on.
    ///
    /// # Errors
    /// [`PlacementError::NoNodes`] when there is no node.
    fn place_all(&self, key_hashes: &[u64]) -> Result<Vec<Lookup>, PlacementError> {
        key_hashes.iter().map(|key_hash| self.place(*key_hash)).collect()
    }
}

/// The name under which a node is hashed when it is given none.
fn default_name(id: u32) -> String {
    format!("node-{id}")
}
