//! What led to what? The reference that every clock is measured by.

use std::collections::VecDeque;

use super::Causality;

/// An event of a [`History`], by its number; events are numbered from 0 as they are added.
pub type EventId = u32;

/// Events of some processes, and *happened before* between them (Lamport 1978, "Time, Clocks, and
/// the Ordering of Events in a Distributed System", definition on page 559): an event comes before
/// the next one of its process, a sending comes before its receipt, and what comes before what
/// comes before.
///
/// It sees all processes at once, and keeps for each event how many events of each process came
/// before it: with p processes, O(p) time and space for an event. A reference for tests and models,
/// not a clock to build on.
///
/// ```
/// use sandtable_core::algorithms::clocks::{Causality, History};
/// let mut history = History::default();
/// let a1 = history.add(0, None); // A does something,
/// let a2 = history.add(0, None); // A sends a message,
/// let b1 = history.add(1, None); // B does something,
/// let b2 = history.add(1, Some(a2)); // and B receives the message.
/// assert_eq!(history.compare(a1, b2), Causality::Before);
/// assert_eq!(history.compare(a1, b1), Causality::Concurrent);
/// assert_eq!(history.path(a1, b2), Some(vec![a1, a2, b2]));
/// assert_eq!(history.path(a1, b1), None);
/// ```
#[derive(Clone, Debug, Default)]
pub struct History {
    events: Vec<Event>,
    last: Vec<Option<EventId>>,
}

#[derive(Clone, Debug)]
struct Event {
    process: u32,
    ordinal: u32,
    previous: Option<EventId>,
    sent: Option<EventId>,
    before: Vec<u32>,
}

impl History {
    /// Adds the next event of a process; `sent` is the sending that it receives, if it is a
    /// receipt. An unknown sending is taken for none.
    pub fn add(&mut self, process: u32, sent: Option<EventId>) -> EventId {
        let id = self.events.len() as EventId;
        let slot = process as usize;
        if slot >= self.last.len() {
            self.last.resize(slot + 1, None);
        }
        let previous = self.last[slot].replace(id);
        let sent = sent.filter(|s| *s < id);
        let ordinal = previous.map_or(1, |p| self.events[p as usize].ordinal + 1);
        let mut before = vec![0u32; self.last.len()];
        for parent in [previous, sent].into_iter().flatten() {
            let parent = &self.events[parent as usize];
            for (count, theirs) in before.iter_mut().zip(&parent.before) {
                *count = (*count).max(*theirs);
            }
            let own = &mut before[parent.process as usize];
            *own = (*own).max(parent.ordinal);
        }
        self.events.push(Event { process, ordinal, previous, sent, before });
        id
    }

    /// How many events there are.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.events.len() as u32
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// An event's process, and which of its events it is, counted from 1.
    #[must_use]
    pub fn place(&self, event: EventId) -> Option<(u32, u32)> {
        self.events.get(event as usize).map(|e| (e.process, e.ordinal))
    }

    /// The event of that process with that ordinal. O(n).
    #[must_use]
    pub fn find(&self, process: u32, ordinal: u32) -> Option<EventId> {
        let mut here = self.last.get(process as usize).copied().flatten()?;
        loop {
            let event = &self.events[here as usize];
            if event.ordinal == ordinal {
                return Some(here);
            }
            here = event.previous?;
        }
    }

    /// Whether `a` happened before `b`. O(1).
    #[must_use]
    pub fn is_before(&self, a: EventId, b: EventId) -> bool {
        self.place(a).is_some_and(|(process, ordinal)| ordinal <= self.count_before(b, process))
    }

    /// How many events of a process happened before an event. O(1).
    #[must_use]
    pub fn count_before(&self, event: EventId, process: u32) -> u32 {
        let event = self.events.get(event as usize);
        event.and_then(|e| e.before.get(process as usize)).copied().unwrap_or(0)
    }

    /// The events directly in front of an event: the previous one of its process, and the sending
    /// that it receives.
    pub fn parents(&self, event: EventId) -> impl Iterator<Item = EventId> {
        let event = self.events.get(event as usize);
        event.into_iter().flat_map(|e| [e.previous, e.sent]).flatten()
    }

    /// How `a` stands to `b`. O(1).
    #[must_use]
    pub fn compare(&self, a: EventId, b: EventId) -> Causality {
        if a == b {
            return Causality::Equal;
        }
        match (self.is_before(a, b), self.is_before(b, a)) {
            (true, _) => Causality::Before,
            (_, true) => Causality::After,
            _ => Causality::Concurrent,
        }
    }

    /// A shortest way by which `a` led to `b`: each event is the next of its process or the receipt
    /// of what the one in front sent. `None` if `a` did not lead to `b`. O(n).
    #[must_use]
    pub fn path(&self, a: EventId, b: EventId) -> Option<Vec<EventId>> {
        if a != b && !self.is_before(a, b) || b >= self.len() {
            return None;
        }
        // Backwards from b, so that each event has at most two ways to go.
        let mut next: Vec<Option<EventId>> = vec![None; b as usize + 1];
        let mut queue = VecDeque::from([b]);
        while let Some(here) = queue.pop_front() {
            if here == a {
                break;
            }
            let event = &self.events[here as usize];
            for parent in [event.sent, event.previous].into_iter().flatten() {
                if next[parent as usize].is_none() && parent != b {
                    next[parent as usize] = Some(here);
                    queue.push_back(parent);
                }
            }
        }
        let mut path = vec![a];
        let mut here = a;
        while here != b {
            here = next[here as usize]?;
            path.push(here);
        }
        Some(path)
    }

    /// Whether the step from one event to the next of a path is a message.
    #[must_use]
    pub fn is_message(&self, from: EventId, to: EventId) -> bool {
        self.events.get(to as usize).is_some_and(|e| e.sent == Some(from))
    }
}
