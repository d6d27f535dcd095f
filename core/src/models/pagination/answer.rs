//! What does a request give, what does it read, and where is the client then?

use super::{Method, Setup, State};
use crate::algorithms::b_tree::Reads;
use crate::algorithms::pagination::{
    Cursor, More, Order, Page, Place, Row, after, before, by_offset,
};

/// What a client asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// The page after the last one; the first one at first.
    Next,
    /// The page before.
    Back,
    /// A page by its number, from 1.
    Jump(u64),
}

/// What the request said about the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// Skip so many.
    Offset(u64),
    /// From the start, or backwards from the end.
    Edge,
    /// Beyond this place.
    Place(Place),
    /// Beyond the row in this cursor.
    Cursor(String, Place),
}

/// A request and its answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Which request it is, from 1.
    pub number: u32,
    /// What was asked for.
    pub ask: Ask,
    /// Whether the client starts at the first page with it.
    pub starts: bool,
    /// By what the place was given.
    pub by: By,
    /// The rows that were given out.
    pub rows: Vec<Row>,
    /// The rows that were read and thrown away.
    pub thrown: Vec<Row>,
    /// The row beyond the page, if there is one.
    pub beyond: Option<Row>,
    /// Whether the row beyond was read for the answer.
    pub peeked: bool,
    /// Whether `claim` speaks of the rows behind the page, or of those in front.
    pub forward: bool,
    /// What the answer says: there is more.
    pub claim: bool,
    /// What was read.
    pub reads: Reads,
    /// How many rows of the list lie before the page.
    pub offset: u64,
}

/// Where a client is.
#[derive(Clone, Debug)]
pub(super) struct Window {
    /// How many rows were skipped for the page, where they are counted.
    pub(super) offset: u64,
    /// The first row of the page.
    pub(super) first: Option<Row>,
    /// The last row of the page.
    pub(super) last: Option<Row>,
    /// Whether the client may ask for the next page.
    pub(super) after: bool,
    /// Whether the client may ask for the page before.
    pub(super) before: bool,
}

/// What the cursors of the model are signed for.
const LIST: &str = "rows by key";

/// Answers a request.
pub(super) fn answer(setup: &Setup, state: &State, ask: Ask) -> Result<(Answer, Window), String> {
    let window = state.window.as_ref();
    match ask {
        Ask::Next if window.is_some_and(|w| !w.after) => {
            return Err("the last answer says that there is no more; `jump 1` starts again".into());
        }
        Ask::Back if !window.is_some_and(|w| w.before) => {
            return Err("there is no page before".into());
        }
        Ask::Jump(page) if page > 1 && setup.method != Method::Offset => {
            return Err("a place has no number: only `jump 1` is possible without an offset".into());
        }
        _ => {}
    }
    Ok(match setup.method {
        Method::Offset => counted(setup, state, ask),
        Method::Keyset | Method::Cursor => sought(setup, state, ask),
    })
}

/// By a count.
fn counted(setup: &Setup, state: &State, ask: Ask) -> (Answer, Window) {
    let (size, window) = (setup.size as u64, state.window.as_ref());
    let offset = match ask {
        Ask::Next => window.map_or(0, |w| w.offset + size),
        Ask::Back => window.map_or(0, |w| w.offset.saturating_sub(size)),
        Ask::Jump(page) => (page.max(1) - 1) * size,
    };
    let page = by_offset(&state.list, Order::Ascending, offset, setup.size, setup.more);
    let thrown = state.list.ascending(|_| false).take(offset as usize).copied().collect();
    let (first, last) = (page.rows.first().copied(), page.rows.last().copied());
    let window = Window { offset, first, last, after: page.more, before: offset > 0 };
    (told(setup, state, ask, By::Offset(offset), page, thrown), window)
}

/// By a place.
fn sought(setup: &Setup, state: &State, ask: Ask) -> (Answer, Window) {
    let window = state.window.as_ref();
    let row = match ask {
        Ask::Next => window.and_then(|w| w.last),
        Ask::Back => window.and_then(|w| w.first),
        Ask::Jump(_) => None,
    };
    let by = row.map_or(By::Edge, |row| by(setup, row));
    let place = match &by {
        By::Place(place) | By::Cursor(_, place) => Some(*place),
        By::Offset(_) | By::Edge => None,
    };
    let order = Order::Ascending;
    let back = ask == Ask::Back;
    let way = if back { before } else { after };
    let page = way(&state.list, order, place, setup.size, setup.more);
    let (first, last) = (page.rows.first().copied(), page.rows.last().copied());
    let window = if back {
        Window { offset: 0, first, last, after: true, before: page.more }
    } else {
        Window { offset: 0, first, last, after: page.more, before: place.is_some() }
    };
    (told(setup, state, ask, by, page, Vec::new()), window)
}

/// The place of a row, as the client sends it.
fn by(setup: &Setup, row: Row) -> By {
    let text = setup.signer.sign(LIST, Cursor { order: Order::Ascending, row });
    let row = setup.signer.open(LIST, Order::Ascending, &text).map_or(row, |cursor| cursor.row);
    let place = if setup.tie_breaker { Place::Row(row) } else { Place::Key(row.key) };
    if setup.method == Method::Cursor { By::Cursor(text, place) } else { By::Place(place) }
}

fn told(setup: &Setup, state: &State, ask: Ask, by: By, page: Page, thrown: Vec<Row>) -> Answer {
    let forward = ask != Ask::Back || setup.method == Method::Offset;
    let edge = if forward { page.rows.last() } else { page.rows.first() };
    let beyond = edge.and_then(|edge| {
        let mut up = state.list.ascending(|row| row <= edge);
        let mut down = state.list.descending(|row| row < edge);
        if forward { up.next() } else { down.next() }.copied()
    });
    let full = page.rows.len() == setup.size;
    let first = page.rows.first();
    let offset = state.list.ascending(|_| false).take_while(|row| first.is_none_or(|f| *row < f));
    Answer {
        number: state.requests + 1,
        ask,
        starts: state.window.is_none() || ask == Ask::Jump(1),
        beyond,
        peeked: full && setup.more == More::OneBeyond && beyond.is_some(),
        forward,
        claim: page.more,
        reads: page.reads,
        offset: offset.count() as u64,
        by,
        rows: page.rows,
        thrown,
    }
}

/// Sends the cursor of the last row with its ninth character changed: why it is refused.
pub(super) fn bend(setup: &Setup, state: &State) -> Result<String, String> {
    if setup.method != Method::Cursor {
        return Err("only a signed cursor can be bent, and be refused for it".to_owned());
    }
    let row = state.window.as_ref().and_then(|w| w.last);
    let row = row.ok_or("there is no cursor yet; `next` gives one")?;
    let text = setup.signer.sign(LIST, Cursor { order: Order::Ascending, row });
    let bent: String = text
        .chars()
        .enumerate()
        .map(|(at, c)| {
            if at != 8 {
                c
            } else if c == 'A' {
                'B'
            } else {
                'A'
            }
        })
        .collect();
    match setup.signer.open(LIST, Order::Ascending, &bent) {
        Err(error) => Ok(error.to_string()),
        Ok(_) => Err("the cursor came out as it was".to_owned()),
    }
}
