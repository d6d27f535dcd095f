//! The model of replicated types keeps its promises while its rules hold, and each rule is needed.

use proptest::prelude::*;
use sandtable_core::scene::{Row, View};
use sandtable_core::session::{Session, Side, SimTime, Verdict};

use super::judged::{every_rule_is_in, verdict};

const CHECKS: [&str; 6] = ["converge", "removed", "added", "counted", "kept", "together"];

/// Heals every link and lets everything arrive.
fn mend(session: &mut Session) {
    loop {
        let choices = session.choices();
        let Some(c) = choices.iter().find(|c| c.action.starts_with("heal")) else { break };
        session.act(&c.action).expect("what is offered is possible");
    }
    session.settle();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, max_shrink_iters: 300, ..ProptestConfig::default() })]

    /// With every rule on: whatever is sent, and however it is lost, held up, doubled, overtaken or
    /// cut off, the copies come together, and nothing comes back, is lost, counted twice or torn.
    #[test]
    fn promises_hold_while_rules_hold(
        kind in 0usize..5, send in 0usize..3, copies in 2u32..=4, loss in 0u32..=4, twice in 0u32..=4,
        seed in any::<u64>(), moves in prop::collection::vec((0u16..250, any::<u16>()), 1..30),
    ) {
        let kind = ["cart", "counter", "siblings", "text", "text&collect=stable"][kind];
        let send = ["state", "delta", "op"][send];
        let (loss, twice) = (loss * 5, twice * 5);
        let link = format!(
            "v1/crdts?type={kind}&send={send}&copies={copies}&loss={loss}&twice={twice}&seed={seed}&do=&at=0s"
        );
        let mut session = Session::open(&link).unwrap();
        for (wait_ms, pick) in moves {
            session.seek_time(session.now() + SimTime::from_ms(u64::from(wait_ms)));
            let choices = session.choices();
            let (faults, uses): (Vec<_>, Vec<_>) = choices.iter().partition(|c| c.fault);
            let group = if pick % 3 == 0 { &faults } else { &uses };
            let choice = &group[usize::from(pick / 3) % group.len()];
            session.act(&choice.action).expect("what is offered is possible");
        }
        mend(&mut session);
        for check in CHECKS {
            let verdict = verdict(&session, check);
            let kept = matches!(verdict, Verdict::Holds | Verdict::Vacuous);
            prop_assert!(kept, "{check}: {verdict:?}\n{}", session.link());
        }
        prop_assert_eq!(verdict(&session, "converge"), match session.script().iter().any(|a| {
            ["add", "count", "write", "type"].iter().any(|verb| a.contains(verb))
        }) {
            true => Verdict::Holds,
            false => Verdict::Vacuous,
        });
    }
}

/// With one rule off, its check can be broken by hand.
const BROKEN: &[(&str, &str, &str)] = &[
    (
        "observed",
        "removed",
        "type=union&do=@0.1s+add+book+at+phone;@0.3s+cut+phone-laptop;@0.4s+remove+book+at+phone;@0.5s+add+pen+at+laptop;@0.6s+heal+phone-laptop",
    ),
    (
        "observed",
        "added",
        "type=two-phase&do=@0.1s+add+book+at+phone;@0.3s+remove+book+at+phone;@0.5s+add+book+at+phone",
    ),
    (
        "observed",
        "added",
        "type=later&do=@0.1s+add+book+at+phone;@0.3s+cut+phone-laptop;@0.35s+remove+book+at+phone;@0.4s+add+pen+at+phone;@0.45s+remove+pen+at+phone;@0.5s+add+pen+at+laptop;@0.6s+heal+phone-laptop",
    ),
    (
        "observed",
        "converge",
        "type=union&send=op&do=@0.1s+add+book+at+phone;@0.3s+remove+book+at+phone;@0.3s+add+book+at+laptop",
    ),
    ("own", "counted", "type=number&do=@0.1s+count+2+at+phone;@0.1s+count+3+at+laptop"),
    ("siblings", "kept", "type=latest&do=@0.1s+write+Monday+at+phone;@0.1s+write+Friday+at+laptop"),
    (
        "neighbours",
        "together",
        "type=fractions&do=@0.1s+type+one+at+phone;@0.1s+type+two+at+laptop",
    ),
    (
        "exactly-once",
        "counted",
        "type=counter&send=op&exactly-once=off&do=@0.1s+count+2+at+phone;@0.11s+duplicate+sync.1:phone-laptop",
    ),
    (
        "exactly-once",
        "converge",
        "type=text&send=op&exactly-once=off&do=@0.1s+type+one+at+phone;@0.11s+delay+sync.1:phone-laptop;@0.12s+type+two+at+phone",
    ),
    (
        "stable",
        "converge",
        "type=text&send=op&collect=at-once&do=@0.1s+type+milk+at+phone;@0.3s+erase+2+at+phone+2;@0.3s+type+s+at+laptop+3",
    ),
    ("again", "converge", "again=off&do=@0.1s+add+book+at+phone;@0.11s+drop+sync.1:phone-laptop"),
];

