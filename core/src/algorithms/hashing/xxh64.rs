//! XXH64: how are bytes hashed by xxHash's 64-bit function?

const PRIME_1: u64 = 0x9E37_79B1_85EB_CA87;
const PRIME_2: u64 = 0xC2B2_AE3D_27D4_EB4F;
const PRIME_3: u64 = 0x1656_67B1_9E37_79F9;
const PRIME_4: u64 = 0x85EB_CA77_C2B2_AE63;
const PRIME_5: u64 = 0x27D4_EB2F_1656_67C5;

/// The XXH64 hash of `bytes` under `seed`.
///
/// Not a cryptographic hash: whoever chooses the keys can choose collisions.
///
/// Source: Y. Collet, *xxHash fast digest algorithm*, specification 0.2.0, section “XXH64”.
/// Complexity: O(length), no allocation.
///
/// ```
/// use sandtable_core::algorithms::hashing::xxh64;
///
/// assert_eq!(xxh64(b"", 0), 0xEF46_DB37_51D8_E999);
/// assert_eq!(xxh64(b"foo", 0), 3_728_699_739_546_630_719);
/// ```
#[must_use]
pub fn xxh64(bytes: &[u8], seed: u64) -> u64 {
    let (stripes, rest) = bytes.as_chunks::<32>();
    let mut hash =
        if stripes.is_empty() { seed.wrapping_add(PRIME_5) } else { converge(stripes, seed) };
    hash = hash.wrapping_add(bytes.len() as u64);

    let (words, rest) = rest.as_chunks::<8>();
    for word in words {
        hash ^= round(0, u64::from_le_bytes(*word));
        hash = hash.rotate_left(27).wrapping_mul(PRIME_1).wrapping_add(PRIME_4);
    }
    let (halves, rest) = rest.as_chunks::<4>();
    for half in halves {
        hash ^= u64::from(u32::from_le_bytes(*half)).wrapping_mul(PRIME_1);
        hash = hash.rotate_left(23).wrapping_mul(PRIME_2).wrapping_add(PRIME_3);
    }
    for byte in rest {
        hash ^= u64::from(*byte).wrapping_mul(PRIME_5);
        hash = hash.rotate_left(11).wrapping_mul(PRIME_1);
    }
    avalanche(hash)
}

/// Runs the four accumulators over the 32-byte stripes and folds them into one value.
fn converge(stripes: &[[u8; 32]], seed: u64) -> u64 {
    let mut lanes = [
        seed.wrapping_add(PRIME_1).wrapping_add(PRIME_2),
        seed.wrapping_add(PRIME_2),
        seed,
        seed.wrapping_sub(PRIME_1),
    ];
    for stripe in stripes {
        for (lane, word) in lanes.iter_mut().zip(stripe.as_chunks::<8>().0) {
            *lane = round(*lane, u64::from_le_bytes(*word));
        }
    }
    let [a, b, c, d] = lanes;
    let mut hash = a
        .rotate_left(1)
        .wrapping_add(b.rotate_left(7))
        .wrapping_add(c.rotate_left(12))
        .wrapping_add(d.rotate_left(18));
    for lane in lanes {
        hash = (hash ^ round(0, lane)).wrapping_mul(PRIME_1).wrapping_add(PRIME_4);
    }
    hash
}

fn round(lane: u64, word: u64) -> u64 {
    lane.wrapping_add(word.wrapping_mul(PRIME_2)).rotate_left(31).wrapping_mul(PRIME_1)
}

fn avalanche(mut hash: u64) -> u64 {
    hash = (hash ^ (hash >> 33)).wrapping_mul(PRIME_2);
    hash = (hash ^ (hash >> 29)).wrapping_mul(PRIME_3);
    hash ^ (hash >> 32)
}

#[cfg(test)]
mod tests {
    use super::xxh64;

    /// Envoy, test/common/common/hash_test.cc (Apache-2.0); seed 0.
    #[test]
    fn agrees_with_envoy() {
        assert_eq!(xxh64(b"foo", 0), 3_728_699_739_546_630_719);
        assert_eq!(xxh64(b"bar", 0), 5_234_164_152_756_840_025);
        assert_eq!(xxh64(b"foo\nbar", 0), 8_917_841_378_505_826_757);
        assert_eq!(xxh64(b"lyft", 0), 4_400_747_396_090_729_504);
        assert_eq!(xxh64(b"", 0), 17_241_709_254_077_376_921);
    }

    /// Computed with the reference implementation, xxHash 0.8.4 (BSD-2). The lengths reach every
    /// branch: 0, 1, 4, 8, 32 (one stripe), 43 (stripe, word, bytes), 100 (three stripes, half).
    #[test]
    fn agrees_with_the_reference() {
        let hundred: Vec<u8> = (0..100).collect();
        let cases: [(&[u8], [u64; 3]); 7] = [
            (b"", [0xef46_db37_51d8_e999, 0xd5af_ba13_36a3_be4b, 0xac75_fda2_929b_17ef]),
            (b"a", [0xd24e_c4f1_a98c_6e5b, 0xdec2_bc81_c3cd_46c6, 0x393d_a8b7_8992_279b]),
            (b"abcd", [0xde03_27b0_d25d_92cc, 0xf5dc_bd6d_ee3c_9553, 0x6615_0d50_7671_98ee]),
            (b"abcdefgh", [0x3ad3_5177_5b46_34b7, 0x8305_1257_1021_2a61, 0xdcf6_c3ea_e6ea_060f]),
            (
                b"abcdefghijklmnopqrstuvwxyzabcdef",
                [0x4da6_cbe5_36cf_55c7, 0x9647_21c6_6305_4492, 0xb38b_6d18_8636_2fdf],
            ),
            (
                b"The quick brown fox jumps over the lazy dog",
                [0x0b24_2d36_1fda_71bc, 0xdf50_91b6_dad2_c6db, 0xb31b_9019_ec17_6b0c],
            ),
            (&hundred, [0x6ac1_e580_3216_6597, 0x3d19_a3a2_098a_7023, 0x8832_442a_8828_4f11]),
        ];
        for (bytes, expected) in cases {
            for (seed, expected) in [0, 1, 0x9E37_79B1].into_iter().zip(expected) {
                assert_eq!(xxh64(bytes, seed), expected, "{bytes:?} under seed {seed}");
            }
        }
    }

    /// The sum, modulo 2⁶⁴, over the first n of the bytes 0 to 255 under seed n, for n from 0 to
    /// 256: every length of tail. Computed with xxHash 0.8.4.
    #[test]
    fn agrees_with_the_reference_on_every_length() {
        let bytes: Vec<u8> = (0..=255).collect();
        let sum = (0..=256).map(|n| xxh64(&bytes[..n], n as u64)).fold(0, u64::wrapping_add);
        assert_eq!(sum, 0x9d51_72ee_25e6_bf8d);
    }
}
