//! What does the reader of links and attributes do with texts that are nearly right? Their words are
//! those of the catalog, in wrong places, too many of them, too large, or spelled too well. On this
//! machine alone: in a browser they take half a minute.

use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::TestRunner;
use sandtable_core::engine::spec::{ArgKind, Spec, Values};
use sandtable_core::link::{LENGTH_MAX, Part};
use sandtable_core::session::{Problem, Session, models, short};
use std::cell::Cell;

/// Names that stand before `=`, whichever model they are of.
fn names() -> Vec<String> {
    let own = models().flat_map(|spec| {
        let rules = spec.rules.iter().map(|rule| rule.name);
        spec.knobs.iter().map(|knob| knob.name).chain(rules)
    });
    let words = ["seed", "do", "at", "view", "vs", "link", "model", "", "__proto__", "É"];
    own.chain(words).map(str::to_owned).collect()
}

/// Numbers on both sides of every edge that a model declares or that a machine has.
fn numbers() -> Vec<String> {
    let edges = models().flat_map(|spec| spec.knobs.iter()).flat_map(|knob| {
        let (min, max) = knob.values.range();
        [min - 1, min, knob.default, max, max + 1]
    });
    let mut all: Vec<String> = edges.map(|number| number.to_string()).collect();
    all.sort();
    all.dedup();
    for odd in ["9223372036854775807", "-9223372036854775808", "18446744073709551616", "1e3"] {
        all.push(odd.to_owned());
    }
    all.extend(["-0".to_owned(), "+1".to_owned(), "0".repeat(70), "٣".to_owned()]);
    all
}

/// Moments and lengths of time.
fn times() -> Vec<String> {
    let some = "0s 0.2s 1s 2.5s 999ms 0.4s~1 1s~4294967296 18446744073s 18446744074s 1e9s -1s 1 s";
    some.split(' ').map(str::to_owned).chain([format!("0.{}1s", "0".repeat(60))]).collect()
}

/// Words that settings and actions have.
fn words() -> Vec<String> {
    let mut all: Vec<String> =
        "on off client A B C D E A-B B-A A-A A-Z Z via to write.1:A-B put.2b:A-B \
        put.99999999999:A-B topology table.2 space-time \"a\\\"b;c\" \" \"\" \\"
            .split(' ')
            .map(str::to_owned)
            .collect();
    for spec in models() {
        for knob in spec.knobs {
            if let Values::Word(words) = knob.values {
                all.extend(words.iter().map(|(word, _)| (*word).to_owned()));
            }
        }
        for verb in spec.actions {
            all.push(verb.name.to_owned());
            for arg in verb.args {
                all.push(arg.lead.to_owned());
                if let ArgKind::Word(words) = arg.kind {
                    all.extend(words.iter().map(|word| (*word).to_owned()));
                }
            }
        }
    }
    all
}

/// Actions that some model offers at some moment: its own, and the engine's faults.
fn offered() -> Vec<String> {
    let mut all = Vec::new();
    for spec in models() {
        let mut session = Session::open(&format!("v1/{}", spec.id)).expect("the default opens");
        for share in 0..4 {
            session.seek(session.length() * share / 4);
            all.extend(session.choices().into_iter().map(|choice| choice.action));
        }
    }
    all.sort();
    all.dedup();
    all
}

/// An action with its place, or something like it.
fn action() -> BoxedStrategy<String> {
    let heap = prop::collection::vec(select([words(), numbers(), times()].concat()), 0..5);
    let said = prop_oneof![6 => select(offered()), 3 => heap.prop_map(|words| words.join(" "))];
    let placed = (select(times()), said, 0u8..8).prop_map(|(time, said, kind)| match kind {
        0 => said,
        1 => format!("@{time}"),
        _ => format!("@{time} {said}"),
    });
    placed.boxed()
}

/// A script: a few actions, or one of them very often.
fn script() -> BoxedStrategy<String> {
    let few = prop::collection::vec(action(), 0..6).prop_map(|all| all.join("; "));
    let often = (action(), select(vec![50usize, 1_999, 2_000, 2_001]))
        .prop_map(|(one, times)| vec![one; times].join(";"));
    prop_oneof![12 => few, 1 => often].boxed()
}

/// Settings of a second run.
fn versus() -> BoxedStrategy<String> {
    let setting = (select(names()), value(), select(vec![":", ":", ":", "", "::"]))
        .prop_map(|(name, value, mark)| format!("{name}{mark}{value}"))
        .boxed();
    prop_oneof![
        9 => prop::collection::vec(setting.clone(), 1..4).prop_map(|all| all.join(",")),
        1 => (setting, 90usize..120).prop_map(|(one, times)| vec![one; times].join(",")),
    ]
    .boxed()
}

/// The value of a setting.
fn value() -> BoxedStrategy<String> {
    prop_oneof![
        5 => select(numbers()),
        3 => select(words()),
        1 => select(times()),
        1 => ".{0,12}",
    ]
    .boxed()
}

