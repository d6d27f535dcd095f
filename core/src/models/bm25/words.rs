//! The events of the model of BM25 in words: names for the trace, sentences for people.

use std::fmt::Write as _;

use super::answer::{Answer, Kind, Look};
use super::{Event, Setup};
use crate::engine::Line;
use crate::engine::names::list;
use crate::scene::{Tone, counted, decimal};

/// The process that an event belongs to, and its name in the trace.
pub(super) fn name(_: &Setup, event: &Event) -> (u8, String) {
    match event {
        Event::Answered(answer) => {
            let mut name =
                format!("{} {}", kind(answer.question.kind), quoted(&answer.question.text));
            for (doc, score) in &answer.best {
                let _ = write!(name, " d{}={:08x}", doc + 1, score.to_bits());
            }
            (0, name)
        }
        Event::Taken(answer, at) => {
            let look = &answer.looks[*at];
            let what = if look.skipped { "skipped" } else { "scored" };
            (look.doc, format!("{what} at most {:08x}", look.bound.to_bits()))
        }
        Event::Added(doc, length) => (*doc, format!("added, {length} terms")),
        Event::Deleted(doc, count) => (*doc, format!("deleted, N {count}")),
        Event::Merged(dropped, docs, terms) => {
            (0, format!("merged: {dropped} dropped, {docs} documents, {terms} terms left"))
        }
    }
}

/// An event as a sentence.
pub(super) fn sentence(setup: &Setup, event: &Event) -> Line {
    match event {
        Event::Answered(answer) => Line::beat(answered(setup, answer), Tone::Read),
        Event::Taken(answer, at) => taken(setup, answer, &answer.looks[*at], *at),
        Event::Added(doc, length) => {
            let name = setup.name(*doc);
            Line::beat(format!("{name} is added: {}.", counted(*length, "term")), Tone::Write)
        }
        Event::Deleted(doc, all) => {
            let name = setup.name(*doc);
            let how = if setup.tombstones { "marked as deleted" } else { "deleted without a mark" };
            let text = format!("{name} is {how}; its postings stay, and N is {all} as before.");
            Line::beat(text, if setup.tombstones { Tone::Write } else { Tone::Bad })
        }
        Event::Merged(dropped, docs, terms) => {
            let (dropped, docs) = (counted(*dropped, "document"), counted(*docs, "document"));
            let terms = counted(*terms, "term");
            Line::beat(
                format!(
                    "The postings are rewritten without {dropped}: {docs} and {terms} are left."
                ),
                Tone::Upkeep,
            )
        }
    }
}

fn answered(setup: &Setup, answer: &Answer) -> String {
    let asked = match answer.question.kind {
        Kind::Words => quoted(&answer.question.text),
        Kind::Phrase => format!("The phrase {}", quoted(&answer.question.text)),
        Kind::Prefix => format!("{}…", quoted(&answer.question.text)),
    };
    let mut text = if answer.looks.is_empty() {
        format!("{asked} finds nothing")
    } else {
        let best: Vec<String> = answer
            .best
            .iter()
            .map(|(doc, points)| format!("{} {}", setup.name(*doc), score(*points)))
            .collect();
        let found = counted(answer.looks.len() as u32, "document");
        format!("{asked} finds {found}; the best: {}", best.join(", "))
    };
    if answer.skipped() > 0 {
        let skipped = counted(answer.skipped() as u32, "document");
        let _ = write!(text, "; {skipped} skipped");
    }
    if !answer.unknown.is_empty() {
        let unknown: Vec<String> = answer.unknown.iter().map(|term| quoted(term)).collect();
        let _ = write!(text, "; no document has {}", list(&unknown));
    }
    text.push('.');
    text
}

fn taken(setup: &Setup, answer: &Answer, look: &Look, at: usize) -> Line {
    let name = setup.name(look.doc);
    let held = answer.terms.iter().zip(&look.shares).filter(|(_, (freq, _))| *freq > 0);
    let held: Vec<String> = held.map(|(term, _)| quoted(&term.text)).collect();
    let held = list(&held);
    if look.skipped {
        let (bound, worst) = (score(look.bound), score(look.threshold.unwrap_or_default()));
        let text = format!(
            "{name} holds {held} and cannot get above {bound}; the worst of the best has {worst}: \
             it is skipped."
        );
        return Line::new(text, Tone::Quiet);
    }
    let points = score(look.score);
    let best = answer.best_of(at + 1);
    let text = match best.iter().position(|(doc, _)| *doc == look.doc) {
        Some(place) => {
            format!("{name} holds {held} and scores {points}: place {} so far.", place + 1)
        }
        None => format!("{name} holds {held} and scores {points}: not among the best."),
    };
    Line::beat(text, Tone::Read)
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Words => "query",
        Kind::Phrase => "phrase",
        Kind::Prefix => "prefix",
    }
}

/// A score with three digits after the point.
pub(super) fn score(score: f32) -> String {
    decimal(f64::from(score), 3)
}

/// Words in quotation marks.
pub(super) fn quoted(text: &str) -> String {
    format!("“{text}”")
}
