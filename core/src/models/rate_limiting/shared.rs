//! Two nodes in front of one store: asking, answering, and what happens without an answer.

use super::kind::Limiter;
use super::message::Msg;
use super::setup::{L1, L2, NODES, STORE, Setup, Shared};
use super::state::{State, is_new};
use super::{Event, Timer};
use crate::algorithms::rate_limit::distributed::{Fallback, LimiterNode};
use crate::algorithms::rate_limit::{Decision, RateLimiter};
use crate::engine::SimTime;

/// A node in front of the store.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) limiter: LimiterNode<Limiter>,
    /// What its clients were told.
    pub(super) passed: u64,
    pub(super) refused: u64,
    /// Answers that came when the request was decided on already, and how many of them were a yes.
    pub(super) late: u64,
    late_yes: u64,
    /// Whether it decides without the store, and when it last did.
    pub(super) alone: bool,
    alone_at: SimTime,
    /// How many requests it decided on since it does, and how many of them passed.
    decided_alone: u32,
    passed_alone: u32,
}

impl Shared {
    /// How many of the first `k` requests reach L1.
    fn to_first(&self, k: u64) -> u64 {
        k * u64::from(self.split) / 100
    }

    /// Whether request number `k`, counted from 0, reaches L1.
    pub(super) fn reaches_first(&self, k: u64) -> bool {
        self.to_first(k + 1) > self.to_first(k)
    }
}

impl Node {
    pub(super) fn new(fallback: Fallback<Limiter>) -> Node {
        Node {
            limiter: LimiterNode::new(fallback),
            passed: 0,
            refused: 0,
            late: 0,
            late_yes: 0,
            alone: false,
            alone_at: SimTime::ZERO,
            decided_alone: 0,
            passed_alone: 0,
        }
    }

    /// Its own limiter, if its fallback has one.
    pub(super) fn own(&self) -> Option<&Limiter> {
        match self.limiter.fallback() {
            Fallback::LocalShare(own) => own.as_ref(),
            _ => None,
        }
    }

    fn tell(&mut self, passed: bool) {
        self.passed += u64::from(passed);
        self.refused += u64::from(!passed);
    }
}

impl State {
    /// A node.
    pub(super) fn node(&self, process: u8) -> &Node {
        &self.nodes[usize::from(process - L1)]
    }

    fn node_mut(&mut self, process: u8) -> &mut Node {
        &mut self.nodes[usize::from(process - L1)]
    }

    /// How many requests wait for an answer.
    pub(super) fn under_way(&self) -> usize {
        self.nodes.iter().map(|n| n.limiter.under_way().count()).sum()
    }

    /// Requests come to the nodes; each asks the store about each of its own.
    pub(super) fn spread(
        &mut self,
        shared: &Shared,
        count: u32,
        via: Option<u8>,
        out: &mut Vec<Event>,
    ) {
        let mut counts = [0u16; NODES as usize];
        match via {
            Some(node) => counts[usize::from(node.clamp(L1, L2) - L1)] = count as u16,
            None => {
                let (from, to) = (self.spread, self.spread + u64::from(count));
                self.spread = to;
                let first = (shared.to_first(to) - shared.to_first(from)) as u16;
                counts = [first, count as u16 - first];
            }
        }
        out.push(Event::Spread { counts });
        for node in [L1, L2] {
            for _ in 0..counts[usize::from(node - L1)] {
                let request = self.node_mut(node).limiter.ask(1);
                self.world.set_timer(node, shared.timeout, Timer::Patience(request));
                let msg = Msg::Ask(request);
                self.world.send(msg.kind(), node, STORE, msg, out);
            }
        }
    }

    /// The store decides on a node's request, and answers.
    pub(super) fn answer(&mut self, setup: &Setup, node: u8, request: u64, out: &mut Vec<Event>) {
        let Some(shared) = &setup.shared else { return };
        let now = self.world.now();
        let Some(limiter) = &mut self.desk_mut(STORE).limiter else { return };
        let decision = limiter.decide(shared.clock(node, now), 1);
        self.decided(setup, STORE, decision.allowed, out);
        let msg = Msg::Answer(request, decision);
        self.world.send(msg.kind(), STORE, node, msg, out);
    }

    /// A node hears from the store.
    pub(super) fn hear(
        &mut self,
        setup: &Setup,
        process: u8,
        request: u64,
        decision: Decision,
        out: &mut Vec<Event>,
    ) {
        let now = self.world.now();
        let node = self.node_mut(process);
        let Some(told) = node.limiter.on_answer(request, decision) else {
            let granted = decision.allowed;
            node.late += 1;
            node.late_yes += u64::from(granted);
            let first = granted && node.late_yes == 1;
            out.push(Event::Late { node: process, granted, first });
            return;
        };
        node.tell(told.decision.allowed);
        let quiet_ns = setup.quota.rate().period_ns() / 2;
        if node.alone && now.since(node.alone_at).as_ns() >= quiet_ns {
            node.alone = false;
            let decided = std::mem::take(&mut node.decided_alone);
            let passed = std::mem::take(&mut node.passed_alone);
            out.push(Event::Back { node: process, decided, passed });
        }
        self.world.stop_timer(process, &Timer::Patience(request));
    }

    /// A node has waited long enough for the store, and decides without it.
    pub(super) fn lose_patience(
        &mut self,
        setup: &Setup,
        process: u8,
        request: u64,
        out: &mut Vec<Event>,
    ) {
        let Some(shared) = &setup.shared else { return };
        let now = self.world.now();
        let node = self.node_mut(process);
        let Some(told) = node.limiter.on_timeout(request, shared.clock(process, now)) else {
            return;
        };
        if !node.alone {
            node.alone = true;
            out.push(Event::Alone { node: process });
        }
        let allowed = told.decision.allowed;
        node.alone_at = now;
        node.decided_alone += 1;
        node.passed_alone += u32::from(allowed);
        node.tell(allowed);
        self.decided(setup, process, allowed, out);
    }

    /// Writes down a decision of the store or of a node on its own.
    fn decided(&mut self, setup: &Setup, process: u8, allowed: bool, out: &mut Vec<Event>) {
        let now = self.world.now();
        let outcome = self.desk_mut(process).record(process, now, 1, u32::from(allowed));
        out.push(outcome.event);
        if !allowed {
            return;
        }
        let rate = setup.quota.rate();
        let sum = self.together.add(now.as_ns(), 1);
        let again = self.over_at.is_some();
        if sum > u64::from(rate.limit()) && is_new(&mut self.over_at, now, rate.period_ns()) {
            let from = self.together.first_ns().unwrap_or(now.as_ns());
            let span = now.since(SimTime::from_ns(from));
            out.push(Event::Over { who: 0, granted: sum as u32, span, again });
        }
    }
}
