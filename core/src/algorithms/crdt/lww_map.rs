//! How do replicas share a map in which the later write of a key wins?

use crate::algorithms::ordered::OrderedMap;

use super::{Lattice, LwwRegister};
use crate::algorithms::clocks::LamportStamp;

/// A map with a last-writer-wins register for each key; removing writes that there is nothing. By
/// state; a map with only the changed keys is a delta.
///
/// A removed key leaves its stamp behind, or an older write that arrives later would bring it back.
/// Once nothing older can arrive any more, [`LwwMap::forget`] collects these. Writing and asking
/// are O(log n), joining O(m log n).
///
/// ```
/// use sandtable_core::algorithms::clocks::LamportStamp;
/// use sandtable_core::algorithms::crdt::{Lattice, LwwMap};
/// let at = |time| LamportStamp { time, process: 0 };
/// let (mut here, mut there) = (LwwMap::default(), LwwMap::default());
/// here.set("theme", at(1), "dark");
/// there.join(&here);
/// there.remove("theme", at(2));
/// here.join(&there);
/// assert_eq!((here.get(&"theme"), here.len(), here.tombstones()), (None, 0, 1));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LwwMap<K: Ord, V> {
    entries: OrderedMap<K, LwwRegister<Option<V>>>,
}

impl<K: Ord, V> Default for LwwMap<K, V> {
    fn default() -> LwwMap<K, V> {
        LwwMap { entries: OrderedMap::new() }
    }
}

impl<K: Ord, V: Ord> LwwMap<K, V> {
    /// Writes a key. Says whether the write won.
    pub fn set(&mut self, key: K, stamp: LamportStamp, value: V) -> bool {
        self.entries.get_or_insert_with(key, LwwRegister::default).set(stamp, Some(value))
    }

    /// Removes a key. Says whether the removal won.
    pub fn remove(&mut self, key: K, stamp: LamportStamp) -> bool {
        self.entries.get_or_insert_with(key, LwwRegister::default).set(stamp, None)
    }

    /// A key's value.
    #[must_use]
    pub fn get(&self, key: &K) -> Option<&V> {
        self.entries.get(key)?.get()?.as_ref()
    }

    /// The keys that have a value, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.entries.iter().filter_map(|(key, register)| Some((key, register.get()?.as_ref()?)))
    }

    /// How many keys have a value. O(n).
    #[must_use]
    pub fn len(&self) -> usize {
        self.iter().count()
    }

    /// Whether no key has a value. O(n).
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many removed keys it remembers. O(n).
    #[must_use]
    pub fn tombstones(&self) -> usize {
        self.entries.len() - self.len()
    }

    /// Forgets the keys that were removed before a stamp, and returns how many. Only safe once no
    /// replica can send anything older than the stamp; every replica has to do it alike, or a
    /// replica that has not brings them back, as tombstones.
    pub fn forget(&mut self, before: LamportStamp) -> usize {
        let count = self.entries.len();
        self.entries.retain(|_, register| {
            register.get().is_some_and(Option::is_some)
                || register.stamp().is_some_and(|stamp| stamp >= before)
        });
        count - self.entries.len()
    }
}

impl<K: Ord + Clone, V: Ord + Clone> Lattice for LwwMap<K, V> {
    fn join(&mut self, other: &LwwMap<K, V>) {
        for (key, theirs) in other.entries.iter() {
            match self.entries.get_mut(key) {
                Some(mine) => mine.join(theirs),
                None => {
                    self.entries.insert(key.clone(), theirs.clone());
                }
            }
        }
    }
}
