//! A run's trace as JSON.

use std::fmt::Write as _;

use crate::engine::{Cause, Run, Verdict, Words};

/// The whole trace: the link, the hash, every step with its events and sentences, the verdicts.
///
/// Times are whole nanoseconds; the hash is a string of 16 hexadecimal digits.
#[must_use]
pub fn trace(run: &Run, words: &Words, link: &str) -> String {
    let mut out = String::from("{\n");
    let _ = writeln!(out, "  \"format\": \"sandtable-trace-1\",");
    let _ = writeln!(out, "  \"link\": {},", text(link));
    let _ = writeln!(out, "  \"hash\": \"{:016x}\",", run.hash(words));
    out.push_str("  \"steps\": [");
    for step in 1..=run.steps().len() as u32 {
        let s = &run.steps()[step as usize - 1];
        out.push_str(if step == 1 { "\n" } else { ",\n" });
        let _ = write!(out, "    {{\"step\": {step}, \"at_ns\": {}", s.at.as_ns());
        let (cause, action) = match &s.cause {
            Cause::Due => ("due", None),
            Cause::Action(a) => ("action", Some(*a)),
            Cause::Impossible(a, _) => ("impossible", Some(*a)),
        };
        let _ = write!(out, ", \"cause\": \"{cause}\"");
        if let Some(action) = action {
            let action = run.script().actions()[action as usize].action.print(run.names());
            let _ = write!(out, ", \"action\": {}", text(&action));
        }
        let events = run.event_names(step, words).into_iter().map(|(process, name)| {
            format!("[{}, {}]", text(run.names().process(process)), text(&name))
        });
        let _ = write!(out, ", \"events\": [{}]", events.collect::<Vec<_>>().join(", "));
        let lines = run.lines(step, words).into_iter().map(|line| text(&line.text));
        let _ = write!(out, ", \"log\": [{}]}}", lines.collect::<Vec<_>>().join(", "));
    }
    out.push_str("\n  ],\n  \"checks\": [");
    for (i, (check, verdict)) in run.spec().checks.iter().zip(run.final_verdicts()).enumerate() {
        out.push_str(if i == 0 { "\n" } else { ",\n" });
        let name = text(check.name);
        let _ = write!(out, "    {{\"name\": {name}, \"verdict\": \"{}\"", verdict.name());
        if let Verdict::Violated { step, why, .. } = &verdict {
            let _ = write!(out, ", \"step\": {step}, \"why\": {}", text(why));
        }
        out.push('}');
    }
    out.push_str("\n  ]\n}\n");
    out
}

/// A JSON string (RFC 8259, section 7).
fn text(value: &str) -> String {
    let mut out = String::with_capacity(value.len() + 2);
    out.push('"');
    for c in value.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if u32::from(c) < 0x20 => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
