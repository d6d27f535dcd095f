//! The filter cache: restaurants in segments, and the layers that a search goes through (Lucene's
//! query cache, Elasticsearch's shard request cache).

mod answer;
mod check;
mod corpus;
mod pages;
mod query;
mod requests;
mod scene;
mod spec;
mod words;

use std::rc::Rc;

use answer::{Answer, Ask, Work, answer};
use corpus::{FIELDS, newcomer, repriced};
use pages::PageCache;
use requests::RequestCache;
use spec::{ADDED_MAX, BYTES, DOCS, FILTERS_MAX, MERGE_MAX};

use crate::algorithms::filter_cache::{
    Budget, CachingPolicy, Document, FilteredIndex, Segment, SegmentRule, SetForm, UsagePolicy,
    UsageRules,
};
use crate::engine::{Action, Config, Ledger, Line, Model, Moment, Names, SimTime, Spec};
use crate::scene::{Choice, Scene};

/// The model.
pub struct FilterCache;

/// What hits are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Rating,
    Price,
    Score,
}

/// What never changes in a run.
pub struct Setup {
    names: Names,
    /// The restaurants at the start.
    docs: u32,
    bytes_max: u64,
    sort: Sort,
    /// Whether a change is a deletion and a new segment.
    update: bool,
    /// Whether changes empty the request cache.
    drop: bool,
    start: State,
}

/// What changes.
#[derive(Clone, Debug)]
pub struct State {
    index: FilteredIndex,
    requests: RequestCache,
    pages: PageCache,
    /// What all answers took.
    work: Work,
    /// What the next refresh brings.
    pending: Vec<Change>,
    /// The number of the next restaurant.
    next_id: u32,
    asked: u32,
    /// The last answer, if nothing has changed since.
    last: Option<Rc<Answer>>,
}

/// A change that no search sees yet.
#[derive(Clone, Debug)]
enum Change {
    /// A restaurant has these values; it may be a new one.
    Write(Document),
    Delete(u32),
}

impl Change {
    fn id(&self) -> u32 {
        match self {
            Change::Write(document) => document.id,
            Change::Delete(id) => *id,
        }
    }
}

/// What can happen.
#[derive(Clone, Debug)]
pub enum Event {
    /// A request was answered.
    Answered(Rc<Answer>),
    /// A restaurant has a new price, in dollars.
    Repriced(u32, u32),
    /// A restaurant opened, with its price.
    Added(u32, u32),
    /// A restaurant closed.
    Deleted(u32),
    /// What was changed can be found.
    Refreshed(Refresh),
    /// Two segments, or one, became another.
    Merged(Merge),
}

/// What a refresh did.
#[derive(Clone, Debug, Default)]
pub struct Refresh {
    /// The segment that it wrote.
    segment: Option<u64>,
    /// How many documents went there.
    written: usize,
    /// How many were changed in place.
    in_place: usize,
    /// How many were marked as deleted, the changed ones included.
    deleted: usize,
    /// How many whole answers were dropped.
    dropped: usize,
}

/// What a merge did.
#[derive(Clone, Debug)]
pub struct Merge {
    /// The segments that are gone.
    from: Vec<u64>,
    /// The one that holds what is left of them.
    to: u64,
    /// Its documents.
    docs: u32,
    /// The deleted documents that are gone.
    purged: u32,
    /// The kept sets that went with the segments.
    sets: u64,
}

impl State {
    /// The values of a restaurant as they will be after the next refresh.
    fn values(&self, id: u32) -> Option<Vec<Option<u32>>> {
        match self.pending.iter().rev().find(|change| change.id() == id) {
            Some(Change::Write(document)) => Some(document.values.clone()),
            Some(Change::Delete(_)) => None,
            None => {
                let place = |segment: &Segment| {
                    let (documents, doc) = (segment.documents(), segment.find(id)?);
                    Some((0..FIELDS).map(|field| documents.value(doc, field)).collect())
                };
                self.index.segments().iter().find_map(place)
            }
        }
    }

    fn known(&self, id: u32) -> Result<Vec<Option<u32>>, String> {
        self.values(id).ok_or_else(|| format!("#{id} is not there"))
    }

    fn write(&mut self, id: u32, values: Vec<Option<u32>>) {
        self.pending.push(Change::Write(Document { id, values }));
    }

    fn refresh(&mut self, setup: &Setup) -> Refresh {
        let mut refresh = Refresh::default();
        let changes = std::mem::take(&mut self.pending);
        let changed = !changes.is_empty();
        let mut written: Vec<Document> = Vec::new();
        for change in changes {
            written.retain(|other| other.id != change.id());
            match change {
                Change::Write(document)
                    if !setup.update && self.index.overwrite(document.id, &document.values) =>
                {
                    refresh.in_place += 1;
                }
                Change::Write(document) => written.push(document),
                Change::Delete(id) => refresh.deleted += usize::from(self.index.delete(id)),
            }
        }
        refresh.written = written.len();
        if !written.is_empty() {
            for document in &written {
                refresh.deleted += usize::from(self.index.delete(document.id));
            }
            // Each number is there once, with a value for each field.
            refresh.segment = self.index.add(written).ok();
        }
        if let Some(segment) = refresh.segment {
            self.pages.write(segment);
        }
        if changed {
            self.last = None;
            refresh.dropped = if setup.drop { self.requests.clear() } else { 0 };
        }
        refresh
    }

