//! Is the answer of the search that stops early that of the search that does not?

use proptest::prelude::*;
use sandtable_core::algorithms::search::{Analysis, Bm25, Index, Query, Searcher, Work};

use super::support::{Random, WORDS, bits, bm25, text, texts};

fn agree(searcher: &mut Searcher<'_>, query: &Query, k: usize) -> Work {
    let expected = searcher.search_exhaustively(query, k);
    let found = searcher.search_query(query, k);
    assert_eq!(bits(&found), bits(&expected), "{query:?}, the best {k}");
    searcher.work()
}

proptest! {
    #[test]
    fn small_collections(
        texts in texts(),
        more in texts(),
        dead in prop::collection::vec(0..120_u32, 0..20),
        query in text(),
        boosts in prop::collection::vec(0.0..3.0_f32, 0..4),
        k in 0..20_usize,
        bm25 in bm25(),
    ) {
        let mut index = Index::new(Analysis::PLAIN);
        texts.iter().for_each(|text| { index.add(text); });
        index.seal();
        more.iter().for_each(|text| { index.add(text); });
        dead.iter().for_each(|&doc| { index.delete(doc); });
        let mut query = Query::of(&query, &index);
        for (word, boost) in WORDS.iter().zip(boosts) {
            if let Some(term) = index.term(word) {
                query.add(term, boost);
            }
        }
        agree(&mut Searcher::new(&index, bm25), &query, k);
    }
}

/// Texts of 1 to 30 words of 200, the first ones far more frequent.
fn large(docs: u32, seed: u64, sealed: bool) -> Index {
    let mut random = Random(seed);
    let mut index = Index::new(Analysis::PLAIN);
    for _ in 0..docs {
        let words = 1 + random.below(30);
        let word = |random: &mut Random| {
            let bound = 1 + random.below(200);
            format!("w{}", random.below(bound))
        };
        let text: Vec<String> = (0..words).map(|_| word(&mut random)).collect();
        index.add(&text.join(" "));
    }
    if sealed {
        index.seal();
    }
    index
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]

    /// Several windows, many blocks, and queries of one to twenty terms.
    #[test]
    fn large_collections(
        docs in 2000..5000_u32,
        seed in any::<u64>(),
        sealed in any::<bool>(),
        bm25 in bm25(),
        deletions in 0..500_u32,
    ) {
        let mut index = large(docs, seed, sealed);
        let mut random = Random(seed ^ 1);
        for _ in 0..deletions {
            index.delete(random.below(docs));
        }
        let mut searcher = Searcher::new(&index, bm25);
        for terms in [1, 1, 2, 2, 3, 3, 5, 8, 20] {
            let mut query = Query::new();
            for _ in 0..terms {
                let bound = 1 + random.below(200);
                if let Some(term) = index.term(&format!("w{}", random.below(bound))) {
                    query.add(term, 1.0);
                }
            }
            for k in [1, 10, 1000] {
                agree(&mut searcher, &query, k);
            }
        }
    }
}

#[test]
fn it_does_stop_early() {
    let index = large(24_000, 3, true);
    let mut searcher = Searcher::new(&index, Bm25::LUCENE);
    // A frequent term alone, and a rare one among frequent ones.
    for (text, at_most) in [("w0", 0.5), ("w190 w0 w1", 0.9)] {
        let work = agree(&mut searcher, &Query::of(text, &index), 10);
        let part = work.unpacked as f64 / work.blocks as f64;
        assert!(part < at_most, "{text}: {work:?}");
    }
}