/// What is said to a model: mostly each name with a value of its kind, sometimes with another's.
fn said() -> impl Strategy<Value = (&'static str, Vec<(String, String)>)> {
    let part = prop_oneof![
        6 => (select(names()), value()),
        2 => script().prop_map(|script| ("do".to_owned(), script)),
        1 => versus().prop_map(|versus| ("vs".to_owned(), versus)),
        1 => select(times()).prop_map(|time| ("at".to_owned(), time)),
        1 => (select(names()), script()),
    ]
    .boxed();
    let any = prop_oneof![
        8 => prop::collection::vec(part.clone(), 0..4),
        1 => (part, 90usize..130).prop_map(|(one, times)| vec![one; times]),
    ]
    .boxed();
    let models: Vec<_> = models().map(|spec| (spec.id, right(spec))).collect();
    select(models).prop_flat_map(move |(id, right)| {
        let own = prop::sample::subsequence(right, 0..4);
        let joined = (own, prop_oneof![2 => Just(Vec::new()), 3 => any.clone()])
            .prop_map(|(own, more)| [own, more].concat());
        (Just(id), joined)
    })
}

/// Parts that are right for a model: each knob at some values that it declares, each rule switched,
/// and what is offered in its story.
fn right(spec: &Spec) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for knob in spec.knobs {
        let (min, max) = knob.values.range();
        let some: Vec<String> = match knob.values {
            Values::Number { .. } => {
                [min, knob.default, (min + 1).min(max)].map(|n| n.to_string()).into()
            }
            Values::Word(words) => words.iter().map(|(word, _)| (*word).to_owned()).collect(),
        };
        all.extend(some.into_iter().map(|value| (knob.name.to_owned(), value)));
    }
    all.extend(spec.rules.iter().map(|rule| (rule.name.to_owned(), "off".to_owned())));
    let timed = spec.is_timed();
    all.push(("at".to_owned(), if timed { "0.7s" } else { "2" }.to_owned()));
    all.push(("seed".to_owned(), "18446744073709551615".to_owned()));
    let mut session = Session::open(&format!("v1/{}", spec.id)).expect("the default opens");
    session.seek(0);
    for choice in session.choices() {
        let place = if timed { "@0s " } else { "" };
        all.push(("do".to_owned(), format!("{place}{}", choice.action)));
    }
    all
}

/// Percent-encoded as a browser would, as nobody would, or not at all.
fn spelled(text: &str, how: u8) -> String {
    match how % 4 {
        0 => text.replace(' ', "+"),
        1 => text.bytes().map(|byte| format!("%{byte:02x}")).collect(),
        _ => text
            .bytes()
            .map(|byte| match byte {
                b'a'..=b'z'
                | b'A'..=b'Z'
                | b'0'..=b'9'
                | b'@'
                | b':'
                | b';'
                | b','
                | b'.'
                | b'-' => char::from(byte).to_string(),
                _ => format!("%{byte:02X}"),
            })
            .collect(),
    }
}

/// Each refusal says what is wrong and what to do, and points into a text of this length.
fn are_useful(problems: &[Problem], length: usize, of: &str) -> Result<(), TestCaseError> {
    let of: String = of.chars().take(300).collect();
    prop_assert!(!problems.is_empty(), "refused without a word: {of}");
    for p in problems {
        prop_assert!(!p.what.is_empty() && !p.cure.is_empty(), "{of}: {p:?}");
        prop_assert!(p.from <= p.to && p.to as usize <= length, "{of}: {p:?}");
        prop_assert!(length == 0 || p.from < p.to, "no place in {of}: {p:?}");
        // A reader of the message is told, and not buried.
        prop_assert!(p.what.len() + p.cure.len() < 1_200, "{of}: {p:?}");
    }
    Ok(())
}

/// What was read is written in one form, which opens the same run; packed too.
fn reads_back(session: &Session) -> Result<(), TestCaseError> {
    let link = session.link();
    for form in [link.clone(), short(&link)] {
        let again = Session::open(&form);
        prop_assert!(again.is_ok(), "{form}: {:?}", again.err());
        let again = again.unwrap();
        prop_assert_eq!(again.link(), link.clone());
        prop_assert_eq!(again.hash(), session.hash(), "{}", form);
        prop_assert_eq!(again.position(), session.position(), "{}", form);
    }
    Ok(())
}

/// A longer time than any run that a link can ask for takes, unoptimised and on a busy machine.
const TRIAL_S_MAX: u64 = 20;

/// Fails where `trial` takes too long.
#[allow(clippy::disallowed_methods, reason = "how long the reader takes, not what it says")]
fn in_time<T>(of: &str, trial: impl FnOnce() -> T) -> Result<T, TestCaseError> {
    let started = std::time::Instant::now();
    let result = trial();
    let took = started.elapsed().as_secs();
    let of: String = of.chars().take(300).collect();
    prop_assert!(took < TRIAL_S_MAX, "{took} s for {of}");
    Ok(result)
}

