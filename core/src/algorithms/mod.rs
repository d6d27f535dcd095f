//! Plain data structures and formulas; each usable on its own.

pub mod b_tree;
pub mod bitset;
pub mod clocks;
pub mod coding;
pub mod crdt;
pub mod filter_cache;
pub mod hashing;
pub mod ordered;
pub mod pagination;
pub mod placement;
pub mod quorum;
pub mod rate_limit;
pub mod search;
