//! Do the bounds for nodes that fall back hold, and are they reached?

use proptest::prelude::*;
use sandtable_core::algorithms::rate_limit::distributed::{
    DecidedBy, Fallback, LimiterNode, bucket_switch_bound, fixed_window_bound,
};
use sandtable_core::algorithms::rate_limit::{FixedWindow, Gcra, Rate, RateLimiter};

use super::support::small_quota;

/// What becomes of a request: the store answers, is not reached, or answers too late.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fate {
    Answered,
    Lost,
    Late,
}

fn fate() -> impl Strategy<Value = Fate> {
    prop_oneof![Just(Fate::Answered), Just(Fate::Lost), Just(Fate::Late)]
}

/// Takes one request through; gives whether it passed and who decided.
fn request<L: RateLimiter>(
    node: &mut LimiterNode<L>,
    store: &mut L,
    now_ns: u64,
    fate: Fate,
) -> (bool, DecidedBy) {
    let number = node.ask(1);
    let decided = match fate {
        Fate::Answered => {
            let answer = store.decide(now_ns, 1);
            let decided = node.on_answer(number, answer).unwrap();
            assert_eq!(node.on_timeout(number, now_ns), None);
            decided
        }
        Fate::Lost => node.on_timeout(number, now_ns).unwrap(),
        Fate::Late => {
            let answer = store.decide(now_ns, 1);
            let decided = node.on_timeout(number, now_ns).unwrap();
            assert_eq!(node.on_answer(number, answer), None);
            decided
        }
    };
    assert_eq!(node.under_way().count(), 0);
    (decided.decision.allowed, decided.by)
}

fn nodes_with_shares(rate: Rate, nodes: u32) -> Vec<LimiterNode<FixedWindow>> {
    (0..nodes)
        .map(|node| {
            let share = rate.share(node, nodes).unwrap().map(FixedWindow::new);
            LimiterNode::new(Fallback::LocalShare(share))
        })
        .collect()
}

fn shares(rate: Rate, nodes: u32) -> Vec<u32> {
    (0..nodes).map(|node| rate.share(node, nodes).unwrap().map_or(0, Rate::limit)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn shares_add_up(limit in 1..1000_u32, nodes in 1..50_u32) {
        let shares = shares(Rate::new(limit, 10).unwrap(), nodes);
        prop_assert_eq!(shares.iter().sum::<u32>(), limit);
        prop_assert!(shares.iter().max().unwrap() - shares.iter().min().unwrap() <= 1);
    }

    #[test]
    fn no_pattern_of_losses_gets_past_the_bound(
        limit in 1..8_u32,
        nodes in 1..5_u32,
        requests in prop::collection::vec((0..8_u64, 0..5_u32, fate()), 0..200),
    ) {
        let rate = Rate::new(limit, 50).unwrap();
        let mut store = FixedWindow::new(rate);
        let mut members = nodes_with_shares(rate, nodes);
        let shares = shares(rate, nodes);
        let (mut now_ns, mut window) = (0, 0);
        let (mut by_store, mut by_shares) = (0_u64, 0_u64);
        let mut fell_back = vec![false; nodes as usize];
        for (gap_ns, node, fate) in requests {
            now_ns += gap_ns.saturating_sub(4);
            if now_ns / 50 != window {
                window = now_ns / 50;
                (by_store, by_shares) = (0, 0);
                fell_back.fill(false);
            }
            let node = (node % nodes) as usize;
            let (passed, by) = request(&mut members[node], &mut store, now_ns, fate);
            prop_assert_eq!(by == DecidedBy::Store, fate == Fate::Answered);
            if by == DecidedBy::Store {
                by_store += u64::from(passed);
            } else {
                fell_back[node] = true;
                by_shares += u64::from(passed);
            }
            let cut: Vec<u32> =
                shares.iter().zip(&fell_back).filter(|(_, fell)| **fell).map(|(s, _)| *s).collect();
            let bound = fixed_window_bound(by_store, &cut);
            prop_assert!(by_store + by_shares <= bound);
            prop_assert!(bound <= u64::from(2 * limit));
        }
    }

    #[test]
    fn buckets_reach_the_bound_of_a_switch_and_no_more(
        quota in small_quota(),
        nodes in 1..4_u32,
        before_ns in 0..40_u64,
        after_ns in 0..40_u64,
    ) {
        let shares: Vec<_> =
            (0..nodes).filter_map(|node| quota.share(node, nodes).unwrap()).collect();
        let mut store = Gcra::new(quota);
        let mut passed = 0_u128;
        let mut drain = |limiter: &mut Gcra, at_ns| {
            let remaining = limiter.decide(at_ns, 0).remaining;
            limiter.decide(at_ns, remaining);
            passed += u128::from(remaining);
        };
        for at_ns in 0..=before_ns {
            drain(&mut store, at_ns);
        }
        for &share in &shares {
            let mut local = Gcra::new(share);
            for at_ns in before_ns..=before_ns + after_ns {
                drain(&mut local, at_ns);
            }
        }
        let bound = bucket_switch_bound(quota, before_ns, &shares, after_ns);
        prop_assert!(passed <= bound);
        let no_fraction_is_lost = shares.iter().chain([&quota]).all(|quota| {
            u64::from(quota.burst() - 1) * quota.rate().period_ns() >= quota.rate().limit().into()
        });
        if no_fraction_is_lost {
            prop_assert_eq!(passed, bound);
        }
    }
}

#[test]
fn a_switch_in_mid_window_reaches_twice_the_limit() {
    let rate = Rate::new(10, 100).unwrap();
    let mut store = FixedWindow::new(rate);
    let mut members = nodes_with_shares(rate, 2);
    let passed = |count: usize, fate, now_ns, members: &mut Vec<LimiterNode<_>>, store: &mut _| {
        (0..count).filter(|k| request(&mut members[k % 2], store, now_ns, fate).0).count()
    };
    assert_eq!(passed(40, Fate::Answered, 10, &mut members, &mut store), 10);
    assert_eq!(passed(40, Fate::Lost, 60, &mut members, &mut store), 10);
    assert_eq!(fixed_window_bound(10, &[5, 5]), 20);
    // In the next window both are cut off from its start: the limit holds again.
    assert_eq!(passed(40, Fate::Lost, 110, &mut members, &mut store), 10);
}

#[test]
fn failing_open_has_no_bound_and_failing_closed_lets_nothing_pass() {
    let rate = Rate::new(2, 100).unwrap();
    let mut store = FixedWindow::new(rate);
    let mut open = LimiterNode::new(Fallback::FailOpen);
    let mut closed = LimiterNode::new(Fallback::FailClosed);
    for _ in 0..1000 {
        let passed = request(&mut open, &mut store, 5, Fate::Lost);
        assert_eq!(passed, (true, DecidedBy::FailOpen));
        let refused = request(&mut closed, &mut store, 5, Fate::Lost);
        assert_eq!(refused, (false, DecidedBy::FailClosed));
    }
    assert_eq!(request(&mut closed, &mut store, 5, Fate::Answered), (true, DecidedBy::Store));
}

#[test]
fn a_late_answer_is_charged_at_the_store_all_the_same() {
    let rate = Rate::new(1, 100).unwrap();
    let mut store = FixedWindow::new(rate);
    let mut node = LimiterNode::new(Fallback::FailClosed);
    assert_eq!(request(&mut node, &mut store, 0, Fate::Late), (false, DecidedBy::FailClosed));
    assert_eq!(request(&mut node, &mut store, 1, Fate::Answered), (false, DecidedBy::Store));
}
