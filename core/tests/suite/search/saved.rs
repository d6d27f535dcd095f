//! Does a saved index come back as it was, and does nothing else come in?

use proptest::prelude::*;
use sandtable_core::algorithms::hashing::crc32;
use sandtable_core::algorithms::search::{
    Analysis, Bm25, Index, Query, SavedIndexError, Searcher, Stemming,
};

use super::laws::all_answers;
use super::support::{Random, WORDS, bits, bm25, text, texts};

fn analysis() -> impl Strategy<Value = Analysis> {
    let stemming =
        prop_oneof![Just(Stemming::None), Just(Stemming::Porter), Just(Stemming::English)];
    (any::<bool>(), any::<bool>(), stemming).prop_map(|(possessive, stop_words, stemming)| {
        Analysis { possessive, stop_words, stemming }
    })
}

/// An index that keeps positions, or does not.
fn empty(analysis: Analysis, bare: bool) -> Index {
    if bare { Index::without_positions(analysis) } else { Index::new(analysis) }
}

/// What can be said of an index without the numbers of its terms.
fn facts(index: &Index) -> (Analysis, [u64; 5], Vec<u32>, Vec<String>) {
    let counts = [
        index.doc_count().into(),
        index.deleted_count().into(),
        index.filled_count().into(),
        index.term_count().into(),
        index.total_terms(),
    ];
    let lengths = (0..index.doc_count()).map(|doc| index.length(doc)).collect();
    let term = |term: u32| {
        let found = index.postings(term).iter().map(|p| (p, index.positions(term, p.doc)));
        let found: Vec<_> = found.collect();
        let (doc_freq, total_freq) = (index.doc_freq(term), index.total_freq(term));
        format!("{} {doc_freq} {total_freq} {found:?}", index.term_text(term))
    };
    let terms = index.terms_beginning_with("").into_iter().map(term).collect();
    (index.analysis(), counts, lengths, terms)
}

/// The parts of a saved index: version and analysis, the counts, and what follows.
#[derive(Clone, Debug, PartialEq)]
struct Parts {
    start: Vec<u8>,
    counts: Vec<u8>,
    parts: [Vec<u8>; 5],
}

fn number(bytes: &mut &[u8]) -> usize {
    let end = bytes.iter().position(|byte| *byte < 0x80).expect("a number");
    let (number, rest) = bytes.split_at(end + 1);
    *bytes = rest;
    number.iter().rev().fold(0, |number, byte| number << 7 | usize::from(byte & 0x7f))
}

