//! What never changes in a run: who takes part, the quota, and the requests that come.

use super::kind::{KINDS, Kind, WORDS};
use super::message;
use super::spec::{self, OPEN, REQUESTS_MAX, SHARE, WHOLE};
use crate::algorithms::rate_limit::distributed::Fallback;
use crate::algorithms::rate_limit::{Quota, Rate, traffic};
use crate::engine::{Config, Names, Network, Pcg32, SimTime};

use super::kind::Limiter;

/// The process that the requests come from.
pub(super) const CLIENTS: u8 = 0;
/// The nodes in front of the store, and the store.
pub(super) const L1: u8 = 1;
pub(super) const L2: u8 = 2;
pub(super) const STORE: u8 = 3;
/// How many nodes there are in front of the store.
pub(super) const NODES: u8 = 2;

/// The value of the knob `traffic` that has a gap.
pub(super) const EDGE: i64 = 2;

/// The words of the knob `traffic`.
pub(super) const fn traffic_words() -> &'static [(&'static str, &'static str)] {
    &[
        ("steady", "Steady"),
        ("burst", "Bursts"),
        ("edge", "At a window's edge"),
        ("poisson", "Poisson"),
        ("on-off", "On and off"),
    ]
}

/// Requests that come at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Batch {
    pub(super) at: SimTime,
    pub(super) count: u32,
}

/// What never changes in a run.
pub struct Setup {
    pub(super) names: Names,
    pub(super) seed: u64,
    pub(super) quota: Quota,
    /// The traffic, in order of time.
    pub(super) arrivals: Vec<Batch>,
    /// When the traffic ends.
    pub(super) end: SimTime,
    /// Which of the six the check on any window judges.
    pub(super) watched: [bool; KINDS],
    /// What a restart keeps.
    pub(super) durable: bool,
    /// The two nodes and their store, if they are there.
    pub(super) shared: Option<Shared>,
}

/// What never changes about two nodes and their store.
pub(super) struct Shared {
    /// The kind of limiter that the store runs, and each node for its share.
    pub(super) kind: Kind,
    pub(super) fallback: i64,
    /// How many of a hundred requests reach L1.
    pub(super) split: u32,
    pub(super) timeout: SimTime,
    pub(super) network: Network,
    /// How far the clock of L2 is ahead.
    pub(super) skew: SimTime,
}

impl Setup {
    /// Prepares a run. O(requests), of which there are at most a few thousand.
    pub(super) fn new(config: &Config, seed: u64) -> Setup {
        let quota = quota(config);
        let shared = spec::is_shared(config).then(|| Shared::new(config));
        let mut processes = vec!["clients"];
        if shared.is_some() {
            processes.extend(["L1", "L2", "S"]);
        } else {
            processes.extend(WORDS.iter().map(|(word, _)| *word));
        }
        Setup {
            names: Names::new(processes, message::KINDS),
            seed,
            quota,
            arrivals: arrivals(config, seed),
            end: SimTime::from_ns(quota.rate().period_ns() * u64::from(config.count("length"))),
            watched: Kind::ALL.map(|kind| watched(config, kind)),
            durable: config.holds("durable"),
            shared,
        }
    }

    /// How many processes decide: the six limiters, or the two nodes and the store.
    pub(super) fn deciders(&self) -> u8 {
        self.names.processes.len() as u8 - 1
    }

    /// What a decider's limiter is made for: the quota, or a node's share of it. `None` if nothing
    /// is left for a share.
    pub(super) fn quota_of(&self, process: u8) -> Option<Quota> {
        match &self.shared {
            Some(shared) if process != STORE => {
                shared.kind.share(self.quota, u32::from(process - L1), NODES.into())
            }
            _ => Some(self.quota),
        }
    }

    /// A decider's kind of limiter.
    pub(super) fn kind_of(&self, process: u8) -> Kind {
        match &self.shared {
            Some(shared) => shared.kind,
            None => Kind::of(usize::from(process).saturating_sub(1)),
        }
    }

