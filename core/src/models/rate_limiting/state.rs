//! What changes in a run: the world, what is still to come of the traffic, and what each decider did.

use super::kind::Limiter;
use super::setup::{CLIENTS, L1, L2, STORE, Setup};
use super::shared::Node;
use super::{Event, Timer, message};
use crate::algorithms::rate_limit::WindowSum;
use crate::engine::{Action, Network, ProcessState, SimTime, World};

/// What changes in a run.
#[derive(Clone, Debug)]
pub struct State {
    pub(super) world: World<message::Msg, Timer>,
    /// How many batches of the traffic have come.
    pub(super) come: usize,
    /// How many requests were spread over the two nodes.
    pub(super) spread: u64,
    /// How many windows of the clock have ended, and whether one of them was full.
    pub(super) edges: u32,
    pub(super) full_edge: bool,
    /// What each decider did: the process of that number plus 1.
    pub(super) desks: Vec<Desk>,
    /// What all deciders let pass together, where they share a store.
    pub(super) together: WindowSum,
    /// When that was last more than the limit.
    pub(super) over_at: Option<SimTime>,
    /// The two nodes, if they are there.
    pub(super) nodes: Vec<Node>,
}

/// A process that decides, and what it did.
#[derive(Clone, Debug)]
pub(super) struct Desk {
    /// Its limiter; none where it decides by a node's fallback.
    pub(super) limiter: Option<Limiter>,
    pub(super) granted: u64,
    pub(super) refused: u64,
    /// The last requests that it decided on, and how many of them passed.
    pub(super) last: Option<(u32, u32)>,
    /// What it let pass in the last period.
    pub(super) window: WindowSum,
    /// When it last refused.
    pub(super) refused_at: Option<SimTime>,
    /// When more than the limit was last in the window.
    pub(super) over_at: Option<SimTime>,
}

/// What a decision on a batch was.
pub(super) struct Outcome {
    pub(super) event: Event,
    /// Whether it begins to refuse.
    pub(super) fresh: bool,
    /// How much is in the window with it, if something passed.
    pub(super) sum: u64,
}

impl State {
    /// The first state.
    pub(super) fn new(setup: &Setup) -> State {
        let network = setup.shared.as_ref().map_or_else(Network::default, |s| s.network.clone());
        let processes = setup.names.processes.len();
        let mut world = World::new(setup.seed, network, processes, message::KINDS.len());
        let mut nodes = Vec::new();
        if let Some(shared) = &setup.shared {
            for node in [L1, L2] {
                world.link(node, STORE);
                nodes.push(Node::new(shared.fallback_of(setup, node)));
            }
        }
        let desks = (1..=setup.deciders()).map(|process| Desk::new(setup, process)).collect();
        let together = WindowSum::new(setup.quota.rate().period_ns());
        let (come, spread, edges, full_edge, over_at) = (0, 0, 0, false, None);
        let mut state =
            State { world, come, spread, edges, full_edge, desks, together, over_at, nodes };
        // The edge first: what comes at an edge belongs to the window that begins there.
        state.expect_edge(setup);
        state.expect_batch(setup);
        state
    }

    /// Whether a process runs.
    pub(super) fn is_up(&self, process: u8) -> bool {
        self.world.state(process) == ProcessState::Up
    }

    /// A decider's record.
    pub(super) fn desk(&self, process: u8) -> &Desk {
        &self.desks[usize::from(process) - 1]
    }

    pub(super) fn desk_mut(&mut self, process: u8) -> &mut Desk {
        &mut self.desks[usize::from(process) - 1]
    }

    fn expect_batch(&mut self, setup: &Setup) {
        if let Some(batch) = setup.arrivals.get(self.come) {
            let after = batch.at.since(self.world.now());
            self.world.set_timer(CLIENTS, after, Timer::Next);
        }
    }

    /// The next requests of the traffic come.
    pub(super) fn next_batch(&mut self, setup: &Setup, out: &mut Vec<Event>) {
        let Some(batch) = setup.arrivals.get(self.come) else { return };
        self.come += 1;
        self.expect_batch(setup);
        self.arrive(setup, batch.count, None, out);
    }

