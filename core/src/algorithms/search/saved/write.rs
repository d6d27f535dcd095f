//! How is an index written?

use super::super::bit_packing::{self, BLOCK};
use super::super::blocks::write_number;
use super::super::index::Index;
use super::{BYTES_MAX, MAGIC, NO_POSITIONS, PARTS, VERSION, byte_of_analysis, shared};
use crate::algorithms::hashing::crc32;

pub(super) fn write(index: &Index) -> Vec<u8> {
    assert!(index.lengths().len() <= BYTES_MAX, "a saved index of at most 2 GiB");
    let mut parts: [Vec<u8>; PARTS.len()] = Default::default();
    let [lengths, deleted, terms, postings, positions] = &mut parts;
    let mut dead = 0;
    let mut from = 0;
    for (doc, &length) in (0..).zip(index.lengths()) {
        write_number(length, lengths);
        if index.is_dead(doc) {
            write_number(doc - from, deleted);
            (dead, from) = (dead + 1, doc + 1);
        }
    }
    let mut last = "";
    let (mut docs, mut freqs) = (Vec::new(), Vec::new());
    for term in index.terms_beginning_with("") {
        let text = index.term_text(term);
        let same = shared(last.as_bytes(), text.as_bytes());
        write_number(same as u32, terms);
        write_number((text.len() - same) as u32, terms);
        terms.extend(&text.as_bytes()[same..]);
        last = text;
        docs.clear();
        freqs.clear();
        let mut cursor = index.cursor(term);
        while let Some(posting) = cursor.next() {
            docs.push(posting.doc);
            freqs.push(posting.freq);
            positions.extend(cursor.position_bytes());
        }
        write_postings(&docs, &freqs, postings);
    }
    let mut out = MAGIC.to_vec();
    let bare = if index.keeps_positions() { 0 } else { NO_POSITIONS };
    out.extend([VERSION, byte_of_analysis(index.analysis()) | bare]);
    for count in [index.doc_count(), dead, index.term_count()] {
        write_number(count, &mut out);
    }
    for part in &parts {
        write_number(u32::try_from(part.len()).expect("a part of at most 4 GiB"), &mut out);
    }
    parts.iter().for_each(|part| out.extend(part));
    out.extend(crc32(&out).to_le_bytes());
    assert!(out.len() <= BYTES_MAX, "a saved index of at most 2 GiB");
    out
}

/// The postings of a term: blocks of 128, and the rest in numbers.
fn write_postings(docs: &[u32], freqs: &[u32], out: &mut Vec<u8>) {
    write_number(docs.len() as u32, out);
    let mut from = 0;
    let mut words = Vec::new();
    for (docs, freqs) in docs.chunks(BLOCK).zip(freqs.chunks(BLOCK)) {
        let gaps = docs.iter().map(|&doc| {
            let gap = doc - from;
            from = doc + 1;
            gap
        });
        if docs.len() < BLOCK {
            for (gap, &freq) in gaps.zip(freqs) {
                write_number(gap * 2 + u32::from(freq > 1), out);
                if freq > 1 {
                    write_number(freq - 2, out);
                }
            }
            continue;
        }
        let gaps: Vec<u32> = gaps.collect();
        let freqs: Vec<u32> = freqs.iter().map(|freq| freq - 1).collect();
        words.clear();
        for values in [&gaps, &freqs] {
            let bits = bit_packing::width(values);
            out.push(bits as u8);
            bit_packing::pack(values, bits, &mut words);
        }
        out.extend(words.iter().flat_map(|word| word.to_le_bytes()));
    }
}
