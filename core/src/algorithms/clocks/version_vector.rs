//! Which updates has somebody seen?

use std::fmt;

use super::Causality;

/// One update: the `counter`-th of an actor, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Dot {
    /// Who made it: a replica, a server, a client.
    pub actor: u32,
    /// Which of theirs.
    pub counter: u64,
}

/// How many updates of each actor have been seen: all up to that number, without gaps (Parker et
/// al. 1983, "Detection of Mutual Inconsistency in Distributed Systems").
///
/// Entries are kept sorted by actor, and an actor without updates has none, so two vectors that
/// say the same are equal. With n entries: lookups are O(log n), comparing and joining O(n).
///
/// ```
/// use sandtable_core::algorithms::clocks::{Causality, VersionVector};
/// let mut left = VersionVector::new();
/// left.next(0);
/// let mut right = left.clone();
/// left.next(0);
/// right.next(1);
/// assert_eq!(left.compare(&right), Causality::Concurrent);
/// left.join(&right);
/// assert_eq!(left.compare(&right), Causality::After);
/// assert_eq!(left.to_string(), "{0:2, 1:1}");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct VersionVector {
    entries: Vec<(u32, u64)>,
}

impl VersionVector {
    /// A vector that has seen nothing.
    #[must_use]
    pub const fn new() -> VersionVector {
        VersionVector { entries: Vec::new() }
    }

    /// How many updates of that actor have been seen.
    #[must_use]
    pub fn get(&self, actor: u32) -> u64 {
        let found = self.entries.binary_search_by_key(&actor, |e| e.0);
        found.map_or(0, |at| self.entries[at].1)
    }

    /// Whether an update has been seen.
    #[must_use]
    pub fn contains(&self, dot: Dot) -> bool {
        dot.counter <= self.get(dot.actor)
    }

    /// Makes the next update of an actor, and has seen it.
    pub fn next(&mut self, actor: u32) -> Dot {
        Dot { actor, counter: self.advance(actor, 1) }
    }

    /// Makes so many more updates of an actor, and has seen them; returns how many that makes.
    /// Saturates.
    pub fn advance(&mut self, actor: u32, by: u64) -> u64 {
        match self.entries.binary_search_by_key(&actor, |e| e.0) {
            Ok(at) => {
                let counter = &mut self.entries[at].1;
                *counter = counter.saturating_add(by);
                *counter
            }
            Err(_) if by == 0 => 0,
            Err(at) => {
                self.entries.insert(at, (actor, by));
                by
            }
        }
    }

    /// Has seen at least so many updates of an actor. Says whether that is news.
    pub fn raise(&mut self, actor: u32, counter: u64) -> bool {
        if counter == 0 {
            return false;
        }
        match self.entries.binary_search_by_key(&actor, |e| e.0) {
            Ok(at) => {
                let news = counter > self.entries[at].1;
                self.entries[at].1 = self.entries[at].1.max(counter);
                news
            }
            Err(at) => {
                self.entries.insert(at, (actor, counter));
                true
            }
        }
    }

    /// Has seen what either has seen: the larger number for each actor. The least upper bound.
    pub fn join(&mut self, other: &VersionVector) {
        let (mut at, mut missing) = (0, 0);
        for (actor, counter) in &other.entries {
            while self.entries.get(at).is_some_and(|mine| mine.0 < *actor) {
                at += 1;
            }
            match self.entries.get_mut(at) {
                Some(mine) if mine.0 == *actor => mine.1 = mine.1.max(*counter),
                _ => missing += 1,
            }
        }
        // Those that are missing are put in from the back, so that each entry moves once at most.
        let mut from = self.entries.len();
        let mut to = from + missing;
        self.entries.resize(to, (0, 0));
        for entry in other.entries.iter().rev() {
            while to > from && from > 0 && self.entries[from - 1].0 > entry.0 {
                (from, to) = (from - 1, to - 1);
                self.entries[to] = self.entries[from];
            }
            if to == from {
                return;
            }
            if from == 0 || self.entries[from - 1].0 != entry.0 {
                to -= 1;
                self.entries[to] = *entry;
            }
        }
    }

    /// Has seen only what both have seen: the smaller number for each actor. The greatest lower
    /// bound. O(n log n).
    pub fn meet(&mut self, other: &VersionVector) {
        for (actor, counter) in &mut self.entries {
            *counter = (*counter).min(other.get(*actor));
        }
        self.entries.retain(|entry| entry.1 > 0);
    }

    /// Whether it has seen all that `other` has.
    #[must_use]
    pub fn covers(&self, other: &VersionVector) -> bool {
        let mut mine = self.entries.iter();
        other.entries.iter().all(|(actor, counter)| {
            mine.by_ref().find(|e| e.0 >= *actor).is_some_and(|e| e.0 == *actor && e.1 >= *counter)
        })
    }

    /// How the two stand to each other.
    #[must_use]
    pub fn compare(&self, other: &VersionVector) -> Causality {
        Causality::from_cover(self.covers(other), other.covers(self))
    }

    /// Who has made updates, and how many; in the order of the actors.
    pub fn iter(&self) -> impl Iterator<Item = (u32, u64)> + '_ {
        self.entries.iter().copied()
    }

    /// How many actors it has an entry for.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it has seen nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// How many updates it has seen in all; saturates.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.entries.iter().fold(0, |sum: u64, e| sum.saturating_add(e.1))
    }
}

impl FromIterator<(u32, u64)> for VersionVector {
    /// The larger number counts where an actor comes twice.
    fn from_iter<I: IntoIterator<Item = (u32, u64)>>(entries: I) -> VersionVector {
        let mut vector = VersionVector::new();
        for (actor, counter) in entries {
            vector.raise(actor, counter);
        }
        vector
    }
}

impl fmt::Display for VersionVector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let entries: Vec<String> = self.iter().map(|(a, c)| format!("{a}:{c}")).collect();
        write!(f, "{{{}}}", entries.join(", "))
    }
}
