//! Collecting tombstones changes nothing that anybody can see, whenever each replica does it, as
//! long as it takes only what everybody is known to have seen; and it takes all that it can.

use proptest::prelude::*;
use sandtable_core::algorithms::clocks::{CausalStability, Dot, VersionVector};
use sandtable_core::algorithms::crdt::{Lattice, Received, Text, TextId, TextOp};

use super::chance::chance;

const REPLICAS: usize = 3;

/// Replica, kind, place, and what to type or whom to hear.
type Step = (usize, u8, u16, u8);

fn steps() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec((0..REPLICAS, 0u8..14, any::<u16>(), any::<u8>()), 1..90)
}

/// A replica that collects, and the same one if it never did.
#[derive(Clone)]
struct Pair {
    text: Text,
    keeps: Text,
    known: CausalStability,
    number: u32,
    collected: u32,
}

impl Pair {
    fn new(number: u32) -> Pair {
        let known = CausalStability::new(0..REPLICAS as u32);
        Pair { text: Text::new(), keeps: Text::new(), known, number, collected: 0 }
    }

    fn edit(&mut self, kind: u8, at: u16, what: u8) {
        let len = self.keeps.len();
        let at = u32::from(at);
        for text in [&mut self.text, &mut self.keeps] {
            if kind < 4 || len == 0 {
                let word = ["x", "ab", "pqr", "é"][usize::from(what) % 4];
                text.insert(self.number, at % (len + 1), word).unwrap();
            } else {
                let at = at % len;
                let count = (1 + u32::from(what) % 6).min(len - at);
                text.delete(self.number, at, count).unwrap();
            }
        }
        self.known.report(self.number, &self.text.version().deleted);
    }

    fn hear(&mut self, other: &Pair) {
        self.text.join(&other.text);
        self.keeps.join(&other.keeps);
        self.known.report(other.number, &other.text.version().deleted);
        self.known.report(self.number, &self.text.version().deleted);
    }

    fn collect(&mut self) {
        self.collected += self.text.collect(&self.known.stable());
    }

    /// Whether both show the same characters, the very same ones, and have seen the same.
    fn check(&self) -> Result<(), TestCaseError> {
        let seen = |text: &Text| -> Vec<(TextId, char)> {
            text.elements().filter(|(.., gone)| !gone).map(|(id, c, _)| (id, c)).collect()
        };
        prop_assert_eq!(seen(&self.text), seen(&self.keeps));
        prop_assert_eq!(self.text.len() as usize, self.text.chars().count());
        prop_assert_eq!(self.text.version(), self.keeps.version());
        prop_assert_eq!(self.text.tombstones() + self.collected, self.keeps.tombstones());
        // What is left keeps its order.
        let mut kept = self.keeps.elements();
        prop_assert!(self.text.elements().all(|element| kept.any(|other| other == element)));
        Ok(())
    }
}

