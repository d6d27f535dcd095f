//! How do the postings of a term lie in memory?

use super::bit_packing::{self, BLOCK};

/// A term's postings that came since the last sealing, as plain numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct Open {
    pub(super) docs: Vec<u32>,
    pub(super) freqs: Vec<u32>,
    /// For each posting its positions, as gaps of seven bits a byte.
    pub(super) positions: Vec<u8>,
    last_position: u32,
}

impl Open {
    /// Notes that the term stands there; nowhere if positions are not kept. Documents come in
    /// order, and positions within each.
    /// Says whether the document is a new one for this term.
    pub(super) fn push(&mut self, doc: u32, position: Option<u32>) -> bool {
        let is_new = self.docs.last() != Some(&doc);
        if is_new {
            self.docs.push(doc);
            self.freqs.push(0);
            self.last_position = 0;
        }
        if let Some(freq) = self.freqs.last_mut() {
            *freq += 1;
        }
        if let Some(position) = position {
            write_number(position - self.last_position, &mut self.positions);
            self.last_position = position;
        }
        is_new
    }
}

/// A frequency and a length that no posting of the block beats in both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Impact {
    /// How often the term stands in the document.
    pub freq: u32,
    /// How many terms the document has.
    pub length: u32,
}

/// Up to 128 postings that were packed together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block {
    /// The first document that could be in it.
    pub(super) from: u32,
    /// The last that is.
    pub(super) last: u32,
    words: u32,
    positions: u32,
    impacts: u32,
    impact_count: u8,
    pub(super) len: u8,
    pub(super) doc_bits: u8,
    pub(super) freq_bits: u8,
}

/// The sealed postings of all terms, one behind the other.
#[derive(Clone, Debug)]
pub(super) struct Sealed {
    /// Whether each posting has its positions.
    pub(super) keeps_positions: bool,
    /// For each term the first of its blocks, and the end of the last one's.
    firsts: Vec<u32>,
    blocks: Vec<Block>,
    words: Vec<u32>,
    impacts: Vec<Impact>,
    positions: Vec<u8>,
}

/// A block's postings, unpacked.
#[derive(Clone, Debug)]
pub(super) struct Unpacked {
    pub(super) docs: [u32; BLOCK],
    /// One less than the frequency.
    pub(super) freqs: [u32; BLOCK],
}

impl Sealed {
    /// No postings.
    pub(super) fn new(keeps_positions: bool) -> Sealed {
        Sealed {
            keeps_positions,
            firsts: Vec::new(),
            blocks: Vec::new(),
            words: Vec::new(),
            impacts: Vec::new(),
            positions: Vec::new(),
        }
    }

    /// The numbers of a term's blocks; none if it was never sealed.
    pub(super) fn range(&self, term: u32) -> core::ops::Range<usize> {
        let term = term as usize;
        match self.firsts.get(term..term + 2) {
            Some(&[first, end]) => first as usize..end as usize,
            _ => 0..0,
        }
    }

    pub(super) fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    pub(super) fn impacts(&self, block: &Block) -> &[Impact] {
        &self.impacts[block.impacts as usize..][..block.impact_count.into()]
    }

    /// The position bytes from this block on.
    pub(super) fn positions(&self, block: &Block) -> &[u8] {
        &self.positions[block.positions as usize..]
    }

    /// The bytes that postings, blocks and impacts take, and the bytes of the positions.
    pub(super) fn bytes(&self) -> (usize, usize) {
        let postings = size_of_val(&self.blocks[..])
            + size_of_val(&self.words[..])
            + size_of_val(&self.impacts[..])
            + size_of_val(&self.firsts[..]);
        (postings, self.positions.len())
    }

    /// Unpacks a block's documents, and one less than the frequencies, into the first places.
    #[inline]
    pub(super) fn unpack(&self, block: &Block, docs: &mut [u32; BLOCK], freqs: &mut [u32; BLOCK]) {
        let (len, doc_bits) = (usize::from(block.len), u32::from(block.doc_bits));
        let words = &self.words[block.words as usize..];
        let docs = &mut docs[..len];
        bit_packing::unpack(words, doc_bits, docs);
        let mut from = block.from;
        for doc in docs {
            *doc += from;
            from = *doc + 1;
        }
        let words = &words[bit_packing::words(len, doc_bits)..];
        bit_packing::unpack(words, block.freq_bits.into(), &mut freqs[..len]);
    }

