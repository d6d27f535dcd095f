//! Words that are begun, misspelt, weighted: is each answer that of a plain count?

use proptest::prelude::*;
use sandtable_core::algorithms::search::{
    Alternatives, Analysis, Bm25, Index, Searcher, Stemming, WordIndex, WordIndexError,
    WordIndexWriter, edits_max,
};

use super::support::{WORDS, bits, text, texts};

const ENGLISH: Analysis =
    Analysis { possessive: true, stop_words: true, stemming: Stemming::English };

/// The whole matrix of distances, with swaps of neighbours: no band, no rows in common.
fn distance(a: &str, b: &str) -> u32 {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![vec![0_u32; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            rows[i][j] = if i == 0 || j == 0 {
                (i + j) as u32
            } else {
                let replaced = rows[i - 1][j - 1] + u32::from(a[i - 1] != b[j - 1]);
                let mut least = replaced.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    least = least.min(rows[i - 2][j - 2] + 1);
                }
                least
            };
        }
    }
    rows[a.len()][b.len()]
}

/// Short words over few letters, so that many are near each other; some letters take two bytes.
fn word() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(vec!['a', 'b', 'c', 'é']), 1..9)
        .prop_map(|letters| letters.into_iter().collect())
}

fn index(analysis: Analysis, texts: &[String]) -> WordIndex {
    let mut writer = WordIndexWriter::new(analysis);
    for (number, text) in texts.iter().enumerate() {
        if number == texts.len() / 2 {
            writer.begin_part();
        }
        writer.add(&[(text, 1), (WORDS[number % WORDS.len()], 3)]);
    }
    writer.finish()
}

proptest! {
    #[test]
    fn near_words_are_those_that_a_look_at_each_finds(
        words in prop::collection::btree_set(word(), 0..80), asked in word(), edits in 0..4_u32,
    ) {
        let mut writer = WordIndexWriter::new(Analysis::PLAIN);
        writer.add(&[(&words.iter().cloned().collect::<Vec<_>>().join(" "), 1)]);
        let index = writer.finish();
        let lexicon = index.lexicon();
        let found: Vec<(&str, u32)> =
            lexicon.near(&asked, edits).map(|(id, n)| (lexicon.word(id), n)).collect();
        let each = words.iter().map(|word| (word.as_str(), distance(&asked, word)));
        prop_assert_eq!(found, each.filter(|(_, n)| *n <= edits).collect::<Vec<_>>());
        let begun: Vec<&str> =
            lexicon.beginning_with(&asked).map(|id| lexicon.word(id)).collect();
        let each = words.iter().filter(|word| word.starts_with(&asked));
        prop_assert_eq!(begun, each.collect::<Vec<_>>());
    }

    #[test]
    fn an_index_comes_back_with_every_answer_and_every_byte(texts in texts(), query in text()) {
        let written = index(ENGLISH, &texts);
        let bytes = written.to_bytes();
        let read = WordIndex::from_bytes(&bytes).unwrap();
        prop_assert_eq!(read.to_bytes(), bytes);
        prop_assert_eq!(read.lexicon().len(), written.lexicon().len());
        let answer = |index: &WordIndex| {
            let searcher = Searcher::new(index.index(), Bm25::LUCENE);
            bits(&searcher.search_alternatives(&index.alternatives(&query), &|_| 1.0, 100))
        };
        prop_assert_eq!(answer(&read), answer(&written));
    }

    #[test]
    fn a_changed_byte_is_noticed_and_nothing_garbled_does_harm(
        texts in texts(), place in any::<prop::sample::Index>(), change in 1..=255_u8,
        cut in any::<prop::sample::Index>(),
    ) {
        let bytes = index(ENGLISH, &texts).to_bytes();
        let mut changed = bytes.clone();
        changed[place.index(bytes.len())] ^= change;
        prop_assert!(WordIndex::from_bytes(&changed).is_err());
        prop_assert!(WordIndex::from_bytes(&bytes[..cut.index(bytes.len())]).is_err());
        // With a checksum that fits, what is read is an index or it is refused.
        let body = changed.len() - 4;
        let checksum = sandtable_core::algorithms::hashing::crc32(&changed[..body]);
        changed[body..].copy_from_slice(&checksum.to_le_bytes());
        if let Ok(read) = WordIndex::from_bytes(&changed) {
            let _ = read.alternatives("leader quorm");
        }
    }

    #[test]
    fn alternatives_are_the_best_of_each_word_times_the_part_of_the_words(
        texts in texts(), a in 0..16_usize, b in 0..16_usize, c in 0..16_usize,
    ) {
        let mut index = Index::new(Analysis::PLAIN);
        texts.iter().for_each(|text| { index.add(text); });
        let boosted = |word: usize, boost: f32| index.term(WORDS[word]).map(|term| (term, boost));
        let words: Vec<Alternatives> = vec![
            boosted(a, 1.0).into_iter().chain(boosted(b, 0.5)).collect(),
            boosted(c, 1.0).into_iter().collect(),
        ];
        let searcher = Searcher::new(&index, Bm25::LUCENE);
        let found = searcher.search_alternatives(&words, &|doc| [1.0, 0.0, 0.5][doc as usize % 3], 100);
        let mut expected = Vec::new();
        for doc in 0..index.doc_count() {
            let share = |&(term, boost): &(u32, f32)| {
                let posting = index.postings(term).iter().find(|posting| posting.doc == doc)?;
                let idf = boost * searcher.idf(term);
                let share = Bm25::LUCENE.share(
                    idf,
                    posting.freq,
                    index.length(doc),
                    searcher.mean_length(),
                );
                Some((share, boost))
            };
            let best: Vec<(f32, f32)> = words
                .iter()
                .filter_map(|word| {
                    word.iter().filter_map(share).reduce(|a, b| if b.0 > a.0 { b } else { a })
                })
                .collect();
            let factor = [1.0, 0.0, 0.5][doc as usize % 3];
            if !best.is_empty() && factor > 0.0 {
                let sum: f64 = best.iter().map(|(share, _)| f64::from(*share)).sum();
                let part: f64 = best.iter().map(|(_, boost)| f64::from(*boost)).sum();
                expected.push((doc, factor * sum * part / 2.0));
            }
        }
        expected.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        prop_assert_eq!(found.len(), expected.len());
        for (hit, (_, score)) in found.iter().zip(&expected) {
            prop_assert!((f64::from(hit.score) - score).abs() < 1e-5 * score, "{} {}", hit.score, score);
        }
    }
}

