//! The pagination model keeps its promises while its rules hold, and each rule is needed.

use proptest::prelude::*;
use sandtable_core::scene::View;
use sandtable_core::session::{Session, Side, Verdict};

use super::judged::verdict;

fn open(query: &str) -> Session {
    let link = format!("v1/pagination?{query}");
    let mut session = Session::open(&link).unwrap_or_else(|p| panic!("{link}: {p:?}"));
    session.settle();
    session
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    /// With every rule on: whatever comes and goes between the requests, and wherever the client
    /// goes, each row that stays is seen once, and “more” is exact.
    #[test]
    fn promises_hold_while_rules_hold(
        cursor in any::<bool>(), rows in 1_u32..=12, size in 2_u32..=10, ties in 1_u32..=6,
        fan_out in 4_u32..=16, picks in prop::collection::vec((0..6_u8, any::<u16>()), 1..40),
    ) {
        let method = if cursor { "cursor" } else { "keyset" };
        let rows = rows * 4;
        let mut session = open(&format!(
            "method={method}&rows={rows}&size={size}&ties={ties}&fan-out={fan_out}&do=&seed=7"
        ));
        for (kind, pick) in picks {
            // Mostly on; else what is offered, or a row with any key, or any row goes.
            let done = match kind {
                0..=2 => session.act("next"),
                3 => session.act(&format!("insert {}", pick % 600)),
                4 => session.act(&format!("delete {}", 1 + pick % 60)),
                _ => {
                    let choices = session.choices();
                    let action = &choices[usize::from(pick) % choices.len()].action;
                    let done = session.act(action);
                    prop_assert!(done.is_ok(), "{action} was offered: {done:?}");
                    done
                }
            };
            // What is impossible is refused, and changes nothing.
            drop(done);
        }
        for check in ["once", "exact"] {
            let verdict = verdict(&session, check);
            let kept = matches!(verdict, Verdict::Holds | Verdict::Vacuous);
            prop_assert!(kept, "{check}: {verdict:?}\n{}", session.link());
        }
    }
}

/// With one rule off, its check breaks; with the rule on, the same script keeps it.
#[test]
fn each_rule_is_needed() {
    const BROKEN: &[(&str, &str, &str)] = &[
        ("place", "once", "method=offset&do=next;insert+5;next"),
        ("place", "once", "method=offset&do=next;delete+1;next;next"),
        // Nothing has to change for these.
        ("tie", "once", "tie=off&do=next;next;next"),
        ("tie", "once", "tie=off&method=cursor&do=next;next;next"),
        ("beyond", "exact", "beyond=off&do=next;next;next"),
        ("beyond", "exact", "beyond=off&method=cursor&do=next;next;next"),
    ];
    let spec = Session::open("v1/pagination").unwrap().spec();
    for rule in spec.rules {
        for check in rule.protects {
            let listed = BROKEN.iter().any(|(r, c, _)| (r, c) == (&rule.name, check));
            assert!(listed, "no script breaks `{check}` without `{}`", rule.name);
        }
    }
    for (rule, check, link) in BROKEN {
        let mut session = open(link);
        assert!(!session.config(Side::Main).holds(rule), "{rule} is on in {link}");
        let text = session.transcript();
        let broken = verdict(&session, check);
        assert!(matches!(broken, Verdict::Violated { .. }), "{check} without {rule}:\n{text}");
        for other in spec.rules.iter().filter(|r| r.name != *rule) {
            assert!(session.config(Side::Main).holds(other.name), "{} is off too", other.name);
        }
        session.set(Side::Main, rule, "on").unwrap();
        session.settle();
        let broken = verdict(&session, check);
        assert!(!matches!(broken, Verdict::Violated { .. }), "{check} with {rule}: {broken:?}");
    }
}

/// A row of the tables, its cells by column.
fn cells(session: &Session, id: &str) -> Vec<String> {
    let scene = session.scene(Side::Main);
    let tables = scene.views.iter().filter_map(|view| match view {
        View::Table(table) => Some(table),
        _ => None,
    });
    let row = tables.flat_map(|table| &table.rows).find(|row| row.id == id);
    row.expect(id).cells.iter().map(|cell| cell.text.clone()).collect()
}

/// The list says what was read for nothing, what was read ahead, what was skipped or seen twice.
#[test]
fn the_list_shows_what_was_read_and_missed() {
    let mut session = open("method=offset&do=next;insert+5;next");
    let state = |session: &Session, id| cells(session, id)[2..].to_vec();
    assert_eq!(state(&session, "row-1"), ["read, thrown away", "seen"]);
    assert_eq!(state(&session, "row-4"), ["given", "seen twice"]);
    assert_eq!(state(&session, "row-8"), ["read ahead", "to come"]);
    assert_eq!(state(&session, "row-13"), ["read, thrown away", "came too late"]);
    assert_eq!(cells(&session, "request-2")[4], "9", "offset, limit, and one beyond");
    session.set(Side::Main, "method", "keyset").unwrap();
    session.settle();
    assert_eq!(cells(&session, "request-2")[4], "5", "limit, and one beyond");

    let session = open("tie=off&do=next;next");
    assert_eq!(state(&session, "row-5"), ["", "skipped"]);
    let text = session.scene(Side::Main).text();
    assert!(text.contains("by offset: 5 to 12") && text.contains("by place: 4 to 5"), "{text}");
}

/// A full last page: the guess gives one request more, with nothing in it.
#[test]
fn a_full_last_page_leads_to_an_empty_one() {
    let session = open("beyond=off&do=next;next;next;next");
    assert_eq!(cells(&session, "request-3")[2..4], ["#9 #10 #11 #12", "yes, wrongly"]);
    assert_eq!(cells(&session, "request-4")[2..4], ["nothing", "no"]);
    assert_eq!(verdict(&session, "once"), Verdict::Holds);
}

/// Going back gives the page before, whatever the method; a bent cursor is refused with the cure.
#[test]
fn back_is_the_page_before_and_a_bent_cursor_is_refused() {
    for method in ["offset", "keyset", "cursor"] {
        let session = open(&format!("method={method}&do=next;next;next;back;back"));
        assert_eq!(cells(&session, "request-4")[2], "#5 #6 #7 #8", "{method}");
        assert_eq!(
            cells(&session, "request-5")[2..4],
            [
                "#1 #2 #3 #4",
                match method {
                    "offset" => "yes", // behind it
                    _ => "no",         // in front of it
                }
            ]
        );
    }
    let session = open("method=cursor&do=next;bend;next");
    let text = session.transcript();
    assert!(text.contains("was changed, or signed somewhere else; start again"), "{text}");
    assert_eq!(cells(&session, "request-2")[2], "#5 #6 #7 #8");
}

/// What is impossible is refused with the reason.
#[test]
fn what_is_impossible_is_refused() {
    for (query, action, reason) in [
        ("do=", "back", "there is no page before"),
        ("do=", "jump 2", "a place has no number"),
        ("do=", "bend", "only a signed cursor"),
        ("do=&method=cursor", "bend", "there is no cursor yet"),
        ("do=&ties=1", "insert 10", "key 10 is taken"),
        ("do=", "delete 99", "#99 is not there"),
        ("do=next;next;next", "next", "says that there is no more"),
    ] {
        let problem = open(query).act(action).expect_err(action);
        assert!(problem.to_string().contains(reason), "{action}: {problem}");
    }
}