    /// Writes the terms of `old` and what is open into a new one, term by term.
    pub(super) fn with(&self, open: &mut [Open], lengths: &[u32]) -> Sealed {
        let mut new = Sealed::new(self.keeps_positions);
        let mut unpacked = Unpacked::default();
        let mut docs = Vec::new();
        let mut freqs = Vec::new();
        for (term, open) in open.iter_mut().enumerate() {
            let open = core::mem::take(open);
            let range = self.range(term as u32);
            // A short last block is opened again if something follows.
            let last = self.blocks[range.clone()].last();
            let reopen = !open.docs.is_empty() && last.is_some_and(|b| b.len < BLOCK as u8);
            let middle = range.end - usize::from(reopen);
            let (kept, reopened) = (range.start..middle, middle..range.end);
            new.begin_term();
            new.copy(self, kept);
            docs.clear();
            freqs.clear();
            let positions = new.positions.len();
            for block in &self.blocks[reopened.clone()] {
                self.unpack(block, &mut unpacked.docs, &mut unpacked.freqs);
                docs.extend(&unpacked.docs[..block.len.into()]);
                freqs.extend(unpacked.freqs[..block.len.into()].iter().map(|freq| freq + 1));
                new.positions.extend(self.position_bytes(reopened.clone()));
            }
            docs.extend(&open.docs);
            freqs.extend(&open.freqs);
            new.positions.extend(&open.positions);
            new.append(&docs, &freqs, positions, lengths);
        }
        new.end();
        new
    }

    /// Starts the next term.
    pub(super) fn begin_term(&mut self) {
        self.firsts.push(self.blocks.len() as u32);
    }

    /// Ends the last term, and the writing.
    pub(super) fn end(&mut self) {
        self.begin_term();
        self.blocks.shrink_to_fit();
        self.words.shrink_to_fit();
        self.impacts.shrink_to_fit();
        self.positions.shrink_to_fit();
    }

    /// Appends postings whose position bytes have been written from `position` on.
    pub(super) fn append(
        &mut self,
        docs: &[u32],
        freqs: &[u32],
        mut position: usize,
        lengths: &[u32],
    ) {
        let term_start = self.firsts.last().map_or(0, |&first| first as usize);
        let mut from = self.blocks[term_start..].last().map_or(0, |block| block.last + 1);
        let (mut gaps, mut counts) = ([0; BLOCK], [0; BLOCK]);
        for (docs, freqs) in docs.chunks(BLOCK).zip(freqs.chunks(BLOCK)) {
            let first = from;
            let (gaps, counts) = (&mut gaps[..docs.len()], &mut counts[..docs.len()]);
            for (at, (doc, freq)) in docs.iter().zip(freqs).enumerate() {
                (gaps[at], counts[at]) = (doc - from, freq - 1);
                from = doc + 1;
            }
            let (doc_bits, freq_bits) = (bit_packing::width(gaps), bit_packing::width(counts));
            let impacts = self.impacts.len();
            push_impacts(docs, freqs, lengths, &mut self.impacts);
            self.blocks.push(Block {
                from: first,
                last: from - 1,
                words: offset(self.words.len()),
                positions: offset(position),
                impacts: offset(impacts),
                impact_count: (self.impacts.len() - impacts) as u8,
                len: docs.len() as u8,
                doc_bits: doc_bits as u8,
                freq_bits: freq_bits as u8,
            });
            bit_packing::pack(gaps, doc_bits, &mut self.words);
            bit_packing::pack(counts, freq_bits, &mut self.words);
            let kept = if self.keeps_positions { freqs.iter().sum() } else { 0 };
            for _ in 0..kept {
                skip_number(&self.positions, &mut position);
            }
        }
    }

    /// Writes position bytes.
    pub(super) fn push_positions(&mut self, bytes: &[u8]) {
        self.positions.extend(bytes);
    }

    /// Where the next position byte will stand.
    pub(super) fn position_end(&self) -> usize {
        self.positions.len()
    }

