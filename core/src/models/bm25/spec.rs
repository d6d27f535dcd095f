//! What the model of BM25 declares: knobs, rules, checks, actions, the opening story.

use crate::engine::spec::declared_range;
use crate::engine::{
    Arg, ArgKind, Check, CheckKind, Config, Knob, Rule, Spec, Switch, Transport, Values, Verb,
};

/// Indices of the checks.
pub(super) const SAME: usize = 0;
pub(super) const POSITIVE: usize = 1;
pub(super) const GONE: usize = 2;

/// The most documents in a run, the deleted included, and so the number of their names.
pub(super) const DOCS_MAX: usize = 24;

/// The values of k1 and b, in the order of the knobs' words.
pub(super) const K1: [f32; 7] = [0.0, 0.5, 0.9, 1.2, 2.0, 5.0, 20.0];
pub(super) const B: [f32; 6] = [0.0, 0.25, 0.4, 0.5, 0.75, 1.0];

/// The charts, in the order of the knob's words.
pub(super) const REPETITION: i64 = 0;
pub(super) const RARITY: i64 = 1;

const LUCENE: i64 = 0;
const TEXTBOOK: i64 = 1;

/// The declaration.
pub(super) static SPEC: Spec = Spec {
    id: "bm25",
    title: "BM25",
    summary: "An inverted index over short notes: ask for words, and see what each of them adds to \
              each score.",
    transport: Transport::Scripted,
    knobs: &[
        Knob {
            name: "k1",
            label: "k1",
            unit: "",
            values: Values::Word(&[
                ("0", "0"),
                ("0.5", "0.5"),
                ("0.9", "0.9"),
                ("1.2", "1.2"),
                ("2", "2"),
                ("5", "5"),
                ("20", "20"),
            ]),
            default: 3,
            help: "How long repetition goes on to count. At 0 a word counts once, however often it \
                   stands there.",
        },
        Knob {
            name: "b",
            label: "b",
            unit: "",
            values: Values::Word(&[
                ("0", "0"),
                ("0.25", "0.25"),
                ("0.4", "0.4"),
                ("0.5", "0.5"),
                ("0.75", "0.75"),
                ("1", "1"),
            ]),
            default: 4,
            help: "How much of a document's length counts against it: nothing at 0, all at 1.",
        },
        Knob {
            name: "form",
            label: "Form",
            unit: "",
            values: Values::Word(&[("lucene", "Lucene"), ("textbook", "Textbook")]),
            default: LUCENE,
            help: "Lucene adds 1 under the logarithm of the rarity, and leaves out the factor k1 + 1.",
        },
        Knob {
            name: "lengths",
            label: "Lengths",
            unit: "",
            values: Values::Word(&[("byte", "In one byte"), ("exact", "Exact")]),
            default: 0,
            help: "Lucene keeps a length in one byte: exact below 40, rounded down above.",
        },
        Knob {
            name: "stemming",
            label: "Stemming",
            unit: "",
            values: Values::Word(&[("none", "None"), ("porter", "Porter"), ("english", "Porter2")]),
            default: 1,
            help: "How words are cut to stems, so that queues finds queue. Porter2 is the later of \
                   Porter’s two algorithms, and knows exceptions.",
        },
        Knob {
            name: "stop",
            label: "Stop words",
            unit: "",
            values: Values::Word(&[("drop", "Left out"), ("keep", "Kept")]),
            default: 0,
            help: "Whether the thirty-three most common words get no postings.",
        },
        Knob {
            name: "top",
            label: "Wanted",
            unit: "",
            values: Values::Number { min: 1, max: 10, step: 1 },
            default: 3,
            help: "How many of the best documents are wanted. The fewer, the more can be skipped.",
        },
        Knob {
            name: "chart",
            label: "Chart",
            unit: "",
            values: Values::Word(&[
                ("repetition", "Repetition"),
                ("rarity", "Rarity"),
                ("length", "Length"),
            ]),
            default: REPETITION,
            help: "What the curve shows: what repetition adds, what rarity weighs, what length takes.",
        },
    ],
    rules: &[
        Rule {
            name: "bounds",
            label: "A bound is the most that a word adds anywhere",
            protects: &["same"],
            switch: Switch::Own,
            help: "A document is skipped when the bounds of its words cannot lift it into the best. \
                   Without it a word's mean is taken for its bound, and good documents are skipped.",
        },
        Rule {
            name: "floor",
            label: "Rarity is never below zero",
            protects: &["positive"],
            switch: Switch::Derived { holds: has_floor, set: set_floor },
            help: "Lucene's form adds 1 under the logarithm. Without it a word that more than half \
                   of the documents hold counts against those that hold it.",
        },
        Rule {
            name: "tombstones",
            label: "The deleted are marked at once",
            protects: &["gone"],
            switch: Switch::Own,
            help: "Postings are not rewritten at a deletion; a mark keeps the document out of the \
                   answers. Without it the document is found until a merge drops it.",
        },
    ],
    checks: &[
        Check {
            name: "same",
            title: "Skipping finds the same best as scoring all",
            kind: CheckKind::Always,
            help: "Judged at every query of words: the best documents, found with skipping, are \
                   those of scoring every posting, with the same scores to the last bit.",
        },
        Check {
            name: "positive",
            title: "No word counts against a document that holds it",
            kind: CheckKind::Always,
            help: "Judged at every query of words that finds something: no share is below zero.",
        },
        Check {
            name: "gone",
            title: "A deleted document is in no answer",
            kind: CheckKind::Always,
            help: "Judged at every answer after a deletion.",
        },
    ],
    actions: &[
        Verb {
            name: "query",
            args: &[Arg {
                name: "words",
                lead: "",
                kind: ArgKind::Text(120, "slow queues"),
                optional: false,
            }],
            help: "Finds the documents that hold any of the words, the best first.",
        },
        Verb {
            name: "phrase",
            args: &[Arg {
                name: "words",
                lead: "",
                kind: ArgKind::Text(120, "payment service"),
                optional: false,
            }],
            help: "Finds the documents in which the words stand one behind the other.",
        },
        Verb {
            name: "prefix",
            args: &[Arg {
                name: "beginning",
                lead: "",
                kind: ArgKind::Text(24, "deplo"),
                optional: false,
            }],
            help: "Finds the documents with a term that begins so; no shares, one point each.",
        },
        Verb {
            name: "next",
            args: &[],
            help: "Takes the last query again from its first posting, one document at a time.",
        },
        Verb {
            name: "add",
            args: &[Arg {
                name: "text",
                lead: "",
                kind: ArgKind::Text(600, "Slow queue: count the consumers."),
                optional: false,
            }],
            help: "Adds a document, and asks the last query again.",
        },
        Verb {
            name: "delete",
            args: &[Arg { name: "document", lead: "", kind: ArgKind::Process, optional: false }],
            help: "Deletes a document, and asks the last query again.",
        },
        Verb {
            name: "merge",
            args: &[],
            help: "Rewrites the postings without the deleted documents, and asks the last query \
                   again.",
        },
    ],
    faults: &[],
    range: declared_range,
    story: "query \"slow queue\"; next; next; next; next; next; next; delete d5; merge",
    opening: "1",
    seed: 1,
    fidelity: &[
        "Analysis, index, scores and search are the real ones, bit by bit those of Lucene's \
         formula; the notes are few and short.",
        "The step by step reading takes a document at a time and bounds each word by its best share \
         in the collection. The library bounds blocks of 128 postings, and reads windows of 2,048 \
         documents.",
        "One field, one shard. With several shards each counts its own N and n, and scores differ \
         between them.",
        "Every document is searchable at once; Elasticsearch refreshes once a second by default.",
        "Merging drops every deleted document; a real engine merges a few segments at a time.",
        "Prefixes are looked up in the terms as they are stored: with stemming on, in stems.",
    ],
};

fn has_floor(config: &Config) -> bool {
    config.number("form") == LUCENE
}

fn set_floor(config: &mut Config, on: bool) {
    config.put("form", if on { LUCENE } else { TEXTBOOK });
}
