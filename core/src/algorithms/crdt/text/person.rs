//! What has a replica typed, and where does each character stand?

/// A replica, as others know it: the characters that it typed, by their numbers. Those that were
/// collected are left out of the tables; only their numbers are kept, as ranges.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) replica: u32,
    /// How many characters they deleted.
    pub(super) deleted: u32,
    /// What they typed, without what was collected.
    typed: Vec<char>,
    /// The leaf of each of these.
    leaf: Vec<u32>,
    /// What was collected, in order.
    gone: Vec<Gone>,
}

/// Consecutive characters that were collected.
#[derive(Clone, Copy, Debug)]
struct Gone {
    from: u32,
    /// Behind the last one.
    end: u32,
    /// How many were collected up to `end`.
    until_end: u32,
}

impl Person {
    pub(super) fn new(replica: u32) -> Person {
        let (typed, leaf, gone) = (Vec::new(), Vec::new(), Vec::new());
        Person { replica, deleted: 0, typed, leaf, gone }
    }

    /// How many characters they have typed, those too that were collected.
    pub(super) fn count(&self) -> usize {
        self.typed.len() + self.gone.last().map_or(0, |gone| gone.until_end as usize)
    }

    /// Where in the tables a character stands that was not collected.
    fn index(&self, at: u32) -> usize {
        let before = self.gone.partition_point(|gone| gone.end <= at);
        at as usize - before.checked_sub(1).map_or(0, |i| self.gone[i].until_end as usize)
    }

    /// Whether a character was collected; if so, the number behind the last of its range.
    pub(super) fn gone(&self, at: u32) -> Option<u32> {
        let gone = self.gone.get(self.gone.partition_point(|gone| gone.end <= at))?;
        (gone.from <= at).then_some(gone.end)
    }

    /// Adds what they typed last.
    pub(super) fn push(&mut self, text: impl Iterator<Item = char>) {
        self.typed.extend(text);
    }

    /// Takes back all but the first `count`; what was collected stays.
    pub(super) fn take_back(&mut self, count: u32) {
        self.typed.truncate(self.index(count));
    }

    /// Characters of one span.
    pub(super) fn chars(&self, at: u32, len: u32) -> &[char] {
        &self.typed[self.index(at)..][..len as usize]
    }

    pub(super) fn leaf(&self, at: u32) -> u32 {
        self.leaf[self.index(at)]
    }

    /// Whether a character has its place: it has come, and was not collected.
    pub(super) fn has(&self, at: u32) -> bool {
        self.index(at) < self.leaf.len() && self.gone(at).is_none()
    }

    /// Says in which leaf characters of one span are, new ones or old.
    pub(super) fn put(&mut self, at: u32, len: u32, leaf: u32) {
        let from = self.index(at);
        let end = from + len as usize;
        if self.leaf.len() < end {
            self.leaf.resize(end, leaf);
        }
        self.leaf[from..end].fill(leaf);
    }

    /// Leaves out the characters of which `kept` says so; it is asked for each that is there, in
    /// order. O(n).
    pub(super) fn collect(&mut self, mut kept: impl FnMut(u32) -> bool) {
        let (old, typed) = (std::mem::take(&mut self.gone), std::mem::take(&mut self.typed));
        let (mut at, mut holes, mut characters) = (0, old.iter().peekable(), typed.into_iter());
        self.leaf.clear();
        loop {
            if let Some(hole) = holes.next_if(|hole| hole.from == at) {
                self.drop_range(hole.from, hole.end);
                at = hole.end;
            } else if let Some(character) = characters.next() {
                if kept(at) {
                    self.typed.push(character);
                } else {
                    self.drop_range(at, at + 1);
                }
                at += 1;
            } else {
                break;
            }
        }
        self.leaf.resize(self.typed.len(), 0);
        self.typed.shrink_to_fit();
        self.leaf.shrink_to_fit();
    }

    fn drop_range(&mut self, from: u32, end: u32) {
        let so_far = self.gone.last().map_or(0, |gone| gone.until_end);
        match self.gone.last_mut() {
            Some(last) if last.end == from => {
                last.end = end;
                last.until_end += end - from;
            }
            _ => self.gone.push(Gone { from, end, until_end: so_far + (end - from) }),
        }
    }
}
