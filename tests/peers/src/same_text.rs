//! Does our text hold what yrs, loro and diamond-types hold after the same edits?
//!
//! Where people type at the same time in the same place, each library has an order of its own. What
//! must be equal: the text after edits by one, and the characters that survive after edits by many.

use sandtable_core::algorithms::crdt::{Lattice, Text};
use yrs::updates::decoder::Decode;
use yrs::{GetString, ReadTxn, StateVector, Text as _, Transact, Update};

use crate::random::Random;
use crate::table::Row;
use crate::versions;

/// A replica of one library.
trait Replica: Sized {
    fn new(number: u32) -> Self;
    fn insert(&mut self, at: usize, text: &str);
    fn delete(&mut self, at: usize, count: usize);
    fn hear(&mut self, other: &Self);
    fn text(&self) -> String;
}

struct Ours {
    number: u32,
    text: Text,
}

impl Replica for Ours {
    fn new(number: u32) -> Self {
        Ours { number, text: Text::new() }
    }
    fn insert(&mut self, at: usize, text: &str) {
        self.text.insert(self.number, at as u32, text).expect("in range");
    }
    fn delete(&mut self, at: usize, count: usize) {
        self.text.delete(self.number, at as u32, count as u32).expect("in range");
    }
    fn hear(&mut self, other: &Self) {
        self.text.join(&other.text);
    }
    fn text(&self) -> String {
        self.text.to_string()
    }
}

struct Yrs {
    document: yrs::Doc,
    text: yrs::TextRef,
}

impl Replica for Yrs {
    fn new(number: u32) -> Self {
        let options = yrs::Options {
            offset_kind: yrs::OffsetKind::Utf16,
            ..yrs::Options::with_client_id(yrs::block::ClientID::new(number.into()))
        };
        let document = yrs::Doc::with_options(options);
        let text = document.get_or_insert_text("text");
        Yrs { document, text }
    }
    fn insert(&mut self, at: usize, text: &str) {
        self.text.insert(&mut self.document.transact_mut(), at as u32, text);
    }
    fn delete(&mut self, at: usize, count: usize) {
        self.text.remove_range(&mut self.document.transact_mut(), at as u32, count as u32);
    }
    fn hear(&mut self, other: &Self) {
        let update = other.document.transact().encode_state_as_update_v1(&StateVector::default());
        let update = Update::decode_v1(&update).expect("an update");
        self.document.transact_mut().apply_update(update).expect("it fits");
    }
    fn text(&self) -> String {
        self.text.get_string(&self.document.transact())
    }
}

struct Loro {
    document: loro::LoroDoc,
    text: loro::LoroText,
}

impl Replica for Loro {
    fn new(number: u32) -> Self {
        let document = loro::LoroDoc::new();
        document.set_peer_id(number.into()).expect("a number");
        let text = document.get_text("text");
        Loro { document, text }
    }
    fn insert(&mut self, at: usize, text: &str) {
        self.text.insert(at, text).expect("in range");
        self.document.commit();
    }
    fn delete(&mut self, at: usize, count: usize) {
        self.text.delete(at, count).expect("in range");
        self.document.commit();
    }
    fn hear(&mut self, other: &Self) {
        let update = other.document.export(loro::ExportMode::all_updates()).expect("an update");
        self.document.import(&update).expect("it fits");
    }
    fn text(&self) -> String {
        self.text.to_string()
    }
}

/// Every character is another one, so that it can be told apart in any library.
struct Alphabet(u32);

impl Alphabet {
    fn next(&mut self, count: u32) -> String {
        let from = 0x4E00 + self.0;
        self.0 += count;
        (from..from + count).filter_map(char::from_u32).collect()
    }
}

/// The characters without their order.
fn sorted(text: &str) -> Vec<char> {
    let mut characters: Vec<char> = text.chars().collect();
    characters.sort_unstable();
    characters
}

fn place(text: &str, character: char) -> usize {
    text.chars().position(|c| c == character).expect("both hold the same characters")
}

fn edits_by_one_give_the_same_text() {
    for seed in 0..40 {
        let mut random = Random(seed);
        let mut alphabet = Alphabet(0);
        let (mut ours, mut yrs, mut loro) = (Ours::new(1), Yrs::new(1), Loro::new(1));
        let mut diamond = diamond_types::list::ListCRDT::new();
        let agent = diamond.get_or_create_agent_id("1");
        for _ in 0..150 {
            let len = ours.text.len();
            if len > 0 && random.below(3) == 0 {
                let at = random.below(len) as usize;
                let count = 1 + random.below(4.min(len - at as u32)) as usize;
                ours.delete(at, count);
                yrs.delete(at, count);
                loro.delete(at, count);
                diamond.delete_without_content(agent, at..at + count);
            } else {
                let (at, typed) =
                    (random.below(len + 1) as usize, alphabet.next(1 + random.below(5)));
                ours.insert(at, &typed);
                yrs.insert(at, &typed);
                loro.insert(at, &typed);
                diamond.insert(agent, at, &typed);
            }
        }
        let text = ours.text();
        assert_eq!(text, yrs.text(), "yrs, seed {seed}");
        assert_eq!(text, loro.text(), "loro, seed {seed}");
        assert_eq!(text, diamond.branch.content().to_string(), "diamond-types, seed {seed}");
    }
}

