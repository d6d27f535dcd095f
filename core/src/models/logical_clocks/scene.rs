//! The model of logical clocks as pictures: the space-time diagram with the path of the last
//! answer, every machine's clock, and the stamps of the last events.

use crate::algorithms::ordered::OrderedSet;

use super::node::MS;
use super::words::{hybrid, shown, vector};
use super::{Event, Kind, Msg, Setup, State};
use crate::algorithms::clocks::{EventId, History};
use crate::engine::net_view::{Face, mark_violations, space_time};
use crate::engine::{Moment, NetEvent};
use crate::scene::{Cell, Choice, Mark, MarkShape, Row, Scene, SpaceTime, Table, Tone, View};

/// How many of the last events the table shows.
const ROWS_MAX: usize = 12;
/// About how many of the last events buttons ask.
const ASKED_MAX: u32 = 4;

fn uses(action: String, label: String) -> Choice {
    Choice { action, label, fault: false }
}

/// All that can be asked for now.
pub(super) fn choices(setup: &Setup, state: &State) -> Vec<Choice> {
    let mut out = Vec::new();
    for p in 0..setup.count() {
        let name = setup.names.process(p);
        out.push(uses(format!("event {name}"), format!("Event at {name}")));
        out.push(uses(format!("commit {name}"), format!("Commit at {name}")));
        out.push(uses(format!("put {name}"), format!("Put at {name}")));
        out.push(uses(format!("get {name}"), format!("Get at {name}")));
    }
    for a in 0..setup.count() {
        for b in (0..setup.count()).filter(|b| *b != a) {
            let (a, b) = (setup.names.process(a), setup.names.process(b));
            out.push(uses(format!("send {a} to {b}"), format!("Send {a} → {b}")));
        }
    }
    out.extend(questions(setup, &state.history));
    out.extend(state.world.fault_choices(0, super::spec::SPEC.faults, &setup.names));
    out.retain(|choice| is_possible(setup, state, choice));
    out
}

/// How the last event stands to some in front of it.
fn questions(setup: &Setup, history: &History) -> Vec<Choice> {
    let Some(last) = history.len().checked_sub(1) else { return Vec::new() };
    let mut asked: OrderedSet<EventId> = (last.saturating_sub(ASKED_MAX)..last).collect();
    asked.insert(0);
    asked.remove(&last);
    asked.iter().map(|event| question(setup, history, *event, last)).collect()
}

fn question(setup: &Setup, history: &History, first: EventId, second: EventId) -> Choice {
    let (a, b) = (setup.event(history, first), setup.event(history, second));
    uses(format!("before {a} {b}"), format!("Is {a} before {b}?"))
}

/// A clock cannot be set below zero.
fn is_possible(setup: &Setup, state: &State, choice: &Choice) -> bool {
    let Some(rest) = choice.action.strip_prefix("skew ") else { return true };
    let Some((name, ms)) = rest.split_once(' ') else { return true };
    let back = ms.strip_prefix('-').and_then(|ms| ms.parse::<u64>().ok()).unwrap_or(0);
    let now = state.world.now().as_ns();
    let shown = setup.names.find(name).map(|p| state.nodes[usize::from(p)].physical.read(now));
    shown.is_ok_and(|shown| shown >= back * MS)
}

fn face(msg: &Msg) -> Face {
    let text = msg.text.as_deref().unwrap_or_default();
    let says = if text.is_empty() { "a message".to_owned() } else { format!("“{text}”") };
    Face { short: text.to_owned(), says, reply: false, tone: Tone::Plain }
}

pub(super) fn scene(setup: &Setup, state: &State, moment: &Moment<'_, Event>) -> Scene {
    let clocks = || clocks(setup, state, moment);
    let stamps = || stamps(setup, state, moment);
    let (first, second) = match state.store.table(setup) {
        Some(store) if state.history.is_empty() => (store, clocks()),
        Some(store) => (store, stamps()),
        None => (clocks(), stamps()),
    };
    let diagram = View::SpaceTime(diagram(setup, state, moment));
    Scene { views: vec![diagram, View::Table(first), View::Table(second)] }
}

/// The events on the path of the last answer.
fn path(moment: &Moment<'_, Event>) -> Vec<EventId> {
    let last = moment.events.iter().rev().find_map(|event| match event {
        Event::Asked(answer) => Some(answer.path.clone()),
        _ => None,
    });
    last.unwrap_or_default()
}

/// The network's part of an event.
fn net(event: &Event) -> Option<&NetEvent<Msg>> {
    match event {
        Event::Net(net) => Some(net),
        _ => None,
    }
}

