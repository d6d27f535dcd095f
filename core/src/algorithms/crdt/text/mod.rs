//! How do replicas edit one text?

mod collect;
mod op;
mod person;
mod receive;
mod span;
mod tree;

use std::cmp::Ordering;
use std::fmt;

use person::Person;
use span::{Few, Id, NONE, Span};
use tree::{Spot, Tree};

use super::Lattice;
use crate::algorithms::clocks::VersionVector;

pub use op::{Received, TextError, TextId, TextOp, TextVersion};

/// A text that replicas edit apart, with Fugue's order (Weidner and Kleppmann 2023, "The Art of the
/// Fugue: Minimizing Interleaving in Collaborative Text Editing"). By state, by delta and by
/// operation.
///
/// # Why Fugue
///
/// What two people type in the same place at the same time must not be shuffled together. RGA
/// (Roh et al. 2011) keeps runs apart that were typed forwards and shuffles those typed backwards;
/// YATA (Nicolaescu et al. 2016), the order of Yjs, does so in some cases too. Fugue's tree of
/// left and right children shuffles neither; only where three insertions or more meet can it do
/// worse than the best possible, and the paper's FugueMax, at the price of a more complicated
/// order, does not. Eg-walker (Gentle and Kleppmann 2025) keeps no such state while nobody
/// edits at the same time and is faster and smaller then, but it has to keep the history, and to
/// replay it when edits do meet; it takes an order of this kind inside.
///
/// # How it is kept
///
/// Characters that were typed one after the other are one span (32 bytes and the characters), the
/// spans stand in a B-tree, and a table says for each character in which leaf it is. With n spans:
/// an edit is O(log n), and so is an operation from elsewhere, unless others typed at the same time
/// in the same place: then it passes over all that they typed there.
///
/// A deleted character stays as a tombstone, because somebody may yet type beside it. Once every
/// replica is known to have seen it deleted, [`Text::collect`] takes it out.
///
/// For that, one thing is not as in the paper. There, what is typed may hang on a tombstone though
/// its maker knows that it is one. Here, tombstones below which nothing is to be seen are passed
/// over, as if they had been taken out already. The tree is Fugue's in every other way, and so is
/// its order while nothing is deleted.
///
/// ```
/// use sandtable_core::algorithms::crdt::{Lattice, Text};
/// let mut ann = Text::new();
/// ann.insert(1, 0, "milk bread").unwrap();
/// let mut bob = ann.clone();
/// ann.insert(1, 5, "eggs ").unwrap();
/// bob.delete(2, 0, 5).unwrap();
/// bob.insert(2, 0, "salt ").unwrap();
/// let seen = bob.version();
/// bob.join(&ann);
/// for op in bob.since(&ann.version()) {
///     ann.receive(&op);
/// }
/// assert_eq!(ann.to_string(), bob.to_string());
/// assert_eq!(ann.to_string(), "salt eggs bread");
/// assert_eq!(bob.since(&seen).len(), 1);
/// ```
#[derive(Clone, Debug)]
pub struct Text {
    tree: Tree,
    people: Vec<Person>,
    /// What happened, in an order in which it can happen again.
    log: Vec<Entry>,
    /// The leaf of the last edit, and how many visible characters are in front of it.
    near: Option<(u32, u32)>,
    characters: u32,
}

/// Something that happened, by whom.
#[derive(Clone, Copy, Debug)]
enum Entry {
    Typed { first: Id, len: u32 },
    Deleted { who: u32, counter: u32, first: Id, len: u32, backward: bool },
}

impl Default for Text {
    fn default() -> Text {
        Text::new()
    }
}

impl Text {
    /// An empty text.
    #[must_use]
    pub fn new() -> Text {
        let (people, log) = (Vec::new(), Vec::new());
        Text { tree: Tree::new(), people, log, near: None, characters: 0 }
    }

    /// How many characters there are to see.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.tree.visible()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many deleted characters are kept.
    #[must_use]
    pub fn tombstones(&self) -> u32 {
        self.characters - self.len()
    }

