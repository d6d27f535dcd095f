//! What is kept in order: maps and sets as lists of sorted blocks.
//!
//! A list of short sorted lists answers what a balanced tree answers, with less code and with memory
//! that lies together: a search looks at the ends of the blocks, then into one of them; an insertion
//! moves at most a block. Python's `sortedcontainers` is built the same way (G. Jenks,
//! *Implementation Details*, <https://grantjenks.com/docs/sortedcontainers/implementation.html>). For
//! a program that a browser fetches the code counts as much as the time, and it is compiled again for each
//! type of key and value: the filter cache's maps take 18 kB of wasm where those of
//! [`std::collections::BTreeMap`] took 71, the replicated data types' 20 where it took 46.

mod map;
mod set;

pub use map::OrderedMap;
pub use set::OrderedSet;
