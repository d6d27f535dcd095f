//! Do arrivals come when they should?

use sandtable_core::algorithms::rate_limit::{Rate, traffic};

use super::support::split_mix;

#[test]
fn steady_never_drifts() {
    let rate = Rate::new(7, 1_000_000_000).unwrap();
    let last = traffic::steady(rate, 5, 7_000_001).last();
    assert_eq!(last, Some(5 + 1_000_000 * 1_000_000_000));
}

#[test]
fn poisson_has_the_mean_and_the_spread_of_a_poisson_process() {
    let rate = Rate::per_second(1000).unwrap();
    let arrivals: Vec<u64> = traffic::poisson(rate, 0, 200_000, split_mix(7)).collect();
    assert!(arrivals.is_sorted());
    // 200,000 gaps: the standard error of the mean is 0.22 %.
    let mean_ns = arrivals[199_999] as f64 / 200_000.0;
    assert!((mean_ns / 1e6 - 1.0).abs() < 0.01, "{mean_ns}");
    // The counts of windows have a variance equal to their mean; here over 1,990 windows of 100 ms,
    // where the ratio has a standard error of 3.2 %.
    let mut counts = vec![0_u32; 1990];
    for at_ns in &arrivals {
        if let Some(count) = counts.get_mut((at_ns / 100_000_000) as usize) {
            *count += 1;
        }
    }
    let mean = counts.iter().map(|&c| f64::from(c)).sum::<f64>() / 1990.0;
    let variance =
        counts.iter().map(|&c| (f64::from(c) - mean) * (f64::from(c) - mean)).sum::<f64>() / 1989.0;
    assert!((variance / mean - 1.0).abs() < 0.1, "{}", variance / mean);
}

#[test]
fn poisson_is_the_same_for_the_same_numbers() {
    let rate = Rate::per_second(3).unwrap();
    let once: Vec<u64> = traffic::poisson(rate, 9, 100, split_mix(3)).collect();
    assert_eq!(once, traffic::poisson(rate, 9, 100, split_mix(3)).collect::<Vec<_>>());
    assert_ne!(once, traffic::poisson(rate, 9, 100, split_mix(4)).collect::<Vec<_>>());
}

#[test]
fn on_off_is_steady_while_on_and_silent_while_off() {
    let rate = Rate::new(3, 10).unwrap();
    for on_ns in 1..40 {
        for off_ns in 0..20 {
            let cycle_ns = on_ns + off_ns;
            let got: Vec<u64> = traffic::on_off(rate, 4, on_ns, off_ns, 100).collect();
            let wanted: Vec<u64> = (0..100)
                .flat_map(|phase| {
                    traffic::steady(rate, 0, 100)
                        .take_while(move |&offset_ns| offset_ns < on_ns)
                        .map(move |offset_ns| 4 + phase * cycle_ns + offset_ns)
                })
                .take(100)
                .collect();
            assert_eq!(got, wanted, "{on_ns} on, {off_ns} off");
        }
    }
    assert_eq!(traffic::on_off(rate, 0, 0, 5, 100).count(), 0);
}

#[test]
fn times_end_where_time_ends() {
    let rate = Rate::new(1, Rate::PERIOD_NS_MAX).unwrap();
    assert_eq!(traffic::steady(rate, 0, u64::MAX).count(), 3);
    assert_eq!(traffic::on_off(rate, 1, 1, u64::MAX, u64::MAX).count(), 1);
    assert_eq!(traffic::window_edge_burst(rate, 2).count(), 0);
    assert_eq!(traffic::window_edge_burst(rate, u64::MAX).count(), 0);
    assert!(traffic::poisson(rate, 0, u64::MAX, split_mix(1)).count() < 20);
    assert_eq!(traffic::burst(u64::MAX, 2).count(), 2);
}
