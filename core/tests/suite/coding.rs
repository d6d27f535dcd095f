//! Does the arithmetic coder give back what was put in, and is it as small as probabilities say?

use proptest::prelude::*;
use sandtable_core::algorithms::coding::{Decoder, Encoder, Guess, Numbers, Text};

proptest! {
    #[test]
    fn bits_come_back_whatever_their_probabilities(
        bits in prop::collection::vec((any::<bool>(), any::<u16>()), 0..400),
    ) {
        let mut encoder = Encoder::new();
        bits.iter().for_each(|&(bit, one)| encoder.encode(bit, one));
        let bytes = encoder.finish();
        let mut decoder = Decoder::new(&bytes);
        for &(bit, one) in &bits {
            prop_assert_eq!(decoder.decode(one), bit);
        }
        prop_assert!(decoder.is_at_end() && !decoder.is_overrun());
    }

    #[test]
    fn numbers_come_back(numbers in prop::collection::vec(
        prop_oneof![0..4_u32, 0..2000_u32, any::<u32>(), Just(u32::MAX)], 0..200,
    )) {
        let (mut encoder, mut model) = (Encoder::new(), Numbers::new());
        numbers.iter().for_each(|&number| model.encode(number, &mut encoder));
        let bytes = encoder.finish();
        let (mut decoder, mut model) = (Decoder::new(&bytes), Numbers::new());
        for &number in &numbers {
            prop_assert_eq!(model.decode(&mut decoder), number);
        }
    }

    #[test]
    fn text_comes_back(text in prop::collection::vec(any::<u8>(), 0..300)) {
        let (mut encoder, mut model) = (Encoder::new(), Text::new());
        text.iter().for_each(|&byte| model.encode(byte, &mut encoder));
        let bytes = encoder.finish();
        let (mut decoder, mut model) = (Decoder::new(&bytes), Text::new());
        for &byte in &text {
            prop_assert_eq!(model.decode(&mut decoder), byte);
        }
    }

    #[test]
    fn any_bytes_can_be_read(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        let mut decoder = Decoder::new(&bytes);
        let (mut numbers, mut text) = (Numbers::new(), Text::new());
        for _ in 0..100 {
            numbers.decode(&mut decoder);
            text.decode(&mut decoder);
        }
    }
}

/// The entropy of a coin of one in sixteen is 0.337 bits.
#[test]
fn a_biased_coin_costs_its_entropy() {
    let (mut encoder, mut guess, mut state) = (Encoder::new(), Guess::default(), 7_u64);
    const TOSSES: u32 = 100_000;
    for _ in 0..TOSSES {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        guess.encode(state >> 60 == 0, &mut encoder);
    }
    let bits = 8.0 * encoder.finish().len() as f64 / f64::from(TOSSES);
    assert!((0.33..0.36).contains(&bits), "{bits}");
}
