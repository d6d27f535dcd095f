//! The models, one for each topic.

pub mod bm25;
pub mod consistent_hashing;
pub mod crdts;
pub mod filter_cache;
pub mod logical_clocks;
pub mod pagination;
pub mod quorum;
pub mod rate_limiting;
