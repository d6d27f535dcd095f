//! A text in which a character has a number between those of its neighbours: simple, convergent,
//! and it shuffles what two people type in the same place. Kept as a warning, not as a library.

use super::change::ChangeId;

/// Numbers are digits after the point, in this base.
const BASE: u32 = 1 << 16;

#[derive(Clone, Debug)]
struct Character {
    number: Vec<u32>,
    replica: u32,
    change: ChangeId,
    value: char,
    deleted: bool,
}

impl Character {
    /// What tells it apart, and puts it in its place.
    fn name(&self) -> (&[u32], u32, ChangeId, char) {
        (&self.number, self.replica, self.change, self.value)
    }
}

/// A text of numbered characters, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Fractions {
    characters: Vec<Character>,
}

impl Fractions {
    pub(super) fn shown(&self) -> impl Iterator<Item = (char, ChangeId)> {
        self.characters.iter().filter(|c| !c.deleted).map(|c| (c.value, c.change))
    }

    /// The index of the visible character number `at`, or the end.
    fn index(&self, at: usize) -> usize {
        let mut visible = (0..self.characters.len()).filter(|i| !self.characters[*i].deleted);
        visible.nth(at).unwrap_or(self.characters.len())
    }

    pub(super) fn insert(&mut self, replica: u32, change: ChangeId, at: usize, text: &str) {
        for (i, value) in text.chars().enumerate() {
            let place = self.index(at + i);
            let left = place.checked_sub(1).map_or(&[][..], |p| &self.characters[p].number);
            let right = self.characters.get(place).map(|c| c.number.as_slice());
            let number = between(left, right);
            let new = Character { number, replica, change, value, deleted: false };
            let place = self.characters.partition_point(|c| c.name() < new.name());
            self.characters.insert(place, new);
        }
    }

    pub(super) fn delete(&mut self, at: usize, count: usize) {
        for _ in 0..count {
            let place = self.index(at);
            if let Some(character) = self.characters.get_mut(place) {
                character.deleted = true;
            }
        }
    }

    pub(super) fn join(&mut self, other: &Fractions) {
        for theirs in &other.characters {
            match self.characters.binary_search_by(|mine| mine.name().cmp(&theirs.name())) {
                Ok(at) => self.characters[at].deleted |= theirs.deleted,
                Err(at) => self.characters.insert(at, theirs.clone()),
            }
        }
    }

    pub(super) fn tombstones(&self) -> usize {
        self.characters.iter().filter(|c| c.deleted).count()
    }

    pub(super) fn len(&self) -> usize {
        self.characters.len()
    }
}

/// A number between two, halfway in the first digit that leaves room.
fn between(left: &[u32], right: Option<&[u32]>) -> Vec<u32> {
    let (mut out, mut right) = (Vec::new(), right);
    for digit in 0.. {
        let low = left.get(digit).copied().unwrap_or(0);
        let high = right.and_then(|r| r.get(digit).copied()).unwrap_or(BASE);
        if high > low + 1 {
            out.push(low + (high - low) / 2);
            break;
        }
        out.push(low);
        if high > low {
            right = None;
        }
    }
    out
}
