//! What the model of logical clocks declares: knobs, rules, checks, actions, the opening story.

use crate::engine::net_knobs::LATENCY;
use crate::engine::spec::declared_range;
use crate::engine::{
    Arg, ArgKind, Check, CheckKind, Fault, Knob, Rule, Spec, Switch, Transport, Values, Verb,
};

/// Indices of the checks.
pub(super) const VECTOR: usize = 0;
pub(super) const LAMPORT: usize = 1;
pub(super) const HYBRID: usize = 2;
pub(super) const NEAR: usize = 3;
pub(super) const EXTERNAL: usize = 4;
pub(super) const SIBLINGS: usize = 5;

const fn process(lead: &'static str) -> Arg {
    Arg { name: "process", lead, kind: ArgKind::Process, optional: false }
}

const fn event(name: &'static str) -> Arg {
    Arg { name, lead: "", kind: ArgKind::Text(6, "A1"), optional: false }
}

const TEXT: Arg = Arg { name: "text", lead: "", kind: ArgKind::Text(10, "hello"), optional: true };

pub(super) static SPEC: Spec = Spec {
    id: "logical-clocks",
    title: "Logical clocks",
    summary: "Events on machines whose clocks disagree, stamped by five kinds of clocks: which of \
              them can say what led to what?",
    transport: Transport::Timed { ambient: false },
    knobs: &[
        Knob {
            name: "processes",
            label: "Processes",
            unit: "",
            values: Values::number(2, 5, 1),
            default: 3,
            help: "How many there are, each with clocks of its own.",
        },
        Knob {
            name: "show",
            label: "Stamps in the picture",
            unit: "",
            values: Values::Word(&[
                ("vector", "vector"),
                ("lamport", "Lamport"),
                ("hybrid", "hybrid"),
                ("physical", "physical"),
            ]),
            default: 0,
            help: "Which clock’s stamps stand beside the events. The table has all of them.",
        },
        Knob {
            name: "epsilon",
            label: "Uncertainty ε",
            unit: "ms",
            values: Values::number(10, 500, 10),
            default: 100,
            help: "How far a hybrid stamp may be ahead of its own machine’s clock, and how wrong \
                   an interval clock takes its reading to be.",
        },
        LATENCY,
    ],
    rules: &[
        Rule {
            name: "tick",
            label: "Every event counts",
            protects: &["vector", "lamport"],
            switch: Switch::Own,
            help: "A process adds one at each event. Without it only messages count, and two local \
                   events in a row get the same stamp.",
        },
        Rule {
            name: "merge",
            label: "A receiver takes over what it is told",
            protects: &["vector", "lamport", "hybrid"],
            switch: Switch::Own,
            help: "A receipt is stamped above the message’s own stamp. Without it each process \
                   counts for itself.",
        },
        Rule {
            name: "whole",
            label: "A message carries the whole vector",
            protects: &["vector"],
            switch: Switch::Own,
            help: "Without it a message carries the sender’s own number only, and what the sender \
                   had heard from others is lost on the way.",
        },
        Rule {
            name: "never-back",
            label: "A stamp never falls behind",
            protects: &["hybrid"],
            switch: Switch::Own,
            help: "A hybrid stamp is at least what the process has seen so far. Without it, it is \
                   the bare reading of the machine’s clock.",
        },
        Rule {
            name: "bound",
            label: "Refuse what is more than ε ahead",
            protects: &["near"],
            switch: Switch::Own,
            help: "An event that would need a stamp more than ε ahead of its machine’s own clock \
                   does not happen. Without it one fast clock drags all others along.",
        },
        Rule {
            name: "wait",
            label: "Commit wait",
            protects: &["external"],
            switch: Switch::Own,
            help: "A commit is reported only once its timestamp has certainly passed. Without it, \
                   it is reported at once.",
        },
        Rule {
            name: "honest",
            label: "The interval contains the true time",
            protects: &["external"],
            switch: Switch::Own,
            help: "A machine whose clock is wrong by more than ε knows it, and says so in its \
                   interval. Without it, it believes in ε.",
        },
        Rule {
            name: "dots",
            label: "Each value has a dot of its own",
            protects: &["siblings"],
            switch: Switch::Own,
            help: "The store knows which write made each value. Without it, one version vector \
                   stands for all values of the key.",
        },
    ],
    checks: &[
        Check {
            name: "vector",
            title: "Vectors tell exactly what led to what",
            kind: CheckKind::Always,
            help: "For every two events: one’s vector is smaller if and only if it led to the \
                   other. What led to what is known from the events and messages themselves.",
        },
        Check {
            name: "lamport",
            title: "Lamport’s numbers respect what led to what",
            kind: CheckKind::Always,
            help: "For every two events of which one led to the other: its number is smaller. \
                   Nothing is promised about events of which neither led to the other.",
        },
        Check {
            name: "hybrid",
            title: "Hybrid stamps respect what led to what",
            kind: CheckKind::Always,
            help: "For every two events of which one led to the other: its stamp is smaller. So a \
                   process’s stamps never go back either.",
        },
        Check {
            name: "near",
            title: "Hybrid stamps are within ε of the machine’s clock",
            kind: CheckKind::Always,
            help: "Judged at every event, against the clock of the machine on which it happens.",
        },
        Check {
            name: "external",
            title: "A commit that starts after another was reported has the later timestamp",
            kind: CheckKind::Always,
            help: "Wherever the two run, and whether or not a message connects them: external \
                   consistency. Not put to the test until a commit starts after another’s report.",
        },
        Check {
            name: "siblings",
            title: "The store keeps exactly what nobody has written over",
            kind: CheckKind::Always,
            help: "A value goes when somebody who had seen it writes, and not before. A process \
                   has seen what its last put or get returned.",
        },
    ],
    actions: &[
        Verb {
            name: "event",
            args: &[process(""), TEXT],
            help: "Something happens at a process, and concerns nobody else.",
        },
        Verb {
            name: "send",
            args: &[process(""), process("to"), TEXT],
            help: "A process sends a message to another.",
        },
        Verb {
            name: "commit",
            args: &[process("")],
            help: "A process commits a transaction, with a timestamp of its interval clock.",
        },
        Verb {
            name: "put",
            args: &[process(""), TEXT],
            help: "A process writes the store’s key, on top of what it has seen of it.",
        },
        Verb { name: "get", args: &[process("")], help: "A process reads the store’s key." },
        Verb {
            name: "before",
            args: &[event("event"), event("other event")],
            help: "Asks how one event stands to another: A1 is the first one of A.",
        },
    ],
    faults: &[Fault::Skew, Fault::Drop, Fault::Duplicate, Fault::Delay, Fault::Deliver],
    range: declared_range,
    story: "@0.1s skew A 80; @0.1s skew C -80; @0.2s event C draft; @0.25s send A to B question; \
            @0.32s send B to C answer; @0.42s event A like; @0.5s event C; @0.6s before A1 C2; \
            @0.7s before A2 C2",
    opening: "0.6s",
    seed: 1,
    fidelity: &[
        "The clocks are the real algorithms, and a process keeps all of them side by side.",
        "Processes never crash; one that does must keep its clocks on disk, or count from a new name.",
        "True time is the simulator’s, and every machine’s clock shows it until you set one wrong.",
        "Hybrid stamps count in milliseconds; real systems take microseconds or nanoseconds.",
        "An event that a hybrid clock refuses does not happen; a real machine refuses the message, \
         or stops.",
        "With an honest interval, a machine learns at once that its clock is wrong; TrueTime learns \
         it from several time masters, twice a minute.",
        "A commit is its timestamp and its report; locks and copies are left out.",
    ],
};
