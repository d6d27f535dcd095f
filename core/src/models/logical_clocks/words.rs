//! The events of the model of logical clocks in words: names for the trace, sentences for people.

use std::cmp::Ordering;

use super::ask::Answer;
use super::node::{MS, Stamps};
use super::store::WriteId;
use super::{Event, Kind, Setup, Show};
use crate::algorithms::clocks::{Causality, Hybrid, HybridError, VersionVector};
use crate::engine::{Line, NetEvent, SimTime};
use crate::scene::Tone;

/// A vector for people, with a number for every process: `[2 0 1]`.
pub(super) fn vector(setup: &Setup, vector: &VersionVector) -> String {
    let numbers: Vec<String> =
        (0..setup.count()).map(|p| vector.get(u32::from(p)).to_string()).collect();
    format!("[{}]", numbers.join(" "))
}

/// A hybrid stamp for people: `250` or `250+1`.
pub(super) fn hybrid(stamp: Hybrid) -> String {
    match stamp.counter {
        0 => stamp.time.to_string(),
        counter => format!("{}+{counter}", stamp.time),
    }
}

/// The stamp that the reader has chosen to see.
pub(super) fn shown(setup: &Setup, stamps: &Stamps) -> String {
    match setup.show {
        Show::Vector => vector(setup, &stamps.vector),
        Show::Lamport => stamps.lamport.time.to_string(),
        Show::Hybrid => hybrid(stamps.hybrid),
        Show::Physical => stamps.physical_ms.to_string(),
    }
}

/// What kind of event it is.
fn kind(setup: &Setup, kind: &Kind) -> String {
    match kind {
        Kind::Local => "local".to_owned(),
        Kind::Send(to) => format!("send to {}", setup.names.process(*to)),
        Kind::Receive(sent) => format!("receive {sent}"),
        Kind::Commit => "commit".to_owned(),
    }
}

/// The process that an event belongs to, and its name in the trace.
pub(super) fn name(setup: &Setup, event: &Event) -> (u8, String) {
    match event {
        Event::Net(net) => net.name(&setup.names),
        Event::Happened { id, process, kind: what, stamps, text } => {
            let text = text.as_deref().unwrap_or_default();
            let Stamps { physical_ms, lamport, vector, hybrid: h } = stamps;
            let (time, counter) = (h.time, h.counter);
            let what = kind(setup, what);
            let lamport = lamport.time;
            let name = format!(
                "event {id} {what} {text} at {physical_ms} L{lamport} V{vector} H{time}+{counter}"
            );
            (*process, name)
        }
        Event::Refused(process, HybridError::Ahead { by, .. }) => {
            (*process, format!("refuse {by}"))
        }
        Event::Refused(process, HybridError::CounterFull) => (*process, "refuse".to_owned()),
        Event::Began(commit, process, timestamp) => {
            (*process, format!("begin T{commit} at {timestamp}"))
        }
        Event::Reported(commit, process, after) => {
            (*process, format!("report T{commit} after {after}"))
        }
        Event::Stored(process, write, kept) => {
            let ids: Vec<String> = kept.iter().map(|(id, _)| id.to_string()).collect();
            let what = write.map_or_else(|| "get".to_owned(), |id| format!("put {id}"));
            (*process, format!("{what} keeps {}", ids.join(" ")))
        }
        Event::Asked(answer) => {
            let (a, b) = &answer.names;
            (0, format!("ask {a} {b}: {:?} {}", answer.truth, answer.way))
        }
        Event::Compared(answer) => (0, compared(setup, answer)),
    }
}

