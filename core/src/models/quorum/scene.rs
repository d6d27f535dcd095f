//! The quorum model as pictures: the nodes and what is under way, the space-time diagram, and the
//! odds of a read for the chosen N, R, W.

use super::message::Msg;
use super::node::Phase;
use super::words::{label, value};
use super::{CLIENT, Event, Setup, State, Told, is_up};
use crate::algorithms::quorum::probability_within;
use crate::engine::net_view::{Face, mark_violations, space_time};
use crate::engine::{Fault, Moment};
use crate::scene::{
    Axis, Badge, Choice, Curve, CurveStyle, Mark, MarkShape, Node, Role, Scene, Series, SpaceTime,
    Tone, Topology, View,
};

/// The faults that are offered: an empty disk only where the rule allows it.
fn faults(setup: &Setup) -> Vec<Fault> {
    let mut faults = super::spec::SPEC.faults.to_vec();
    if !setup.disks {
        faults.push(Fault::RestartBlank);
    }
    faults
}

/// All that can be asked for now: the client's requests first.
pub(super) fn choices(setup: &Setup, state: &State) -> Vec<Choice> {
    let mut out = Vec::new();
    for node in setup.members() {
        out.extend(uses(setup, state, node));
    }
    out.extend(state.world.fault_choices(CLIENT + 1, &faults(setup), &setup.names));
    out
}

/// What the client can ask of a node.
fn uses(setup: &Setup, state: &State, node: u8) -> Vec<Choice> {
    if !is_up(state, node) {
        return Vec::new();
    }
    let name = setup.names.process(node);
    let day = DAYS[state.asked as usize % DAYS.len()];
    vec![
        Choice {
            action: format!("write {day} via {name}"),
            label: format!("Write “{day}” via {name}"),
            fault: false,
        },
        Choice {
            action: format!("read via {name}"),
            label: format!("Read via {name}"),
            fault: false,
        },
    ]
}

/// What the buttons propose to write, one after the other.
const DAYS: [&str; 5] = ["Friday", "Monday", "Sunday", "Thursday", "Saturday"];

fn face(msg: &Msg) -> Face {
    Face { short: msg.short(), says: label(msg), reply: msg.is_reply(), tone: msg.tone() }
}

pub(super) fn scene(setup: &Setup, state: &State, moment: &Moment<'_, Event>) -> Scene {
    Scene {
        views: vec![
            View::Topology(topology(setup, state, moment)),
            View::SpaceTime(diagram(setup, moment)),
            View::Series(odds(setup)),
        ],
    }
}

fn topology(setup: &Setup, state: &State, moment: &Moment<'_, Event>) -> Topology {
    let faults = faults(setup);
    let mut nodes = vec![client(state, moment)];
    for p in setup.members() {
        let node = &state.nodes[usize::from(p) - 1];
        let mut badges = Vec::new();
        if setup.is_home(p) {
            let tone = if node.copy.version.write == 0 { Tone::Quiet } else { Tone::Write };
            let text = if node.copy.version.counter == 0 {
                "empty".to_owned()
            } else {
                format!("v{} {}", node.copy.version.counter, node.copy.value)
            };
            badges.push(Badge { text, tone, doubtful: false });
        }
        for hint in &node.hints {
            // A coordinator's own hints are shown once the home is out of reach; a stand-in's always.
            if !setup.is_home(p)
                || state.world.wire(p, hint.home) == crate::engine::Wire::Cut
                || !is_up(state, hint.home)
            {
                let text = format!(
                    "v{} for {}",
                    hint.item.version.counter,
                    setup.names.process(hint.home)
                );
                badges.push(Badge { text, tone: Tone::Upkeep, doubtful: true });
            }
        }
        let mut choices = uses(setup, state, p);
        choices.extend(state.world.process_choices(p, &faults, &setup.names));
        nodes.push(Node {
            id: setup.names.process(p).to_owned(),
            label: setup.names.process(p).to_owned(),
            role: if setup.is_home(p) { Role::Member } else { Role::StandIn },
            health: state.world.health(p),
            badges,
            note: note(setup, state, p),
            tone: Tone::Plain,
            timer: None,
            choices,
        });
    }
    Topology {
        title: "Who has what".to_owned(),
        nodes,
        links: state.world.links(&faults, &setup.names),
        messages: state.world.messages(moment.now, &faults, &setup.names, face),
    }
}

