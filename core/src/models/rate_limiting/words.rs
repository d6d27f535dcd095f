//! The events of the model in words: names for the trace, sentences for people.

use super::check::is_watched;
use super::kind::{KINDS, Kind};
use super::setup::{CLIENTS, STORE, Setup, Shared};
use super::spec::{OPEN, SHARE, WHOLE};
use super::{Event, check};
use crate::engine::names::list;
use crate::engine::world::{Loss, NetEvent};
use crate::engine::{Line, SimTime};
use crate::scene::{Tone, insertion_sort_by_key};
use std::cmp::Reverse;

/// The process that an event belongs to, and its name in the trace.
pub(super) fn name(setup: &Setup, event: &Event) -> (u8, String) {
    match event {
        Event::Net(net) => net.name(&setup.names),
        Event::Arrived { count, .. } => (CLIENTS, format!("send {count}")),
        Event::Spread { counts: [a, b] } => (CLIENTS, format!("send {a} {b}")),
        Event::Decided { who, offered, granted, .. } => {
            (*who, format!("let {granted} of {offered}"))
        }
        Event::Over { who, granted, .. } => {
            let process = if *who == 0 { STORE } else { who.trailing_zeros() as u8 + 1 };
            (process, format!("over {who} {granted}"))
        }
        Event::Edge { window, count, .. } => (CLIENTS, format!("window {window} {count}")),
        Event::Alone { node } => (*node, "alone".to_owned()),
        Event::Back { node, decided, passed } => (*node, format!("back {passed} of {decided}")),
        Event::Late { node, granted, .. } => (*node, format!("late {granted}")),
    }
}

/// An event as a sentence, if it is a turn: single requests have none.
pub(super) fn sentence(setup: &Setup, event: &Event) -> Option<Line> {
    match event {
        Event::Net(net) => network(setup, net),
        Event::Arrived { count, passed, fresh } => arrived(*count, passed, *fresh),
        Event::Spread { counts } => spread(*counts),
        Event::Decided { who, fresh: true, .. } => begins_to_refuse(setup, *who),
        Event::Decided { .. } => None,
        Event::Over { who, granted, span, again } => {
            Some(over(setup, *who, *granted, *span, *again))
        }
        Event::Edge { count: 0, .. } => None,
        Event::Edge { count, first, .. } => {
            let text =
                format!("A new window begins: the fixed window forgets its count of {count}.");
            Some(Line { text, tone: Tone::Plain, beat: *first })
        }
        Event::Alone { node } => setup.shared.as_ref().map(|shared| alone(setup, shared, *node)),
        Event::Back { node, decided, passed } => {
            let node = setup.names.process(*node);
            let passed = match passed {
                0 => "none of them passed".to_owned(),
                n if n == decided => "all of them passed".to_owned(),
                n => format!("{n} of them passed"),
            };
            let decided = requests(*decided);
            let text = format!(
                "{node} hears from the store again. It decided on {decided} without it: {passed}."
            );
            Some(Line::beat(text, Tone::Plain))
        }
        Event::Late { node, first: true, .. } => {
            let node = setup.names.process(*node);
            let text = format!(
                "A yes of the store reaches {node} too late: {node} has decided already, and the \
                 store has counted the request all the same."
            );
            Some(Line::new(text, Tone::Plain))
        }
        Event::Late { .. } => None,
    }
}

/// What the network and the processes did; messages that are lost one after the other are told of
/// by what the nodes do then.
fn network(setup: &Setup, net: &NetEvent<super::Msg>) -> Option<Line> {
    let who = |process: u8| capital(&check::spoken(setup, process));
    match net {
        NetEvent::Lost(_, Loss::Network | Loss::Cut | Loss::Down) => None,
        NetEvent::Crashed(p) => Some(Line::beat(format!("{} crashes.", who(*p)), Tone::Bad)),
        NetEvent::Restarted(p, false) => {
            Some(Line::beat(format!("{} is back, with its counts.", who(*p)), Tone::Plain))
        }
        NetEvent::Restarted(p, true) => Some(Line::beat(
            format!("{} is back, and has forgotten everything.", who(*p)),
            Tone::Bad,
        )),
        NetEvent::Paused(p) => Some(Line::beat(format!("{} stands still.", who(*p)), Tone::Bad)),
        NetEvent::Resumed(p) => Some(Line::beat(format!("{} goes on.", who(*p)), Tone::Plain)),
        net => net.sentence(&setup.names),
    }
}

