//! What the model of replicated data types declares: knobs, rules, checks, actions, the story.

use super::kind::{Collect, Kind};
use crate::engine::net_knobs::{LATENCY, LOSS, TWICE};
use crate::engine::spec::declared_range;
use crate::engine::{
    Arg, ArgKind, Check, CheckKind, Config, Fault, Knob, Rule, Spec, Switch, Transport, Values,
    Verb,
};

/// Indices of the checks.
pub(super) const CONVERGE: usize = 0;
pub(super) const REMOVED: usize = 1;
pub(super) const ADDED: usize = 2;
pub(super) const COUNTED: usize = 3;
pub(super) const KEPT: usize = 4;
pub(super) const TOGETHER: usize = 5;

const fn text(proposal: &'static str) -> Arg {
    Arg { name: "text", lead: "", kind: ArgKind::Text(12, proposal), optional: false }
}

const AT: Arg = Arg { name: "copy", lead: "at", kind: ArgKind::Process, optional: false };

pub(super) static SPEC: Spec = Spec {
    id: "crdts",
    title: "Replicated data types",
    summary: "A cart, a counter, a date or a text in several copies that are changed apart: what is lost, \
              and what comes back, when they meet again?",
    transport: Transport::Timed { ambient: false },
    knobs: &[
        Knob {
            name: "type",
            label: "What is replicated",
            unit: "",
            values: Values::Word(Kind::WORDS),
            default: 0,
            help: "The data type. Carts, counters, registers and texts each in a good form and in \
                   others that lose something.",
        },
        Knob {
            name: "send",
            label: "What is sent",
            unit: "",
            values: Values::Word(&[
                ("state", "the whole state"),
                ("delta", "what is new"),
                ("op", "what was done"),
            ]),
            default: 0,
            help: "What a copy sends to the others after a change.",
        },
        Knob {
            name: "copies",
            label: "Copies",
            unit: "",
            values: Values::number(2, 4, 1),
            default: 2,
            help: "How many there are; each can be changed at any time.",
        },
        Knob {
            name: "collect",
            label: "Deleted characters are collected",
            unit: "",
            values: Values::Word(Collect::WORDS),
            default: 0,
            help: "When a text (with neighbours) takes its tombstones out. To know what all copies \
                   have seen, each says how far it has got.",
        },
        LATENCY,
        LOSS,
        TWICE,
    ],
    rules: &[
        Rule {
            name: "observed",
            label: "A remove takes what it has seen",
            protects: &["removed", "added", "converge"],
            switch: Switch::Derived {
                holds: |c| !matches!(Kind::of(c), Kind::Union | Kind::TwoPhase | Kind::Later),
                set: |c, on| choose(c, on, Kind::Cart, Kind::Union),
            },
            help: "Each add has a name, and a remove takes away the adds that it has seen and no \
                   other. Without it, a merge cannot tell “removed here” from “not heard of here”.",
        },
        Rule {
            name: "own",
            label: "Each copy counts on its own line",
            protects: &["counted"],
            switch: Switch::Derived {
                holds: |c| Kind::of(c) != Kind::Number,
                set: |c, on| choose(c, on, Kind::Counter, Kind::Number),
            },
            help: "A copy raises only its own numbers, and the sum counts. Without it, two copies \
                   overwrite each other’s total.",
        },
        Rule {
            name: "siblings",
            label: "A write replaces what it has seen",
            protects: &["kept"],
            switch: Switch::Derived {
                holds: |c| Kind::of(c) != Kind::Latest,
                set: |c, on| choose(c, on, Kind::Siblings, Kind::Latest),
            },
            help: "Values that were written apart are all kept, for somebody to choose. Without \
                   it, the one with the later stamp wins, and the others are gone.",
        },
        Rule {
            name: "neighbours",
            label: "A character remembers its neighbours",
            protects: &["together"],
            switch: Switch::Derived {
                holds: |c| Kind::of(c) != Kind::Fractions,
                set: |c, on| choose(c, on, Kind::Text, Kind::Fractions),
            },
            help: "A character hangs on the one beside which it was typed. Without it, it has a \
                   number between those of its neighbours, and two words shuffle.",
        },
        Rule {
            name: "stable",
            label: "Collect only what everyone has seen",
            protects: &["converge"],
            switch: Switch::Derived {
                holds: |c| Collect::of(c) != Collect::AtOnce,
                set: |c, on| {
                    if on != (Collect::of(c) != Collect::AtOnce) {
                        c.put("collect", if on { Collect::Stable } else { Collect::AtOnce } as i64);
                    }
                },
            },
            help: "A deleted character is taken out once every copy is known to have seen it \
                   deleted. Without it, what somebody still types beside it finds no place.",
        },
        Rule {
            name: "exactly-once",
            label: "Operations once, causes first",
            protects: &["counted", "converge"],
            switch: Switch::Own,
            help: "Operations are done once, and after all that their maker had seen. Without it, \
                   each is done as it comes. States and deltas do not need it.",
        },
        Rule {
            name: "again",
            label: "What is lost is sent again",
            protects: &["converge"],
            switch: Switch::Own,
            help: "A lost message is sent again, and what was done apart is sent when the link is \
                   back. Without it, some copies never hear of it.",
        },
    ],
    checks: &[
        Check {
            name: "converge",
            title: "All copies agree in the end",
            kind: CheckKind::Eventually,
            help: "Judged when nothing is under way any more and no link is cut.",
        },
        Check {
            name: "removed",
            title: "What was removed does not come back",
            kind: CheckKind::Always,
            help: "A copy shows an item only if it has heard of an add that no remove it has heard \
                   of had seen. For carts.",
        },
        Check {
            name: "added",
            title: "No add is lost",
            kind: CheckKind::Always,
            help: "A copy shows every item of which it has heard an add that no remove it has heard \
                   of had seen. For carts.",
        },
        Check {
            name: "counted",
            title: "Every change counts, once",
            kind: CheckKind::Always,
            help: "A copy shows the sum of the changes that it has heard of. For counters.",
        },
        Check {
            name: "kept",
            title: "No write is lost unseen",
            kind: CheckKind::Always,
            help: "A copy shows every value of which it has heard that nobody overwrote who had \
                   seen it. For registers.",
        },
        Check {
            name: "together",
            title: "What was typed in one go stays together",
            kind: CheckKind::Always,
            help: "Unless somebody who saw it typed into it or deleted some of it. For texts.",
        },
    ],
    actions: &[
        Verb { name: "add", args: &[text("book"), AT], help: "Puts an item into the cart." },
        Verb { name: "remove", args: &[text("book"), AT], help: "Takes an item out of the cart." },
        Verb {
            name: "count",
            args: &[
                Arg { name: "by", lead: "", kind: ArgKind::Number(-99, 99), optional: false },
                AT,
            ],
            help: "Adds to the counter, or takes away.",
        },
        Verb { name: "write", args: &[text("Monday"), AT], help: "Writes the register." },
        Verb {
            name: "type",
            args: &[
                text("hello"),
                AT,
                Arg { name: "place", lead: "", kind: ArgKind::Number(0, 999), optional: true },
            ],
            help: "Types a word in front of that character; at the end if nothing is said.",
        },
        Verb {
            name: "erase",
            args: &[
                Arg { name: "count", lead: "", kind: ArgKind::Number(1, 99), optional: false },
                AT,
                Arg { name: "place", lead: "", kind: ArgKind::Number(0, 999), optional: false },
            ],
            help: "Deletes so many characters from that one on.",
        },
    ],
    faults: &[Fault::Cut, Fault::Slow, Fault::Drop, Fault::Duplicate, Fault::Delay, Fault::Deliver],
    range: declared_range,
    story: "@0.1s add book at phone; @0.3s cut phone-laptop; @0.4s remove book at phone; \
            @0.5s add pen at laptop; @0.6s add lamp at phone; @0.8s heal phone-laptop",
    opening: "",
    seed: 1,
    fidelity: &[
        "The types are the real ones, and so are the states, deltas and operations.",
        "A sender learns at once when a message is lost or a link is back; real ones wait for an \
         acknowledgement or compare what they have.",
        "Copies never crash; one that does must keep its state, or come back under a new name.",
        "A run has at most two hundred changes.",
        "Only texts with neighbours collect, and the copies are the same from the start: a real \
         group must agree on who belongs to it. Other types keep what was removed; the \
         observed-remove cart has nothing to keep.",
        "Stamps of the last writer come from Lamport’s clock, so a later write that knows of an \
         earlier one always wins.",
    ],
};

fn choose(config: &mut Config, on: bool, good: Kind, bad: Kind) {
    let kind = Kind::of(config);
    let family = |k: Kind| k.family();
    let holds = family(kind) != family(good) || kind == good;
    if on != holds {
        config.put("type", (if on { good } else { bad }) as i64);
    } else if !on && family(kind) != family(good) {
        config.put("type", bad as i64);
    }
}
