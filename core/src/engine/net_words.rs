//! The world's events in words: names for the trace, sentences for people.

use super::model::Line;
use super::world::NetEvent;
use super::{MessageName, Names};
use crate::scene::Tone;

impl<M> NetEvent<M> {
    /// The process that the event belongs to, and its name in the trace.
    #[must_use]
    pub fn name(&self, names: &Names) -> (u8, String) {
        let m = |verb: &str, name: &MessageName| format!("{verb} {}", names.message(*name));
        let l =
            |verb: &str, a: u8, b: u8| format!("{verb} {}-{}", names.process(a), names.process(b));
        match self {
            NetEvent::Sent { name, .. } => (name.from, m("send", name)),
            NetEvent::Delivered(name) => (name.to, m("receive", name)),
            NetEvent::Lost(name, loss) => (name.to, format!("{} {loss:?}", m("lose", name))),
            NetEvent::Duplicated(name, _) => (name.from, m("duplicate", name)),
            NetEvent::Delayed(name, due) => (name.from, format!("{} to {due}", m("delay", name))),
            NetEvent::Crashed(p) => (*p, "crash".to_owned()),
            NetEvent::Restarted(p, false) => (*p, "restart".to_owned()),
            NetEvent::Restarted(p, true) => (*p, "restart blank".to_owned()),
            NetEvent::Paused(p) => (*p, "pause".to_owned()),
            NetEvent::Resumed(p) => (*p, "resume".to_owned()),
            NetEvent::Cut(a, b) => (*a, l("cut", *a, *b)),
            NetEvent::Slowed(a, b) => (*a, l("slow", *a, *b)),
            NetEvent::Healed(a, b) => (*a, l("heal", *a, *b)),
            NetEvent::Skewed(p, ms) => (*p, format!("skew {ms}")),
            NetEvent::Drifts(p, ppm) => (*p, format!("drift {ppm}")),
        }
    }

    /// The event as a sentence; sending and receiving have none, since they are in the picture.
    #[must_use]
    pub fn sentence(&self, names: &Names) -> Option<Line> {
        let (a, b);
        let p = |process: &u8| names.process(*process).to_owned();
        let bad = |text: String| Some(Line::beat(text, Tone::Bad));
        match self {
            NetEvent::Sent { .. } | NetEvent::Delivered(_) => None,
            NetEvent::Lost(name, loss) => {
                let text = format!("{} is lost: {}.", names.spoken(*name), loss.why());
                Some(Line::new(text, Tone::Bad))
            }
            NetEvent::Duplicated(name, _) => {
                let original = names.spoken(MessageName { copy: false, ..*name });
                Some(Line::new(format!("{original} will arrive twice."), Tone::Bad))
            }
            NetEvent::Delayed(name, due) => {
                let text = format!("{} is held up until {}.", names.spoken(*name), due.spoken());
                bad(text)
            }
            NetEvent::Crashed(process) => bad(format!("{} crashes.", p(process))),
            NetEvent::Restarted(process, false) => {
                Some(Line::beat(format!("{} is back, with its disk.", p(process)), Tone::Plain))
            }
            NetEvent::Restarted(process, true) => {
                bad(format!("{} is back, with an empty disk.", p(process)))
            }
            NetEvent::Paused(process) => bad(format!("{} stands still.", p(process))),
            NetEvent::Resumed(process) => {
                Some(Line::beat(format!("{} goes on.", p(process)), Tone::Plain))
            }
            NetEvent::Cut(x, y) => {
                (a, b) = (p(x), p(y));
                bad(format!("The link {a}–{b} is cut."))
            }
            NetEvent::Slowed(x, y) => {
                (a, b) = (p(x), p(y));
                bad(format!("The link {a}–{b} is slow."))
            }
            NetEvent::Healed(x, y) => {
                (a, b) = (p(x), p(y));
                Some(Line::beat(format!("The link {a}–{b} works again."), Tone::Plain))
            }
            NetEvent::Skewed(process, ms) => {
                let way = if *ms < 0 { "back" } else { "forward" };
                bad(format!("The clock of {} jumps {way} by {} ms.", p(process), ms.abs()))
            }
            NetEvent::Drifts(process, 0) => {
                let text = format!("The clock of {} runs at the right rate.", p(process));
                Some(Line::beat(text, Tone::Plain))
            }
            NetEvent::Drifts(process, ppm) => {
                let way = if *ppm < 0 { "slow" } else { "fast" };
                bad(format!("The clock of {} runs {} ppm too {way}.", p(process), ppm.abs()))
            }
        }
    }
}
