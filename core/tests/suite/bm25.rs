//! The model of BM25 keeps its promises while its rules hold, and each rule is needed.

use proptest::prelude::*;
use sandtable_core::session::{Session, Side, Verdict};

use super::judged::{verdict, why};

/// Words of the notes, frequent and rare, and one that is in none of them.
const WORDS: [&str; 10] = [
    "service", "queue", "slow", "full", "search", "payment", "friday", "disk", "deploy", "unicorn",
];

fn open(settings: &str, script: &str) -> Session {
    let script = script.replace(' ', "+").replace('"', "%22");
    let mut session = Session::open(&format!("v1/bm25?{settings}&do={script}")).expect("a link");
    session.settle();
    session
}

/// The first table's rows as text, and so the answer.
fn answer(session: &Session) -> String {
    let text = session.scene(Side::Main).text();
    text.split("\n\n").next().unwrap_or_default().to_owned()
}

fn any_settings() -> impl Strategy<Value = String> {
    let k1 = prop::sample::select(vec!["0", "0.5", "0.9", "1.2", "2", "5", "20"]);
    let b = prop::sample::select(vec!["0", "0.25", "0.4", "0.5", "0.75", "1"]);
    let lengths = prop::sample::select(vec!["byte", "exact"]);
    let stemming = prop::sample::select(vec!["none", "porter", "english"]);
    let stop = prop::sample::select(vec!["drop", "keep"]);
    (k1, b, lengths, stemming, stop, 1..=10_u32).prop_map(
        |(k1, b, lengths, stemming, stop, top)| {
            format!("k1={k1}&b={b}&lengths={lengths}&stemming={stemming}&stop={stop}&top={top}")
        },
    )
}

fn any_action() -> impl Strategy<Value = String> {
    let words =
        || prop::collection::vec(prop::sample::select(&WORDS[..]), 1..5).prop_map(|w| w.join(" "));
    prop_oneof![
        4 => words().prop_map(|w| format!("query \"{w}\"")),
        1 => words().prop_map(|w| format!("phrase \"{w}\"")),
        1 => words().prop_map(|w| format!("prefix {}", &w[..3])),
        2 => Just("next".to_owned()),
        2 => words().prop_map(|w| format!("add \"{w}\"")),
        2 => (1..=14_u32).prop_map(|doc| format!("delete d{doc}")),
        1 => Just("merge".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// With every rule on nothing breaks, whatever is asked, added, deleted, merged; in the textbook
    /// form the search still finds what scoring all finds.
    #[test]
    fn promises_hold_while_rules_hold(
        settings in any_settings(),
        actions in prop::collection::vec(any_action(), 1..16),
        textbook: bool,
    ) {
        let form = if textbook { "textbook" } else { "lucene" };
        let session = open(&format!("{settings}&form={form}"), &actions.join(";"));
        for check in ["same", "gone", "positive"] {
            let kept = !matches!(verdict(&session, check), Verdict::Violated { .. });
            prop_assert!(kept || (textbook && check == "positive"), "{}", why(&session, check));
        }
    }
}

#[test]
fn without_safe_bounds_good_documents_are_skipped() {
    let script = "query \"slow queue\"";
    assert_eq!(why(&open("top=1", script), "same"), "holds");
    let broken = why(&open("bounds=off&top=1", script), "same");
    assert!(broken.contains("was skipped"), "{broken}");
}

#[test]
fn without_the_floor_a_frequent_word_counts_against_its_documents() {
    let script = "query \"service\"";
    assert_eq!(why(&open("form=lucene", script), "positive"), "holds");
    let broken = why(&open("form=textbook", script), "positive");
    assert!(broken.contains("8 of 12 documents hold it"), "{broken}");
    // A word that fewer than half hold is safe in both forms.
    assert_eq!(why(&open("form=textbook", "query queue"), "positive"), "holds");
}

#[test]
fn without_tombstones_the_deleted_are_found_until_a_merge() {
    let script = "query queue;delete d5";
    assert_eq!(why(&open("top=3", script), "gone"), "holds");
    let session = open("tombstones=off", script);
    assert_eq!(why(&session, "gone"), "d5 was deleted, and “queue” finds it");
    assert!(answer(&session).contains("d5"));
    assert!(!answer(&open("tombstones=off", "query queue;delete d5;merge")).contains("d5"));
}

#[test]
fn scores_change_with_the_merge_and_not_with_the_deletion() {
    let scores = |script: &str| {
        let text = answer(&open("top=3", script));
        let line = text.lines().find(|line| line.starts_with("- d1:")).expect("d1 is found");
        line.split(", ").find(|cell| cell.starts_with("score")).expect("a score").to_owned()
    };
    let before = scores("query \"slow queue\"");
    assert_eq!(scores("query \"slow queue\";delete d5"), before);
    assert_ne!(scores("query \"slow queue\";delete d5;merge"), before);
}

#[test]
fn impossible_actions_say_why() {
    for (script, why) in [
        ("next", "nothing was asked yet"),
        ("prefix deplo;next", "only a query of words"),
        ("query unicorn;next", "no further document"),
        ("merge", "no document is deleted"),
        ("delete d13", "d13 is not there"),
        ("delete d1;delete d1", "d1 is not there"),
    ] {
        let session = open("top=3", script);
        let log = session.log(Side::Main, 10);
        assert!(log.iter().any(|line| line.text.contains(why)), "{script}: {log:?}");
    }
}
