//! Do pages of a list keep their word while rows come and go?

use proptest::prelude::*;
use sandtable_core::algorithms::b_tree::{BPlusTree, Reads};
use sandtable_core::algorithms::pagination::{
    Cursor, CursorError, More, Order, Page, Place, Row, Signer, after, before, by_offset,
};

fn tree(fan_out: usize, rows: impl IntoIterator<Item = Row>) -> BPlusTree<Row> {
    let mut tree = BPlusTree::new(fan_out).unwrap();
    rows.into_iter().for_each(|row| {
        tree.insert(row);
    });
    tree
}

fn row((key, id): (u64, u64)) -> Row {
    Row { key, id }
}

/// Rows with many ties.
fn rows() -> impl Strategy<Value = Vec<Row>> {
    prop::collection::vec((0..12_u64, 0..200_u64).prop_map(row), 0..80)
}

/// Inserts and deletes between two requests.
fn changes() -> impl Strategy<Value = Vec<Vec<(bool, Row)>>> {
    let change = (any::<bool>(), (0..12_u64, 0..200_u64).prop_map(row));
    prop::collection::vec(prop::collection::vec(change, 0..6), 0..40)
}

fn order() -> impl Strategy<Value = Order> {
    prop::sample::select(vec![Order::Ascending, Order::Descending])
}

fn last(page: &Page) -> Option<Row> {
    page.rows.last().copied()
}

