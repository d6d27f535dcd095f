//! When do requests arrive?
//!
//! Each function gives arrival times in nanoseconds, never falling, at most `count` of them. An
//! arrival that would lie beyond `u64::MAX` ns does not happen: the times end there. To stop at a
//! time instead, add `.take_while(|&at_ns| at_ns < end_ns)`.

use super::Rate;

/// One request after the other at exactly `rate`: number *k* at
/// `start + floor(k * period / limit)`, so rounding never adds up. O(1) each.
///
/// ```
/// use sandtable_core::algorithms::rate_limit::{Rate, traffic};
///
/// let arrivals: Vec<u64> = traffic::steady(Rate::new(3, 10)?, 100, 4).collect();
/// assert_eq!(arrivals, [100, 103, 106, 110]);
/// # Ok::<(), sandtable_core::algorithms::rate_limit::QuotaError>(())
/// ```
pub fn steady(rate: Rate, start_ns: u64, count: u64) -> impl Iterator<Item = u64> + Clone {
    (0..count).map_while(move |k| start_ns.checked_add(offset_ns(rate, k)?))
}

/// All at one moment. O(1) each.
///
/// ```
/// use sandtable_core::algorithms::rate_limit::traffic;
///
/// assert_eq!(traffic::burst(7, 3).collect::<Vec<_>>(), [7, 7, 7]);
/// ```
pub fn burst(at_ns: u64, count: u64) -> impl Iterator<Item = u64> + Clone {
    (0..count).map(move |_| at_ns)
}

/// The burst that a fixed window does not see: `limit` requests at the last nanosecond of the aligned
/// window number `window`, and `limit` at the first of the next. O(1) each.
///
/// ```
/// use sandtable_core::algorithms::rate_limit::{Rate, traffic};
///
/// let arrivals: Vec<u64> = traffic::window_edge_burst(Rate::new(2, 60)?, 0).collect();
/// assert_eq!(arrivals, [59, 59, 60, 60]);
/// # Ok::<(), sandtable_core::algorithms::rate_limit::QuotaError>(())
/// ```
pub fn window_edge_burst(rate: Rate, window: u64) -> impl Iterator<Item = u64> + Clone {
    let edge_ns = window.checked_add(1).and_then(|next| next.checked_mul(rate.period_ns()));
    let limit = rate.limit().into();
    edge_ns
        .into_iter()
        .flat_map(move |edge_ns| burst(edge_ns - 1, limit).chain(burst(edge_ns, limit)))
}

/// A Poisson process: the gaps between arrivals are independent and exponential with the mean
/// `period / limit`, the first of them after `start_ns`. O(1) each.
///
/// `random` gives uniform 64-bit numbers; the same numbers give the same arrivals on every target.
/// Each takes one number *r*: with `u = floor(r / 2^11) / 2^53`, the gap is `-ln(1 - u) * mean`,
/// rounded to the nanosecond, so at most 36.8 times the mean. Source: inverse transform sampling, as in
/// D. Knuth, *The Art of Computer Programming* 2, section 3.4.1 D.
///
/// ```
/// use sandtable_core::algorithms::rate_limit::{Rate, traffic};
///
/// // 1 - 1/2 and 1 - 3/4 of the range: gaps of ln 2 and ln 4 times the mean.
/// let mut numbers = [1 << 63, 3 << 62].into_iter();
/// let random = move || numbers.next().unwrap_or(0);
/// let arrivals: Vec<u64> = traffic::poisson(Rate::per_second(1)?, 0, 2, random).collect();
/// assert_eq!(arrivals, [693_147_181, 693_147_181 + 1_386_294_361]);
/// # Ok::<(), sandtable_core::algorithms::rate_limit::QuotaError>(())
/// ```
pub fn poisson(
    rate: Rate,
    start_ns: u64,
    count: u64,
    mut random: impl FnMut() -> u64,
) -> impl Iterator<Item = u64> {
    const TWO_TO_53: f64 = (1_u64 << 53) as f64;
    let mut at_ns = Some(start_ns);
    (0..count).map_while(move |_| {
        let uniform = (random() >> 11) as f64 / TWO_TO_53;
        let gap_ns = -libm::log(1.0 - uniform) * rate.emission_interval_ns();
        at_ns = at_ns?.checked_add(libm::round(gap_ns) as u64);
        at_ns
    })
}

/// A source that is on for `on_ns` and off for `off_ns`, in turn, and sends steadily at `rate` while
/// it is on, from the first moment of each phase. A source that is never on sends nothing. O(1)
/// each.
///
/// ```
/// use sandtable_core::algorithms::rate_limit::{Rate, traffic};
///
/// let arrivals: Vec<u64> = traffic::on_off(Rate::new(1, 10)?, 0, 25, 75, 5).collect();
/// assert_eq!(arrivals, [0, 10, 20, 100, 110]);
/// # Ok::<(), sandtable_core::algorithms::rate_limit::QuotaError>(())
/// ```
pub fn on_off(
    rate: Rate,
    start_ns: u64,
    on_ns: u64,
    off_ns: u64,
    count: u64,
) -> impl Iterator<Item = u64> + Clone {
    // The k with floor(k * period / limit) < on.
    let per_phase = rate.units_in(on_ns).div_ceil(rate.period_ns().into());
    let cycle = u128::from(on_ns) + u128::from(off_ns);
    let count = if per_phase == 0 { 0 } else { count };
    (0..count).map_while(move |k| {
        let phase_start = (u128::from(k) / per_phase).checked_mul(cycle)?;
        let within = offset_ns(rate, (u128::from(k) % per_phase) as u64)?;
        let at = phase_start.checked_add(u128::from(start_ns) + u128::from(within))?;
        u64::try_from(at).ok()
    })
}

/// `floor(k * period / limit)`, if a `u64` can say it.
fn offset_ns(rate: Rate, k: u64) -> Option<u64> {
    u64::try_from(rate.units(k) / u128::from(rate.limit())).ok()
}
