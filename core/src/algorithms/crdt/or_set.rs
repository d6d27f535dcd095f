//! How do replicas share a set from which things are removed and to which they come back?

use crate::algorithms::ordered::OrderedMap;

use super::{DotContext, Lattice};
use crate::algorithms::clocks::Dot;

/// A set in which an add wins over a remove that did not know of it: the observed-remove set,
/// without tombstones (Bieniusa et al. 2012, "An Optimized Conflict-free Replicated Set", figure 3;
/// with deltas as in Almeida et al. 2018, figure 8). By state, by delta and by operation.
///
/// Each add gets a dot. An element is in the set while it has a dot; removing it takes away the
/// dots that the remover has seen. A dot that one side lacks was removed there if that side has
/// seen it, and is news if it has not. So nothing needs to be remembered of what was removed but a
/// number for each replica that adds.
///
/// With n elements and r replicas: adding, removing and asking are O(log n + log r); joining m
/// elements is O(n + m), and O(log n) more for each that is new.
///
/// ```
/// use sandtable_core::algorithms::crdt::{Lattice, OrSet};
/// let (mut phone, mut laptop) = (OrSet::default(), OrSet::default());
/// phone.add(0, "milk");
/// laptop.join(&phone);
/// laptop.remove(&"milk");
/// phone.join(&laptop);
/// assert!(!phone.has(&"milk")); // it does not come back
/// laptop.join(&phone);
/// phone.add(0, "milk");
/// laptop.add(1, "milk");
/// laptop.remove(&"milk"); // removes what the laptop knows of
/// phone.join(&laptop);
/// assert!(phone.has(&"milk")); // the phone's add is not lost
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrSet<T: Ord> {
    entries: OrderedMap<T, Dots>,
    seen: DotContext,
}

/// The dots of an element: nearly always one.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Dots {
    One(Dot),
    /// Two or more, in order.
    Many(Vec<Dot>),
}

/// What was done to an [`OrSet`]: to be done at every replica. Doing it twice, or a removal before
/// the add that it speaks of, does no harm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SetOp<T> {
    /// An element was added.
    Add {
        /// Which.
        element: T,
        /// The add's dot.
        dot: Dot,
        /// The dots of earlier adds of it, which this one replaces.
        replaced: Vec<Dot>,
    },
    /// An element was removed.
    Remove {
        /// Which.
        element: T,
        /// The dots of the adds that the remover had seen.
        seen: Vec<Dot>,
    },
}

impl Dots {
    fn as_slice(&self) -> &[Dot] {
        match self {
            Dots::One(dot) => std::slice::from_ref(dot),
            Dots::Many(dots) => dots,
        }
    }

    /// The dots as they are kept; nothing if there are none. They must be in order.
    fn from_sorted(dots: Vec<Dot>) -> Option<Dots> {
        match dots.as_slice() {
            [] => None,
            [dot] => Some(Dots::One(*dot)),
            _ => Some(Dots::Many(dots)),
        }
    }

    /// The dots of both sides that neither has seen removed.
    fn join(
        mine: &[Dot],
        theirs: &[Dot],
        i_saw: &DotContext,
        they_saw: &DotContext,
    ) -> Option<Dots> {
        match (mine, theirs) {
            ([a], [b]) if a == b => return Some(Dots::One(*a)),
            ([a], []) => return (!they_saw.contains(*a)).then_some(Dots::One(*a)),
            ([], [b]) => return (!i_saw.contains(*b)).then_some(Dots::One(*b)),
            _ => {}
        }
        let kept = mine.iter().filter(|d| theirs.contains(d) || !they_saw.contains(**d));
        let news = theirs.iter().filter(|d| !i_saw.contains(**d));
        let mut dots: Vec<Dot> = kept.chain(news).copied().collect();
        dots.sort_unstable();
        Dots::from_sorted(dots)
    }
}

impl<T: Ord> Default for OrSet<T> {
    fn default() -> OrSet<T> {
        OrSet { entries: OrderedMap::new(), seen: DotContext::default() }
    }
}

impl<T: Ord> OrSet<T> {
    /// Adds an element at a replica; returns the add's dot.
    pub fn add(&mut self, replica: u32, element: T) -> Dot {
        let dot = self.seen.next(replica);
        self.entries.insert(element, Dots::One(dot));
        dot
    }

    /// Removes an element. Says whether it was in the set.
    pub fn remove(&mut self, element: &T) -> bool {
        self.entries.remove(element).is_some()
    }

    /// Whether an element is in the set.
    #[must_use]
    pub fn has(&self, element: &T) -> bool {
        self.entries.contains_key(element)
    }

