//! Which documents hold these words one behind the other?

use super::analysis::Term;
use super::bm25::share;
use super::postings::PostingCursor;
use super::prepared::Prepared;
use super::top_k::{Hit, TopK};

/// A word of the phrase: where it is to stand, and where it is looked for.
struct Place<'a> {
    offset: u32,
    cursor: PostingCursor<'a>,
    /// Where it stands in the current document.
    positions: Vec<u32>,
}

/// The best `k` documents with the phrase.
pub(super) fn search(prepared: &Prepared<'_>, terms: &[Term], k: usize) -> Vec<Hit> {
    let index = prepared.index;
    let Some(found) = terms.iter().map(|t| index.term(&t.text)).collect::<Option<Vec<_>>>() else {
        return Vec::new();
    };
    let idf = found.iter().map(|&term| f64::from(prepared.idf(term))).sum::<f64>() as f32;
    let weight = prepared.bm25.scale() * idf;
    let mut places: Vec<(u32, Place<'_>)> = found
        .iter()
        .zip(terms)
        .map(|(&term, t)| {
            let place =
                Place { offset: t.position, cursor: index.cursor(term), positions: Vec::new() };
            (index.doc_freq(term), place)
        })
        .collect();
    places.sort_by_key(|(doc_freq, _)| *doc_freq);
    let mut places: Vec<Place<'_>> = places.into_iter().map(|(_, place)| place).collect();
    let mut top = TopK::default();
    top.clear(k);
    let Some((rarest, others)) = places.split_first_mut() else { return Vec::new() };
    let mut next = rarest.cursor.next();
    while let Some(posting) = next {
        let doc = posting.doc;
        let missing = others.iter_mut().find_map(|other| match other.cursor.advance(doc) {
            Some(found) if found.doc == doc => None,
            found => Some(found.map(|found| found.doc)),
        });
        match missing {
            Some(None) => break,
            Some(Some(later)) => {
                next = rarest.cursor.advance(later);
                continue;
            }
            None => {}
        }
        if !index.is_dead(doc) {
            let freq = occurrences(rarest, others);
            if freq > 0 {
                let ratio = freq as f32 * prepared.norm_inverses[doc as usize];
                top.offer(Hit { doc, score: share(weight, ratio) });
            }
        }
        next = rarest.cursor.next();
    }
    top.hits()
}

/// How often the phrase stands in the document that all cursors are at.
fn occurrences(rarest: &mut Place<'_>, others: &mut [Place<'_>]) -> u32 {
    rarest.cursor.positions(&mut rarest.positions);
    others.iter_mut().for_each(|other| other.cursor.positions(&mut other.positions));
    let stands = |position: &&u32| {
        others.iter().all(|other| {
            let wanted = u64::from(**position) + u64::from(other.offset);
            let wanted = wanted.checked_sub(rarest.offset.into());
            let wanted = wanted.and_then(|wanted| u32::try_from(wanted).ok());
            wanted.is_some_and(|wanted| other.positions.binary_search(&wanted).is_ok())
        })
    };
    rarest.positions.iter().filter(stands).count() as u32
}
