//! How is a long list given out in pages while it changes?
//!
//! The list is a [`BPlusTree`] of [`Row`]s, ordered by a sort key and then by a unique id. A page of
//! it is asked for by a count or by a place:
//!
//! | asked for by | rows read | while rows come and go |
//! |---|---|---|
//! | [`by_offset`]: skip so many | offset + limit | skips and repeats |
//! | [`after`] and [`before`] a [`Place::Row`]: key and id | limit, after O(log n) pages | each row that stays, exactly once |
//! | [`after`] a [`Place::Key`]: the key alone | as before | skips the rest of a tie, even while nothing changes |
//! | [`after`] a [`Place::FromKey`]: the key alone, and again | as before | repeats a tie, and never gets past one that fills a page |
//!
//! Whether there is more is told by one row beyond the page, or guessed from a full page: [`More`].
//! A place travels to the client and back as a signed [`Cursor`].
//!
//! ```
//! use sandtable_core::algorithms::b_tree::BPlusTree;
//! use sandtable_core::algorithms::pagination::{More, Order, Place, Row, after, by_offset};
//!
//! let mut list = BPlusTree::new(4)?;
//! (1..=100).for_each(|id| assert!(list.insert(Row { key: 10 * id, id })));
//! let (order, more) = (Order::Ascending, More::OneBeyond);
//! let counted = by_offset(&list, order, 90, 5, more);
//! let sought = after(&list, order, Some(Place::Row(Row { key: 900, id: 90 })), 5, more);
//! assert_eq!(counted.rows, sought.rows);
//! assert_eq!((counted.reads.rows, sought.reads.rows), (96, 6));
//! # Ok::<(), sandtable_core::algorithms::b_tree::FanOutError>(())
//! ```

mod base64url;
mod cursor;

pub use base64url::{base64url, from_base64url};
pub use cursor::{Cursor, CursorError, Signer};

use super::b_tree::{BPlusTree, Reads, Scan};

/// A row of the list: what it is sorted by, and who it is. Rows are ordered by both, so that there
/// is one order only, however many rows share a key.
///
/// ```
/// use sandtable_core::algorithms::pagination::Row;
/// assert!(Row { key: 10, id: 9 } < Row { key: 20, id: 1 });
/// assert!(Row { key: 10, id: 1 } < Row { key: 10, id: 9 });
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    /// What the list is sorted by; a unique sort key is one that no two rows share.
    pub key: u64,
    /// Unique: it breaks ties.
    pub id: u64,
}

/// Which way the list runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The smallest key first.
    Ascending,
    /// The largest key first, and of equal keys the largest id.
    Descending,
}

/// A place in the list, taken from the last row of a page, or from its first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Beyond this row: `(key, id) > ($1, $2)`. It need not be there any more.
    Row(Row),
    /// Beyond all rows of this key: `key > $1`. What is left of a tie is skipped.
    Key(u64),
    /// From the first row of this key on: `key >= $1`. What is known of a tie is repeated.
    FromKey(u64),
}

/// How it is found out whether there is more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum More {
    /// One row more than the page needs is read, and not given out: exact.
    OneBeyond,
    /// A page that is full means more: wrong whenever the last page is exactly full.
    FullPage,
}

/// A page of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The rows, in the order of the list.
    pub rows: Vec<Row>,
    /// Whether there are more rows in the direction that was asked for.
    pub more: bool,
    /// What was read for it.
    pub reads: Reads,
}

/// The page behind the first `offset` rows, with at most `limit` rows: `LIMIT limit OFFSET offset`.
///
/// The rows in front are read and thrown away: O(offset + limit) rows, on O(offset + limit) pages.
/// An offset beyond the end gives an empty page.
///
/// ```
/// use sandtable_core::algorithms::b_tree::BPlusTree;
/// use sandtable_core::algorithms::pagination::{More, Order, Row, by_offset};
/// let mut list = BPlusTree::new(4)?;
/// (1..=8).for_each(|id| assert!(list.insert(Row { key: id, id })));
/// // The last page is exactly full, and only one of the two rules sees that it is the last.
/// assert!(by_offset(&list, Order::Ascending, 4, 4, More::FullPage).more);
/// assert!(!by_offset(&list, Order::Ascending, 4, 4, More::OneBeyond).more);
/// # Ok::<(), sandtable_core::algorithms::b_tree::FanOutError>(())
/// ```
#[must_use]
pub fn by_offset(
    list: &BPlusTree<Row>,
    order: Order,
    offset: u64,
    limit: usize,
    more: More,
) -> Page {
    let mut scan = start(list, order);
    for _ in 0..offset {
        if scan.next().is_none() {
            break;
        }
    }
    take(scan, limit, more)
}

