//! What a session says: scenes, verdicts, log, marks on the scrubber, transcript and exports.

use std::fmt::Write as _;

use super::{Session, Side};
use crate::catalog;
use crate::engine::{Cause, CheckKind, Line, Run, SimTime, Verdict, Words};
use crate::export;
use crate::scene::{Choice, Scene, Tone, View};

/// A check and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckState {
    /// Its name in the programming interface.
    pub name: &'static str,
    /// The promise in one sentence.
    pub title: &'static str,
    /// When it is judged.
    pub kind: CheckKind,
    /// What exactly is judged.
    pub help: &'static str,
    /// What became of it so far.
    pub verdict: Verdict,
    /// The first step of the run that violates it, even if the cursor is before it; none where the
    /// reader may not go.
    pub violated_ahead: Option<u32>,
}

/// A sentence of the log with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// The step that it tells of, counted from 1.
    pub step: u32,
    /// When.
    pub at: SimTime,
    /// Where in the run, for people: `2.400 s`, or `step 3` in a run without time.
    pub place: String,
    /// The sentence.
    pub text: String,
    /// What it is about.
    pub tone: Tone,
    /// A turn of the story.
    pub beat: bool,
}

/// A mark on the scrubber.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineMark {
    /// The step to go to.
    pub step: u32,
    /// When it happens.
    pub at: SimTime,
    /// What it is.
    pub kind: MarkKind,
    /// What it says: the action, or the check.
    pub label: String,
    /// The index of the action in the script, to undo it.
    pub action: Option<u32>,
}

/// What a mark on the scrubber stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// A use of the system.
    Action,
    /// A fault.
    Fault,
    /// An action of the script that was impossible.
    Impossible,
    /// A check is violated.
    Violation,
    /// Two runs part.
    Divergence,
}

impl Session {
    /// What there is to see.
    #[must_use]
    pub fn scene(&self, side: Side) -> Scene {
        self.side(side).scene()
    }

    /// All that can be asked for now.
    #[must_use]
    pub fn choices(&self) -> Vec<Choice> {
        self.run.choices(self.words())
    }