fn written(mut number: usize, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

impl Parts {
    fn of(bytes: &[u8]) -> Self {
        let (start, mut rest) = bytes.split_at(9);
        let before = rest;
        (0..3).for_each(|_| {
            number(&mut rest);
        });
        let counts = before[..before.len() - rest.len()].to_vec();
        let sizes = [(); 5].map(|()| number(&mut rest));
        let parts = sizes.map(|size| {
            let (part, behind) = rest.split_at(size);
            rest = behind;
            part.to_vec()
        });
        Self { start: start.to_vec(), counts, parts }
    }

    /// With sizes and a checksum that fit, whatever the parts hold.
    fn bytes(&self) -> Vec<u8> {
        let mut out = [&self.start[..], &self.counts].concat();
        self.parts.iter().for_each(|part| written(part.len(), &mut out));
        self.parts.iter().for_each(|part| out.extend(part));
        out.extend(crc32(&out).to_le_bytes());
        out
    }
}

/// Reads what may be anything: it is refused, or it is just what would be written, and answers.
fn accept(bytes: &[u8]) -> Result<(), TestCaseError> {
    let index = match Index::from_bytes(bytes) {
        Ok(index) => index,
        Err(error) => {
            prop_assert!(error.to_string().contains("byte"), "{error}");
            return Ok(());
        }
    };
    prop_assert_eq!(index.to_bytes(), bytes);
    let mut searcher = Searcher::new(&index, Bm25::LUCENE);
    for word in WORDS {
        searcher.search_phrase(&format!("{word} lock"), 5);
        let query = Query::of(word, &index);
        prop_assert_eq!(searcher.search_query(&query, 5), searcher.search_exhaustively(&query, 5));
    }
    Ok(())
}

/// A change of some bytes.
#[derive(Clone, Debug)]
enum Change {
    Set(u8),
    Insert(u8),
    Remove,
    Repeat,
}

fn changes() -> impl Strategy<Value = Vec<(usize, prop::sample::Index, Change)>> {
    let byte = prop_oneof![any::<u8>(), Just(0), Just(1), Just(0x7f), Just(0x80), Just(0xff)];
    let change = prop_oneof![
        4 => byte.clone().prop_map(Change::Set),
        1 => byte.prop_map(Change::Insert),
        1 => Just(Change::Remove),
        1 => Just(Change::Repeat),
    ];
    prop::collection::vec((0..7_usize, any::<prop::sample::Index>(), change), 1..4)
}

fn change(bytes: &mut Vec<u8>, at: prop::sample::Index, change: &Change) {
    if bytes.is_empty() {
        return;
    }
    let at = at.index(bytes.len());
    match *change {
        Change::Set(byte) => bytes[at] = byte,
        Change::Insert(byte) => bytes.insert(at, byte),
        Change::Remove => {
            bytes.remove(at);
        }
        Change::Repeat => bytes.insert(at, bytes[at]),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_is_saved_comes_back_and_lives_on(
        texts in texts(), dead in prop::collection::vec(0..60_u32, 0..30), more in texts(),
        query in text(), bm25 in bm25(), analysis in analysis(), sealed in any::<bool>(),
        bare in any::<bool>(),
    ) {
        let mut index = empty(analysis, bare);
        texts.iter().for_each(|text| { index.add(text); });
        dead.iter().for_each(|&doc| { index.delete(doc); });
        let bytes = index.to_bytes();
        if sealed {
            index.seal();
            prop_assert_eq!(&index.to_bytes(), &bytes);
        }
        let mut read = Index::from_bytes(&bytes).expect("what was just saved");
        prop_assert_eq!(read.keeps_positions(), !bare);
        prop_assert_eq!(read.to_bytes(), bytes);
        prop_assert_eq!(facts(&read), facts(&index));
        prop_assert_eq!(all_answers(&read, bm25, &query), all_answers(&index, bm25, &query));
        for text in &more {
            prop_assert_eq!(read.add(text), index.add(text));
        }
        prop_assert_eq!(facts(&read), facts(&index));
        prop_assert_eq!(all_answers(&read, bm25, &query), all_answers(&index, bm25, &query));
        prop_assert_eq!(read.merge(), index.merge());
        prop_assert_eq!(all_answers(&read, bm25, &query), all_answers(&index, bm25, &query));
        prop_assert_eq!(read.to_bytes(), index.to_bytes());
    }

    #[test]
    fn without_positions_the_same_is_found(
        texts in texts(), dead in prop::collection::vec(0..60_u32, 0..30), query in text(),
        bm25 in bm25(), merged in any::<bool>(),
    ) {
        let [full, bare] = [false, true].map(|bare| {
            let mut index = empty(Analysis::ENGLISH, bare);
            texts.iter().for_each(|text| { index.add(text); });
            dead.iter().for_each(|&doc| { index.delete(doc); });
            if merged {
                index.merge();
            }
            let found = bits(&Searcher::new(&index, bm25).search(&query, 10));
            (index.to_bytes().len(), found)
        });
        prop_assert_eq!(full.1, bare.1);
        prop_assert!(bare.0 <= full.0);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn changed_parts_are_refused_or_are_another_index(
        texts in texts(), dead in prop::collection::vec(0..60_u32, 0..3), changes in changes(),
        // With the second the frequent words have blocks of 128.
        rounds in prop::sample::select(vec![1, 5]), bare in any::<bool>(),
    ) {
        let mut index = empty(Analysis::PLAIN, bare);
        for text in std::iter::repeat_n(&texts, rounds).flatten() {
            index.add(text);
        }
        dead.iter().for_each(|&doc| { index.delete(doc); });
        let mut parts = Parts::of(&index.to_bytes());
        for (part, at, how) in &changes {
            let Parts { start, counts, parts } = &mut parts;
            let bytes = [counts, start].into_iter().chain(parts).nth(*part).expect("a part");
            change(bytes, *at, how);
        }
        accept(&parts.bytes())?;
    }

    #[test]
    fn any_bytes_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..64), magic in any::<bool>()) {
        let bytes = if magic { [b"sandidx\x01\x0b", &bytes[..]].concat() } else { bytes };
        prop_assert!(Index::from_bytes(&bytes).is_err());
    }
}

fn notes() -> Index {
    let mut index = Index::new(Analysis::ENGLISH);
    index.add("A queue, a full queue.");
    index.add("The queues are slow.");
    index.add("");
    index.delete(1);
    index
}

#[test]
fn the_format_is_the_one_described() {
    let mut expected = b"sandidx".to_vec();
    // The version; possessives, stop words and Porter; documents, deleted, terms.
    expected.extend([1, 1 | 2 | 4, 3, 1, 3]);
    // The sizes of the parts.
    expected.extend([3, 1, 19, 8, 5]);
    // Lengths, and the second document is deleted.
    expected.extend([3, 2, 0, 1]);
    for term in ["full", "queue", "slow"] {
        expected.extend([0, term.len() as u8]);
        expected.extend(term.as_bytes());
    }
    // full: the first document. queue: the first, twice, and the next. slow: the second.
    expected.extend([1, 0, 2, 1, 0, 0, 1, 2]);
    expected.extend([3, 1, 3, 1, 3]);
    let found = notes().to_bytes();
    assert_eq!(found, [&expected[..], &crc32(&expected).to_le_bytes()].concat());
}

#[test]
fn every_shortened_and_every_changed_byte_is_noticed() {
    let bytes = notes().to_bytes();
    for len in 0..bytes.len() {
        let error = Index::from_bytes(&bytes[..len]).unwrap_err();
        let expected = bytes.len() as u64;
        match len {
            0..7 => assert_eq!(error, SavedIndexError::Foreign),
            // The sizes end here.
            7..17 => assert!(error.to_string().contains("in its header: it ends too early")),
            _ => assert_eq!(error, SavedIndexError::Length { found: len as u64, expected }),
        }
    }
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut changed = bytes.clone();
            changed[at] ^= 1 << bit;
            assert!(Index::from_bytes(&changed).is_err(), "byte {at}, bit {bit}");
        }
    }
}

