//! What about an index can be computed before a query comes?

use super::blocks::{Block, Open};
use super::bm25::{Bm25, share};
use super::index::{Index, TermId};
use super::query::Query;

/// An index with what does not depend on the query: 1 / K for each document, and bounds.
#[derive(Clone, Debug)]
pub(super) struct Prepared<'a> {
    pub(super) index: &'a Index,
    pub(super) bm25: Bm25,
    pub(super) mean_length: f32,
    /// 1 / K for each document.
    pub(super) norm_inverses: Vec<f32>,
    /// The largest tf / K in each block, in each term's open part, and of each term.
    block_ratios: Vec<f32>,
    open_ratios: Vec<f32>,
    term_ratios: Vec<f32>,
}

/// A term of a query with all that is needed to score it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Weighted<'a> {
    pub(super) term: TermId,
    pub(super) weight: f32,
    /// What no document's share is above.
    pub(super) bound: f32,
    pub(super) blocks: &'a [Block],
    pub(super) ratios: &'a [f32],
    pub(super) open: &'a Open,
    pub(super) open_ratio: f32,
}

/// The most that a term of this weight can add to a score if its tf / K is at most `ratio`. A
/// document without the term gets nothing, so a negative weight bounds at nothing.
#[inline]
pub(super) fn bound(weight: f32, ratio: f32) -> f32 {
    if weight > 0.0 { share(weight, ratio) } else { 0.0 }
}

impl<'a> Prepared<'a> {
    pub(super) fn new(index: &'a Index, bm25: Bm25) -> Self {
        let mean_length = mean_length(index);
        let inverse = |&length: &u32| bm25.norm_inverse(length, mean_length);
        let norm_inverses: Vec<f32> = index.lengths().iter().map(inverse).collect();
        let sealed = index.sealed();
        let block_ratio = |block: &Block| {
            let impacts = sealed.impacts(block).iter();
            let ratio = impacts.map(|i| i.freq as f32 * bm25.norm_inverse(i.length, mean_length));
            ratio.fold(0.0, f32::max)
        };
        let block_ratios: Vec<f32> = sealed.blocks().iter().map(block_ratio).collect();
        let terms = 0..index.term_count();
        let open_ratio = |term| {
            let open = index.open(term);
            let each = open.docs.iter().zip(&open.freqs);
            each.map(|(&doc, &freq)| freq as f32 * norm_inverses[doc as usize]).fold(0.0, f32::max)
        };
        let open_ratios: Vec<f32> = terms.clone().map(open_ratio).collect();
        let term_ratio = |term: u32| {
            let blocks = &block_ratios[sealed.range(term)];
            blocks.iter().copied().fold(open_ratios[term as usize], f32::max)
        };
        let term_ratios = terms.map(term_ratio).collect();
        Self { index, bm25, mean_length, norm_inverses, block_ratios, open_ratios, term_ratios }
    }

    pub(super) fn idf(&self, term: TermId) -> f32 {
        self.bm25.idf(self.index.doc_freq(term), self.index.filled_count())
    }

    /// A term's weight: its idf, the factor of the form, its boost.
    pub(super) fn weight(&self, term: TermId, boost: f32) -> f32 {
        boost * (self.bm25.scale() * self.idf(term))
    }

    /// The terms of a query in the order in which shares are added up: the largest bound first, then
    /// by alphabet. One order for all ways to a score makes one score of them.
    pub(super) fn plan<'s>(&'s self, query: &Query, out: &mut Vec<Weighted<'s>>) {
        let index = self.index;
        let sealed = index.sealed();
        out.clear();
        out.extend(query.terms().iter().map(|&(term, boost)| {
            let weight = self.weight(term, boost);
            let range = sealed.range(term);
            Weighted {
                term,
                weight,
                bound: bound(weight, self.term_ratios[term as usize]),
                blocks: &sealed.blocks()[range.clone()],
                ratios: &self.block_ratios[range],
                open: index.open(term),
                open_ratio: self.open_ratios[term as usize],
            }
        }));
        out.sort_unstable_by(|a, b| {
            let texts = || index.term_text(a.term).cmp(index.term_text(b.term));
            b.bound.total_cmp(&a.bound).then_with(texts)
        });
    }
}

/// All terms over all documents that have any.
fn mean_length(index: &Index) -> f32 {
    if index.filled_count() == 0 {
        return 0.0;
    }
    (index.total_terms() as f64 / f64::from(index.filled_count())) as f32
}
