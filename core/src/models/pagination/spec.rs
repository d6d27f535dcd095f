//! What the pagination model declares: knobs, rules, checks, actions, the opening story.

use crate::engine::spec::declared_range;
use crate::engine::{
    Arg, ArgKind, Check, CheckKind, Config, Knob, Rule, Spec, Switch, Transport, Values, Verb,
};

/// Indices of the checks.
pub(super) const ONCE: usize = 0;
pub(super) const EXACT: usize = 1;

/// The most rows at a time.
pub(super) const ROWS_MAX: usize = 80;
/// The largest key that a reader can give.
pub(super) const KEY_MAX: u64 = 9_999;

const fn one(name: &'static str, min: i64, max: i64) -> Arg {
    Arg { name, lead: "", kind: ArgKind::Number(min, max), optional: false }
}

pub(super) static SPEC: Spec = Spec {
    id: "pagination",
    title: "Pagination",
    summary: "A list in the pages of a B-tree, given out by offset or by place, while rows come and \
              go between the requests.",
    transport: Transport::Scripted,
    knobs: &[
        Knob {
            name: "method",
            label: "A page is asked for by",
            unit: "",
            values: Values::Word(&[
                ("offset", "Offset"),
                ("keyset", "Keyset"),
                ("cursor", "Signed cursor"),
            ]),
            default: 1,
            help: "A count of rows to skip; the last row seen; or the last row in a signed text.",
        },
        Knob {
            name: "rows",
            label: "Rows at the start",
            unit: "",
            values: Values::number(4, 48, 4),
            default: 12,
            help: "How many rows the list has before the first request.",
        },
        Knob {
            name: "size",
            label: "Page size",
            unit: "rows",
            values: Values::number(2, 10, 1),
            default: 4,
            help: "The most rows that an answer gives.",
        },
        Knob {
            name: "ties",
            label: "Rows of one key",
            unit: "",
            values: Values::number(1, 6, 1),
            default: 3,
            help: "How many rows share a sort key at the start. With 1 the key is unique, and a \
                   second row of a key is refused.",
        },
        Knob {
            name: "fan-out",
            label: "Fan-out",
            unit: "a tree page",
            values: Values::number(4, 16, 1),
            default: 8,
            help: "The most rows or children of a page of the tree. Real pages hold hundreds.",
        },
    ],
    rules: &[
        Rule {
            name: "place",
            label: "A place, not a count",
            protects: &["once"],
            switch: Switch::Derived { holds: by_place, set: set_place },
            help: "The next page is asked for by the last row seen. A count of rows means other \
                   rows as soon as one comes or goes in front.",
        },
        Rule {
            name: "tie",
            label: "The id breaks ties",
            protects: &["once"],
            switch: Switch::Own,
            help: "A place is key and id. Without it “after key 20” skips the other rows of key 20. \
                   An offset has no use for it.",
        },
        Rule {
            name: "beyond",
            label: "One row beyond the page",
            protects: &["exact"],
            switch: Switch::Own,
            help: "limit + 1 rows are read to see whether there is more. Without it a full page \
                   counts as a sign of more.",
        },
    ],
    checks: &[
        Check {
            name: "once",
            title: "A walk sees every row that stays exactly once",
            kind: CheckKind::Always,
            help: "Judged on walks from the first page by “next” alone: a row that was there \
                   throughout is not given twice, and is given by the end. A walk that goes back or \
                   jumps is not judged.",
        },
        Check {
            name: "exact",
            title: "An answer says “more” exactly if there is more",
            kind: CheckKind::Always,
            help: "Judged at every answer, at the moment it is given, in the direction that was \
                   asked for.",
        },
    ],
    actions: &[
        Verb { name: "next", args: &[], help: "Asks for the next page; for the first at first." },
        Verb { name: "back", args: &[], help: "Asks for the page before." },
        Verb {
            name: "jump",
            args: &[one("page", 1, 99)],
            help: "Asks for a page by its number; by place only page 1 can be asked for.",
        },
        Verb {
            name: "insert",
            args: &[one("key", 0, KEY_MAX as i64)],
            help: "A row comes, with this sort key and the next id.",
        },
        Verb { name: "delete", args: &[one("id", 1, 9_999)], help: "The row of this id goes." },
        Verb {
            name: "bend",
            args: &[],
            help: "Sends the signed cursor with one character changed.",
        },
    ],
    faults: &[],
    range: declared_range,
    story: "next; insert 5; next; delete 2; next",
    opening: "",
    seed: 1,
    fidelity: &[
        "The list is a real B+tree, and every page and row of it that a request reads is counted; \
         the rows lie in its leaves, as in a clustered or a covering index.",
        "The tree always ranks rows of one key by id. A database without a tie-breaker may rank \
         them differently at every request, which is worse.",
        "Rows come and go, but none changes its key. A row whose key changes during a walk moves, \
         and can be missed or met twice by any method.",
        "Nothing happens during a request, only between two; every request sees what was done \
         before.",
        "Pages are read from memory for free; what is counted would be fetched by a real system, \
         mostly from its cache.",
        "Cursors are signed by SipHash-2-4 with a secret made of the seed; a real secret is random.",
    ],
};

fn by_place(config: &Config) -> bool {
    config.number("method") != 0
}

fn set_place(config: &mut Config, on: bool) {
    if on != by_place(config) {
        config.put("method", i64::from(on));
    }
}
