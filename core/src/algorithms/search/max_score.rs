//! How are the best documents found without scoring all of them?

use super::bit_packing::BLOCK;
use super::blocks::{Block, Sealed};
use super::bm25::share;
use super::index::{DocId, Index};
use super::prepared::{Prepared, Weighted, bound};
use super::query::Query;
use super::top_k::{Hit, TopK};

/// Documents of a window: their sums fit into the fastest cache, and one word has a bit for every
/// 32 of them.
const WINDOW: usize = 2048;
/// Documents of a bit.
const CHUNK: usize = WINDOW / 64;
/// Sums that are compared at a time.
const GROUP: usize = 8;
/// How many postings can be added up while one document is looked up.
const LOOK_UP: u64 = 8;
/// No sum yet. No share is -0, and -0 + x is x, so this needs no flag beside it.
const UNTOUCHED: f64 = -0.0;
/// Bounds are raised by this part of themselves, for what rounding may have taken from them.
const SLACK: f64 = 1e-9;

/// What a search had to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Postings of the terms of the query, all together.
    pub postings: u64,
    /// Postings that a share was computed for.
    pub scored: u64,
    /// Blocks, or parts of up to 128 postings of what is not packed.
    pub blocks: u64,
    /// How many of them were unpacked.
    pub unpacked: u64,
}

/// The buffers of a search, kept from one to the next.
#[derive(Clone, Debug)]
pub(super) struct Scratch {
    cursors: Vec<Cursor>,
    /// For each term, what it and all after it can add in the window, and one more that is 0.
    rests: Vec<f64>,
    /// For each term, about how many postings are in the window.
    counts: Vec<u64>,
    sums: Vec<f64>,
    /// Room for the frequencies of a piece.
    freqs: [u32; BLOCK],
    work: Work,
}

impl Default for Scratch {
    fn default() -> Self {
        Self {
            cursors: Vec::new(),
            rests: Vec::new(),
            counts: Vec::new(),
            sums: Vec::new(),
            freqs: [0; BLOCK],
            work: Work::default(),
        }
    }
}

/// Where a term's postings have been read to.
#[derive(Clone, Debug)]
struct Cursor {
    /// The piece that is loaded, or the first that may be: blocks first, then parts of what is open.
    piece: usize,
    pieces: usize,
    is_loaded: bool,
    at: usize,
    len: usize,
    docs: [DocId; BLOCK],
    shares: [f32; BLOCK],
}

/// What the walk over the pieces of a term needs.
struct Source<'s> {
    term: &'s Weighted<'s>,
    sealed: &'s Sealed,
    norm_inverses: &'s [f32],
}

impl Source<'_> {
    fn pieces(&self) -> usize {
        self.term.blocks.len() + self.term.open.docs.len().div_ceil(BLOCK)
    }

    fn block(&self, piece: usize) -> Option<&Block> {
        self.term.blocks.get(piece)
    }

    /// The part of what is open that is this piece.
    fn part(&self, piece: usize) -> core::ops::Range<usize> {
        let start = (piece - self.term.blocks.len()) * BLOCK;
        start..(start + BLOCK).min(self.term.open.docs.len())
    }

    /// About how many postings of a piece are in a window that it reaches into.
    fn count(&self, piece: usize, start: DocId, end: u64) -> u64 {
        let len = self.block(piece).map_or_else(|| self.part(piece).len(), |b| b.len.into()) as u64;
        let (from, behind) = (u64::from(self.from(piece)), u64::from(self.last(piece)) + 1);
        let inside = behind.min(end) - from.max(start.into());
        (len * inside).div_ceil(behind - from)
    }

    /// The first document that could be in a piece.
    fn from(&self, piece: usize) -> DocId {
        match self.block(piece) {
            Some(block) => block.from,
            None => self.term.open.docs[self.part(piece).start],
        }
    }

    fn last(&self, piece: usize) -> DocId {
        match self.block(piece) {
            Some(block) => block.last,
            None => self.term.open.docs[self.part(piece).end - 1],
        }
    }

    fn bound(&self, piece: usize) -> f32 {
        let ratio = self.term.ratios.get(piece).copied().unwrap_or(self.term.open_ratio);
        bound(self.term.weight, ratio)
    }

    /// Reads the cursor's piece and computes the shares.
    #[inline]
    fn load(&self, cursor: &mut Cursor, freqs: &mut [u32; BLOCK], work: &mut Work) {
        let docs = &mut cursor.docs;
        match self.block(cursor.piece) {
            Some(block) => {
                self.sealed.unpack(block, docs, freqs);
                cursor.len = block.len.into();
            }
            None => {
                let part = self.part(cursor.piece);
                cursor.len = part.len();
                docs[..part.len()].copy_from_slice(&self.term.open.docs[part.clone()]);
                for (to, freq) in freqs.iter_mut().zip(&self.term.open.freqs[part]) {
                    *to = freq - 1;
                }
            }
        }
        let each = docs[..cursor.len].iter().zip(&*freqs).zip(&mut cursor.shares);
        for ((&doc, &freq), ratio) in each {
            *ratio = (freq as i32 + 1) as f32 * self.norm_inverses[doc as usize];
        }
        let weight = self.term.weight;
        for ratio in &mut cursor.shares[..cursor.len.next_multiple_of(4)] {
            *ratio = share(weight, *ratio);
        }
        cursor.is_loaded = true;
        cursor.at = 0;
        work.unpacked += 1;
        work.scored += cursor.len as u64;
    }
}

