//! How is a term's list of documents walked?

use super::blocks::{Open, Sealed, Unpacked, read_number, skip_number};
use super::index::{BlockInfo, DocId, Index, TermId};

/// A document that holds a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Posting {
    /// The document.
    pub doc: DocId,
    /// How often the term stands in it.
    pub freq: u32,
}

/// The documents that hold a term; made by [`Index::postings`].
#[derive(Clone, Copy, Debug)]
pub struct Postings<'a> {
    index: &'a Index,
    term: TermId,
}

impl<'a> Postings<'a> {
    pub(super) fn new(index: &'a Index, term: TermId) -> Self {
        Self { index, term }
    }

    /// The documents in order, the deleted left out. O(their number).
    pub fn iter(&self) -> impl Iterator<Item = Posting> + use<'a> {
        let index = self.index;
        let mut cursor = index.cursor(self.term);
        core::iter::from_fn(move || cursor.next()).filter(move |p| !index.is_dead(p.doc))
    }

    /// How the list lies in memory: the packed blocks in their order, and then the plain rest, the
    /// deleted included.
    ///
    /// ```
    /// use sandtable_core::algorithms::search::{Analysis, Index};
    ///
    /// let mut index = Index::new(Analysis::PLAIN);
    /// for _ in 0..130 {
    ///     index.add("again");
    /// }
    /// let term = index.term("again").unwrap();
    /// assert_eq!(index.postings(term).blocks()[0].bits, None);
    /// index.seal();
    /// let blocks = index.postings(term).blocks();
    /// // A gap of nothing and a frequency of one take no bits.
    /// assert_eq!(blocks.iter().map(|b| (b.len, b.bits)).collect::<Vec<_>>(), [
    ///     (128, Some((0, 0))),
    ///     (2, Some((0, 0))),
    /// ]);
    /// ```
    #[must_use]
    pub fn blocks(&self) -> Vec<BlockInfo> {
        let (sealed, open) = (self.index.sealed(), self.index.open(self.term));
        let blocks = &sealed.blocks()[sealed.range(self.term)];
        let mut infos: Vec<BlockInfo> = blocks
            .iter()
            .map(|block| BlockInfo {
                len: block.len.into(),
                docs: (block.from, block.last),
                bits: Some((block.doc_bits, block.freq_bits)),
                impacts: sealed.impacts(block).to_vec(),
            })
            .collect();
        if let (Some(_), Some(&last)) = (open.docs.first(), open.docs.last()) {
            let first = infos.last().map_or(0, |block| block.docs.1 + 1);
            infos.push(BlockInfo {
                len: open.docs.len() as u32,
                docs: (first, last),
                bits: None,
                impacts: Vec::new(),
            });
        }
        infos
    }
}

/// Walks a term's postings, the deleted included, and can skip.
#[derive(Clone, Debug)]
pub(super) struct PostingCursor<'a> {
    sealed: &'a Sealed,
    open: &'a Open,
    /// The blocks that have not been reached.
    left: core::ops::Range<usize>,
    unpacked: Unpacked,
    /// The postings of the current block, or none of them if it is the open part.
    len: usize,
    in_open: bool,
    /// The next posting.
    at: usize,
    /// The positions of the current block, and how many postings of it they have been read past.
    positions: &'a [u8],
    position_at: usize,
    position_of: usize,
}

impl<'a> PostingCursor<'a> {
    pub(super) fn new(sealed: &'a Sealed, term: TermId, open: &'a Open) -> Self {
        Self {
            sealed,
            open,
            left: sealed.range(term),
            unpacked: Unpacked::default(),
            len: 0,
            in_open: false,
            at: 0,
            positions: &[],
            position_at: 0,
            position_of: 0,
        }
    }

    fn docs(&self) -> &[u32] {
        if self.in_open { &self.open.docs } else { &self.unpacked.docs[..self.len] }
    }

    fn freq(&self, at: usize) -> u32 {
        if self.in_open { self.open.freqs[at] } else { self.unpacked.freqs[at] + 1 }
    }

    /// Moves to the next block, or to the open part behind the last.
    fn load(&mut self) -> bool {
        (self.at, self.position_at, self.position_of) = (0, 0, 0);
        if let Some(block) = self.left.next() {
            let block = &self.sealed.blocks()[block];
            self.sealed.unpack(block, &mut self.unpacked.docs, &mut self.unpacked.freqs);
            self.len = block.len.into();
            self.positions = self.sealed.positions(block);
            return true;
        }
        let first = !self.in_open;
        self.in_open = true;
        self.positions = &self.open.positions;
        if !first {
            self.at = self.open.docs.len();
        }
        first && !self.open.docs.is_empty()
    }

    pub(super) fn next(&mut self) -> Option<Posting> {
        while self.at >= self.docs().len() {
            if !self.load() {
                return None;
            }
        }
        let at = self.at;
        self.at += 1;
        Some(Posting { doc: self.docs()[at], freq: self.freq(at) })
    }

    /// The first posting whose document is not before this one, from the one on that was handed out
    /// last.
    pub(super) fn advance(&mut self, doc: DocId) -> Option<Posting> {
        if let Some(current) = self.at.checked_sub(1)
            && self.docs()[current] >= doc
        {
            self.at = current;
            return self.next();
        }
        loop {
            if self.docs().last().is_some_and(|&last| last >= doc) {
                let left = &self.docs()[self.at..];
                self.at += left.partition_point(|&other| other < doc);
                if self.at < self.docs().len() {
                    return self.next();
                }
            }
            let blocks = self.sealed.blocks();
            while self.left.len() > 1 && blocks[self.left.start].last < doc {
                self.left.start += 1;
            }
            if !self.load() {
                return None;
            }
        }
    }

    /// The position bytes of the posting that was handed out last; none if they are not kept.
    pub(super) fn position_bytes(&mut self) -> &'a [u8] {
        if !self.sealed.keeps_positions {
            return &[];
        }
        let current = self.at - 1;
        while self.position_of < current {
            for _ in 0..self.freq(self.position_of) {
                skip_number(self.positions, &mut self.position_at);
            }
            self.position_of += 1;
        }
        let mut end = self.position_at;
        for _ in 0..self.freq(current) {
            skip_number(self.positions, &mut end);
        }
        &self.positions[self.position_at..end]
    }

    /// Where the term stands in the document that was handed out last.
    pub(super) fn positions(&mut self, out: &mut Vec<u32>) {
        out.clear();
        let bytes = self.position_bytes();
        let (mut at, mut position) = (0, 0);
        while at < bytes.len() {
            position += read_number(bytes, &mut at);
            out.push(position);
        }
    }
}