/// Plays the same history on ours and on a peer: each edit names the characters it is about, and
/// not their places, which may differ.
fn same_history<P: Replica>(seed: u64) {
    const REPLICAS: usize = 3;
    let mut random = Random(seed);
    let mut alphabet = Alphabet(0);
    let mut ours: Vec<Ours> = (1..=REPLICAS as u32).map(Ours::new).collect();
    let mut peers: Vec<P> = (1..=REPLICAS as u32).map(P::new).collect();
    let hear = |ours: &mut [Ours], peers: &mut [P], who: usize, from: usize| {
        if who != from {
            let [a, b] = ours.get_disjoint_mut([who, from]).expect("two");
            a.hear(b);
            let [a, b] = peers.get_disjoint_mut([who, from]).expect("two");
            a.hear(b);
        }
        assert_eq!(sorted(&ours[who].text()), sorted(&peers[who].text()), "seed {seed}, {who}");
    };
    for _ in 0..80 {
        let who = random.below(REPLICAS as u32) as usize;
        if random.below(5) == 0 {
            hear(&mut ours, &mut peers, who, random.below(REPLICAS as u32) as usize);
            continue;
        }
        let (here, there) = (ours[who].text(), peers[who].text());
        let characters: Vec<char> = here.chars().collect();
        let any = |random: &mut Random| characters[random.below(characters.len() as u32) as usize];
        if !characters.is_empty() && random.below(3) == 0 {
            let character = any(&mut random);
            ours[who].delete(place(&here, character), 1);
            peers[who].delete(place(&there, character), 1);
        } else {
            let typed = alphabet.next(1 + random.below(4));
            let (mut at, mut peers_at) = (0, 0);
            if !characters.is_empty() && random.below(5) > 0 {
                let character = any(&mut random);
                (at, peers_at) = (place(&here, character) + 1, place(&there, character) + 1);
            }
            ours[who].insert(at, &typed);
            peers[who].insert(peers_at, &typed);
        }
    }
    for _ in 0..2 {
        for who in 0..REPLICAS {
            (0..REPLICAS).for_each(|from| hear(&mut ours, &mut peers, who, from));
        }
    }
    for who in 1..REPLICAS {
        assert_eq!(ours[who].text(), ours[0].text(), "ours come together, seed {seed}");
        assert_eq!(peers[who].text(), peers[0].text(), "theirs come together, seed {seed}");
    }
}

fn edits_by_many_leave_the_characters_that_yrs_has() {
    (0..150).for_each(same_history::<Yrs>);
}

fn edits_by_many_leave_the_characters_that_loro_has() {
    (0..60).for_each(same_history::<Loro>);
}

/// Three people type a word each in the same place at the same time, letter by letter, forwards or
/// backwards; the words that come out.
fn words_typed_at_once<P: Replica>(seed: u64, backwards: bool) -> (String, Vec<String>) {
    let mut random = Random(seed);
    let mut alphabet = Alphabet(0);
    let mut all: Vec<P> = (1..=3).map(P::new).collect();
    let base = alphabet.next(1 + random.below(6));
    all[0].insert(0, &base);
    let at = random.below(base.chars().count() as u32 + 1) as usize;
    let (first, others) = all.split_at_mut(1);
    others.iter_mut().for_each(|other| other.hear(&first[0]));
    let mut words = Vec::new();
    for replica in &mut all {
        let word = alphabet.next(2 + random.below(6));
        for (i, letter) in word.chars().enumerate() {
            replica.insert(if backwards { at } else { at + i }, &letter.to_string());
        }
        words.push(if backwards { word.chars().rev().collect() } else { word });
    }
    for _ in 0..2 {
        for who in 0..3 {
            for from in (0..3).filter(|from| *from != who) {
                let [a, b] = all.get_disjoint_mut([who, from]).expect("two");
                a.hear(b);
            }
        }
    }
    (all[0].text(), words)
}

fn words_typed_at_once_are_not_shuffled() {
    for seed in 0..200 {
        for backwards in [false, true] {
            let (text, words) = words_typed_at_once::<Ours>(seed, backwards);
            let (other, _) = words_typed_at_once::<Loro>(seed, backwards);
            assert_eq!(sorted(&text), sorted(&other), "seed {seed}");
            for word in &words {
                assert!(text.contains(word), "{word} in {text}, seed {seed}");
                // loro's order is Fugue's too.
                assert!(other.contains(word), "loro: {word} in {other}, seed {seed}");
            }
        }
        let (text, words) = words_typed_at_once::<Yrs>(seed, false);
        assert!(words.iter().all(|word| text.contains(word)), "yrs, typed forwards, seed {seed}");
    }
}

/// Plays every kind of history. A difference ends the program and names the history.
pub(crate) fn rows() -> Vec<Row> {
    let tests: [(&str, &[&str], &str, fn()); 4] = [
        (
            "Random edits by one: the text",
            &["yrs", "loro", "diamond-types"],
            "40 histories of 150 edits",
            edits_by_one_give_the_same_text,
        ),
        (
            "Random edits by three at once: the characters that survive",
            &["yrs"],
            "150 histories of 80 steps",
            edits_by_many_leave_the_characters_that_yrs_has,
        ),
        (
            "Random edits by three at once: the characters that survive",
            &["loro"],
            "60 histories of 80 steps",
            edits_by_many_leave_the_characters_that_loro_has,
        ),
        (
            "Three words typed at once in one place, forwards and backwards, are not shuffled",
            &["loro", "yrs"],
            "200 histories; yrs forwards only",
            words_typed_at_once_are_not_shuffled,
        ),
    ];
    let row = |(what, peers, histories, test): (&str, &[&str], &str, fn())| {
        test();
        let peers: Vec<String> = peers.iter().map(|name| versions::of(name)).collect();
        let shown = (histories.to_owned(), "the same".to_owned());
        Row::checked(what, peers.join(", "), shown, "equal", Ok(()))
    };
    tests.into_iter().map(row).collect()
}
