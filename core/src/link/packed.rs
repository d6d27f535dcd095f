//! A long link in fewer letters: `z1/` and Base64url, told apart from a plain link by its version.
//!
//! The text is told by the adaptive model of [`crate::algorithms::coding`], which has read [`PRIMER`]
//! before, so that it knows how links go. All of it is whole numbers: the same bytes on every target,
//! for ever.

use super::LENGTH_MAX;
use crate::algorithms::coding::{Decoder, Encoder, Text};
use crate::algorithms::hashing::crc32;
use crate::engine::Problem;

/// What a packed link begins with.
pub(super) const VERSION: &str = "z1";

/// How long a plain link may be before it is packed, in bytes.
const PLAIN_MAX: usize = 400;

/// What the model has read when a link begins. It is part of the version: never change it.
const PRIMER: &str = "quorum?n=5&w=3&r=3&strict=off&seed=42&do=@0.2s+write+Friday+via+A;@0.38s+cut+A-B;\
@0.4s+read+via+C;@1.25s+crash+B;@1.5s+heal+A-B;@2s+restart+B;@2.4s+drop+write.1:A-B;\
@0.8s+delay+ack.2:B-A+500ms;@3s+deliver+read.1:C-A;@3.1s+duplicate+M&at=2.297s&view=space-time&vs=w:2,r:2";

/// The model of a link's text, which has read [`PRIMER`].
fn primed() -> Text {
    let (mut model, mut nowhere) = (Text::new(), Encoder::new());
    PRIMER.bytes().for_each(|byte| model.encode(byte, &mut nowhere));
    model
}

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The link in fewer letters where it is long and that makes it shorter; else as it is.
///
/// ```
/// use sandtable_core::link::short;
/// assert_eq!(short("v1/quorum?w=1"), "v1/quorum?w=1");
/// let script: Vec<String> = (1..60).map(|i| format!("@{i}s+write+v{i}+via+A")).collect();
/// let long = format!("v1/quorum?do={}", script.join(";"));
/// assert!(short(&long).len() < long.len() / 3 && short(&long).starts_with("z1/"));
/// ```
#[must_use]
pub fn short(link: &str) -> String {
    match link.strip_prefix("v1/") {
        Some(rest) if link.len() > PLAIN_MAX => {
            let packed = pack(rest);
            if packed.len() < link.len() { packed } else { link.to_owned() }
        }
        _ => link.to_owned(),
    }
}

/// What follows `v1/`, packed. O(length).
fn pack(rest: &str) -> String {
    let (mut model, mut encoder) = (primed(), Encoder::new());
    // A text has no zero: it is the end.
    rest.bytes().chain([0]).for_each(|byte| model.encode(byte, &mut encoder));
    let mut bytes = crc32(rest.as_bytes()).to_be_bytes().to_vec();
    bytes.extend(encoder.finish());
    let mut out = format!("{VERSION}/");
    for chunk in bytes.chunks(3) {
        let word = (0..3).fold(0, |w, i| w << 8 | u32::from(*chunk.get(i).unwrap_or(&0)));
        for i in 0..=chunk.len() {
            out.push(char::from(LETTERS[(word >> (18 - 6 * i) & 63) as usize]));
        }
    }
    out
}

/// The plain link that was packed; `packed` is what follows `z1/`. O(length of the plain link).
///
/// # Errors
/// It holds a sign that is no letter of Base64url, or it was damaged or cut off.
pub(super) fn unpack(packed: &str) -> Result<String, Problem> {
    let start = VERSION.len() as u32 + 1;
    let mut bytes = Vec::with_capacity(packed.len());
    let (mut word, mut bits) = (0u32, 0);
    for (at, letter) in packed.bytes().enumerate() {
        let Some(value) = LETTERS.iter().position(|l| *l == letter) else {
            let at = start + at as u32;
            let what = "the packed link holds a sign that does not belong to it";
            return Err(Problem::new(what, "copy the link again, whole").at(at, at + 1));
        };
        (word, bits) = (word << 6 | value as u32, bits + 6);
        if bits >= 8 {
            bits -= 8;
            bytes.push((word >> bits) as u8);
            word &= (1 << bits) - 1;
        }
    }
    let damaged = || {
        let cure = "copy the link again, whole";
        Problem::new("the packed link is damaged or cut off", cure)
            .at(start, start + packed.len() as u32)
    };
    let Some((sum, code)) = bytes.split_first_chunk::<4>() else { return Err(damaged()) };
    let (mut model, mut decoder) = (primed(), Decoder::new(code));
    let mut text = Vec::new();
    loop {
        match model.decode(&mut decoder) {
            0 => break,
            byte => text.push(byte),
        }
        // Damaged bytes may never come to an end.
        if text.len() > LENGTH_MAX || decoder.is_overrun() {
            return Err(damaged());
        }
    }
    if crc32(&text) != u32::from_be_bytes(*sum) {
        return Err(damaged());
    }
    let text = String::from_utf8(text).map_err(|_| damaged())?;
    Ok(format!("v1/{text}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn it_is_worth_it() {
        let script: Vec<String> =
            ["crash+B", "cut+A-C", "write+Friday+via+A", "restart+B", "read+via+C"]
                .iter()
                .cycle()
                .zip(1..=40)
                .map(|(action, i)| format!("@{}.{}s+{action}", i / 3, i * 37 % 1000))
                .collect();
        let link = format!("v1/quorum?n=5&do={}&at=12.5s", script.join(";"));
        let packed = short(&link);
        assert!(packed.len() * 2 < link.len(), "{} of {}", packed.len(), link.len());
        assert_eq!(unpack(&packed[3..]).unwrap(), link);
    }

    /// What was packed once opens for ever: these were written when the version was made.
    #[test]
    fn what_was_packed_opens_for_ever() {
        for line in include_str!("../../../tests/golden/links/z1.txt").lines() {
            let (packed, plain) = line.split_once(' ').expect("a packed link and the plain one");
            assert_eq!(unpack(&packed[3..]).unwrap(), plain);
            assert_eq!(pack(&plain[3..]), packed);
        }
    }

    proptest! {
        #[test]
        fn any_text_comes_back(text in "[^\u{0}]{0,300}") {
            prop_assert_eq!(unpack(&pack(&text)[3..]).unwrap(), format!("v1/{text}"));
        }

        #[test]
        fn what_is_cut_off_or_changed_is_refused(at in 0usize..60, letter in 0usize..64) {
            let plain = "quorum?do=@0.2s+write+Friday+via+A;@0.8s+read+via+B&view=table";
            let packed = pack(plain)[3..].to_owned();
            let at = at % packed.len();
            let cut = unpack(&packed[..at]);
            prop_assert!(cut.is_err(), "{cut:?}");
            let mut other = packed.into_bytes();
            other[at] = LETTERS[letter];
            let other = String::from_utf8(other).unwrap();
            // The last letter may hold bits that mean nothing.
            match unpack(&other) {
                Ok(text) => prop_assert_eq!(text, format!("v1/{plain}")),
                Err(problem) => prop_assert!(problem.what.contains("damaged")),
            }
        }

        #[test]
        fn no_text_makes_it_panic_or_hang(text in "[A-Za-z0-9_ -]{0,200}") {
            let _ = unpack(&text);
        }
    }
}
