//! Does each promise say the same as a count of all intervals?

use proptest::prelude::*;
use sandtable_core::algorithms::rate_limit::promise::{
    AlignedWindow, AnyWindow, Breach, Promise, RateEnvelope, Spacing, WeightedEstimate,
};
use sandtable_core::algorithms::rate_limit::{
    FixedWindow, Gcra, LeakyMeter, LeakyQueue, Quota, Rate, SlidingCounter, SlidingLog, TokenBucket,
};

use super::support::{Request, admitted, any_quota, any_traffic, small_quota, small_traffic};

/// The number of the first admission that breaks the promise, and how.
pub(crate) fn first_breach(
    mut promise: impl Promise,
    passed: &[Request],
) -> Option<(usize, Breach)> {
    passed.iter().enumerate().find_map(|(index, &(at_ns, cost))| {
        promise.admit(at_ns, cost).err().map(|breach| (index, breach))
    })
}

fn total(passed: &[Request], from_ns: u64, to_ns: u64) -> u128 {
    passed
        .iter()
        .filter(|(at_ns, _)| (from_ns..=to_ns).contains(at_ns))
        .map(|&(_, cost)| u128::from(cost))
        .sum()
}

/// Judges each prefix by counting all of it anew; gives the first that is broken.
fn first_broken(passed: &[Request], broken: impl Fn(&[Request]) -> bool) -> Option<usize> {
    (0..passed.len()).find(|&index| broken(&passed[..=index]))
}

fn aligned_broken(rate: Rate, passed: &[Request]) -> bool {
    passed.iter().any(|&(at_ns, _)| {
        let from_ns = at_ns / rate.period_ns() * rate.period_ns();
        total(passed, from_ns, from_ns + rate.period_ns() - 1) > rate.limit().into()
    })
}

fn any_broken(limit: u64, window_ns: u64, passed: &[Request]) -> bool {
    let end_ns = passed.last().map_or(0, |last| last.0);
    (0..=end_ns).any(|from_ns| total(passed, from_ns, from_ns + window_ns - 1) > limit.into())
}

fn envelope_broken(quota: Quota, passed: &[Request]) -> bool {
    passed.iter().enumerate().any(|(start, &(from_ns, _))| {
        passed[start..].iter().any(|&(to_ns, _)| {
            let allowed = u128::from(quota.burst()) + quota.rate().requests_in(to_ns - from_ns);
            total(passed, from_ns, to_ns) > allowed
        })
    })
}

fn estimate_broken(rate: Rate, passed: &[Request]) -> bool {
    (0..passed.len()).any(|index| {
        let so_far = &passed[..=index];
        let (at_ns, cost) = passed[index];
        let period_ns = rate.period_ns();
        let window = at_ns / period_ns;
        let count = |window: u64| total(so_far, window * period_ns, (window + 1) * period_ns - 1);
        let previous = if window > 0 { count(window - 1) } else { 0 };
        let fading = u128::from(period_ns - at_ns % period_ns);
        let estimate = previous * fading + count(window) * u128::from(period_ns);
        cost > 0 && estimate > u128::from(rate.limit()) * u128::from(period_ns)
    })
}

fn spacing_broken(rate: Rate, left: &[Request]) -> bool {
    (0..left.len()).any(|start| {
        (start + 1..left.len()).any(|end| {
            let before_last: u128 =
                left[start..end].iter().map(|&(_, cost)| u128::from(cost)).sum();
            let elapsed = u128::from(left[end].0 - left[start].0);
            let limit = u128::from(rate.limit());
            before_last * u128::from(rate.period_ns()) > limit * elapsed + limit - 1
        })
    })
}

