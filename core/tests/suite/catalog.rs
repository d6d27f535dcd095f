//! What must hold for every model in the catalog, whatever it is.

use std::collections::BTreeSet;

use proptest::prelude::*;
use sandtable_core::session::{Session, Side, SimTime, model, models, short};

/// Plays a session at random: waits, goes back, does something that is offered.
fn wander(session: &mut Session, moves: &[(u8, u16, u16)]) -> Result<(), TestCaseError> {
    for (kind, wait_ms, pick) in moves {
        match kind % 8 {
            0 => {
                session.back();
            }
            1 => session.seek(u32::from(*pick) % (session.length() + 1)),
            2 => session.settle(),
            _ => {
                let choices = session.choices();
                if !choices.is_empty() {
                    let choice = &choices[usize::from(*pick) % choices.len()];
                    let done = session.act(&choice.action);
                    prop_assert!(done.is_ok(), "offered, but refused: {done:?}");
                }
                let wait = SimTime::from_ms(u64::from(*wait_ms));
                session.seek_time(session.now() + wait);
            }
        }
    }
    Ok(())
}

/// The kinds of pictures that the list of models has for each of them: on the stage, and beside it.
fn declared() -> Vec<(&'static str, [BTreeSet<String>; 2])> {
    macro_rules! kinds {
        ($($module:ident $id:literal $model:ident: $($kind:ident)* $(; $($aside:ident)*)?,)*) => {
            vec![$(($id, [
                [$(stringify!($kind)),*].map(|kind| kind.replace('_', "-")).into(),
                // Written so, the list may be empty.
                [$($(stringify!($aside)),*)?].iter().map(|kind: &&str| kind.replace('_', "-")).collect(),
            ])),*]
        };
    }
    sandtable_core::each_model!(kinds)
}

/// A model's code comes with the drawings of its pictures: all of them, and no others; those of which
/// none is among the first two come behind.
#[test]
fn a_model_shows_the_kinds_of_pictures_that_it_is_listed_with() {
    for (spec, (id, kinds)) in models().zip(declared()) {
        assert_eq!(spec.id, id);
        let knobs = spec.knobs.iter().flat_map(|knob| {
            let opened = Session::open(&format!("v1/{id}")).unwrap();
            let (min, max) = opened.config(Side::Main).range(knob);
            let values = (min..=max).take(8).chain([max]);
            values
                .filter_map(|value| {
                    let mut config = opened.config(Side::Main).clone();
                    config.put(knob.name, value);
                    Some((knob.name, config.text(knob.name)?))
                })
                .collect::<Vec<_>>()
        });
        let rules = spec.rules.iter().flat_map(|r| ["on", "off"].map(|v| (r.name, v.to_owned())));
        let mut shown = [BTreeSet::new(), BTreeSet::new()];
        for (name, value) in knobs.chain(rules) {
            // Some settings exclude each other; those are refused, and tried elsewhere.
            let Ok(mut session) = Session::open(&format!("v1/{id}?{name}={value}")) else {
                continue;
            };
            for step in [0, session.length() / 2, session.length()] {
                session.seek(step);
                let views = session.scene(Side::Main).views;
                for (place, view) in views.iter().enumerate() {
                    shown[usize::from(place >= 2)].insert(view.kind().to_owned());
                }
            }
        }
        let [stage, mut aside] = shown;
        aside.retain(|kind| !stage.contains(kind));
        assert_eq!([stage, aside], kinds, "the kinds of `{id}` in `each_model`");
    }
}

/// A version of links, once published, is read for ever.
#[test]
fn links_of_every_version_open() {
    for link in include_str!("../../../tests/golden/links/v1.txt").lines() {
        let opened = Session::open(link).unwrap_or_else(|p| panic!("{link}: {p:?}"));
        assert_eq!(opened.link(), link);
    }
    for line in include_str!("../../../tests/golden/links/z1.txt").lines() {
        let (packed, plain) = line.split_once(' ').expect("a packed link and the plain one");
        let opened = Session::open(packed).unwrap_or_else(|p| panic!("{packed}: {p:?}"));
        assert_eq!(opened.link(), plain);
        assert_eq!(model(packed).as_deref(), Some(opened.spec().id));
    }
    let wrong = Session::open(&short(&format!("v1/quorum?n=99&do={}", "@1s+crash+B;".repeat(60))));
    let problems = wrong.err().expect("n is out of range");
    assert!(problems.iter().any(|p| p.what.contains("n=99")), "{problems:?}");
}

