//! The filter cache's model keeps its promises while its rules hold, and each rule is needed.

use proptest::prelude::*;
use sandtable_core::scene::View;
use sandtable_core::session::{Session, Side, Verdict};

use super::judged::{verdict, why};

fn open(settings: &str, script: &str) -> Session {
    let script = script.replace(' ', "+").replace('"', "%22");
    let link = format!("v1/filter-cache?{settings}&do={script}");
    let mut session = Session::open(&link).unwrap_or_else(|p| panic!("{link}: {p:?}"));
    session.settle();
    session
}

/// A row of the tables, its cells by column.
fn cells(session: &Session, table: usize, id: &str) -> Vec<String> {
    let scene = session.scene(Side::Main);
    let View::Table(table) = &scene.views[table] else { panic!("a table") };
    let row = table.rows.iter().find(|row| row.id == id);
    row.unwrap_or_else(|| panic!("{id}: {}", scene.text()))
        .cells
        .iter()
        .map(|cell| cell.text.clone())
        .collect()
}

/// The sentence of the last step.
fn last_line(session: &Session) -> String {
    let text = session.transcript();
    let step = text.lines().rfind(|line| line.starts_with("step "));
    step.expect("a step").to_owned()
}

fn any_word() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["nyc", "la", "cheap", "top", "new", "all"])
}

fn any_query() -> impl Strategy<Value = String> {
    let words = prop::collection::vec(any_word(), 1..4);
    (words, 0..3_u8, any_word()).prop_map(|(words, kind, last)| match kind {
        0 => words.join(" and "),
        1 => words.join(" or "),
        _ => format!("{} and not {last}", words.join(" and ")),
    })
}

fn any_action() -> impl Strategy<Value = String> {
    prop_oneof![
        5 => any_query().prop_map(|query| format!("search \"{query}\"")),
        3 => any_query().prop_map(|query| format!("average \"{query}\"")),
        2 => (1..14_u32, 5..69_u32).prop_map(|(id, price)| format!("reprice {id} {price}")),
        1 => (5..69_u32).prop_map(|price| format!("add {price}")),
        1 => (1..14_u32).prop_map(|id| format!("delete {id}")),
        3 => Just("refresh".to_owned()),
        1 => Just("merge".to_owned()),
    ]
}

fn any_settings() -> impl Strategy<Value = String> {
    let policy = prop::sample::select(vec!["everything", "lucene", "nothing"]);
    let smallest = prop::sample::select(vec!["10000", "1"]);
    let budget = prop::sample::select(vec!["2k", "4k", "64k", "512k", "16m"]);
    let form = prop::sample::select(vec!["share", "dense", "compressed"]);
    let sort = prop::sample::select(vec!["rating", "price", "score"]);
    (policy, smallest, budget, form, sort).prop_map(|(policy, smallest, budget, form, sort)| {
        format!("policy={policy}&smallest={smallest}&budget={budget}&form={form}&sort={sort}")
    })
}

fn kept(settings: &str, actions: &[String]) -> Result<(), TestCaseError> {
    let session = open(settings, &actions.join(";"));
    for check in ["same", "budget"] {
        let broken = matches!(verdict(&session, check), Verdict::Violated { .. });
        prop_assert!(!broken, "{}: {}", session.link(), why(&session, check));
    }
    // The same requests without any filter cache find the same.
    let bare = settings.replace("policy=everything", "policy=nothing");
    let bare = open(&bare.replace("policy=lucene", "policy=nothing"), &actions.join(";"));
    let gists = |session: &Session| -> Vec<String> {
        let text = session.transcript();
        let steps = text.lines().filter(|line| line.contains(" match"));
        steps.map(|line| line.split(". ").next().unwrap_or_default().to_owned()).collect()
    };
    prop_assert_eq!(gists(&session), gists(&bare));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]

    /// Whatever is asked, changed, refreshed and merged: answers are right and the budget holds.
    #[test]
    fn promises_hold_while_rules_hold(
        settings in any_settings(), actions in prop::collection::vec(any_action(), 1..30),
    ) {
        kept(&settings, &actions)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(6) })]

    /// Of a hundred thousand too.
    #[test]
    fn promises_hold_for_many_documents(
        settings in any_settings(), actions in prop::collection::vec(any_action(), 1..10),
    ) {
        kept(&format!("docs=100k&{settings}"), &actions)?;
    }
}

