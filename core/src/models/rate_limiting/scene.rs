//! The model as a picture of traffic: the clients, the limiters or the nodes and their store, and
//! what flows between them.

use super::check::{Judge, is_watched};
use super::kind::{Kind, Level, Limiter};
use super::setup::{CLIENTS, L1, L2, STORE, Setup, Shared};
use super::shared::Node;
use super::spec::{CLOSED, OPEN, SEND_MAX, WHOLE};
use super::state::{Desk, State};
use super::{Event, curves, table};
use crate::engine::net_view::Face;
use crate::engine::{Fault, Moment, SimTime};
use crate::scene::{
    Choice, Dot, Flow, Gauge, LinkState, Pipe, Scene, Stage, StageKind, Tally, Tone, View,
};

/// What can happen to the links and to what is on them.
const WIRE_FAULTS: &[Fault] = &[Fault::Cut, Fault::Slow, Fault::Drop, Fault::Delay];
/// The most requests that are shown on their way into one part.
const DOTS_MAX: usize = 12;

/// What can happen to a process.
fn faults(setup: &Setup, process: u8) -> Vec<Fault> {
    let mut faults = match (&setup.shared, process) {
        (Some(_), STORE) => vec![Fault::Crash, Fault::Restart, Fault::Pause],
        (Some(_), _) => return vec![Fault::Timeout],
        (None, _) => vec![Fault::Crash, Fault::Restart],
    };
    if !setup.durable {
        faults.push(Fault::RestartBlank);
    }
    faults
}

fn process_choices(setup: &Setup, state: &State, process: u8) -> Vec<Choice> {
    state.world.process_choices(process, &faults(setup, process), &setup.names)
}

/// What the clients can do: send one request more, or a burst as large as the limit.
fn uses(setup: &Setup, state: &State) -> Vec<Choice> {
    let limit = i64::from(setup.quota.rate().limit()).min(SEND_MAX);
    let vias = match setup.shared {
        Some(_) => vec![Some(L1), Some(L2)],
        None => vec![None],
    };
    let mut out = Vec::new();
    for via in vias.into_iter().filter(|via| state.may_send(setup, *via).is_ok()) {
        let (lead, to) = match via {
            Some(node) => {
                let node = setup.names.process(node);
                (format!(" via {node}"), format!(" to {node}"))
            }
            None => (String::new(), String::new()),
        };
        for count in [limit, 1].into_iter().take(if limit == 1 { 1 } else { 2 }) {
            out.push(Choice {
                action: format!("send {count}{lead}"),
                label: format!("Send {count}{to}"),
                fault: false,
            });
        }
    }
    out
}

/// All that can be asked for now: the clients' requests first.
pub(super) fn choices(setup: &Setup, state: &State) -> Vec<Choice> {
    let mut out = uses(setup, state);
    for process in 1..=setup.deciders() {
        out.extend(process_choices(setup, state, process));
    }
    let processes = state.world.len();
    out.extend(state.world.fault_choices(processes, WIRE_FAULTS, &setup.names));
    out
}

pub(super) fn scene(
    setup: &Setup,
    state: &State,
    judge: &Judge,
    moment: &Moment<'_, Event>,
) -> Scene {
    let flow = match &setup.shared {
        None => side_by_side(setup, state, judge, moment.now),
        Some(shared) => with_store(setup, shared, state, judge, moment.now),
    };
    Scene {
        views: vec![
            View::Flow(flow),
            View::Series(curves::series(setup, judge, moment)),
            View::Table(table::table(setup, state, judge)),
        ],
    }
}

fn side_by_side(setup: &Setup, state: &State, judge: &Judge, now: SimTime) -> Flow {
    let mut stages = vec![clients(setup, state, 2)];
    let mut pipes = Vec::new();
    for kind in Kind::ALL {
        let process = kind.index() as u8 + 1;
        let desk = state.desk(process);
        let watched = is_watched(setup, kind.index());
        let broken =
            judge.broken(process).is_some() || watched && judge.exceeded(kind.index()).is_some();
        let id = setup.names.process(process).to_owned();
        let mut gauges: Vec<Gauge> =
            desk.limiter.iter().map(|l| gauge(l.level(now.as_ns()), l)).collect();
        gauges.push(in_window(setup, desk, now, watched));
        pipes.push(approaching(setup, state, now, &id, |_| true));
        stages.push(Stage {
            label: kind.label().to_owned(),
            kind: StageKind::Limiter,
            column: 1,
            row: kind.index() as u32,
            down: !state.is_up(process),
            note: note(desk),
            tone: tone(desk, broken),
            gauges,
            tallies: tallies("passed", desk.granted, desk.refused),
            choices: process_choices(setup, state, process),
            id,
        });
    }
    Flow { title: "One traffic, six limiters".to_owned(), stages, pipes }
}

fn clients(setup: &Setup, state: &State, row: u32) -> Stage {
    let id = setup.names.process(CLIENTS).to_owned();
    let kind = StageKind::Source;
    let choices = uses(setup, state);
    Stage { label: id.clone(), id, kind, row, choices, ..Stage::default() }
}

