//! How is a map kept in the order of its keys?

use std::fmt;
use std::hash::{Hash, Hasher};

/// The most entries of a block: two or three lines of a processor's cache to be searched, a few to be
/// moved.
const BLOCK_MAX: usize = 128;

/// A map in the order of its keys, as a list of sorted blocks of at most 128 entries each.
///
/// For `n` entries a search takes O(log n), an insertion or a removal O(128 + n / 64) in the worst
/// case, of which the second part is a move of pointers at one in 64 insertions.
///
/// ```
/// use sandtable_core::algorithms::ordered::OrderedMap;
/// let mut stock = OrderedMap::from([("pears", 3), ("apples", 5)]);
/// *stock.get_or_insert_with("plums", || 0) += 2;
/// assert_eq!(stock.insert("pears", 4), Some(3));
/// assert_eq!(stock.keys().copied().collect::<Vec<_>>(), ["apples", "pears", "plums"]);
/// assert_eq!(stock.pop_first(), Some(("apples", 5)));
/// assert_eq!(stock.get(&"apples"), None);
/// ```
#[derive(Clone)]
pub struct OrderedMap<K, V> {
    /// None of them is empty.
    blocks: Vec<Vec<(K, V)>>,
    len: usize,
}

/// The block and the place in it where a key is, or where it belongs.
type Place = (usize, usize);

impl<K, V> OrderedMap<K, V> {
    /// A map of nothing.
    #[must_use]
    pub const fn new() -> OrderedMap<K, V> {
        OrderedMap { blocks: Vec::new(), len: 0 }
    }

    /// How many entries there are. O(1).
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none. O(1).
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// The entries in the order of their keys.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> + Clone {
        self.blocks.iter().flatten().map(|(key, value)| (key, value))
    }

    /// The keys in order.
    pub fn keys(&self) -> impl Iterator<Item = &K> + Clone {
        self.blocks.iter().flatten().map(|(key, _)| key)
    }

    /// The values in the order of their keys.
    pub fn values(&self) -> impl Iterator<Item = &V> + Clone {
        self.blocks.iter().flatten().map(|(_, value)| value)
    }

    /// The values in the order of their keys, to be changed.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.blocks.iter_mut().flatten().map(|(_, value)| value)
    }

    /// The smallest key with its value. O(1).
    #[must_use]
    pub fn first(&self) -> Option<(&K, &V)> {
        self.iter().next()
    }

    /// Takes out the smallest key with its value.
    pub fn pop_first(&mut self) -> Option<(K, V)> {
        (!self.is_empty()).then(|| self.take((0, 0)))
    }

    /// Keeps only what `keep` says. O(n).
    pub fn retain(&mut self, mut keep: impl FnMut(&K, &mut V) -> bool) {
        for block in &mut self.blocks {
            block.retain_mut(|(key, value)| keep(key, value));
        }
        self.blocks.retain(|block| !block.is_empty());
        self.len = self.blocks.iter().map(Vec::len).sum();
    }

    /// Takes everything out.
    pub fn clear(&mut self) {
        self.blocks.clear();
        self.len = 0;
    }

    /// Takes the entry at a place out.
    fn take(&mut self, (block, i): Place) -> (K, V) {
        self.len -= 1;
        let taken = self.blocks[block].remove(i);
        let left = self.blocks[block].len();
        let next = self.blocks.get(block + 1).map_or(BLOCK_MAX, Vec::len);
        if left == 0 {
            self.blocks.remove(block);
        } else if left + next <= BLOCK_MAX / 2 {
            // Two blocks that became small are one, so that the list of blocks stays short.
            let mut next = self.blocks.remove(block + 1);
            self.blocks[block].append(&mut next);
        }
        taken
    }

    /// Puts an entry at a place, which may be split for it; says where it is then.
    fn put(&mut self, (block, i): Place, entry: (K, V)) -> Place {
        self.len += 1;
        let Some(entries) = self.blocks.get_mut(block) else {
            self.blocks.push(vec![entry]);
            return (block, 0);
        };
        if entries.len() < BLOCK_MAX {
            entries.insert(i, entry);
            return (block, i);
        }
        // What comes in order fills its blocks; what does not finds them half full.
        let half = if i == BLOCK_MAX { BLOCK_MAX } else { BLOCK_MAX / 2 };
        let rest = entries.split_off(half);
        self.blocks.insert(block + 1, rest);
        let place = if i < half { (block, i) } else { (block + 1, i - half) };
        self.blocks[place.0].insert(place.1, entry);
        place
    }
}

