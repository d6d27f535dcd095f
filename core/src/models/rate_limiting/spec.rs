//! What the model of rate limiting declares: knobs, rules, checks, actions, the opening story.

use super::kind::{Kind, WORDS};
use super::setup::{quota, traffic_words, watched};
use crate::engine::net_knobs::LATENCY;
use crate::engine::spec::declared_range;
use crate::engine::{
    Arg, ArgKind, Check, CheckKind, Config, Fault, Knob, Rule, Spec, Switch, Transport, Values,
    Verb,
};

/// Indices of the checks.
pub(super) const PROMISE: usize = 0;
pub(super) const ANY_WINDOW: usize = 1;

/// How many requests the traffic of a run may bring: with their decisions, about 10,000 events.
pub(super) const REQUESTS_MAX: i64 = 1_400;
/// The most requests that one action sends.
pub(super) const SEND_MAX: i64 = 200;

/// Values of the knob `setup`.
const SHARED: i64 = 1;
/// Values of the knob `fallback`.
pub(super) const SHARE: i64 = 0;
pub(super) const WHOLE: i64 = 1;
pub(super) const OPEN: i64 = 2;
pub(super) const CLOSED: i64 = 3;
/// How far ahead L2's clock is put when the rule `clock` is switched off, in milliseconds.
const SKEW_MS: i64 = 300;

/// The words of the knob `watch`: all limiters, or one.
static WATCHED: [(&str, &str); 7] =
    [("all", "All six"), WORDS[0], WORDS[1], WORDS[2], WORDS[3], WORDS[4], WORDS[5]];

pub(super) static SPEC: Spec = Spec {
    id: "rate-limiting",
    title: "Rate limiting",
    summary: "One traffic through six limiters side by side; or two nodes that share one limiter, \
              and what they do when it is out of reach.",
    transport: Transport::Timed { ambient: true },
    knobs: &[
        Knob {
            name: "setup",
            label: "Setup",
            unit: "",
            values: Values::Word(&[
                ("alone", "Six side by side"),
                ("shared", "Two nodes, one store"),
            ]),
            default: 0,
            help: "Six limiters that see the same requests, or two nodes that ask one store.",
        },
        Knob {
            name: "traffic",
            label: "Traffic",
            unit: "",
            values: Values::Word(traffic_words()),
            default: 2,
            help: "The shape of the traffic; all shapes bring the same number of requests.",
        },
        Knob {
            name: "rate",
            label: "Requests",
            unit: "a period",
            values: Values::number(1, 200, 1),
            default: 10,
            help: "How many requests come in a period on average.",
        },
        Knob {
            name: "gap",
            label: "Between the two bursts",
            unit: "% of a period",
            values: Values::number(1, 99, 1),
            default: 5,
            help: "At a window's edge: how far apart the burst before and the burst after it are.",
        },
        Knob {
            name: "limit",
            label: "Limit",
            unit: "a period",
            values: Values::number(1, 100, 1),
            default: 10,
            help: "How many requests may pass in a period.",
        },
        Knob {
            name: "period",
            label: "Period",
            unit: "ms",
            values: Values::number(100, 10_000, 100),
            default: 1_000,
            help: "The length of a window, and the time in which a bucket takes in its limit.",
        },
        Knob {
            name: "burst",
            label: "Burst",
            unit: "",
            values: Values::number(1, 100, 1),
            default: 10,
            help: "The depth of the buckets: how many may pass at one moment after a quiet time.",
        },
        Knob {
            name: "length",
            label: "Length of the run",
            unit: "periods",
            values: Values::number(2, 40, 1),
            default: 6,
            help: "How long the traffic lasts; shorter where it is dense.",
        },
        Knob {
            name: "watch",
            label: "Watched",
            unit: "",
            values: Values::Word(&WATCHED),
            default: 0,
            help: "Which limiters the check “at most the limit in any window” judges.",
        },
        Knob {
            name: "store",
            label: "The store's limiter",
            unit: "",
            values: Values::Word(&WORDS),
            default: 3,
            help: "Which algorithm the store runs, and each node for its share.",
        },
        Knob {
            name: "fallback",
            label: "Without the store",
            unit: "",
            values: Values::Word(&[
                ("share", "Its share"),
                ("whole", "The whole limit"),
                ("open", "Let all pass"),
                ("closed", "Refuse all"),
            ]),
            default: SHARE,
            help: "What a node does with a request that the store has not answered in time.",
        },
        Knob {
            name: "split",
            label: "Traffic to L1",
            unit: "%",
            values: Values::number(0, 100, 10),
            default: 50,
            help: "How many of a hundred requests reach L1; the others reach L2.",
        },
        Knob { values: Values::number(1, 100, 1), default: 10, ..LATENCY },
        Knob {
            name: "timeout",
            label: "Patience",
            unit: "ms",
            values: Values::number(10, 500, 10),
            default: 50,
            help: "How long a node waits for the store's answer.",
        },
        Knob {
            name: "skew",
            label: "L2's clock is ahead",
            unit: "ms",
            values: Values::number(0, 1_000, 50),
            default: 0,
            help: "The store takes the time from the node that asks: L2's may be wrong.",
        },
    ],
    rules: &[
        Rule {
            name: "exact",
            label: "Worst case within the limit",
            protects: &["any-window"],
            switch: Switch::Derived { holds: exact, set: set_exact },
            help: "The most that what is watched can let pass in any window is the limit, whatever \
                   comes. True of the log, and of a bucket with a burst of 1. Without it some \
                   traffic gets more.",
        },
        Rule {
            name: "closed",
            label: "No passing without the store",
            protects: &["any-window"],
            switch: Switch::Derived { holds: closed, set: set_closed },
            help: "A node that the store does not answer refuses. Without it a node lets pass what \
                   the store may have let pass already: up to the limit once more.",
        },
        Rule {
            name: "shares",
            label: "Fallbacks add up to the limit",
            protects: &["promise"],
            switch: Switch::Derived { holds: shares, set: set_shares },
            help: "On its own, a node lets pass no more than its part of the limit. Without it two \
                   nodes can let pass twice the limit, or everything.",
        },
        Rule {
            name: "durable",
            label: "Counts survive a restart",
            protects: &["promise", "any-window"],
            switch: Switch::Own,
            help: "What crashes comes back with its counts. Without it you may restart it empty: \
                   the limit can be spent again.",
        },
        Rule {
            name: "clock",
            label: "One clock",
            protects: &["promise", "any-window"],
            switch: Switch::Derived { holds: one_clock, set: set_clock },
            help: "The store's clock decides. Without it the asking node's does, and L2's is ahead: \
                   windows end early, tokens come too soon.",
        },
    ],
    checks: &[
        Check {
            name: "promise",
            title: "Each limiter keeps its own promise",
            kind: CheckKind::Always,
            help: "Fixed window: the limit in each aligned window. Log: in any window. Buckets and \
                   GCRA: burst + rate·t in any time t. Counter: its estimate stays within the \
                   limit. With a store: the store keeps its promise, and each node, for what it \
                   lets pass on its own, that of its share. Judged from what passed alone.",
        },
        Check {
            name: "any-window",
            title: "At most the limit in any window",
            kind: CheckKind::Always,
            help: "In no window of one period, wherever it starts, more than the limit. Judged for \
                   what is watched; with a store, for all that the store and the nodes let pass \
                   together, each yes at the moment when it is given.",
        },
    ],
    actions: &[Verb {
        name: "send",
        args: &[
            Arg { name: "count", lead: "", kind: ArgKind::Number(1, SEND_MAX), optional: false },
            Arg { name: "node", lead: "via", kind: ArgKind::Process, optional: true },
        ],
        help: "That many more requests come now, all at once; with a store, to one node if it is \
               named.",
    }],
    faults: &[
        Fault::Crash,
        Fault::Restart,
        Fault::Pause,
        Fault::Timeout,
        Fault::Cut,
        Fault::Slow,
        Fault::Drop,
        Fault::Delay,
    ],
    range,
    story: "@2.4s send 10",
    opening: "1.025s",
    seed: 1,
    fidelity: &[
        "One key, and every request costs 1; times are exact to the nanosecond.",
        "Six limiters side by side decide at once: a decision takes no time.",
        "The leaky bucket is the meter, which passes or refuses; the queue, which delays, is another \
         limiter.",
        "A store decides when a question reaches it; a yes whose answer comes too late is spent all \
         the same.",
        "L1 and L2 do not fail; the store, its links and its messages do.",
        "A wrong clock stamps a node's questions as they reach the store, and its own share.",
        "A disk keeps every count or none; a real store may lose the last second.",
    ],
};