/// What a decider did last, in a few words.
fn note(desk: &Desk) -> String {
    match desk.last {
        None => String::new(),
        Some((1, 0)) => "refused one".to_owned(),
        Some((1, _)) => "let one pass".to_owned(),
        Some((n, 0)) => format!("refused all {n}"),
        Some((n, granted)) if n == granted => format!("let all {n} pass"),
        Some((n, granted)) => format!("let {granted} of {n} pass"),
    }
}

fn tone(desk: &Desk, broken: bool) -> Tone {
    match desk.last {
        _ if broken => Tone::Bad,
        None => Tone::Plain,
        Some((offered, granted)) if offered == granted => Tone::Good,
        Some(_) => Tone::Quiet,
    }
}

fn gauge(level: Level, limiter: &Limiter) -> Gauge {
    let Level { what, value, full } = level;
    // A token bucket is spent when it is empty, the others when they are full.
    let tone = if matches!(limiter, Limiter::Token(_)) { Tone::Good } else { Tone::Plain };
    Gauge { label: what.to_owned(), value, max: f64::from(full.max(1)), tone }
}

/// What passed in the period that ends now, against the limit.
fn in_window(setup: &Setup, desk: &Desk, now: SimTime, watched: bool) -> Gauge {
    let sum = desk.window.clone().advance(now.as_ns());
    window_gauge(setup, sum, watched)
}

fn window_gauge(setup: &Setup, sum: u64, watched: bool) -> Gauge {
    let limit = setup.quota.rate().limit();
    let over = sum > u64::from(limit);
    let tone = if over && watched { Tone::Bad } else { Tone::Quiet };
    let label = format!("last {}", setup.period().spoken());
    Gauge { label, value: sum as f64, max: f64::from(limit), tone }
}

fn tallies(passed: &str, granted: u64, refused: u64) -> Vec<Tally> {
    vec![
        Tally { label: passed.to_owned(), count: granted, tone: Tone::Good },
        Tally { label: "refused".to_owned(), count: refused, tone: Tone::Quiet },
    ]
}

/// The requests of the traffic that are about to come, on their way into a part. They are under way
/// for two fifths of a period.
fn approaching(
    setup: &Setup,
    state: &State,
    now: SimTime,
    to: &str,
    reaches: impl Fn(u64) -> bool,
) -> Pipe {
    let way_ns = setup.quota.rate().period_ns() * 2 / 5;
    let batches = setup.arrivals.iter().enumerate().skip(state.come);
    let soon = batches.take_while(|(_, batch)| batch.at.since(now).as_ns() < way_ns);
    let requests = soon.flat_map(|(b, batch)| (0..batch.count).map(move |i| (b, i, batch.at)));
    let numbered = requests.zip(state.spread..).filter(|(_, k)| reaches(*k));
    let dots = numbered.take(DOTS_MAX).map(|((b, i, at), _)| Dot {
        id: format!("{to}-{b}-{i}"),
        progress: 1.0 - at.since(now).as_ns() as f64 / way_ns as f64,
        tone: Tone::Plain,
    });
    Pipe {
        from: setup.names.process(CLIENTS).to_owned(),
        to: to.to_owned(),
        state: LinkState::Whole,
        dots: dots.collect(),
        choices: Vec::new(),
    }
}

fn with_store(setup: &Setup, shared: &Shared, state: &State, judge: &Judge, now: SimTime) -> Flow {
    let mut stages = vec![clients(setup, state, 0)];
    let mut pipes = Vec::new();
    for process in [L1, L2] {
        let id = setup.names.process(process);
        let reaches = |k: u64| shared.reaches_first(k) == (process == L1);
        pipes.push(approaching(setup, state, now, id, reaches));
        stages.push(node(setup, shared, state, judge, process, now));
    }
    let messages = state.world.messages(now, WIRE_FAULTS, &setup.names, |msg| Face {
        reply: matches!(msg, super::Msg::Answer(..)),
        tone: match msg {
            super::Msg::Ask(_) => Tone::Plain,
            super::Msg::Answer(_, decision) if decision.allowed => Tone::Good,
            super::Msg::Answer(..) => Tone::Quiet,
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
    tallies.push(Tally { label: "answers too late".to_owned(), count: *late, tone: Tone::Quiet });
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
    let together = state.together.clone().advance(now.as_ns());
    let mut gauges: Vec<Gauge> =
        desk.limiter.iter().map(|l| gauge(l.level(now.as_ns()), l)).collect();
    let mut all = window_gauge(setup, together, true);
    all.label = format!("all together, {}", all.label);
    gauges.push(all);
    Stage {
        id: setup.names.process(STORE).to_owned(),
        label: format!("Store: {}", setup.kind_of(STORE).label()),
        kind: StageKind::Store,
        column: 2,
        row: 0,
        down: !state.is_up(STORE),
        note: note(desk),
        tone: tone(desk, judge.broken(STORE).is_some()),
        gauges,
        tallies: tallies("let pass", desk.granted, desk.refused),
        choices: process_choices(setup, state, STORE),
    }
}
