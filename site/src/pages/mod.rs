//! The pages: what stands in the `main` of each kind.

pub mod changes;
pub mod device;
pub mod embed;
pub mod glossary;
pub mod graph;
pub mod home;
pub mod missing;
pub mod search;
pub mod topic;
pub mod tracks;
