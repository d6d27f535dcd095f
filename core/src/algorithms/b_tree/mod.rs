//! How does a database keep rows in order on pages, and what does it cost to find one?

mod remove;
mod scan;

pub use scan::{Reads, Scan};

use std::fmt;

/// An ordered set in the pages of a B+tree: every item lies in a leaf, leaves are linked to their
/// neighbours, and inner pages hold nothing but the way.
///
/// `fan_out` is the most items of a leaf and the most children of an inner page; but for the root
/// every page is at least half full. Of `n` items none is further than O(log n) pages from the
/// root. What a search reads is counted, in pages and in rows, by [`Scan`].
///
/// Source: R. Bayer, E. McCreight, Organization and Maintenance of Large Ordered Indexes, Acta
/// Informatica 1, 1972; the form with all items in linked leaves is in D. Comer, The Ubiquitous
/// B-Tree, ACM Computing Surveys 11(2), 1979.
///
/// ```
/// use sandtable_core::algorithms::b_tree::BPlusTree;
///
/// let mut tree = BPlusTree::new(4)?;
/// for n in [50, 20, 40, 10, 30] {
///     assert!(tree.insert(n));
/// }
/// assert!(!tree.insert(30), "it is there already");
/// assert!(tree.remove(&20));
/// // From the first item that is not below 25, upwards.
/// let found: Vec<&i32> = tree.ascending(|n| *n < 25).collect();
/// assert_eq!(found, [&30, &40, &50]);
/// # Ok::<(), sandtable_core::algorithms::b_tree::FanOutError>(())
/// ```
#[derive(Clone, Debug)]
pub struct BPlusTree<T> {
    fan_out: usize,
    pages: Vec<Page<T>>,
    free: Vec<usize>,
    root: usize,
    len: usize,
}

/// A page. `NONE` stands for no neighbour.
#[derive(Clone, Debug)]
enum Page<T> {
    Leaf {
        items: Vec<T>,
        before: usize,
        after: usize,
    },
    /// `ways[i]` is above every item of `children[i]` and not above any of `children[i + 1]`.
    Inner {
        ways: Vec<T>,
        children: Vec<usize>,
    },
}

const NONE: usize = usize::MAX;

/// The fan-out is below 4, so that a page could not be split into two halves that are pages.
///
/// ```
/// use sandtable_core::algorithms::b_tree::BPlusTree;
/// let error = BPlusTree::<u8>::new(3).unwrap_err();
/// assert_eq!(error.to_string(), "a fan-out of 3 is too small: a page needs room for 4 or more");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FanOutError(pub usize);

impl fmt::Display for FanOutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a fan-out of {} is too small: a page needs room for 4 or more", self.0)
    }
}

impl std::error::Error for FanOutError {}

impl<T: Ord + Clone> BPlusTree<T> {
    /// An empty tree: one empty leaf. `fan_out` is the most items or children of a page.
    ///
    /// # Errors
    /// [`FanOutError`] if the fan-out is below 4.
    pub fn new(fan_out: usize) -> Result<BPlusTree<T>, FanOutError> {
        if fan_out < 4 {
            return Err(FanOutError(fan_out));
        }
        let leaf = Page::Leaf { items: Vec::new(), before: NONE, after: NONE };
        Ok(BPlusTree { fan_out, pages: vec![leaf], free: Vec::new(), root: 0, len: 0 })
    }

    /// The number of items. O(1).
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no item. O(1).
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The number of pages in use. O(1).
    ///
    /// ```
    /// # use sandtable_core::algorithms::b_tree::BPlusTree;
    /// let mut tree = BPlusTree::new(4)?;
    /// (0..5).for_each(|n| assert!(tree.insert(n)));
    /// assert_eq!(tree.page_count(), 3); // The fifth split the leaf: two, and a root above them.
    /// # Ok::<(), sandtable_core::algorithms::b_tree::FanOutError>(())
    /// ```
    #[must_use]
    pub fn page_count(&self) -> usize {
        self.pages.len() - self.free.len()
    }

    /// The number of pages from the root to any leaf, both counted. O(log n).
    ///
    /// ```
    /// # use sandtable_core::algorithms::b_tree::BPlusTree;
    /// let mut tree = BPlusTree::new(100)?;
    /// (0..10_000).for_each(|n| assert!(tree.insert(n)));
    /// assert_eq!(tree.height(), 3);
    /// # Ok::<(), sandtable_core::algorithms::b_tree::FanOutError>(())
    /// ```
    #[must_use]
    pub fn height(&self) -> usize {
        let (mut page, mut height) = (self.root, 1);
        while let Page::Inner { children, .. } = &self.pages[page] {
            (page, height) = (children[0], height + 1);
        }
        height
    }

    /// Whether the item is there. O(log n).
    #[must_use]
    pub fn contains(&self, item: &T) -> bool {
        self.ascending(|other| other < item).next() == Some(item)
    }

