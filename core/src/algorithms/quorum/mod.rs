//! Quorums over copies: how many must answer, who has answered, and what their answers say.

mod acks;
mod answers;
mod formula;
mod version;

pub use acks::Acks;
pub use answers::{Answer, Answers};
pub use formula::{asks_for_version, disjoint_quorums, intersects, probability_within};
pub use version::{Item, Version};