#[test]
fn whole_is_worth_more_than_begun_and_begun_more_than_misspelt() {
    let mut writer = WordIndexWriter::new(ENGLISH);
    writer.add(&[("the replication of a log", 1)]);
    writer.add(&[("a queue", 1)]);
    let index = writer.finish();
    let searcher = Searcher::new(index.index(), Bm25::LUCENE);
    let score = |text: &str| {
        let hits = searcher.search_alternatives(&index.alternatives(text), &|_| 1.0, 10);
        hits.iter().find(|hit| hit.doc == 0).map_or(0.0, |hit| hit.score)
    };
    let all = ["replication", "replicati", "repli", "replicatoin", "xeplicatoin", "xeplicatoinx"]
        .map(score);
    assert!(all.is_sorted_by(|a, b| a > b), "{all:?}");
    assert!(all[4] > 0.0 && all[5] == 0.0);
    // A blank behind it says that the word is whole: it is a stem then, and found as one.
    assert_eq!(score("replications "), score("replication "));
    // Two letters are missing: what is left counts twice, in the share and as a part of the words.
    let (whole, misspelt) = (score("replication "), score("replicati "));
    assert!((misspelt - 0.6 * 0.6 * 0.6 * 0.6 * whole).abs() < 1e-6, "{misspelt} {whole}");
}

#[test]
fn short_words_are_taken_as_they_are() {
    let mut writer = WordIndexWriter::new(ENGLISH);
    writer.add(&[("log lock quorum", 1)]);
    let index = writer.finish();
    for (asked, found) in [("lag ", 0), ("lokc ", 1), ("quroum ", 1), ("qurmou ", 0), ("the ", 0)] {
        let meant = index.alternatives(asked);
        assert_eq!(meant.iter().flatten().count(), found, "{asked}");
    }
    assert_eq!((edits_max("log"), edits_max("lock"), edits_max("überlast")), (0, 1, 2));
}

#[test]
fn a_field_counts_as_often_as_it_weighs() {
    let mut index = Index::new(Analysis::PLAIN);
    let doc = index.add_fields(&[("a b", 2), ("b c", 1)]);
    let freq = |word| index.postings(index.term(word).unwrap()).iter().next().unwrap().freq;
    assert_eq!(["a", "b", "c"].map(freq), [2, 3, 1]);
    assert_eq!(index.length(doc), 6);
    // Each field begins behind the one before.
    assert_eq!(index.positions(index.term("b").unwrap(), doc), [1, 1, 2]);
    assert_eq!(index.positions(index.term("c").unwrap(), doc), [3]);
}

#[test]
fn what_is_no_index_says_so() {
    let bytes = WordIndexWriter::new(ENGLISH).finish().to_bytes();
    assert!(WordIndex::from_bytes(&bytes).is_ok());
    assert_eq!(WordIndex::from_bytes(b"sandidx\x01").unwrap_err(), WordIndexError::Foreign);
    assert_eq!(WordIndex::from_bytes(&bytes[..9]).unwrap_err(), WordIndexError::Checksum);
    for error in [WordIndexError::Foreign, WordIndexError::Checksum, WordIndexError::Garbled("x")] {
        assert!(error.to_string().contains("again"), "{error}");
    }
}
