//! Which deleted characters can be forgotten, and how?

use super::span::{Few, Id, NONE, Span};
use super::tree::Tree;
use super::{Entry, Text};
use crate::algorithms::clocks::VersionVector;

impl Text {
    /// Takes out the tombstones that nobody can speak of any more, and returns how many. Nothing
    /// that is to be seen changes, and replicas may do it at different times, or never.
    ///
    /// `stable` says how many deletions of each replica every replica is known to have seen: the
    /// least [`deleted`](super::TextVersion::deleted) of all that they have reported, see
    /// [`CausalStability`](crate::algorithms::clocks::CausalStability). A report counts only once
    /// this text has all that the reporting replica had then, both typed and deleted.
    ///
    /// A tombstone goes if its deletion is stable, and so are those of all characters that hang on
    /// it. Whoever has seen a tombstone under which nothing is to be seen hangs nothing on it, and
    /// what others had hung on it before has come: so nothing will ever come that does. (RGA can
    /// tell by the deletion alone, because its insertions name only characters that are to be
    /// seen: Roh, Jeon, Kim and Lee 2011, "Replicated abstract data types: Building blocks for
    /// collaborative applications".) A tombstone on which something hangs that is to be seen has to stay: it is the place of that.
    ///
    /// If `stable` is more than everybody has seen, what others still hang on a character that is
    /// gone is refused here for ever ([`Received::Early`](super::Received)), and the replicas stay
    /// apart.
    ///
    /// O(n) for n characters, so it is done now and then, not at each edit.
    ///
    /// ```
    /// use sandtable_core::algorithms::clocks::CausalStability;
    /// use sandtable_core::algorithms::crdt::{Lattice, Text};
    /// let mut ann = Text::new();
    /// ann.insert(1, 0, "milk bread").unwrap();
    /// let mut bob = ann.clone();
    /// ann.delete(1, 4, 6).unwrap();
    /// let mut known = CausalStability::new([1, 2]);
    /// known.report(1, &ann.version().deleted);
    /// assert_eq!(ann.collect(&known.stable()), 0); // bob may be typing there
    /// bob.join(&ann);
    /// known.report(2, &bob.version().deleted);
    /// assert_eq!(ann.collect(&known.stable()), 6);
    /// assert_eq!((ann.to_string().as_str(), ann.tombstones()), ("milk", 0));
    /// ```
    pub fn collect(&mut self, stable: &VersionVector) -> u32 {
        if self.tombstones() == 0 {
            return 0;
        }
        let mut kept = self.marks(false);
        let mut dead = self.marks(false);
        self.mark_dead(stable, &mut dead);
        for span in self.tree.iter() {
            let mut last = (0..span.len).rev().map(|i| span.id(i));
            let alive = |id: &Id| !span.deleted || !dead[id.who as usize][id.at as usize];
            if let Some(id) = last.find(alive) {
                self.keep(id, &mut kept);
            }
        }
        let before = self.characters;
        let spans = self.rest(&kept);
        self.characters = spans.iter().map(|span| span.len).sum();
        if self.characters == before {
            return 0;
        }
        for (person, kept) in self.people.iter_mut().zip(&kept) {
            person.collect(|at| kept[at as usize]);
        }
        (self.tree, self.near) = (Tree::new(), None);
        let mut leaf = self.tree.first();
        for span in spans {
            let mut few = Few::new();
            few.push(span);
            self.settle_in(leaf, self.tree.spans(leaf).len(), 0, &few, span);
            leaf = self.tree.next(leaf).unwrap_or(leaf);
        }
        self.trim(stable);
        before - self.characters
    }

    /// How many bytes the tombstones take: 8 for each character in the tables, 32 for each span.
    /// O(n).
    #[must_use]
    pub fn tombstone_bytes(&self) -> u64 {
        let each = (size_of::<char>() + size_of::<u32>()) as u64;
        let deleted = self.tree.iter().filter(|span| span.deleted);
        deleted.map(|span| size_of::<Span>() as u64 + each * u64::from(span.len)).sum()
    }

    /// A mark for each character that was ever typed.
    fn marks(&self, mark: bool) -> Vec<Vec<bool>> {
        self.people.iter().map(|person| vec![mark; person.count()]).collect()
    }

    /// Marks the characters of which a deletion is stable.
    fn mark_dead(&self, stable: &VersionVector, dead: &mut [Vec<bool>]) {
        for entry in &self.log {
            let Entry::Deleted { who, counter, first, len, backward } = *entry else { continue };
            let seen = stable.get(self.people[who as usize].replica);
            let seen = u32::try_from(seen).unwrap_or(u32::MAX);
            let count = seen.saturating_sub(counter).min(len);
            let from = if backward { first.at + (len - count) } else { first.at };
            dead[first.who as usize][from as usize..][..count as usize].fill(true);
        }
    }

    /// Marks a character and all that it hangs on.
    fn keep(&self, id: Id, kept: &mut [Vec<bool>]) {
        let mut id = id;
        while id != NONE {
            let spot = self.locate(id);
            let span = self.tree.spans(spot.leaf)[spot.index];
            let marks = &mut kept[id.who as usize][span.first.at as usize..=id.at as usize];
            // Marked from the front, so the first one says whether this span has been here.
            let news = marks.iter().rposition(|mark| *mark).map_or(0, |at| at + 1);
            marks[news..].fill(true);
            if news > 0 {
                return;
            }
            id = if span.right == NONE { span.left } else { span.right };
        }
    }

    /// The spans without what is not kept: of each the front, since the rest hangs on it.
    fn rest(&self, kept: &[Vec<bool>]) -> Vec<Span> {
        let mut spans: Vec<Span> = Vec::new();
        for span in self.tree.iter() {
            let marks = &kept[span.first.who as usize][span.first.at as usize..];
            let len = marks[..span.len as usize].iter().take_while(|kept| **kept).count() as u32;
            match spans.last_mut() {
                _ if len == 0 => {}
                Some(last) if last.takes(span) => last.len += len,
                _ => spans.push(span.part(0, len)),
            }
        }
        spans
    }

    /// Leaves out of the log what speaks only of characters that are gone, and that everybody has
    /// heard of.
    fn trim(&mut self, stable: &VersionVector) {
        let people = &self.people;
        let gone = |first: Id, len: u32| {
            let until = people[first.who as usize].gone(first.at);
            until.is_some_and(|end| end >= first.at + len)
        };
        self.log.retain(|entry| match *entry {
            Entry::Typed { first, len } => !gone(first, len),
            Entry::Deleted { who, counter, first, len, .. } => {
                let seen = stable.get(people[who as usize].replica);
                u64::from(counter) + u64::from(len) > seen || !gone(first, len)
            }
        });
    }
}
