//! What several of these tests draw from: random collections, queries, ranking functions.

use proptest::prelude::*;
use sandtable_core::algorithms::search::{Bm25, Form, Hit, Lengths};

/// The words of random texts; the first ones are the most frequent, and some begin alike.
pub(crate) const WORDS: [&str; 16] = [
    "lock", "log", "leader", "lease", "lag", "cache", "cash", "caching", "quorum", "queue",
    "quote", "retry", "return", "rest", "ring", "rate",
];

/// A text: numbers of words, small ones more often.
pub(crate) fn text() -> impl Strategy<Value = String> {
    let word = (0..WORDS.len(), 0..WORDS.len()).prop_map(|(a, b)| WORDS[a.min(b)]);
    prop::collection::vec(word, 0..30).prop_map(|words| words.join(" "))
}

/// A collection of texts.
pub(crate) fn texts() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(text(), 0..60)
}

/// Any ranking function.
pub(crate) fn bm25() -> impl Strategy<Value = Bm25> {
    let k1 = prop_oneof![Just(0.0_f32), Just(0.9), Just(1.2), 0.0..100.0_f32];
    let b = prop_oneof![Just(0.0_f32), Just(1.0), 0.0..=1.0_f32];
    let form = prop_oneof![Just(Form::Lucene), Just(Form::Textbook)];
    let lengths = prop_oneof![Just(Lengths::Exact), Just(Lengths::OneByte)];
    (k1, b, form, lengths).prop_map(|(k1, b, form, lengths)| {
        Bm25::new(k1, b).unwrap().with_form(form).with_lengths(lengths)
    })
}

/// Documents and the bits of their scores, so that equal means equal.
pub(crate) fn bits(hits: &[Hit]) -> Vec<(u32, u32)> {
    hits.iter().map(|hit| (hit.doc, hit.score.to_bits())).collect()
}

/// A generator for collections too large to be shrunk.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// A number below `end`.
    pub(crate) fn below(&mut self, end: u32) -> u32 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (((self.0 >> 33) * u64::from(end)) >> 31) as u32
    }
}
