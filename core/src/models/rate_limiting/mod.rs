//! Rate limiting: one traffic through six limiters side by side (Turner 1986; ITU-T I.371;
//! Cloudflare 2017), and two nodes that share one limiter in a store, with a fallback.

mod alone;
mod check;
mod curves;
mod kind;
mod message;
mod pair;
mod scene;
mod setup;
mod shared;
mod six;
mod spec;
mod state;
mod table;
mod words;

#[cfg(test)]
mod tests;

use crate::engine::{
    Action, Config, Happening, Ledger, Line, Model, Moment, Names, NetEvent, SimTime, Spec,
};
use crate::scene::{Choice, Scene};

use kind::KINDS;
use message::Msg;
use setup::CLIENTS;

pub use check::Judge;
pub use setup::Setup;
pub use state::State;

/// The model.
pub struct RateLimiting;

/// The timers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Timer {
    /// The next requests of the traffic come.
    Next,
    /// A window of the clock ends.
    Edge,
    /// A node waits no longer for the store's answer to its request of that number.
    Patience(u64),
}

/// What can happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Something in the network, or to a process.
    Net(NetEvent<Msg>),
    /// Requests come to the six limiters.
    Arrived {
        /// How many, at one moment.
        count: u16,
        /// How many each lets pass.
        passed: [u16; KINDS],
        /// Which begin to refuse, after a period in which they did not: a bit for each.
        fresh: u8,
    },
    /// Requests come to the two nodes.
    Spread {
        /// How many to each, at one moment.
        counts: [u16; 2],
    },
    /// A process decides.
    Decided {
        /// Which.
        who: u8,
        /// On how many requests.
        offered: u16,
        /// How many of them pass.
        granted: u16,
        /// Whether it begins to refuse.
        fresh: bool,
    },
    /// More than the limit has passed within one period.
    Over {
        /// What let it pass: a bit for each of the six, or none for the nodes and their store.
        who: u8,
        /// How much there is in the window that ends now.
        granted: u32,
        /// How long ago the first of it passed.
        span: SimTime,
        /// Whether it happened before.
        again: bool,
    },
    /// A window of the clock ends.
    Edge {
        /// The number of the window that begins, from 0.
        window: u32,
        /// What a fixed window forgets.
        count: u16,
        /// Whether it is the first time that it forgets a full count.
        first: bool,
    },
    /// A node begins to decide without the store.
    Alone {
        /// Which.
        node: u8,
    },
    /// A node hears from the store again.
    Back {
        /// Which.
        node: u8,
        /// How many requests it decided on without the store.
        decided: u32,
        /// How many of them passed.
        passed: u32,
    },
    /// An answer comes when the node has decided without it.
    Late {
        /// Which node.
        node: u8,
        /// Whether the store had let it pass.
        granted: bool,
        /// Whether it is the first yes that comes too late there.
        first: bool,
    },
}

impl From<NetEvent<Msg>> for Event {
    fn from(event: NetEvent<Msg>) -> Event {
        Event::Net(event)
    }
}

impl Model for RateLimiting {
    type Setup = Setup;
    type State = State;
    type Event = Event;
    type Fold = Judge;

    fn spec() -> &'static Spec {
        &spec::SPEC
    }

    fn setup(config: &Config, seed: u64) -> Setup {
        Setup::new(config, seed)
    }

    fn names(setup: &Setup) -> &Names {
        &setup.names
    }

    fn start(setup: &Setup) -> (State, Judge) {
        (State::new(setup), Judge::new(setup))
    }

    fn next_due(_: &Setup, state: &State) -> Option<SimTime> {
        state.world.next_due()
    }

    fn play(setup: &Setup, state: &mut State, out: &mut Vec<Event>) {
        let happening = state.world.play(out);
        state.handle(setup, &happening, out);
    }

    fn act(
        setup: &Setup,
        state: &mut State,
        now: SimTime,
        action: &Action,
        out: &mut Vec<Event>,
    ) -> Result<SimTime, String> {
        if [0, 1].into_iter().any(|i| action.process(i) == Some(CLIENTS)) {
            return Err("the clients are outside the system".to_owned());
        }
        if action.verb.name == "send" {
            let count = action.number(0).unwrap_or(0).clamp(0, spec::SEND_MAX) as u32;
            state.may_send(setup, action.process(1))?;
            state.world.wait_until(now);
            state.arrive(setup, count, action.process(1), out);
        } else {
            state.may_fail(setup, action)?;
            state.world.wait_until(now);
            let happening = state.world.fault(action, out)?;
            state.handle(setup, &happening, out);
        }
        Ok(state.world.now())
    }

    fn choices(setup: &Setup, state: &State) -> Vec<Choice> {
        scene::choices(setup, state)
    }

    fn judge(setup: &Setup, fold: &mut Judge, event: &Event, ledger: &mut Ledger) {
        fold.fold(setup, event, ledger);
    }

    fn name(setup: &Setup, event: &Event) -> (u8, String) {
        words::name(setup, event)
    }

    fn sentence(setup: &Setup, event: &Event) -> Option<Line> {
        words::sentence(setup, event)
    }

    fn scene(setup: &Setup, state: &State, fold: &Judge, moment: &Moment<'_, Event>) -> Scene {
        scene::scene(setup, state, fold, moment)
    }
}

impl State {
    /// Lets whoever is concerned answer to what happened.
    fn handle(&mut self, setup: &Setup, happening: &Happening<Msg, Timer>, out: &mut Vec<Event>) {
        match *happening {
            Happening::Timer { timer: Timer::Next, .. } => self.next_batch(setup, out),
            Happening::Timer { timer: Timer::Edge, .. } => self.edge(setup, out),
            Happening::Timer { process, timer: Timer::Patience(request) } => {
                self.lose_patience(setup, process, request, out);
            }
            Happening::Message { name, payload: Msg::Ask(request) } => {
                self.answer(setup, name.from, request, out);
            }
            Happening::Message { name, payload: Msg::Answer(request, decision) } => {
                self.hear(setup, name.to, request, decision, out);
            }
            Happening::Restarted(process, true) => self.forget(setup, process),
            _ => {}
        }
    }
}
