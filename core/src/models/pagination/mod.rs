//! Pagination: a list in the pages of a B-tree, given out by offset or by place, while rows come
//! and go between the requests.

mod answer;
mod check;
mod curves;
mod scene;
mod spec;
mod words;

use std::rc::Rc;

use answer::{Answer, Ask, Window};
use check::Fold;
use spec::{KEY_MAX, ROWS_MAX};

use crate::algorithms::b_tree::BPlusTree;
use crate::algorithms::pagination::{More, Row, Signer};
use crate::engine::{Action, Config, Ledger, Line, Model, Moment, Names, SimTime, Spec, Value};
use crate::scene::{Choice, Scene};

/// The model.
pub struct Pagination;

/// How a page is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Method {
    /// Skip so many.
    Offset,
    /// After this row, in the clear.
    Keyset,
    /// After the row in a signed cursor.
    Cursor,
}

/// What never changes in a run.
pub struct Setup {
    names: Names,
    method: Method,
    size: usize,
    /// How many rows share a key; one means that the sort key is unique.
    ties: u64,
    /// Whether a place is key and id, or the key alone.
    tie_breaker: bool,
    more: More,
    signer: Signer,
    start: BPlusTree<Row>,
}

/// What changes.
#[derive(Clone, Debug)]
pub struct State {
    list: BPlusTree<Row>,
    /// The id of the next row.
    next_id: u64,
    /// How many requests there were.
    requests: u32,
    /// Where the client is; nothing before the first request.
    window: Option<Window>,
    /// The last answer.
    last: Option<Rc<Answer>>,
}

/// What can happen.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A request was answered.
    Answered(Rc<Answer>),
    /// A request was refused, and why.
    Refused(String),
    /// A row came.
    Inserted(Row),
    /// A row went.
    Deleted(Row),
}

impl State {
    /// The row of that id.
    fn row(&self, id: u64) -> Option<Row> {
        self.list.ascending(|_| false).find(|row| row.id == id).copied()
    }

    /// Whether a row has that key.
    fn has_key(&self, key: u64) -> bool {
        self.list.ascending(|row| row.key < key).next().is_some_and(|row| row.key == key)
    }

    /// Why no row can come with that key; nothing if it can.
    fn refusal(&self, setup: &Setup, key: u64) -> Option<String> {
        if self.list.len() >= ROWS_MAX {
            Some(format!("the list is full with {ROWS_MAX} rows"))
        } else if setup.ties == 1 && self.has_key(key) {
            Some(format!("key {key} is taken, and the sort key is unique"))
        } else {
            None
        }
    }
}

fn choice(action: String, label: String) -> Choice {
    Choice { action, label, fault: false }
}

/// The deletions that are offered: the first row of the page, and the first one after it.
fn deletions(state: &State) -> Vec<(Row, Choice)> {
    let window = state.window.as_ref();
    let first = window.and_then(|w| w.first).filter(|row| state.list.contains(row));
    let last = window.and_then(|w| w.last);
    let next = state.list.ascending(|row| last.is_some_and(|last| *row <= last)).next().copied();
    let rows = first.into_iter().chain(next.filter(|next| Some(*next) != first));
    rows.map(|r| (r, choice(format!("delete {}", r.id), format!("Delete #{}", r.id)))).collect()
}

/// The insertions that are offered: in front of the page and behind it.
fn insertions(setup: &Setup, state: &State) -> Vec<Choice> {
    let window = state.window.as_ref();
    let lowest = state.list.ascending(|_| false).next().map_or(10, |row| row.key);
    let front = window.and_then(|w| w.first).map_or(lowest, |row| row.key);
    let behind = window.and_then(|w| w.last).map_or(front + 10, |row| row.key);
    let free = |key: &u64| state.refusal(setup, *key).is_none();
    let front =
        (1..=front).map(|far| if far < 6 { front - (6 - far).min(front) } else { front - far });
    let front = front.take(12).find(free);
    let behind = (behind + 5..KEY_MAX.min(behind + 17)).find(free);
    let label = |key: u64| format!("Insert with key {key}");
    let both = front.into_iter().chain(behind.filter(|key| Some(*key) != front));
    both.map(|key| choice(format!("insert {key}"), label(key))).collect()
}

impl Model for Pagination {
    type Setup = Setup;
    type State = State;
    type Event = Event;
    type Fold = Fold;

