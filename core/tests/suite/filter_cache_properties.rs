//! Does a search with a cache answer as one without, whatever happens, and does its budget hold?

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use sandtable_core::algorithms::filter_cache::{
    Budget, CachingPolicy, DocSet, Document, FILTER_BYTES, Filter, FilterCache, FilteredIndex,
    IndexError, SegmentRule, SetForm, Share, Source, UsagePolicy, UsageRules,
};

const FIELDS: usize = 3;

fn condition() -> impl Strategy<Value = Filter> {
    let field = || 0..FIELDS;
    prop_oneof![
        Just(Filter::All),
        Just(Filter::Nothing),
        (field(), 0..6_u32).prop_map(|(field, value)| Filter::Term { field, value }),
        field().prop_map(|field| Filter::Exists { field }),
        (field(), 0..6_u32, 0..6_u32).prop_map(|(field, from, to)| Filter::Range {
            field,
            from,
            to
        }),
        (field(), prop::collection::vec(0..6_u32, 0..4))
            .prop_map(|(field, values)| Filter::AnyOf { field, values }),
    ]
}

fn filter() -> impl Strategy<Value = Filter> {
    condition().prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Filter::And),
            prop::collection::vec(inner.clone(), 0..4).prop_map(Filter::Or),
            (inner.clone(), inner)
                .prop_map(|(with, without)| Filter::AndNot(Box::new(with), Box::new(without))),
        ]
    })
}

#[derive(Clone, Debug)]
enum Step {
    /// A query from the pool, so that queries come back.
    Search(usize),
    /// Documents of these names: new ones, and updates of those that are there.
    Add(BTreeMap<u32, Vec<Option<u32>>>),
    Delete(u32),
    /// The segments at these places, as far as there are so many.
    Merge(BTreeSet<usize>),
}

fn step() -> impl Strategy<Value = Step> {
    let values = || prop::collection::vec(prop::option::weighted(0.8, 0..6_u32), FIELDS);
    prop_oneof![
        12 => (0..6_usize).prop_map(Step::Search),
        2 => prop::collection::btree_map(0..400_u32, values(), 0..150).prop_map(Step::Add),
        2 => (0..400_u32).prop_map(Step::Delete),
        1 => prop::collection::btree_set(0..4_usize, 0..4).prop_map(Step::Merge),
    ]
}

/// Lucene's policy with segments of any size, and with a small ring and few uses; and the others.
fn policy() -> impl Strategy<Value = CachingPolicy> {
    let usage = (1..20_u32, 1..3_u32, 1..4_u32, 1..12_u32, 0..60_u32).prop_map(
        |(history, costly_uses, compound_uses, skip_cost_factor, docs_min)| {
            let share = Share::HalfOfAverage;
            let segments = SegmentRule { docs_min, share };
            let rules =
                UsageRules { history, costly_uses, compound_uses, segments, skip_cost_factor };
            CachingPolicy::Usage(UsagePolicy::new(rules))
        },
    );
    prop_oneof![Just(CachingPolicy::Nothing), Just(CachingPolicy::Everything), usage.clone(), usage,]
}

/// From no room at all to room for everything.
fn budget() -> impl Strategy<Value = Budget> {
    let bytes = prop_oneof![0..4000_u64, Just(1_u64 << 30)];
    let filters = prop_oneof![0..5_usize, Just(10_000_usize)];
    (filters, bytes).prop_map(|(filters_max, bytes_max)| Budget { filters_max, bytes_max })
}