    /// The elements, in order.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.entries.keys()
    }

    /// How many elements there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Which adds it has seen: all that it remembers of what was removed.
    #[must_use]
    pub fn seen(&self) -> &DotContext {
        &self.seen
    }

    fn dots(&self, element: &T) -> Vec<Dot> {
        self.entries.get(element).map_or_else(Vec::new, |dots| dots.as_slice().to_vec())
    }
}

impl<T: Ord + Clone> OrSet<T> {
    /// Adds an element at a replica, and returns what is new as a small set to be joined.
    ///
    /// ```
    /// use sandtable_core::algorithms::crdt::{Lattice, OrSet};
    /// let (mut here, mut there) = (OrSet::default(), OrSet::default());
    /// let add = here.add_delta(0, "milk");
    /// let remove = here.remove_delta(&"milk");
    /// there.join(&remove); // overtook the add
    /// there.join(&add);
    /// assert!(there.is_empty());
    /// ```
    pub fn add_delta(&mut self, replica: u32, element: T) -> OrSet<T> {
        let replaced = self.dots(&element);
        let dot = self.add(replica, element.clone());
        OrSet {
            entries: OrderedMap::from([(element, Dots::One(dot))]),
            seen: replaced.into_iter().chain([dot]).collect(),
        }
    }

    /// Removes an element, and returns what is new as a small set to be joined.
    pub fn remove_delta(&mut self, element: &T) -> OrSet<T> {
        let seen = self.dots(element).into_iter().collect();
        self.remove(element);
        OrSet { entries: OrderedMap::new(), seen }
    }

    /// Adds an element at a replica, and returns what was done.
    ///
    /// ```
    /// use sandtable_core::algorithms::crdt::OrSet;
    /// let (mut here, mut there) = (OrSet::default(), OrSet::default());
    /// let op = here.add_op(0, "milk");
    /// there.apply(&op);
    /// there.apply(&here.remove_op(&"milk"));
    /// assert!(here.is_empty() && there.is_empty());
    /// ```
    pub fn add_op(&mut self, replica: u32, element: T) -> SetOp<T> {
        let replaced = self.dots(&element);
        let dot = self.add(replica, element.clone());
        SetOp::Add { element, dot, replaced }
    }

    /// Removes an element, and returns what was done.
    pub fn remove_op(&mut self, element: &T) -> SetOp<T> {
        let seen = self.dots(element);
        self.remove(element);
        SetOp::Remove { element: element.clone(), seen }
    }

    /// Does what was done elsewhere. O(log n) and the number of dots that it speaks of.
    pub fn apply(&mut self, op: &SetOp<T>) {
        let (element, gone, new) = match op {
            SetOp::Add { element, dot, replaced } => (element, replaced, Some(*dot)),
            SetOp::Remove { element, seen } => (element, seen, None),
        };
        let mut dots = self.dots(element);
        dots.retain(|dot| !gone.contains(dot));
        dots.extend(new.filter(|dot| !self.seen.contains(*dot)));
        dots.sort_unstable();
        for dot in gone.iter().copied().chain(new) {
            self.seen.insert(dot);
        }
        match Dots::from_sorted(dots) {
            Some(dots) => self.entries.insert(element.clone(), dots),
            None => self.entries.remove(element),
        };
    }
}

impl<T: Ord + Clone> Lattice for OrSet<T> {
    fn join(&mut self, other: &OrSet<T>) {
        let (i_saw, they_saw) = (&self.seen, &other.seen);
        let mut theirs = other.entries.iter().peekable();
        let mut news: Vec<(T, Dots)> = Vec::new();
        let mut take = |(element, dots): (&T, &Dots)| {
            if let Some(dots) = Dots::join(&[], dots.as_slice(), i_saw, they_saw) {
                news.push((element.clone(), dots));
            }
        };
        // Both are in order, so one walk over both meets every pair.
        self.entries.retain(|element, mine| {
            while let Some(smaller) = theirs.next_if(|(other, _)| *other < element) {
                take(smaller);
            }
            let same = theirs.next_if(|(other, _)| *other == element);
            let other = same.map_or(&[][..], |(_, dots)| dots.as_slice());
            let dots = Dots::join(mine.as_slice(), other, i_saw, they_saw);
            let stays = dots.is_some();
            if let Some(dots) = dots
                && dots != *mine
            {
                *mine = dots;
            }
            stays
        });
        theirs.for_each(take);
        self.entries.extend(news);
        self.seen.join(&other.seen);
    }
}
