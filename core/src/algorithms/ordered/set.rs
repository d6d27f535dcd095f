//! How is a set kept in order?

use std::fmt;

use super::OrderedMap;

/// A set in order, as a list of sorted blocks: an [`OrderedMap`] without values, at the same costs.
///
/// ```
/// use sandtable_core::algorithms::ordered::OrderedSet;
/// let mut seen: OrderedSet<u32> = [5, 1, 3, 1].into_iter().collect();
/// assert!(seen.insert(2) && !seen.insert(3));
/// assert_eq!(seen.iter().copied().collect::<Vec<_>>(), [1, 2, 3, 5]);
/// assert!(seen.is_superset(&[2, 5].into_iter().collect()));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct OrderedSet<T>(OrderedMap<T, ()>);

impl<T> OrderedSet<T> {
    /// A set of nothing.
    #[must_use]
    pub const fn new() -> OrderedSet<T> {
        OrderedSet(OrderedMap::new())
    }

    /// How many elements there are. O(1).
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none. O(1).
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The elements in order.
    pub fn iter(&self) -> impl Iterator<Item = &T> + Clone {
        self.0.keys()
    }

    /// Keeps only what `keep` says. O(n).
    pub fn retain(&mut self, mut keep: impl FnMut(&T) -> bool) {
        self.0.retain(|element, ()| keep(element));
    }
}

impl<T: Ord> OrderedSet<T> {
    /// Whether an element is in it. O(log n).
    #[must_use]
    pub fn contains(&self, element: &T) -> bool {
        self.0.contains_key(element)
    }

    /// Puts an element in; `false` if it was there.
    pub fn insert(&mut self, element: T) -> bool {
        self.0.insert(element, ()).is_none()
    }

    /// Takes an element out; `false` if it was not there.
    pub fn remove(&mut self, element: &T) -> bool {
        self.0.remove(element).is_some()
    }

    /// Whether every element of another set is in it. O(n of the other · log n).
    #[must_use]
    pub fn is_superset(&self, other: &OrderedSet<T>) -> bool {
        other.iter().all(|element| self.contains(element))
    }
}

impl<T> Default for OrderedSet<T> {
    fn default() -> OrderedSet<T> {
        OrderedSet::new()
    }
}

impl<T: fmt::Debug> fmt::Debug for OrderedSet<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

impl<T: Ord> Extend<T> for OrderedSet<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, elements: I) {
        self.0.extend(elements.into_iter().map(|element| (element, ())));
    }
}

impl<T: Ord> FromIterator<T> for OrderedSet<T> {
    fn from_iter<I: IntoIterator<Item = T>>(elements: I) -> OrderedSet<T> {
        let mut set = OrderedSet::new();
        set.extend(elements);
        set
    }
}
