//! How do replicas collect what is never taken back?

use crate::algorithms::ordered::OrderedSet;

use super::Lattice;

/// A grow-only set: joining is union (Shapiro et al. 2011, specification 11). By state; a set of
/// the new elements is a delta.
///
/// Adding and asking are O(log n), joining O(m log n) for m elements that come in.
///
/// ```
/// use sandtable_core::algorithms::crdt::{GSet, Lattice};
/// let mut seen: GSet<&str> = ["ann", "bob"].into_iter().collect();
/// seen.join(&["bob", "cy"].into_iter().collect());
/// assert_eq!(seen.iter().collect::<Vec<_>>(), [&"ann", &"bob", &"cy"]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GSet<T: Ord> {
    elements: OrderedSet<T>,
}

impl<T: Ord> Default for GSet<T> {
    fn default() -> GSet<T> {
        GSet { elements: OrderedSet::new() }
    }
}

impl<T: Ord> GSet<T> {
    /// Adds an element. Says whether it is new.
    pub fn add(&mut self, element: T) -> bool {
        self.elements.insert(element)
    }

    /// Whether an element is in it.
    #[must_use]
    pub fn has(&self, element: &T) -> bool {
        self.elements.contains(element)
    }

    /// The elements, in order.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.elements.iter()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.elements.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.elements.is_empty()
    }
}

impl<T: Ord + Clone> Lattice for GSet<T> {
    fn join(&mut self, other: &GSet<T>) {
        for element in other.elements.iter() {
            if !self.elements.contains(element) {
                self.elements.insert(element.clone());
            }
        }
    }

    fn contains(&self, other: &GSet<T>) -> bool {
        self.elements.is_superset(&other.elements)
    }
}

impl<T: Ord> FromIterator<T> for GSet<T> {
    fn from_iter<I: IntoIterator<Item = T>>(elements: I) -> GSet<T> {
        GSet { elements: elements.into_iter().collect() }
    }
}