fn holds(cache: &FilterCache) -> bool {
    cache.bytes() <= cache.budget().bytes_max && cache.filters() <= cache.budget().filters_max
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(256)
    })]

    #[test]
    fn cached_answers_are_those_of_the_documents_and_the_budget_holds(
        pool in prop::collection::vec(filter(), 6),
        steps in prop::collection::vec(step(), 1..80),
        policy in policy(),
        budget in budget(),
        form in prop::sample::select(vec![SetForm::ByShare, SetForm::Dense, SetForm::Compressed]),
    ) {
        let nothing = matches!(policy, CachingPolicy::Nothing);
        let mut index = FilteredIndex::new(FIELDS, policy, budget).with_form(form);
        let mut documents: BTreeMap<u32, Document> = BTreeMap::new();
        for step in steps {
            match step {
                Step::Search(at) => {
                    let query = &pool[at];
                    let afresh = index.afresh(query).unwrap();
                    let mut found = index.search(query).unwrap();
                    let all: u64 = afresh.iter().map(DocSet::count).sum();
                    prop_assert_eq!(all, found.len() as u64);
                    found.sort_unstable();
                    let matching = documents.values().filter(|document| query.matches(document));
                    let expected: Vec<u32> = matching.map(|document| document.id).collect();
                    prop_assert_eq!(found, expected, "{:?}", query);
                }
                Step::Add(added) => {
                    let added: Vec<Document> =
                        added.into_iter().map(|(id, values)| Document { id, values }).collect();
                    documents.extend(added.iter().map(|document| (document.id, document.clone())));
                    index.add(added).unwrap();
                }
                Step::Delete(id) => {
                    prop_assert_eq!(index.delete(id), documents.remove(&id).is_some());
                }
                Step::Merge(places) => {
                    let names: Vec<u64> = places
                        .into_iter()
                        .filter_map(|at| Some(index.segments().get(at)?.id()))
                        .collect();
                    index.merge(&names).unwrap();
                    let segments = index.segments();
                    prop_assert!(!segments.iter().any(|segment| names.contains(&segment.id())));
                    for filter in index.cache().oldest_first() {
                        prop_assert!(!names.iter().any(|name| index.cache().peek(filter, *name).is_some()));
                    }
                }
            }
            let (cache, counters) = (index.cache(), index.counters());
            prop_assert!(holds(cache));
            // Whatever was kept is there still, or was evicted, or went with its segment.
            let gone = cache.evicted_sets() + cache.invalidated_sets();
            prop_assert_eq!(counters.cached_sets, cache.sets() + gone);
            prop_assert!(cache.bytes() >= cache.filters() as u64 * FILTER_BYTES);
            prop_assert!(!nothing || (cache.filters() == 0 && counters.hits + counters.misses == 0));
        }
    }

    /// Beside a list of what was used when.
    #[test]
    fn the_filter_unused_for_longest_goes_first(
        calls in prop::collection::vec((0..8_u32, 0..3_u64, any::<bool>()), 0..100),
        filters_max in 0..6_usize,
    ) {
        let mut cache = FilterCache::new(Budget { filters_max, bytes_max: u64::MAX });
        let mut order: Vec<Filter> = Vec::new();
        for (value, segment, put) in calls {
            let filter = Filter::Term { field: 0, value };
            let known = order.iter().position(|other| *other == filter);
            if put {
                cache.put(&filter, segment, DocSet::of(100, 0..value));
            } else {
                let found = cache.get(&filter, segment);
                prop_assert!(found.is_none() || known.is_some());
                prop_assert!(found.is_none_or(|set| set.count() == u64::from(value)));
            }
            if let Some(at) = known {
                order.remove(at);
            }
            if put || known.is_some() {
                order.push(filter);
            }
            let over = order.len().saturating_sub(filters_max);
            order.drain(..over);
            prop_assert_eq!(cache.oldest_first().cloned().collect::<Vec<_>>(), order.clone());
        }
    }

    /// Sets of both forms combine as sorted sets do.
    #[test]
    fn sets_of_documents_combine_in_any_form(
        a in prop::collection::btree_set(0..2000_u32, 0..60),
        b in prop::collection::btree_set(0..2000_u32, 0..60),
    ) {
        let (x, y) = (DocSet::of(2000, a.clone()), DocSet::of(2000, b.clone()));
        let sorted = |docs: Vec<u32>| docs.into_iter().collect::<BTreeSet<u32>>();
        prop_assert_eq!(sorted(x.and(&y).docs()), &a & &b);
        prop_assert_eq!(sorted(x.or(&y).docs()), &a | &b);
        prop_assert_eq!(sorted(x.and_not(&y).docs()), &a - &b);
    }
}

fn lucene() -> CachingPolicy {
    CachingPolicy::Usage(UsagePolicy::new(UsageRules::default()))
}

fn thousands(count: u32, from: u32) -> Vec<Document> {
    let document = |id: u32| Document { id, values: vec![Some(id % 1000), Some(id % 7)] };
    (from..from + 1000 * count).map(document).collect()
}

const ROOM: Budget = Budget { filters_max: 10_000, bytes_max: 50 << 20 };

#[test]
fn lucene_keeps_no_term_and_nothing_of_a_small_segment() {
    let mut index = FilteredIndex::new(2, lucene(), ROOM);
    index.add(thousands(9, 0)).unwrap();
    let range = Filter::Range { field: 0, from: 0, to: 499 };
    for _ in 0..20 {
        index.search(&range).unwrap();
    }
    assert_eq!((index.cache().filters(), index.counters().misses), (0, 0));

    index.add(thousands(10, 100_000)).unwrap();
    let term = Filter::Term { field: 1, value: 3 };
    for _ in 0..20 {
        index.search(&term).unwrap();
    }
    assert_eq!((index.cache().filters(), index.counters().hits), (0, 0));
    index.search(&range).unwrap();
    // The ring remembers its uses on the small segment: it is kept at once on the large one.
    assert_eq!((index.cache().filters(), index.cache().sets()), (1, 1));
}

#[test]
fn a_formula_is_kept_at_its_fourth_use_and_its_clauses_are_left_alone_then() {
    let mut index = FilteredIndex::new(2, lucene(), ROOM);
    index.add(thousands(20, 0)).unwrap();
    let terms = [1, 2].map(|value| Filter::Term { field: 1, value });
    let query = Filter::Or(terms.to_vec());
    let hits: Vec<u64> = (0..6)
        .map(|_| {
            index.search(&query).unwrap();
            index.counters().hits
        })
        .collect();
    assert_eq!(hits, [0, 0, 0, 0, 1, 2]);
    assert_eq!(index.cache().oldest_first().collect::<Vec<_>>(), [&query]);
}

