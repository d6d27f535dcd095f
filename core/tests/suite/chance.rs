//! Numbers as if thrown, for tests that are no properties: the same at every run.

/// Numbers below a bound, from a linear congruence (D. E. Knuth, MMIX).
pub(crate) fn chance(seed: u64) -> impl FnMut(usize) -> usize {
    let mut state = seed;
    move |below| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below.max(1)
    }
}