/// A batch of several, or the first refusals for a period.
fn arrived(count: u16, passed: &[u16; KINDS], fresh: u8) -> Option<Line> {
    if count == 1 {
        let refuse: Vec<&str> = kinds_of(fresh).map(Kind::spoken).collect();
        let verb = if refuse.len() == 1 { "begins" } else { "begin" };
        let text = format!("{} {verb} to refuse.", capital(&list(&refuse)));
        return (fresh != 0).then(|| Line::new(text, Tone::Quiet));
    }
    let come = format!("{count} requests come at once.");
    let mut amounts: Vec<u16> = passed.to_vec();
    insertion_sort_by_key(&mut amounts, |amount| Reverse(*amount));
    amounts.dedup();
    if let [same] = amounts.as_slice() {
        let fate = if *same == 0 {
            "All six limiters refuse them all.".to_owned()
        } else if *same == count {
            "All six limiters let them all pass.".to_owned()
        } else {
            format!("All six limiters let {same} of them pass.")
        };
        return Some(Line { text: format!("{come} {fate}"), tone: Tone::Plain, beat: true });
    }
    // The largest group is “the others”, if it is large.
    let size = |amount: u16| passed.iter().filter(|p| **p == amount).count();
    let others = amounts.iter().rev().copied().max_by_key(|a| size(*a)).filter(|a| size(*a) > 2);
    insertion_sort_by_key(&mut amounts, |amount| Some(*amount) == others);
    let parts: Vec<String> = amounts
        .iter()
        .map(|amount| {
            let who = Kind::ALL.into_iter().filter(|k| passed[k.index()] == *amount);
            let who: Vec<&str> = who.map(Kind::spoken).collect();
            let names = if Some(*amount) == others { "the others".to_owned() } else { list(&who) };
            fate(&names, who.len() == 1, *amount, count)
        })
        .collect();
    let text = format!("{come} {}.", capital(&parts.join("; ")));
    Some(Line { text, tone: Tone::Plain, beat: true })
}

/// What became of a batch: `the fixed window lets all 10 pass`.
fn fate(who: &str, one: bool, passed: u16, count: u16) -> String {
    let s = if one { "s" } else { "" };
    match passed {
        0 => format!("{who} refuse{s} them all"),
        n if n == count => format!("{who} let{s} all {n} pass"),
        n => format!("{who} let{s} {n} pass"),
    }
}

fn spread([a, b]: [u16; 2]) -> Option<Line> {
    let text = match (a, b) {
        (0, 0 | 1) | (1, 0) => return None,
        (0, n) => format!("{n} requests come to L2 at once."),
        (n, 0) => format!("{n} requests come to L1 at once."),
        (a, b) => format!("{} requests come at once: {a} to L1, {b} to L2.", a + b),
    };
    Some(Line::beat(text, Tone::Plain))
}

/// Where the nodes share a store: side by side, the arrival says it.
fn begins_to_refuse(setup: &Setup, who: u8) -> Option<Line> {
    let shared = setup.shared.as_ref()?;
    let text = match (who, shared.fallback) {
        (STORE, _) => "The store begins to refuse.".to_owned(),
        (node, SHARE) => format!("The share of {} is spent.", setup.names.process(node)),
        (node, WHOLE) => format!("{} has let its limit pass.", setup.names.process(node)),
        _ => return None,
    };
    Some(Line::new(text, Tone::Quiet))
}

fn over(setup: &Setup, who: u8, granted: u32, span: SimTime, again: bool) -> Line {
    let limit = setup.quota.rate().limit();
    let names: Vec<&str> = kinds_of(who).map(Kind::spoken).collect();
    let (names, have) = match names.as_slice() {
        [] => ("The store and the nodes together".to_owned(), "have"),
        [_] => (capital(&list(&names)), "has"),
        _ => (capital(&list(&names)), "have"),
    };
    let within = if span == SimTime::ZERO {
        "at one moment".to_owned()
    } else {
        format!("within {}", span.spoken())
    };
    let more = u64::from(granted).saturating_sub(limit.into());
    let text = format!(
        "{names} {have} let {granted} pass {within}: {more} more than the limit of {limit}."
    );
    let judged = who == 0 || kinds_of(who).any(|k| is_watched(setup, k.index()));
    let tone = if judged { Tone::Bad } else { Tone::Plain };
    Line { text, tone, beat: judged && !again }
}

fn alone(setup: &Setup, shared: &Shared, process: u8) -> Line {
    let node = setup.names.process(process);
    let period = setup.period().spoken();
    let does = match (shared.fallback, setup.quota_of(process)) {
        (SHARE, Some(quota)) if shared.kind.is_bucket() => format!(
            "keeps to its share, a burst of {} and {} in {period}",
            quota.burst(),
            quota.rate().limit()
        ),
        (SHARE, Some(quota)) => format!("keeps to its share, {} in {period}", quota.rate().limit()),
        (SHARE, None) => "refuses: nothing is left for its share".to_owned(),
        (WHOLE, _) => format!("keeps the whole limit for itself, {}", setup.limit_spoken()),
        (OPEN, _) => "lets everything pass".to_owned(),
        _ => "refuses everything".to_owned(),
    };
    let timeout = shared.timeout.spoken();
    let text = format!("The store has not answered {node} for {timeout}: {node} {does}.");
    Line::beat(text, if shared.fallback == OPEN { Tone::Bad } else { Tone::Plain })
}

fn kinds_of(bits: u8) -> impl Iterator<Item = Kind> {
    Kind::ALL.into_iter().filter(move |kind| bits >> kind.index() & 1 == 1)
}

fn requests(count: u32) -> String {
    if count == 1 { "one request".to_owned() } else { format!("{count} requests") }
}

/// The text with a capital at its start.
pub(super) fn capital(text: &str) -> String {
    let mut text = text.to_owned();
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}
