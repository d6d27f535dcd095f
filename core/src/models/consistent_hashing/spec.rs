//! What the consistent-hashing model declares: knobs, rules, checks, actions, the opening story.

use crate::algorithms::placement::WEIGHT_MAX;
use crate::engine::spec::declared_range;
use crate::engine::{
    Arg, ArgKind, Check, CheckKind, Config, Knob, Rule, Spec, Switch, Transport, Values, Verb,
};

use super::algorithm::Algorithm;

/// Indices of the checks.
pub(super) const MINIMAL: usize = 0;
pub(super) const BALANCED: usize = 1;

/// The most nodes at a time, and so the number of letters.
pub(super) const NODES_MAX: u32 = 12;
/// The largest weight that a reader can give.
pub(super) const WEIGHT_LIMIT: u32 = 5;
const _: () = assert!(WEIGHT_LIMIT <= WEIGHT_MAX);

/// The sizes of a Maglev table, in the order of the knob's words.
pub(super) const SLOTS: [u32; 4] = [101, 251, 1_009, 10_007];

pub(super) static SPEC: Spec = Spec {
    id: "consistent-hashing",
    title: "Consistent hashing",
    summary: "Keys on nodes by six algorithms: which keys move when a node joins or leaves, and how \
              even the load is.",
    transport: Transport::Scripted,
    knobs: &[
        Knob {
            name: "algorithm",
            label: "Algorithm",
            unit: "",
            values: Values::Word(Algorithm::WORDS),
            default: Algorithm::Ring as i64,
            help: "How a key finds its node.",
        },
        Knob {
            name: "nodes",
            label: "Nodes at the start",
            unit: "",
            values: Values::number(2, 8, 1),
            default: 4,
            help: "How many nodes there are before the first step; each has weight 1.",
        },
        Knob {
            name: "points",
            label: "Points a node",
            unit: "",
            values: Values::number(1, 200, 1),
            default: 20,
            help: "At how many places a node of weight 1 stands on the ring. Only the ring and \
                   bounded loads have points; the others ignore it.",
        },
        Knob {
            name: "slots",
            label: "Maglev table",
            unit: "slots",
            values: Values::Word(&[
                ("101", "101"),
                ("251", "251"),
                ("1009", "1,009"),
                ("10007", "10,007"),
            ]),
            default: 1,
            help: "How many slots the nodes of Maglev share out, a prime. The other algorithms \
                   have no table and ignore it.",
        },
        Knob {
            name: "balance",
            label: "Balance factor",
            unit: "%",
            values: Values::number(100, 200, 5),
            default: 175,
            help: "How much of its fair share a node may hold at most. Bounded loads keep to it; \
                   the other algorithms ignore it and are only checked against it.",
        },
        Knob {
            name: "keys",
            label: "Keys",
            unit: "",
            values: Values::number(100, 2_000, 100),
            default: 1_000,
            help: "How many keys are placed: cart-1, cart-2 and so on. Few keys spread unevenly \
                   by luck alone.",
        },
    ],
    rules: &[
        Rule {
            name: "consistent",
            label: "Not hash mod N",
            protects: &["minimal"],
            switch: Switch::Derived { holds: is_consistent, set: set_consistent },
            help: "A key's node does not follow from the number of nodes. Without it the number \
                   changes at each join, and nearly every key moves.",
        },
        Rule {
            name: "independent",
            label: "A claim depends on no other node",
            protects: &["minimal"],
            switch: Switch::Derived { holds: is_independent, set: set_independent },
            help: "On the ring, by jumps and by bids, a node's claim to a key is settled without \
                   the other nodes, so a newcomer can only win keys. Maglev's turns and bounded \
                   loads' full nodes give that up.",
        },
        Rule {
            name: "enough",
            label: "Enough points for the balance factor",
            protects: &["balanced"],
            switch: Switch::Derived { holds: has_points, set: set_points },
            help: "Shares on a ring with v points a node differ by 1/√v (standard error). Three \
                   of these fit into what the balance factor allows. No guarantee, but good odds.",
        },
    ],
    checks: &[
        Check {
            name: "minimal",
            title: "A join moves keys only to the new node",
            kind: CheckKind::Always,
            help: "Judged at every change: a node that joins or gains weight only receives keys, a \
                   node that leaves or loses weight only gives keys, and none moves between others.",
        },
        Check {
            name: "balanced",
            title: "No node holds more than the balance factor allows",
            kind: CheckKind::Always,
            help: "Judged after every change: each node's keys against its fair share times the \
                   balance factor, rounded up. Bounded loads guarantee it; the others make it \
                   likely at best.",
        },
    ],
    actions: &[
        Verb {
            name: "add",
            args: &[
                Arg { name: "node", lead: "", kind: ArgKind::Process, optional: true },
                Arg {
                    name: "number",
                    lead: "weight",
                    kind: ArgKind::Number(1, WEIGHT_LIMIT as i64),
                    optional: true,
                },
            ],
            help: "A node joins: the next letter, or the one that is named.",
        },
        Verb {
            name: "remove",
            args: &[Arg { name: "node", lead: "", kind: ArgKind::Process, optional: false }],
            help: "A node leaves.",
        },
        Verb {
            name: "weight",
            args: &[
                Arg { name: "node", lead: "", kind: ArgKind::Process, optional: false },
                Arg {
                    name: "number",
                    lead: "",
                    kind: ArgKind::Number(1, WEIGHT_LIMIT as i64),
                    optional: false,
                },
            ],
            help: "A node gets another weight: it should hold that many shares of the keys.",
        },
        Verb {
            name: "lookup",
            args: &[Arg {
                name: "key",
                lead: "",
                kind: ArgKind::Text(24, "cart-17"),
                optional: false,
            }],
            help: "Finds the node of a key and shows the way, step by step.",
        },
    ],
    faults: &[],
    range: declared_range,
    story: "add; remove B; add B",
    opening: "1",
    seed: 99,
    fidelity: &[
        "The algorithms are the real ones, on XXH64; the seed salts it, so another seed is another \
         luck.",
        "Every key counts the same. Requests do not: one hot key is a hot node whatever the \
         algorithm.",
        "A key moves at once and for free; real systems copy data, and serve from the old node \
         meanwhile.",
        "Everybody knows the same nodes; real clients learn of a change at different times.",
        "One copy of each key. A real ring gives further copies to the next nodes along it.",
        "Bounded loads place the keys in the order of their numbers; real ones count the requests \
         that are under way.",
        "Jump hash has no weights and can let go of its last node only; both are refused.",
    ],
};

