//! How is text told in few bits?

use super::guess::Guess;
use super::range::{Decoder, Encoder, Probability};

/// Bytes of text, each guessed from none, one, two and three of those before it.
///
/// Each of the four contexts has a guess at the next bit; they count the more, the longer the context
/// is and the more often it was seen. The longer contexts share a table by their hash: two that meet
/// in it cost a few bits, never the text.
///
/// O(1) a bit; one table of 1 MiB. Sources: J. Cleary, I. Witten, "Data compression using adaptive
/// coding and partial string matching", 1984; PAQ, as for [`Guess`].
#[derive(Clone, Debug)]
pub struct Text {
    guesses: Vec<Guess>,
    /// The bytes that take fewer guesses.
    usual: &'static [u8],
    /// The bytes before, the last one lowest.
    before: u32,
}

/// The contexts: how many bytes before the next count.
const ORDERS: usize = 4;
/// The places of the table.
const PLACES_LOG2: u32 = 18;
/// What a context weighs against the shorter ones, when they were seen as often.
const WEIGHTS: [u32; ORDERS] = [1, 3, 12, 30];

impl Default for Text {
    fn default() -> Self {
        Self::new()
    }
}

impl Text {
    /// A model that has seen no text.
    #[must_use]
    pub fn new() -> Self {
        Self::mostly(&[])
    }

    /// A model of text that is mostly of these bytes, at most 31: each of them takes five guesses, the
    /// others thirteen. Without any, each byte takes eight.
    ///
    /// ```
    /// use sandtable_core::algorithms::coding::{Decoder, Encoder, Text};
    ///
    /// let (mut model, mut encoder) = (Text::mostly(b"abc"), Encoder::new());
    /// b"abacaba!".iter().for_each(|&byte| model.encode(byte, &mut encoder));
    /// let bytes = encoder.finish();
    /// let (mut model, mut decoder) = (Text::mostly(b"abc"), Decoder::new(&bytes));
    /// assert!(b"abacaba!".iter().all(|&byte| model.decode(&mut decoder) == byte));
    /// ```
    ///
    /// # Panics
    /// If there are more than 31.
    #[must_use]
    pub fn mostly(usual: &'static [u8]) -> Self {
        assert!(usual.len() <= OTHER as usize, "at most 31 bytes take five guesses");
        Self { guesses: vec![Guess::default(); 1 << PLACES_LOG2], usual, before: 0 }
    }

    /// Says what stands before the next byte, where that is not what was written last.
    pub fn follow(&mut self, before: &[u8]) {
        self.before = before.iter().fold(0, |all, &byte| all << 8 | u32::from(byte));
    }

    /// The hashes of the contexts of the next byte.
    fn contexts(&self) -> [u64; ORDERS] {
        let mut contexts = [0; ORDERS];
        for (order, context) in (0_u64..).zip(&mut contexts) {
            let before = u64::from(self.before) & ((1 << (8 * order)) - 1);
            *context = (before << 16 | order).wrapping_mul(FACTOR);
        }
        contexts
    }

    /// What the guesses say together.
    fn mixed(&self, places: &[usize; ORDERS]) -> Probability {
        let (mut sum, mut weights) = (0, 0);
        for (place, weight) in places.iter().zip(&WEIGHTS) {
            let guess = self.guesses[*place];
            // What was never seen says nothing; the first times say the most.
            let weight = weight * u32::from(guess.seen().min(CONFIDENT)) + u32::from(*weight == 1);
            sum += weight * u32::from(guess.one());
            weights += weight;
        }
        (sum / weights) as Probability
    }

    fn learn(&mut self, places: &[usize; ORDERS], bit: bool) {
        for &place in places {
            self.guesses[place].learn(bit);
        }
    }

    /// Writes a byte.
    pub fn encode(&mut self, byte: u8, encoder: &mut Encoder) {
        let mut tree = ALL;
        if !self.usual.is_empty() {
            let place = self.usual.iter().position(|&usual| usual == byte);
            self.encode_bits(place.map_or(OTHER, |place| place as u32), USUAL, encoder);
            tree = OTHERS;
            if place.is_some() {
                return self.saw(byte);
            }
        }
        self.encode_bits(byte.into(), tree, encoder);
        self.saw(byte);
    }

    /// Reads a byte.
    pub fn decode(&mut self, decoder: &mut Decoder<'_>) -> u8 {
        let mut tree = ALL;
        if !self.usual.is_empty() {
            let place = self.decode_bits(USUAL, decoder);
            tree = OTHERS;
            if let Some(&byte) = self.usual.get(place as usize) {
                self.saw(byte);
                return byte;
            }
        }
        let byte = self.decode_bits(tree, decoder) as u8;
        self.saw(byte);
        byte
    }

    fn saw(&mut self, byte: u8) {
        self.before = self.before << 8 | u32::from(byte);
    }

    fn encode_bits(&mut self, number: u32, tree: Tree, encoder: &mut Encoder) {
        let (mut node, contexts) = (tree.root, self.contexts());
        for index in (0..tree.depth).rev() {
            let (bit, places) = (number >> index & 1 > 0, places(&contexts, node));
            encoder.encode(bit, self.mixed(&places));
            self.learn(&places, bit);
            node = node << 1 | u32::from(bit);
        }
    }

    fn decode_bits(&mut self, tree: Tree, decoder: &mut Decoder<'_>) -> u32 {
        let (mut node, contexts) = (tree.root, self.contexts());
        for _ in 0..tree.depth {
            let places = places(&contexts, node);
            let bit = decoder.decode(self.mixed(&places));
            self.learn(&places, bit);
            node = node << 1 | u32::from(bit);
        }
        node - (tree.root << tree.depth)
    }
}

/// The guesses of which one follows from another, from a root; those of two roots are never the same.
#[derive(Clone, Copy)]
struct Tree {
    root: u32,
    depth: u32,
}

/// The guesses at a byte.
const ALL: Tree = Tree { root: 1, depth: 8 };
/// The guesses at the place of a byte among the usual ones.
const USUAL: Tree = Tree { root: 2, depth: 5 };
/// The guesses at a byte that is none of those.
const OTHERS: Tree = Tree { root: 3, depth: 8 };
/// What stands for the place of such a byte.
const OTHER: u32 = 31;

/// The places of the guesses at a bit of a byte with these contexts, of which the higher bits are known.
fn places(contexts: &[u64; ORDERS], node: u32) -> [usize; ORDERS] {
    let node = u64::from(node << 4).wrapping_mul(FACTOR);
    let mut places = [0; ORDERS];
    for (place, context) in places.iter_mut().zip(contexts) {
        *place = (context.wrapping_add(node) >> (64 - PLACES_LOG2)) as usize;
    }
    places
}

/// 2^64 ÷ the golden ratio: spreads hashes.
const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
/// From so many bits on a guess is as sure as it gets.
const CONFIDENT: u8 = 6;
