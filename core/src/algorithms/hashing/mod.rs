//! Hash functions that real systems place keys with, and one that signs.
//!
//! Each is checked against vectors published with the system that uses it, so a position computed
//! here is the position that system would compute.

mod crc16;
mod crc32;
mod murmur2;
mod sip;
mod xxh64;

pub use crc16::{KEY_SLOTS, crc16_xmodem, hash_tag, key_slot};
pub use crc32::crc32;
pub use murmur2::{LIBSTDCXX_SEED, murmur2_64a};
pub use sip::sip_hash_2_4;
pub use xxh64::xxh64;

/// A seeded 64-bit hash of bytes, so that an algorithm can be run with another hash function.
///
/// [`xxh64`] and [`murmur2_64a`] have this shape.
///
/// ```
/// use sandtable_core::algorithms::hashing::{HashFn, murmur2_64a, xxh64};
///
/// let functions: [HashFn; 2] = [xxh64, murmur2_64a];
/// assert_ne!(functions[0](b"key", 0), functions[1](b"key", 0));
/// ```
pub type HashFn = fn(&[u8], u64) -> u64;
