//! Every rule off, and what it protects is broken within a few clicks; every rule on, and it holds.

use sandtable_core::catalog;
use sandtable_core::session::Side;

use super::support::{open, verdicts};

/// For each rule: settings with that rule and no other needed one off, what a reader does, and the
/// verdicts on the promise and on any window.
const BROKEN: [(&str, &str, &str, [&str; 2]); 7] = [
    ("exact", "", "", ["holds", "violated"]),
    ("exact", "setup=shared&store=fixed&fallback=closed", "", ["holds", "violated"]),
    (
        "closed",
        "setup=shared",
        "@0.4s send 10; @0.6s cut L1-S; @0.6s send 1 via L1",
        ["holds", "violated"],
    ),
    (
        "shares",
        "setup=shared&fallback=open",
        "@0.4s cut L1-S; @0.4s send 10 via L1",
        ["violated", "violated"],
    ),
    (
        "shares",
        "setup=shared&fallback=whole",
        "@0.4s cut L1-S; @0.4s send 10 via L1",
        ["violated", "violated"],
    ),
    (
        "durable",
        "watch=log&durable=off",
        "@0.4s crash log; @0.5s restart log; @0.6s send 10; @0.7s crash log; \
         @0.7s restart log blank; @0.8s send 10",
        ["violated", "violated"],
    ),
    (
        "clock",
        "setup=shared&skew=300&fallback=closed",
        "@0.4s send 10 via L1; @1.2s send 10 via L2",
        ["violated", "violated"],
    ),
];

#[test]
fn a_rule_that_is_off_can_be_broken_by_hand() {
    for (rule, settings, script, expected) in BROKEN {
        let script = script.replace(' ', "+").replace(';', "%3B");
        let traffic = if rule == "exact" { "" } else { "traffic=steady&rate=1&" };
        let mut session = open(&format!("{traffic}{settings}&do={script}"));
        assert!(!session.config(Side::Main).holds(rule), "{rule} is on");
        let verdicts = verdicts(&mut session);
        assert_eq!(verdicts.each_ref().map(|v| v.name()), expected, "{rule}: {verdicts:?}");
        let spec = session.spec();
        let protected = spec.rule(rule).unwrap().1.protects;
        for (check, verdict) in spec.checks.iter().zip(expected) {
            let protects = |r: &sandtable_core::engine::Rule| r.protects.contains(&check.name);
            let off = || spec.rules.iter().filter(|r| !session.config(Side::Main).holds(r.name));
            assert!(verdict == "violated" || !protected.contains(&check.name), "{rule}");
            assert!(verdict == "holds" || off().any(protects), "{rule}");
        }
    }
}

#[test]
fn every_rule_is_in_that_list() {
    let spec = catalog::find("rate-limiting").unwrap().spec();
    for rule in spec.rules {
        assert!(BROKEN.iter().any(|(name, ..)| *name == rule.name), "{}", rule.name);
    }
}

/// The switch of a rule does what it says, from any other switch.
#[test]
fn a_switch_sets_its_rule() {
    let spec = catalog::find("rate-limiting").unwrap().spec();
    for setup in ["alone", "shared"] {
        for rule in spec.rules {
            let mut config = sandtable_core::engine::Config::new(spec);
            config.set("setup", setup).unwrap();
            for on in ["off", "on", "off"] {
                config.set(rule.name, on).unwrap();
                assert_eq!(config.holds(rule.name), on == "on", "{} {setup}", rule.name);
            }
        }
    }
}

/// The same clicks, with the rule on.
#[test]
fn with_the_rule_on_the_same_clicks_break_nothing() {
    for (settings, script) in [
        ("setup=shared&fallback=closed", BROKEN[2].2),
        ("setup=shared&fallback=closed", BROKEN[3].2),
        ("setup=shared&fallback=closed", BROKEN[6].2),
        ("watch=log", &BROKEN[5].2.replace(" blank", "")),
    ] {
        let script = script.replace(' ', "+").replace(';', "%3B");
        let mut session = open(&format!("traffic=steady&rate=1&{settings}&do={script}"));
        let verdicts = verdicts(&mut session);
        assert_eq!(verdicts.each_ref().map(|v| v.name()), ["holds"; 2], "{settings} {verdicts:?}");
    }
}

/// An empty disk is refused while the rule is on, and what stands outside cannot fail.
#[test]
fn what_cannot_be_done_is_said() {
    for (parts, action, expected) in [
        ("", "restart fixed blank", "“Counts survive a restart” is on"),
        ("", "send 5 via token", "all limiters get the same requests"),
        ("", "pause token", "can only crash"),
        ("", "crash clients", "outside the system"),
        ("", "cut token-log", "no such link"),
        ("setup=shared", "crash L1", "only the store fails"),
        ("setup=shared", "send 5 via S", "requests come to L1 or L2"),
        ("setup=shared", "send 5 via clients", "outside the system"),
        ("setup=shared", "timeout S", "no timer running"),
        ("setup=shared", "restart S", "it runs"),
    ] {
        let mut session = open(&format!("{parts}&do=&at=0s"));
        let problem = session.act(action).unwrap_err();
        assert!(problem.to_string().contains(expected), "{action}: {problem}");
    }
}
