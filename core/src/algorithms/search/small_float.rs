//! Which length is left of a length that is kept in one byte?

/// Lengths below this are kept as they are, and what is above it as a small float.
const PLAIN: u32 = 24;

/// The byte that stands for a length: exact below 40, four significant bits of the rest above.
///
/// Never more than the length, in steps of at most an eighth of it; order is kept. Lengths beyond
/// `i32::MAX` count as that. O(1). Source: Lucene, `SmallFloat.intToByte4`.
///
/// ```
/// use sandtable_core::algorithms::search::{byte_of_length, length_of_byte};
///
/// assert_eq!(length_of_byte(byte_of_length(39)), 39);
/// assert_eq!(length_of_byte(byte_of_length(182)), 168);
/// ```
#[must_use]
pub const fn byte_of_length(length: u32) -> u8 {
    let length = if length > i32::MAX as u32 { i32::MAX as u32 } else { length };
    if length < PLAIN {
        return length as u8;
    }
    let rest = length - PLAIN;
    let bits = u32::BITS - rest.leading_zeros();
    let code = if bits < 4 {
        rest
    } else {
        let shift = bits - 4;
        ((rest >> shift) & 0b111) | ((shift + 1) << 3)
    };
    (PLAIN + code) as u8
}

/// The length that a byte stands for: the smallest that [`byte_of_length`] gives this byte for.
///
/// O(1). Source: Lucene, `SmallFloat.byte4ToInt`.
#[must_use]
pub const fn length_of_byte(byte: u8) -> u32 {
    let byte = byte as u32;
    if byte < PLAIN {
        return byte;
    }
    let code = byte - PLAIN;
    let low = code & 0b111;
    match code >> 3 {
        0 => PLAIN + low,
        exponent => PLAIN + ((low | 0b1000) << (exponent - 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_the_byte_of_its_length_and_they_are_in_order() {
        for byte in 0..=u8::MAX {
            assert_eq!(byte_of_length(length_of_byte(byte)), byte);
            assert!(byte == 0 || length_of_byte(byte - 1) < length_of_byte(byte));
        }
        assert_eq!(byte_of_length(u32::MAX), byte_of_length(i32::MAX as u32));
        assert_eq!(byte_of_length(i32::MAX as u32), u8::MAX);
    }

    #[test]
    fn a_length_loses_at_most_an_eighth() {
        for length in 0..100_000 {
            let kept = length_of_byte(byte_of_length(length));
            assert!(kept <= length && (length - kept) * 8 <= length, "{length} {kept}");
            assert!(length >= 40 || kept == length);
        }
    }
}