impl<K: Ord, V> OrderedMap<K, V> {
    /// Where a key is, or where it belongs.
    fn find(&self, key: &K) -> Result<Place, Place> {
        let before = |block: &Vec<(K, V)>| block.last().is_some_and(|(last, _)| last < key);
        let block = self.blocks.partition_point(before);
        match self.blocks.get(block) {
            Some(entries) => {
                let found = entries.binary_search_by(|(other, _)| other.cmp(key));
                found.map(|i| (block, i)).map_err(|i| (block, i))
            }
            // Behind all: at the end of the last block, if there is one.
            None => Err(match self.blocks.last() {
                Some(last) => (block - 1, last.len()),
                None => (0, 0),
            }),
        }
    }

    /// Whether a key is in it. O(log n).
    #[must_use]
    pub fn contains_key(&self, key: &K) -> bool {
        self.find(key).is_ok()
    }

    /// The value of a key. O(log n).
    #[must_use]
    pub fn get(&self, key: &K) -> Option<&V> {
        self.find(key).ok().map(|(block, i)| &self.blocks[block][i].1)
    }

    /// The value of a key, to be changed. O(log n).
    pub fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        self.find(key).ok().map(|(block, i)| &mut self.blocks[block][i].1)
    }

    /// The value of a key, made by `make` where there is none.
    pub fn get_or_insert_with(&mut self, key: K, make: impl FnOnce() -> V) -> &mut V {
        let (block, i) = match self.find(&key) {
            Ok(place) => place,
            Err(place) => self.put(place, (key, make())),
        };
        &mut self.blocks[block][i].1
    }

    /// Sets the value of a key, and gives the one that it had.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        match self.find(&key) {
            Ok((block, i)) => Some(std::mem::replace(&mut self.blocks[block][i].1, value)),
            Err(place) => {
                self.put(place, (key, value));
                None
            }
        }
    }

    /// Takes a key out, and gives its value.
    pub fn remove(&mut self, key: &K) -> Option<V> {
        self.find(key).ok().map(|place| self.take(place).1)
    }

    /// The entries from one key to another, both included, in order. O(log n) and what there is.
    pub fn range(&self, from: &K, to: &K) -> impl Iterator<Item = (&K, &V)> + use<'_, K, V> {
        let (first, skipped) = self.find(from).unwrap_or_else(|place| place);
        let (last, end) = self.find(to).map_or_else(|place| place, |(block, i)| (block, i + 1));
        let part = move |(block, entries): (usize, &'_ Vec<(K, V)>)| {
            let from = if block == first { skipped } else { 0 };
            let to = if block == last { end } else { entries.len() };
            from..to
        };
        let blocks = self.blocks.iter().enumerate().take(last + 1).skip(first);
        blocks
            .flat_map(move |at| at.1.get(part(at)).unwrap_or_default())
            .map(|(key, value)| (key, value))
    }
}

impl<K, V> Default for OrderedMap<K, V> {
    fn default() -> OrderedMap<K, V> {
        OrderedMap::new()
    }
}

impl<K: PartialEq, V: PartialEq> PartialEq for OrderedMap<K, V> {
    fn eq(&self, other: &OrderedMap<K, V>) -> bool {
        self.iter().eq(other.iter())
    }
}

impl<K: Eq, V: Eq> Eq for OrderedMap<K, V> {}

impl<K: Hash, V: Hash> Hash for OrderedMap<K, V> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.len.hash(state);
        self.iter().for_each(|entry| entry.hash(state));
    }
}

impl<K: fmt::Debug, V: fmt::Debug> fmt::Debug for OrderedMap<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl<K: Ord, V> Extend<(K, V)> for OrderedMap<K, V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, entries: I) {
        for (key, value) in entries {
            self.insert(key, value);
        }
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for OrderedMap<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> OrderedMap<K, V> {
        let mut map = OrderedMap::new();
        map.extend(entries);
        map
    }
}

impl<K: Ord, V, const N: usize> From<[(K, V); N]> for OrderedMap<K, V> {
    fn from(entries: [(K, V); N]) -> OrderedMap<K, V> {
        entries.into_iter().collect()
    }
}