    /// How many spans the text is kept in. O(n).
    #[must_use]
    pub fn spans(&self) -> usize {
        self.tree.iter().count()
    }

    /// The characters that are to be seen, in order.
    pub fn chars(&self) -> impl Iterator<Item = char> {
        let shown = self.tree.iter().filter(|span| !span.deleted);
        shown.flat_map(|span| self.typed(span.first, span.len).iter().copied())
    }

    /// Every character in order, deleted ones too: which it is, what it is, whether it is deleted.
    pub fn elements(&self) -> impl Iterator<Item = (TextId, char, bool)> {
        self.tree.iter().flat_map(|span| {
            let typed = self.typed(span.first, span.len).iter().enumerate();
            typed.map(|(i, c)| (self.name(span.id(i as u32)), *c, span.deleted))
        })
    }

    /// Types characters in front of the visible character number `at`. `replica` must be one that
    /// nobody else uses. Returns the first new character; nothing if `text` is empty. O(log n) and
    /// the length of `text`.
    ///
    /// # Errors
    /// There is no such place, or the replica has typed all that it can count.
    pub fn insert(
        &mut self,
        replica: u32,
        at: u32,
        text: &str,
    ) -> Result<Option<TextId>, TextError> {
        if at > self.len() {
            return Err(TextError::OutOfRange { at, len: self.len() });
        }
        let who = self.who(replica);
        let person = &mut self.people[who as usize];
        let from = person.count() as u32;
        person.push(text.chars());
        let end = person.count();
        if end >= u32::MAX as usize || end - from as usize > (u32::MAX - self.characters) as usize {
            person.take_back(from);
            return Err(TextError::Full);
        }
        let len = end as u32 - from;
        if len == 0 {
            return Ok(None);
        }
        let first = Id { who, at: from };
        if at == 0 {
            self.type_first(first, len);
        } else {
            let spot = self.find(at - 1);
            self.type_behind(spot, at, first, len);
        }
        self.characters += len;
        self.log_typed(first, len);
        Ok(Some(TextId { replica, counter: from }))
    }

    /// Types characters in front of all.
    fn type_first(&mut self, first: Id, len: u32) {
        let spot = Spot { leaf: self.tree.first(), index: 0, offset: 0 };
        let next = self.tree.spans(spot.leaf).first();
        let physical = next.map_or(NONE, |s| s.first);
        let right = match next {
            Some(next) if next.deleted => self.heir(NONE, spot, 0),
            _ => physical,
        };
        let new = Span { first, len, deleted: false, left: NONE, right };
        if right != physical {
            self.near = None;
            return self.integrate(new);
        }
        self.near = Some((spot.leaf, 0));
        let mut few = Few::new();
        few.push(new);
        self.settle_in(spot.leaf, 0, 0, &few, new);
    }

    /// Types characters directly behind a visible one, the one in front of number `at`.
    fn type_behind(&mut self, spot: Spot, at: u32, first: Id, len: u32) {
        let span = self.tree.spans(spot.leaf)[spot.index];
        let (before, left) = (spot.offset + 1, span.id(spot.offset));
        // Fugue: a right child of its left neighbour if that has none yet, and else a left child of
        // its right neighbour. The neighbour has a right child just if what follows it was typed
        // behind it.
        let next = if before < span.len {
            Some(span.part(before, span.len - before))
        } else {
            let behind = Spot { leaf: spot.leaf, index: spot.index + 1, offset: 0 };
            self.tree.settle(behind).map(|s| self.tree.spans(s.leaf)[s.index])
        };
        let child = next.filter(|next| next.left == left);
        let right = match child {
            Some(child) if child.deleted => self.heir(left, spot, at),
            _ => child.map_or(NONE, |child| child.first),
        };
        let new = Span { first, len, deleted: false, left, right };
        if child.is_some_and(|child| child.first != right) {
            self.near = None;
            let own = if right == NONE { self.behind_own(spot, &new) } else { None };
            let Some(own) = own else { return self.integrate(new) };
            let mut few = Few::new();
            few.push(new);
            return self.settle_in(own.leaf, own.index, 0, &few, new);
        }
        if before == span.len
            && right == NONE
            && first.who == span.first.who
            && first.at == span.first.at + span.len
        {
            self.people[first.who as usize].put(first.at, len, spot.leaf);
            self.tree.extend(spot, len);
            return;
        }
        let mut few = Few::new();
        few.push(span.part(0, before));
        few.push(new);
        few.push(span.part(before, span.len - before));
        self.settle_in(spot.leaf, spot.index, 1, &few, new);
    }