impl Cursor {
    fn new() -> Self {
        Self {
            piece: 0,
            pieces: 0,
            is_loaded: false,
            at: 0,
            len: 0,
            docs: [0; BLOCK],
            shares: [0.0; BLOCK],
        }
    }

    fn start(&mut self, source: &Source<'_>) {
        (self.piece, self.pieces, self.is_loaded) = (0, source.pieces(), false);
    }

    /// Moves to the next piece.
    fn leave(&mut self) {
        self.piece += 1;
        self.is_loaded = false;
    }

    /// Moves to the first piece that may hold this document or a later one.
    fn skip(&mut self, source: &Source<'_>, doc: DocId) {
        while self.piece < self.pieces && source.last(self.piece) < doc {
            self.leave();
        }
    }

    /// Moves, in the loaded piece, to the first document that is not before this one.
    #[inline]
    fn pass(&mut self, doc: DocId) {
        let ahead = &self.docs[self.at..self.len];
        if ahead.first().is_some_and(|&first| first < doc) {
            self.at += ahead.partition_point(|&other| other < doc);
        }
    }

    /// The most that a document in the window can get, and about how many postings are in it.
    fn bound(&self, source: &Source<'_>, start: DocId, end: u64) -> (f32, u64) {
        let ahead = self.piece..self.pieces;
        let inside = ahead.take_while(|&piece| u64::from(source.from(piece)) < end);
        inside.fold((0.0, 0), |(most, count), piece| {
            (source.bound(piece).max(most), count + source.count(piece, start, end))
        })
    }
}

impl Scratch {
    pub(super) fn work(&self) -> Work {
        self.work
    }

    /// The best `k`.
    pub(super) fn search(
        &mut self,
        prepared: &Prepared<'_>,
        query: &Query,
        top: &mut TopK,
        k: usize,
    ) -> Vec<Hit> {
        top.clear(k);
        let mut plan = Vec::new();
        prepared.plan(query, &mut plan);
        let index = prepared.index;
        let sealed = index.sealed();
        let norm_inverses = &prepared.norm_inverses[..];
        let sources: Vec<Source<'_>> =
            plan.iter().map(|term| Source { term, sealed, norm_inverses }).collect();
        if self.cursors.len() < sources.len() {
            self.cursors.resize_with(sources.len(), Cursor::new);
        }
        self.work = Work::default();
        for (source, cursor) in sources.iter().zip(&mut self.cursors) {
            cursor.start(source);
            self.work.postings += u64::from(index.doc_freq(source.term.term));
            self.work.blocks += cursor.pieces as u64;
        }
        match &sources[..] {
            [] => {}
            [source] => self.search_one(source, index, top),
            sources => {
                for start in (0..index.doc_count()).step_by(WINDOW) {
                    self.search_window(sources, start, index, top);
                }
            }
        }
        top.hits()
    }

    /// One term: its shares are the scores.
    fn search_one(&mut self, source: &Source<'_>, index: &Index, top: &mut TopK) {
        let cursor = &mut self.cursors[0];
        let mut threshold = top.threshold();
        while cursor.piece < cursor.pieces {
            if source.bound(cursor.piece) > threshold {
                source.load(cursor, &mut self.freqs, &mut self.work);
                let found = cursor.docs[..cursor.len].iter().zip(&cursor.shares);
                for (&doc, &score) in found {
                    if score > threshold && !index.is_dead(doc) {
                        top.offer(Hit { doc, score });
                        threshold = top.threshold();
                    }
                }
            }
            cursor.leave();
        }
    }

