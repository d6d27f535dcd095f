//! What holds for every collection and every ranking function?

use proptest::prelude::*;
use sandtable_core::algorithms::search::{
    Analysis, Bm25, Form, Index, Lengths, Query, Searcher, byte_of_length, length_of_byte,
};

use super::support::{WORDS, bits, bm25, text, texts};

/// The answers to many questions, so that equal indexes give equal ones.
pub(crate) fn all_answers(index: &Index, bm25: Bm25, query: &str) -> Vec<Vec<(u32, u32)>> {
    let mut searcher = Searcher::new(index, bm25);
    let all = index.doc_count() as usize;
    let mut answers = vec![
        bits(&searcher.search(query, all)),
        bits(&searcher.search(query, 3)),
        bits(&searcher.search_phrase(query, all)),
    ];
    for word in WORDS {
        answers.push(bits(&searcher.search_prefix(&word[..2], all)));
        answers.push(bits(&searcher.search_phrase(&format!("{word} lock"), all)));
        if let Some(term) = index.term(word) {
            answers.push(index.postings(term).iter().map(|p| (p.doc, p.freq)).collect());
        }
    }
    answers
}

proptest! {
    // Each case asks more than fifty questions.
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn sealing_changes_no_answer(
        texts in texts(), more in texts(), query in text(), bm25 in bm25(),
    ) {
        let mut index = Index::new(Analysis::PLAIN);
        texts.iter().for_each(|text| { index.add(text); });
        let mut sealed = index.clone();
        sealed.seal();
        prop_assert_eq!(all_answers(&index, bm25, &query), all_answers(&sealed, bm25, &query));
        // And again, with a short block to be opened.
        more.iter().for_each(|text| { index.add(text); sealed.add(text); });
        prop_assert_eq!(all_answers(&index, bm25, &query), all_answers(&sealed, bm25, &query));
        sealed.seal();
        prop_assert_eq!(all_answers(&index, bm25, &query), all_answers(&sealed, bm25, &query));
    }

    #[test]
    fn a_deleted_document_is_in_no_answer(
        texts in texts(), dead in prop::collection::vec(0..60_u32, 0..30),
        query in text(), bm25 in bm25(), sealed in any::<bool>(),
    ) {
        let mut index = Index::new(Analysis::PLAIN);
        texts.iter().for_each(|text| { index.add(text); });
        if sealed {
            index.seal();
        }
        for &doc in &dead {
            let was_alive = index.is_alive(doc);
            prop_assert_eq!(index.delete(doc), was_alive);
            prop_assert!(!index.is_alive(doc) && !index.delete(doc));
        }
        for answer in all_answers(&index, bm25, &query) {
            prop_assert!(answer.iter().all(|(doc, _)| !dead.contains(doc)));
        }
        for word in WORDS {
            let Some(term) = index.term(word) else { continue };
            prop_assert!(dead.iter().all(|&doc| index.positions(term, doc).is_empty()));
            let mut query = Query::new();
            query.add(term, 1.0);
            let searcher = Searcher::new(&index, bm25);
            prop_assert!(dead.iter().all(|&doc| searcher.explain(&query, doc).score == 0.0));
        }
    }

    #[test]
    fn a_merged_index_is_that_of_the_documents_that_are_left(
        texts in texts(), dead in prop::collection::vec(0..60_u32, 0..30),
        more in texts(), query in text(), bm25 in bm25(),
    ) {
        let mut merged = Index::new(Analysis::PLAIN);
        texts.iter().for_each(|text| { merged.add(text); });
        dead.iter().for_each(|&doc| { merged.delete(doc); });
        let numbers = merged.merge();
        let mut fresh = Index::new(Analysis::PLAIN);
        for (doc, text) in texts.iter().enumerate() {
            let number = (!dead.contains(&(doc as u32))).then(|| fresh.add(text));
            prop_assert_eq!(numbers[doc], number);
        }
        prop_assert_eq!(merged.deleted_count(), 0);
        for round in 0..2 {
            prop_assert_eq!(merged.term_count(), fresh.term_count());
            prop_assert_eq!(merged.total_terms(), fresh.total_terms());
            prop_assert_eq!(merged.filled_count(), fresh.filled_count());
            prop_assert_eq!(
                all_answers(&merged, bm25, &query), all_answers(&fresh, bm25, &query)
            );
            if round == 0 {
                more.iter().for_each(|text| { merged.add(text); fresh.add(text); });
            }
        }
    }

}

proptest! {
    /// Lucene's form: never negative, never above idf; more occurrences never harm, length never
    /// helps.
    #[test]
    fn shares_are_in_order(
        bm25 in bm25(), all in 1..1_000_000_u32, n in any::<prop::sample::Index>(),
        freq in 1..10_000_u32, length in 1..1_000_000_u32, mean in 1.0..1e6_f32,
    ) {
        let bm25 = bm25.with_form(Form::Lucene);
        let n = 1 + n.index(all as usize) as u32;
        let idf = bm25.idf(n, all);
        prop_assert!(idf >= 0.0);
        prop_assert!(n == all || bm25.idf(n + 1, all) <= idf);
        let share = bm25.share(idf, freq, length, mean);
        prop_assert!((0.0..=idf).contains(&share));
        prop_assert!(bm25.share(idf, freq + 1, length, mean) >= share);
        prop_assert!(bm25.share(idf, freq, length + 1, mean) <= share);
    }

    #[test]
    fn the_textbook_form_punishes_what_most_documents_hold(all in 1..100_000_u32, n in any::<prop::sample::Index>()) {
        let bm25 = Bm25::LUCENE.with_form(Form::Textbook);
        let n = 1 + n.index(all as usize) as u32;
        prop_assert_eq!(bm25.idf(n, all) < 0.0, 2 * n > all);
    }

    #[test]
    fn lengths_in_a_byte_keep_their_order(a in any::<u32>(), b in any::<u32>()) {
        prop_assert!(byte_of_length(a.min(b)) <= byte_of_length(a.max(b)));
        prop_assert!(length_of_byte(byte_of_length(a)) <= a);
    }
}

#[test]
fn parameters_out_of_range_are_refused_with_a_cure() {
    assert_eq!(
        Bm25::new(-0.1, 0.5).unwrap_err().to_string(),
        "k1 is -0.1: choose a number from 0 on"
    );
    assert_eq!(
        Bm25::new(1.0, 1.5).unwrap_err().to_string(),
        "b is 1.5: choose a number between 0 and 1"
    );
    for bad in [f32::NAN, f32::INFINITY] {
        assert!(Bm25::new(bad, 0.5).is_err() && Bm25::new(1.0, bad).is_err());
    }
}

#[test]
fn without_b_length_says_nothing_and_without_k1_neither_does_repetition() {
    let flat = Bm25::new(1.2, 0.0).unwrap().with_lengths(Lengths::Exact);
    assert_eq!(flat.share(1.0, 3, 10, 50.0), flat.share(1.0, 3, 9999, 50.0));
    let once = Bm25::new(0.0, 0.75).unwrap();
    assert_eq!(once.share(1.5, 1, 10, 50.0), 1.5);
    assert_eq!(once.share(1.5, 99, 10, 50.0), 1.5);
}