    /// The place of a right child behind its elder siblings, if these are all deleted ones of the
    /// same replica and nothing hangs on them: the usual case where somebody rewrites what they
    /// typed. `spot` is that of its left neighbour.
    fn behind_own(&self, spot: Spot, new: &Span) -> Option<Spot> {
        let mut place = Spot { index: spot.index + 1, offset: 0, ..spot };
        while let Some(here) = self.tree.settle(place) {
            let span = self.tree.spans(here.leaf)[here.index];
            // There is no heir, so the next visible character does not hang on `left`.
            if !span.deleted {
                return Some(here);
            }
            if span.left != new.left || span.right != NONE {
                let outside = self.order(span.left, new.left, Ordering::Less).is_lt();
                return outside.then_some(here);
            }
            if span.first.who != new.first.who {
                return None;
            }
            place = Spot { index: here.index + 1, ..here };
        }
        Some(place)
    }

    /// The first character behind `left` that hangs on it, in whatever way, and that is to be seen
    /// or has one below it that is. `at` is the number of the next visible character: all between
    /// the two are deleted; `near` is in front of it. O(log n) for each span of these.
    fn heir(&self, left: Id, near: Spot, at: u32) -> Id {
        if at >= self.len() {
            return NONE;
        }
        let behind = if left == NONE { near.index } else { near.index + 1 };
        let spans = &self.tree.spans(near.leaf)[behind..];
        let mut spot = match spans.iter().position(|span| !span.deleted) {
            Some(index) => Spot { leaf: near.leaf, index: behind + index, offset: 0 },
            None => {
                let (leaf, before) = self.tree.leaf_of_visible(at);
                self.tree.visible_spot(leaf, at - before)
            }
        };
        // What hangs on a character stands beside it, so the heir is the next visible character or
        // one on which that hangs; and of these, the one that was typed directly behind `left`.
        loop {
            let span = self.tree.spans(spot.leaf)[spot.index];
            if span.left == left {
                return span.first;
            }
            if self.order(span.left, left, Ordering::Less).is_lt() {
                return NONE;
            }
            spot = self.locate(span.left);
        }
    }

    /// Deletes `count` visible characters from number `at` on. O(log n) for each span that they
    /// are in.
    ///
    /// # Errors
    /// There are not so many.
    pub fn delete(&mut self, replica: u32, at: u32, count: u32) -> Result<(), TextError> {
        let end = at.checked_add(count).filter(|end| *end <= self.len());
        if end.is_none() {
            return Err(TextError::OutOfRange { at: at.saturating_add(count), len: self.len() });
        }
        let who = self.who(replica);
        let mut left = count;
        while left > 0 {
            let spot = self.find(at);
            let span = self.tree.spans(spot.leaf)[spot.index];
            let len = left.min(span.len - spot.offset);
            self.strike(spot, len);
            self.log_deleted(who, span.id(spot.offset), len);
            left -= len;
        }
        Ok(())
    }

    /// Makes visible characters of one span tombstones.
    fn strike(&mut self, spot: Spot, len: u32) {
        let spans = self.tree.spans(spot.leaf);
        let span = spans[spot.index];
        let end = spot.offset + len;
        let mut few = Few::new();
        let (mut index, mut count) = (spot.index, 1);
        if spot.offset == 0 && index > 0 && spans[index - 1].deleted {
            (index, count) = (index - 1, 2);
            few.push(spans[index]);
        }
        few.push(span.part(0, spot.offset));
        few.push(Span { deleted: true, ..span.part(spot.offset, len) });
        few.push(span.part(end, span.len - end));
        if end == span.len && spot.index + 1 < spans.len() && spans[spot.index + 1].deleted {
            few.push(spans[spot.index + 1]);
            count += 1;
        }
        self.replace(spot.leaf, index, count, &few);
    }

