//! How does a query use the cache on every segment, and what do changes of the index leave of it?

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::cache::{Budget, FilterCache};
use super::doc_set::DocSet;
use super::filter::Filter;
use super::policy::CachingPolicy;
use super::segment::{Document, IndexError, Segment};

/// What the searches so far did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Queries that were answered.
    pub searches: u64,
    /// Lookups that found an answer; one for each filter of a query on each segment where answers
    /// are kept.
    pub hits: u64,
    /// Lookups that found none.
    pub misses: u64,
    /// Answers that were kept.
    pub cached_sets: u64,
    /// Documents that were read from lists of the index.
    pub scanned: u64,
}

/// An index of segments, with a cache of the answers of filters and a policy for it.
///
/// Documents are added a segment at a time. A document of the same name is deleted where it was: an
/// update. A delete only marks, so kept answers stay valid; a merge writes a new segment, and the
/// answers on the old ones go. A filter's clauses are looked up each on its own, but not when the
/// filter itself was found.
///
/// Sources: Lucene's `LRUQueryCache` (lookup, cost of the leading clause, room for five filters of
/// one bit a document before anything is kept), versions 9 and 10. Unlike Lucene, the lists of every
/// clause are read whole; Lucene skips in the longer ones.
///
/// ```
/// use sandtable_core::algorithms::filter_cache::{
///     Budget, CachingPolicy, Document, Filter, FilteredIndex, UsagePolicy, UsageRules,
/// };
///
/// let policy = CachingPolicy::Usage(UsagePolicy::new(UsageRules::default()));
/// let budget = Budget { filters_max: 100, bytes_max: 1 << 20 };
/// let mut index = FilteredIndex::new(1, policy, budget);
/// let document = |id| Document { id, values: vec![Some(id % 100)] };
/// let large = index.add((0..20_000).map(document).collect())?;
/// index.add((20_000..20_100).map(document).collect())?;
///
/// let cheap = Filter::Range { field: 0, from: 0, to: 19 };
/// for _ in 0..3 {
///     assert_eq!(index.search(&cheap)?.len(), 4020);
/// }
/// // Kept at the second use, found at the third; the small segment is read each time.
/// let counters = index.counters();
/// assert_eq!((counters.misses, counters.hits), (2, 1));
/// assert_eq!(counters.scanned, 2 * 4000 + 3 * 20);
///
/// // A delete leaves the answer valid; a merge does not.
/// index.delete(5);
/// assert_eq!(index.search(&cheap)?.len(), 4019);
/// assert_eq!(index.counters().hits, 2);
/// index.merge(&[large])?;
/// assert_eq!(index.cache().sets(), 0);
/// # Ok::<(), sandtable_core::algorithms::filter_cache::IndexError>(())
/// ```
#[derive(Clone, Debug)]
pub struct FilteredIndex {
    fields: usize,
    segments: Vec<Segment>,
    /// Where each document is: the segment's name and the number in it.
    places: BTreeMap<u32, (u64, u32)>,
    segment_next: u64,
    policy: CachingPolicy,
    cache: FilterCache,
    counters: Counters,
}

impl FilteredIndex {
    /// An index without documents, whose documents have `fields` fields.
    #[must_use]
    pub fn new(fields: usize, policy: CachingPolicy, budget: Budget) -> Self {
        Self {
            fields,
            segments: Vec::new(),
            places: BTreeMap::new(),
            segment_next: 0,
            policy,
            cache: FilterCache::new(budget),
            counters: Counters::default(),
        }
    }

    /// The segments, the oldest first.
    #[must_use]
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// The cache, to be read.
    #[must_use]
    pub fn cache(&self) -> &FilterCache {
        &self.cache
    }

    /// What the searches so far did.
    #[must_use]
    pub fn counters(&self) -> Counters {
        self.counters
    }

    /// Writes a segment of documents and returns its name. Documents of the same names in other
    /// segments are deleted.
    ///
    /// # Errors
    /// When a document has another number of values than the index has fields, or two have one name.
    /// A refused call changes nothing.
    pub fn add(&mut self, documents: Vec<Document>) -> Result<u64, IndexError> {
        let mut names = BTreeSet::new();
        for document in &documents {
            let (id, found) = (document.id, document.values.len());
            if found != self.fields {
                return Err(IndexError::FieldCount { id, found, fields: self.fields });
            }
            if !names.insert(id) {
                return Err(IndexError::DuplicateDocument { id });
            }
        }
        for id in names {
            self.delete(id);
        }
        Ok(self.write(documents))
    }

    /// Deletes a document. Returns whether it was there.
    pub fn delete(&mut self, id: u32) -> bool {
        let Some((segment, doc)) = self.places.remove(&id) else {
            return false;
        };
        if let Some(segment) = self.segments.iter_mut().find(|other| other.id() == segment) {
            segment.delete(doc);
        }
        true
    }