/// With one rule off, its check breaks; with the rule on, the same script keeps it.
#[test]
fn each_rule_is_needed() {
    const BROKEN: &[(&str, &str, &str, &str)] = &[
        ("update", "same", "", "search cheap;reprice 4 25;refresh;search cheap"),
        (
            "update",
            "same",
            "docs=100k&budget=16m&",
            "search cheap;reprice 4 9;refresh;search cheap",
        ),
        ("drop", "same", "", "average cheap;reprice 4 25;refresh;average cheap"),
        ("drop", "same", "policy=nothing&", "average nyc;delete 1;refresh;average nyc"),
        ("evict", "budget", "budget=2k&", "search cheap;search nyc"),
        (
            "evict",
            "budget",
            "docs=100k&policy=lucene&budget=64k&form=dense&",
            "search cheap;search cheap;search top;search top;search new;search new;\
             search \"cheap and top\";search \"cheap and top\";search \"cheap and top\";\
             search \"cheap and top\";search \"cheap or top\";search \"cheap or top\";\
             search \"cheap or top\";search \"cheap or top\";search \"cheap or new\";\
             search \"cheap or new\";search \"cheap or new\";search \"cheap or new\"",
        ),
    ];
    let spec = Session::open("v1/filter-cache").unwrap().spec();
    for rule in spec.rules {
        for check in rule.protects {
            let listed = BROKEN.iter().any(|(r, c, ..)| (r, c) == (&rule.name, check));
            assert!(listed, "no script breaks `{check}` without `{}`", rule.name);
        }
    }
    for (rule, check, settings, script) in BROKEN {
        let mut session = open(&format!("{settings}{rule}=off"), script);
        let text = session.transcript();
        let broken = verdict(&session, check);
        assert!(matches!(broken, Verdict::Violated { .. }), "{check} without {rule}:\n{text}");
        session.set(Side::Main, rule, "on").unwrap();
        session.settle();
        assert_eq!(verdict(&session, check), Verdict::Holds, "{check} with {rule}");
    }
}

/// What the notes of the field show by hand: the bits, their AND, and the average price.
#[test]
fn the_eight_restaurants_give_the_known_bits() {
    let session = open("budget=64k", "search \"nyc and cheap\"");
    let bits = |filter| cells(&session, 1, filter)[5].clone();
    assert_eq!(bits("nyc"), "11010110");
    assert_eq!(bits("cheap"), "10111011");
    assert_eq!(bits("nyc-and-cheap"), "10010010");
    let line = last_line(&open("budget=64k", "average \"nyc and cheap\""));
    assert!(line.contains("3 match, $14.00 on average"), "{line}");
    // Bit by bit, with the answer and the place.
    assert_eq!(cells(&session, 0, "4-0")[1..], ["1", "1", "1", "NYC", "$9", "4.8", "0", "1"]);
    assert_eq!(cells(&session, 0, "2-0")[1..4], ["0", "1", "0"]);
}

#[test]
fn hits_come_in_the_order_that_is_asked_for_and_only_a_score_scores() {
    for (sort, hits, scored, values) in [
        ("rating", "by rating #4, #1 and #7", "0", "3"),
        ("price", "by price #4, #1 and #7", "0", "3"),
        ("score", "by score #4, #1 and #7", "3", "6"),
    ] {
        let session = open(&format!("sort={sort}"), "search \"nyc and cheap\"");
        assert!(last_line(&session).contains(hits), "{}", last_line(&session));
        assert_eq!(cells(&session, 2, "scoring")[1], scored);
        assert_eq!(cells(&session, 2, "doc-values")[1], values);
    }
    let line = last_line(&open("sort=price", "search nyc"));
    assert!(line.contains("by price #4, #1 and #7"), "{line}");
    let line = last_line(&open("sort=rating", "search nyc"));
    assert!(line.contains("by rating #4, #6 and #1"), "{line}");
}

