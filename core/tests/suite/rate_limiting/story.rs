//! What a reader sees first.

use sandtable_core::session::{Side, Transport, models};

use super::support::{cell, open, verdicts, why};

const SIX: [&str; 6] =
    ["Token bucket", "Leaky bucket", "Fixed window", "Sliding log", "Sliding counter", "GCRA"];

const VIOLATED: &str = "“At most the limit in any window” is violated: the fixed window let 20 \
                        pass in the 1 s up to 1.025 s, where the limit is 10.";

#[test]
fn opens_where_the_fixed_window_has_let_twice_the_limit_pass() {
    let session = open("");
    assert_eq!(session.place(), "1.025 s");
    let passed = SIX.map(|limiter| cell(&session, limiter, "passed"));
    assert_eq!(passed, ["10", "10", "20", "10", "10", "10"]);
    let log = session.log(Side::Main, 3);
    assert_eq!(
        log[0].text,
        "10 requests come at once. The fixed window lets all 10 pass; the others refuse them all."
    );
    assert_eq!(
        log[1].text,
        "The fixed window has let 20 pass within 0.05 s: 10 more than the limit of 10."
    );
    assert_eq!(log[2].text, VIOLATED);
}

#[test]
fn its_film_tells_the_double_burst() {
    let film = open("").film(6);
    let captions: Vec<&str> = film.iter().map(|frame| frame.caption.as_str()).collect();
    assert_eq!(
        captions,
        [
            "10 requests come at once. All six limiters let them all pass.",
            "A new window begins: the fixed window forgets its count of 10.",
            VIOLATED,
        ]
    );
}

#[test]
fn then_the_buckets_show_their_burst() {
    let mut session = open("");
    let [promise, any_window] = verdicts(&mut session);
    assert_eq!(promise.name(), "holds");
    assert!(why(&any_window).starts_with("the fixed window let 20 pass"), "{any_window:?}");
    assert_eq!(cell(&session, "Token bucket", "most in any window"), "16");
    assert_eq!(cell(&session, "Sliding log", "most in any window"), "10");
    // The same run, and only the log is watched.
    let [_, any_window] = verdicts(&mut open("watch=log"));
    assert_eq!(any_window.name(), "holds");
}

#[test]
fn its_declaration_is_in_order() {
    let spec = models().find(|spec| spec.id == "rate-limiting").unwrap();
    assert_eq!(spec.transport, Transport::Timed { ambient: true });
    for rule in spec.rules {
        assert!(!rule.protects.is_empty(), "{}", rule.name);
        let known = |name: &&str| spec.checks.iter().any(|check| check.name == *name);
        assert!(rule.protects.iter().all(known), "{}", rule.name);
    }
}

/// Sentences are for turns: far fewer than requests.
#[test]
fn thousands_of_requests_make_few_sentences() {
    for parts in ["", "setup=shared&"] {
        for traffic in ["steady", "burst", "poisson", "on-off"] {
            let mut session = open(&format!(
                "{parts}traffic={traffic}&rate=35&length=40&limit=30&burst=20&do=@5s+send+1"
            ));
            session.settle();
            let lines = session.log(Side::Main, usize::MAX).len();
            assert!(session.length() > 40, "{traffic}");
            assert!(lines < 400, "{parts}{traffic}: {lines} sentences");
        }
    }
}

/// A run stays near ten thousand events, however the knobs are turned.
#[test]
fn a_run_is_bounded() {
    for setup in ["alone", "shared"] {
        for (rate, length) in [(200, 7), (35, 40), (1, 40)] {
            for traffic in ["steady", "burst", "edge", "poisson", "on-off"] {
                let link = format!(
                    "setup={setup}&traffic={traffic}&rate={rate}&length={length}&limit=100&do="
                );
                let session = open(&link);
                let events = session.trace_json().matches("\"name\"").count();
                let steps = session.length();
                assert!(steps < 6_000 && events < 15_000, "{link}: {steps} steps, {events} events");
            }
        }
    }
}
