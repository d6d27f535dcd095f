//! The events of the quorum model in words: names for the trace, sentences for people.

use super::check::name as version;
use super::message::{Item, Msg};
use super::{CLIENT, Event, Setup};
use crate::engine::{Line, NetEvent};
use crate::scene::Tone;

/// The process that an event belongs to, and its name in the trace.
pub(super) fn name(setup: &Setup, event: &Event) -> (u8, String) {
    let p = |process: u8| setup.names.process(process);
    match event {
        Event::Net(net) => net.name(&setup.names),
        Event::AskedWrite(op, text, via) => (CLIENT, format!("ask {op} write {text} {}", p(*via))),
        Event::AskedRead(op, via) => (CLIENT, format!("ask {op} read {}", p(*via))),
        Event::Versioned(me, op, item) => (*me, format!("version {op} {}", exact(item))),
        Event::Stored(me, item) => (*me, format!("store {}", exact(item))),
        Event::Hinted(me, home, item) => (*me, format!("keep {} for {}", exact(item), p(*home))),
        Event::Counted(me, op, count) => (*me, format!("counted {op} {count}")),
        Event::Returned(me, op, item) => (*me, format!("return {op} {}", exact(item))),
        Event::HandedOff(me, home, item) => (*me, format!("hand {} to {}", exact(item), p(*home))),
        Event::ToldSaved(op, v) => (CLIENT, format!("saved {op} {}.{}", v.counter, v.write)),
        Event::Got(op, item) => (CLIENT, format!("got {op} {}", exact(item))),
        Event::GaveUp(op) => (CLIENT, format!("gave up {op}")),
    }
}

fn exact(item: &Item) -> String {
    format!("{}.{} {}", item.version.counter, item.version.write, item.value)
}

/// A value for a sentence: `v2 “Friday”`.
pub(super) fn value(item: &Item) -> String {
    if item.version.counter == 0 {
        return "nothing".to_owned();
    }
    format!("v{} “{}”", item.version.counter, item.value)
}

/// An event as a sentence, if it deserves one.
pub(super) fn sentence(setup: &Setup, event: &Event) -> Option<Line> {
    let p = |process: u8| setup.names.process(process);
    Some(match event {
        Event::Net(NetEvent::Sent { .. } | NetEvent::Delivered(_)) => return None,
        Event::Net(net) => return net.sentence(&setup.names),
        Event::AskedWrite(_, text, via) => {
            Line::beat(format!("The client asks {} to write “{text}”.", p(*via)), Tone::Write)
        }
        Event::AskedRead(_, via) => {
            Line::beat(format!("The client asks {} to read.", p(*via)), Tone::Read)
        }
        Event::Versioned(me, _, item) => {
            Line::new(format!("{} makes it {}.", p(*me), version(item.version)), Tone::Write)
        }
        Event::Stored(me, item) => {
            Line::new(format!("{} stores {}.", p(*me), value(item)), Tone::Write)
        }
        Event::Hinted(me, home, item) => {
            let text = format!("{} keeps {} for {}.", p(*me), value(item), p(*home));
            Line::beat(text, Tone::Upkeep)
        }
        Event::Counted(me, _, count) => {
            let text = if setup.wait {
                let (p, w) = (p(*me), setup.w);
                format!("{p} counts {count} of {w} needed and answers “saved”.")
            } else {
                format!("{} answers “saved” without waiting for anybody.", p(*me))
            };
            Line::new(text, Tone::Write)
        }
        Event::Returned(me, _, item) => {
            let text = format!(
                "{} has {} of {} answers needed; the newest is {}.",
                p(*me),
                setup.r,
                setup.r,
                value(item)
            );
            Line::new(text, Tone::Read)
        }
        Event::HandedOff(me, home, item) => {
            let text = format!("{} hands {} to {}.", p(*me), value(item), p(*home));
            Line::beat(text, Tone::Upkeep)
        }
        Event::ToldSaved(_, v) => {
            Line::beat(format!("The client is told: {} is saved.", version(*v)), Tone::Good)
        }
        Event::Got(_, item) => Line::beat(format!("The client reads {}.", value(item)), Tone::Read),
        Event::GaveUp(_) => {
            let text = "The client waits no longer. It does not know what became of its request.";
            Line::beat(text, Tone::Quiet)
        }
    })
}

/// What a message carries, for the picture.
pub(super) fn label(msg: &Msg) -> String {
    msg.spoken()
}