#[test]
fn each_rule_is_needed() {
    let spec = Session::open("v1/crdts").unwrap().spec();
    every_rule_is_in("crdts", BROKEN);
    for (rule, check, link) in BROKEN {
        let mut session = Session::open(&format!("v1/crdts?{link}")).unwrap();
        assert!(!session.config(Side::Main).holds(rule), "{rule} is on in {link}");
        for other in spec.rules.iter().filter(|r| r.name != *rule) {
            assert!(session.config(Side::Main).holds(other.name), "{} is off too", other.name);
        }
        session.settle();
        let broken = verdict(&session, check);
        let text = session.transcript();
        assert!(matches!(broken, Verdict::Violated { .. }), "{check} without {rule}:\n{text}");
        // With the rule switched on, the same script keeps it.
        session.set(Side::Main, rule, "on").unwrap();
        session.settle();
        let kept = verdict(&session, check);
        assert_eq!(kept, Verdict::Holds, "{check} with {rule}:\n{}", session.transcript());
    }
}

/// A rule that follows from the type moves it, to and fro, and leaves the others alone.
#[test]
fn rules_move_the_type() {
    let mut session = Session::open("v1/crdts").unwrap();
    for (rule, off, on) in [
        ("observed", "union", "cart"),
        ("own", "number", "counter"),
        ("siblings", "latest", "siblings"),
        ("neighbours", "fractions", "text"),
    ] {
        for (switch, expected) in [("off", off), ("on", on)] {
            session.set(Side::Main, rule, switch).unwrap();
            let config = session.config(Side::Main);
            assert_eq!(config.text("type").as_deref(), Some(expected));
            assert_eq!(config.holds(rule), switch == "on");
        }
    }
    for (switch, collect) in [("on", None), ("off", Some("at-once")), ("on", Some("stable"))] {
        session.set(Side::Main, "stable", switch).unwrap();
        let config = session.config(Side::Main);
        assert_eq!(config.text("collect").as_deref(), Some(collect.unwrap_or("never")));
        assert_eq!(config.holds("stable"), switch == "on");
    }
}

/// What each copy shows, and how many tombstones and bytes of them it has, at the end.
fn copies(session: &mut Session) -> Vec<[String; 3]> {
    session.settle();
    let scene = session.scene(Side::Main);
    let View::Table(table) = &scene.views[1] else { panic!("the copies are a table") };
    let cell = |row: &Row, label: &str| {
        let at = table.columns.iter().position(|c| c.label == label).unwrap();
        row.cells[at].text.clone()
    };
    let row = |r| [cell(r, "shows"), cell(r, "tombstones"), cell(r, "their bytes")];
    table.rows.iter().map(row).collect()
}

/// Whatever is sent, the copies show the same whether they collect or not; those that do are left
/// with less, and with nothing once all is deleted. While one is cut off, the others wait for it.
#[test]
fn a_text_collects_what_everyone_has_seen() {
    let script = "@0.1s+type+milk+at+phone;@0.1s+type+bread+at+laptop;@0.4s+erase+3+at+phone+2";
    for send in ["state", "delta", "op"] {
        let open = |collect: &str, more: &str| {
            let link = format!(
                "v1/crdts?type=text&copies=3&send={send}&collect={collect}&do={script}{more}"
            );
            copies(&mut Session::open(&link).unwrap())
        };
        let (never, stable) = (open("never", ""), open("stable", ""));
        for (never, stable) in never.iter().zip(&stable) {
            assert_eq!(never[0], stable[0], "{send}");
            assert_eq!((never[1].as_str(), stable[1].as_str()), ("3", "1"), "{send}");
            let bytes = [never, stable].map(|row| row[2].parse::<u64>().unwrap());
            assert!(bytes[1] > 0 && bytes[1] < bytes[0], "{send}: {bytes:?}");
        }
        // The tablet is away: nobody knows what it has seen, so nothing goes.
        let away = ";@0.45s+cut+phone-tablet;@0.45s+cut+laptop-tablet;@0.5s+erase+6+at+laptop+0";
        for row in &open("stable", away)[..2] {
            assert_eq!((row[0].as_str(), row[1].as_str()), ("“”", "9"), "{send}");
        }
        let back = ";@0.9s+heal+phone-tablet;@0.9s+heal+laptop-tablet";
        for row in open("stable", &format!("{away}{back}")) {
            assert_eq!(row, ["“”", "0", "0"].map(str::to_owned), "{send}");
        }
    }
}

/// The cart of the page: what was removed offline stays away, what was added offline stays.
#[test]
fn the_cart_keeps_what_was_meant() {
    for send in ["state", "delta", "op"] {
        let mut session = Session::open(&format!("v1/crdts?send={send}")).unwrap();
        session.settle();
        let text = session.transcript();
        let last = text.lines().rfind(|l| l.contains("hears of it")).unwrap();
        assert!(last.contains("lamp, pen"), "{send}: {text}");
        for check in ["converge", "removed", "added"] {
            assert_eq!(verdict(&session, check), Verdict::Holds, "{send}: {check}");
        }
    }
}

/// Two days written apart are both there, until somebody who has seen both writes one.
#[test]
fn a_write_replaces_what_it_has_seen() {
    let apart = "@0.1s+write+Monday+at+phone;@0.1s+write+Friday+at+laptop";
    for send in ["state", "delta", "op"] {
        for (script, has) in [
            (apart.to_owned(), "Monday or Friday"),
            (format!("{apart};@0.4s+write+Sunday+at+phone"), "Sunday"),
        ] {
            let link = format!("v1/crdts?type=siblings&send={send}&do={script}");
            let mut session = Session::open(&link).unwrap();
            session.settle();
            let text = session.transcript();
            let last = text.lines().rfind(|l| l.contains("hears of it")).unwrap();
            assert!(last.contains(&format!("has {has}.")), "{send}: {text}");
            assert_eq!(verdict(&session, "kept"), Verdict::Holds);
        }
    }
}
