//! Where does a score come from?

use super::bm25::share;
use super::index::{DocId, TermId};
use super::prepared::Prepared;
use super::query::Query;

/// A score, taken apart; made by [`Searcher::explain`](super::Searcher::explain).
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The sum of the shares.
    pub score: f32,
    /// The share of each term of the query, in the order in which they are added up.
    pub shares: Vec<Share>,
    /// dl: how many terms the document has.
    pub length: u32,
    /// The length that is counted with: what is kept of `length`.
    pub kept_length: u32,
    /// avgdl: the mean number of terms of a document.
    pub mean_length: f32,
}

/// A term's share in a score: `weight * (1 - 1 / (1 + freq * norm_inverse))`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// The term.
    pub term: TermId,
    /// The share; 0 if the document does not hold the term.
    pub share: f32,
    /// tf: how often the term stands in the document.
    pub freq: u32,
    /// n: how many documents hold the term.
    pub doc_freq: u32,
    /// The term's rarity.
    pub idf: f32,
    /// What the share is below (Lucene's form): boost times idf, times k1 + 1 in the textbook form.
    pub weight: f32,
    /// tf / (tf + K), between 0 and 1: how much of the weight the document gets.
    pub saturation: f32,
}

pub(super) fn explain(prepared: &Prepared<'_>, query: &Query, doc: DocId) -> Explanation {
    let index = prepared.index;
    let mut plan = Vec::new();
    prepared.plan(query, &mut plan);
    let mut sum = 0.0;
    let mut shares = Vec::new();
    for term in plan {
        let found = index.cursor(term.term).advance(doc).filter(|p| p.doc == doc);
        let freq = found.filter(|_| index.is_alive(doc)).map_or(0, |posting| posting.freq);
        let inverse = prepared.norm_inverses.get(doc as usize).copied().unwrap_or(0.0);
        let ratio = if freq == 0 { 0.0 } else { freq as f32 * inverse };
        let share = Share {
            term: term.term,
            share: share(term.weight, ratio),
            freq,
            doc_freq: index.doc_freq(term.term),
            idf: prepared.idf(term.term),
            weight: term.weight,
            saturation: share(1.0, ratio),
        };
        sum += f64::from(share.share);
        shares.push(share);
    }
    let length = index.lengths().get(doc as usize).copied().unwrap_or(0);
    Explanation {
        score: sum as f32,
        shares,
        length,
        kept_length: prepared.bm25.kept_length(length),
        mean_length: prepared.mean_length,
    }
}
