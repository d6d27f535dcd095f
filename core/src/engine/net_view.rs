//! The world as a picture: links, messages in flight, the space-time diagram, and what can be done.

use super::model::Moment;
use super::spec::Fault;
use super::world::{Flight, NetEvent, ProcessState, Wire, World};
use super::{MessageName, Names, SimTime, Spec, Verdict};
use crate::scene::{
    Arrow, Choice, Fate, Health, Lane, Link, LinkState, Mark, MarkShape, Message, SpaceTime, Span,
    Tone, insertion_sort_by_key,
};

/// Marks what is violated so far on a lane of a diagram of the run, and puts its marks in order.
pub fn mark_violations<E>(diagram: &mut SpaceTime, moment: &Moment<'_, E>, spec: &Spec, lane: u32) {
    for verdict in moment.ledger.verdicts(spec, false) {
        if let Verdict::Violated { step, at, why } = verdict
            && at >= diagram.start
        {
            let (shape, tone) = (MarkShape::Violation, Tone::Bad);
            diagram.marks.push(Mark { lane, at, shape, label: why, tone, step });
        }
    }
    insertion_sort_by_key(&mut diagram.marks, |mark| (mark.at, mark.step));
}

/// How a message is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Face {
    /// Two or three letters.
    pub short: String,
    /// What it says, for a person.
    pub says: String,
    /// Whether it answers another message.
    pub reply: bool,
    /// What it belongs to.
    pub tone: Tone,
}

impl<M: Clone, T: Clone + PartialEq> World<M, T> {
    /// A process's health, for a picture.
    #[must_use]
    pub fn health(&self, process: u8) -> Health {
        match self.state(process) {
            ProcessState::Up => Health::Up,
            ProcessState::Paused => Health::Paused,
            ProcessState::Down => Health::Down,
        }
    }

    /// The links, with what can be done to each.
    #[must_use]
    pub fn links(&self, faults: &[Fault], names: &Names) -> Vec<Link> {
        let mut out = Vec::new();
        for a in 0..self.len() {
            for b in a + 1..self.len() {
                let state = match self.wire(a, b) {
                    Wire::None => continue,
                    Wire::Whole => LinkState::Whole,
                    Wire::Slow => LinkState::Slow,
                    Wire::Cut => LinkState::Cut,
                };
                out.push(Link {
                    a: names.process(a).to_owned(),
                    b: names.process(b).to_owned(),
                    state,
                    choices: self.link_choices(a, b, faults, names),
                });
            }
        }
        out
    }

    /// The messages in flight at `now`, with what can be done to each.
    #[must_use]
    pub fn messages(
        &self,
        now: SimTime,
        faults: &[Fault],
        names: &Names,
        face: impl Fn(&M) -> Face,
    ) -> Vec<Message> {
        let flights = self.flights().map(|flight| {
            let Face { short, says, reply, tone } = face(flight.payload);
            let whole = flight.due.since(flight.sent).as_secs();
            let gone = now.since(flight.sent).as_secs();
            Message {
                id: names.message(flight.name),
                from: names.process(flight.name.from).to_owned(),
                to: names.process(flight.name.to).to_owned(),
                short,
                label: format!("{}: {says}", names.spoken(flight.name)),
                reply,
                tone,
                progress: if whole > 0.0 { (gone / whole).clamp(0.0, 1.0) } else { 1.0 },
                doomed: self.wire(flight.name.from, flight.name.to) == Wire::Cut,
                choices: self.message_choices(&flight, faults, names),
            }
        });
        flights.collect()
    }

    /// What can be done to a process now; nothing to one outside the system.
    #[must_use]
    pub fn process_choices(&self, process: u8, faults: &[Fault], names: &Names) -> Vec<Choice> {
        let name = names.process(process);
        let mut out = Vec::new();
        let mut offer = |fault: Fault, action: &str, label: &str| {
            if faults.contains(&fault) {
                out.push(choice(format!("{action} {name}"), format!("{label} {name}")));
            }
        };
        match self.state(process) {
            ProcessState::Up => {
                offer(Fault::Crash, "crash", "Crash");
                offer(Fault::Pause, "pause", "Pause");
                if self.timers().any(|(p, ..)| p == process) {
                    offer(Fault::Timeout, "timeout", "Time out");
                }
            }
            ProcessState::Paused => {
                offer(Fault::Pause, "resume", "Resume");
                offer(Fault::Crash, "crash", "Crash");
            }
            ProcessState::Down => {
                offer(Fault::Restart, "restart", "Restart");
                if faults.contains(&Fault::RestartBlank) {
                    out.push(choice(
                        format!("restart {name} blank"),
                        format!("Restart {name} with an empty disk"),
                    ));
                }
            }
        }
        if faults.contains(&Fault::Skew) {
            for ms in SKEWS_MS {
                out.push(choice(format!("skew {name} {ms}"), format!("Set {name} by {ms:+} ms")));
            }
            let ppm = DRIFT_PPM;
            out.push(choice(format!("drift {name} {ppm}"), format!("Let {name} run fast")));
        }
        out
    }