    /// The model's words. Without them, while their code has not come, nothing can be asked for and
    /// nothing is told.
    pub(super) fn words(&self) -> &'static Words {
        const NONE: &Words = &Words {
            choices: |_| Vec::new(),
            name: |_, _| Default::default(),
            sentence: |_, _| None,
        };
        catalog::words(self.spec().id).unwrap_or(NONE)
    }

    /// The checks and what became of them so far.
    #[must_use]
    pub fn checks(&self, side: Side) -> Vec<CheckState> {
        let run = self.side(side);
        let now = run.verdicts();
        let end = run.final_verdicts();
        let states = run.spec().checks.iter().zip(now).zip(end);
        states
            .map(|((check, verdict), end)| CheckState {
                name: check.name,
                title: check.title,
                kind: check.kind,
                help: check.help,
                verdict,
                violated_ahead: match end {
                    Verdict::Violated { step, .. } if step <= self.last() => Some(step),
                    _ => None,
                },
            })
            .collect()
    }

    /// The last `limit` sentences up to the cursor, in order. Sentences are made for these only.
    #[must_use]
    pub fn log(&self, side: Side, limit: usize) -> Vec<LogLine> {
        let (run, words) = (self.side(side), self.words());
        let mut lines: Vec<LogLine> = Vec::new();
        for step in (1..=run.position()).rev() {
            if lines.len() >= limit {
                break;
            }
            lines.extend(lines_of(run, step, words).into_iter().rev());
        }
        lines.truncate(limit);
        lines.reverse();
        lines
    }

    /// The marks on the scrubber: actions, faults and violations, wherever the reader may go.
    #[must_use]
    pub fn marks(&self) -> Vec<TimelineMark> {
        let run = &self.run;
        let spec = run.spec();
        let mut marks = Vec::new();
        for (index, step) in run.steps().iter().enumerate() {
            let (action, kind) = match &step.cause {
                Cause::Due => continue,
                Cause::Impossible(a, _) => (*a, MarkKind::Impossible),
                Cause::Action(a) => {
                    let verb = run.script().actions()[*a as usize].action.verb.name;
                    let own = spec.actions.iter().any(|v| v.name == verb);
                    (*a, if own { MarkKind::Action } else { MarkKind::Fault })
                }
            };
            marks.push(TimelineMark {
                step: index as u32 + 1,
                at: step.at,
                kind,
                label: run.script().actions()[action as usize].action.print(run.names()),
                action: Some(action),
            });
        }
        for (check, verdict) in spec.checks.iter().zip(run.final_verdicts()) {
            if let Verdict::Violated { step, at, .. } = verdict {
                let label = format!("violated: {}", check.title);
                marks.push(TimelineMark {
                    step,
                    at,
                    kind: MarkKind::Violation,
                    label,
                    action: None,
                });
            }
        }
        if let Some(divergence) = self.divergence() {
            marks.push(TimelineMark {
                step: divergence.step,
                at: divergence.at,
                kind: MarkKind::Divergence,
                label: format!("the runs part at {}", divergence.process),
                action: None,
            });
        }
        marks.retain(|mark| (self.first()..=self.last()).contains(&mark.step));
        marks
    }

    /// The story up to the cursor, in at most `limit` sentences: all of them if they fit, else
    /// its turns.
    #[must_use]
    pub fn story(&self, limit: usize) -> Vec<LogLine> {
        let all = self.log(Side::Main, usize::MAX);
        if all.len() <= limit {
            return all;
        }
        let beats: Vec<LogLine> = all.into_iter().filter(|l| l.beat).collect();
        let skip = beats.len().saturating_sub(limit);
        beats.into_iter().skip(skip).collect()
    }

    /// The whole run in words: its link, every sentence, the verdicts at its end and the hash of
    /// its trace. This is what golden tests compare.
    #[must_use]
    pub fn transcript(&self) -> String {
        let run = &self.run;
        let timed = run.spec().is_timed();
        let mut out = format!("{}\n\n", self.link());
        for step in 1..=run.steps().len() as u32 {
            for line in lines_of(run, step, self.words()) {
                let mark = if line.tone == Tone::Bad { "!" } else { " " };
                let _ = writeln!(out, "{} {mark} {}", line.place, line.text);
            }
        }
        out.push('\n');
        for (check, verdict) in run.spec().checks.iter().zip(run.final_verdicts()) {
            let _ = write!(out, "{}: {}", check.title, verdict.name());
            if let Verdict::Violated { step, at, why } = &verdict {
                let _ = write!(out, " at step {step}");
                if timed {
                    let _ = write!(out, ", {}", at.spoken());
                }
                let _ = write!(out, ": {why}");
            }
            out.push('\n');
        }
        if run.is_truncated() {
            let _ = writeln!(out, "stopped after {} steps", run.steps().len());
        }
        let _ = writeln!(out, "trace {}", self.hash());
        out
    }

    /// The hash of the whole trace, 16 hexadecimal digits: equal on every target.
    #[must_use]
    pub fn hash(&self) -> String {
        format!("{:016x}", self.run.hash(self.words()))
    }

    /// The whole trace as JSON.
    #[must_use]
    pub fn trace_json(&self) -> String {
        export::json::trace(&self.run, self.words(), &self.link())
    }

    /// The run up to the cursor as a Mermaid sequence diagram, if the model has messages.
    #[must_use]
    pub fn mermaid(&self) -> Option<String> {
        self.run.scene().views.iter().find_map(|view| match view {
            View::SpaceTime(diagram) => Some(export::mermaid::sequence(diagram)),
            _ => None,
        })
    }
}

/// The sentences of one step, with the violations that it made.
fn lines_of(run: &Run, step: u32, words: &Words) -> Vec<LogLine> {
    let at = run.time_of(step);
    let place = if run.spec().is_timed() { at.clock() } else { format!("step {step}") };
    let line = |line: Line| {
        let Line { text, tone, beat } = line;
        LogLine { step, at, place: place.clone(), text, tone, beat }
    };
    let broken = run.spec().checks.iter().zip(run.final_verdicts());
    let broken = broken.filter_map(|(check, verdict)| match verdict {
        Verdict::Violated { step: s, why, .. } if s == step => {
            Some(Line::beat(format!("“{}” is violated: {why}.", check.title), Tone::Bad))
        }
        _ => None,
    });
    run.lines(step, words).into_iter().chain(broken).map(line).collect()
}