#[test]
fn lucene_keeps_nothing_of_eight_and_by_use_where_size_is_no_matter() {
    let script = ["search \"nyc and cheap\""; 5].join(";");
    let session = open("policy=lucene", &script);
    assert_eq!(verdict(&session, "reuse"), Verdict::Pending);
    assert_eq!(cells(&session, 1, "cheap")[2], "no: all segments are small");

    let kept = |times: usize, filter: &str| {
        let script = vec!["search \"nyc and cheap\""; times].join(";");
        let session = open("policy=lucene&smallest=1", &script);
        cells(&session, 1, filter)[2].clone()
    };
    assert_eq!([kept(1, "cheap"), kept(2, "cheap")], ["not yet: 1 of 2 uses", "yes"]);
    assert_eq!(kept(5, "nyc"), "never: fast without");
    let formula = "nyc-and-cheap";
    assert_eq!([kept(3, formula), kept(4, formula)], ["not yet: 3 of 4 uses", "yes"]);
}

/// A million: Lucene keeps on the three large segments, and each form of container turns up.
#[test]
fn a_million_documents_fill_every_kind_of_container() {
    let searches = "search cheap;search top;search new;";
    let lucene = open("docs=1m&policy=lucene&budget=1m", &searches.repeat(2));
    assert_eq!(cells(&lucene, 1, "cheap")[2..4], ["on 3 of 6, goes first", "dense"]);
    assert_eq!(cells(&lucene, 0, "segment-2")[5], "yes");
    assert_eq!(cells(&lucene, 0, "segment-3")[5], "no");

    let all = open("docs=1m&form=compressed&budget=16m", searches);
    let form = |filter| cells(&all, 1, filter)[3].clone();
    assert!(form("cheap").contains("bitmaps"), "{}", form("cheap"));
    assert!(form("top").contains("arrays") && !form("top").contains("bitmap"), "{}", form("top"));
    assert!(form("new").contains("run containers"), "{}", form("new"));
    // 1,048 bytes for the filter, and for each of four segments its place and little more.
    let bytes: u64 = cells(&all, 1, "new")[4].replace(',', "").parse().unwrap();
    assert!((1_048..2_000).contains(&bytes), "{bytes} bytes");
    let documents: u64 = cells(&all, 1, "cheap")[5].replace(',', "").parse().unwrap();
    assert!((230_000..240_000).contains(&documents), "15 of 64 prices, not {documents}");
}

#[test]
fn a_deletion_leaves_what_is_kept_and_a_merge_does_not() {
    let script = "search cheap;delete 4;refresh;search cheap";
    let session = open("budget=64k", script);
    assert!(last_line(&session).contains("1 hit, 0 misses"), "{}", last_line(&session));
    // The bit stays, the restaurant is in no answer.
    assert_eq!(cells(&session, 1, "cheap")[5], "10111011");
    assert_eq!(cells(&session, 0, "4-0")[1..3], ["0", "1"]);
    let merged = open("budget=64k", &format!("{script};merge"));
    assert!(last_line(&merged).contains("1 answer kept there goes too"), "{}", last_line(&merged));
    assert_eq!(cells(&merged, 1, "cheap")[2], "no: its segment is gone");
}

#[test]
fn the_request_cache_answers_until_a_refresh_that_changes_something() {
    let asked = "average cheap;average cheap";
    let hits = |script: &str| cells(&open("budget=64k", script), 2, "request-cache")[2].clone();
    assert_eq!(hits(asked), "1");
    assert_eq!(hits(&format!("{asked};refresh;average cheap")), "2");
    // A change that no refresh has brought is not seen yet.
    assert_eq!(hits(&format!("{asked};add 12;average cheap")), "2");
    assert_eq!(hits(&format!("{asked};add 12;refresh;average cheap")), "1");
    // Hits are never kept whole.
    assert_eq!(hits("search cheap;search cheap"), "0");
}

#[test]
fn what_is_impossible_is_refused() {
    for (script, why) in [
        ("search pizza", "“pizza” is no filter"),
        ("reprice 9 12", "#9 is not there"),
        ("delete 4;delete 4", "#4 is not there"),
        ("delete 4;refresh;reprice 4 9", "#4 is not there"),
        ("merge", "there is one segment"),
        (&["add 9"; 17].join(";"), "16 new ones are enough"),
    ] {
        let text = open("budget=4k", script).transcript();
        assert!(text.contains(why), "{script}: {text}");
    }
    let large = open("docs=1m&policy=nothing", "merge;merge;merge").transcript();
    assert!(large.contains("too large to be merged"), "{large}");
}
