//! Clocks: which event came first, and what each kind of clock can say about it.
//!
//! [`History`] is the truth that the others are measured by: events, messages, and what led to
//! what. [`Lamport`] gives every event a number that respects it, [`VectorClock`] tells it exactly,
//! [`Hybrid`] stays near physical time while respecting it. [`DriftingClock`] is a physical clock as
//! machines have it, and [`Interval`] is one that admits how wrong it may be. [`VersionVector`],
//! [`VectorSiblings`] and [`DottedSiblings`] are the same idea for the versions of a stored value;
//! [`CausalStability`] says which updates everybody is known to have seen.

mod causality;
mod history;
mod hybrid;
mod interval;
mod lamport;
mod physical;
mod siblings;
mod stability;
mod vector;
mod version_vector;

pub use causality::Causality;
pub use history::{EventId, History};
pub use hybrid::{Hybrid, HybridClock, HybridError};
pub use interval::Interval;
pub use lamport::{Lamport, LamportStamp};
pub use physical::{DriftingClock, PPM_MAX};
pub(crate) use siblings::join_dotted;
pub use siblings::{DottedSiblings, VectorSiblings};
pub use stability::CausalStability;
pub use vector::VectorClock;
pub use version_vector::{Dot, VersionVector};