fn moves() -> impl Strategy<Value = Vec<(u8, u16, u16)>> {
    prop::collection::vec((any::<u8>(), 0u16..700, any::<u16>()), 0..14)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// What is offered is possible; a link to any moment opens the same moment; no text is empty.
    #[test]
    fn links_reopen_the_same_moment(seed in 0u64..1000, moves in moves()) {
        for spec in models() {
            let mut session = Session::open(&format!("v1/{}?seed={seed}", spec.id)).unwrap();
            wander(&mut session, &moves)?;
            let link = session.link();
            let again = Session::open(&link);
            prop_assert!(again.is_ok(), "{link}: {:?}", again.err());
            let again = again.unwrap();
            prop_assert_eq!(again.link(), link.clone());
            prop_assert_eq!(again.hash(), session.hash());
            prop_assert_eq!(again.scene(Side::Main), session.scene(Side::Main), "{}", link);
            prop_assert_eq!(again.checks(Side::Main), session.checks(Side::Main));
            prop_assert!(!session.scene(Side::Main).text().is_empty());
        }
    }

    /// Seeking is the same whichever way it goes.
    #[test]
    fn going_back_and_forth_changes_nothing(moves in moves(), at in any::<u16>()) {
        for spec in models() {
            let mut session = Session::open(&format!("v1/{}", spec.id)).unwrap();
            wander(&mut session, &moves)?;
            let step = u32::from(at) % (session.length() + 1);
            session.seek(step);
            let (scene, checks) = (session.scene(Side::Main), session.checks(Side::Main));
            session.settle();
            session.seek(0);
            session.seek(step);
            prop_assert_eq!(session.scene(Side::Main), scene);
            prop_assert_eq!(session.checks(Side::Main), checks);
        }
    }

    /// Any text is opened or refused with reasons, each within the text.
    #[test]
    fn any_link_is_read_or_refused(tail in ".{0,80}", model in any::<usize>()) {
        let ids: Vec<&str> = models().map(|m| m.id).collect();
        for link in [tail.clone(), format!("v1/{}?{tail}", ids[model % ids.len()])] {
            match Session::open(&link) {
                Ok(session) => prop_assert!(Session::open(&session.link()).is_ok()),
                Err(problems) => {
                    prop_assert!(!problems.is_empty());
                    for p in problems {
                        prop_assert!(!p.what.is_empty() && !p.cure.is_empty());
                        prop_assert!(p.from <= p.to && p.to as usize <= link.len());
                    }
                }
            }
        }
    }

    /// A good link with some of its bytes changed, cut off or repeated.
    #[test]
    fn a_damaged_link_is_read_or_refused(cut in 0usize..200, byte in any::<u8>(), twice: bool) {
        let mut session = Session::open("v1/quorum?n=5&w=3&r=3&loss=10&seed=4&at=1.2s&vs=w:2").unwrap();
        let _ = session.act("write \"a b;c\" via A");
        let mut bytes = session.link().into_bytes();
        let at = cut % bytes.len();
        bytes[at] = byte;
        if twice {
            bytes.extend_from_within(at..);
        } else {
            bytes.truncate(at + 1);
        }
        if let Ok(link) = String::from_utf8(bytes) {
            let _ = Session::open(&link);
        }
    }
}

#[test]
fn huge_links_are_refused_at_once() {
    let long = format!("v1/quorum?do={}", "@1s+crash+A;".repeat(100_000));
    let problems = Session::open(&long).err().expect("refused");
    assert!(problems[0].what.contains("bytes long"), "{problems:?}");
    let many = format!("v1/quorum?do={}", "@1s+cut+A-B;".repeat(5_000));
    let problems = Session::open(&many).err().expect("refused");
    assert!(problems[0].what.contains("5000 actions"), "{problems:?}");
    // So many parts would be as many problems to read, and to find.
    for part in ["w=1&", "x&", "seed=1&", "&w=1&"] {
        let many = format!("v1/quorum?{}", part.repeat(5_000));
        let problems = Session::open(&many).err().expect("refused");
        assert_eq!(problems.len(), 1, "{part}");
        assert!(problems[0].what.contains("more than 100 parts"), "{problems:?}");
        assert_eq!(problems[0].to as usize, many.len(), "{part}");
    }
    let many = format!("v1/quorum?vs={}w:1", "w:1,".repeat(10_000));
    let problems = Session::open(&many).err().expect("refused");
    assert_eq!(problems.len(), 1);
    assert!(problems[0].what.contains("more than 100 settings"), "{problems:?}");
    assert_eq!((problems[0].from, problems[0].to as usize), (13 + 400, many.len()));
}

