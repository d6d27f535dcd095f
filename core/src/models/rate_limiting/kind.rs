//! The six kinds of limiter that the model runs: how each is made, what it promises, what its level
//! is.

use crate::algorithms::rate_limit::promise::{
    AlignedWindow, AnyWindow, Breach, Promise, RateEnvelope, WeightedEstimate,
};
use crate::algorithms::rate_limit::{
    Decision, FixedWindow, Gcra, LeakyMeter, Quota, RateLimiter, SlidingCounter, SlidingLog,
    TokenBucket, worst_case,
};

/// A kind of limiter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// Token bucket.
    Token,
    /// Leaky bucket as a meter.
    Leaky,
    /// Fixed window.
    Fixed,
    /// Sliding-window log.
    Log,
    /// Sliding-window counter.
    Counter,
    /// GCRA.
    Gcra,
}

/// How many kinds there are.
pub(super) const KINDS: usize = 6;

/// Their words in links and labels for people, in the order of [`Kind::ALL`].
pub(super) const WORDS: [(&str, &str); KINDS] = [
    ("token", "Token bucket"),
    ("leaky", "Leaky bucket"),
    ("fixed", "Fixed window"),
    ("log", "Sliding log"),
    ("counter", "Sliding counter"),
    ("gcra", "GCRA"),
];

impl Kind {
    /// Every kind, in the order in which they are shown.
    pub(super) const ALL: [Kind; KINDS] =
        [Kind::Token, Kind::Leaky, Kind::Fixed, Kind::Log, Kind::Counter, Kind::Gcra];

    /// The kind of that index; beyond the last is the last.
    pub(super) fn of(index: usize) -> Kind {
        Kind::ALL[index.min(KINDS - 1)]
    }

    /// Its index.
    pub(super) fn index(self) -> usize {
        self as usize
    }

    /// Its name for people: `Token bucket`.
    pub(super) fn label(self) -> &'static str {
        WORDS[self.index()].1
    }

    /// Its name inside a sentence: `the token bucket`.
    pub(super) fn spoken(self) -> &'static str {
        match self {
            Kind::Token => "the token bucket",
            Kind::Leaky => "the leaky bucket",
            Kind::Fixed => "the fixed window",
            Kind::Log => "the sliding log",
            Kind::Counter => "the sliding counter",
            Kind::Gcra => "GCRA",
        }
    }

    /// Whether it has a burst of its own; the others have the limit only.
    pub(super) fn is_bucket(self) -> bool {
        matches!(self, Kind::Token | Kind::Leaky | Kind::Gcra)
    }

    /// A limiter of this kind that has seen nothing.
    pub(super) fn limiter(self, quota: Quota) -> Limiter {
        match self {
            Kind::Token => Limiter::Token(TokenBucket::new(quota)),
            Kind::Leaky => Limiter::Leaky(LeakyMeter::new(quota)),
            Kind::Fixed => Limiter::Fixed(FixedWindow::new(quota.rate())),
            Kind::Log => Limiter::Log(SlidingLog::new(quota.rate())),
            Kind::Counter => Limiter::Counter(SlidingCounter::new(quota.rate())),
            Kind::Gcra => Limiter::Gcra(Gcra::new(quota)),
        }
    }

    /// The quota that node number `node` of `nodes` has for itself. `None` if nothing is left for
    /// it. A limiter without a burst of its own has a share as long as its limit is not 0.
    pub(super) fn share(self, quota: Quota, node: u32, nodes: u32) -> Option<Quota> {
        if self.is_bucket() {
            return quota.share(node, nodes).ok()?;
        }
        let rate = quota.rate().share(node, nodes).ok()??;
        rate.with_burst(quota.burst()).ok()
    }

    /// What a limiter of this kind promises.
    pub(super) fn promise(self, quota: Quota) -> Own {
        let rate = quota.rate();
        match self {
            Kind::Token | Kind::Leaky | Kind::Gcra => Own::Envelope(RateEnvelope::new(quota)),
            Kind::Fixed => Own::Aligned(AlignedWindow::new(rate)),
            Kind::Counter => Own::Weighted(WeightedEstimate::new(rate)),
            Kind::Log => match AnyWindow::new(rate.limit().into(), rate.period_ns()) {
                Ok(promise) => Own::Any(promise),
                Err(_) => Own::Nothing(None),
            },
        }
    }

    /// What it promises, in a few words.
    pub(super) fn promised(self, quota: Quota) -> String {
        let (limit, burst) = (quota.rate().limit(), quota.burst());
        match self {
            Kind::Token | Kind::Leaky | Kind::Gcra => format!("{burst} + {limit}·t in t periods"),
            Kind::Fixed => format!("{limit} in each aligned window"),
            Kind::Log => format!("{limit} in any window"),
            Kind::Counter => format!("an estimate of at most {limit}"),
        }
    }

    /// The most that it can let pass in any window of one period.
    pub(super) fn worst(self, quota: Quota) -> u64 {
        let rate = quota.rate();
        let span_ns = rate.period_ns();
        let worst = match self {
            Kind::Token | Kind::Leaky | Kind::Gcra => worst_case::bucket(quota, span_ns),
            Kind::Fixed => worst_case::fixed_window(rate, span_ns),
            Kind::Log => worst_case::sliding_log(rate, span_ns),
            Kind::Counter => worst_case::sliding_counter(rate).into(),
        };
        u64::try_from(worst).unwrap_or(u64::MAX)
    }

    /// The most bytes that it keeps for one key.
    pub(super) fn bytes_max(self, quota: Quota) -> u64 {
        match self {
            Kind::Log => worst_case::sliding_log_bytes(quota.rate()),
            _ => self.limiter(quota).state_bytes(),
        }
    }
}