    /// The limit and the period, for sentences: `10 in 1 s`.
    pub(super) fn limit_spoken(&self) -> String {
        format!("{} in {}", self.quota.rate().limit(), self.period().spoken())
    }

    /// The period.
    pub(super) fn period(&self) -> SimTime {
        SimTime::from_ns(self.quota.rate().period_ns())
    }
}

impl Shared {
    fn new(config: &Config) -> Shared {
        Shared {
            kind: spec::store(config),
            fallback: config.number("fallback"),
            split: config.count("split"),
            timeout: SimTime::from_ms(config.count("timeout").into()),
            network: Network::of(config),
            skew: SimTime::from_ms(config.count("skew").into()),
        }
    }

    /// What a node does without the store.
    pub(super) fn fallback_of(&self, setup: &Setup, node: u8) -> Fallback<Limiter> {
        match self.fallback {
            SHARE => {
                Fallback::LocalShare(setup.quota_of(node).map(|share| self.kind.limiter(share)))
            }
            WHOLE => Fallback::LocalShare(Some(self.kind.limiter(setup.quota))),
            OPEN => Fallback::FailOpen,
            _ => Fallback::FailClosed,
        }
    }

    /// What a process's clock says at `now`.
    pub(super) fn clock(&self, process: u8, now: SimTime) -> u64 {
        let ahead = if process == L2 { self.skew } else { SimTime::ZERO };
        (now + ahead).as_ns()
    }
}

/// The quota that the knobs ask for.
///
/// # Panics
/// Never: every range of the knobs is within what a quota may be.
pub(super) fn quota(config: &Config) -> Quota {
    let period_ns = u64::from(config.count("period").max(1)) * 1_000_000;
    let rate = Rate::new(config.count("limit").max(1), period_ns);
    rate.and_then(|rate| rate.with_burst(config.count("burst").max(1)))
        .expect("a quota within the knobs' ranges")
}

/// Whether the check on any window judges that kind, where the limiters stand alone.
pub(super) fn watched(config: &Config, kind: Kind) -> bool {
    let watch = config.count("watch") as usize;
    watch == 0 || watch == kind.index() + 1
}

/// The traffic: in each shape, `rate` requests in a period on average.
fn arrivals(config: &Config, seed: u64) -> Vec<Batch> {
    let period_ns = quota(config).rate().period_ns();
    let (count, length) = (config.count("rate").max(1), u64::from(config.count("length")));
    let end_ns = period_ns * length;
    let total = u64::from(count) * length;
    let rate_of =
        |count| Rate::new(count, period_ns).expect("a rate within the range of the knobs");
    let mut batches: Vec<Batch> = Vec::new();
    let mut arrive = |at_ns: u64| match batches.last_mut() {
        Some(last) if last.at.as_ns() == at_ns => last.count += 1,
        _ => batches.push(Batch { at: SimTime::from_ns(at_ns), count: 1 }),
    };
    match config.number("traffic") {
        0 => traffic::steady(rate_of(count), 0, total).for_each(arrive),
        1 => (0..length)
            .flat_map(|w| traffic::burst(w * period_ns + period_ns / 2, count.into()))
            .for_each(arrive),
        EDGE => {
            let half_ns = period_ns * u64::from(config.count("gap")) / 200;
            let edges = (1..=length).step_by(2).map(|w| w * period_ns);
            edges
                .flat_map(|edge| [edge - half_ns, edge + half_ns])
                .filter(|at_ns| *at_ns < end_ns)
                .flat_map(|at_ns| traffic::burst(at_ns, count.into()))
                .for_each(arrive);
        }
        3 => {
            let mut rng = Pcg32::named(seed, "traffic", "clients");
            traffic::poisson(rate_of(count), 0, 4 * REQUESTS_MAX as u64, || rng.next_u64())
                .take_while(|at_ns| *at_ns < end_ns)
                .for_each(&mut arrive);
        }
        _ => traffic::on_off(rate_of(2 * count), period_ns / 2, period_ns, period_ns, total)
            .take_while(|at_ns| *at_ns < end_ns)
            .for_each(arrive),
    }
    batches
}