    /// Adds an item; `false` if it was there already. O(log n) pages, each split at most once.
    pub fn insert(&mut self, item: T) -> bool {
        let len = self.len;
        if let Some((way, right)) = self.insert_below(self.root, item) {
            let page = Page::Inner { ways: vec![way], children: vec![self.root, right] };
            self.root = self.put(page);
        }
        self.len > len
    }

    /// Adds an item below a page; what comes of a split: the way to the new page, and the page.
    fn insert_below(&mut self, page: usize, item: T) -> Option<(T, usize)> {
        let (at, child) = match &mut self.pages[page] {
            Page::Leaf { items, .. } => {
                let at = items.partition_point(|other| *other < item);
                if items.get(at) != Some(&item) {
                    items.insert(at, item);
                    self.len += 1;
                }
                return self.split_leaf(page);
            }
            Page::Inner { ways, children } => {
                let at = ways.partition_point(|way| *way <= item);
                (at, children[at])
            }
        };
        let (way, right) = self.insert_below(child, item)?;
        let room = self.fan_out;
        let Page::Inner { ways, children } = &mut self.pages[page] else { return None };
        ways.insert(at, way);
        children.insert(at + 1, right);
        if children.len() <= room {
            return None;
        }
        let half = children.len() / 2;
        let (children, mut ways) = (children.split_off(half), ways.split_off(half - 1));
        let way = ways.remove(0);
        Some((way, self.put(Page::Inner { ways, children })))
    }

    /// Splits a leaf that is too full in two halves.
    fn split_leaf(&mut self, page: usize) -> Option<(T, usize)> {
        let room = self.fan_out;
        let Page::Leaf { items, after, .. } = &mut self.pages[page] else { return None };
        if items.len() <= room {
            return None;
        }
        let (items, next) = (items.split_off(items.len() / 2), *after);
        let way = items[0].clone();
        let right = self.put(Page::Leaf { items, before: page, after: next });
        self.link(page, right);
        self.link(right, next);
        Some((way, right))
    }

    /// Makes two leaves neighbours; one of them may be none.
    fn link(&mut self, left: usize, right: usize) {
        if let Some(Page::Leaf { after, .. }) = self.pages.get_mut(left) {
            *after = right;
        }
        if let Some(Page::Leaf { before, .. }) = self.pages.get_mut(right) {
            *before = left;
        }
    }

    /// Stores a page, in a place that is free.
    fn put(&mut self, page: Page<T>) -> usize {
        match self.free.pop() {
            Some(place) => {
                self.pages[place] = page;
                place
            }
            None => {
                self.pages.push(page);
                self.pages.len() - 1
            }
        }
    }

    /// Whether the tree keeps what it promises: all in order, every way right, every page but the
    /// root at least half full and none too full, leaves of the same depth and rightly linked.
    /// O(n); for tests.
    ///
    /// ```
    /// # use sandtable_core::algorithms::b_tree::BPlusTree;
    /// let mut tree = BPlusTree::new(4)?;
    /// (0..99).for_each(|n| assert!(tree.insert(n * 7 % 99)));
    /// assert!(tree.is_sound());
    /// # Ok::<(), sandtable_core::algorithms::b_tree::FanOutError>(())
    /// ```
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let mut leaves = Vec::new();
        if !self.sound_below(self.root, self.height(), None, None, &mut leaves) {
            return false;
        }
        let mut left = NONE;
        for (i, leaf) in leaves.iter().enumerate() {
            let Page::Leaf { before, after, .. } = &self.pages[*leaf] else { return false };
            let right = leaves.get(i + 1).copied().unwrap_or(NONE);
            if (*before, *after) != (left, right) {
                return false;
            }
            left = *leaf;
        }
        self.ascending(|_| false).count() == self.len
    }

    fn sound_below(
        &self,
        page: usize,
        height: usize,
        low: Option<&T>,
        high: Option<&T>,
        leaves: &mut Vec<usize>,
    ) -> bool {
        let fills =
            |size: usize| size <= self.fan_out && (page == self.root || size >= self.least());
        let within = |item: &T| low.is_none_or(|l| l <= item) && high.is_none_or(|h| item < h);
        match &self.pages[page] {
            Page::Leaf { items, .. } => {
                leaves.push(page);
                let rising = items.windows(2).all(|pair| pair[0] < pair[1]);
                height == 1 && fills(items.len()) && rising && items.iter().all(within)
            }
            Page::Inner { ways, children } => {
                let rising = ways.windows(2).all(|pair| pair[0] < pair[1]);
                let sizes = children.len() == ways.len() + 1 && children.len() > 1;
                let own = rising && sizes && fills(children.len()) && ways.iter().all(within);
                own && children.iter().enumerate().all(|(i, child)| {
                    let low = if i == 0 { low } else { ways.get(i - 1) };
                    self.sound_below(*child, height - 1, low, ways.get(i).or(high), leaves)
                })
            }
        }
    }
}
