//! A space-time diagram as a Mermaid sequence diagram.

use std::fmt::Write as _;

use crate::scene::{Fate, MarkShape, SpaceTime, insertion_sort_by_key};

/// The diagram as Mermaid text (mermaid.js.org, sequence diagrams): messages in order of sending,
/// lost ones with a cross, marks as notes.
///
/// ```
/// use sandtable_core::{export::mermaid, scene::SpaceTime};
/// assert!(mermaid::sequence(&SpaceTime::default()).starts_with("sequenceDiagram\n"));
/// ```
#[must_use]
pub fn sequence(diagram: &SpaceTime) -> String {
    let mut out = String::from("sequenceDiagram\n");
    for (i, lane) in diagram.lanes.iter().enumerate() {
        let _ = writeln!(out, "    participant p{i} as {}", plain(&lane.label));
    }
    let mut lines = Vec::new();
    for arrow in &diagram.arrows {
        let head = match (arrow.fate, arrow.reply) {
            (Fate::Lost(_), _) => "-x",
            (Fate::InFlight, _) => "-)",
            (Fate::Delivered, true) => "-->>",
            (Fate::Delivered, false) => "->>",
        };
        let label = plain(&arrow.label);
        let text = format!("p{}{head}p{}: {label}", arrow.from, arrow.to);
        lines.push((arrow.sent, arrow.step, text));
    }
    for mark in diagram.marks.iter().filter(|m| !m.label.is_empty()) {
        let text = match mark.shape {
            MarkShape::Violation if diagram.lanes.len() > 1 => {
                format!("Note over p0,p{}: ✗ {}", diagram.lanes.len() - 1, plain(&mark.label))
            }
            _ => format!("Note over p{}: {}", mark.lane, plain(&mark.label)),
        };
        lines.push((mark.at, mark.step, text));
    }
    insertion_sort_by_key(&mut lines, |(at, step, _)| (*at, *step));
    for (_, _, text) in lines {
        let _ = writeln!(out, "    {text}");
    }
    out
}

/// Text without what Mermaid reads as its own.
fn plain(text: &str) -> String {
    text.replace([';', '#'], ",").replace(['\n', '\r'], " ")
}