    /// Copies blocks of another as they are.
    fn copy(&mut self, other: &Sealed, range: core::ops::Range<usize>) {
        if range.is_empty() {
            return;
        }
        let moved = |at: u32, from: u32, to: usize| offset(to + (at - from) as usize);
        let (first, last) = (other.blocks[range.start], other.blocks[range.end - 1]);
        let (words, impacts, positions) =
            (self.words.len(), self.impacts.len(), self.positions.len());
        let words_end = last.words as usize
            + bit_packing::words(last.len.into(), last.doc_bits.into())
            + bit_packing::words(last.len.into(), last.freq_bits.into());
        let impacts_end = last.impacts as usize + usize::from(last.impact_count);
        self.words.extend(&other.words[first.words as usize..words_end]);
        self.impacts.extend(&other.impacts[first.impacts as usize..impacts_end]);
        self.positions.extend(other.position_bytes(range.clone()));
        self.blocks.extend(other.blocks[range].iter().map(|block| Block {
            words: moved(block.words, first.words, words),
            impacts: moved(block.impacts, first.impacts, impacts),
            positions: moved(block.positions, first.positions, positions),
            ..*block
        }));
    }

    fn position_bytes(&self, range: core::ops::Range<usize>) -> &[u8] {
        let Some(first) = self.blocks.get(range.start) else { return &[] };
        let end = self.blocks.get(range.end).map_or(self.positions.len(), |b| b.positions as usize);
        &self.positions[first.positions as usize..end]
    }
}

impl Default for Unpacked {
    fn default() -> Self {
        Self { docs: [0; BLOCK], freqs: [0; BLOCK] }
    }
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).expect("an index of at most 4 GiB")
}

/// The postings that no other beats in both frequency and length.
fn push_impacts(docs: &[u32], freqs: &[u32], lengths: &[u32], out: &mut Vec<Impact>) {
    let start = out.len();
    for (&doc, &freq) in docs.iter().zip(freqs) {
        let new = Impact { freq, length: lengths[doc as usize] };
        let beats = |a: &Impact, b: &Impact| a.freq >= b.freq && a.length <= b.length;
        if out[start..].iter().any(|old| beats(old, &new)) {
            continue;
        }
        let mut kept = start;
        for at in start..out.len() {
            if !beats(&new, &out[at]) {
                out[kept] = out[at];
                kept += 1;
            }
        }
        out.truncate(kept);
        out.push(new);
    }
}

/// Seven bits a byte, the lowest first; the highest bit says that more follow.
pub(super) fn write_number(mut number: u32, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Reads a number and moves behind it.
pub(super) fn read_number(bytes: &[u8], at: &mut usize) -> u32 {
    let (mut number, mut shift) = (0, 0);
    loop {
        let byte = bytes[*at];
        *at += 1;
        number |= u32::from(byte & 0x7f) << shift;
        shift += 7;
        if byte < 0x80 {
            return number;
        }
    }
}

/// Moves behind a number.
pub(super) fn skip_number(bytes: &[u8], at: &mut usize) {
    while bytes[*at] >= 0x80 {
        *at += 1;
    }
    *at += 1;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_seven_bits_a_byte_come_back() {
        let numbers = [0, 1, 127, 128, 300, 16_383, 16_384, u32::MAX];
        let mut bytes = Vec::new();
        numbers.iter().for_each(|&number| write_number(number, &mut bytes));
        let (mut read, mut skipped) = (0, 0);
        for number in numbers {
            assert_eq!(read_number(&bytes, &mut read), number);
            skip_number(&bytes, &mut skipped);
            assert_eq!(read, skipped);
        }
    }

    #[test]
    fn impacts_are_the_postings_that_nothing_beats() {
        let lengths = [10, 20, 5, 30, 10];
        let mut impacts = Vec::new();
        push_impacts(&[0, 1, 2, 3, 4], &[2, 2, 1, 7, 2], &lengths, &mut impacts);
        impacts.sort_unstable();
        let pair = |freq, length| Impact { freq, length };
        assert_eq!(impacts, [pair(1, 5), pair(2, 10), pair(7, 30)]);
    }
}