/// A limiter of one of the six kinds, as a value.
#[derive(Clone, Debug)]
pub(super) enum Limiter {
    Token(TokenBucket),
    Leaky(LeakyMeter),
    Fixed(FixedWindow),
    Log(SlidingLog),
    Counter(SlidingCounter),
    Gcra(Gcra),
}

impl RateLimiter for Limiter {
    fn decide(&mut self, now_ns: u64, cost: u32) -> Decision {
        match self {
            Limiter::Token(l) => l.decide(now_ns, cost),
            Limiter::Leaky(l) => l.decide(now_ns, cost),
            Limiter::Fixed(l) => l.decide(now_ns, cost),
            Limiter::Log(l) => l.decide(now_ns, cost),
            Limiter::Counter(l) => l.decide(now_ns, cost),
            Limiter::Gcra(l) => l.decide(now_ns, cost),
        }
    }

    fn state_bytes(&self) -> u64 {
        match self {
            Limiter::Token(l) => l.state_bytes(),
            Limiter::Leaky(l) => l.state_bytes(),
            Limiter::Fixed(l) => l.state_bytes(),
            Limiter::Log(l) => l.state_bytes(),
            Limiter::Counter(l) => l.state_bytes(),
            Limiter::Gcra(l) => l.state_bytes(),
        }
    }
}

/// A level for a gauge: what it is, how high it is, and where it is full.
#[derive(Clone, Copy, Debug)]
pub(super) struct Level {
    pub(super) what: &'static str,
    pub(super) value: f64,
    pub(super) full: u32,
}

impl Limiter {
    /// Decides on `count` requests of cost 1 that come at the same moment, and says how many pass.
    /// Once one is refused, those after it are too, since a refusal spends nothing. O(passed + 1).
    pub(super) fn decide_all(&mut self, now_ns: u64, count: u32) -> u32 {
        (0..count).take_while(|_| self.decide(now_ns, 1).allowed).count() as u32
    }

    /// The level at `now_ns`, for a picture.
    pub(super) fn level(&self, now_ns: u64) -> Level {
        match self {
            Limiter::Token(l) => {
                Level { what: "tokens", value: l.tokens(now_ns).to_f64(), full: l.quota().burst() }
            }
            Limiter::Leaky(l) => {
                Level { what: "level", value: l.level(now_ns).to_f64(), full: l.quota().burst() }
            }
            Limiter::Fixed(l) => Level {
                what: "this window",
                value: f64::from(l.count(now_ns)),
                full: l.rate().limit(),
            },
            Limiter::Log(l) => {
                Level { what: "logged", value: f64::from(l.count(now_ns)), full: l.rate().limit() }
            }
            Limiter::Counter(l) => Level {
                what: "estimate",
                value: l.estimate(now_ns).to_f64(),
                full: l.rate().limit(),
            },
            Limiter::Gcra(l) => {
                let ahead_ns = l.theoretical_arrival_time_ns().saturating_sub(now_ns);
                let value = ahead_ns as f64 / l.quota().rate().emission_interval_ns();
                Level { what: "ahead of time", value, full: l.quota().burst() }
            }
        }
    }

    /// The count that a fixed window has at `now_ns`; 0 for every other kind.
    pub(super) fn window_count(&self, now_ns: u64) -> u32 {
        match self {
            Limiter::Fixed(l) => l.count(now_ns),
            _ => 0,
        }
    }
}

/// A limiter's own promise, as a value.
#[derive(Clone, Debug)]
pub(super) enum Own {
    Envelope(RateEnvelope),
    Aligned(AlignedWindow),
    Any(AnyWindow),
    Weighted(WeightedEstimate),
    /// A share of nothing: nothing may pass.
    Nothing(Option<Breach>),
}

impl Promise for Own {
    fn admit(&mut self, at_ns: u64, cost: u32) -> Result<(), Breach> {
        match self {
            Own::Envelope(p) => p.admit(at_ns, cost),
            Own::Aligned(p) => p.admit(at_ns, cost),
            Own::Any(p) => p.admit(at_ns, cost),
            Own::Weighted(p) => p.admit(at_ns, cost),
            Own::Nothing(_) if cost == 0 => Ok(()),
            Own::Nothing(breach) => Err(*breach.get_or_insert(Breach {
                from_ns: at_ns,
                to_ns: at_ns,
                admitted: cost.into(),
                allowed: 0,
            })),
        }
    }

    fn breach(&self) -> Option<Breach> {
        match self {
            Own::Envelope(p) => p.breach(),
            Own::Aligned(p) => p.breach(),
            Own::Any(p) => p.breach(),
            Own::Weighted(p) => p.breach(),
            Own::Nothing(breach) => *breach,
        }
    }
}
