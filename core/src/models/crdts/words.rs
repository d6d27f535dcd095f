//! The events of the model of replicated types in words: names for the trace, sentences for people.

use super::copy::Shown;
use super::replica::Load;
use super::{Event, Setup};
use crate::engine::{Line, NetEvent};
use crate::scene::Tone;

/// What a copy shows, for a sentence.
pub(super) fn shown(shown: &Shown) -> String {
    match shown {
        Shown::Items(items) if items.is_empty() => "nothing".to_owned(),
        Shown::Items(items) => items.join(", "),
        Shown::Values(values) if values.is_empty() => "no value".to_owned(),
        Shown::Values(values) => values.join(" or "),
        Shown::Number(number) => number.to_string().replace('-', "−"),
        Shown::Text(text) => format!("“{}”", text.iter().map(|(c, _)| c).collect::<String>()),
    }
}

/// The process that an event belongs to, and its name in the trace.
pub(super) fn name(setup: &Setup, event: &Event) -> (u8, String) {
    match event {
        Event::Net(net) => net.name(&setup.names),
        Event::Changed { id, copy, change, shown: now } => {
            (*copy, format!("change {id} {} = {}", change.spoken(), shown(now)))
        }
        Event::Took { copy, knows, shown: now } => {
            (*copy, format!("take {knows:?} = {}", shown(now)))
        }
        Event::TooEarly(copy) => (*copy, "too early".to_owned()),
        Event::Collected { copy, count } => (*copy, format!("collect {count}")),
    }
}

/// An event as a sentence, if it deserves one.
pub(super) fn sentence(setup: &Setup, event: &Event) -> Option<Line> {
    let p = |process: u8| setup.names.process(process);
    Some(match event {
        Event::Net(NetEvent::Sent { .. } | NetEvent::Delivered(_)) => return None,
        Event::Net(net) => return net.sentence(&setup.names),
        Event::Changed { copy, change, shown: now, .. } => {
            let text = format!("{}: {}. It has {}.", p(*copy), change.spoken(), shown(now));
            Line::beat(text, Tone::Write)
        }
        Event::Took { copy, shown: now, .. } => {
            Line::beat(format!("{} hears of it, and has {}.", p(*copy), shown(now)), Tone::Read)
        }
        Event::TooEarly(copy) => {
            let text = format!("{} is told of something too early, and drops it.", p(*copy));
            Line::beat(text, Tone::Bad)
        }
        Event::Collected { copy, count } => {
            let what = if *count == 1 { "tombstone" } else { "tombstones" };
            Line::beat(format!("{} collects {count} {what}.", p(*copy)), Tone::Upkeep)
        }
    })
}

/// What a message tells, for a person.
pub(super) fn load(load: &Load) -> String {
    match (load, load.changes().as_slice()) {
        (Load::State(_), _) => "its whole state".to_owned(),
        (Load::Ack, _) => "how far it has got".to_owned(),
        (_, [id]) => format!("change {}", id + 1),
        (_, ids) => format!("{} changes", ids.len()),
    }
}
