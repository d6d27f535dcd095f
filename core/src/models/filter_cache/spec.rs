//! What the model of the filter cache declares: knobs, rules, checks, actions, the opening story.

use super::corpus::{PRICE_MAX, PRICE_MIN};
use crate::engine::spec::declared_range;
use crate::engine::{
    Arg, ArgKind, Check, CheckKind, Knob, Rule, Spec, Switch, Transport, Values, Verb,
};

/// Indices of the checks.
pub(super) const SAME: usize = 0;
pub(super) const BUDGET: usize = 1;
pub(super) const REUSE: usize = 2;

/// How many restaurants there are at the start, in the order of the knob's words.
pub(super) const DOCS: [u32; 3] = [8, 100_000, 1_000_000];
/// The bytes that the filter cache may take, in the order of the knob's words.
pub(super) const BYTES: [u64; 6] = [2 << 10, 4 << 10, 64 << 10, 512 << 10, 1 << 20, 16 << 20];
/// The most filters that it may hold: Elasticsearch's default.
pub(super) const FILTERS_MAX: usize = 10_000;
/// The most restaurants that a reader can add.
pub(super) const ADDED_MAX: u32 = 16;
/// The most documents that a merge writes.
pub(super) const MERGE_MAX: u32 = 100_000;

const fn query() -> Arg {
    Arg { name: "query", lead: "", kind: ArgKind::Text(60, "nyc and cheap"), optional: false }
}

const fn price() -> Arg {
    let kind = ArgKind::Number(PRICE_MIN as i64, PRICE_MAX as i64);
    Arg { name: "price", lead: "", kind, optional: false }
}

const fn restaurant() -> Arg {
    Arg { name: "number", lead: "", kind: ArgKind::Number(1, 1_000_016), optional: false }
}

/// The declaration.
pub(super) static SPEC: Spec = Spec {
    id: "filter-cache",
    title: "Filter cache",
    summary: "Restaurants in segments, searched through the layers of a search engine: see what each \
              keeps, reads and throws away.",
    transport: Transport::Scripted,
    knobs: &[
        Knob {
            name: "docs",
            label: "Restaurants",
            unit: "",
            values: Values::Word(&[("8", "8"), ("100k", "100,000"), ("1m", "1,000,000")]),
            default: 0,
            help: "The eight by name, in one segment; or a generated set in six segments.",
        },
        Knob {
            name: "policy",
            label: "What is kept",
            unit: "",
            values: Values::Word(&[
                ("everything", "Everything"),
                ("lucene", "As in Lucene"),
                ("nothing", "Nothing"),
            ]),
            default: 0,
            help: "Every filter at its first use; what is costly and came back, on large segments; \
                   or nothing.",
        },
        Knob {
            name: "smallest",
            label: "Lucene keeps on",
            unit: "",
            values: Values::Word(&[("10000", "large segments"), ("1", "every segment")]),
            default: 0,
            help: "Large: 10,000 documents, and more than half of the average. On every segment its \
                   other rules can be seen on few documents.",
        },
        Knob {
            name: "budget",
            label: "Filter cache",
            unit: "",
            values: Values::Word(&[
                ("2k", "2 KiB"),
                ("4k", "4 KiB"),
                ("64k", "64 KiB"),
                ("512k", "512 KiB"),
                ("1m", "1 MiB"),
                ("16m", "16 MiB"),
            ]),
            default: 1,
            help: "The bytes that kept answers may take. The request cache has a tenth of it, as in \
                   Elasticsearch.",
        },
        Knob {
            name: "form",
            label: "An answer is kept",
            unit: "",
            values: Values::Word(&[
                ("share", "by its share"),
                ("dense", "dense"),
                ("compressed", "compressed"),
            ]),
            default: 0,
            help: "A bit for each document; compressed in arrays, bitmaps and runs; or dense from \
                   one document in a hundred on, as in Lucene.",
        },
        Knob {
            name: "sort",
            label: "Hits are sorted by",
            unit: "",
            values: Values::Word(&[("rating", "rating"), ("price", "price"), ("score", "score")]),
            default: 0,
            help: "The best rating or the lowest price first, from doc values; or a score, ten times \
                   the rating less the price, that is worked out for every match.",
        },
    ],
    rules: &[
        Rule {
            name: "update",
            label: "A segment never changes",
            protects: &["same"],
            switch: Switch::Own,
            help: "A changed restaurant is deleted where it was and written to a new segment. Without \
                   it the segment is changed in place, and what was kept on it is wrong.",
        },
        Rule {
            name: "drop",
            label: "Changes empty the request cache",
            protects: &["same"],
            switch: Switch::Own,
            help: "A refresh that brings changes, or a merge, drops the answers that were kept \
                   whole. Without it they stay as they were.",
        },
        Rule {
            name: "evict",
            label: "The longest unused makes room",
            protects: &["budget"],
            switch: Switch::Own,
            help: "Filters go until the budget holds again. Without it what is kept only grows.",
        },
    ],
    checks: &[
        Check {
            name: "same",
            title: "A cached answer is the one worked out afresh",
            kind: CheckKind::Always,
            help: "Judged at every answer, against the documents as the last refresh left them.",
        },
        Check {
            name: "budget",
            title: "The filter cache stays within its budget",
            kind: CheckKind::Always,
            help: "Judged after every answer: its bytes, and at most 10,000 filters.",
        },
        Check {
            name: "reuse",
            title: "Something that was kept is used again",
            kind: CheckKind::Sometimes,
            help: "Kept as soon as the filter cache or the request cache gives an answer.",
        },
    ],
    actions: &[
        Verb {
            name: "search",
            args: &[query()],
            help: "The best three that pass the filters; words with `and`, `or`, `and not` between.",
        },
        Verb {
            name: "average",
            args: &[query()],
            help: "How many pass, and their average price. No hits are asked for (size = 0), so the \
                   request cache may answer.",
        },
        Verb {
            name: "reprice",
            args: &[restaurant(), price()],
            help: "A restaurant changes its price; searches see it after a refresh.",
        },
        Verb {
            name: "add",
            args: &[price()],
            help: "A restaurant opens in New York; searches see it after a refresh.",
        },
        Verb {
            name: "delete",
            args: &[restaurant()],
            help: "A restaurant closes; searches see it after a refresh.",
        },
        Verb {
            name: "refresh",
            args: &[],
            help: "What was changed since the last refresh can be found now.",
        },
        Verb {
            name: "merge",
            args: &[],
            help: "Writes the two smallest segments as one, without what was deleted in them.",
        },
    ],
    faults: &[],
    range: declared_range,
    story: "search \"nyc and cheap\"; search \"nyc and not cheap\"; average \"nyc and cheap\"; \
            average \"nyc and cheap\"; reprice 4 25; refresh; average \"nyc and cheap\"; merge",
    opening: "1",
    seed: 1,
    fidelity: &[
        "One shard. Budget, eviction, sets and policy are those of Lucene’s LRUQueryCache and \
         UsageTrackingQueryCachingPolicy; bytes are its estimates with references of four bytes.",
        "The generated restaurants are real values in columns of bits: city and price uniform, good \
         ratings rare, numbers in the order of joining. Reading counts what lists would hold.",
        "Every clause’s list is read whole. Lucene skips in the longer lists, and reads numbers from \
         trees of blocks.",
        "A score is a small formula here. A text query’s comes from postings, frequencies and \
         lengths.",
        "Pages have 4,096 bytes, a posting takes two, a doc value one. No page ever has to leave \
         memory, and a segment that was just written is in it.",
        "A merge happens when it is asked for, and purges both segments. Real merges run in the \
         background.",
    ],
};