    fn spec() -> &'static Spec {
        &spec::SPEC
    }

    fn setup(config: &Config, seed: u64) -> Setup {
        let ties = u64::from(config.count("ties")).max(1);
        let mut secret = [0; 16];
        secret[..8].copy_from_slice(&seed.to_le_bytes());
        let rows =
            (1..=u64::from(config.count("rows"))).map(|id| Row { key: 10 * id.div_ceil(ties), id });
        let mut start = BPlusTree::new(config.count("fan-out").max(4) as usize)
            .unwrap_or_else(|_| unreachable!("it is 4 at least"));
        rows.for_each(|row| {
            start.insert(row);
        });
        Setup {
            names: Names::new(["list".to_owned()], &[]),
            method: match config.number("method") {
                0 => Method::Offset,
                1 => Method::Keyset,
                _ => Method::Cursor,
            },
            size: config.count("size") as usize,
            ties,
            tie_breaker: config.holds("tie"),
            more: if config.holds("beyond") { More::OneBeyond } else { More::FullPage },
            signer: Signer::new(secret),
            start,
        }
    }

    fn names(setup: &Setup) -> &Names {
        &setup.names
    }

    fn start(setup: &Setup) -> (State, Fold) {
        let list = setup.start.clone();
        let fold = Fold::new(list.ascending(|_| false).copied().collect());
        let next_id = list.len() as u64 + 1;
        (State { list, next_id, requests: 0, window: None, last: None }, fold)
    }

    fn act(
        setup: &Setup,
        state: &mut State,
        now: SimTime,
        action: &Action,
        out: &mut Vec<Event>,
    ) -> Result<SimTime, String> {
        let number = action.values.iter().find_map(|v| match v {
            Value::Number(n) => u64::try_from(*n).ok(),
            _ => None,
        });
        let ask = match (action.verb.name, number) {
            ("next", _) => Ask::Next,
            ("back", _) => Ask::Back,
            ("jump", Some(page)) => Ask::Jump(page),
            ("bend", _) => {
                out.push(Event::Refused(answer::bend(setup, state)?));
                return Ok(now);
            }
            ("insert", Some(key)) => {
                if let Some(why) = state.refusal(setup, key) {
                    return Err(why);
                }
                let row = Row { key, id: state.next_id };
                state.next_id += 1;
                state.list.insert(row);
                out.push(Event::Inserted(row));
                return Ok(now);
            }
            ("delete", Some(id)) => {
                let row = state.row(id).ok_or_else(|| format!("#{id} is not there"))?;
                state.list.remove(&row);
                out.push(Event::Deleted(row));
                return Ok(now);
            }
            _ => return Err("this is no action of the model".to_owned()),
        };
        let (answer, window) = answer::answer(setup, state, ask)?;
        let answer = Rc::new(answer);
        state.requests += 1;
        state.window = Some(window);
        state.last = Some(answer.clone());
        out.push(Event::Answered(answer));
        Ok(now)
    }

    fn choices(setup: &Setup, state: &State) -> Vec<Choice> {
        let mut out = Vec::new();
        let mut offer = |action: String, label: &str| out.push(choice(action, label.to_owned()));
        let window = state.window.as_ref();
        if window.is_none_or(|w| w.after) {
            offer("next".to_owned(), if window.is_some() { "Next page" } else { "First page" });
        }
        if window.is_some_and(|w| w.before) {
            offer("back".to_owned(), "Page before");
        }
        if window.is_some() {
            offer("jump 1".to_owned(), "Start again");
            let last = state.list.len().div_ceil(setup.size);
            if setup.method == Method::Offset && last > 1 {
                offer(format!("jump {last}"), "Jump to the last page");
            }
        }
        if setup.method == Method::Cursor && window.is_some_and(|w| w.last.is_some()) {
            offer("bend".to_owned(), "Bend the cursor");
        }
        out.extend(insertions(setup, state));
        out.extend(deletions(state).into_iter().map(|(_, choice)| choice));
        out
    }

    fn judge(_: &Setup, fold: &mut Fold, event: &Event, ledger: &mut Ledger) {
        check::judge(fold, event, ledger);
    }

    fn name(setup: &Setup, event: &Event) -> (u8, String) {
        (0, words::name(setup, event))
    }

    fn sentence(setup: &Setup, event: &Event) -> Option<Line> {
        Some(words::sentence(setup, event))
    }

    fn scene(setup: &Setup, state: &State, fold: &Fold, moment: &Moment<'_, Event>) -> Scene {
        scene::scene(setup, state, fold, moment)
    }
}
