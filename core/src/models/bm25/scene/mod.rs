//! What there is to see: the scores with every word's share, the postings, a curve, the documents.

mod chart;
mod tables;

use super::answer::Kind;
use super::spec::DOCS_MAX;
use super::{Life, Setup, State};
use crate::scene::{Choice, Scene, View};

/// Everything at one moment.
pub(super) fn scene(setup: &Setup, state: &State) -> Scene {
    // The documents are in view until something is asked; from then on each has a line of the answer.
    let first = match &state.answer {
        Some((answer, Some(taken))) => tables::taken(setup, answer, *taken),
        Some((answer, None)) => tables::answer(setup, answer),
        None => tables::documents(setup, state),
    };
    let views = vec![
        View::Table(first),
        View::Table(tables::postings(setup, state)),
        View::Series(chart::chart(setup, state)),
    ];
    Scene { views }
}

/// Queries that are proposed.
const QUERIES: [&str; 4] = ["slow queue", "mail service", "payment service", "disk full"];
/// Notes that are proposed, and what their buttons say.
const NOTES: [(&str, &str); 3] = [
    ("Slow queue: count the consumers.", "“Slow queue: count the consumers.”"),
    ("Queue.", "a single word"),
    (
        "Queue queue queue queue queue queue queue queue queue queue queue queue.",
        "a word, 12 times",
    ),
];

/// All that can be asked for: questions, the next document, changes.
pub(super) fn choices(setup: &Setup, state: &State) -> Vec<Choice> {
    let ask = |text: &&str| choice(&format!("query \"{text}\""), "Query", text);
    let mut out: Vec<Choice> = QUERIES.iter().map(ask).collect();
    out.push(choice("phrase \"payment service\"", "Phrase", "payment service"));
    out.push(choice("prefix deplo", "Prefix", "deplo"));
    if let Some((answer, taken)) = &state.answer
        && answer.question.kind == Kind::Words
        && taken.unwrap_or(0) < answer.looks.len()
    {
        out.push(choice("next", "Next", "document"));
    }
    if state.docs.len() < DOCS_MAX {
        let add = |(text, label): &(&str, &str)| choice(&format!("add \"{text}\""), "Add", label);
        out.extend(NOTES.iter().map(add));
    }
    if state.docs.iter().any(|doc| doc.life == Life::Deleted) {
        out.push(choice("merge", "Merge", "postings"));
    }
    out.extend((0..state.docs.len()).flat_map(|doc| of_doc(setup, state, doc as u8)));
    out
}

/// What can be done to a document.
fn of_doc(setup: &Setup, state: &State, doc: u8) -> Vec<Choice> {
    let name = setup.name(doc);
    let alive = state.docs.get(usize::from(doc)).is_some_and(|doc| doc.life == Life::Alive);
    let delete = choice(&format!("delete {name}"), "Delete", name);
    if alive { vec![delete] } else { Vec::new() }
}

fn choice(action: &str, verb: &str, target: &str) -> Choice {
    Choice { action: action.to_owned(), label: format!("{verb} {target}"), fault: false }
}