/// All pages of a list that stands still, by key and id, forwards.
fn forwards(list: &BPlusTree<Row>, order: Order, limit: usize) -> Vec<Page> {
    let mut pages = vec![after(list, order, None, limit, More::OneBeyond)];
    while let Some(page) = pages.last().filter(|page| page.more) {
        let place = last(page).map(Place::Row);
        pages.push(after(list, order, place, limit, More::OneBeyond));
    }
    pages
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]

    /// The tree is a sorted list, whatever is put in and taken out.
    #[test]
    fn the_tree_is_a_sorted_list(
        fan_out in 4_usize..9,
        steps in prop::collection::vec((any::<bool>(), 0..120_u32), 0..300),
    ) {
        let mut tree = BPlusTree::new(fan_out).unwrap();
        let mut list: Vec<u32> = Vec::new();
        for (insert, n) in steps {
            let at = list.binary_search(&n);
            if insert {
                prop_assert_eq!(tree.insert(n), at.is_err());
                if let Err(at) = at { list.insert(at, n); }
            } else {
                prop_assert_eq!(tree.remove(&n), at.is_ok());
                if let Ok(at) = at { list.remove(at); }
            }
            prop_assert!(tree.is_sound());
            prop_assert_eq!(tree.len(), list.len());
            prop_assert_eq!(tree.contains(&n), list.contains(&n));
        }
        for place in 0..=120 {
            let below = list.partition_point(|n| *n < place);
            prop_assert!(tree.ascending(|n| *n < place).eq(&list[below..]));
            prop_assert!(tree.descending(|n| *n < place).eq(list[..below].iter().rev()));
        }
        // Half full at least: the height is a logarithm.
        let least = 2 * (fan_out / 2).pow(tree.height() as u32 - 1);
        prop_assert!(tree.height() == 1 || list.len() >= least, "{} for {}", tree.height(), list.len());
    }

    /// With key and id, rows that were there throughout are seen exactly once, whatever happens
    /// between the requests, and no row is seen twice.
    #[test]
    fn by_key_and_id_each_row_that_stays_is_seen_once(
        start in rows(), changes in changes(), limit in 1_usize..7, order in order(),
    ) {
        let mut list = tree(4, start.iter().copied());
        let mut stayed: Vec<Row> = list.ascending(|_| false).copied().collect();
        let (mut seen, mut place): (Vec<Row>, _) = (Vec::new(), None);
        let mut changes = changes.into_iter();
        loop {
            let page = after(&list, order, place, limit, More::OneBeyond);
            seen.extend(&page.rows);
            let place_now = last(&page).map(Place::Row);
            if let Some(place) = place_now {
                let rest = after(&list, order, Some(place), usize::MAX, More::OneBeyond);
                prop_assert_eq!(page.more, !rest.rows.is_empty(), "more is told exactly");
            }
            if !page.more { break; }
            place = place_now;
            for (insert, row) in changes.next().into_iter().flatten() {
                if insert { list.insert(row); } else {
                    list.remove(&row);
                    stayed.retain(|r| *r != row);
                }
            }
        }
        for row in &stayed {
            prop_assert_eq!(seen.iter().filter(|r| *r == row).count(), 1, "{:?}", row);
        }
        let rising = |pair: &[Row]| (pair[0] < pair[1]) == (order == Order::Ascending);
        prop_assert!(seen.windows(2).all(rising));
    }

    /// Going back from the end gives the pages of going forwards, the other way round; the first
    /// request backwards takes what the last page had.
    #[test]
    fn backwards_is_forwards_reversed(start in rows(), limit in 1_usize..7, order in order()) {
        let list = tree(5, start);
        let forwards = forwards(&list, order, limit);
        for pair in forwards.windows(2) {
            let place = pair[1].rows.first().copied().map(Place::Row);
            let back = before(&list, order, place, limit, More::OneBeyond);
            prop_assert_eq!(&back.rows, &pair[0].rows);
            prop_assert_eq!(back.more, pair[0] != forwards[0]);
        }
        let all: Vec<Row> = forwards.iter().flat_map(|page| page.rows.clone()).collect();
        let back = before(&list, order, None, usize::MAX, More::OneBeyond);
        prop_assert_eq!(back.rows, all);
    }

    /// While nothing changes, an offset gives the same pages; it reads all that it skips.
    #[test]
    fn costs_are_offset_plus_limit_against_log_plus_limit(
        n in 1_u64..3000, fan_out in 4_usize..40, limit in 1_usize..20, skip in any::<prop::sample::Index>(),
    ) {
        let list = tree(fan_out, (0..n).map(|i| Row { key: i * 7919 % 3001, id: i }));
        let offset = skip.index(n as usize);
        let rows: Vec<Row> = list.ascending(|_| false).copied().collect();
        let counted = by_offset(&list, Order::Ascending, offset as u64, limit, More::OneBeyond);
        let place = offset.checked_sub(1).map(|at| Place::Row(rows[at]));
        let sought = after(&list, Order::Ascending, place, limit, More::OneBeyond);
        prop_assert_eq!((&counted.rows, counted.more), (&sought.rows, sought.more));
        let beyond = u64::from(counted.more);
        prop_assert_eq!(counted.reads.rows, offset as u64 + counted.rows.len() as u64 + beyond);
        prop_assert_eq!(sought.reads.rows, sought.rows.len() as u64 + beyond);
        // The way down, the leaves of limit + 1 rows at least half full, one more at either end.
        let leaves = (limit + 1) / (fan_out / 2) + 2;
        prop_assert!(sought.reads.pages <= (list.height() + leaves) as u64);
        prop_assert!(counted.reads.pages >= (offset / fan_out) as u64);
    }

    /// A cursor comes back as it was sent, and any changed character is refused.
    #[test]
    fn a_bent_cursor_is_refused(
        key in any::<u64>(), id in any::<u64>(), secret in any::<[u8; 16]>(), order in order(),
        at in 0_usize..46, other in 0_usize..64, cut in 0_usize..46,
    ) {
        let signer = Signer::new(secret);
        let cursor = Cursor { order, row: Row { key, id } };
        let text = signer.sign("list", cursor);
        prop_assert_eq!(signer.open("list", order, &text), Ok(cursor));
        let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        let mut bent = text.clone().into_bytes();
        bent[at] = alphabet[other];
        let bent = String::from_utf8(bent).unwrap();
        prop_assert_eq!(signer.open("list", order, &bent).is_ok(), bent == text);
        prop_assert!(signer.open("list", order, &text[..cut]).is_err());
        let longer = text + "A";
        prop_assert!(signer.open("list", order, &longer).is_err());
    }

    /// Any text is refused with a reason and a cure.
    #[test]
    fn no_text_makes_the_reader_panic(text in ".{0,60}") {
        let error = Signer::new([0; 16]).open("list", Order::Ascending, &text).unwrap_err();
        prop_assert!(error.to_string().ends_with("; start again from the first page"));
    }
}

