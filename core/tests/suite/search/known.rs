//! Are these the figures that real systems gave?

use sandtable_core::algorithms::search::{Bm25, STOP_WORDS};

/// Explanations of Elasticsearch, as the tests of the library searcharray hold them
/// (`test/test_similarity.py`, Apache-2.0): tf, n, dl, avgdl, N, and the share.
#[test]
fn explanations_of_elasticsearch() {
    let cases: [(u32, u32, u32, f32, u32, f32); 4] = [
        (2, 14, 4, 2.732_268_6, 8516, 3.524_82),
        (1, 5, 35, 50.580_456, 8514, 3.819_924_6),
        (2, 7, 44, 50.580_456, 8514, 4.563_661_6),
        (25, 7823, 152, 119.185_42, 8516, 0.080_282_83),
    ];
    let bm25 = Bm25::new(1.2, 0.75).unwrap();
    for (freq, doc_freq, length, mean, all, expected) in cases {
        let share = bm25.share(bm25.idf(doc_freq, all), freq, length, mean);
        // Elasticsearch's own product of rounded parts is off by a few units in the last place.
        assert!((share - expected).abs() <= 1e-6 * expected.max(1.0), "{share} {expected}");
    }
}

#[test]
fn lucene_has_thirty_three_stop_words() {
    assert_eq!(STOP_WORDS.len(), 33);
    assert_eq!(STOP_WORDS.iter().map(|word| word.len()).sum::<usize>(), 97);
}
