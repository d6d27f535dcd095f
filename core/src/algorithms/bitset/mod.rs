//! Which documents match, as bits: how are such sets kept small and combined fast?
//!
//! A filter's answer is a set of document numbers, and a query is a formula over such sets. Two
//! forms answer it:
//!
//! | set | bytes | AND, OR, AND NOT, XOR | membership | good for |
//! |---|---|---|---|---|
//! | [`DenseBitset`] | length ÷ 8, whatever is in it | length ÷ 64 words | one read | a share of 1 % and more |
//! | [`CompressedBitset`] | at most 2 a number, or 1 bit, or 4 a run | what both hold | a search | sparse and clustered sets |
//!
//! The eight restaurants: which are in New York and under $20?
//!
//! ```
//! use sandtable_core::algorithms::bitset::{CompressedBitset, DenseBitset};
//!
//! let new_york = DenseBitset::from_bits("11010110")?;
//! let under_20 = DenseBitset::from_bits("10111011")?;
//! let both = new_york.and(&under_20);
//! assert_eq!(both.to_string(), "10010010");
//! // Documents are numbered from 1 there: Mario's Pizza, Tony's Tacos, Curry House.
//! assert_eq!(both.iter().map(|bit| bit + 1).collect::<Vec<_>>(), [1, 4, 7]);
//! assert_eq!(new_york.and_count(&under_20), 3);
//!
//! let prices = [15, 22, 12, 9, 11, 30, 18, 8];
//! let sum: u32 = both.iter().map(|bit| prices[bit as usize]).sum();
//! assert_eq!(f64::from(sum) / both.count() as f64, 14.0);
//!
//! // The same sets, compressed, give the same answer.
//! let compressed = |set: &DenseBitset| set.iter().collect::<CompressedBitset>();
//! assert_eq!(compressed(&new_york).and(&compressed(&under_20)), compressed(&both));
//! # Ok::<(), sandtable_core::algorithms::bitset::BitsetError>(())
//! ```

mod array;
mod compressed;
mod container;
mod dense;
mod run;
mod words;

pub use compressed::{CompressedBitset, ContainerCounts};
pub use dense::{BitsetError, DenseBitset};
