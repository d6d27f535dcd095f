//! What is the answer, if every posting is looked at?

use super::bm25::share;
use super::index::DocId;
use super::prepared::Prepared;
use super::query::Query;
use super::top_k::{Hit, TopK};

/// The best `k`, from the sum of every document's shares.
pub(super) fn search(prepared: &Prepared<'_>, query: &Query, k: usize) -> Vec<Hit> {
    let index = prepared.index;
    let mut plan = Vec::new();
    prepared.plan(query, &mut plan);
    let mut sums: Vec<Option<f64>> = vec![None; index.doc_count() as usize];
    for term in &plan {
        for posting in index.postings(term.term).iter() {
            let inverse = prepared.norm_inverses[posting.doc as usize];
            let share = share(term.weight, posting.freq as f32 * inverse);
            *sums[posting.doc as usize].get_or_insert(0.0) += f64::from(share);
        }
    }
    let mut top = TopK::default();
    top.clear(k);
    for (sum, doc) in sums.into_iter().zip(0 as DocId..) {
        if let Some(sum) = sum {
            top.offer(Hit { doc, score: sum as f32 });
        }
    }
    top.hits()
}
