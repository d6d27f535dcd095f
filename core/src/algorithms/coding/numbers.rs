//! How are numbers cut into bits that can be guessed?

use super::guess::Guess;
use super::range::{Decoder, Encoder};

/// Numbers of one kind, small ones most of the time: how many bits one has is told first, bit by
/// bit, then the bits, of which the highest three are guessed.
///
/// O(bits) a number. Source: P. Elias, "Universal codeword sets and representations of the
/// integers", 1975 (gamma), with guesses instead of fixed bits.
///
/// ```
/// use sandtable_core::algorithms::coding::{Decoder, Encoder, Numbers};
///
/// let (mut encoder, mut model) = (Encoder::new(), Numbers::new());
/// let gaps = [0, 3, 1, 0, 0, 2, 70_000, 1, u32::MAX];
/// gaps.iter().for_each(|&gap| model.encode(gap, &mut encoder));
/// let bytes = encoder.finish();
///
/// let (mut decoder, mut model) = (Decoder::new(&bytes), Numbers::new());
/// assert!(gaps.iter().all(|&gap| model.decode(&mut decoder) == gap));
/// ```
#[derive(Clone, Debug)]
pub struct Numbers {
    /// Whether a number has more bits than so many.
    longer: [Guess; BITS_MAX],
    /// The bits below the highest one, by how many there are.
    digits: [[Guess; 1 << GUESSED]; BITS_MAX + 1],
}

/// One more than the largest number has so many bits.
const BITS_MAX: usize = 32;
/// How many bits below the highest one are guessed; the others are as good as thrown.
const GUESSED: u32 = 3;

impl Default for Numbers {
    fn default() -> Self {
        Self::new()
    }
}

impl Numbers {
    /// A model that has seen no number.
    #[must_use]
    pub fn new() -> Self {
        Self {
            longer: [Guess::default(); BITS_MAX],
            digits: [[Guess::default(); 1 << GUESSED]; BITS_MAX + 1],
        }
    }

    /// Writes a number.
    pub fn encode(&mut self, number: u32, encoder: &mut Encoder) {
        let number = u64::from(number) + 1;
        let bits = number.ilog2();
        for (index, guess) in self.longer.iter_mut().take(bits as usize + 1).enumerate() {
            guess.encode((index as u32) < bits, encoder);
        }
        let mut place = 1;
        for index in (0..bits).rev() {
            let bit = number >> index & 1 > 0;
            if bits - index <= GUESSED {
                self.digits[bits as usize][place].encode(bit, encoder);
                place = 2 * place + usize::from(bit);
            } else {
                encoder.encode(bit, 1 << 15);
            }
        }
    }

    /// Reads a number; any bits make one.
    pub fn decode(&mut self, decoder: &mut Decoder<'_>) -> u32 {
        let mut bits = 0;
        while bits < BITS_MAX && self.longer[bits].decode(decoder) {
            bits += 1;
        }
        let (mut number, mut place) = (1_u64, 1);
        for index in 0..bits as u32 {
            let bit = if index < GUESSED {
                let bit = self.digits[bits][place].decode(decoder);
                place = 2 * place + usize::from(bit);
                bit
            } else {
                decoder.decode(1 << 15)
            };
            number = number << 1 | u64::from(bit);
        }
        (number - 1).min(u64::from(u32::MAX)) as u32
    }
}