#[test]
fn refusals_name_the_place_and_the_cure() {
    let cases = [
        ("", "no link", "v1/quorum?"),
        ("v2/quorum", "version", "reload"),
        ("v1/quorm", "no model `quorm`", "`quorum`"),
        ("v1/quorum?n=9", "out of range", "1 to 5"),
        ("v1/quorum?n=3&w=4", "out of range", "1 to 3"),
        ("v1/quorum?W=1", "no setting `W`", "choose from"),
        ("v1/quorum?n", "no value", "name=value"),
        ("v1/quorum?n=%G1", "percent", "again"),
        ("v1/quorum?seed=-1", "no seed", "whole number"),
        ("v1/quorum?seed=1&seed=2", "twice", "one of them"),
        ("v1/quorum?n=3&n=3", "twice", "one of them"),
        ("v1/quorum?overlap=off", "contradicts", "leave it out"),
        ("v1/quorum?strict=maybe", "neither on nor off", "`on` or `off`"),
        ("v1/quorum?at=soon", "unknown unit", "2.5s"),
        ("v1/quorum?view=round", "no kind of picture", "topology"),
        ("v1/quorum?view=table.9", "no kind of picture", "`table.2`"),
        ("v1/quorum?view=table.1", "no kind of picture", "`table.2`"),
        ("v1/quorum?vs=w", "no setting", "vs=w:2"),
        ("v1/quorum?vs=", "no setting", "vs=w:2"),
        ("v1/quorum?vs=w:7", "out of range", "1 to 3"),
        ("v1/quorum?do=crash+A", "no time", "@0.4s"),
        ("v1/quorum?do=@1s+crush+A", "no action `crush`", "`crash`"),
        ("v1/quorum?do=@1s+crash+Z", "no process `Z`", "client, A"),
        ("v1/quorum?do=@1s+crash", "needs its process", "crash PROCESS"),
        ("v1/quorum?do=@1s+drop+write:A-B", "no message", "put.2:A-B"),
        ("v1/quorum?do=@1s+write+x+to+A", "`to`", "via"),
        ("v1/quorum?do=@2s+crash+A;@1s+crash+B", "comes before", "order of time"),
    ];
    for (link, what, cure) in cases {
        let problems = Session::open(link).err().unwrap_or_else(|| panic!("{link} was read"));
        let p = &problems[0];
        assert!(p.what.contains(what) && p.cure.contains(cure), "{link}: {p}");
        assert!(p.to as usize <= link.len(), "{link}: {p}");
        assert!(link.is_empty() || p.to > p.from, "{link} has no place: {p}");
    }
    // Every problem is reported, not only the first.
    let all = Session::open("v1/quorum?n=9&seed=x&view=y&at=z").err().unwrap();
    assert_eq!(all.len(), 4, "{all:?}");
}

/// Whatever is done, a scene has one to three views, and a link can name each of them.
#[test]
fn every_view_has_a_name_of_its_own() {
    for spec in models() {
        let mut session = Session::open(&format!("v1/{}", spec.id)).unwrap();
        for step in 0..=session.length() {
            session.seek(step);
            let scene = session.scene(Side::Main);
            assert!((1..=3).contains(&scene.views.len()), "{}: {}", spec.id, scene.views.len());
            let names: Vec<&str> = scene.named().map(|(name, _)| name).collect();
            for (i, name) in names.iter().enumerate() {
                assert!(!names[..i].contains(name), "{}: `{name}` twice", spec.id);
                session.set_view(Some(name));
                assert_eq!(session.view(), Some(*name));
                let again = Session::open(&session.link()).expect("its link opens");
                assert_eq!(again.view(), Some(*name));
                assert_eq!(again.link(), session.link());
            }
            session.set_view(None);
        }
    }
}

#[test]
fn declarations_are_complete() {
    // HTML's own names can never be knobs, nor can the link's words.
    let reserved = [
        "seed",
        "do",
        "at",
        "view",
        "vs",
        "link",
        "model",
        "class",
        "id",
        "style",
        "title",
        "lang",
        "dir",
        "hidden",
        "slot",
        "part",
        "tabindex",
        "role",
        "is",
        "name",
        "autofocus",
        "draggable",
        "translate",
        "inert",
        "popover",
        "nonce",
        "controls",
        "loop",
        "range",
        "address",
    ];
    for spec in models() {
        let names: Vec<&str> =
            (spec.knobs.iter().map(|k| k.name)).chain(spec.rules.iter().map(|r| r.name)).collect();
        for (i, name) in names.iter().enumerate() {
            assert!(!reserved.contains(name), "{}: `{name}` is taken", spec.id);
            assert!(!name.starts_with("data-") && !name.starts_with("aria-"));
            // HTML takes such an attribute for an event's handler.
            assert!(!name.starts_with("on"), "{}: `{name}` starts like a handler", spec.id);
            assert!(
                name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-' || b.is_ascii_digit())
            );
            assert!(!names[..i].contains(name), "{}: `{name}` is declared twice", spec.id);
        }
        for rule in spec.rules {
            assert!(!rule.protects.is_empty(), "{}: {} protects nothing", spec.id, rule.name);
            for check in rule.protects {
                assert!(spec.checks.iter().any(|c| c.name == *check), "{}: {check}", spec.id);
            }
        }
        assert!(!spec.checks.is_empty() && !spec.fidelity.is_empty());
        for knob in spec.knobs {
            let (min, max) = knob.values.range();
            assert!((min..=max).contains(&knob.default) && !knob.help.is_empty(), "{}", knob.name);
        }
        let session = Session::open(&format!("v1/{}", spec.id)).expect("the default opens");
        assert!(session.position() > 0, "{} opens on an empty stage", spec.id);
    }
}
