//! Plain data structures and formulas; each usable on its own.

pub mod rate_limit;
