//! The model of replicated types as pictures: the space-time diagram, and what each copy has.

use super::change::Change;
use super::copy::Shown;
use super::kind::{Family, Kind};
use super::replica::{Load, Msg};
use super::words::{load, shown};
use super::{Event, Setup, State, Truth};
use crate::engine::net_view::{Face, mark_violations, space_time};
use crate::engine::{Moment, NetEvent};
use crate::scene::{Choice, Mark, MarkShape, Scene, SpaceTime, Table, Tone, View};

/// What the buttons propose to put into the cart, and to type.
const ITEMS: [&str; 6] = ["book", "pen", "lamp", "tea", "soap", "map"];
const WORDS: [&str; 4] = ["hello", "there", "my", "friend"];
/// What they propose to write.
const DAYS: [&str; 5] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];
/// The longest text beside a mark, in characters.
const LABEL_MAX: usize = 16;

/// All that can be asked for now.
pub(super) fn choices(setup: &Setup, state: &State) -> Vec<Choice> {
    let mut out = Vec::new();
    let full = state.changes >= super::CHANGES_MAX;
    for copy in (0..setup.copies()).filter(|_| !full) {
        let name = setup.names.process(copy);
        let mut offer = |action: String, label: String| {
            out.push(Choice { action, label, fault: false });
        };
        let now = state.replicas[usize::from(copy)].copy.shown(&state.typed);
        match (setup.kind.family(), &now) {
            (Family::Cart, Shown::Items(items)) => {
                let missing = ITEMS.iter().filter(|i| !items.iter().any(|had| &**had == **i));
                for item in missing.take(2) {
                    offer(format!("add {item} at {name}"), format!("Add {item} at {name}"));
                }
                for item in items.iter().filter(|i| ITEMS.contains(&&***i)).take(3) {
                    offer(format!("remove {item} at {name}"), format!("Remove {item} at {name}"));
                }
            }
            (Family::Text, Shown::Text(text)) => {
                let word = WORDS[state.changes as usize % WORDS.len()];
                offer(format!("type {word} at {name} 0"), format!("Type “{word}” first at {name}"));
                if !text.is_empty() {
                    let end = text.len();
                    offer(
                        format!("type {word} at {name} {end}"),
                        format!("Type “{word}” last at {name}"),
                    );
                    offer(
                        format!("erase 1 at {name} {}", end - 1),
                        format!("Delete the last character at {name}"),
                    );
                }
            }
            (Family::Register, _) => {
                for ahead in 0..2 {
                    let day = DAYS[(state.changes as usize + ahead) % DAYS.len()];
                    offer(format!("write {day} at {name}"), format!("Write {day} at {name}"));
                }
            }
            _ => {
                offer(format!("count 1 at {name}"), format!("Count 1 at {name}"));
                offer(format!("count -1 at {name}"), format!("Count −1 at {name}"));
            }
        }
    }
    // A copy cannot be asked to type beyond the places that can be named.
    out.retain(|choice| !choice.action.starts_with("type") || fits(&choice.action));
    out.extend(state.world.fault_choices(0, super::spec::SPEC.faults, &setup.names));
    out
}

/// Whether the last number of an action can be said.
fn fits(action: &str) -> bool {
    action.rsplit(' ').next().and_then(|n| n.parse::<u32>().ok()).is_some_and(|n| n < 1_000)
}

fn face(msg: &Msg) -> Face {
    let short = match (&msg.load, msg.load.changes().as_slice()) {
        (Load::State(_), _) => "all".to_owned(),
        (Load::Ack, _) => "ok".to_owned(),
        (_, [id]) => format!("#{}", id + 1),
        (_, ids) => format!("{} new", ids.len()),
    };
    let reply = matches!(msg.load, Load::Ack);
    Face { short, says: load(&msg.load), reply, tone: Tone::Plain }
}

fn net(event: &Event) -> Option<&NetEvent<Msg>> {
    match event {
        Event::Net(net) => Some(net),
        _ => None,
    }
}

pub(super) fn scene(
    setup: &Setup,
    state: &State,
    truth: &Truth,
    moment: &Moment<'_, Event>,
) -> Scene {
    let diagram = View::SpaceTime(diagram(setup, moment));
    Scene { views: vec![diagram, View::Table(copies(setup, state, truth))] }
}

fn diagram(setup: &Setup, moment: &Moment<'_, Event>) -> SpaceTime {
    let mut diagram = space_time("What happened when", moment, &setup.names, net, face);
    let start = diagram.start;
    let mut before: Vec<Option<&Shown>> = vec![None; usize::from(setup.copies())];
    for (step, at, event) in moment.history() {
        let (copy, label, tone) = match event {
            Event::Changed { id, copy, change, shown, .. } => {
                before[usize::from(*copy)] = Some(shown);
                (*copy, label(*id, change), Tone::Write)
            }
            Event::Took { copy, shown: now, .. } => {
                let news = before[usize::from(*copy)].replace(now) != Some(now);
                let label = if news { short(&shown(now)) } else { String::new() };
                (*copy, label, Tone::Read)
            }
            Event::TooEarly(copy) => (*copy, "too early".to_owned(), Tone::Bad),
            Event::Collected { copy, count } => (*copy, format!("collects {count}"), Tone::Upkeep),
            Event::Net(_) => continue,
        };
        if at >= start {
            let (lane, shape) = (u32::from(copy), MarkShape::Point);
            diagram.marks.push(Mark { lane, at, shape, label, tone, step });
        }
    }
    mark_violations(&mut diagram, moment, &super::spec::SPEC, 0);
    diagram
}

fn label(id: u32, change: &Change) -> String {
    format!("#{} {}", id + 1, change.short())
}

/// As much of a text as fits beside a mark.
fn short(text: &str) -> String {
    if text.chars().count() <= LABEL_MAX {
        return text.to_owned();
    }
    let kept: String = text.chars().take(LABEL_MAX - 1).collect();
    format!("{}…", kept.trim_end())
}

fn copies(setup: &Setup, state: &State, truth: &Truth) -> Table {
    let mut table = Table::new("Copies")
        .column("copy", false)
        .column("shows", false)
        .column("heard of", true)
        .column("tombstones", true);
    if setup.kind == Kind::Text {
        table = table.column("their bytes", true);
    }
    table = table.column("sent", true);
    for copy in 0..setup.copies() {
        let replica = &state.replicas[usize::from(copy)];
        let (all, heard) = truth.heard(copy);
        let mut cells = vec![
            setup.names.process(copy).to_owned(),
            shown(&replica.copy.shown(&state.typed)),
            format!("{heard} of {all}"),
            replica.copy.tombstones().to_string(),
        ];
        cells.extend(replica.copy.tombstone_bytes().map(|bytes| bytes.to_string()));
        cells.push(replica.sent.to_string());
        let row = table.row(cells);
        if heard < all {
            row.cells[2].tone = Tone::Quiet;
        }
    }
    table
}