    fn expect_edge(&mut self, setup: &Setup) {
        let at = SimTime::from_ns(setup.quota.rate().period_ns() * u64::from(self.edges + 1));
        if at <= setup.end {
            self.world.set_timer(CLIENTS, at.since(self.world.now()), Timer::Edge);
        }
    }

    /// A window of the clock ends.
    pub(super) fn edge(&mut self, setup: &Setup, out: &mut Vec<Event>) {
        let before_ns = self.world.now().as_ns().saturating_sub(1);
        self.edges += 1;
        let counts = self.desks.iter().filter_map(|d| d.limiter.as_ref());
        let count = counts.map(|l| l.window_count(before_ns)).max().unwrap_or(0);
        let full = count >= setup.quota.rate().limit();
        let first = full && !self.full_edge;
        self.full_edge |= full;
        out.push(Event::Edge { window: self.edges, count: count as u16, first });
        self.expect_edge(setup);
    }

    /// Requests come at this moment: to the six, or to the nodes.
    pub(super) fn arrive(
        &mut self,
        setup: &Setup,
        count: u32,
        via: Option<u8>,
        out: &mut Vec<Event>,
    ) {
        match &setup.shared {
            None => self.decide_side_by_side(setup, count, out),
            Some(shared) => self.spread(shared, count, via, out),
        }
    }

    /// Whether a reader may send requests there.
    pub(super) fn may_send(&self, setup: &Setup, via: Option<u8>) -> Result<(), String> {
        match (setup.shared.is_some(), via) {
            (false, Some(_)) => Err("all limiters get the same requests".to_owned()),
            (true, Some(STORE)) => Err("requests come to L1 or L2".to_owned()),
            (true, _) if self.under_way() >= UNDER_WAY_MAX => {
                Err(format!("{UNDER_WAY_MAX} requests wait for an answer already"))
            }
            _ => Ok(()),
        }
    }

    /// Whether that fault belongs to this model.
    pub(super) fn may_fail(&self, setup: &Setup, action: &Action) -> Result<(), String> {
        if action.word(1) == Some("blank") && setup.durable {
            return Err("the rule “Counts survive a restart” is on".to_owned());
        }
        let Some(process) = action.process(0) else { return Ok(()) };
        match (action.verb.name, setup.shared.is_some(), process) {
            ("timeout", _, _) => Ok(()),
            ("crash" | "restart", false, _) | (_, true, STORE) => Ok(()),
            (_, false, _) => Err("a limiter that stands alone can only crash".to_owned()),
            (_, true, _) => Err("of the processes, only the store fails here".to_owned()),
        }
    }

    /// A process comes back with nothing.
    pub(super) fn forget(&mut self, setup: &Setup, process: u8) {
        let quota = setup.quota;
        let kind = setup.kind_of(process);
        if let Some(limiter) = &mut self.desk_mut(process).limiter {
            *limiter = kind.limiter(quota);
        }
    }
}

/// How many requests may wait for the store when a reader sends more.
const UNDER_WAY_MAX: usize = 1_000;

impl Desk {
    fn new(setup: &Setup, process: u8) -> Desk {
        let has_limiter = setup.shared.is_none() || process == STORE;
        Desk {
            limiter: has_limiter.then(|| setup.kind_of(process).limiter(setup.quota)),
            granted: 0,
            refused: 0,
            last: None,
            window: WindowSum::new(setup.quota.rate().period_ns()),
            refused_at: None,
            over_at: None,
        }
    }

    /// Writes down a decision, and says what is to be told of it.
    pub(super) fn record(&mut self, who: u8, now: SimTime, offered: u32, granted: u32) -> Outcome {
        let refused = offered - granted;
        self.granted += u64::from(granted);
        self.refused += u64::from(refused);
        self.last = Some((offered, granted));
        let sum = if granted > 0 { self.window.add(now.as_ns(), granted.into()) } else { 0 };
        let fresh = refused > 0 && is_new(&mut self.refused_at, now, self.window.window_ns());
        let (offered, granted) = (offered as u16, granted as u16);
        Outcome { event: Event::Decided { who, offered, granted, fresh }, fresh, sum }
    }
}

/// Whether something that happens now did not happen for a whole period before.
pub(super) fn is_new(last: &mut Option<SimTime>, now: SimTime, period_ns: u64) -> bool {
    let new = last.is_none_or(|last| now.since(last).as_ns() >= period_ns);
    *last = Some(now);
    new
}
