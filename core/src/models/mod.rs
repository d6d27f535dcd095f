//! The models, one for each topic.

pub mod quorum;
pub mod rate_limiting;
