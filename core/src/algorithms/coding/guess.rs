//! How probable is the next bit, after those before it?

use super::range::{Decoder, Encoder, Probability};

/// A guess at a bit, from the bits that it was asked about before: soon after few of them, and slow
/// to change after many.
///
/// After n bits it moves by 1 ÷ (n + 1.5) of its error, and by no less than 1 ÷ 160. Source: the
/// adaptive states of PAQ (M. Mahoney, "Adaptive weighing of context models for lossless data
/// compression", 2005).
#[derive(Clone, Copy, Debug, Default)]
pub struct Guess {
    /// How much likelier a one is than [`EVEN`]. A guess that has seen nothing is all zeros: a table of
    /// them is made in no time.
    lean: i16,
    seen: u8,
}

/// As likely as not.
const EVEN: i32 = 1 << 15;

/// From so many bits on the rate stays.
const SEEN_MAX: u8 = 160;

impl Guess {
    /// The probability of a one.
    #[must_use]
    pub fn one(self) -> Probability {
        (i32::from(self.lean) + EVEN) as Probability
    }

    /// How many bits it has seen, as far as it counts.
    #[must_use]
    pub fn seen(self) -> u8 {
        self.seen
    }

    /// Learns which bit it was.
    pub fn learn(&mut self, bit: bool) {
        let target = if bit { i32::from(Probability::MAX) } else { 0 };
        let error = target - EVEN - i32::from(self.lean);
        let step = 2 * error / (2 * i32::from(self.seen) + 3);
        self.lean = (i32::from(self.lean) + step) as i16;
        self.seen = (self.seen + 1).min(SEEN_MAX);
    }

    /// Writes a bit, and learns it.
    pub fn encode(&mut self, bit: bool, encoder: &mut Encoder) {
        encoder.encode(bit, self.one());
        self.learn(bit);
    }

    /// Reads a bit, and learns it.
    pub fn decode(&mut self, decoder: &mut Decoder<'_>) -> bool {
        let bit = decoder.decode(self.one());
        self.learn(bit);
        bit
    }
}