/// Twelve rows, and a row before the page comes or goes: an offset repeats or skips.
#[test]
fn an_offset_repeats_and_skips() {
    let start: Vec<Row> = (1..=12).map(|id| Row { key: 10 * id, id }).collect();
    let page = |list: &BPlusTree<Row>, offset| {
        by_offset(list, Order::Ascending, offset, 4, More::OneBeyond).rows
    };
    let mut list = tree(4, start.clone());
    let first = page(&list, 0);
    assert!(list.insert(Row { key: 5, id: 13 }));
    assert_eq!(page(&list, 4)[0], first[3], "seen twice");
    let mut list = tree(4, start.clone());
    assert!(list.remove(&start[0]));
    assert_eq!(page(&list, 4)[0], start[5], "the fifth was never seen");
}

/// Four rows of one key and pages of three: without the id, a row is skipped, or a page repeats
/// for ever, though nothing changes.
#[test]
fn a_key_that_is_not_unique_is_no_place() {
    let list = tree(4, (1..=8).map(|id| Row { key: (id - 1) / 4, id }));
    let walk = |place: fn(Row) -> Place| {
        let (mut seen, mut at) = (Vec::new(), None);
        for _ in 0..9 {
            let page = after(&list, Order::Ascending, at, 3, More::OneBeyond);
            seen.extend(page.rows.iter().map(|row| row.id));
            if !page.more {
                return (seen, true);
            }
            at = last(&page).map(place);
        }
        (seen, false)
    };
    assert_eq!(walk(Place::Row), (vec![1, 2, 3, 4, 5, 6, 7, 8], true));
    assert_eq!(walk(|row| Place::Key(row.key)), (vec![1, 2, 3, 5, 6, 7], true));
    let (seen, ended) = walk(|row| Place::FromKey(row.key));
    assert!(!ended && seen.iter().all(|id| *id <= 3), "it never gets past the first tie");
}

/// A page that is full means more: once too often if the last page is exactly full.
#[test]
fn a_full_page_does_not_mean_more() {
    for rows in 1..=20_u64 {
        let list = tree(4, (1..=rows).map(|id| Row { key: id, id }));
        let pages = |more| {
            let (mut pages, mut place) = (0_u64, None);
            loop {
                let page = after(&list, Order::Ascending, place, 4, more);
                pages += 1;
                if !page.more {
                    return (pages, page.rows.len());
                }
                place = last(&page).map(Place::Row);
            }
        };
        assert_eq!(pages(More::OneBeyond).0, rows.div_ceil(4));
        let guessed = pages(More::FullPage);
        assert_eq!(guessed, (rows / 4 + 1, (rows % 4) as usize), "{rows}");
    }
}

/// A row that is deleted is still a place.
#[test]
fn the_row_of_a_cursor_may_be_gone() {
    let mut list = tree(4, (1..=9).map(|id| Row { key: id, id }));
    assert!(list.remove(&Row { key: 4, id: 4 }));
    let place = Some(Place::Row(Row { key: 4, id: 4 }));
    let page = after(&list, Order::Ascending, place, 2, More::OneBeyond);
    assert_eq!(page.rows, [Row { key: 5, id: 5 }, Row { key: 6, id: 6 }]);
    assert_eq!(page.reads, Reads { rows: 3, ..page.reads });
}

#[test]
fn a_cursor_of_another_version_list_order_or_secret_is_told_apart() {
    let signer = Signer::new([3; 16]);
    let cursor = Cursor { order: Order::Ascending, row: Row { key: 9, id: 2 } };
    let text = signer.sign("posts", cursor);
    let open = |signer: &Signer, list, order| signer.open(list, order, &text).unwrap_err();
    assert_eq!(open(&signer, "users", Order::Ascending), CursorError::List);
    assert_eq!(open(&signer, "posts", Order::Descending), CursorError::Order);
    assert_eq!(open(&Signer::new([4; 16]), "posts", Order::Ascending), CursorError::Signature);
    let newer = format!("Ag{}", &text[2..]);
    assert!(matches!(
        signer.open("posts", Order::Ascending, &newer),
        Err(CursorError::Version(2) | CursorError::Version(3))
    ));
}
