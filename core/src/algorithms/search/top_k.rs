//! Which are the best few of many, and what must the next one beat?

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::index::DocId;

/// A document that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// The document.
    pub doc: DocId,
    /// What it scored: the sum of its terms' shares.
    pub score: f32,
}

/// The best `k` of what was offered: higher scores first, and the earlier document among equals.
#[derive(Clone, Debug, Default)]
pub(super) struct TopK {
    k: usize,
    /// The worst on top. A better hit is a larger number.
    best: BinaryHeap<Reverse<u64>>,
}

impl TopK {
    /// Starts anew.
    pub(super) fn clear(&mut self, k: usize) {
        self.k = k;
        self.best.clear();
    }

    /// The score that the next, later document has to be above; nothing is too low while there is
    /// room.
    pub(super) fn threshold(&self) -> f32 {
        if self.best.len() < self.k {
            return f32::NEG_INFINITY;
        }
        self.best.peek().map_or(f32::INFINITY, |&Reverse(worst)| score_of(worst))
    }

    /// Takes a hit if it is good enough.
    pub(super) fn offer(&mut self, hit: Hit) {
        let key = key(hit);
        if self.best.len() < self.k {
            self.best.push(Reverse(key));
        } else if let Some(mut worst) = self.best.peek_mut()
            && worst.0 < key
        {
            *worst = Reverse(key);
        }
    }

    /// The best, the best first.
    pub(super) fn hits(&mut self) -> Vec<Hit> {
        // The worst come out first: the heap is sorted already.
        let mut keys = Vec::with_capacity(self.best.len());
        keys.extend(core::iter::from_fn(|| self.best.pop()));
        keys.into_iter()
            .rev()
            .map(|Reverse(key)| key)
            .map(|key| Hit { doc: !(key as u32), score: score_of(key) })
            .collect()
    }
}

/// The score above, in an order that is that of the numbers; the document below, turned round.
fn key(hit: Hit) -> u64 {
    let bits = hit.score.to_bits();
    let ordered = if bits >> 31 == 1 { !bits } else { bits | 1 << 31 };
    u64::from(ordered) << 32 | u64::from(!hit.doc)
}

fn score_of(key: u64) -> f32 {
    let ordered = (key >> 32) as u32;
    f32::from_bits(if ordered >> 31 == 1 { ordered ^ 1 << 31 } else { !ordered })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_come_first_and_the_earlier_among_equals() {
        let mut top = TopK::default();
        top.clear(4);
        assert_eq!(top.threshold(), f32::NEG_INFINITY);
        for (doc, score) in
            [(0, -1.5), (1, 2.0), (2, 0.0), (3, 2.0), (4, -0.5), (5, 0.25), (6, 0.0)]
        {
            top.offer(Hit { doc, score });
        }
        assert_eq!(top.threshold(), 0.0);
        let hits: Vec<_> = top.hits().into_iter().map(|hit| (hit.doc, hit.score)).collect();
        assert_eq!(hits, [(1, 2.0), (3, 2.0), (5, 0.25), (2, 0.0)]);
    }

    #[test]
    fn none_are_wanted() {
        let mut top = TopK::default();
        top.clear(0);
        top.offer(Hit { doc: 1, score: 1.0 });
        assert_eq!(top.threshold(), f32::INFINITY);
        assert!(top.hits().is_empty());
    }
}
