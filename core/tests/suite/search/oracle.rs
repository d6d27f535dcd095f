//! Are the answers those of somebody who reads every text?

use proptest::prelude::*;
use sandtable_core::algorithms::search::{Analysis, Bm25, Form, Index, Query, Searcher};

use super::support::{WORDS, bm25, text, texts};

fn count(text: &str, word: &str) -> usize {
    text.split_whitespace().filter(|other| *other == word).count()
}

/// The score by the formula as it is printed, in 64 bits.
fn score(texts: &[String], bm25: Bm25, query: &[&str], text: &str) -> f64 {
    let filled: Vec<&String> = texts.iter().filter(|text| !text.is_empty()).collect();
    let length = |text: &str| text.split_whitespace().count();
    let n_all = filled.len() as f64;
    let mean = filled.iter().map(|text| length(text)).sum::<usize>() as f64 / n_all;
    let (k1, b) = (f64::from(bm25.k1()), f64::from(bm25.b()));
    let kept = f64::from(bm25.kept_length(length(text) as u32));
    let share = |word: &&str| {
        let n = filled.iter().filter(|text| count(text, word) > 0).count() as f64;
        let tf = count(text, word) as f64;
        let odds = (n_all - n + 0.5) / (n + 0.5);
        let (idf, scale) = match bm25.form() {
            Form::Lucene => (libm::log(1.0 + odds), 1.0),
            Form::Textbook => (libm::log(odds), k1 + 1.0),
        };
        if tf == 0.0 { 0.0 } else { idf * scale * tf / (tf + k1 * (1.0 - b + b * kept / mean)) }
    };
    query.iter().map(share).sum()
}

fn indexed(texts: &[String]) -> Index {
    let mut index = Index::new(Analysis::PLAIN);
    texts.iter().for_each(|text| {
        index.add(text);
    });
    index
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn scores_are_those_of_the_formula(texts in texts(), query in text(), bm25 in bm25()) {
        let index = indexed(&texts);
        let mut searcher = Searcher::new(&index, bm25);
        let words: Vec<&str> = query.split_whitespace().collect();
        let hits = searcher.search(&query, texts.len());
        let holds = |text: &String| words.iter().any(|word| count(text, word) > 0);
        prop_assert_eq!(hits.len(), texts.iter().filter(|text| holds(text)).count());
        prop_assert!(hits.is_sorted_by(|a, b| (b.score, a.doc) <= (a.score, b.doc)));
        for hit in &hits {
            let expected = score(&texts, bm25, &words, &texts[hit.doc as usize]);
            let off = (f64::from(hit.score) - expected).abs();
            // Shares of both signs can cancel out; their rounding cannot.
            let size = 1.0 + 8.0 * words.len() as f64 * f64::from(bm25.scale());
            prop_assert!(off < 1e-5 * size, "{} {expected}", hit.score);
        }
    }

    #[test]
    fn postings_and_positions_are_those_of_the_texts(texts in texts(), sealed in any::<bool>()) {
        let mut index = indexed(&texts);
        if sealed {
            index.seal();
        }
        for word in WORDS {
            let expected: Vec<(u32, u32)> = (0..)
                .zip(&texts)
                .map(|(doc, text)| (doc, count(text, word) as u32))
                .filter(|(_, freq)| *freq > 0)
                .collect();
            let Some(term) = index.term(word) else {
                prop_assert!(expected.is_empty());
                continue;
            };
            prop_assert_eq!(index.doc_freq(term) as usize, expected.len());
            let found: Vec<_> = index.postings(term).iter().map(|p| (p.doc, p.freq)).collect();
            prop_assert_eq!(&found, &expected);
            for (doc, text) in (0..).zip(&texts) {
                let words = text.split_whitespace();
                let places = (0..).zip(words).filter(|(_, other)| *other == word);
                let places: Vec<u32> = places.map(|(place, _)| place).collect();
                prop_assert_eq!(index.positions(term, doc), places);
            }
        }
    }

    #[test]
    fn phrases_are_found_where_they_stand(
        texts in texts(),
        phrase in prop::collection::vec(0..5_usize, 1..4),
        sealed in any::<bool>(),
    ) {
        let mut index = indexed(&texts);
        if sealed {
            index.seal();
        }
        let words: Vec<&str> = phrase.iter().map(|&word| WORDS[word]).collect();
        let occurrences = |text: &String| {
            let all: Vec<&str> = text.split_whitespace().collect();
            all.windows(words.len()).filter(|window| **window == words[..]).count()
        };
        let mut searcher = Searcher::new(&index, Bm25::LUCENE);
        let mut found = searcher.search_phrase(&words.join(" "), texts.len());
        prop_assert!(found.is_sorted_by(|a, b| (b.score, a.doc) <= (a.score, b.doc)));
        found.sort_by_key(|hit| hit.doc);
        let idf: f32 = words.iter()
            .filter_map(|word| index.term(word))
            .map(|term| searcher.idf(term))
            .sum();
        let expected: Vec<(u32, f32)> = (0..)
            .zip(&texts)
            .filter(|(_, text)| occurrences(text) > 0)
            .map(|(doc, text)| {
                let (freq, length) = (occurrences(text) as u32, index.length(doc));
                (doc, Bm25::LUCENE.share(idf, freq, length, searcher.mean_length()))
            })
            .collect();
        prop_assert_eq!(found.len(), expected.len());
        for (hit, (doc, score)) in found.iter().zip(expected) {
            prop_assert_eq!(hit.doc, doc);
            prop_assert!((hit.score - score).abs() <= 1e-5 * score, "{} {score}", hit.score);
        }
    }

    #[test]
    fn prefixes_are_found_where_a_word_begins_so(texts in texts(), sealed in any::<bool>()) {
        let mut index = indexed(&texts);
        if sealed {
            index.seal();
        }
        let searcher = Searcher::new(&index, Bm25::LUCENE);
        for prefix in ["", "l", "ca", "cach", "que", "re", "rate", "rates"] {
            let begins = |text: &String| text.split_whitespace().any(|w| w.starts_with(prefix));
            let expected: Vec<u32> =
                (0..).zip(&texts).filter(|(_, text)| begins(text)).map(|(doc, _)| doc).collect();
            let found = searcher.search_prefix(prefix, texts.len());
            prop_assert_eq!(found.iter().map(|hit| hit.doc).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn shares_add_up_to_the_score(texts in texts(), query in text(), bm25 in bm25()) {
        let index = indexed(&texts);
        let mut searcher = Searcher::new(&index, bm25);
        let query = Query::of(&query, &index);
        for hit in searcher.search_query(&query, texts.len()) {
            let explanation = searcher.explain(&query, hit.doc);
            prop_assert_eq!(explanation.score.to_bits(), hit.score.to_bits());
            let sum: f64 = explanation.shares.iter().map(|share| f64::from(share.share)).sum();
            prop_assert_eq!(sum as f32, hit.score);
            for share in explanation.shares {
                let text = &texts[hit.doc as usize];
                prop_assert_eq!(share.freq as usize, count(text, index.term_text(share.term)));
                prop_assert!((share.weight * share.saturation - share.share).abs()
                    <= 1e-6 * share.weight.abs());
            }
        }
    }
}
