//! What is a run of characters that were typed one after the other?

/// Who stands in a replica's table, and which of their characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Id {
    pub(super) who: u32,
    pub(super) at: u32,
}

/// No character: the start of the text as a left neighbour, nobody as a right parent.
pub(super) const NONE: Id = Id { who: u32::MAX, at: u32::MAX };

/// Characters with consecutive counters of one replica that stand side by side, each but the first
/// a right child of the one before it, all deleted or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    /// The first character.
    pub(super) first: Id,
    pub(super) len: u32,
    pub(super) deleted: bool,
    /// The character that stood to the left of the first one when it was typed.
    pub(super) left: Id,
    /// The character whose left child the first one is, or [`NONE`]: then it is a right child of
    /// `left`.
    pub(super) right: Id,
}

impl Span {
    pub(super) fn last(&self) -> Id {
        self.id(self.len - 1)
    }

    /// The id of the character at an offset.
    pub(super) fn id(&self, offset: u32) -> Id {
        Id { who: self.first.who, at: self.first.at + offset }
    }

    pub(super) fn visible(&self) -> u32 {
        if self.deleted { 0 } else { self.len }
    }

    /// The part from `from` on, of `len` characters.
    pub(super) fn part(&self, from: u32, len: u32) -> Span {
        if from == 0 {
            return Span { len, ..*self };
        }
        Span { first: self.id(from), len, left: self.id(from - 1), right: NONE, ..*self }
    }

    /// Whether `next`, which stands directly behind it, can be one span with it.
    pub(super) fn takes(&self, next: &Span) -> bool {
        next.left == self.last()
            && next.right == NONE
            && next.first.who == self.first.who
            && next.first.at == self.first.at + self.len
            && next.deleted == self.deleted
    }
}

/// A few spans that stand side by side, made as few as possible.
#[derive(Clone, Copy)]
pub(super) struct Few {
    spans: [Span; 5],
    len: usize,
}

impl Few {
    pub(super) fn new() -> Few {
        let nothing = Span { first: NONE, len: 0, deleted: true, left: NONE, right: NONE };
        Few { spans: [nothing; 5], len: 0 }
    }

    /// Adds a span behind the others; one without characters is left out.
    pub(super) fn push(&mut self, span: Span) {
        if span.len == 0 {
            return;
        }
        if let Some(last) = self.len.checked_sub(1)
            && self.spans[last].takes(&span)
        {
            self.spans[last].len += span.len;
            return;
        }
        self.spans[self.len] = span;
        self.len += 1;
    }

    pub(super) fn as_slice(&self) -> &[Span] {
        &self.spans[..self.len]
    }
}

impl Few {
    /// Adds a span behind the others and keeps it apart.
    pub(super) fn push_apart(&mut self, span: Span) {
        self.spans[self.len] = span;
        self.len += 1;
    }
}
