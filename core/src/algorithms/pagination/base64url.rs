//! How do bytes travel in an address?

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Bytes as base64 with the alphabet for addresses and file names, without padding. O(n).
///
/// Source: RFC 4648, section 5.
///
/// ```
/// use sandtable_core::algorithms::pagination::base64url;
/// assert_eq!(base64url(b"foobar"), "Zm9vYmFy");
/// assert_eq!(base64url(b"fo"), "Zm8");
/// assert_eq!(base64url(&[0xfb, 0xff]), "-_8");
/// ```
#[must_use]
pub fn base64url(bytes: &[u8]) -> String {
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let word = (0..3).fold(0, |word, i| word << 8 | u32::from(*chunk.get(i).unwrap_or(&0)));
        for i in 0..=chunk.len() as u32 {
            out.push(char::from(ALPHABET[(word >> (18 - 6 * i)) as usize % 64]));
        }
    }
    out
}

/// The bytes that [`base64url`] wrote so. Exactly one text is read for each list of bytes: padding,
/// blanks and bits beyond the last byte are refused. O(n).
///
/// # Errors
/// The place of the first character, counted from 0 in bytes, that cannot stand there; the length of
/// the text if it ends too early.
///
/// ```
/// use sandtable_core::algorithms::pagination::from_base64url;
/// assert_eq!(from_base64url("Zm9vYmE").as_deref(), Ok(&b"fooba"[..]));
/// assert_eq!(from_base64url("Zm9v+A"), Err(4)); // the other alphabet
/// assert_eq!(from_base64url("Zm9vY"), Err(5)); // six bits are no byte
/// assert_eq!(from_base64url("Zm9vYmF"), Err(6)); // two bits too many
/// ```
pub fn from_base64url(text: &str) -> Result<Vec<u8>, usize> {
    let mut out = Vec::new();
    let (mut word, mut bits) = (0_u32, 0);
    for (at, byte) in text.bytes().enumerate() {
        let digit = ALPHABET.iter().position(|c| *c == byte).ok_or(at)?;
        word = word << 6 | digit as u32;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push((word >> bits) as u8);
            word &= (1 << bits) - 1;
        }
    }
    match (bits, word) {
        (6, _) => Err(text.len()),
        (_, 0) => Ok(out),
        _ => Err(text.len() - 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4648, section 10, without the padding.
    #[test]
    fn it_gives_the_published_vectors() {
        let texts = ["", "Zg", "Zm8", "Zm9v", "Zm9vYg", "Zm9vYmE", "Zm9vYmFy"];
        for (length, text) in texts.into_iter().enumerate() {
            let bytes = &b"foobar"[..length];
            assert_eq!(base64url(bytes), text);
            assert_eq!(from_base64url(text).as_deref(), Ok(bytes));
        }
    }
}
