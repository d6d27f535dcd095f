//! CRC-16/XMODEM and the Redis Cluster rule: which of the 16,384 slots is a key in?

/// How many hash slots a Redis Cluster has.
///
/// Source: *Redis Cluster specification*, “Key distribution model”.
pub const KEY_SLOTS: u16 = 16_384;

const TABLE: [u16; 256] = table();

const fn table() -> [u16; 256] {
    let mut table = [0; 256];
    let mut index = 0;
    while index < 256 {
        let mut crc = (index as u16) << 8;
        let mut bit = 0;
        while bit < 8 {
            crc = if crc & 0x8000 == 0 { crc << 1 } else { (crc << 1) ^ 0x1021 };
            bit += 1;
        }
        table[index] = crc;
        index += 1;
    }
    table
}

/// The CRC-16/XMODEM checksum of `bytes`: polynomial 0x1021, initial value 0, nothing reflected.
///
/// Source: *Redis Cluster specification*, appendix A. Complexity: O(length).
///
/// ```
/// use sandtable_core::algorithms::hashing::crc16_xmodem;
///
/// assert_eq!(crc16_xmodem(b"123456789"), 0x31C3);
/// ```
#[must_use]
pub fn crc16_xmodem(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0, |crc, byte| (crc << 8) ^ TABLE[usize::from((crc >> 8) ^ u16::from(*byte))])
}

/// The part of `key` that Redis Cluster hashes: what stands between the first `{` and the first
/// `}` after it, when that is not empty; otherwise the whole key.
///
/// Keys with equal tags share a slot, so one command may touch them together.
///
/// Source: *Redis Cluster specification*, “Hash tags”. Complexity: O(length).
///
/// ```
/// use sandtable_core::algorithms::hashing::hash_tag;
///
/// assert_eq!(hash_tag(b"{user1000}.following"), b"user1000");
/// assert_eq!(hash_tag(b"foo{}{bar}"), b"foo{}{bar}");
/// ```
#[must_use]
pub fn hash_tag(key: &[u8]) -> &[u8] {
    let Some(open) = key.iter().position(|byte| *byte == b'{') else { return key };
    let after = &key[open + 1..];
    match after.iter().position(|byte| *byte == b'}') {
        None | Some(0) => key,
        Some(close) => &after[..close],
    }
}

/// The Redis Cluster slot of `key`, 0 to 16,383: CRC16 of its [`hash_tag`] modulo [`KEY_SLOTS`].
///
/// Source: *Redis Cluster specification*, “Key distribution model” and “Hash tags”.
/// Complexity: O(length).
///
/// ```
/// use sandtable_core::algorithms::hashing::key_slot;
///
/// assert_eq!(key_slot(b"event:12345"), 12_186);
/// assert_eq!(key_slot(b"{event}:12345"), key_slot(b"{event}:12346"));
/// ```
#[must_use]
pub fn key_slot(key: &[u8]) -> u16 {
    crc16_xmodem(hash_tag(key)) % KEY_SLOTS
}

#[cfg(test)]
mod tests {
    use super::{crc16_xmodem, hash_tag, key_slot};

    /// Redis Cluster specification, appendix A.
    #[test]
    fn has_the_check_value() {
        assert_eq!(crc16_xmodem(b"123456789"), 0x31C3);
        assert_eq!(crc16_xmodem(b""), 0);
    }

    /// Valkey, src/crc16_slottable.h (BSD-3-Clause), which gives one key for each slot; the whole
    /// table is read in `tests/redis_slots.rs`.
    #[test]
    fn agrees_with_valkey() {
        let rows: [(u16, &[u8]); 8] = [
            (0, b"06S"),
            (1, b"Qi"),
            (2, b"5L5"),
            (3, b"4Iu"),
            (9, b"ru"),
            (15, b"I8"),
            (17, b"SX"),
            (18, b"7nF"),
        ];
        for (slot, key) in rows {
            assert_eq!(key_slot(key), slot, "{key:?}");
        }
    }

    /// Observed on Redis 7.0.15 in cluster mode.
    #[test]
    fn agrees_with_a_running_cluster() {
        assert_eq!(key_slot(b"search:taylor-swift:2024"), 3_883);
        assert_eq!(key_slot(b"event:12345"), 12_186);
        assert_eq!(key_slot(b"event:12346"), 8_185);
    }

    /// The examples of the specification's section “Hash tags”, and the corners around them.
    #[test]
    fn follows_the_tag_rule() {
        let cases: [(&[u8], &[u8]); 9] = [
            (b"{user1000}.following", b"user1000"),
            (b"{user1000}.followers", b"user1000"),
            (b"foo{}{bar}", b"foo{}{bar}"),
            (b"foo{{bar}}zap", b"{bar"),
            (b"foo{bar}{zap}", b"bar"),
            (b"foo}bar{zap}", b"zap"),
            (b"foo{bar", b"foo{bar"),
            (b"foo}", b"foo}"),
            (b"", b""),
        ];
        for (key, tag) in cases {
            assert_eq!(hash_tag(key), tag, "{key:?}");
            assert_eq!(key_slot(key), crc16_xmodem(tag) % 16_384);
        }
    }
}