fn all_hear_all(pairs: &mut [Pair]) {
    for i in 0..2 * pairs.len() {
        let (here, other) = ((i + 1) % pairs.len(), pairs[i % pairs.len()].clone());
        pairs[here].hear(&other);
    }
    // And once more, for what each knows of the others.
    for here in 0..pairs.len() {
        for other in 0..pairs.len() {
            let other = pairs[other].clone();
            pairs[here].hear(&other);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// By states that are joined: whoever collects, and when, everybody shows after every step what
    /// they would show if nobody did, and in the end all agree.
    #[test]
    fn collecting_changes_nothing_that_is_to_be_seen(steps in steps()) {
        let mut pairs: Vec<Pair> = (0..REPLICAS as u32).map(Pair::new).collect();
        for (here, kind, at, what) in steps {
            match kind {
                0..=7 => pairs[here].edit(kind, at, what),
                8..=10 => {
                    let other = pairs[usize::from(what) % REPLICAS].clone();
                    pairs[here].hear(&other);
                }
                _ => pairs[here].collect(),
            }
            pairs[here].check()?;
        }
        all_hear_all(&mut pairs);
        for pair in &pairs {
            pair.check()?;
            prop_assert_eq!(pair.text.to_string(), pairs[0].keeps.to_string());
        }
        // Once all have collected what all have seen, they are equal to the last tombstone.
        pairs.iter_mut().for_each(Pair::collect);
        prop_assert!(pairs.windows(2).all(|w| w[0].text == w[1].text));
        // And if nothing is to be seen any more, nothing is kept.
        let len = pairs[0].text.len();
        let last = &mut pairs[0];
        for text in [&mut last.text, &mut last.keeps] {
            text.delete(0, 0, len).unwrap();
        }
        last.known.report(0, &last.text.version().deleted);
        all_hear_all(&mut pairs);
        for pair in &mut pairs {
            pair.collect();
            pair.check()?;
            prop_assert_eq!((pair.text.tombstones(), pair.text.spans(), pair.text.tombstone_bytes()), (0, 0, 0));
        }
    }

    /// By operations, each at its own time, twice, and out of order: what has come is known for
    /// ever, collected or not, and nothing waits for a character that is gone.
    #[test]
    fn operations_find_what_they_need(
        steps in steps(), order in prop::collection::vec(any::<u16>(), 600),
    ) {
        let mut pairs: Vec<Pair> = (0..REPLICAS as u32).map(Pair::new).collect();
        let mut sent: Vec<(usize, TextOp)> = Vec::new();
        let mut order = order.into_iter().cycle();
        for (here, kind, at, what) in steps {
            match kind {
                0..=7 => {
                    let before = pairs[here].text.version();
                    pairs[here].edit(kind, at, what);
                    sent.extend(pairs[here].text.since(&before).into_iter().map(|op| (here, op)));
                }
                8..=11 if !sent.is_empty() => {
                    for _ in 0..4 {
                        let pick = usize::from(order.next().unwrap()) % sent.len();
                        let pair = &mut pairs[here];
                        let kept = pair.keeps.receive(&sent[pick].1);
                        prop_assert_eq!(pair.text.receive(&sent[pick].1), kept);
                    }
                }
                _ => {
                    // A report counts once all that it covers is here.
                    for other in pairs.clone() {
                        let (theirs, pair) = (other.text.version(), &mut pairs[here]);
                        let mine = pair.text.version();
                        if mine.typed.covers(&theirs.typed) && mine.deleted.covers(&theirs.deleted) {
                            pair.known.report(other.number, &theirs.deleted);
                        }
                    }
                    pairs[here].collect();
                }
            }
            pairs[here].check()?;
        }
        for pair in &mut pairs {
            for _ in 0..=sent.len() {
                for (_, op) in &sent {
                    pair.text.receive(op);
                    pair.keeps.receive(op);
                }
            }
            prop_assert!(sent.iter().all(|(_, op)| pair.text.receive(op) == Received::Known));
            pair.check()?;
        }
        prop_assert!(pairs.windows(2).all(|w| w[0].text.to_string() == w[1].text.to_string()));
    }

    /// The minimum is just what everybody has reported.
    #[test]
    fn stable_is_what_everybody_has_seen(
        reports in prop::collection::vec((0u32..4, 0u32..3, 0u64..6), 0..30),
    ) {
        let mut known = CausalStability::new(0..3);
        let mut plain = [[0u64; 3]; 3];
        for (replica, actor, counter) in reports {
            known.report(replica, &VersionVector::from_iter([(actor, counter)]));
            if let Some(row) = plain.get_mut(replica as usize) {
                row[actor as usize] = row[actor as usize].max(counter);
            }
        }
        for actor in 0..3 {
            let least = plain.iter().map(|row| row[actor as usize]).min().unwrap();
            prop_assert_eq!(known.stable().get(actor), least);
            let stable = |counter| known.is_stable(Dot { actor, counter });
            prop_assert!(least == 0 || stable(least));
            prop_assert!(!stable(least + 1));
        }
    }
}

/// What is collected too early is what somebody still types beside: they stay apart for ever.
#[test]
fn too_early_is_for_ever() {
    let mut ann = Text::new();
    ann.insert(1, 0, "milk bread").unwrap();
    let mut bob = ann.clone();
    ann.delete(1, 4, 6).unwrap();
    bob.insert(2, 8, "!").unwrap();
    let all = ann.version().deleted;
    let mut hasty = ann.clone();
    assert_eq!(hasty.collect(&all), 6);
    let op = &bob.since(&hasty.version())[0];
    assert_eq!((hasty.receive(op), ann.receive(op)), (Received::Early, Received::New));
    assert_eq!((hasty.to_string().as_str(), ann.to_string().as_str()), ("milk", "milk!"));
    // The exclamation mark hangs on the character behind it, and that on all before: one can go.
    bob.join(&ann);
    let mut known = CausalStability::new([1, 2]);
    known.report(1, &ann.version().deleted);
    known.report(2, &bob.version().deleted);
    assert_eq!((ann.collect(&known.stable()), ann.tombstones()), (1, 5));
    // A group of nobody has agreed on nothing.
    assert!(CausalStability::new([]).stable().is_empty());
    assert!(!CausalStability::new([]).is_stable(Dot { actor: 1, counter: 1 }));
}

/// One writer, many edits, collected now and then, against a plain string: what is kept stays in
/// proportion to the text, not to its history.
#[test]
fn a_long_session_stays_small() {
    let (mut text, mut plain) = (Text::new(), Vec::<char>::new());
    let mut random = chance(7);
    let mut collected = 0;
    for step in 0..20_000 {
        if random(2) == 0 && plain.len() > 400 {
            let at = random(plain.len());
            let count = (1 + random(6)).min(plain.len() - at);
            text.delete(1, at as u32, count as u32).unwrap();
            plain.drain(at..at + count);
        } else {
            let at = random(plain.len() + 1);
            let word = ["a", "bcd", "ef"][random(3)];
            text.insert(1, at as u32, word).unwrap();
            plain.splice(at..at, word.chars());
        }
        if step % 500 == 499 {
            collected += text.collect(&text.version().deleted);
            assert!(text.chars().eq(plain.iter().copied()));
        }
    }
    let typed = text.version().typed.total();
    assert_eq!(u64::from(text.len() + text.tombstones() + collected), typed);
    assert!(typed > 20_000 && text.tombstones() < 5 * text.len(), "{}", text.tombstones());
}
