//! The models, one for each topic.

pub mod quorum;
