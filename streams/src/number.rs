//! How are numbers written? As unsigned LEB128.

/// The most bytes of a number: of one with 64 bits.
pub(crate) const BYTES_MAX: usize = 10;

/// Reads a number of 32 bits at a place, and gives it with the place behind it. Of a longer one the low
/// bits.
pub(crate) fn read(bytes: &[u8], from: usize) -> Option<(u32, usize)> {
    let mut value = 0;
    for length in 0..BYTES_MAX {
        let byte = *bytes.get(from + length)?;
        value |= u32::from(byte & 0x7f).checked_shl(7 * length as u32).unwrap_or(0);
        if byte < 0x80 {
            return Some((value, from + length + 1));
        }
    }
    None
}

/// Writes a number in as few bytes as it takes, and gives how many. None if there is no room.
pub(crate) fn write(mut value: u32, to: &mut [u8]) -> Option<usize> {
    for (at, byte) in to.iter_mut().enumerate() {
        *byte = (value & 0x7f) as u8;
        value >>= 7;
        if value == 0 {
            return Some(at + 1);
        }
        *byte |= 0x80;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for value in [0, 1, 127, 128, 300, 0x3fff, 0x4000, u32::MAX] {
            let mut bytes = [0xff; 6];
            let length = write(value, &mut bytes).unwrap();
            assert_eq!(read(&bytes, 0), Some((value, length)));
            assert_eq!(write(value, &mut bytes[..length - 1]), None);
        }
    }

    #[test]
    fn a_number_that_does_not_end_is_none() {
        assert_eq!(read(&[0x80], 0), None);
        assert_eq!(read(&[0x80; 20], 0), None);
        assert_eq!(read(&[], 3), None);
        // Of a number of 64 bits the low ones.
        assert_eq!(
            read(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1], 0).unwrap().0,
            u32::MAX
        );
    }
}