/// The page after a place, or the first one, with at most `limit` rows.
///
/// The place is sought in the tree: O(log n + limit) pages and at most `limit` + 1 rows, however far
/// into the list it is.
///
/// ```
/// use sandtable_core::algorithms::b_tree::BPlusTree;
/// use sandtable_core::algorithms::pagination::{More, Order, Place, Row, after};
/// let mut list = BPlusTree::new(4)?;
/// (1..=4).for_each(|id| assert!(list.insert(Row { key: 7, id })));
/// let next = |place| after(&list, Order::Ascending, Some(place), 2, More::OneBeyond).rows;
/// // The first page ended with the second of four rows of the same key.
/// assert_eq!(next(Place::Row(Row { key: 7, id: 2 })), [Row { key: 7, id: 3 }, Row { key: 7, id: 4 }]);
/// assert_eq!(next(Place::Key(7)), []); // skipped
/// assert_eq!(next(Place::FromKey(7)), [Row { key: 7, id: 1 }, Row { key: 7, id: 2 }]); // for ever
/// # Ok::<(), sandtable_core::algorithms::b_tree::FanOutError>(())
/// ```
#[must_use]
pub fn after(
    list: &BPlusTree<Row>,
    order: Order,
    place: Option<Place>,
    limit: usize,
    more: More,
) -> Page {
    let up = order == Order::Ascending;
    take(place.map_or_else(|| start(list, order), |place| sought(list, up, place)), limit, more)
}

/// The page before a place, or the last one, with at most `limit` rows: those nearest to the place,
/// in the order of the list. Costs as [`after`]; `more` says whether there are rows further in front.
///
/// ```
/// use sandtable_core::algorithms::b_tree::BPlusTree;
/// use sandtable_core::algorithms::pagination::{More, Order, Place, Row, before};
/// let mut list = BPlusTree::new(4)?;
/// (1..=9).for_each(|id| assert!(list.insert(Row { key: id, id })));
/// let place = Place::Row(Row { key: 5, id: 5 });
/// let page = before(&list, Order::Ascending, Some(place), 2, More::OneBeyond);
/// assert_eq!(page.rows, [Row { key: 3, id: 3 }, Row { key: 4, id: 4 }]);
/// assert!(page.more);
/// # Ok::<(), sandtable_core::algorithms::b_tree::FanOutError>(())
/// ```
#[must_use]
pub fn before(
    list: &BPlusTree<Row>,
    order: Order,
    place: Option<Place>,
    limit: usize,
    more: More,
) -> Page {
    let down = match order {
        Order::Ascending => Order::Descending,
        Order::Descending => Order::Ascending,
    };
    let mut page = after(list, down, place, limit, more);
    page.rows.reverse();
    page
}

/// A walk from the start of the list.
fn start(list: &BPlusTree<Row>, order: Order) -> Scan<'_, Row> {
    match order {
        Order::Ascending => list.ascending(|_| false),
        Order::Descending => list.descending(|_| true),
    }
}

/// A walk from a place on, up or down.
fn sought(list: &BPlusTree<Row>, up: bool, place: Place) -> Scan<'_, Row> {
    match (place, up) {
        (Place::Row(row), true) => list.ascending(|r| *r <= row),
        (Place::Row(row), false) => list.descending(|r| *r < row),
        (Place::Key(key), true) => list.ascending(|r| r.key <= key),
        (Place::Key(key), false) => list.descending(|r| r.key < key),
        (Place::FromKey(key), true) => list.ascending(|r| r.key < key),
        (Place::FromKey(key), false) => list.descending(|r| r.key <= key),
    }
}

/// A page of what comes next.
fn take(mut scan: Scan<'_, Row>, limit: usize, more: More) -> Page {
    let mut rows = Vec::new();
    while rows.len() < limit {
        let Some(row) = scan.next() else { break };
        rows.push(*row);
    }
    let full = rows.len() == limit;
    let more = full && (more == More::FullPage || scan.next().is_some());
    Page { rows, more, reads: scan.reads() }
}
