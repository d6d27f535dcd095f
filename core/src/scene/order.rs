//! How is a list put in order that nearly is?

/// Sorts by insertion; equals keep their order.
///
/// Lists of what happened are made in order but for a few, so this takes about one comparison an
/// item: O(n + inversions), at worst O(n²). It is a twentieth of the code of the standard
/// library's sort, which is compiled again for every type of item and makes up a tenth of a page's
/// program.
///
/// ```
/// let mut lines = vec![(1, 'b'), (3, 'c'), (1, 'a'), (2, 'd')];
/// sandtable_core::scene::insertion_sort_by_key(&mut lines, |line| line.0);
/// assert_eq!(lines, [(1, 'b'), (1, 'a'), (2, 'd'), (3, 'c')]);
/// ```
pub fn insertion_sort_by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    for next in 1..items.len() {
        let mut at = next;
        while at > 0 && key(&items[at - 1]) > key(&items[at]) {
            items.swap(at - 1, at);
            at -= 1;
        }
    }
}
