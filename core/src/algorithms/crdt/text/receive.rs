//! Where does what others typed belong, and what do they lack?

use std::cmp::Ordering;

use super::span::{Few, Id, NONE, Span};
use super::tree::Spot;
use super::{Entry, Received, Text, TextId, TextOp, TextVersion};

impl Text {
    /// Does what was done elsewhere. Any order and any number of times will do: what comes too
    /// early is refused and has to be tried again; so is what there is no room for, and what hangs
    /// on a character that was collected. O(log n), and more where others typed in the same place
    /// at the same time.
    pub fn receive(&mut self, op: &TextOp) -> Received {
        match op {
            TextOp::Insert { first, left, right, text } => {
                self.receive_typed(*first, *left, *right, text)
            }
            TextOp::Delete { replica, counter, first, len, backward } => {
                self.receive_deleted(*replica, *counter, *first, *len, *backward)
            }
        }
    }

    /// A character that is here; `NONE` for nobody, nothing for one that has not come or is gone.
    fn here(&self, id: Option<TextId>) -> Option<Id> {
        let Some(TextId { replica, counter }) = id else { return Some(NONE) };
        let who = self.known(replica)?;
        self.people[who as usize].has(counter).then_some(Id { who, at: counter })
    }

    /// A character that has come, though it may be gone.
    fn arrived(&self, TextId { replica, counter }: TextId) -> Option<Id> {
        let who = self.known(replica)?;
        let has = (counter as usize) < self.people[who as usize].count();
        has.then_some(Id { who, at: counter })
    }

    fn receive_typed(
        &mut self,
        first: TextId,
        left: Option<TextId>,
        right: Option<TextId>,
        text: &str,
    ) -> Received {
        let known = self.known(first.replica);
        let have = known.map_or(0, |who| self.people[who as usize].count() as u32);
        let Some(skip) = have.checked_sub(first.counter) else { return Received::Early };
        let news = text.chars().skip(skip as usize);
        let Ok(len @ 1..) = u32::try_from(news.clone().count()) else { return Received::Known };
        // Of what is known in part, the rest hangs on the last that is known.
        let last = have.checked_sub(1).map(|counter| TextId { counter, ..first });
        let (left, right) = if skip > 0 { (last, None) } else { (left, right) };
        let Some((left, right)) = self.here(left).zip(self.here(right)) else {
            return Received::Early;
        };
        let room = (u32::MAX - 1 - self.characters).min(u32::MAX - 1 - have);
        if len > room {
            return Received::Early;
        }
        let who = self.who(first.replica);
        self.people[who as usize].push(news);
        let first = Id { who, at: have };
        self.near = None;
        self.characters += len;
        self.integrate(Span { first, len, deleted: false, left, right });
        self.log_typed(first, len);
        Received::New
    }

    /// The place of a character that has come.
    pub(super) fn locate(&self, id: Id) -> Spot {
        let leaf = self.people[id.who as usize].leaf(id.at);
        let spans = self.tree.spans(leaf).iter();
        let has =
            |s: &Span| s.first.who == id.who && (s.first.at..s.first.at + s.len).contains(&id.at);
        let found = spans.enumerate().find(|(_, span)| has(span));
        let (index, offset) = found.map_or((0, 0), |(i, span)| (i, id.at - span.first.at));
        Spot { leaf, index, offset }
    }

    /// Which of two characters comes first, where `NONE` is in front of all if it is a left
    /// neighbour and behind all if it is a right parent.
    pub(super) fn order(&self, a: Id, b: Id, none: Ordering) -> Ordering {
        match (a == NONE, b == NONE) {
            _ if a == b => Ordering::Equal,
            (true, _) => none,
            (_, true) => none.reverse(),
            _ => self.tree.order(self.locate(a), self.locate(b)),
        }
    }

    /// Puts a span where Fugue's tree has it, reading the tree off the left neighbours and right
    /// parents of what stands there: children of the same parent are in the order of their
    /// replicas, and what stands below one of them goes with it.
    pub(super) fn integrate(&mut self, new: Span) {
        let mut here = if new.left == NONE {
            Spot { leaf: self.tree.first(), index: 0, offset: 0 }
        } else {
            let mut spot = self.locate(new.left);
            let span = self.tree.spans(spot.leaf)[spot.index];
            spot.offset += 1;
            if spot.offset < span.len {
                let behind = span.part(spot.offset, span.len - spot.offset);
                let mut few = Few::new();
                few.push(span.part(0, spot.offset));
                // Nobody typed there at the same time: the usual case, without a detour.
                if new.right == behind.first || self.is_lower(new.first, behind.first, &new) {
                    few.push(new);
                    few.push(behind);
                    self.settle_in(spot.leaf, spot.index, 1, &few, new);
                    return;
                }
                self.split(spot, &span);
                spot = self.locate(new.left);
            }
            Spot { leaf: spot.leaf, index: spot.index + 1, offset: 0 }
        };
        let (mut place, mut scanning) = (here, false);
        while let Some(spot) = self.tree.settle(here) {
            let other = self.tree.spans(spot.leaf)[spot.index];
            if other.first == new.right {
                break;
            }
            match self.order(other.left, new.left, Ordering::Less) {
                Ordering::Less => break,
                Ordering::Greater => {}
                Ordering::Equal => match self.order(other.right, new.right, Ordering::Greater) {
                    Ordering::Less => scanning = true,
                    Ordering::Equal if self.replica(new.first) < self.replica(other.first) => break,
                    Ordering::Equal | Ordering::Greater => scanning = false,
                },
            }
            here = Spot { leaf: spot.leaf, index: spot.index + 1, offset: 0 };
            if !scanning {
                place = here;
            }
        }
        let mut few = Few::new();
        let (mut index, mut count) = (place.index, 0);
        if index > 0 {
            (index, count) = (index - 1, 1);
            few.push(self.tree.spans(place.leaf)[index]);
        }
        few.push(new);
        self.settle_in(place.leaf, index, count, &few, new);
    }

