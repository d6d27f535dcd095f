//! The picture of six limiters side by side: the same requests flow into each, and some out of it.

use super::Event;
use super::check::{Judge, is_watched};
use super::kind::Kind;
use super::scene::{
    DOTS_MAX, approaching, behind, clients, gauge, lately, note, process_choices, tallies, tone,
    way_ns,
};
use super::setup::Setup;
use super::state::State;
use crate::engine::Moment;
use crate::scene::{Dot, Flow, LinkState, Pipe, Stage, StageKind, Tone};

pub(super) fn flow(
    setup: &Setup,
    state: &State,
    judge: &Judge,
    moment: &Moment<'_, Event>,
) -> Flow {
    let now = moment.now;
    let mut stages = vec![clients(setup, state, 2)];
    let mut pipes = Vec::new();
    for kind in Kind::ALL {
        let process = kind.index() as u8 + 1;
        let row = kind.index() as u32;
        let desk = state.desk(process);
        let watched = is_watched(setup, kind.index());
        let id = setup.names.process(process).to_owned();
        let broken = judge.broken(process).is_some();
        let after = Stage { column: 2, row, ..lately(setup, &id, &desk.window, now, watched) };
        pipes.push(approaching(setup, state, now, &id, |_| true));
        pipes.push(leaving(setup, moment, process, &id, &after.id));
        stages.push(Stage {
            label: kind.label().to_owned(),
            kind: StageKind::Limiter,
            column: 1,
            row,
            down: !state.is_up(process),
            note: note(desk),
            tone: tone(desk, broken),
            gauges: desk.limiter.iter().map(|l| gauge(l.level(now.as_ns()), l)).collect(),
            tallies: tallies("passed", desk.granted, desk.refused),
            choices: process_choices(setup, state, process),
            id,
        });
        stages.push(after);
    }
    Flow { title: "One traffic, six limiters".to_owned(), stages, pipes }
}

/// The requests that a limiter has let pass a moment ago, on their way out of it. O(steps in half a
/// period).
fn leaving(setup: &Setup, moment: &Moment<'_, Event>, process: u8, from: &str, to: &str) -> Pipe {
    let way_ns = way_ns(setup);
    let mut dots = Vec::new();
    let mut end = moment.events.len();
    for (step, of) in moment.steps.iter().enumerate().rev() {
        let gone_ns = moment.now.since(of.at).as_ns();
        if gone_ns >= way_ns * 5 / 4 || dots.len() >= DOTS_MAX {
            break;
        }
        let events = &moment.events[of.events as usize..end];
        end = of.events as usize;
        let granted = events.iter().map(|event| match event {
            Event::Decided { who, granted, .. } if *who == process => u32::from(*granted),
            _ => 0,
        });
        let room = (DOTS_MAX - dots.len()) as u32;
        let first = gone_ns as f64 / way_ns as f64;
        dots.extend((0..granted.sum::<u32>().min(room)).filter_map(|i| {
            let progress = behind(first, i)?;
            Some(Dot { id: format!("{from}-out-{step}-{i}"), progress, tone: Tone::Good })
        }));
    }
    let (from, to) = (from.to_owned(), to.to_owned());
    Pipe { from, to, state: LinkState::Whole, dots, choices: Vec::new() }
}
