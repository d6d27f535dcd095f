//! What several of these tests draw from: random quotas, random traffic, random bits.

use proptest::prelude::*;
use sandtable_core::algorithms::rate_limit::{Quota, Rate, RateLimiter};

/// A request: when, and what it costs.
pub(crate) type Request = (u64, u32);

/// Small quotas, in which ties, edges and odd emission intervals are frequent.
pub(crate) fn small_quota() -> impl Strategy<Value = Quota> {
    (1..=6_u32, 1..=20_u64, 1..=6_u32).prop_map(|(limit, period_ns, burst)| {
        Rate::new(limit, period_ns).unwrap().with_burst(burst).unwrap()
    })
}

/// Quotas of any size that are valid.
pub(crate) fn any_quota() -> impl Strategy<Value = Quota> {
    (1..=u32::MAX, 1..=Rate::PERIOD_NS_MAX, 0..63_u32, 1..=u32::MAX, 0..32_u32).prop_filter_map(
        "takes too long to refill",
        |(limit, period_ns, period_shift, burst, burst_shift)| {
            let rate = Rate::new(limit, (period_ns >> period_shift).max(1)).unwrap();
            rate.with_burst((burst >> burst_shift).max(1)).ok()
        },
    )
}

/// Requests with small gaps, many of them at the same moment.
pub(crate) fn small_traffic() -> impl Strategy<Value = Vec<Request>> {
    prop::collection::vec((0..12_u64, 0..8_u32), 0..60).prop_map(|gaps| {
        let mut at_ns = 0;
        gaps.into_iter()
            .map(|(gap_ns, cost)| {
                at_ns += gap_ns.saturating_sub(4);
                (at_ns, cost)
            })
            .collect()
    })
}

/// Requests at any times in any order.
pub(crate) fn any_traffic() -> impl Strategy<Value = Vec<Request>> {
    prop::collection::vec(
        (any::<u64>(), 0..64_u32, any::<u32>(), 0..32_u32)
            .prop_map(|(at_ns, shift, cost, small)| (at_ns >> shift, cost >> small)),
        0..40,
    )
}

/// The requests that the limiter admits, without those of cost 0.
pub(crate) fn admitted(limiter: &mut impl RateLimiter, requests: &[Request]) -> Vec<Request> {
    requests
        .iter()
        .copied()
        .filter(|&(at_ns, cost)| limiter.decide(at_ns, cost).allowed && cost > 0)
        .collect()
}

/// SplitMix64 (Steele, Lea and Flood, 2014), as a source of random bits.
pub(crate) fn split_mix(mut state: u64) -> impl FnMut() -> u64 {
    move || {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = state;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }
}