    fn replica(&self, id: Id) -> u32 {
        self.people[id.who as usize].replica
    }

    /// Whether a right child comes before the right child that stands inside a span.
    fn is_lower(&self, new: Id, other: Id, span: &Span) -> bool {
        span.right == NONE && self.replica(new) < self.replica(other)
    }

    /// Makes two spans of one; they would be put together again at once if they were not told
    /// apart, so each is put in its place alone.
    fn split(&mut self, spot: Spot, span: &Span) {
        let mut few = Few::new();
        few.push_apart(span.part(0, spot.offset));
        few.push_apart(span.part(spot.offset, span.len - spot.offset));
        self.replace(spot.leaf, spot.index, 1, &few);
    }

    /// Puts spans in place of others, one of them new.
    pub(super) fn settle_in(
        &mut self,
        leaf: u32,
        index: usize,
        count: usize,
        few: &Few,
        new: Span,
    ) {
        self.people[new.first.who as usize].put(new.first.at, new.len, leaf);
        self.replace(leaf, index, count, few);
    }

    fn receive_deleted(
        &mut self,
        replica: u32,
        counter: u32,
        first: TextId,
        len: u32,
        backward: bool,
    ) -> Received {
        let have = self.known(replica).map_or(0, |who| self.people[who as usize].deleted);
        let Some(skip) = have.checked_sub(counter) else { return Received::Early };
        if skip >= len {
            return Received::Known;
        }
        let last = first.counter.checked_add(len - 1);
        let last = last.map(|counter| TextId { counter, ..first });
        if last.is_none_or(|last| self.arrived(last).is_none()) {
            return Received::Early;
        }
        let Some(from) = self.arrived(first) else { return Received::Early };
        let who = self.who(replica);
        self.near = None;
        let mut target = if backward { from } else { Id { at: from.at + skip, ..from } };
        let more = len - skip;
        let start = target;
        let end = target.at + more;
        while target.at < end {
            if let Some(behind) = self.people[target.who as usize].gone(target.at) {
                target.at = behind;
                continue;
            }
            let spot = self.locate(target);
            let span = self.tree.spans(spot.leaf)[spot.index];
            let len = (end - target.at).min(span.len - spot.offset);
            if !span.deleted {
                self.strike(spot, len);
            }
            target.at += len;
        }
        self.people[who as usize].deleted += more;
        let counter = counter + skip;
        self.log.push(Entry::Deleted { who, counter, first: start, len: more, backward });
        Received::New
    }

    /// What has happened that is not in a version: a delta, in an order in which it can be
    /// received. O(n).
    ///
    /// What was collected is left out. Every replica of the group has it; one that comes later
    /// starts from a clone of another, not from operations.
    #[must_use]
    pub fn since(&self, version: &TextVersion) -> Vec<TextOp> {
        let mut out = Vec::new();
        for entry in &self.log {
            match *entry {
                Entry::Typed { first, len } => {
                    let seen = version.typed.get(self.replica(first));
                    let end = first.at + len;
                    let mut at = first.at.max(u32::try_from(seen).unwrap_or(u32::MAX));
                    while at < end {
                        if let Some(behind) = self.people[first.who as usize].gone(at) {
                            at = behind;
                            continue;
                        }
                        let id = Id { who: first.who, at };
                        let spot = self.locate(id);
                        let span = self.tree.spans(spot.leaf)[spot.index];
                        let len = (end - at).min(span.len - spot.offset);
                        out.push(self.typed_op(&span.part(spot.offset, len)));
                        at += len;
                    }
                }
                Entry::Deleted { who, counter, first, len, backward } => {
                    let replica = self.people[who as usize].replica;
                    let seen = u32::try_from(version.deleted.get(replica)).unwrap_or(u32::MAX);
                    let skip = seen.saturating_sub(counter);
                    if skip < len {
                        let at = if backward { first.at } else { first.at + skip };
                        let first = self.name(Id { at, ..first });
                        let (counter, len) = (counter + skip, len - skip);
                        out.push(TextOp::Delete { replica, counter, first, len, backward });
                    }
                }
            }
        }
        out
    }

    fn typed_op(&self, span: &Span) -> TextOp {
        let name = |id: Id| (id != NONE).then(|| self.name(id));
        TextOp::Insert {
            first: self.name(span.first),
            left: name(span.left),
            right: name(span.right),
            text: self.typed(span.first, span.len).iter().collect(),
        }
    }
}
