//! Versions of a value, and a copy that keeps the newest.

/// A version: a counter, then the write that made it, so that no two are equal.
///
/// Ordered by counter first (Attiya, Bar-Noy, Dolev 1995; Lynch and Shvartsman 1997).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// Grows by one beyond the largest that the writer has seen.
    pub counter: u32,
    /// The write, by its number.
    pub write: u32,
}

/// A value with its version.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item<V> {
    /// Which version.
    pub version: Version,
    /// What it says.
    pub value: V,
}

impl<V: Clone> Item<V> {
    /// Takes in another item if it is newer; says whether it was. Doing it twice changes nothing,
    /// and the order of two does not matter, so that loss, delay and duplication are harmless.
    ///
    /// ```
    /// use sandtable_core::algorithms::quorum::{Item, Version};
    /// let mut copy = Item { version: Version { counter: 1, write: 0 }, value: "Tuesday" };
    /// let newer = Item { version: Version { counter: 2, write: 1 }, value: "Friday" };
    /// assert!(copy.absorb(&newer) && !copy.absorb(&newer));
    /// assert_eq!(copy.value, "Friday");
    /// ```
    pub fn absorb(&mut self, other: &Item<V>) -> bool {
        let newer = other.version > self.version;
        if newer {
            *self = other.clone();
        }
        newer
    }
}
