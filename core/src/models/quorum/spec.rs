//! What the quorum model declares: knobs, rules, checks, actions, the opening story.

use crate::algorithms::quorum::intersects;
use crate::engine::net_knobs::{LATENCY, LOSS, TWICE};
use crate::engine::spec::declared_range;
use crate::engine::{
    Arg, ArgKind, Check, CheckKind, Config, Fault, Knob, Rule, Spec, Switch, Transport, Values,
    Verb,
};

/// Indices of the checks.
pub(super) const FRESH: usize = 0;
pub(super) const MONOTONIC: usize = 1;
pub(super) const CONVERGE: usize = 2;

pub(super) static SPEC: Spec = Spec {
    id: "quorum",
    title: "Quorum",
    summary: "A value kept in N copies: W must have a write before it counts, R must answer a read.",
    transport: Transport::Timed { ambient: false },
    knobs: &[
        Knob {
            name: "n",
            label: "N copies",
            unit: "",
            values: Values::number(1, 5, 1),
            default: 3,
            help: "How many nodes keep a copy of the value.",
        },
        Knob {
            name: "w",
            label: "W to call a write saved",
            unit: "",
            values: Values::number(1, 5, 1),
            default: 2,
            help: "How many copies must have a write before the client is told “saved”.",
        },
        Knob {
            name: "r",
            label: "R to answer a read",
            unit: "",
            values: Values::number(1, 5, 1),
            default: 2,
            help: "How many copies must answer before the newest of their answers is returned.",
        },
        LATENCY,
        LOSS,
        TWICE,
    ],
    rules: &[
        Rule {
            name: "overlap",
            label: "R + W > N",
            protects: &["fresh", "monotonic"],
            switch: Switch::Derived { holds: overlap, set: set_overlap },
            help: "Every R copies share at least one with every W copies. Without it a read can ask \
                   only copies that missed the write.",
        },
        Rule {
            name: "strict",
            label: "Strict quorum",
            protects: &["fresh", "monotonic"],
            switch: Switch::Own,
            help: "Only the N home copies count. Without it a stand-in may answer for a copy that \
                   is out of reach: available, but two quorums need not meet.",
        },
        Rule {
            name: "disks",
            label: "Disks survive",
            protects: &["fresh", "monotonic", "converge"],
            switch: Switch::Own,
            help: "A node that comes back still has what it stored. Without it you may restart one \
                   with an empty disk.",
        },
        Rule {
            name: "versions",
            label: "Versions exceed every acknowledged one",
            protects: &["fresh"],
            switch: Switch::Own,
            help: "The coordinator asks N − W + 1 copies for their version first. Without it, it \
                   counts on from its own copy, and a later write can look older.",
        },
        Rule {
            name: "wait",
            label: "No “saved” before W",
            protects: &["fresh"],
            switch: Switch::Own,
            help: "The coordinator waits for W copies. Without it, it says “saved” at once.",
        },
        Rule {
            name: "repair",
            label: "Read repair",
            protects: &["monotonic", "converge"],
            switch: Switch::Own,
            help: "What a read returns is on W copies before it is returned, and copies that \
                   answered with less are brought up to date.",
        },
        Rule {
            name: "hints",
            label: "Hinted handoff",
            protects: &["converge"],
            switch: Switch::Own,
            help: "Who could not reach a copy keeps the write for it, and hands it over later.",
        },
    ],
    checks: &[
        Check {
            name: "fresh",
            title: "A read returns what was saved before it, or newer",
            kind: CheckKind::Always,
            help: "For every read that starts after a write was acknowledged. Not put to the test \
                   until there is such a read.",
        },
        Check {
            name: "monotonic",
            title: "A later read never returns an older value",
            kind: CheckKind::Always,
            help: "For every read that starts after another one has returned.",
        },
        Check {
            name: "converge",
            title: "All copies agree in the end",
            kind: CheckKind::Eventually,
            help: "Judged when nothing is under way any more, every node runs and no link is cut.",
        },
    ],
    actions: &[
        Verb {
            name: "write",
            args: &[
                Arg { name: "text", lead: "", kind: ArgKind::Text(12, "Friday"), optional: false },
                Arg { name: "node", lead: "via", kind: ArgKind::Process, optional: false },
            ],
            help: "The client asks a node to write.",
        },
        Verb {
            name: "read",
            args: &[Arg { name: "node", lead: "via", kind: ArgKind::Process, optional: false }],
            help: "The client asks a node to read.",
        },
    ],
    faults: &[
        Fault::Crash,
        Fault::Restart,
        Fault::Pause,
        Fault::Timeout,
        Fault::Cut,
        Fault::Slow,
        Fault::Drop,
        Fault::Duplicate,
        Fault::Delay,
        Fault::Deliver,
    ],
    range,
    story: "@0.2s write Friday via A; @0.38s cut A-B; @0.8s read via B; @1.4s heal A-B",
    opening: "1.2s",
    seed: 7,
    fidelity: &[
        "One key, one client, and any node may coordinate.",
        "Nodes know at once who is out of reach; real ones guess from missing heartbeats.",
        "A disk write takes no time, and a disk keeps everything or nothing.",
        "Stand-ins are two further nodes; they exist only while the strict quorum is off.",
        "Read repair waits until its value is on W copies, which real systems do as an option.",
    ],
};

fn range(config: &Config, knob: &Knob) -> (i64, i64) {
    match knob.name {
        "w" | "r" => (1, config.number("n")),
        _ => declared_range(config, knob),
    }
}

fn overlap(config: &Config) -> bool {
    intersects(config.count("n"), config.count("r"), config.count("w"))
}

/// On: raises R as far as needed. Off: one copy is enough for both, and N is at least 2.
fn set_overlap(config: &mut Config, on: bool) {
    let (n, w) = (config.number("n"), config.number("w"));
    if on {
        config.put("r", config.number("r").max(n - w + 1));
    } else {
        config.put("n", n.max(2));
        config.put("w", 1);
        config.put("r", 1);
    }
}
