//! What the copies answered to a read, and what follows from it.

use super::{Acks, Item, Version};

/// One copy's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer<V> {
    /// Who answered.
    pub from: u8,
    /// What it holds.
    pub item: Item<V>,
}

/// The answers to one read, the first of each process.
///
/// ```
/// use sandtable_core::algorithms::quorum::{Answers, Item, Version};
/// let item = |counter, value| Item { version: Version { counter, write: counter }, value };
/// let mut answers = Answers::new(2);
/// answers.add(1, item(1, "Tuesday"));
/// answers.add(2, item(2, "Friday"));
/// assert!(answers.is_reached());
/// assert_eq!(answers.newest().unwrap().value, "Friday");
/// assert_eq!(answers.stale().collect::<Vec<_>>(), [1]);
/// assert_eq!(answers.holders(), 1);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers<V> {
    acks: Acks,
    answers: Vec<Answer<V>>,
}

impl<V: Clone> Answers<V> {
    /// No answers yet, of which `needed` are enough.
    #[must_use]
    pub fn new(needed: u32) -> Answers<V> {
        Answers { acks: Acks::new(needed), answers: Vec::new() }
    }

    /// Takes in an answer; a second one of the same process is not counted. Says whether it was.
    pub fn add(&mut self, from: u8, item: Item<V>) -> bool {
        let new = self.acks.add(from);
        if new {
            self.answers.push(Answer { from, item });
        }
        new
    }

    /// A copy is known to hold `version` by now: it was repaired.
    pub fn raise(&mut self, from: u8, item: &Item<V>) {
        match self.answers.iter_mut().find(|a| a.from == from) {
            Some(answer) => {
                answer.item.absorb(item);
            }
            None => {
                self.add(from, item.clone());
            }
        }
    }

    /// Whether enough have answered.
    #[must_use]
    pub fn is_reached(&self) -> bool {
        self.acks.is_reached()
    }

    /// How many have answered.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.acks.count()
    }

    /// How many are needed.
    #[must_use]
    pub fn needed(&self) -> u32 {
        self.acks.needed()
    }

    /// Whether that process has answered.
    #[must_use]
    pub fn has(&self, from: u8) -> bool {
        self.acks.has(from)
    }

    /// The newest item among the answers.
    #[must_use]
    pub fn newest(&self) -> Option<&Item<V>> {
        self.answers.iter().map(|a| &a.item).max_by_key(|i| i.version)
    }

    /// The processes that answered with something older than the newest.
    pub fn stale(&self) -> impl Iterator<Item = u8> + '_ {
        let newest = self.newest().map_or(Version::default(), |i| i.version);
        self.answers.iter().filter(move |a| a.item.version < newest).map(|a| a.from)
    }

    /// How many copies are known to hold the newest.
    #[must_use]
    pub fn holders(&self) -> u32 {
        let newest = self.newest().map_or(Version::default(), |i| i.version);
        self.answers.iter().filter(|a| a.item.version == newest).count() as u32
    }
}