#[test]
fn a_clause_that_is_much_dearer_than_the_lead_is_not_kept() {
    let mut index = FilteredIndex::new(2, lucene(), ROOM);
    index.add(thousands(20, 0)).unwrap();
    // The lead has 20 documents; ranges of 200 and of 220 stand beside it.
    for (to, kept) in [(9, true), (10, false)] {
        let range = Filter::Range { field: 0, from: 0, to };
        let lead = Filter::Term { field: 0, value: 5 };
        let query = Filter::And(vec![lead, range.clone()]);
        index.search(&query).unwrap();
        index.search(&query).unwrap();
        assert_eq!(index.cache().oldest_first().any(|filter| *filter == range), kept, "to {to}");
    }
}

#[test]
fn nothing_is_kept_where_five_filters_would_not_fit() {
    for (bytes_max, kept) in [(12_500, 0), (12_501, 1)] {
        let budget = Budget { filters_max: 100, bytes_max };
        let mut index = FilteredIndex::new(2, lucene(), budget);
        index.add(thousands(20, 0)).unwrap();
        let range = Filter::Range { field: 0, from: 0, to: 499 };
        index.search(&range).unwrap();
        index.search(&range).unwrap();
        assert_eq!(index.cache().filters(), kept, "{bytes_max} bytes");
    }
}

#[test]
fn the_ring_forgets_what_was_used_before_its_last_256_uses() {
    let mut policy = UsagePolicy::new(UsageRules::default());
    let range = |from| Filter::Range { field: 0, from, to: 1000 };
    policy.used(&range(0));
    policy.used(&range(0));
    (1..=254).for_each(|from| policy.used(&range(from)));
    assert!(policy.keeps(&range(0)));
    policy.used(&range(255));
    assert_eq!((policy.uses(&range(0)), policy.keeps(&range(0))), (1, false));
    policy.used(&range(256));
    assert_eq!(policy.uses(&range(0)), 0);
}

/// The story of a query: which of its parts were found, read or kept, and on which segment.
#[test]
fn lookups_tell_where_each_answer_comes_from() {
    let mut index = FilteredIndex::new(2, CachingPolicy::Everything, ROOM);
    let segment = index.add(thousands(1, 0)).unwrap();
    let [term, range] =
        [Filter::Term { field: 1, value: 3 }, Filter::Range { field: 0, from: 0, to: 99 }];
    let query = Filter::And(vec![term.clone(), range.clone()]);
    let read = |read| Source::Index { missed: true, read, kept: true };
    let first = index.find(&query).unwrap();
    let told: Vec<_> = first.lookups.iter().map(|l| (l.segment, &l.filter, l.source)).collect();
    let expected =
        [(segment, &term, read(143)), (segment, &range, read(100)), (segment, &query, read(0))];
    assert_eq!(told, expected);
    let second = index.find(&query).unwrap();
    assert_eq!(second.lookups.len(), 1);
    assert_eq!((second.lookups[0].source, second.sets[0].count()), (Source::Cache, 14));
}

/// A document that is changed where it stands makes a kept answer wrong; an update does not.
#[test]
fn a_segment_that_changes_makes_kept_answers_wrong() {
    let mut index = FilteredIndex::new(2, CachingPolicy::Everything, ROOM);
    index.add(thousands(1, 0)).unwrap();
    let range = Filter::Range { field: 0, from: 0, to: 9 };
    assert_eq!(index.search(&range).unwrap().len(), 10);
    assert!(index.overwrite(3, &[Some(500), None]) && !index.overwrite(3000, &[None, None]));
    assert_eq!(index.search(&range).unwrap().len(), 10);
    assert_eq!(index.afresh(&range).unwrap()[0].count(), 9);
    index.add(vec![Document { id: 4, values: vec![Some(600), None] }]).unwrap();
    assert!(!index.search(&range).unwrap().contains(&4));
}

#[test]
fn refusals_name_what_is_wrong_and_change_nothing() {
    let mut index = FilteredIndex::new(1, CachingPolicy::Everything, ROOM);
    let document = |id, values: &[Option<u32>]| Document { id, values: values.to_vec() };
    let segment = index.add(vec![document(1, &[Some(5)])]).unwrap();
    let twice = vec![document(1, &[Some(6)]), document(1, &[None])];
    assert_eq!(index.add(twice), Err(IndexError::DuplicateDocument { id: 1 }));
    let wide = IndexError::FieldCount { id: 1, found: 2, fields: 1 };
    assert_eq!(index.add(vec![document(1, &[None, None])]), Err(wide));
    let unknown = IndexError::UnknownSegment { segment: 9 };
    assert_eq!(index.merge(&[segment, 9]), Err(unknown));
    let named_twice = IndexError::DuplicateSegment { segment };
    assert_eq!(index.merge(&[segment, segment]), Err(named_twice));
    let unknown = IndexError::UnknownField { field: 1, fields: 1 };
    let nested = Filter::Or(vec![Filter::All, Filter::Exists { field: 1 }]);
    assert_eq!(index.search(&nested), Err(unknown));
    assert_eq!(index.search(&Filter::Term { field: 0, value: 5 }), Ok(vec![1]));
    assert_eq!(index.segments().len(), 1);
}
