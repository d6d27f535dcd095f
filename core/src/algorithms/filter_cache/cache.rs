//! Which kept answers have to go when there is no more room, and which when a segment goes?

use crate::algorithms::ordered::OrderedMap;
use std::rc::Rc;

use super::doc_set::DocSet;
use super::filter::Filter;

/// What a filter costs beside its sets, in bytes: Lucene's estimate for a query of unknown size and
/// its place in a linked hash table, with references of four bytes.
pub const FILTER_BYTES: u64 = 1024 + 24;
/// What a set costs beside its bits, in bytes: its place in a hash table.
pub const SET_BYTES: u64 = 16;

/// What a cache may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// The most filters, 0 or more. Elasticsearch: 10,000 a node.
    pub filters_max: usize,
    /// The most bytes. Elasticsearch: a tenth of the heap.
    pub bytes_max: u64,
}

#[derive(Clone, Debug)]
struct Entry {
    /// Its place among the uses; a later one is larger.
    used: u64,
    /// For each segment, by its name.
    sets: OrderedMap<u64, Rc<DocSet>>,
}

/// Answers of filters on segments, under a budget; the filter that was not used for longest goes
/// first, with its sets on all segments.
///
/// Source: Lucene's `LRUQueryCache`, versions 9 and 10. A filter whose segments have gone stays, and
/// counts, until it is the oldest. Complexity: O(log filters + log segments) for each call, and for
/// each filter that goes; [`remove_segment`](Self::remove_segment) looks at every filter.
///
/// ```
/// use sandtable_core::algorithms::filter_cache::{Budget, DocSet, Filter, FilterCache};
///
/// let mut cache = FilterCache::new(Budget { filters_max: 2, bytes_max: 10_000 });
/// let range = |from| Filter::Range { field: 0, from, to: 9 };
/// cache.put(&range(1), 7, DocSet::of(64, 0..8));
/// cache.put(&range(2), 7, DocSet::of(64, 0..4));
/// assert_eq!(cache.bytes(), 2 * (1048 + 16 + 8));
///
/// // The first was used last, so the second makes room for a third.
/// assert!(cache.get(&range(1), 7).is_some());
/// cache.put(&range(3), 7, DocSet::of(64, 0..2));
/// assert!(cache.get(&range(2), 7).is_none());
/// assert_eq!((cache.filters(), cache.sets(), cache.evicted_filters()), (2, 2, 1));
///
/// cache.remove_segment(7);
/// assert_eq!((cache.filters(), cache.sets(), cache.bytes()), (2, 0, 2 * 1048));
/// ```
#[derive(Clone, Debug)]
pub struct FilterCache {
    budget: Budget,
    entries: OrderedMap<Filter, Entry>,
    /// The filters by their last use.
    order: OrderedMap<u64, Filter>,
    clock: u64,
    bytes: u64,
    sets: u64,
    evicted_filters: u64,
    evicted_sets: u64,
    invalidated_sets: u64,
}

impl FilterCache {
    /// A cache that holds nothing.
    #[must_use]
    pub fn new(budget: Budget) -> Self {
        Self {
            budget,
            entries: OrderedMap::new(),
            order: OrderedMap::new(),
            clock: 0,
            bytes: 0,
            sets: 0,
            evicted_filters: 0,
            evicted_sets: 0,
            invalidated_sets: 0,
        }
    }

    /// What it may hold.
    #[must_use]
    pub fn budget(&self) -> Budget {
        self.budget
    }

    /// The bytes of all filters and sets, never above the budget.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The filters that it holds, never above the budget.
    #[must_use]
    pub fn filters(&self) -> usize {
        self.entries.len()
    }

    /// The sets that it holds: a filter has one for each segment on which it was kept.
    #[must_use]
    pub fn sets(&self) -> u64 {
        self.sets
    }

    /// The filters that went to make room, so far.
    #[must_use]
    pub fn evicted_filters(&self) -> u64 {
        self.evicted_filters
    }

    /// The sets that went with them, so far.
    #[must_use]
    pub fn evicted_sets(&self) -> u64 {
        self.evicted_sets
    }

    /// The sets that went with their segments, so far.
    #[must_use]
    pub fn invalidated_sets(&self) -> u64 {
        self.invalidated_sets
    }

    /// The filters, the one that will go first at the start.
    pub fn oldest_first(&self) -> impl Iterator<Item = &Filter> {
        self.order.values()
    }

    /// The answer of a filter on a segment, only looked at: no use of the filter.
    #[must_use]
    pub fn peek(&self, filter: &Filter, segment: u64) -> Option<&DocSet> {
        self.entries.get(filter)?.sets.get(&segment).map(|set| &**set)
    }

    /// The answer of a filter on a segment; the filter is the last used now.
    pub fn get(&mut self, filter: &Filter, segment: u64) -> Option<Rc<DocSet>> {
        self.touch(filter);
        self.entries.get(filter)?.sets.get(&segment).cloned()
    }

    /// Keeps an answer, unless there is one; then lets the oldest filters go while more is held than
    /// the budget allows, this one too if need be. Returns the answer that is kept or would be.
    pub fn put(&mut self, filter: &Filter, segment: u64, set: DocSet) -> Rc<DocSet> {
        self.touch(filter);
        let (order, clock) = (&mut self.order, &mut self.clock);
        let entry = match self.entries.get_mut(filter) {
            Some(entry) => entry,
            None => {
                *clock += 1;
                order.insert(*clock, filter.clone());
                self.bytes += FILTER_BYTES;
                let entry = || Entry { used: *clock, sets: OrderedMap::new() };
                self.entries.get_or_insert_with(filter.clone(), entry)
            }
        };
        if let Some(kept) = entry.sets.get(&segment) {
            return Rc::clone(kept);
        }
        let set = Rc::new(set);
        self.bytes += set_bytes(&set);
        self.sets += 1;
        entry.sets.insert(segment, Rc::clone(&set));
        while self.entries.len() > self.budget.filters_max || self.bytes > self.budget.bytes_max {
            if !self.evict_oldest() {
                break;
            }
        }
        set
    }

    /// Forgets every answer on a segment, because it was merged into another.
    pub fn remove_segment(&mut self, segment: u64) {
        for entry in self.entries.values_mut() {
            if let Some(set) = entry.sets.remove(&segment) {
                self.bytes -= set_bytes(&set);
                self.sets -= 1;
                self.invalidated_sets += 1;
            }
        }
    }

    /// Forgets everything; what was counted stays.
    pub fn clear(&mut self) {
        self.entries.clear();
        self.order.clear();
        (self.bytes, self.sets) = (0, 0);
    }

    fn touch(&mut self, filter: &Filter) {
        if let Some(entry) = self.entries.get_mut(filter)
            && let Some(name) = self.order.remove(&entry.used)
        {
            self.clock += 1;
            entry.used = self.clock;
            self.order.insert(self.clock, name);
        }
    }

    /// Whether there was one.
    fn evict_oldest(&mut self) -> bool {
        let Some((_, filter)) = self.order.pop_first() else {
            return false;
        };
        if let Some(entry) = self.entries.remove(&filter) {
            self.bytes -= FILTER_BYTES + entry.sets.values().map(|set| set_bytes(set)).sum::<u64>();
            self.sets -= entry.sets.len() as u64;
            self.evicted_sets += entry.sets.len() as u64;
            self.evicted_filters += 1;
        }
        true
    }
}

fn set_bytes(set: &DocSet) -> u64 {
    SET_BYTES + set.bytes()
}