fn algorithm(config: &Config) -> Algorithm {
    Algorithm::of(config.number("algorithm"))
}

fn choose(config: &mut Config, algorithm: Algorithm) {
    config.put("algorithm", algorithm as i64);
}

fn is_consistent(config: &Config) -> bool {
    algorithm(config) != Algorithm::ModN
}

fn set_consistent(config: &mut Config, on: bool) {
    if on != is_consistent(config) {
        choose(config, if on { Algorithm::Ring } else { Algorithm::ModN });
    }
}

fn is_independent(config: &Config) -> bool {
    matches!(algorithm(config), Algorithm::Ring | Algorithm::Jump | Algorithm::Rendezvous)
}

fn set_independent(config: &mut Config, on: bool) {
    if on != is_independent(config) {
        choose(config, if on { Algorithm::Ring } else { Algorithm::Maglev });
    }
}

/// Whether 3/√points is at most what the balance factor allows beyond the fair share.
fn has_points(config: &Config) -> bool {
    let spare = config.number("balance") - 100;
    algorithm(config) != Algorithm::Ring || config.number("points") * spare * spare >= 90_000
}

/// On: as many points as are needed, and a larger balance factor where they are not enough.
/// Off: a ring with one point a node.
fn set_points(config: &mut Config, on: bool) {
    if on == has_points(config) {
        return;
    }
    if !on {
        choose(config, Algorithm::Ring);
        config.put("points", 1);
        return;
    }
    // 200 points, the most there are, are enough from 122 % on.
    config.put("balance", config.number("balance").max(125));
    let spare = config.number("balance") - 100;
    config.put("points", (90_000 + spare * spare - 1) / (spare * spare));
}