/// The range of a knob. One that does nothing in this setup stays where it is.
fn range(config: &Config, knob: &Knob) -> (i64, i64) {
    let shared = config.number("setup") == SHARED;
    let alive = match knob.name {
        "gap" => config.number("traffic") == super::setup::EDGE,
        "burst" => !shared || store(config).is_bucket(),
        "watch" => !shared,
        "store" | "fallback" | "split" | "latency" | "timeout" | "skew" => shared,
        _ => true,
    };
    let (min, max) = declared_range(config, knob);
    match knob.name {
        _ if !alive => (config.number(knob.name), config.number(knob.name)),
        "length" => (min, max.min(REQUESTS_MAX / config.number("rate").max(1)).max(min)),
        _ => (min, max),
    }
}

/// The kind of limiter that the store runs.
pub(super) fn store(config: &Config) -> Kind {
    Kind::of(config.count("store") as usize)
}

/// Whether two nodes share a store.
pub(super) fn is_shared(config: &Config) -> bool {
    config.number("setup") == SHARED
}

fn exact(config: &Config) -> bool {
    let (quota, limit) = (quota(config), u64::from(config.count("limit")));
    if is_shared(config) {
        return store(config).worst(quota) <= limit;
    }
    Kind::ALL.into_iter().filter(|kind| watched(config, *kind)).all(|k| k.worst(quota) <= limit)
}

fn set_exact(config: &mut Config, on: bool) {
    let kind = if on { Kind::Log } else { Kind::Fixed };
    let index = kind.index() as i64;
    config.put("watch", index + 1);
    config.put("store", index);
}

fn closed(config: &Config) -> bool {
    !is_shared(config) || config.number("fallback") == CLOSED
}

fn set_closed(config: &mut Config, on: bool) {
    if on {
        config.put("fallback", CLOSED);
    } else {
        config.put("setup", SHARED);
        config.put("fallback", SHARE);
    }
}

fn shares(config: &Config) -> bool {
    !is_shared(config) || matches!(config.number("fallback"), SHARE | CLOSED)
}

fn set_shares(config: &mut Config, on: bool) {
    if !on {
        config.put("setup", SHARED);
        config.put("fallback", OPEN);
    } else if !shares(config) {
        config.put("fallback", SHARE);
    }
}

fn one_clock(config: &Config) -> bool {
    !is_shared(config) || config.number("skew") == 0
}

fn set_clock(config: &mut Config, on: bool) {
    if on {
        config.put("skew", 0);
    } else {
        config.put("setup", SHARED);
        config.put("skew", SKEW_MS);
    }
}
