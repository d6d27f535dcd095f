//! The pages: what stands in the `main` of each kind.

pub mod embed;
pub mod home;
pub mod missing;
pub mod search;
pub mod topic;
pub mod tracks;