#[test]
fn blocks_of_128_come_back() {
    let mut random = Random(1);
    let mut index = Index::new(Analysis::PLAIN);
    for _ in 0..3000 {
        let count = random.below(20);
        let words: Vec<&str> =
            (0..count).map(|_| WORDS[random.below(16).min(random.below(16)) as usize]).collect();
        index.add(&words.join(" "));
    }
    (0..200).for_each(|_| {
        index.delete(random.below(3000));
    });
    let read = Index::from_bytes(&index.to_bytes()).expect("what was just saved");
    assert_eq!(facts(&read), facts(&index));
    for query in ["lock", "rate ring", "quorum lock log"] {
        let bm25 = Bm25::LUCENE;
        assert_eq!(all_answers(&read, bm25, query), all_answers(&index, bm25, query));
    }
}

/// A part of a message, and what leads to it.
type Case<'a> = (&'a str, &'a dyn Fn(&mut Parts));

#[test]
fn what_is_wrong_is_named() {
    let good = Parts::of(&notes().to_bytes());
    let fault = |change: &dyn Fn(&mut Parts)| {
        let mut parts = good.clone();
        change(&mut parts);
        Index::from_bytes(&parts.bytes()).unwrap_err().to_string()
    };
    let many = vec![0xff, 0xff, 0xff, 0xff, 0x0f];
    let cases: &[Case<'_>] = &[
        ("has version 2 (byte 7), and version 1 is read", &|p| p.start[7] = 2),
        ("in its header: an analysis that there is not", &|p| p.start[8] = 12),
        ("byte 20 of the saved index, in its lengths: it ends too early", &|p| p.counts[0] = 4),
        ("lengths: it ends too early", &|p| p.counts = [&many[..], &[1, 3]].concat()),
        ("lengths: it goes on after its last entry", &|p| p.counts[0] = 2),
        ("lengths: a number takes more bytes", &|p| p.parts[0] = vec![3, 2, 0x80, 0]),
        ("lengths: a number is above", &|p| {
            p.parts[0] = [&[3, 2][..], &[0xff; 4], &[0x7f]].concat();
        }),
        ("lengths: a number takes more than five", &|p| {
            p.parts[0] = [&[3, 2][..], &[0x80; 5], &[1]].concat();
        }),
        ("postings: a document's length is not", &|p| p.parts[0][0] = 4),
        ("deleted: a document is beyond the last", &|p| p.parts[1][0] = 3),
        ("deleted: it ends too early", &|p| p.counts[1] = 2),
        ("terms: it ends too early", &|p| p.counts = [&[3, 1][..], &many].concat()),
        ("terms: a term begins with more than there is", &|p| p.parts[2][0] = 1),
        ("terms: a term is not behind the one before", &|p| p.parts[2][8] = b'f'),
        ("terms: a term is not UTF-8", &|p| p.parts[2][8] = 0xff),
        ("terms: a term is longer than a word can be", &|p| {
            p.parts[2].splice(1..2, [0x80, 0x20]);
        }),
        ("terms: a term begins with more than there is", &|p| p.parts[2][6] = 5),
        ("postings: a term is in no document, or in more", &|p| p.parts[3][0] = 0),
        ("postings: a term is in no document, or in more", &|p| p.parts[3][0] = 4),
        ("postings: a document is beyond the last", &|p| p.parts[3][1] = 6),
        ("postings: a frequency is too high", &|p| {
            p.parts[3].splice(4..5, many.clone()).for_each(drop);
        }),
        ("positions: it ends too early", &|p| p.parts[3][4] = 9),
        ("positions: a term stands twice at one place", &|p| p.parts[4][2] = 0),
        ("positions: a position is above", &|p| {
            p.parts[4].splice(2..3, many.clone()).for_each(drop);
        }),
        ("positions: it goes on after its last entry", &|p| p.start[8] |= 16),
    ];
    for (expected, change) in cases {
        let found = fault(change);
        assert!(found.contains(expected), "{expected}: {found}");
    }
}

