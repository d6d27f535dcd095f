//! The events of the pagination model in words: names for the trace, sentences for people.

use super::answer::{Answer, Ask, By};
use super::{Event, Setup};
use crate::algorithms::pagination::{Place, Row};
use crate::engine::Line;
use crate::scene::Tone;

/// Rows by their ids: `#5 #6 #7`.
pub(super) fn ids(rows: &[Row]) -> String {
    let ids: Vec<String> = rows.iter().map(|row| format!("#{}", row.id)).collect();
    ids.join(" ")
}

/// Rows in a sentence: `#5, #6 and #7`.
pub(super) fn listed(rows: &[Row]) -> String {
    match rows {
        [] => "no row".to_owned(),
        [row] => format!("#{}", row.id),
        [first @ .., last] => format!("{} and #{}", ids(first).replace(' ', ", "), last.id),
    }
}

/// What a request asked for: `after (20, #4)`.
pub(super) fn asked(answer: &Answer) -> String {
    let side = if answer.ask == Ask::Back { "before" } else { "after" };
    let place = |place: &Place| match place {
        Place::Row(row) => format!("{side} ({}, #{})", row.key, row.id),
        Place::Key(key) | Place::FromKey(key) => format!("{side} key {key}"),
    };
    match (&answer.by, answer.ask) {
        (By::Offset(offset), _) => format!("offset {offset}"),
        (By::Edge, Ask::Back) => "from the end".to_owned(),
        (By::Edge, _) => "from the start".to_owned(),
        (By::Place(at), _) => place(at),
        (By::Cursor(text, at), _) => {
            format!("{} by cursor …{}", place(at), text.get(40..).unwrap_or(text))
        }
    }
}

fn rows(count: u64) -> String {
    if count == 1 { "1 row".to_owned() } else { format!("{count} rows") }
}

fn pages(count: u64) -> String {
    if count == 1 { "1 tree page".to_owned() } else { format!("{count} tree pages") }
}

/// An event's name in the trace.
pub(super) fn name(_: &Setup, event: &Event) -> String {
    match event {
        Event::Answered(answer) => {
            let more = if answer.claim { "more" } else { "no more" };
            let given = ids(&answer.rows);
            let (rows, pages) = (answer.reads.rows, answer.reads.pages);
            format!("answers {}: [{given}] {more}; read {rows} rows, {pages} pages", asked(answer))
        }
        Event::Refused(why) => format!("refuses: {why}"),
        Event::Inserted(row) => format!("gets #{} with key {}", row.id, row.key),
        Event::Deleted(row) => format!("loses #{}", row.id),
    }
}

/// An event as a sentence.
pub(super) fn sentence(_: &Setup, event: &Event) -> Line {
    match event {
        Event::Answered(answer) => {
            let given = listed(&answer.rows);
            let more = match (answer.claim, answer.forward) {
                (true, true) => "there is more",
                (false, true) => "there is no more",
                (true, false) => "there is more in front",
                (false, false) => "there is nothing in front",
            };
            let wrong = answer.claim != answer.beyond.is_some();
            let (end, tone) = if wrong { (", wrongly", Tone::Bad) } else { ("", Tone::Read) };
            let text = format!(
                "Request {}, {}: {given}. It reads {} on {}, and says that {more}{end}.",
                answer.number,
                asked(answer),
                rows(answer.reads.rows),
                pages(answer.reads.pages),
            );
            Line::beat(text, tone)
        }
        Event::Refused(why) => Line::beat(format!("The request is refused: {why}."), Tone::Good),
        Event::Inserted(row) => {
            Line::beat(format!("#{} is inserted, with key {}.", row.id, row.key), Tone::Write)
        }
        Event::Deleted(row) => {
            Line::beat(format!("#{} is deleted; its key was {}.", row.id, row.key), Tone::Write)
        }
    }
}
