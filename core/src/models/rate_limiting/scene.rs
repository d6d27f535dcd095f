//! What there is to see and to do: the views, the choices, and the parts that both pictures of
//! traffic are made of.

use super::check::Judge;
use super::kind::{Level, Limiter};
use super::setup::{CLIENTS, L1, L2, STORE, Setup};
use super::spec::SEND_MAX;
use super::state::{Desk, State};
use super::{Event, curves, pair, six, table};
use crate::algorithms::rate_limit::WindowSum;
use crate::engine::{Fault, Moment, SimTime};
use crate::scene::{
    Choice, Dot, Gauge, LinkState, Pipe, Scene, Stage, StageKind, Tally, Tone, View,
};

/// What can happen to the links and to what is on them.
pub(super) const WIRE_FAULTS: &[Fault] = &[Fault::Cut, Fault::Slow, Fault::Drop, Fault::Delay];
/// The most requests that are shown on their way into one part.
pub(super) const DOTS_MAX: usize = 12;

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

pub(super) fn process_choices(setup: &Setup, state: &State, process: u8) -> Vec<Choice> {
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
        None => six::flow(setup, state, judge, moment),
        Some(shared) => pair::flow(setup, shared, state, judge, moment.now),
    };
    Scene {
        views: vec![
            View::Flow(flow),
            View::Series(curves::series(setup, judge, moment)),
            View::Table(table::table(setup, state, judge)),
        ],
    }
}

pub(super) fn clients(setup: &Setup, state: &State, row: u32) -> Stage {
    let id = setup.names.process(CLIENTS).to_owned();
    let kind = StageKind::Source;
    let choices = uses(setup, state);
    Stage { label: id.clone(), id, kind, row, choices, ..Stage::default() }
}

/// What a decider did last, in a few words.
pub(super) fn note(desk: &Desk) -> String {
    match desk.last {
        None => String::new(),
        Some((1, 0)) => "refused one".to_owned(),
        Some((1, _)) => "let one pass".to_owned(),
        Some((n, 0)) => format!("refused all {n}"),
        Some((n, granted)) if n == granted => format!("let all {n} pass"),
        Some((n, granted)) => format!("let {granted} of {n} pass"),
    }
}

pub(super) fn tone(desk: &Desk, broken: bool) -> Tone {
    match desk.last {
        _ if broken => Tone::Bad,
        None => Tone::Plain,
        Some((offered, granted)) if offered == granted => Tone::Good,
        Some(_) => Tone::Quiet,
    }
}

pub(super) fn gauge(level: Level, limiter: &Limiter) -> Gauge {
    let Level { what, value, full } = level;
    // A token bucket is spent when it is empty, the others when they are full.
    let tone = if matches!(limiter, Limiter::Token(_)) { Tone::Good } else { Tone::Plain };
    Gauge { label: what.to_owned(), value, max: f64::from(full.max(1)), tone }
}

/// What has passed in the period that ends now, against the limit.
pub(super) fn lately(
    setup: &Setup,
    id: &str,
    sum: &WindowSum,
    now: SimTime,
    judged: bool,
) -> Stage {
    let limit = setup.quota.rate().limit();
    let most = sum.most();
    let sum = sum.clone().advance(now.as_ns());
    let over = sum.saturating_sub(limit.into());
    let tone = if over > 0 && judged { Tone::Bad } else { Tone::Quiet };
    let note = match (over, most) {
        (_, 0) => String::new(),
        (0, _) => "within the limit".to_owned(),
        _ => format!("{over} over the limit"),
    };
    let value = sum as f64;
    Stage {
        id: format!("{id} lately"),
        label: format!("{sum} in the last {}", setup.period().spoken()),
        kind: StageKind::Counter,
        note,
        tone: if over > 0 && judged { Tone::Bad } else { Tone::Plain },
        gauges: vec![Gauge { label: "limit".to_owned(), value, max: f64::from(limit), tone }],
        tallies: vec![Tally {
            label: "most so far".to_owned(),
            count: most,
            tone: if most > u64::from(limit) && judged { Tone::Bad } else { Tone::Quiet },
        }],
        ..Stage::default()
    }
}

pub(super) fn tallies(passed: &str, granted: u64, refused: u64) -> Vec<Tally> {
    vec![
        Tally { label: passed.to_owned(), count: granted, tone: Tone::Good },
        Tally { label: "refused".to_owned(), count: refused, tone: Tone::Quiet },
    ]
}

/// How long a request is shown on its way, in nanoseconds: two fifths of a period.
pub(super) fn way_ns(setup: &Setup) -> u64 {
    setup.quota.rate().period_ns() * 2 / 5
}

/// How far the request of that place in a batch is, of which the first is so far: a batch is shown as
/// a short train, since its requests would lie on each other. `None` if it is not on the way.
pub(super) fn behind(first: f64, place: u32) -> Option<f64> {
    let progress = first - f64::from(place) * 0.025;
    (0.0..=1.0).contains(&progress).then_some(progress)
}

/// The requests of the traffic that are about to come, on their way into a part.
pub(super) fn approaching(
    setup: &Setup,
    state: &State,
    now: SimTime,
    to: &str,
    reaches: impl Fn(u64) -> bool,
) -> Pipe {
    let way_ns = way_ns(setup);
    let batches = setup.arrivals.iter().enumerate().skip(state.come);
    let soon = batches.take_while(|(_, batch)| batch.at.since(now).as_ns() < way_ns);
    let requests = soon.flat_map(|(b, batch)| (0..batch.count).map(move |i| (b, i, batch.at)));
    let numbered = requests.zip(state.spread..).filter(|(_, k)| reaches(*k));
    let dots = numbered.take(DOTS_MAX).filter_map(|((b, i, at), _)| {
        let progress = behind(1.0 - at.since(now).as_ns() as f64 / way_ns as f64, i)?;
        Some(Dot { id: format!("{to}-{b}-{i}"), progress, tone: Tone::Plain })
    });
    Pipe {
        from: setup.names.process(CLIENTS).to_owned(),
        to: to.to_owned(),
        state: LinkState::Whole,
        dots: dots.collect(),
        choices: Vec::new(),
    }
}