    fn link_choices(&self, a: u8, b: u8, faults: &[Fault], names: &Names) -> Vec<Choice> {
        let (x, y) = (names.process(a), names.process(b));
        let mut out = Vec::new();
        let mut offer = |fault: Fault, action: &str, label: &str| {
            if faults.contains(&fault) {
                out.push(choice(format!("{action} {x}-{y}"), format!("{label} {x}–{y}")));
            }
        };
        match self.wire(a, b) {
            Wire::None => {}
            Wire::Whole => {
                offer(Fault::Cut, "cut", "Cut");
                offer(Fault::Slow, "slow", "Slow down");
            }
            Wire::Slow => {
                offer(Fault::Slow, "heal", "Heal");
                offer(Fault::Cut, "cut", "Cut");
            }
            Wire::Cut => offer(Fault::Cut, "heal", "Heal"),
        }
        out
    }

    /// Every fault that is possible now: to processes from `first` on, to links, to messages.
    #[must_use]
    pub fn fault_choices(&self, first: u8, faults: &[Fault], names: &Names) -> Vec<Choice> {
        let processes = (first..self.len()).flat_map(|p| self.process_choices(p, faults, names));
        let links = self.links(faults, names).into_iter().flat_map(|l| l.choices);
        let flights = self.flights().flat_map(|f| self.message_choices(&f, faults, names));
        processes.chain(links).chain(flights).collect()
    }

    fn message_choices(&self, flight: &Flight<M>, faults: &[Fault], names: &Names) -> Vec<Choice> {
        let twin = MessageName { copy: true, ..flight.name };
        let single = self.flights().all(|f| f.name != twin);
        let offers = [
            (Fault::Drop, "drop", "Drop", true),
            (Fault::Duplicate, "duplicate", "Duplicate", single && !flight.held),
            (Fault::Delay, "delay", "Hold up", !flight.held),
            (Fault::Deliver, "deliver", "Deliver first", !flight.held),
        ];
        let (message, spoken) = (names.message(flight.name), names.spoken(flight.name));
        let offers = offers.iter().filter(|(f, .., possible)| *possible && faults.contains(f));
        let choices = offers.map(|(_, verb, label, _)| {
            choice(format!("{verb} {message}"), format!("{label} {spoken}"))
        });
        choices.collect()
    }
}

/// The jumps of a clock that buttons propose, in milliseconds.
const SKEWS_MS: [i32; 2] = [-200, 200];
/// The drift of a clock that a button proposes: far beyond any quartz, so that seconds show it.
const DRIFT_PPM: i32 = 100_000;

fn choice(action: String, label: String) -> Choice {
    Choice { action, label, fault: true }
}

/// The largest number of messages in a space-time diagram: more cannot be told apart.
const ARROWS_MAX: usize = 60;

