//! How do bits become bytes, given how probable each is?

/// How probable it is that a bit is one, in 65,536ths.
///
/// Nearer to an end than 48 is moved to 48: no bit is certain.
pub type Probability = u16;

/// The least that either bit is given.
const PROBABILITY_MIN: Probability = 48;
/// Below this the range is widened by a byte.
const RANGE_MIN: u32 = 1 << 24;

/// Splits a range at the place that a probability says.
fn split(range: u32, one: Probability) -> u32 {
    let one = one.clamp(PROBABILITY_MIN, Probability::MAX - PROBABILITY_MIN + 1);
    (range >> 16) * u32::from(one)
}

/// Writes bits.
///
/// The bytes are a number inside a range that each bit narrows: to its part of it, which is as wide
/// as the bit is probable. A carry runs back into bytes that are held until it cannot come any more.
///
/// O(1) a bit, amortised. Sources: G. N. N. Martin, "Range encoding", 1979; I. Pavlov, the range
/// coder of LZMA.
///
/// ```
/// use sandtable_core::algorithms::coding::{Decoder, Encoder};
///
/// let mut encoder = Encoder::new();
/// // A thousand ones that were nearly certain.
/// (0..1000).for_each(|_| encoder.encode(true, 65_000));
/// let bytes = encoder.finish();
/// assert!(bytes.len() < 10);
/// let mut decoder = Decoder::new(&bytes);
/// assert!((0..1000).all(|_| decoder.decode(65_000)));
/// ```
#[derive(Clone, Debug)]
pub struct Encoder {
    low: u64,
    range: u32,
    /// The last byte that a carry can still change, and how many bytes of ones follow it.
    held: u8,
    ones: usize,
    started: bool,
    bytes: Vec<u8>,
}

impl Default for Encoder {
    fn default() -> Self {
        Self::new()
    }
}

impl Encoder {
    /// An encoder that has written nothing.
    #[must_use]
    pub fn new() -> Self {
        Self { low: 0, range: u32::MAX, held: 0, ones: 0, started: false, bytes: Vec::new() }
    }

    /// Writes a bit whose probability to be one is this.
    pub fn encode(&mut self, bit: bool, one: Probability) {
        let bound = split(self.range, one);
        if bit {
            self.range = bound;
        } else {
            self.low += u64::from(bound);
            self.range -= bound;
        }
        while self.range < RANGE_MIN {
            self.range <<= 8;
            self.shift();
        }
    }

    /// Moves the highest byte out.
    fn shift(&mut self) {
        let (carry, top) = ((self.low >> 32) as u8, (self.low >> 24) as u8);
        if top != u8::MAX || carry > 0 {
            if self.started {
                self.bytes.push(self.held.wrapping_add(carry));
            }
            self.started = true;
            let held = u8::MAX.wrapping_add(carry);
            self.bytes.extend(core::iter::repeat_n(held, self.ones));
            (self.ones, self.held) = (0, top);
        } else {
            self.ones += 1;
        }
        self.low = (self.low & 0x00ff_ffff) << 8;
    }

    /// The bytes. Zeros at their end are left out: the decoder finds them there anyway.
    #[must_use]
    pub fn finish(mut self) -> Vec<u8> {
        // The number of the range with the most zeros at its end.
        for bits in (0..=32).rev() {
            let mask = (1_u64 << bits) - 1;
            let rounded = (self.low + mask) & !mask;
            if rounded < self.low + u64::from(self.range) {
                self.low = rounded;
                break;
            }
        }
        (0..5).for_each(|_| self.shift());
        while self.bytes.last() == Some(&0) {
            self.bytes.pop();
        }
        self.bytes
    }
}

/// Reads bits that an [`Encoder`] wrote, given the same probabilities in the same order.
///
/// Any bytes can be read: others than those that were written give other bits. Behind the last byte
/// zeros are read; [`Decoder::is_overrun`] says when more of them were needed than an encoder leaves
/// out.
#[derive(Clone, Debug)]
pub struct Decoder<'a> {
    bytes: &'a [u8],
    at: usize,
    range: u32,
    code: u32,
}

/// How many bytes a decoder is ahead of the bits that it has read.
const AHEAD: usize = 4;

impl<'a> Decoder<'a> {
    /// A decoder at the first bit.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        let mut decoder = Self { bytes, at: 0, range: u32::MAX, code: 0 };
        (0..AHEAD).for_each(|_| decoder.pull());
        decoder
    }

    fn pull(&mut self) {
        self.code = self.code << 8 | u32::from(self.bytes.get(self.at).copied().unwrap_or(0));
        self.at += 1;
    }

    /// Reads a bit whose probability to be one is this. O(1).
    pub fn decode(&mut self, one: Probability) -> bool {
        let bound = split(self.range, one);
        let bit = self.code < bound;
        if bit {
            self.range = bound;
        } else {
            self.code = self.code.wrapping_sub(bound);
            self.range -= bound;
        }
        while self.range < RANGE_MIN {
            self.range <<= 8;
            self.pull();
        }
        bit
    }

    /// Whether no byte is left: true behind the last bit of what an encoder wrote.
    #[must_use]
    pub fn is_at_end(&self) -> bool {
        self.at >= self.bytes.len()
    }

    /// Whether more bits were read than any encoder put into these bytes: an end to reading what is
    /// cut off or garbled. Zeros left out at the end are counted as there, up to so many.
    #[must_use]
    pub fn is_overrun(&self) -> bool {
        self.at > self.bytes.len() + AHEAD + ZEROS_MAX
    }
}

/// How many zeros at the end a decoder takes for left out.
const ZEROS_MAX: usize = 1 << 10;

#[cfg(test)]
mod tests {
    use super::*;

    /// Carries through long runs of ones, which random bits do not reach.
    #[test]
    fn a_carry_runs_back() {
        let mut state = 1_u32;
        for length in [0, 1, 7, 100, 5000] {
            let bits: Vec<(bool, Probability)> = (0..length)
                .map(|index| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    let one = [1, 65_535, 32_768, (state >> 16) as u16][index as usize % 4];
                    ((state >> 8).is_multiple_of(3), one)
                })
                .collect();
            let mut encoder = Encoder::new();
            bits.iter().for_each(|&(bit, one)| encoder.encode(bit, one));
            let bytes = encoder.finish();
            assert_ne!(bytes.last(), Some(&0));
            let mut decoder = Decoder::new(&bytes);
            assert!(bits.iter().all(|&(bit, one)| decoder.decode(one) == bit));
            assert!(decoder.is_at_end() && !decoder.is_overrun());
        }
    }

    #[test]
    fn reading_on_for_ever_is_noticed() {
        let mut decoder = Decoder::new(&[]);
        let bits = (0..100_000).take_while(|_| {
            decoder.decode(1 << 15);
            !decoder.is_overrun()
        });
        assert!(bits.count() < 10_000);
    }
}
