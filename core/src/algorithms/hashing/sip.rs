//! How is a text signed so that only the holder of a key can have written it?

/// SipHash-2-4: a keyed hash of 64 bits, made to be unforgeable without the key.
///
/// A forger who does not know the key guesses a tag with a chance of one in 2⁶⁴ a try. It is no
/// encryption: it hides nothing of the bytes. O(n).
///
/// Source: J.-P. Aumasson, D. J. Bernstein, SipHash: a fast short-input PRF, INDOCRYPT 2012.
///
/// ```
/// use sandtable_core::algorithms::hashing::sip_hash_2_4;
///
/// // The paper's own example, appendix A: both are the bytes 0, 1, 2 and so on.
/// let key: [u8; 16] = std::array::from_fn(|i| i as u8);
/// let text: Vec<u8> = (0..15).collect();
/// assert_eq!(sip_hash_2_4(&key, &text), 0xa129_ca61_49be_45e5);
/// ```
#[must_use]
pub fn sip_hash_2_4(key: &[u8; 16], bytes: &[u8]) -> u64 {
    let (k0, k1) = (word(&key[..8]), word(&key[8..]));
    let mut v = [
        k0 ^ 0x736f_6d65_7073_6575,
        k1 ^ 0x646f_7261_6e64_6f6d,
        k0 ^ 0x6c79_6765_6e65_7261,
        k1 ^ 0x7465_6462_7974_6573,
    ];
    let whole = bytes.chunks_exact(8);
    // The last word: what is left of the text, and its length in the highest byte.
    let last = word(whole.remainder()) | (bytes.len() as u64) << 56;
    for m in whole.map(word).chain([last]) {
        v[3] ^= m;
        round(&mut v);
        round(&mut v);
        v[0] ^= m;
    }
    v[2] ^= 0xff;
    for _ in 0..4 {
        round(&mut v);
    }
    v[0] ^ v[1] ^ v[2] ^ v[3]
}

/// At most eight bytes as a number, the lowest first.
fn word(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte))
}

fn round(v: &mut [u64; 4]) {
    let half = |v: &mut [u64; 4], a: usize, b: usize, turn: u32| {
        v[a] = v[a].wrapping_add(v[b]);
        v[b] = v[b].rotate_left(turn) ^ v[a];
    };
    half(v, 0, 1, 13);
    v[0] = v[0].rotate_left(32);
    half(v, 2, 3, 16);
    half(v, 0, 3, 21);
    half(v, 2, 1, 17);
    v[2] = v[2].rotate_left(32);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first ten of `vectors_sip64` in the authors' repository, veorq/SipHash.
    #[test]
    fn it_gives_the_published_vectors() {
        const VECTORS: [[u8; 8]; 10] = [
            [0x31, 0x0e, 0x0e, 0xdd, 0x47, 0xdb, 0x6f, 0x72],
            [0xfd, 0x67, 0xdc, 0x93, 0xc5, 0x39, 0xf8, 0x74],
            [0x5a, 0x4f, 0xa9, 0xd9, 0x09, 0x80, 0x6c, 0x0d],
            [0x2d, 0x7e, 0xfb, 0xd7, 0x96, 0x66, 0x67, 0x85],
            [0xb7, 0x87, 0x71, 0x27, 0xe0, 0x94, 0x27, 0xcf],
            [0x8d, 0xa6, 0x99, 0xcd, 0x64, 0x55, 0x76, 0x18],
            [0xce, 0xe3, 0xfe, 0x58, 0x6e, 0x46, 0xc9, 0xcb],
            [0x37, 0xd1, 0x01, 0x8b, 0xf5, 0x00, 0x02, 0xab],
            [0x62, 0x24, 0x93, 0x9a, 0x79, 0xf5, 0xf5, 0x93],
            [0xb0, 0xe4, 0xa9, 0x0b, 0xdf, 0x82, 0x00, 0x9e],
        ];
        let key: [u8; 16] = std::array::from_fn(|i| i as u8);
        for (length, vector) in (0_u8..).zip(VECTORS) {
            let text: Vec<u8> = (0..length).collect();
            assert_eq!(sip_hash_2_4(&key, &text), u64::from_le_bytes(vector), "{length}");
        }
    }

    /// The standard library has it too, deprecated, and not promised to stay.
    #[test]
    #[allow(deprecated, reason = "only to compare with")]
    fn it_gives_what_the_standard_library_gives() {
        use std::hash::{Hasher, SipHasher};
        for length in 0..99_u8 {
            let key: [u8; 16] = std::array::from_fn(|i| length.wrapping_mul(37) ^ i as u8);
            let text: Vec<u8> = (0..length).map(|i| i.wrapping_mul(131)).collect();
            let mut hasher = SipHasher::new_with_keys(word(&key[..8]), word(&key[8..]));
            hasher.write(&text);
            assert_eq!(sip_hash_2_4(&key, &text), hasher.finish(), "{length}");
        }
    }
}
