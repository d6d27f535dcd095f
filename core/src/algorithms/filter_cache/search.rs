//! How does a query use the cache on every segment, and what do changes of the index leave of it?

use crate::algorithms::ordered::OrderedSet;
use std::rc::Rc;

use super::cache::{Budget, FilterCache};
use super::doc_set::{DocSet, SetForm};
use super::documents::{Document, Documents, Listed};
use super::filter::Filter;
use super::policy::CachingPolicy;
use super::segment::{IndexError, Segment};

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

/// What became of one filter of a query on one segment.
#[derive(Clone, Debug)]
pub struct Lookup {
    /// The segment's name.
    pub segment: u64,
    /// The filter: the query, or a part of it.
    pub filter: Filter,
    /// Its answer there, with the deleted documents.
    pub set: Rc<DocSet>,
    /// Where the answer comes from.
    pub source: Source,
}

/// Where an answer comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// It was found in the cache.
    Cache,
    /// It was worked out.
    Index {
        /// Whether it was looked for in the cache first.
        missed: bool,
        /// The documents that were read for it from lists of the index; for a formula none, its
        /// parts were looked up.
        read: u64,
        /// Whether it was kept.
        kept: bool,
    },
}

/// What matches a query, and how it was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// For each segment the documents that match and are not deleted.
    pub sets: Vec<DocSet>,
    /// What was looked up, in the order in which it was done; parts before the formula.
    pub lookups: Vec<Lookup>,
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
    segment_next: u64,
    policy: CachingPolicy,
    form: SetForm,
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
            segment_next: 0,
            policy,
            form: SetForm::ByShare,
            cache: FilterCache::new(budget),
            counters: Counters::default(),
        }
    }

    /// The same index, with answers kept in another form.
    #[must_use]
    pub fn with_form(self, form: SetForm) -> Self {
        Self { form, ..self }
    }

    /// The segments, the oldest first.
    #[must_use]
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// The policy, to be read.
    #[must_use]
    pub fn policy(&self) -> &CachingPolicy {
        &self.policy
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
        let mut names = OrderedSet::new();
        for document in &documents {
            let (id, found) = (document.id, document.values.len());
            if found != self.fields {
                return Err(IndexError::FieldCount { id, found, fields: self.fields });
            }
            if !names.insert(id) {
                return Err(IndexError::DuplicateDocument { id });
            }
        }
        for id in names.iter() {
            self.delete(*id);
        }
        Ok(self.write(Rc::new(Listed::new(self.fields, documents))))
    }

    /// Adds a segment of documents that were prepared, and returns its name. They must have as many
    /// fields as the index, and names that no other segment has.
    pub fn attach(&mut self, documents: Rc<dyn Documents>) -> u64 {
        self.write(documents)
    }

    /// Deletes a document. Returns whether it was there.
    pub fn delete(&mut self, id: u32) -> bool {
        let place = |segment: &mut Segment| segment.find(id).map(|doc| segment.delete(doc));
        self.segments.iter_mut().any(|segment| place(segment).is_some())
    }

    /// Changes a document's values where it stands. Returns whether it was there.
    ///
    /// Lucene does not do this: answers that were kept on the segment stay, and are those of the
    /// values before. It shows why a change is a deletion and a new segment.
    ///
    /// ```
    /// use sandtable_core::algorithms::filter_cache::{
    ///     Budget, CachingPolicy, Document, Filter, FilteredIndex,
    /// };
    ///
    /// let budget = Budget { filters_max: 10, bytes_max: 10_000 };
    /// let mut index = FilteredIndex::new(1, CachingPolicy::Everything, budget);
    /// index.add(vec![Document { id: 1, values: vec![Some(15)] }])?;
    /// let cheap = Filter::Range { field: 0, from: 0, to: 19 };
    /// assert_eq!(index.search(&cheap)?, [1]);
    /// assert!(index.overwrite(1, &[Some(25)]));
    /// assert_eq!(index.search(&cheap)?, [1], "the answer that was kept is wrong now");
    ///
    /// // The same change as an update.
    /// index.add(vec![Document { id: 1, values: vec![Some(25)] }])?;
    /// assert!(index.search(&cheap)?.is_empty());
    /// # Ok::<(), sandtable_core::algorithms::filter_cache::IndexError>(())
    /// ```
    pub fn overwrite(&mut self, id: u32, values: &[Option<u32>]) -> bool {
        let change =
            |segment: &mut Segment| segment.find(id).map(|doc| segment.overwrite(doc, values));
        self.segments.iter_mut().any(|segment| change(segment).is_some())
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
        let documents = old.iter().flat_map(|segment| segment.live_documents(self.fields));
        Ok(self.write(Rc::new(Listed::new(self.fields, documents))))
    }

    fn write(&mut self, documents: Rc<dyn Documents>) -> u64 {
        let id = self.segment_next;
        self.segment_next += 1;
        self.segments.push(Segment::new(id, documents));
        id
    }

    /// The names of the documents that match, in the order of the segments and of the documents in
    /// them.
    ///
    /// # Errors
    /// [`IndexError::UnknownField`] when the filter names a field that the index does not have.
    pub fn search(&mut self, filter: &Filter) -> Result<Vec<u32>, IndexError> {
        let found = self.find(filter)?;
        let pairs = self.segments.iter().zip(&found.sets);
        let ids = |(segment, set): (&Segment, &DocSet)| -> Vec<u32> {
            set.docs().into_iter().map(|doc| segment.documents().id(doc)).collect()
        };
        Ok(pairs.flat_map(ids).collect())
    }

    /// Whether answers are kept on a segment of `docs` documents, as the index is now.
    #[must_use]
    pub fn admits(&self, docs: u32) -> bool {
        let all_docs: u64 = self.segments.iter().map(|segment| u64::from(segment.docs())).sum();
        match &self.policy {
            CachingPolicy::Nothing => false,
            CachingPolicy::Everything => true,
            CachingPolicy::Usage(policy) => {
                // An answer of one bit for each document must fit five times, or one would drive
                // all others out.
                let roomy = all_docs / 8 * 5 < self.cache.budget().bytes_max;
                let rule = policy.rules().segments;
                roomy && rule.admits(docs, all_docs, self.segments.len() as u32)
            }
        }
    }

    /// The documents that match, segment by segment, and what was looked up for it.
    ///
    /// # Errors
    /// As [`search`](Self::search).
    pub fn find(&mut self, filter: &Filter) -> Result<Found, IndexError> {
        self.known(filter)?;
        self.counters.searches += 1;
        let admitted: Vec<bool> =
            self.segments.iter().map(|segment| self.admits(segment.docs())).collect();
        let mut used = vec![false; filter.nodes()];
        let mut found = Found { sets: Vec::new(), lookups: Vec::new() };
        for (segment, keeping) in self.segments.iter().zip(admitted) {
            let mut visit = Visit {
                segment,
                keeping,
                form: self.form,
                policy: &mut self.policy,
                cache: &mut self.cache,
                counters: &mut self.counters,
                used: &mut used,
                lookups: &mut found.lookups,
            };
            let matching = visit.answer(filter, 0, u64::MAX);
            found.sets.push(matching.and(&DocSet::Dense(segment.live().clone())));
        }
        Ok(found)
    }

    /// What [`find`](Self::find) must give, worked out without the cache; nothing is counted.
    ///
    /// # Errors
    /// As [`search`](Self::search).
    pub fn afresh(&self, filter: &Filter) -> Result<Vec<DocSet>, IndexError> {
        self.known(filter)?;
        let live = |segment: &Segment| DocSet::Dense(segment.live().clone());
        let of = |segment: &Segment| segment.matching(filter).and(&live(segment));
        Ok(self.segments.iter().map(of).collect())
    }

    /// Whether the index has the fields of the filter.
    fn known(&self, filter: &Filter) -> Result<(), IndexError> {
        match filter.field_max().filter(|field| *field >= self.fields) {
            Some(field) => Err(IndexError::UnknownField { field, fields: self.fields }),
            None => Ok(()),
        }
    }
}