    fn search_window(
        &mut self,
        sources: &[Source<'_>],
        start: DocId,
        index: &Index,
        top: &mut TopK,
    ) {
        let end = u64::from(start) + WINDOW as u64;
        let cursors = &mut self.cursors[..sources.len()];
        self.rests.clear();
        self.rests.resize(sources.len() + 1, 0.0);
        self.counts.resize(sources.len(), 0);
        for at in (0..sources.len()).rev() {
            cursors[at].skip(&sources[at], start);
            let (bound, count) = cursors[at].bound(&sources[at], start, end);
            self.rests[at] = (self.rests[at + 1] + f64::from(bound)) * (1.0 + SLACK);
            self.counts[at] = count;
        }
        // The terms from `few` on cannot lift a document above the threshold by themselves.
        let threshold = f64::from(top.threshold());
        let few = self.rests.iter().position(|&rest| rest <= threshold).unwrap_or(sources.len());
        if few == 0 {
            return;
        }
        let few = worth_looking_up(&self.counts, few);
        if self.sums.is_empty() {
            self.sums.resize(WINDOW, UNTOUCHED);
        }
        let Ok(sums) = <&mut [f64; WINDOW]>::try_from(&mut self.sums[..]) else { return };
        let mut touched = 0_u64;
        for (source, cursor) in sources.iter().zip(&mut *cursors).take(few) {
            while cursor.piece < cursor.pieces && u64::from(source.from(cursor.piece)) < end {
                if !cursor.is_loaded {
                    source.load(cursor, &mut self.freqs, &mut self.work);
                }
                cursor.pass(start);
                let docs = &cursor.docs[cursor.at..cursor.len];
                let whole = docs.last().is_some_and(|&last| u64::from(last) < end);
                let inside = if whole {
                    docs.len()
                } else {
                    docs.partition_point(|&doc| u64::from(doc) < end)
                };
                let shares = &cursor.shares[cursor.at..][..inside];
                for (&doc, &share) in docs[..inside].iter().zip(shares) {
                    let place = (doc - start) as usize % WINDOW;
                    sums[place] += f64::from(share);
                    touched |= 1 << (place / CHUNK);
                }
                cursor.at += inside;
                if !whole {
                    break;
                }
                cursor.leave();
            }
        }
        while touched > 0 {
            let chunk = touched.trailing_zeros() as usize;
            touched &= touched - 1;
            let sums = &mut sums[chunk * CHUNK..][..CHUNK];
            let first = start + (chunk * CHUNK) as u32;
            let mut candidates = Candidates {
                sources,
                cursors,
                rests: &self.rests,
                few,
                freqs: &mut self.freqs,
                work: &mut self.work,
            };
            candidates.offer(sums, first, index, top);
            sums.fill(UNTOUCHED);
        }
    }
}

/// From which term on looking up is less work than adding up: where there are far more postings
/// from there on than documents that may be looked up.
fn worth_looking_up(counts: &[u64], mut few: usize) -> usize {
    let mut before: u64 = counts[..few].iter().sum();
    let mut after: u64 = counts[few..].iter().sum();
    while few < counts.len() && after <= LOOK_UP * before {
        before += counts[few];
        after -= counts[few];
        few += 1;
    }
    few
}

/// Completes the sums of documents that could be among the best.
struct Candidates<'c, 's> {
    sources: &'c [Source<'s>],
    cursors: &'c mut [Cursor],
    rests: &'c [f64],
    few: usize,
    freqs: &'c mut [u32; BLOCK],
    work: &'c mut Work,
}

impl Candidates<'_, '_> {
    #[inline]
    fn offer(&mut self, sums: &[f64], first: DocId, index: &Index, top: &mut TopK) {
        let mut threshold = f64::from(top.threshold());
        let rest = self.rests[self.few];
        for (sums, first) in sums.as_chunks::<GROUP>().0.iter().zip((first..).step_by(GROUP)) {
            // A loop without branches, which the compiler makes one of several sums at a time.
            let mut above = 0_u32;
            for (bit, &sum) in sums.iter().enumerate() {
                above |= u32::from(sum + rest > threshold) << bit;
            }
            while above > 0 {
                let place = above.trailing_zeros();
                above &= above - 1;
                let (sum, doc) = (sums[place as usize % GROUP], first + place);
                if sum.to_bits() == UNTOUCHED.to_bits() {
                    continue;
                }
                let Some(sum) = self.complete(sum, doc, threshold) else { continue };
                let score = sum as f32;
                if f64::from(score) > threshold && !index.is_dead(doc) {
                    top.offer(Hit { doc, score });
                    threshold = top.threshold().into();
                }
            }
        }
    }

    /// The document's sum with the shares of all terms; nothing if it cannot get there.
    fn complete(&mut self, mut sum: f64, doc: DocId, threshold: f64) -> Option<f64> {
        for at in self.few..self.sources.len() {
            if sum + self.rests[at] <= threshold {
                return None;
            }
            sum += f64::from(self.look_up(at, doc).unwrap_or(0.0));
        }
        Some(sum)
    }

    /// A term's share in a document that holds it.
    fn look_up(&mut self, at: usize, doc: DocId) -> Option<f32> {
        let (source, cursor) = (&self.sources[at], &mut self.cursors[at]);
        cursor.skip(source, doc);
        if cursor.piece == cursor.pieces || source.from(cursor.piece) > doc {
            return None;
        }
        if !cursor.is_loaded {
            source.load(cursor, self.freqs, self.work);
        }
        cursor.pass(doc);
        (cursor.docs[..cursor.len].get(cursor.at) == Some(&doc)).then(|| cursor.shares[cursor.at])
    }
}
