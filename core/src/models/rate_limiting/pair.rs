//! The picture of two nodes and their store: requests come to the nodes, questions and answers go
//! between them and the store.

use super::Msg;
use super::check::Judge;
use super::kind::Limiter;
use super::scene::{
    WIRE_FAULTS, approaching, clients, gauge, lately, note, process_choices, tallies, tone,
};
use super::setup::{L1, L2, STORE, Setup, Shared};
use super::shared::Node;
use super::spec::{CLOSED, OPEN, WHOLE};
use super::state::State;
use crate::engine::SimTime;
use crate::engine::net_view::Face;
use crate::scene::{Dot, Flow, Pipe, Stage, StageKind, Tally, Tone};

pub(super) fn flow(
    setup: &Setup,
    shared: &Shared,
    state: &State,
    judge: &Judge,
    now: SimTime,
) -> Flow {
    let mut stages = vec![clients(setup, state, 0)];
    let mut pipes = Vec::new();
    for process in [L1, L2] {
        let id = setup.names.process(process);
        let reaches = |k: u64| shared.reaches_first(k) == (process == L1);
        pipes.push(approaching(setup, state, now, id, reaches));
        stages.push(node(setup, shared, state, judge, process, now));
    }
    let messages = state.world.messages(now, WIRE_FAULTS, &setup.names, |msg| Face {
        reply: matches!(msg, Msg::Answer(..)),
        tone: match msg {
            Msg::Ask(_) => Tone::Plain,
            Msg::Answer(_, decision) if decision.allowed => Tone::Good,
            Msg::Answer(..) => Tone::Quiet,
        },
        ..Face::default()
    });
    for link in state.world.links(WIRE_FAULTS, &setup.names) {
        let here = messages.iter().filter(|m| m.from == link.a || m.to == link.a);
        let mut choices = link.choices.clone();
        choices.extend(here.clone().flat_map(|m| m.choices.iter().cloned()));
        let dots = here.map(|m| Dot {
            id: m.id.clone(),
            progress: if m.reply { 1.0 - m.progress } else { m.progress },
            tone: m.tone,
        });
        let dots = dots.collect();
        pipes.push(Pipe { from: link.a, to: link.b, state: link.state, dots, choices });
    }
    stages.push(store(setup, state, judge, now));
    let all = lately(setup, "all", &state.together, now, true);
    let label = format!("all together: {}", all.label);
    stages.push(Stage { label, column: 2, row: 1, ..all });
    Flow { title: "Two nodes, one store".to_owned(), stages, pipes }
}

fn node(
    setup: &Setup,
    shared: &Shared,
    state: &State,
    judge: &Judge,
    process: u8,
    now: SimTime,
) -> Stage {
    let Node { passed, refused, late, alone, limiter, .. } = state.node(process);
    let id = setup.names.process(process).to_owned();
    let level = |own: &Limiter| {
        let mut gauge = gauge(own.level(shared.clock(process, now)), own);
        gauge.label = format!("own {}", gauge.label);
        gauge
    };
    let waiting = limiter.under_way().count();
    let note = match (alone, shared.fallback) {
        (false, _) if waiting > 0 => format!("waits for {waiting}"),
        (false, _) => String::new(),
        (true, OPEN) => "on its own: lets all pass".to_owned(),
        (true, CLOSED) => "on its own: refuses all".to_owned(),
        (true, WHOLE) => "on its own, with the whole limit".to_owned(),
        (true, _) => "on its own, with its share".to_owned(),
    };
    let broken = judge.broken(process).is_some();
    let mut tallies = tallies("passed", *passed, *refused);
    tallies.push(Tally { label: "late".to_owned(), count: *late, tone: Tone::Quiet });
    Stage {
        label: id.clone(),
        kind: StageKind::Limiter,
        column: 1,
        row: u32::from(process - L1),
        down: false,
        note,
        tone: if broken { Tone::Bad } else { Tone::Plain },
        gauges: state.node(process).own().map(level).into_iter().collect(),
        tallies,
        choices: process_choices(setup, state, process),
        id,
    }
}

fn store(setup: &Setup, state: &State, judge: &Judge, now: SimTime) -> Stage {
    let desk = state.desk(STORE);
    Stage {
        id: setup.names.process(STORE).to_owned(),
        label: format!("Store: {}", setup.kind_of(STORE).label()),
        kind: StageKind::Store,
        column: 2,
        row: 0,
        down: !state.is_up(STORE),
        note: note(desk),
        tone: tone(desk, judge.broken(STORE).is_some()),
        gauges: desk.limiter.iter().map(|l| gauge(l.level(now.as_ns()), l)).collect(),
        tallies: tallies("let pass", desk.granted, desk.refused),
        choices: process_choices(setup, state, STORE),
    }
}
