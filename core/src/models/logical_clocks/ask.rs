//! How do two events stand to each other, by what path, and what does each clock say about it?

use super::node::Stamps;
use super::{Setup, State};
use crate::algorithms::clocks::{Causality, EventId, VectorClock};
use crate::engine::Action;

/// The answer to a question about two events.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The events' names.
    pub(super) names: (String, String),
    /// How the first stands to the second, by events and messages.
    pub(super) truth: Causality,
    /// The way from the earlier to the later, if one led to the other.
    pub(super) path: Vec<EventId>,
    /// The path in words: a comma before the next event of a process, an arrow for a message.
    pub(super) way: String,
    /// The stamps of both.
    pub(super) stamps: (Stamps, Stamps),
}

/// Finds the answer to `before A1 C3`.
///
/// # Errors
/// There is no such event yet.
pub(super) fn answer(setup: &Setup, state: &State, action: &Action) -> Result<Answer, String> {
    let (a, b) = (find(setup, state, action.text(0))?, find(setup, state, action.text(1))?);
    let history = &state.history;
    let truth = history.compare(a, b);
    let path = match truth {
        Causality::Before => history.path(a, b),
        Causality::After => history.path(b, a),
        Causality::Equal | Causality::Concurrent => None,
    };
    let path = path.unwrap_or_default();
    let mut way = String::new();
    for (at, event) in path.iter().enumerate() {
        let message = at > 0 && history.is_message(path[at - 1], *event);
        way.push_str(if at == 0 {
            ""
        } else if message {
            " → "
        } else {
            ", "
        });
        way.push_str(&setup.event(history, *event));
    }
    let names = (setup.event(history, a), setup.event(history, b));
    let stamps = (state.stamps[a as usize].clone(), state.stamps[b as usize].clone());
    Ok(Answer { names, truth, path, way, stamps })
}

/// The event of that name.
fn find(setup: &Setup, state: &State, name: Option<&str>) -> Result<EventId, String> {
    let name = name.unwrap_or_default();
    let digits = name.find(|c: char| c.is_ascii_digit()).unwrap_or(name.len());
    let (process, ordinal) = name.split_at(digits);
    let process = setup.names.find(process).ok();
    let event = process.zip(ordinal.parse().ok());
    let found = event.and_then(|(p, ordinal)| state.history.find(u32::from(p), ordinal));
    found.ok_or_else(|| format!("there is no event `{name}` yet; A1 is the first one of A"))
}

impl Answer {
    /// What the vectors say.
    pub(super) fn vectors(&self) -> Causality {
        VectorClock::compare(&self.stamps.0.vector, &self.stamps.1.vector)
    }
}
