//! How does a request go through the layers, and what does each of them do for it?

use super::corpus::{PRICE, RATING, price, rating};
use super::query::Query;
use super::requests::Summary;
use super::{Setup, Sort, State};
use crate::algorithms::filter_cache::{DocSet, Documents, FilteredIndex, Lookup, Source};

/// How many hits a search gives.
pub(super) const HITS: usize = 3;

/// What is asked of the restaurants that match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// The best of them.
    Hits,
    /// Their number and their average price.
    Average,
}

/// What the layers did for one answer, or for all so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Filters that were found in the cache, on a segment each.
    pub hits: u64,
    /// Filters that were looked for in vain.
    pub misses: u64,
    /// Documents that were read from lists.
    pub read: u64,
    /// Documents that were scored.
    pub scored: u64,
    /// Doc values that were read.
    pub values: u64,
}

impl Work {
    /// Adds other work to this.
    pub(super) fn add(&mut self, other: Work) {
        self.hits += other.hits;
        self.misses += other.misses;
        self.read += other.read;
        self.scored += other.scored;
        self.values += other.values;
    }
}

/// A request and its answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Which one it is, from 1.
    pub number: u32,
    /// What was asked.
    pub query: Query,
    /// And of those that match.
    pub ask: Ask,
    /// The best, by their numbers.
    pub hits: Vec<u32>,
    /// The number of matches, and the sum of their prices if it was asked for.
    pub summary: Summary,
    /// Whether the request cache gave it.
    pub whole: bool,
    /// What was looked up.
    pub lookups: Vec<Lookup>,
    /// For each segment what was found; nothing if the request cache gave the answer.
    pub sets: Vec<DocSet>,
    /// What it took.
    pub work: Work,
    /// What is wrong with it, if anything.
    pub wrong: Option<String>,
    /// The bytes and the filters that the filter cache holds after it.
    pub kept: (u64, usize),
}

impl Answer {
    /// The average price of those that match.
    pub(super) fn average(&self) -> Option<f64> {
        let Summary { total, sum } = self.summary;
        (total > 0).then(|| sum as f64 / total as f64)
    }

    /// Whether something that was kept was used.
    pub(super) fn reuses(&self) -> bool {
        self.whole || self.work.hits > 0
    }
}

/// Answers a request.
pub(super) fn answer(setup: &Setup, state: &mut State, ask: Ask, query: Query) -> Answer {
    state.asked += 1;
    let mut answer = Answer {
        number: state.asked,
        query,
        ask,
        hits: Vec::new(),
        summary: Summary::default(),
        whole: false,
        lookups: Vec::new(),
        sets: Vec::new(),
        work: Work::default(),
        wrong: None,
        kept: (0, 0),
    };
    let kept = match ask {
        Ask::Hits => None,
        Ask::Average => state.requests.get(&answer.query.text),
    };
    if let Some(summary) = kept {
        (answer.summary, answer.whole) = (summary, true);
    } else {
        work_out(setup, state, &mut answer);
        if ask == Ask::Average {
            state.requests.put(&answer.query.text, answer.summary);
        }
    }
    let cache = state.index.cache();
    answer.kept = (cache.bytes(), cache.filters());
    answer.wrong = difference(&state.index, &answer);
    state.work.add(answer.work);
    answer
}

/// Through all layers but the request cache.
fn work_out(setup: &Setup, state: &mut State, answer: &mut Answer) {
    let State { index, pages, .. } = state;
    // Every query of the model names fields that the index has.
    let Ok(found) = index.find(&answer.query.filter) else { return };
    for lookup in &found.lookups {
        match lookup.source {
            Source::Cache => answer.work.hits += 1,
            Source::Index { missed, read, .. } => {
                answer.work.misses += u64::from(missed);
                answer.work.read += read;
                if read > 0 {
                    pages.list(lookup.segment, &lookup.filter, read);
                }
            }
        }
    }
    let fields: &[usize] = match (answer.ask, setup.sort) {
        (Ask::Average, _) | (Ask::Hits, Sort::Price) => &[PRICE],
        (Ask::Hits, Sort::Rating) => &[RATING],
        (Ask::Hits, Sort::Score) => &[RATING, PRICE],
    };
    // The key of each hit, smaller is better, and its number.
    let mut best: Vec<(i64, u32)> = Vec::with_capacity(HITS + 1);
    for (segment, set) in index.segments().iter().zip(&found.sets) {
        let (documents, matching) = (segment.documents(), set.docs());
        for field in fields {
            pages.column(segment.id(), *field, documents.docs(), &matching);
        }
        answer.summary.total += matching.len() as u64;
        answer.work.values += (matching.len() * fields.len()) as u64;
        if answer.ask == Ask::Average {
            answer.summary.sum += dollars(documents, &matching);
            continue;
        }
        let read = |field| documents.values(&matching, field);
        let (cost, merit) = match setup.sort {
            Sort::Price => (read(PRICE), Vec::new()),
            Sort::Rating => (Vec::new(), read(RATING)),
            Sort::Score => (read(PRICE), read(RATING)),
        };
        let value = |values: &[Option<u32>], at: usize| values.get(at).copied().flatten();
        for (at, doc) in matching.into_iter().enumerate() {
            let dollars = value(&cost, at).map_or(0, |stored| i64::from(price(stored)));
            let tenths = value(&merit, at).map_or(0, |stored| i64::from(rating(stored)));
            let hit = (dollars - tenths, documents.id(doc));
            if best.len() < HITS || best.last().is_some_and(|last| hit < *last) {
                best.insert(best.partition_point(|other| *other < hit), hit);
                best.truncate(HITS);
            }
        }
    }
    if answer.ask == Ask::Hits && setup.sort == Sort::Score {
        answer.work.scored = answer.summary.total;
    }
    answer.hits = best.into_iter().map(|(_, id)| id).collect();
    answer.lookups = found.lookups;
    answer.sets = found.sets;
}

/// The sum of the prices of some restaurants, ascending, in dollars.
fn dollars(documents: &dyn Documents, docs: &[u32]) -> u64 {
    let stored = documents.values(docs, PRICE).into_iter();
    stored.map(|stored| u64::from(price(stored.unwrap_or_default()))).sum()
}

/// How an answer differs from the one that is worked out afresh.
fn difference(index: &FilteredIndex, answer: &Answer) -> Option<String> {
    let afresh = index.afresh(&answer.query.filter).unwrap_or_default();
    if answer.whole {
        let mut summary = Summary::default();
        for (segment, set) in index.segments().iter().zip(&afresh) {
            summary.total += set.count();
            summary.sum += dollars(segment.documents(), &set.docs());
        }
        let Summary { total, sum } = answer.summary;
        return (summary != answer.summary).then(|| {
            let (now, cost) = (summary.total, summary.sum);
            format!("{total} matched for ${sum} together, and now {now} do for ${cost}")
        });
    }
    index.segments().iter().zip(answer.sets.iter().zip(&afresh)).find_map(|(segment, sets)| {
        let (given, right) = sets;
        let id = |set: DocSet| set.docs().first().map(|doc| segment.documents().id(*doc));
        let extra =
            id(given.and_not(right)).map(|id| format!("#{id} is found, and does not match"));
        extra.or_else(|| {
            id(right.and_not(given)).map(|id| format!("#{id} matches, and is not found"))
        })
    })
}