fn diagram(setup: &Setup, state: &State, moment: &Moment<'_, Event>) -> SpaceTime {
    let mut diagram = space_time("What happened when", moment, &setup.names, net, face);
    let start = diagram.start;
    let path = path(moment);
    for (step, at, event) in moment.history().filter(|(_, at, _)| *at >= start) {
        let (lane, label, tone) = match event {
            Event::Happened { id, process, kind, stamps, text } => {
                let name = setup.event(&state.history, *id);
                let text = text.as_deref().filter(|_| *kind == Kind::Local);
                let text = text.map_or_else(String::new, |t| format!(" {t}"));
                let tone = if path.contains(id) { Tone::Read } else { Tone::Plain };
                (*process, format!("{name}{text} {}", shown(setup, stamps)), tone)
            }
            Event::Refused(process, _) => (*process, "refused".to_owned(), Tone::Bad),
            Event::Began(commit, process, timestamp) => {
                (*process, format!("T{commit} = {}", timestamp / MS), Tone::Write)
            }
            Event::Reported(commit, process, _) => {
                (*process, format!("T{commit} done"), Tone::Good)
            }
            Event::Stored(process, Some(write), kept) => {
                let text = kept.iter().find(|(id, _)| id == write).map(|(_, text)| text.as_ref());
                (*process, format!("put {}", text.unwrap_or_default()), Tone::Write)
            }
            Event::Stored(process, None, _) => (*process, "get".to_owned(), Tone::Read),
            Event::Net(_) | Event::Asked(_) | Event::Compared(_) => continue,
        };
        let (lane, shape) = (u32::from(lane), MarkShape::Point);
        diagram.marks.push(Mark { lane, at, shape, label, tone, step });
    }
    color_path(&mut diagram, &path, moment);
    mark_violations(&mut diagram, moment, &super::spec::SPEC, 0);
    diagram
}

/// Gives the messages on the path the colour of the answer.
fn color_path(diagram: &mut SpaceTime, path: &[EventId], moment: &Moment<'_, Event>) {
    for (step, _, event) in moment.history() {
        let Event::Happened { id, kind: Kind::Send(_), .. } = event else { continue };
        let next = path.iter().position(|e| e == id).and_then(|at| path.get(at + 1));
        let crosses = next.is_some_and(|next| {
            moment.events.iter().any(|e| {
                matches!(e, Event::Happened { id: i, kind: Kind::Receive(s), .. }
                    if i == next && s == id)
            })
        });
        if crosses {
            for arrow in diagram.arrows.iter_mut().filter(|a| a.step == step) {
                arrow.tone = Tone::Read;
            }
        }
    }
}

/// What every machine's clock shows at this moment.
fn clocks(setup: &Setup, state: &State, moment: &Moment<'_, Event>) -> Table {
    let mut table = Table::new("Machines’ clocks")
        .column("machine", false)
        .column("shows, ms", true)
        .column("error, ms", true)
        .column("ppm", true)
        .column("interval, ms", true);
    let now = moment.now.as_ns();
    let signed = |n: i64| if n == 0 { "0".to_owned() } else { format!("{n:+}") };
    for p in 0..setup.count() {
        let node = &state.nodes[usize::from(p)];
        let shown = node.physical.read(now);
        let interval = node.interval(setup, now);
        let error = (shown as i64 - now as i64) / MS as i64;
        let row = table.row([
            setup.names.process(p).to_owned(),
            (shown / MS).to_string(),
            signed(error),
            signed(i64::from(node.physical.ppm())),
            format!("{}–{}", interval.earliest / MS, interval.latest / MS),
        ]);
        if error.unsigned_abs() > setup.epsilon_ms {
            row.cells[2].tone = Tone::Bad;
        }
    }
    table
}

/// The stamps of the last events.
fn stamps(setup: &Setup, state: &State, moment: &Moment<'_, Event>) -> Table {
    let mut table = Table::new("Stamps")
        .column("event", false)
        .column("clock", true)
        .column("Lamport", true)
        .column("vector", true)
        .column("hybrid", true);
    let happened: Vec<&Event> =
        moment.events.iter().filter(|e| matches!(e, Event::Happened { .. })).collect();
    let path = path(moment);
    for event in &happened[happened.len().saturating_sub(ROWS_MAX)..] {
        let Event::Happened { id, kind, stamps, text, .. } = event else { continue };
        let name = setup.event(&state.history, *id);
        let what = match kind {
            Kind::Receive(sent) => format!(" ← {}", setup.event(&state.history, *sent)),
            Kind::Send(to) => format!(" → {}", setup.names.process(*to)),
            Kind::Local => text.as_ref().map_or_else(String::new, |t| format!(" {t}")),
            Kind::Commit => " commit".to_owned(),
        };
        let cells = [
            format!("{name}{what}"),
            stamps.physical_ms.to_string(),
            stamps.lamport.time.to_string(),
            // A vector is one word: it must not be broken.
            vector(setup, &stamps.vector).replace(' ', "\u{a0}"),
            hybrid(stamps.hybrid),
        ];
        let mut cells: Vec<Cell> = cells.into_iter().map(Cell::from).collect();
        cells[0].tone = if path.contains(id) { Tone::Read } else { Tone::Plain };
        table.rows.push(Row { id: name, cells, choices: Vec::new() });
    }
    table
}
