//! What can be done to a copy, and what is told to the others about it.

use std::rc::Rc;

use super::copy::Held;
use crate::algorithms::crdt::{CounterOp, SetOp, TextOp};

/// An item of a cart.
pub(super) type Item = Rc<str>;
/// The number of a change, counted from 0 over all copies: for the checks and the picture only.
pub(super) type ChangeId = u32;

/// What somebody did to a copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Put an item into the cart.
    Add(Rc<str>),
    /// Took an item out of the cart.
    Remove(Rc<str>),
    /// Added to the counter.
    Count(i64),
    /// Wrote a value into the register.
    Write(Rc<str>),
    /// Typed a word in front of a character.
    Type(Rc<str>, u32),
    /// Deleted so many characters from one on.
    Erase(u32, u32),
}

/// What is told about a change, if not the whole state is sent.
#[derive(Clone, Debug)]
pub(super) enum Op {
    /// A small state, to be joined.
    Join(Box<Held>),
    /// Something done to a cart.
    Set(SetOp<Item>),
    /// Something done to a counter.
    Count(CounterOp),
    /// Something done to a text.
    Text(Vec<TextOp>),
    /// An item that was added, by its name alone.
    Named(Item),
    /// An item that was removed, by its name alone.
    Unnamed(Item),
}

impl Change {
    /// A few letters for the picture.
    pub(super) fn short(&self) -> String {
        match self {
            Change::Add(item) => format!("+{item}"),
            Change::Remove(item) => format!("−{item}"),
            Change::Count(by) => format!("{by:+}").replace('-', "−"),
            Change::Write(value) => format!("={value}"),
            Change::Type(word, _) => format!("“{word}”"),
            Change::Erase(_, count) => format!("−{count}"),
        }
    }

    /// What somebody did, as the end of a sentence.
    pub(super) fn spoken(&self) -> String {
        match self {
            Change::Add(item) => format!("{item} is put in"),
            Change::Remove(item) => format!("{item} is taken out"),
            Change::Count(by) if *by < 0 => format!("{} is taken away", by.unsigned_abs()),
            Change::Count(by) => format!("{by} is added"),
            Change::Write(value) => format!("{value} is written"),
            Change::Type(word, at) => format!("“{word}” is typed at {at}"),
            Change::Erase(at, 1) => format!("a character is deleted at {at}"),
            Change::Erase(at, count) => format!("{count} characters are deleted at {at}"),
        }
    }
}