/// The space-time diagram of a run so far, or of its last messages if there are many: then it
/// starts later than the run, and ends at the present. O(events). `net` finds the world's events among the model's;
/// `face` says how a message is shown.
#[must_use]
pub fn space_time<E, M>(
    title: &str,
    moment: &Moment<'_, E>,
    names: &Names,
    net: impl Fn(&E) -> Option<&NetEvent<M>>,
    face: impl Fn(&M) -> Face,
) -> SpaceTime {
    let mut diagram = SpaceTime {
        title: title.to_owned(),
        lanes: names.processes.iter().map(|p| Lane { id: p.clone(), label: p.clone() }).collect(),
        start: SimTime::ZERO,
        end: moment.end.max(moment.now),
        now: moment.now,
        ..SpaceTime::default()
    };
    let sent = moment.events.iter().filter_map(&net);
    let sent = sent.filter(|e| matches!(e, NetEvent::Sent { .. })).count();
    let mut skip = sent.saturating_sub(ARROWS_MAX);
    if skip > 0 {
        diagram.end = moment.now;
    }
    let mut open: Vec<(MessageName, usize)> = Vec::new();
    let mut stopped: Vec<(u8, usize)> = Vec::new();
    for (step, at, event) in moment.history() {
        let Some(event) = net(event) else { continue };
        let fault = |lane: u8, label: &str| Mark {
            lane: u32::from(lane),
            at,
            shape: MarkShape::Fault,
            label: label.to_owned(),
            tone: Tone::Bad,
            step,
        };
        match event {
            NetEvent::Sent { .. } if skip > 0 => {
                skip -= 1;
                diagram.start = at;
            }
            NetEvent::Sent { name, due, payload } => {
                let Face { short, reply, tone, .. } = face(payload);
                open.push((*name, diagram.arrows.len()));
                diagram.arrows.push(Arrow {
                    id: names.message(*name),
                    from: u32::from(name.from),
                    to: u32::from(name.to),
                    sent: at,
                    ends: *due,
                    fate: Fate::InFlight,
                    label: short,
                    reply,
                    tone,
                    step,
                });
            }
            NetEvent::Duplicated(name, due) => {
                let original = MessageName { copy: false, ..*name };
                let found = open.iter().rev().find(|(n, _)| *n == original);
                if let Some(arrow) = found.map(|(_, i)| diagram.arrows[*i].clone()) {
                    open.push((*name, diagram.arrows.len()));
                    let id = names.message(*name);
                    diagram.arrows.push(Arrow { id, ends: *due, fate: Fate::InFlight, ..arrow });
                }
            }
            NetEvent::Delayed(name, due) => {
                if let Some((_, i)) = open.iter().find(|(n, _)| n == name) {
                    diagram.arrows[*i].ends = *due;
                }
            }
            NetEvent::Delivered(name) => {
                close(&mut open, &mut diagram.arrows, *name, at, Fate::Delivered);
            }
            NetEvent::Lost(name, loss) => {
                close(&mut open, &mut diagram.arrows, *name, at, Fate::Lost(loss.why()));
            }
            NetEvent::Crashed(p) => {
                diagram.marks.push(fault(*p, "crash"));
                end_span(&mut stopped, &mut diagram.spans, *p, at);
                stopped.push((*p, diagram.spans.len()));
                diagram.spans.push(Span { lane: u32::from(*p), from: at, to: at, down: true });
            }
            NetEvent::Paused(p) => {
                diagram.marks.push(fault(*p, "pause"));
                stopped.push((*p, diagram.spans.len()));
                diagram.spans.push(Span { lane: u32::from(*p), from: at, to: at, down: false });
            }
            NetEvent::Restarted(p, _) | NetEvent::Resumed(p) => {
                end_span(&mut stopped, &mut diagram.spans, *p, at);
            }
            NetEvent::Cut(a, b) => {
                let label = format!("cut {}–{}", names.process(*a), names.process(*b));
                diagram.marks.push(fault(*b, &label));
            }
            NetEvent::Skewed(p, ms) => {
                diagram.marks.push(fault(*p, &format!("clock {ms:+} ms")));
            }
            NetEvent::Drifts(p, ppm) => {
                diagram.marks.push(fault(*p, &format!("clock {ppm:+} ppm")));
            }
            NetEvent::Slowed(..) | NetEvent::Healed(..) => {}
        }
    }
    for (_, span) in stopped {
        diagram.spans[span].to = moment.now;
    }
    let start = diagram.start;
    diagram.marks.retain(|mark| mark.at >= start);
    diagram.spans.retain(|span| span.to >= start);
    diagram
}

fn close(
    open: &mut Vec<(MessageName, usize)>,
    arrows: &mut [Arrow],
    name: MessageName,
    at: SimTime,
    fate: Fate,
) {
    if let Some(position) = open.iter().position(|(n, _)| *n == name) {
        let (_, index) = open.swap_remove(position);
        (arrows[index].ends, arrows[index].fate) = (at, fate);
    }
}

fn end_span(stopped: &mut Vec<(u8, usize)>, spans: &mut [Span], process: u8, at: SimTime) {
    if let Some(position) = stopped.iter().position(|(p, _)| *p == process) {
        let (_, span) = stopped.swap_remove(position);
        spans[span].to = at;
    }
}
