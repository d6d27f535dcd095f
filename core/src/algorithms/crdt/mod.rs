//! Replicated data types whose copies can be changed apart and always come together again.
//!
//! Each type is used in up to three ways, and says which:
//!
//! - **by state**: a replica sends its whole state, and whoever gets it joins it ([`Lattice`]).
//!   Loss, delay, reordering and duplication do not matter.
//! - **by delta**: a change returns a small state with only what is new. It is joined like a whole
//!   one, and several can be joined into one before they are sent (Almeida, Shoker and Baquero
//!   2018, "Delta State Replicated Data Types").
//! - **by operation**: a change returns what was done, and every replica does it once, after all
//!   that its maker had seen. [`CausalInbox`] sees to both (Shapiro, Preguiça, Baquero and Zawirski
//!   2011, "A comprehensive study of Convergent and Commutative Replicated Data Types", section 2).
//!
//! A data type of this kind cannot keep a promise that spans replicas, such as “the balance is
//! never negative” or “the name is taken once”: that takes agreement before the change.

mod context;
mod g_counter;
mod g_set;
mod inbox;
mod lattice;
mod lww_map;
mod lww_register;
mod mv_register;
mod or_set;
mod pn_counter;
mod text;
mod two_phase_set;

pub use context::DotContext;
pub use g_counter::GCounter;
pub use g_set::GSet;
pub use inbox::{CausalInbox, Letter};
pub use lattice::Lattice;
pub use lww_map::LwwMap;
pub use lww_register::LwwRegister;
pub use mv_register::MvRegister;
pub use or_set::{OrSet, SetOp};
pub use pn_counter::{CounterOp, PnCounter};
pub use text::{Received, Text, TextError, TextId, TextOp, TextVersion};
pub use two_phase_set::TwoPhaseSet;