fn client(state: &State, moment: &Moment<'_, Event>) -> Node {
    use super::spec::{FRESH, MONOTONIC};
    let broken = moment.ledger.is_violated(FRESH) || moment.ledger.is_violated(MONOTONIC);
    let (note, tone) = match &state.last {
        None => (String::new(), Tone::Plain),
        Some(Told::Saved) => ("was told: saved".to_owned(), Tone::Good),
        Some(Told::Value(item)) => {
            let tone = if broken { Tone::Bad } else { Tone::Read };
            (format!("read {}", value(item)), tone)
        }
        Some(Told::Nothing) => ("gave up waiting".to_owned(), Tone::Quiet),
    };
    Node {
        id: "client".to_owned(),
        label: "client".to_owned(),
        role: Role::Client,
        note,
        tone,
        ..Node::default()
    }
}

/// What a node waits for.
fn note(setup: &Setup, state: &State, process: u8) -> String {
    let node = &state.nodes[usize::from(process) - 1];
    let waiting = node.ops.iter().rev().find_map(|c| match &c.phase {
        Phase::Asking { told, .. } => {
            Some(format!("versions: {} of {}", told.count(), told.needed()))
        }
        Phase::Writing { acks, told: false, .. } => {
            Some(format!("write: {} of {}", acks.count(), setup.w))
        }
        Phase::Reading { answers, returned: false, .. } if !answers.is_reached() => {
            Some(format!("read: {} of {}", answers.count(), setup.r))
        }
        Phase::Reading { answers, returned: false, .. } => {
            Some(format!("repairs: {} of {}", answers.holders(), setup.w))
        }
        _ => None,
    });
    waiting.unwrap_or_default()
}

fn diagram(setup: &Setup, moment: &Moment<'_, Event>) -> SpaceTime {
    let mut diagram = space_time(
        "What happened when",
        moment,
        &setup.names,
        |event: &Event| match event {
            Event::Net(net) => Some(net),
            _ => None,
        },
        face,
    );
    let start = diagram.start;
    for (step, at, event) in moment.history().filter(|(_, at, _)| *at >= start) {
        let (lane, label, tone) = match event {
            Event::AskedWrite(_, text, _) => (CLIENT, format!("write {text}"), Tone::Write),
            Event::AskedRead(..) => (CLIENT, "read".to_owned(), Tone::Read),
            Event::ToldSaved(..) => (CLIENT, "saved".to_owned(), Tone::Good),
            Event::Got(_, item) => (CLIENT, format!("got v{}", item.version.counter), Tone::Read),
            Event::GaveUp(_) => (CLIENT, "no answer".to_owned(), Tone::Quiet),
            Event::Stored(me, _) => (*me, String::new(), Tone::Write),
            _ => continue,
        };
        let (lane, shape) = (u32::from(lane), MarkShape::Point);
        diagram.marks.push(Mark { lane, at, shape, label, tone, step });
    }
    mark_violations(&mut diagram, moment, &super::spec::SPEC, u32::from(CLIENT));
    diagram
}

/// The probability of a read within k versions, for the chosen N, R, W.
fn odds(setup: &Setup) -> Series {
    const VERSIONS: u32 = 10;
    let points = (1..=VERSIONS)
        .map(|k| (f64::from(k), probability_within(setup.n, setup.r, setup.w, k)))
        .collect();
    Series {
        title: "Odds of reading one of the last k versions".to_owned(),
        x: Axis { label: "k, versions".to_owned(), min: 1.0, max: f64::from(VERSIONS) },
        y: Axis { label: "probability".to_owned(), min: 0.0, max: 1.0 },
        curves: vec![Curve {
            label: format!("N = {}, R = {}, W = {}", setup.n, setup.r, setup.w),
            tone: Tone::Read,
            style: CurveStyle::Points,
            points,
        }],
        marks: Vec::new(),
        bands: Vec::new(),
        now: None,
    }
}