#[test]
fn packed_blocks_have_one_form() {
    let mut index = Index::new(Analysis::PLAIN);
    (0..128).for_each(|_| {
        index.add("again");
    });
    let good = Parts::of(&index.to_bytes());
    // 128 postings, neither gaps nor frequencies take a bit.
    assert_eq!(good.parts[3], [0x80, 1, 0, 0]);
    for (bits, words, expected) in [
        ([1, 0], 16, "packed numbers take more bits than they need"),
        ([0, 1], 16, "packed numbers take more bits than they need"),
        ([33, 0], 528, "a packed number of more than 32 bits"),
        ([2, 0], 16, "it ends too early"),
    ] {
        let mut parts = good.clone();
        parts.parts[3] = [&[0x80, 1][..], &bits, &vec![0; words]].concat();
        let error = Index::from_bytes(&parts.bytes()).unwrap_err().to_string();
        assert!(error.contains(expected), "{expected}: {error}");
    }
}

#[test]
fn a_term_begins_with_all_that_it_shares() {
    let mut index = Index::new(Analysis::PLAIN);
    index.add("cache cash");
    let mut parts = Parts::of(&index.to_bytes());
    assert_eq!(parts.parts[2], b"\x00\x05cache\x02\x02sh");
    parts.parts[2] = b"\x00\x05cache\x01\x03ash".to_vec();
    let error = Index::from_bytes(&parts.bytes()).unwrap_err().to_string();
    assert!(error.contains("not behind the one before"), "{error}");
}

#[test]
fn little_input_cannot_ask_for_much() {
    // Each term is the one before and a letter more: refused before they take much.
    let mut terms = Vec::new();
    for same in 0..4000 {
        written(same, &mut terms);
        terms.extend([1, b'a']);
    }
    let mut counts = vec![0, 0];
    written(4000, &mut counts);
    let start = b"sandidx\x01\x00".to_vec();
    let bomb = Parts { start, counts, parts: [vec![], vec![], terms, vec![], vec![]] };
    let error = Index::from_bytes(&bomb.bytes()).unwrap_err();
    assert!(error.to_string().contains("longer than a word can be"), "{error}");
    // A term in very many documents, 128 of them in two bytes: the positions are missing.
    let docs = 100_000;
    let mut counts = Vec::new();
    written(docs, &mut counts);
    counts.extend([0, 1]);
    let mut postings = Vec::new();
    written(docs, &mut postings);
    postings.extend(vec![0; docs / 128 * 2 + docs % 128]);
    let parts = [vec![1; docs], vec![], vec![0, 1, b'a'], postings, vec![0; 10]];
    let bomb = Parts { start: b"sandidx\x01\x00".to_vec(), counts, parts };
    let error = Index::from_bytes(&bomb.bytes()).unwrap_err();
    assert!(error.to_string().contains("positions: it ends too early"), "{error}");
}