/// How many of each kind are tried.
const TRIALS: u32 = 384;

/// Tries many of them; a trial says whether its text was read. Both ends have to be met: it is not all
/// refused, nor all swallowed.
fn try_many<S: Strategy>(strategy: &S, trial: impl Fn(S::Value) -> Result<bool, TestCaseError>) {
    let config =
        ProptestConfig { cases: TRIALS, max_shrink_iters: 400, ..ProptestConfig::default() };
    let (read, refused) = (Cell::new(0), Cell::new(0));
    let ended = TestRunner::new(config).run(strategy, |said| {
        let count = if trial(said)? { &read } else { &refused };
        count.set(count.get() + 1);
        Ok(())
    });
    if let Err(fault) = ended {
        panic!("{fault}");
    }
    let (read, refused) = (read.get(), refused.get());
    assert!(read.min(refused) > TRIALS / 10, "{read} were read, {refused} were refused");
}

/// As a link, plain and packed.
#[test]
fn a_link_is_read_or_refused() {
    try_many(&(said(), any::<u8>()), |((id, parts), how)| {
        let query: Vec<String> = (parts.iter())
            .map(|(name, value)| format!("{}={}", spelled(name, how / 4), spelled(value, how)))
            .collect();
        let link = format!("v1/{id}?{}", query.join("&"));
        let packed = short(&link);
        match in_time(&link, || Session::open(&link))? {
            Ok(session) => {
                prop_assert!(link.len() <= LENGTH_MAX);
                reads_back(&session)?;
                if packed != link {
                    let opened = Session::open(&packed).map(|session| session.link());
                    prop_assert_eq!(opened, Ok(session.link()), "{}", packed);
                }
                Ok(true)
            }
            Err(problems) => {
                are_useful(&problems, link.len(), &link)?;
                let again = in_time(&packed, || Session::open(&packed))?.err();
                prop_assert!(again.is_some(), "refused, but read when packed: {link}");
                are_useful(&again.unwrap(), packed.len(), &packed)?;
                Ok(false)
            }
        }
    });
}

/// As the attributes of an element.
#[test]
fn attributes_are_read_or_refused() {
    try_many(&said(), |(id, said)| {
        let parts: Vec<Part> = said.iter().map(|(name, value)| Part::plain(name, value)).collect();
        // A problem points into the value of one of them; an empty value has no inside.
        let longest = said.iter().map(|(_, value)| value.len()).max().unwrap_or(0);
        let of = format!("{id} {said:?}");
        match in_time(&of, || Session::assemble(id, &parts))? {
            Ok(session) => reads_back(&session).map(|()| true),
            Err(problems) => {
                prop_assert!(!problems.is_empty());
                for p in &problems {
                    prop_assert!(!p.what.is_empty() && !p.cure.is_empty(), "{of}: {p:?}");
                    prop_assert!(p.from <= p.to && p.to as usize <= longest, "{of}: {p:?}");
                }
                Ok(false)
            }
        }
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A packed link with one letter changed is refused, whatever it was: its checksum tells.
    #[test]
    fn a_packed_link_that_was_damaged_is_refused(at in any::<prop::sample::Index>(), by in 1u8..26) {
        let script: Vec<String> = (1..60).map(|i| format!("@{i}s+write+v{i}+via+A")).collect();
        let mut packed = short(&format!("v1/quorum?do={}", script.join(";"))).into_bytes();
        prop_assert!(packed.starts_with(b"z1/"));
        // The last letter may hold bits that belong to nothing.
        let at = 3 + at.index(packed.len() - 4);
        let letter = packed[at];
        packed[at] = if letter.is_ascii_uppercase() { b'A' + (letter - b'A' + by) % 26 } else { b'A' + by };
        let packed = String::from_utf8(packed).expect("letters");
        let problems = in_time(&packed, || Session::open(&packed))?.err();
        prop_assert!(problems.is_some(), "damaged at {at}, but read");
        are_useful(&problems.unwrap(), packed.len(), &packed)?;
    }
}

/// Attributes are as many as a page's author writes: beyond a bound they are told, not judged.
#[test]
fn thousands_of_attributes_are_refused_at_once() {
    let many: Vec<Part> =
        (0..50_000).map(|i| Part::plain(&format!("attribute-{i}"), "value")).collect();
    let problems = Session::assemble("quorum", &many).err().expect("refused");
    assert_eq!(problems.len(), 1, "{:?}", problems[1]);
    assert!(problems[0].what.contains("more than 100 settings"), "{problems:?}");
    let long = [Part::plain("do", &"@1s crash A;".repeat(6_000))];
    let problems = Session::assemble("quorum", &long).err().expect("refused");
    assert!(problems[0].what.contains("bytes long"), "{problems:?}");
    assert!(problems[0].cure.contains("65536"), "{problems:?}");
}
