//! How is a list put in order that nearly is?

/// Sorts by insertion; equals keep their order.
///
/// Lists of what happened are made in order but for a few, so this takes about one comparison an
/// item: O(n + inversions), at worst O(n²). The standard library's sort is compiled
/// again for every type of item: 20 of the 442 kB of the page's code went to it when it was measured.
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
