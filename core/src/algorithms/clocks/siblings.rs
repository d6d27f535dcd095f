//! Which of the values that were written to one key must be kept side by side?

use super::{Dot, VersionVector};

/// The values of a key under *one* version vector for all of them, counted by the server that takes
/// the writes: what Riak did before version 2.
///
/// A client reads all values with the vector, and sends the vector back with its write. If the
/// vector is all that the server has seen, the write replaces everything. If not, the server cannot
/// tell which values the client had seen, keeps them all, and the values pile up: *sibling
/// explosion*. [`DottedSiblings`] is the cure.
///
/// ```
/// use sandtable_core::algorithms::clocks::{DottedSiblings, VectorSiblings, VersionVector};
/// // Two clients take turns, and each writes on top of what its own last write returned.
/// let mut vector = VectorSiblings::default();
/// let mut dotted = DottedSiblings::default();
/// let mut known = vec![(VersionVector::new(), VersionVector::new()); 2];
/// for turn in 0..10 {
///     let (one, other) = &mut known[turn % 2];
///     *one = vector.write(0, one, turn);
///     *other = dotted.write(0, other, turn);
/// }
/// assert_eq!(vector.values().len(), 10);
/// assert_eq!(dotted.values().len(), 2);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VectorSiblings<V> {
    seen: VersionVector,
    values: Vec<V>,
}

/// The values of a key, each under the dot of the write that made it, and a version vector of all
/// writes that the key has seen (Preguiça, Baquero, Almeida, Fonte and Gonçalves 2010, "Dotted
/// Version Vectors"; Almeida et al. 2014, "Scalable and Accurate Causality Tracking for Eventually
/// Consistent Stores").
///
/// A write replaces exactly the values that its client had seen; what nobody has replaced stays.
/// With s values and n servers: writing and joining are O(s log n + n).
///
/// ```
/// use sandtable_core::algorithms::clocks::{DottedSiblings, VersionVector};
/// let mut cart = DottedSiblings::default();
/// let nothing = VersionVector::new();
/// let phone = cart.write(0, &nothing, "phone: milk");
/// cart.write(0, &nothing, "laptop: bread"); // made without having seen the milk
/// cart.write(0, &phone, "phone: milk, eggs"); // made upon the milk
/// let values: Vec<&str> = cart.values().iter().map(|(_, value)| *value).collect();
/// assert_eq!(values, ["laptop: bread", "phone: milk, eggs"]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DottedSiblings<V> {
    seen: VersionVector,
    values: Vec<(Dot, V)>,
}

impl<V> VectorSiblings<V> {
    /// A write through `server` by a client that has read under `context`. Returns the context for
    /// the client's next write: all that the key has seen now. O(n).
    pub fn write(&mut self, server: u32, context: &VersionVector, value: V) -> VersionVector {
        if context.covers(&self.seen) {
            self.values.clear();
        }
        self.seen.join(context);
        self.seen.next(server);
        self.values.push(value);
        self.seen.clone()
    }

    /// The values, oldest first.
    #[must_use]
    pub fn values(&self) -> &[V] {
        &self.values
    }

    /// What a reader takes along for its next write.
    #[must_use]
    pub fn context(&self) -> &VersionVector {
        &self.seen
    }
}

impl<V: Clone + PartialEq> VectorSiblings<V> {
    /// Takes in another server's copy: the one that has seen everything wins, and of two that each
    /// have seen something new, all values stay. O(s²).
    pub fn join(&mut self, other: &VectorSiblings<V>) {
        if self.seen.covers(&other.seen) {
            return;
        }
        if other.seen.covers(&self.seen) {
            self.values.clear();
        }
        for value in &other.values {
            if !self.values.contains(value) {
                self.values.push(value.clone());
            }
        }
        self.seen.join(&other.seen);
    }
}

impl<V> Default for DottedSiblings<V> {
    fn default() -> DottedSiblings<V> {
        DottedSiblings { seen: VersionVector::new(), values: Vec::new() }
    }
}

impl<V> DottedSiblings<V> {
    /// A write through `server` by a client that has read under `context`. Replaces what the
    /// client has seen and nothing else. Returns the context for the client's next write.
    pub fn write(&mut self, server: u32, context: &VersionVector, value: V) -> VersionVector {
        self.values.retain(|(dot, _)| !context.contains(*dot));
        self.seen.join(context);
        let dot = self.seen.next(server);
        let at = self.values.partition_point(|(d, _)| *d < dot);
        self.values.insert(at, (dot, value));
        self.seen.clone()
    }

    /// The values with the dots of their writes, in the order of the dots.
    #[must_use]
    pub fn values(&self) -> &[(Dot, V)] {
        &self.values
    }

    /// What a reader takes along for its next write.
    #[must_use]
    pub fn context(&self) -> &VersionVector {
        &self.seen
    }
}

impl<V: Clone> DottedSiblings<V> {
    /// Takes in another server's copy: a value stays if both have it, or if the side that lacks it
    /// has not seen its write. Commutative, associative and idempotent.
    pub fn join(&mut self, other: &DottedSiblings<V>) {
        let seen = |dot| self.seen.contains(dot);
        join_dotted(&mut self.values, seen, &other.values, |dot| other.seen.contains(dot));
        self.seen.join(&other.seen);
    }
}

/// Joins values that stand under the dots of their writes, in the order of the dots, given which
/// writes each side has seen: a value stays if both have it, or if the side that lacks it has not
/// seen its write (Almeida et al. 2018, section 7.3). O(s log s + s²) for s values, as a rule few.
pub(crate) fn join_dotted<V: Clone>(
    mine: &mut Vec<(Dot, V)>,
    seen_here: impl Fn(Dot) -> bool,
    theirs: &[(Dot, V)],
    seen_there: impl Fn(Dot) -> bool,
) {
    let is_theirs = |dot: Dot| theirs.binary_search_by_key(&dot, |entry| entry.0).is_ok();
    mine.retain(|(dot, _)| !seen_there(*dot) || is_theirs(*dot));
    for (dot, value) in theirs.iter().filter(|(dot, _)| !seen_here(*dot)) {
        let at = mine.partition_point(|(other, _)| other < dot);
        mine.insert(at, (*dot, value.clone()));
    }
}
