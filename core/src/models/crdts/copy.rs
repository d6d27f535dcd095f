//! One copy: a value of the chosen type, how it is changed and how it takes in what it is told.

use crate::algorithms::ordered::OrderedSet;

use super::change::{Change, ChangeId, Item, Op};
use super::fractions::Fractions;
use super::kind::Kind;
use crate::algorithms::clocks::{LamportStamp, VersionVector};
use crate::algorithms::crdt::{
    CounterOp, Lattice, LwwMap, LwwRegister, MvRegister, OrSet, PnCounter, Received, Text,
    TextVersion, TwoPhaseSet,
};

/// A value of one of the types.
#[derive(Clone, Debug)]
pub(super) enum Held {
    Cart(OrSet<Item>),
    Union(OrderedSet<Item>),
    TwoPhase(TwoPhaseSet<Item>),
    Later(LwwMap<Item, ()>),
    Counter(PnCounter),
    Number(LwwRegister<i64>),
    Siblings(MvRegister<Item>),
    Latest(LwwRegister<Item>),
    Text(Text),
    Fractions(Fractions),
}

/// What a copy shows to people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// The items of a cart, in order.
    Items(Vec<std::rc::Rc<str>>),
    /// The number of a counter.
    Number(i128),
    /// The values of a register: several, if they were written apart.
    Values(Vec<std::rc::Rc<str>>),
    /// The characters of a text, each with the number of the change that typed it.
    Text(Vec<(char, u32)>),
}

/// Which change typed which characters: replica and first counter, in order, and the change.
pub(super) type Typed = Vec<((u32, u32), ChangeId)>;

impl Held {
    pub(super) fn new(kind: Kind) -> Held {
        match kind {
            Kind::Cart => Held::Cart(OrSet::default()),
            Kind::Union => Held::Union(OrderedSet::new()),
            Kind::TwoPhase => Held::TwoPhase(TwoPhaseSet::default()),
            Kind::Later => Held::Later(LwwMap::default()),
            Kind::Counter => Held::Counter(PnCounter::new()),
            Kind::Number => Held::Number(LwwRegister::default()),
            Kind::Siblings => Held::Siblings(MvRegister::default()),
            Kind::Latest => Held::Latest(LwwRegister::default()),
            Kind::Text => Held::Text(Text::new()),
            Kind::Fractions => Held::Fractions(Fractions::default()),
        }
    }

    /// Does a change, and says what is to be told about it: as a delta, or as an operation.
    /// Nothing if there is nothing to tell, or if the change does not fit the type.
    pub(super) fn change(
        &mut self,
        change: &Change,
        id: ChangeId,
        stamp: LamportStamp,
        as_op: bool,
        typed: &mut Typed,
    ) -> Option<Op> {
        let replica = stamp.process;
        let join = |copy: Held| Some(Op::Join(Box::new(copy)));
        match (self, change) {
            (Held::Cart(set), Change::Add(item)) if as_op => {
                Some(Op::Set(set.add_op(replica, item.clone())))
            }
            (Held::Cart(set), Change::Add(item)) => {
                join(Held::Cart(set.add_delta(replica, item.clone())))
            }
            (Held::Cart(set), Change::Remove(item)) if as_op => Some(Op::Set(set.remove_op(item))),
            (Held::Cart(set), Change::Remove(item)) => join(Held::Cart(set.remove_delta(item))),
            (Held::Union(set), Change::Add(item)) => {
                set.insert(item.clone());
                Some(Op::Named(item.clone()))
            }
            (Held::Union(set), Change::Remove(item)) => {
                set.remove(item);
                // A set of items says nothing about what is not in it; a command does.
                as_op.then(|| Op::Unnamed(item.clone()))
            }
            (Held::TwoPhase(set), Change::Add(item) | Change::Remove(item)) => {
                let mut delta = TwoPhaseSet::default();
                delta.add(item.clone());
                if matches!(change, Change::Remove(_)) {
                    delta.remove(item.clone());
                }
                set.join(&delta);
                join(Held::TwoPhase(delta))
            }
            (Held::Later(map), Change::Add(item) | Change::Remove(item)) => {
                let mut delta = LwwMap::default();
                if matches!(change, Change::Add(_)) {
                    delta.set(item.clone(), stamp, ());
                } else {
                    delta.remove(item.clone(), stamp);
                }
                map.join(&delta);
                join(Held::Later(delta))
            }
            (Held::Counter(counter), Change::Count(by)) => {
                let delta = counter.change_delta(replica, *by);
                if as_op {
                    return Some(Op::Count(CounterOp { replica, by: *by }));
                }
                join(Held::Counter(delta))
            }
            (Held::Number(number), Change::Count(by)) => {
                number.set(stamp, number.get().copied().unwrap_or(0) + by);
                join(Held::Number(number.clone()))
            }
            (Held::Siblings(register), Change::Write(value)) => {
                join(Held::Siblings(register.write_delta(replica, value.clone())))
            }
            (Held::Latest(register), Change::Write(value)) => {
                register.set(stamp, value.clone());
                join(Held::Latest(register.clone()))
            }
            (Held::Text(text), Change::Type(word, at)) => {
                let before = text.version();
                let first = text.insert(replica, *at, word).ok()??;
                let key = (replica, first.counter);
                typed.insert(typed.partition_point(|(k, _)| *k < key), (key, id));
                Some(Op::Text(text.since(&before)))
            }
            (Held::Text(text), Change::Erase(at, count)) => {
                let before = text.version();
                text.delete(replica, *at, *count).ok()?;
                Some(Op::Text(text.since(&before)))
            }
            (Held::Fractions(text), Change::Type(word, at)) => {
                text.insert(replica, id, *at as usize, word);
                join(Held::Fractions(text.clone()))
            }
            (Held::Fractions(text), Change::Erase(at, count)) => {
                text.delete(*at as usize, *count as usize);
                join(Held::Fractions(text.clone()))
            }
            _ => None,
        }
    }

