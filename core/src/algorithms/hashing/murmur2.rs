//! MurmurHash64A: how are bytes hashed by 64-bit MurmurHash2, as in libstdc++'s `std::hash`?

const MULTIPLIER: u64 = 0xC6A4_A793_5BD1_E995;

/// The seed that libstdc++'s `std::hash` uses.
pub const LIBSTDCXX_SEED: u64 = 0xC70F_6907;

/// The MurmurHash64A hash of `bytes` under `seed`.
///
/// With [`LIBSTDCXX_SEED`] it is `std::hash<std::string>` of libstdc++ on 64-bit targets, which
/// Envoy's ring offers as `MURMUR_HASH_2`. Not a cryptographic hash.
///
/// Source: A. Appleby, *SMHasher*, `MurmurHash2.cpp`, function `MurmurHash64A`.
/// Complexity: O(length), no allocation.
///
/// ```
/// use sandtable_core::algorithms::hashing::{LIBSTDCXX_SEED, murmur2_64a};
///
/// assert_eq!(murmur2_64a(b"foo", LIBSTDCXX_SEED), 9_631_199_822_919_835_226);
/// ```
#[must_use]
pub fn murmur2_64a(bytes: &[u8], seed: u64) -> u64 {
    let mut hash = seed ^ (bytes.len() as u64).wrapping_mul(MULTIPLIER);
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        let word = mix(u64::from_le_bytes(*word).wrapping_mul(MULTIPLIER)).wrapping_mul(MULTIPLIER);
        hash = (hash ^ word).wrapping_mul(MULTIPLIER);
    }
    if !rest.is_empty() {
        let mut tail = [0; 8];
        tail[..rest.len()].copy_from_slice(rest);
        hash = (hash ^ u64::from_le_bytes(tail)).wrapping_mul(MULTIPLIER);
    }
    mix(mix(hash).wrapping_mul(MULTIPLIER))
}

fn mix(word: u64) -> u64 {
    word ^ (word >> 47)
}

#[cfg(test)]
mod tests {
    use super::{LIBSTDCXX_SEED, murmur2_64a};

    /// Envoy, test/common/common/hash_test.cc (Apache-2.0), which compares them with `std::hash`.
    #[test]
    fn agrees_with_envoy_and_libstdcxx() {
        let cases: [(&[u8], u64); 5] = [
            (b"foo", 9_631_199_822_919_835_226),
            (b"bar", 11_474_628_671_133_349_555),
            (b"foo\nbar", 16_306_510_975_912_980_159),
            (b"lyft", 12_847_078_931_730_529_320),
            (b"", 6_142_509_188_972_423_790),
        ];
        for (bytes, expected) in cases {
            assert_eq!(murmur2_64a(bytes, LIBSTDCXX_SEED), expected, "{bytes:?}");
        }
    }

    /// The sum, modulo 2⁶⁴, over the first n of the bytes 0 to 255, for n from 0 to 256: every
    /// length of tail. Computed with `std::hash<std::string>` of libstdc++ 12.2.0 on x86-64.
    #[test]
    fn agrees_with_libstdcxx_on_every_length() {
        let bytes: Vec<u8> = (0..=255).collect();
        let hashes = (0..=256).map(|n| murmur2_64a(&bytes[..n], LIBSTDCXX_SEED));
        assert_eq!(hashes.fold(0, u64::wrapping_add), 0xffb8_52a0_8f01_232d);
    }
}
