//! A long link in fewer letters: `z1/` and Base64url, told apart from a plain link by its version.
//!
//! A context model guesses each bit of the text from the one to four bytes before it, a mixer weighs
//! the guesses by how good they were, and an arithmetic coder writes what the guess leaves open. The
//! model has read [`PRIMER`] before, so that it knows how links go. All of it is whole numbers: the
//! same bytes on every target, for ever.
//!
//! Sources: I. H. Witten, R. M. Neal, J. G. Cleary, *Arithmetic Coding for Data Compression*, CACM 30
//! (6), 1987. M. V. Mahoney, *Adaptive Weighing of Context Models for Lossless Data Compression*,
//! Florida Tech CS-2005-16, 2005.

use std::cell::Cell;

use super::LENGTH_MAX;
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

/// Orders of context: how many bytes before a bit its guesses know.
const ORDERS: usize = 4;
/// Slots of each order's table.
const SLOTS: usize = 1 << 15;
/// 4096 / (1 + e^(-x/2)) for x from -16 to 16.
const LOGISTIC: [i32; 33] = [
    1, 2, 4, 6, 10, 17, 27, 45, 74, 120, 194, 311, 488, 747, 1102, 1546, 2048, 2550, 2994, 3349,
    3608, 3785, 3902, 3976, 4022, 4051, 4069, 4079, 4086, 4090, 4092, 4094, 4095,
];

/// The probability (of 4096) at a place on the line of log odds (256 to the unit).
fn squash(odds: i32) -> i32 {
    let odds = odds.clamp(-2047, 2047) + 2048;
    let (cell, part) = ((odds >> 7) as usize, odds & 127);
    (LOGISTIC[cell] * (128 - part) + LOGISTIC[cell + 1] * part + 64) >> 7
}

/// Guesses bits from what was before them.
struct Model {
    /// For each order and slot: a probability of 22 bits, and how often it was asked, in 10.
    tables: Vec<u32>,
    /// The inverse of [`squash`].
    stretch: Vec<i16>,
    weights: [i32; ORDERS],
    odds: [i32; ORDERS],
    slots: [usize; ORDERS],
    /// The last bytes, the newest lowest.
    before: u32,
    /// The bits of this byte so far, behind a one.
    node: u32,
    guess: i32,
}

impl Model {
    fn new() -> Model {
        let mut stretch = vec![0; 4096];
        let mut from = 0;
        for odds in -2047..=2047 {
            let to = squash(odds) as usize;
            for slot in stretch.iter_mut().take(to + 1).skip(from) {
                *slot = odds as i16;
            }
            from = from.max(to + 1);
        }
        stretch[from..].fill(2047);
        let mut model = Model {
            tables: vec![1 << 31; ORDERS * SLOTS],
            stretch,
            weights: [1 << 14; ORDERS],
            odds: [0; ORDERS],
            slots: [0; ORDERS],
            before: 0,
            node: 1,
            guess: 2048,
        };
        model.look();
        for byte in PRIMER.bytes() {
            for bit in (0..8).rev() {
                model.learn(u32::from(byte) >> bit & 1);
            }
        }
        model
    }

    /// How likely the next bit is a one, of 4096.
    fn look(&mut self) {
        let mut sum = 0;
        for order in 0..ORDERS {
            let known = self.before & (u32::MAX >> (24 - 8 * order as u32));
            let mixed = (known.wrapping_mul(0x9e37_79b1) ^ (order as u32) << 28)
                .wrapping_add(self.node.wrapping_mul(0x85eb_ca6b))
                .wrapping_mul(0xc2b2_ae35);
            let slot = order * SLOTS + (mixed >> 17) as usize;
            self.slots[order] = slot;
            self.odds[order] = i32::from(self.stretch[(self.tables[slot] >> 20) as usize]);
            sum += i64::from(self.odds[order]) * i64::from(self.weights[order]);
        }
        self.guess = squash((sum >> 16).clamp(-2047, 2047) as i32).clamp(1, 4095);
    }

    /// Takes in what the bit was.
    fn learn(&mut self, bit: u32) {
        let wrong = ((bit as i32) << 12) - self.guess;
        for order in 0..ORDERS {
            self.weights[order] += (self.odds[order] * wrong + (1 << 9)) >> 10;
            let slot = &mut self.tables[self.slots[order]];
            let (chance, times) = (i64::from(*slot >> 10), *slot & 1023);
            let target = if bit == 1 { (1 << 22) - 1 } else { 0 };
            let nearer = chance + (target - chance) * 2 / (2 * i64::from(times) + 3);
            *slot = (nearer as u32) << 10 | (times + 1).min(60);
        }
        self.node = self.node << 1 | bit;
        if self.node >= 256 {
            self.before = self.before << 8 | self.node & 255;
            self.node = 1;
        }
        self.look();
    }
}

/// The range that is left for the text, and where a guess divides it.
struct Range {
    low: u32,
    high: u32,
}

impl Range {
    fn new() -> Range {
        Range { low: 0, high: u32::MAX }
    }

    fn middle(&self, guess: i32) -> u32 {
        let range = u64::from(self.high - self.low);
        self.low + ((range * guess as u64) >> 12) as u32
    }

    /// Keeps one side; gives the bytes on which both ends agree by now.
    fn keep(&mut self, bit: u32, middle: u32, mut ready: impl FnMut(u8)) {
        if bit == 1 {
            self.high = middle;
        } else {
            self.low = middle + 1;
        }
        while (self.low ^ self.high) >> 24 == 0 {
            ready((self.high >> 24) as u8);
            self.low <<= 8;
            self.high = self.high << 8 | 255;
        }
    }
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
    let mut bytes = crc32(rest.as_bytes()).to_be_bytes().to_vec();
    let (mut model, mut range) = (Model::new(), Range::new());
    // A text has no zero: it is the end.
    for byte in rest.bytes().chain([0]) {
        for bit in (0..8).rev() {
            let bit = u32::from(byte) >> bit & 1;
            range.keep(bit, range.middle(model.guess), |ready| bytes.push(ready));
            model.learn(bit);
        }
    }
    // Any value within the range tells it; what is beyond the last byte is read as zeros.
    if range.low > 0 {
        let last = (range.low >> 24) + 1;
        bytes.push(last as u8);
    }
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
    let mut code = code.iter().copied();
    // Beyond the end are zeros; more than the coder looks ahead means that the end never comes.
    let beyond = Cell::new(0);
    let mut next = || {
        code.next().unwrap_or_else(|| {
            beyond.set(beyond.get() + 1);
            0
        })
    };
    let mut value = (0..4).fold(0, |value, _| value << 8 | u32::from(next()));
    let (mut model, mut range) = (Model::new(), Range::new());
    let mut text = Vec::new();
    loop {
        let mut byte = 0;
        for _ in 0..8 {
            let middle = range.middle(model.guess);
            let bit = u32::from(value <= middle);
            range.keep(bit, middle, |_| value = value << 8 | u32::from(next()));
            model.learn(bit);
            byte = byte << 1 | bit;
        }
        if byte == 0 {
            break;
        }
        text.push(byte as u8);
        if text.len() > LENGTH_MAX || beyond.get() > 8 {
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

    #[test]
    #[ignore = "writes the file that the next test reads; once for each version"]
    fn write_what_was_packed() {
        let links = include_str!("../../../tests/golden/links/v1.txt").lines();
        for link in links.filter_map(|line| line.split(' ').next()) {
            println!("{} {link}", pack(&link[3..]));
        }
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
            let mut other = packed.clone().into_bytes();
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
