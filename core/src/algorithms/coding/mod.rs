//! How few bytes hold what can mostly be guessed?
//!
//! An arithmetic coder spends on each bit what its probability says: a bit that is foreseen costs
//! next to nothing. Whoever writes and whoever reads keep the same guesses, and correct them after
//! each bit in the same way.
//!
//! | part | what it answers |
//! |---|---|
//! | [`Encoder`], [`Decoder`] | how bits become bytes, given their probabilities |
//! | [`Guess`] | how probable the next bit is, after those before it |
//! | [`Numbers`] | how numbers are cut into bits that can be guessed |
//! | [`Text`] | the same for bytes, from the three bytes before |
//!
//! All arithmetic is in whole numbers, so the bytes are the same on every target.
//!
//! ```
//! use sandtable_core::algorithms::coding::{Decoder, Encoder, Text};
//!
//! let text = "a quorum is a majority, and a majority is a quorum";
//! let mut encoder = Encoder::new();
//! let mut model = Text::new();
//! text.bytes().for_each(|byte| model.encode(byte, &mut encoder));
//! let bytes = encoder.finish();
//! assert!(bytes.len() < text.len());
//!
//! let mut decoder = Decoder::new(&bytes);
//! let mut model = Text::new();
//! let read: Vec<u8> = text.bytes().map(|_| model.decode(&mut decoder)).collect();
//! assert_eq!(read, text.as_bytes());
//! assert!(decoder.is_at_end());
//! ```

mod guess;
mod numbers;
mod range;
mod text;

pub use guess::Guess;
pub use numbers::Numbers;
pub use range::{Decoder, Encoder, Probability};
pub use text::Text;
