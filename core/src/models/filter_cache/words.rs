//! The events of the filter cache's model in words: names for the trace, sentences for people.

use std::fmt::Write as _;

use super::answer::{Answer, Ask};
use super::corpus::restaurant;
use super::{Event, Merge, Refresh, Setup, Sort};
use crate::engine::Line;
use crate::engine::names::list;
use crate::scene::{Tone, counted, decimal, grouped};

/// An event's name in the trace.
pub(super) fn name(event: &Event) -> String {
    match event {
        Event::Answered(answer) => {
            let asked = match answer.ask {
                Ask::Hits => "hits",
                Ask::Average => "average",
            };
            let (work, summary) = (&answer.work, &answer.summary);
            format!(
                "answers {asked} of {}: {} cost {}, best {:?}; {}{} hits, {} misses, {} read, {} \
                 scored, {} values; keeps {} bytes{}",
                answer.query.text,
                summary.total,
                summary.sum,
                answer.hits,
                if answer.whole { "whole, " } else { "" },
                work.hits,
                work.misses,
                work.read,
                work.scored,
                work.values,
                answer.kept.0,
                if answer.wrong.is_some() { "; wrong" } else { "" },
            )
        }
        Event::Repriced(id, price) => format!("#{id} costs {price}"),
        Event::Added(id, price) => format!("#{id} opens, costs {price}"),
        Event::Deleted(id) => format!("#{id} closes"),
        Event::Refreshed(refresh) => {
            let Refresh { written, in_place, deleted, dropped, .. } = refresh;
            format!(
                "refreshes: {written} written, {in_place} in place, {deleted} deleted, {dropped} dropped"
            )
        }
        Event::Merged(Merge { from, to, docs, purged, sets }) => {
            format!("merges {from:?} to {to}: {docs} documents, {purged} purged, {sets} sets gone")
        }
    }
}

/// An event as a sentence.
pub(super) fn sentence(setup: &Setup, event: &Event) -> Line {
    match event {
        Event::Answered(answer) => {
            let tone = if answer.wrong.is_some() { Tone::Bad } else { Tone::Read };
            Line::beat(answered(setup, answer), tone)
        }
        Event::Repriced(id, price) => {
            let who = named(setup, *id);
            Line::new(format!("{who} costs ${price} from the next refresh on."), Tone::Write)
        }
        Event::Added(id, price) => {
            let text =
                format!("#{id} opens in New York, at ${price}, found from the next refresh on.");
            Line::new(text, Tone::Write)
        }
        Event::Deleted(id) => {
            let who = named(setup, *id);
            Line::new(format!("{who} closes; the next refresh takes it away."), Tone::Write)
        }
        Event::Refreshed(refresh) => refreshed(refresh),
        Event::Merged(merge) => merged(merge),
    }
}

fn named(setup: &Setup, id: u32) -> String {
    if id <= setup.docs && setup.docs == 8 {
        format!("#{id} {}", restaurant(setup.docs, id))
    } else {
        format!("#{id}")
    }
}

/// What an answer says: `3 match, $14.00 on average`.
pub(super) fn gist(setup: &Setup, answer: &Answer) -> String {
    let total = answer.summary.total;
    let matching =
        if total == 1 { "1 matches".to_owned() } else { format!("{} match", grouped(total)) };
    match (answer.ask, answer.average()) {
        (Ask::Average, Some(average)) => format!("{matching}, ${} on average", decimal(average, 2)),
        (Ask::Hits, Some(_)) => {
            let by = match setup.sort {
                Sort::Rating => "rating",
                Sort::Price => "price",
                Sort::Score => "score",
            };
            let best: Vec<String> = answer.hits.iter().map(|id| format!("#{id}")).collect();
            format!("{matching}, by {by} {}", list(&best))
        }
        (_, None) => matching,
    }
}

fn answered(setup: &Setup, answer: &Answer) -> String {
    let (number, asked) = (answer.number, &answer.query.text);
    let mut text = format!("Request {number}, “{asked}”: {}.", gist(setup, answer));
    let work = &answer.work;
    // Writing to a text cannot fail.
    if answer.whole {
        text.push_str(" The request cache has it; no other layer is asked.");
    } else {
        if work.hits + work.misses == 0 {
            text.push_str(" Nothing is looked up in the filter cache.");
        } else {
            let (hits, misses) = (hits(work.hits), misses(work.misses));
            let _ = write!(text, " The filter cache: {hits}, {misses}.");
        }
        if work.read > 0 {
            let _ = write!(text, " {} read from lists.", are(work.read, "document"));
        }
        if work.scored > 0 {
            let _ = write!(text, " {} scored.", are(work.scored, "document"));
        }
    }
    if let Some(wrong) = &answer.wrong {
        let _ = write!(text, " Wrong: {wrong}.");
    }
    text
}

fn hits(count: u64) -> String {
    counted(count, "hit")
}

fn misses(count: u64) -> String {
    format!("{} {}", grouped(count), if count == 1 { "miss" } else { "misses" })
}

/// `1 document is`, `2 documents are`.
fn are(count: u64, thing: &str) -> String {
    format!("{} {}", counted(count, thing), if count == 1 { "is" } else { "are" })
}

fn refreshed(refresh: &Refresh) -> Line {
    let mut parts = Vec::new();
    if let Some(segment) = refresh.segment {
        let docs = counted(refresh.written as u64, "document");
        parts.push(format!("segment {segment} is written, with {docs}"));
    }
    if refresh.in_place > 0 {
        parts.push(format!("{} changed in place", are(refresh.in_place as u64, "document")));
    }
    if refresh.deleted > 0 {
        parts.push(format!("{} marked as deleted", are(refresh.deleted as u64, "document")));
    }
    if refresh.dropped > 0 {
        let dropped = counted(refresh.dropped as u64, "answer");
        parts.push(format!("the request cache drops {dropped}"));
    }
    if parts.is_empty() {
        return Line::new("A refresh finds nothing new, and nothing is dropped.", Tone::Quiet);
    }
    Line::beat(format!("Refresh: {}.", parts.join("; ")), Tone::Write)
}

fn merged(merge: &Merge) -> Line {
    let from: Vec<String> = merge.from.iter().map(ToString::to_string).collect();
    let (segments, verb) =
        if from.len() == 1 { ("Segment", "becomes") } else { ("Segments", "become") };
    let (docs, to) = (counted(merge.docs, "document"), merge.to);
    let mut text = format!("{segments} {} {verb} segment {to}, with {docs}", list(&from));
    if merge.purged > 0 {
        let _ = write!(text, "; {} gone for good", are(merge.purged.into(), "deleted one"));
    }
    if merge.sets > 0 {
        let _ = write!(
            text,
            "; {} kept there {} too",
            counted(merge.sets, "answer"),
            if merge.sets == 1 { "goes" } else { "go" }
        );
    }
    text.push('.');
    Line::beat(text, Tone::Upkeep)
}