/// An event as a sentence, if it deserves one.
pub(super) fn sentence(setup: &Setup, event: &Event) -> Option<Line> {
    let p = |process: u8| setup.names.process(process);
    Some(match event {
        Event::Net(NetEvent::Sent { .. } | NetEvent::Delivered(_)) => return None,
        Event::Net(net) => return net.sentence(&setup.names),
        Event::Happened { process, kind, stamps, text, .. } => {
            let name = p(*process);
            let quoted = text.as_ref().map_or_else(String::new, |t| format!(" “{t}”"));
            let what = match kind {
                Kind::Local if text.is_none() => format!("Something happens at {name}"),
                Kind::Local => format!("At {name}:{quoted}"),
                Kind::Send(to) if text.is_none() => format!("{name} sends a message to {}", p(*to)),
                Kind::Send(to) => format!("{name} sends{quoted} to {}", p(*to)),
                Kind::Receive(_) => format!("{name} receives a message"),
                Kind::Commit => format!("{name} begins to commit"),
            };
            let line = format!("{what}: {}.", stamped(setup, stamps));
            match kind {
                Kind::Send(_) | Kind::Receive(_) => Line::beat(line, Tone::Plain),
                _ => Line::new(line, Tone::Plain),
            }
        }
        Event::Refused(process, HybridError::Ahead { by, .. }) => {
            let name = p(*process);
            let text = format!("{name} refuses: {by} ms ahead of its own clock is more than ε.");
            Line::beat(text, Tone::Bad)
        }
        Event::Refused(process, HybridError::CounterFull) => {
            let text = format!("{} refuses: too many events share one time.", p(*process));
            Line::beat(text, Tone::Bad)
        }
        Event::Began(commit, process, timestamp) => {
            let (name, ms) = (p(*process), timestamp / MS);
            let text = if setup.wait {
                format!(
                    "{name} gives T{commit} the timestamp {ms} ms, and waits until that has passed."
                )
            } else {
                format!("{name} gives T{commit} timestamp {ms} ms.")
            };
            Line::new(text, Tone::Write)
        }
        Event::Reported(commit, process, after) => {
            let name = p(*process);
            let text = if *after == SimTime::ZERO {
                format!("{name} reports T{commit} at once.")
            } else {
                format!("{name} reports T{commit}, after {}.", after.spoken())
            };
            Line::beat(text, Tone::Good)
        }
        Event::Stored(process, write, kept) => {
            let name = p(*process);
            let texts: Vec<&str> = kept.iter().map(|(_, text)| text.as_ref()).collect();
            let texts = if texts.is_empty() { "nothing".to_owned() } else { texts.join(", ") };
            let text = |id: &WriteId| kept.iter().find(|(other, _)| other == id);
            match write {
                Some(id) => {
                    let text = text(id).map_or("", |(_, text)| text.as_ref());
                    let line = format!("{name} puts {text}: the store keeps {texts}.");
                    Line::beat(line, Tone::Write)
                }
                None => Line::beat(format!("{name} gets {texts}."), Tone::Read),
            }
        }
        Event::Asked(answer) => Line::beat(told(answer), Tone::Read),
        Event::Compared(answer) => Line::new(compared(setup, answer), Tone::Read),
    })
}

/// The stamps of an event that the reader has chosen to see, by name.
fn stamped(setup: &Setup, stamps: &Stamps) -> String {
    let shown = shown(setup, stamps);
    match setup.show {
        Show::Vector => shown,
        Show::Lamport => format!("Lamport {shown}"),
        Show::Hybrid => format!("hybrid {shown}"),
        Show::Physical => format!("clock {shown} ms"),
    }
}

/// The truth about two events, with its path.
fn told(answer: &Answer) -> String {
    let (a, b) = &answer.names;
    match answer.truth {
        Causality::Equal => format!("{a} is {b}."),
        Causality::Before => format!("{a} is before {b}: {}.", answer.way),
        Causality::After => format!("{a} is after {b}: {}.", answer.way),
        Causality::Concurrent => format!("{a} and {b} are concurrent: no path connects them."),
    }
}

/// What each kind of clock makes of two events.
fn compared(setup: &Setup, answer: &Answer) -> String {
    let (x, y) = &answer.stamps;
    let sign = match answer.vectors() {
        Causality::Before => '<',
        Causality::After => '>',
        Causality::Equal => '=',
        Causality::Concurrent => '∥',
    };
    let order = |less: Ordering| match less {
        Ordering::Less => '<',
        Ordering::Equal => '=',
        Ordering::Greater => '>',
    };
    format!(
        "Vectors {} {sign} {}; Lamport {} {} {}; hybrid {} {} {}; clocks {} {} {}.",
        vector(setup, &x.vector),
        vector(setup, &y.vector),
        x.lamport.time,
        order(x.lamport.time.cmp(&y.lamport.time)),
        y.lamport.time,
        hybrid(x.hybrid),
        order(x.hybrid.cmp(&y.hybrid)),
        hybrid(y.hybrid),
        x.physical_ms,
        order(x.physical_ms.cmp(&y.physical_ms)),
        y.physical_ms,
    )
}