/// One query on one segment.
struct Visit<'a> {
    segment: &'a Segment,
    /// Whether answers are kept on this segment.
    keeping: bool,
    form: SetForm,
    policy: &'a mut CachingPolicy,
    cache: &'a mut FilterCache,
    counters: &'a mut Counters,
    /// Which filters of the query were noted as used: once a query, whatever the segments.
    used: &'a mut [bool],
    lookups: &'a mut Vec<Lookup>,
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
        let cached = self.keeping.then(|| self.cache.get(filter, self.segment.id())).flatten();
        if let Some(set) = cached {
            self.counters.hits += 1;
            self.note(filter, &set, Source::Cache);
            return set;
        }
        self.counters.misses += u64::from(self.keeping);
        let keep = self.keeping
            && match &*self.policy {
                CachingPolicy::Nothing => false,
                CachingPolicy::Everything => true,
                CachingPolicy::Usage(policy) => {
                    let factor = u64::from(policy.rules().skip_cost_factor.max(1));
                    // Lucene divides as floats: the quotient must not be above the leading cost.
                    policy.keeps(filter)
                        && self.segment.cost(filter) <= lead_cost.saturating_mul(factor)
                }
            };
        let (set, read) = self.compute(filter, at, lead_cost);
        let set = if keep {
            self.counters.cached_sets += 1;
            let set = set.settled(self.segment.docs(), self.form);
            self.cache.put(filter, self.segment.id(), set)
        } else {
            Rc::new(set)
        };
        self.note(filter, &set, Source::Index { missed: self.keeping, read, kept: keep });
        set
    }

    fn note(&mut self, filter: &Filter, set: &Rc<DocSet>, source: Source) {
        let (segment, filter, set) = (self.segment.id(), filter.clone(), Rc::clone(set));
        self.lookups.push(Lookup { segment, filter, set, source });
    }

    /// The answer, and the documents that were read for it.
    fn compute(&mut self, filter: &Filter, at: usize, lead_cost: u64) -> (DocSet, u64) {
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
            result = Some(match result {
                None => (*next).clone(),
                Some(sofar) => filter.combine(&sofar, &next),
            });
        }
        if let Some(result) = result {
            return (result, 0);
        }
        let read = self.segment.cost(filter);
        self.counters.scanned += read;
        (self.segment.matching(filter), read)
    }
}
