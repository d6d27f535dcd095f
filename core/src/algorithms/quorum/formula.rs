//! What N, R and W promise, in numbers.

/// Whether every read quorum of `r` meets every write quorum of `w` among `n` copies
/// (Gifford 1979): `r + w > n`.
///
/// ```
/// use sandtable_core::algorithms::quorum::intersects;
/// assert!(intersects(3, 2, 2) && !intersects(3, 1, 2));
/// ```
#[must_use]
pub fn intersects(n: u32, r: u32, w: u32) -> bool {
    r.saturating_add(w) > n
}

/// How many copies a writer asks for their version, so that it meets every write quorum of `w`
/// among `n`: `n − w + 1`.
///
/// ```
/// use sandtable_core::algorithms::quorum::{asks_for_version, intersects};
/// assert_eq!(asks_for_version(3, 2), 2);
/// assert!((1..=5).all(|w| intersects(5, asks_for_version(5, w), w)));
/// ```
#[must_use]
pub fn asks_for_version(n: u32, w: u32) -> u32 {
    n.saturating_sub(w).saturating_add(1)
}

/// The share of read quorums that miss one given write quorum: C(n − w, r) / C(n, r), for quorums
/// chosen at random (Bailis et al. 2012, "Probabilistically Bounded Staleness", equation 1).
///
/// ```
/// use sandtable_core::algorithms::quorum::disjoint_quorums;
/// assert_eq!(disjoint_quorums(3, 2, 2), 0.0);
/// assert!((disjoint_quorums(3, 1, 1) - 2.0 / 3.0).abs() < 1e-15);
/// ```
#[must_use]
pub fn disjoint_quorums(n: u32, r: u32, w: u32) -> f64 {
    if intersects(n, r, w) {
        return 0.0;
    }
    // C(n − w, r) / C(n, r), factor by factor.
    (0..r).map(|i| f64::from(n - w - i) / f64::from(n - i)).product()
}

/// The probability that a read returns one of the last `k` versions, for quorums chosen at random
/// and writes that have spread no further than their quorum: 1 − (C(n − w, r) / C(n, r))ᵏ
/// (Bailis et al. 2012, equation 2). Real systems do better: writes go on spreading. O(r + k).
///
/// ```
/// use sandtable_core::algorithms::quorum::probability_within;
/// let at = |k| probability_within(3, 1, 1, k);
/// assert!((at(1) - 0.3333).abs() < 1e-4 && (at(5) - 0.8683).abs() < 1e-4);
/// assert_eq!(probability_within(3, 2, 2, 1), 1.0);
/// ```
#[must_use]
pub fn probability_within(n: u32, r: u32, w: u32, k: u32) -> f64 {
    let miss = disjoint_quorums(n, r, w);
    1.0 - (0..k).map(|_| miss).product::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// N = 3, R = W = 1, then R or W = 2: values that the paper's figures show.
    #[test]
    fn published_values() {
        let one = [(1, 0.3333), (2, 0.5556), (3, 0.7037), (5, 0.8683), (10, 0.9827)];
        let two = [(1, 0.6667), (2, 0.8889), (3, 0.9630), (5, 0.9959)];
        for (k, p) in one {
            assert!((probability_within(3, 1, 1, k) - p).abs() < 1e-4, "k = {k}");
        }
        for (k, p) in two {
            assert!((probability_within(3, 1, 2, k) - p).abs() < 1e-4, "k = {k}");
            assert!((probability_within(3, 2, 1, k) - p).abs() < 1e-4, "k = {k}");
        }
    }

    proptest! {
        /// Against counting: every pair of an r-subset and a w-subset.
        #[test]
        fn share_of_disjoint_pairs(n in 1u32..8, r in 1u32..8, w in 1u32..8) {
            prop_assume!(r <= n && w <= n);
            let subsets = |k: u32| (0u32..1 << n).filter(move |s| s.count_ones() == k);
            let (mut all, mut disjoint) = (0u32, 0u32);
            for a in subsets(r) {
                for b in subsets(w) {
                    all += 1;
                    disjoint += u32::from(a & b == 0);
                }
            }
            let counted = f64::from(disjoint) / f64::from(all);
            prop_assert!((disjoint_quorums(n, r, w) - counted).abs() < 1e-12);
            prop_assert_eq!(intersects(n, r, w), disjoint == 0);
        }
    }
}