    /// Takes in another copy's state.
    pub(super) fn join(&mut self, other: &Held) {
        match (self, other) {
            (Held::Cart(a), Held::Cart(b)) => a.join(b),
            (Held::Union(a), Held::Union(b)) => a.extend(b.iter().cloned()),
            (Held::TwoPhase(a), Held::TwoPhase(b)) => a.join(b),
            (Held::Later(a), Held::Later(b)) => a.join(b),
            (Held::Counter(a), Held::Counter(b)) => a.join(b),
            (Held::Number(a), Held::Number(b)) => a.join(b),
            (Held::Siblings(a), Held::Siblings(b)) => a.join(b),
            (Held::Latest(a), Held::Latest(b)) => a.join(b),
            (Held::Text(a), Held::Text(b)) => a.join(b),
            (Held::Fractions(a), Held::Fractions(b)) => a.join(b),
            _ => {}
        }
    }

    /// Does what was done elsewhere. `false`: it speaks of something that has not come yet.
    pub(super) fn apply(&mut self, op: &Op) -> bool {
        match (self, op) {
            (copy, Op::Join(delta)) => copy.join(delta),
            (Held::Cart(set), Op::Set(op)) => set.apply(op),
            (Held::Counter(counter), Op::Count(op)) => counter.apply(*op),
            (Held::Union(set), Op::Named(item)) => drop(set.insert(item.clone())),
            (Held::Union(set), Op::Unnamed(item)) => drop(set.remove(item)),
            (Held::Text(text), Op::Text(ops)) => {
                return ops.iter().all(|op| text.receive(op) != Received::Early);
            }
            _ => {}
        }
        true
    }

    /// What it shows; `typed` says which change typed what.
    pub(super) fn shown(&self, typed: &Typed) -> Shown {
        match self {
            Held::Cart(set) => Shown::Items(set.iter().cloned().collect()),
            Held::Union(set) => Shown::Items(set.iter().cloned().collect()),
            Held::TwoPhase(set) => Shown::Items(set.iter().cloned().collect()),
            Held::Later(map) => Shown::Items(map.iter().map(|(item, ())| item.clone()).collect()),
            Held::Counter(counter) => Shown::Number(counter.value()),
            Held::Number(number) => Shown::Number(number.get().copied().unwrap_or(0).into()),
            Held::Siblings(register) => Shown::Values(register.values().cloned().collect()),
            Held::Latest(register) => Shown::Values(register.get().cloned().into_iter().collect()),
            Held::Text(text) => {
                let change = |replica: u32, counter: u32| {
                    let behind = typed.partition_point(|(key, _)| *key <= (replica, counter));
                    behind.checked_sub(1).map_or(0, |at| typed[at].1)
                };
                let visible = text.elements().filter(|(.., deleted)| !deleted);
                Shown::Text(visible.map(|(id, c, _)| (c, change(id.replica, id.counter))).collect())
            }
            Held::Fractions(text) => Shown::Text(text.shown().collect()),
        }
    }

    /// How far a text has got; nothing for what has no tombstones that could be collected.
    pub(super) fn version(&self) -> Option<TextVersion> {
        match self {
            Held::Text(text) => Some(text.version()),
            _ => None,
        }
    }

    /// Takes out the tombstones of a text whose deletion is stable; says how many.
    pub(super) fn collect(&mut self, stable: &VersionVector) -> u32 {
        match self {
            Held::Text(text) => text.collect(stable),
            _ => 0,
        }
    }

    /// How many bytes the tombstones of a text take; nothing for what collects none.
    pub(super) fn tombstone_bytes(&self) -> Option<u64> {
        match self {
            Held::Text(text) => Some(text.tombstone_bytes()),
            _ => None,
        }
    }

    /// How much it has to remember of what is gone: items or characters.
    pub(super) fn tombstones(&self) -> usize {
        match self {
            Held::Cart(_)
            | Held::Union(_)
            | Held::Counter(_)
            | Held::Number(_)
            | Held::Siblings(_)
            | Held::Latest(_) => 0,
            Held::TwoPhase(set) => set.tombstones(),
            Held::Later(map) => map.tombstones(),
            Held::Text(text) => text.tombstones() as usize,
            Held::Fractions(text) => text.tombstones(),
        }
    }

    /// How much there is to send of it: items, numbers or characters, gone ones too.
    pub(super) fn size(&self) -> usize {
        match self {
            Held::Cart(set) => set.len() + set.seen().vector().len() + set.seen().gaps(),
            Held::Union(set) => set.len(),
            Held::TwoPhase(set) => set.iter().count() + 2 * set.tombstones(),
            Held::Later(map) => map.len() + map.tombstones(),
            Held::Counter(counter) => counter.lines(),
            Held::Siblings(register) => register.values().count(),
            Held::Number(_) | Held::Latest(_) => 1,
            Held::Text(text) => (text.len() + text.tombstones()) as usize,
            Held::Fractions(text) => text.len(),
        }
    }
}

impl Op {
    /// How much there is to send of it.
    pub(super) fn size(&self) -> usize {
        match self {
            Op::Join(copy) => copy.size(),
            Op::Set(_) | Op::Count(_) | Op::Named(_) | Op::Unnamed(_) => 1,
            Op::Text(ops) => ops.len(),
        }
    }
}
