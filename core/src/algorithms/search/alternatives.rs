//! Which documents answer best, if each word may be read in several ways?

use super::bm25::share;
use super::index::{DocId, TermId};
use super::prepared::Prepared;
use super::top_k::{Hit, TopK};

/// The terms that a word of a query may mean, each with what its shares are multiplied by.
pub type Alternatives = Vec<(TermId, f32)>;

/// The best `k`. Of a word's alternatives the best one in a document counts, so a beginning that many
/// words share does not outweigh the other words. The sum is multiplied by the part of the words that
/// are in the document, each for as much as its alternative counts, and by what the document itself
/// counts; nothing leaves it out.
pub(super) fn search(
    prepared: &Prepared<'_>,
    words: &[Alternatives],
    counts: &dyn Fn(DocId) -> f32,
    k: usize,
) -> Vec<Hit> {
    let docs = prepared.index.doc_count() as usize;
    let (mut sums, mut found) = (vec![0.0_f64; docs], vec![0.0_f64; docs]);
    let mut best = vec![(0.0_f32, 0.0_f32); docs];
    let mut held = Vec::new();
    for word in words {
        for &(term, boost) in word {
            let weight = prepared.weight(term, boost);
            for posting in prepared.index.postings(term).iter() {
                let doc = posting.doc as usize;
                let share = share(weight, posting.freq as f32 * prepared.norm_inverses[doc]);
                if share > best[doc].0 {
                    if best[doc].0 == 0.0 {
                        held.push(posting.doc);
                    }
                    best[doc] = (share, boost.min(1.0));
                }
            }
        }
        for doc in held.drain(..) {
            let doc = doc as usize;
            let (share, boost) = core::mem::take(&mut best[doc]);
            sums[doc] += f64::from(share);
            found[doc] += f64::from(boost);
        }
    }
    let mut top = TopK::default();
    top.clear(k);
    for doc in 0..docs as u32 {
        let at = doc as usize;
        let factor = if found[at] > 0.0 { counts(doc) } else { 0.0 };
        if factor > 0.0 {
            let part = found[at] / words.len() as f64;
            top.offer(Hit { doc, score: (f64::from(factor) * sums[at] * part) as f32 });
        }
    }
    top.hits()
}