    /// The segments that a merge would take: the two smallest, or the only one if something in it is
    /// deleted.
    fn mergeable(&self) -> Result<Vec<&Segment>, String> {
        let segments = self.index.segments();
        let mut smallest: Vec<&Segment> = segments.iter().collect();
        crate::scene::insertion_sort_by_key(&mut smallest, |segment| segment.docs());
        smallest.truncate(2);
        match smallest[..] {
            [only] if only.live().count() == u64::from(only.docs()) => {
                Err("there is one segment, and nothing in it is deleted".to_owned())
            }
            _ if smallest.iter().map(|segment| segment.docs()).sum::<u32>() > MERGE_MAX => {
                Err("the smallest two are too large to be merged".to_owned())
            }
            _ => Ok(smallest),
        }
    }

    fn merge(&mut self, setup: &Setup) -> Result<Merge, String> {
        let old = self.mergeable()?;
        let from: Vec<u64> = old.iter().map(|segment| segment.id()).collect();
        let before: u32 = old.iter().map(|segment| segment.docs()).sum();
        let sets = self.index.cache().invalidated_sets();
        let to = self.index.merge(&from).map_err(|error| error.to_string())?;
        let docs = self.index.segments().last().map_or(0, Segment::docs);
        self.pages.write(to);
        self.last = None;
        if setup.drop {
            self.requests.clear();
        }
        let sets = self.index.cache().invalidated_sets() - sets;
        Ok(Merge { from, to, docs, purged: before - docs, sets })
    }
}

fn policy(config: &Config) -> CachingPolicy {
    let large = config.number("smallest") == 0;
    let segments = if large { SegmentRule::default() } else { SegmentRule::EVERY };
    match config.number("policy") {
        0 => CachingPolicy::Everything,
        1 => {
            let rules = UsageRules { segments, ..UsageRules::default() };
            CachingPolicy::Usage(UsagePolicy::new(rules))
        }
        _ => CachingPolicy::Nothing,
    }
}

impl Model for FilterCache {
    type Setup = Setup;
    type State = State;
    type Event = Event;
    type Fold = ();

    fn spec() -> &'static Spec {
        &spec::SPEC
    }

    fn setup(config: &Config, seed: u64) -> Setup {
        let docs = DOCS.get(config.count("docs") as usize).copied().unwrap_or(DOCS[0]);
        let bytes_max = BYTES.get(config.count("budget") as usize).copied().unwrap_or(BYTES[1]);
        let budget = if config.holds("evict") {
            Budget { filters_max: FILTERS_MAX, bytes_max }
        } else {
            Budget { filters_max: usize::MAX, bytes_max: u64::MAX }
        };
        let form = match config.number("form") {
            0 => SetForm::ByShare,
            1 => SetForm::Dense,
            _ => SetForm::Compressed,
        };
        let mut index = FilteredIndex::new(FIELDS, policy(config), budget).with_form(form);
        for documents in corpus::segments(seed, docs) {
            index.attach(documents);
        }
        let start = State {
            index,
            requests: RequestCache::new(bytes_max / 10),
            pages: PageCache::default(),
            work: Work::default(),
            pending: Vec::new(),
            next_id: docs + 1,
            asked: 0,
            last: None,
        };
        Setup {
            names: Names::new(["shard".to_owned()], &[]),
            docs,
            bytes_max,
            sort: match config.number("sort") {
                0 => Sort::Rating,
                1 => Sort::Price,
                _ => Sort::Score,
            },
            update: config.holds("update"),
            drop: config.holds("drop"),
            start,
        }
    }

    fn names(setup: &Setup) -> &Names {
        &setup.names
    }

    fn start(setup: &Setup) -> (State, ()) {
        (setup.start.clone(), ())
    }

    fn act(
        setup: &Setup,
        state: &mut State,
        now: SimTime,
        action: &Action,
        out: &mut Vec<Event>,
    ) -> Result<SimTime, String> {
        let number = |at| action.number(at).and_then(|n| u32::try_from(n).ok()).unwrap_or(0);
        let event = match action.verb.name {
            verb @ ("search" | "average") => {
                let query = query::read(action.text(0).unwrap_or_default())?;
                let ask = if verb == "search" { Ask::Hits } else { Ask::Average };
                let answer = Rc::new(answer(setup, state, ask, query));
                state.last = Some(answer.clone());
                Event::Answered(answer)
            }
            "reprice" => {
                let (id, price) = (number(0), number(1));
                let values = repriced(state.known(id)?, price);
                state.write(id, values);
                Event::Repriced(id, price)
            }
            "add" if state.next_id > setup.docs + ADDED_MAX => {
                return Err(format!("{ADDED_MAX} new ones are enough"));
            }
            "add" => {
                let (id, price) = (state.next_id, number(0));
                state.next_id += 1;
                state.write(id, newcomer(price));
                Event::Added(id, price)
            }
            "delete" => {
                state.known(number(0))?;
                state.pending.push(Change::Delete(number(0)));
                Event::Deleted(number(0))
            }
            "refresh" => Event::Refreshed(state.refresh(setup)),
            _ => Event::Merged(state.merge(setup)?),
        };
        out.push(event);
        Ok(now)
    }

    fn choices(setup: &Setup, state: &State) -> Vec<Choice> {
        scene::choices(setup, state)
    }

    fn judge(setup: &Setup, _: &mut (), event: &Event, ledger: &mut Ledger) {
        check::judge(setup, event, ledger);
    }

    fn name(_: &Setup, event: &Event) -> (u8, String) {
        (0, words::name(event))
    }

    fn sentence(setup: &Setup, event: &Event) -> Option<Line> {
        Some(words::sentence(setup, event))
    }

    fn scene(setup: &Setup, state: &State, (): &(), moment: &Moment<'_, Event>) -> Scene {
        scene::scene(setup, state, moment)
    }
}