    /// The place of the visible character number `at`, which must exist.
    fn find(&mut self, at: u32) -> Spot {
        let near = self.near.filter(|(leaf, before)| {
            at.checked_sub(*before).is_some_and(|at| at < self.tree.visible_in(*leaf))
        });
        let (leaf, before) = near.unwrap_or_else(|| self.tree.leaf_of_visible(at));
        self.near = Some((leaf, before));
        self.tree.visible_spot(leaf, at - before)
    }

    /// Puts spans in the place of others, and keeps the table of leaves true.
    fn replace(&mut self, leaf: u32, index: usize, count: usize, new: &Few) {
        let Some(half) = self.tree.replace(leaf, index, count, new) else { return };
        self.near = None;
        for span in self.tree.spans(half) {
            self.people[span.first.who as usize].put(span.first.at, span.len, half);
        }
    }

    /// The place of a replica in the table; a new one is entered.
    fn who(&mut self, replica: u32) -> u32 {
        self.known(replica).unwrap_or_else(|| {
            self.people.push(Person::new(replica));
            self.people.len() as u32 - 1
        })
    }

    fn known(&self, replica: u32) -> Option<u32> {
        self.people.iter().position(|p| p.replica == replica).map(|who| who as u32)
    }

    fn name(&self, id: Id) -> TextId {
        TextId { replica: self.people[id.who as usize].replica, counter: id.at }
    }

    fn typed(&self, first: Id, len: u32) -> &[char] {
        self.people[first.who as usize].chars(first.at, len)
    }

    fn log_typed(&mut self, first: Id, len: u32) {
        match self.log.last_mut() {
            Some(Entry::Typed { first: f, len: l })
                if f.who == first.who && f.at + *l == first.at =>
            {
                *l += len;
            }
            _ => self.log.push(Entry::Typed { first, len }),
        }
    }

    /// Notes a deletion; one that goes on where the last one stopped, in either direction, is one
    /// with it.
    fn log_deleted(&mut self, who: u32, target: Id, more: u32) {
        let counter = self.people[who as usize].deleted;
        self.people[who as usize].deleted += more;
        if let Some(Entry::Deleted { who: w, counter: c, first, len, backward }) =
            self.log.last_mut()
            && *w == who
            && *c + *len == counter
            && first.who == target.who
        {
            if first.at + *len == target.at && (!*backward || *len == 1) {
                *len += more;
                *backward = false;
                return;
            }
            if target.at + more == first.at && more == 1 && (*backward || *len == 1) {
                (*first, *len, *backward) = (target, *len + 1, true);
                return;
            }
        }
        let (first, len) = (target, more);
        self.log.push(Entry::Deleted { who, counter, first, len, backward: false });
    }

    /// How far this replica has got.
    #[must_use]
    pub fn version(&self) -> TextVersion {
        let typed = self.people.iter().map(|p| (p.replica, p.count() as u64));
        let deleted = self.people.iter().map(|p| (p.replica, u64::from(p.deleted)));
        TextVersion { typed: VersionVector::from_iter(typed), deleted: deleted.collect() }
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text: String = self.chars().collect();
        f.write_str(&text)
    }
}

impl PartialEq for Text {
    /// Whether both have the same characters, deleted ones too, in the same order. O(n).
    fn eq(&self, other: &Text) -> bool {
        self.characters == other.characters
            && self.version() == other.version()
            && self.elements().eq(other.elements())
    }
}

impl Eq for Text {}

impl Lattice for Text {
    fn join(&mut self, other: &Text) {
        for op in other.since(&self.version()) {
            self.receive(&op);
        }
    }

    fn contains(&self, other: &Text) -> bool {
        let (mine, theirs) = (self.version(), other.version());
        mine.typed.covers(&theirs.typed) && mine.deleted.covers(&theirs.deleted)
    }
}
