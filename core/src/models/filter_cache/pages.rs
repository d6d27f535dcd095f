//! Which pages of the index's files are in the operating system's memory?

use crate::algorithms::ordered::{OrderedMap, OrderedSet};

use crate::algorithms::bitset::DenseBitset;
use crate::algorithms::filter_cache::Filter;

/// The bytes of a page.
const PAGE: u32 = 4096;
/// The bytes that a document takes in a list, about what gaps in blocks need.
const POSTING: u64 = 2;
/// The bytes of a doc value: each field has fewer than 256 values.
const VALUE: u32 = 1;

/// The pages that were read from the files of the segments so far, none of which has to go.
#[derive(Clone, Debug, Default)]
pub(super) struct PageCache {
    /// The lists that are in memory.
    lists: OrderedSet<(u64, Filter)>,
    /// The pages of each column that are in memory.
    columns: OrderedMap<(u64, usize), DenseBitset>,
    /// The segments that were written in this run: their pages are in memory from the start.
    written: OrderedSet<u64>,
    /// Pages that were found in memory.
    pub(super) hits: u64,
    /// Pages that came from the disk.
    pub(super) misses: u64,
}

impl PageCache {
    /// Notes a segment that has just been written.
    pub(super) fn write(&mut self, segment: u64) {
        self.written.insert(segment);
    }

    /// Reads the lists that a filter needs on a segment.
    pub(super) fn list(&mut self, segment: u64, filter: &Filter, docs: u64) {
        let pages = (docs * POSTING).div_ceil(u64::from(PAGE));
        let fresh = self.lists.insert((segment, filter.clone()));
        self.count(pages, fresh && !self.written.contains(&segment));
    }

    /// Reads a column of a segment of `docs` documents, at some documents in ascending order.
    pub(super) fn column(&mut self, segment: u64, field: usize, docs: u32, read: &[u32]) {
        let pages = (docs * VALUE).div_ceil(PAGE);
        let known = self.columns.get_or_insert_with((segment, field), || DenseBitset::new(pages));
        let (mut last, mut hits, mut misses) = (None, 0, 0);
        for page in read.iter().map(|doc| doc * VALUE / PAGE) {
            if last.replace(page) != Some(page) {
                // A page of a document is below the length.
                let fresh = known.insert(page).unwrap_or(false);
                if fresh && !self.written.contains(&segment) {
                    misses += 1;
                } else {
                    hits += 1;
                }
            }
        }
        (self.hits, self.misses) = (self.hits + hits, self.misses + misses);
    }

    fn count(&mut self, pages: u64, cold: bool) {
        if cold {
            self.misses += pages;
        } else {
            self.hits += pages;
        }
    }

    /// The bytes that came from the disk and are in memory now.
    pub(super) fn bytes(&self) -> u64 {
        self.misses * u64::from(PAGE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_comes_from_the_disk_once() {
        let mut pages = PageCache::default();
        pages.list(0, &Filter::All, 5000);
        assert_eq!((pages.hits, pages.misses), (0, 3));
        pages.list(0, &Filter::All, 5000);
        assert_eq!((pages.hits, pages.misses), (3, 3));
        // Two documents on the first page of a column, one on the third.
        pages.column(0, 1, 10_000, &[1, 2, 9000]);
        assert_eq!((pages.hits, pages.misses, pages.bytes()), (3, 5, 5 * 4096));
        pages.column(0, 1, 10_000, &[1, 5000]);
        assert_eq!((pages.hits, pages.misses), (4, 6));
    }

    #[test]
    fn what_was_just_written_is_in_memory() {
        let mut pages = PageCache::default();
        pages.write(4);
        pages.list(4, &Filter::All, 1);
        pages.column(4, 0, 1, &[0]);
        assert_eq!((pages.hits, pages.misses, pages.bytes()), (2, 0, 0));
    }
}