    /// Writes the documents of some segments that are not deleted as one new segment, and returns
    /// its name. What was kept on the old ones goes.
    ///
    /// # Errors
    /// When there is no such segment, or one is named twice. A refused call changes nothing.
    pub fn merge(&mut self, segments: &[u64]) -> Result<u64, IndexError> {
        for (at, segment) in segments.iter().enumerate() {
            if !self.segments.iter().any(|other| other.id() == *segment) {
                return Err(IndexError::UnknownSegment { segment: *segment });
            }
            if segments[..at].contains(segment) {
                return Err(IndexError::DuplicateSegment { segment: *segment });
            }
        }
        let (old, rest): (Vec<_>, Vec<_>) =
            self.segments.drain(..).partition(|segment| segments.contains(&segment.id()));
        self.segments = rest;
        for segment in segments {
            self.cache.remove_segment(*segment);
        }
        let documents = old.iter().flat_map(Segment::live_documents).cloned().collect();
        Ok(self.write(documents))
    }

    fn write(&mut self, documents: Vec<Document>) -> u64 {
        let id = self.segment_next;
        self.segment_next += 1;
        let places = documents.iter().zip(0..);
        self.places.extend(places.map(|(document, doc)| (document.id, (id, doc))));
        self.segments.push(Segment::new(id, self.fields, documents));
        id
    }

    /// The names of the documents that match, in the order of the segments and of the documents in
    /// them.
    ///
    /// # Errors
    /// [`IndexError::UnknownField`] when the filter names a field that the index does not have.
    pub fn search(&mut self, filter: &Filter) -> Result<Vec<u32>, IndexError> {
        if let Some(field) = filter.field_max().filter(|field| *field >= self.fields) {
            return Err(IndexError::UnknownField { field, fields: self.fields });
        }
        self.counters.searches += 1;
        let all_docs: u64 = self.segments.iter().map(|segment| u64::from(segment.docs())).sum();
        // An answer of one bit for each document must fit five times, or one would drive all others
        // out.
        let roomy = all_docs / 8 * 5 < self.cache.budget().bytes_max;
        let mut used = vec![false; filter.nodes()];
        let mut found = Vec::new();
        for segment in &self.segments {
            let keeping = match &self.policy {
                CachingPolicy::Nothing => false,
                CachingPolicy::Everything => true,
                CachingPolicy::Usage(policy) => {
                    let rule = policy.rules().segments;
                    roomy && rule.admits(segment.docs(), all_docs, self.segments.len() as u32)
                }
            };
            let mut visit = Visit {
                segment,
                keeping,
                policy: &mut self.policy,
                cache: &mut self.cache,
                counters: &mut self.counters,
                used: &mut used,
            };
            let matching = visit.answer(filter, 0, u64::MAX);
            let docs = matching.docs().into_iter().filter(|doc| segment.live().contains(*doc));
            found.extend(docs.map(|doc| segment.document_id(doc)));
        }
        Ok(found)
    }
}

/// One query on one segment.
struct Visit<'a> {
    segment: &'a Segment,
    /// Whether answers are kept on this segment.
    keeping: bool,
    policy: &'a mut CachingPolicy,
    cache: &'a mut FilterCache,
    counters: &'a mut Counters,
    /// Which filters of the query were noted as used: once a query, whatever the segments.
    used: &'a mut [bool],
}

impl Visit<'_> {
    /// The answer of a filter that stands at `at` in the query; `lead_cost` is the cost of the
    /// clause that leads.
    fn answer(&mut self, filter: &Filter, at: usize, lead_cost: u64) -> Rc<DocSet> {
        if let CachingPolicy::Usage(policy) = &mut *self.policy
            && !std::mem::replace(&mut self.used[at], true)
        {
            policy.used(filter);
        }
        if !self.keeping {
            return Rc::new(self.compute(filter, at, lead_cost));
        }
        if let Some(set) = self.cache.get(filter, self.segment.id()) {
            self.counters.hits += 1;
            return set;
        }
        self.counters.misses += 1;
        let keep = match &*self.policy {
            CachingPolicy::Nothing => false,
            CachingPolicy::Everything => true,
            CachingPolicy::Usage(policy) => {
                let factor = u64::from(policy.rules().skip_cost_factor.max(1));
                // Lucene divides as floats: the quotient must not be above the leading cost.
                policy.keeps(filter)
                    && self.segment.cost(filter) <= lead_cost.saturating_mul(factor)
            }
        };
        let set = self.compute(filter, at, lead_cost);
        if !keep {
            return Rc::new(set);
        }
        self.counters.cached_sets += 1;
        self.cache.put(filter, self.segment.id(), set.settled(self.segment.docs()))
    }

    fn compute(&mut self, filter: &Filter, at: usize, lead_cost: u64) -> DocSet {
        let parts = filter.parts();
        // A conjunction is led by its cheapest clause; the clauses of others stand for themselves.
        let lead_cost = match filter {
            Filter::And(_) | Filter::AndNot(..) => lead_cost.min(self.segment.cost(filter)),
            _ => lead_cost,
        };
        let mut place = at + 1;
        let mut result: Option<DocSet> = None;
        for part in &parts {
            let next = self.answer(part, place, lead_cost);
            place += part.nodes();
            result = Some(match (result, filter) {
                (None, _) => (*next).clone(),
                (Some(sofar), Filter::And(_)) => sofar.and(&next),
                (Some(sofar), Filter::AndNot(..)) => sofar.and_not(&next),
                (Some(sofar), _) => sofar.or(&next),
            });
        }
        result.unwrap_or_else(|| {
            let (set, read) = self.segment.read(filter);
            self.counters.scanned += read;
            set
        })
    }
}