/// Traffic of which some part keeps the promise: only small costs, and none of 0.
fn passing() -> impl Strategy<Value = Vec<Request>> {
    prop::collection::vec((0..30_u64, 1..4_u32), 0..40).prop_map(|gaps| {
        let mut at_ns = 0;
        gaps.into_iter()
            .map(|(gap_ns, cost)| {
                at_ns += gap_ns.saturating_sub(5);
                (at_ns, cost)
            })
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn aligned_window_counts_right(quota in small_quota(), passed in passing()) {
        let rate = quota.rate();
        let found = first_breach(AlignedWindow::new(rate), &passed);
        prop_assert_eq!(found.map(|f| f.0), first_broken(&passed, |p| aligned_broken(rate, p)));
        if let Some((index, breach)) = found {
            let counted = total(&passed[..=index], breach.from_ns, breach.to_ns);
            prop_assert_eq!(breach.admitted, counted);
            prop_assert!(breach.admitted > breach.allowed);
        }
    }

    #[test]
    fn any_window_counts_right(limit in 1..8_u64, window_ns in 1..30_u64, passed in passing()) {
        let found = first_breach(AnyWindow::new(limit, window_ns).unwrap(), &passed);
        let broken = first_broken(&passed, |p| any_broken(limit, window_ns, p));
        prop_assert_eq!(found.map(|f| f.0), broken);
        if let Some((index, breach)) = found {
            let counted = total(&passed[..=index], breach.from_ns, breach.to_ns);
            prop_assert_eq!(breach.admitted, counted);
            prop_assert!(breach.admitted > breach.allowed);
            prop_assert!(breach.to_ns - breach.from_ns < window_ns);
        }
    }

    #[test]
    fn rate_envelope_counts_right(quota in small_quota(), passed in passing()) {
        let found = first_breach(RateEnvelope::new(quota), &passed);
        prop_assert_eq!(found.map(|f| f.0), first_broken(&passed, |p| envelope_broken(quota, p)));
        if let Some((index, breach)) = found {
            let counted = total(&passed[..=index], breach.from_ns, breach.to_ns);
            // Others of the same first moment may lie before the start that the fold chose.
            prop_assert!(breach.admitted <= counted);
            prop_assert!(breach.admitted > breach.allowed);
        }
    }

    #[test]
    fn weighted_estimate_counts_right(quota in small_quota(), passed in passing()) {
        let rate = quota.rate();
        let found = first_breach(WeightedEstimate::new(rate), &passed);
        prop_assert_eq!(found.map(|f| f.0), first_broken(&passed, |p| estimate_broken(rate, p)));
    }

    #[test]
    fn spacing_counts_right(quota in small_quota(), left in passing()) {
        let rate = quota.rate();
        let found = first_breach(Spacing::new(rate), &left);
        prop_assert_eq!(found.map(|f| f.0), first_broken(&left, |l| spacing_broken(rate, l)));
    }

    #[test]
    fn each_limiter_keeps_its_own(quota in small_quota(), requests in small_traffic()) {
        let rate = quota.rate();
        let fixed = admitted(&mut FixedWindow::new(rate), &requests);
        prop_assert!(!aligned_broken(rate, &fixed));
        let log = admitted(&mut SlidingLog::new(rate), &requests);
        prop_assert!(!any_broken(rate.limit().into(), rate.period_ns(), &log));
        let counter = admitted(&mut SlidingCounter::new(rate), &requests);
        prop_assert!(!estimate_broken(rate, &counter));
        for passed in [
            admitted(&mut TokenBucket::new(quota), &requests),
            admitted(&mut LeakyMeter::new(quota), &requests),
            admitted(&mut Gcra::new(quota), &requests),
        ] {
            prop_assert!(!envelope_broken(quota, &passed));
        }
        let mut queue = LeakyQueue::new(quota);
        let left: Vec<Request> = requests
            .iter()
            .filter_map(|&(at_ns, cost)| Some((queue.offer(at_ns, cost).departs_ns?, cost)))
            .collect();
        prop_assert!(!spacing_broken(rate, &left));
    }

    #[test]
    fn no_size_and_no_clock_overflows_a_promise(
        quota in any_quota(),
        passed in any_traffic(),
        limit in any::<u64>(),
    ) {
        let rate = quota.rate();
        let mut promises: [Box<dyn Promise>; 5] = [
            Box::new(AlignedWindow::new(rate)),
            Box::new(AnyWindow::new(limit, rate.period_ns()).unwrap()),
            Box::new(RateEnvelope::new(quota)),
            Box::new(WeightedEstimate::new(rate)),
            Box::new(Spacing::new(rate)),
        ];
        for promise in &mut promises {
            let verdicts: Vec<_> = passed.iter().map(|&(at, cost)| promise.admit(at, cost)).collect();
            // Once broken, always broken, and by the first breach.
            let first = verdicts.iter().find_map(|verdict| verdict.err());
            prop_assert_eq!(promise.breach(), first);
            prop_assert_eq!(verdicts.last().and_then(|verdict| verdict.err()), first);
        }
    }
}

#[test]
fn a_window_of_nothing_is_refused() {
    assert!(AnyWindow::new(1, 0).is_err());
}
