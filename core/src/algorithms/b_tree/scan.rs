//! What does it cost to walk along a B+tree, from a place and in a direction?

use super::{BPlusTree, NONE, Page};

/// What a request read: counted rather than timed, so that it is the same on every machine.
///
/// ```
/// use sandtable_core::algorithms::b_tree::Reads;
/// let cost = Reads { rows: 11, pages: 3 };
/// assert!(cost.rows > cost.pages);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reads {
    /// The items that were looked at one after the other, wanted or not. The comparisons within
    /// the pages on the way down are not among them.
    pub rows: u64,
    /// The pages that were fetched, from the root on; a page that is still in the hand is not
    /// fetched again.
    pub pages: u64,
}

/// A walk along the leaves, that counts what it reads.
///
/// ```
/// use sandtable_core::algorithms::b_tree::BPlusTree;
///
/// let mut tree = BPlusTree::new(4)?;
/// (0..100).for_each(|n| assert!(tree.insert(n)));
/// let mut scan = tree.ascending(|n| *n < 90);
/// assert_eq!(scan.next(), Some(&90));
/// assert_eq!(scan.reads().rows, 1);
/// assert!(scan.reads().pages <= tree.height() as u64 + 1);
/// # Ok::<(), sandtable_core::algorithms::b_tree::FanOutError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Scan<'a, T> {
    tree: &'a BPlusTree<T>,
    page: usize,
    /// How many items of the page lie below the place.
    below: usize,
    up: bool,
    reads: Reads,
}

impl<T: Ord + Clone> BPlusTree<T> {
    /// Walks up from the first item that is not `below`. The function must say `true` for all items
    /// up to a place and `false` from there on. O(log n) pages to the place, then one for each leaf.
    pub fn ascending(&self, below: impl Fn(&T) -> bool) -> Scan<'_, T> {
        self.scan(below, true)
    }

    /// Walks down from the last item that is `below`; as [`BPlusTree::ascending`] the other way.
    ///
    /// ```
    /// use sandtable_core::algorithms::b_tree::BPlusTree;
    /// let mut tree = BPlusTree::new(4)?;
    /// (0..9).for_each(|n| assert!(tree.insert(n)));
    /// assert!(tree.descending(|n| *n < 3).eq(&[2, 1, 0]));
    /// # Ok::<(), sandtable_core::algorithms::b_tree::FanOutError>(())
    /// ```
    pub fn descending(&self, below: impl Fn(&T) -> bool) -> Scan<'_, T> {
        self.scan(below, false)
    }

    fn scan(&self, below: impl Fn(&T) -> bool, up: bool) -> Scan<'_, T> {
        let (mut page, mut pages) = (self.root, 1);
        loop {
            match &self.pages[page] {
                Page::Inner { ways, children } => {
                    (page, pages) = (children[ways.partition_point(&below)], pages + 1);
                }
                Page::Leaf { items, .. } => {
                    let below = items.partition_point(&below);
                    return Scan { tree: self, page, below, up, reads: Reads { rows: 0, pages } };
                }
            }
        }
    }
}

impl<T> Scan<'_, T> {
    /// What was read so far.
    #[must_use]
    pub fn reads(&self) -> Reads {
        self.reads
    }
}

impl<'a, T> Iterator for Scan<'a, T> {
    type Item = &'a T;

    fn next(&mut self) -> Option<&'a T> {
        loop {
            let Page::Leaf { items, before, after } = self.tree.pages.get(self.page)? else {
                return None;
            };
            let next = if self.up { items.get(self.below) } else { items[..self.below].last() };
            if next.is_some() {
                self.below = if self.up { self.below + 1 } else { self.below - 1 };
                self.reads.rows += 1;
                return next;
            }
            let neighbour = if self.up { *after } else { *before };
            if neighbour == NONE {
                return None;
            }
            self.page = neighbour;
            self.reads.pages += 1;
            self.below = match &self.tree.pages[neighbour] {
                Page::Leaf { items, .. } if !self.up => items.len(),
                _ => 0,
            };
        }
    }
}
