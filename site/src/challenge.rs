//! A fenced block that sets the reader a goal, and proves that it can be reached.
//!
//! ````text
//! ```challenge quorum n=3 w=2 r=2 repair=off
//! goal: violate monotonic with at most 1 fault
//! task: Let a later read return an older value.
//! hint: A write that has reached one copy is enough.
//! solution:
//! @0.2s write Friday via A
//! ```
//! ````
//!
//! The settings are those behind the fence, for the reader as for the solution. A fault is every
//! action that is no use of the system. `start:` in front of `solution:` gives a script to begin
//! with; without it the table is empty.

use std::ops::Range;

use sandtable_core::engine::problem::excerpt;
use sandtable_core::session::{MarkKind, Part, Session};

use crate::complaint::Source;
use crate::directive::{Fence, Line};
use crate::model::{open, verdicts};
use crate::values::suggest;

const KEYS: [&str; 5] = ["goal", "task", "hint", "start", "solution"];

/// A goal in terms of a model's checks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goal {
    /// The check to break.
    pub violate: String,
    /// Checks that must not break.
    pub keep: Vec<String>,
    /// The most faults that may be used.
    pub faults_max: Option<u32>,
}

/// A challenge, read and proved.
pub struct Challenge {
    /// The first byte of its block.
    pub at: usize,
    /// What is to be reached.
    pub goal: Goal,
    /// The bytes of the task's words.
    pub task: Range<usize>,
    /// The bytes of the hint's words.
    pub hint: Option<Range<usize>>,
    /// The run that the reader starts with.
    pub start: Session,
    /// The attributes of its element.
    pub attributes: Vec<(String, String)>,
    /// The run that reaches the goal.
    pub solution: Session,
}

impl Goal {
    /// Reads `violate fresh and keep converge with at most 2 faults`.
    ///
    /// ```
    /// use sandtable_site::challenge::Goal;
    /// let goal = Goal::read("violate fresh with at most 2 faults").unwrap();
    /// assert_eq!((goal.violate.as_str(), goal.faults_max), ("fresh", Some(2)));
    /// assert!(Goal::read("win").is_none());
    /// ```
    #[must_use]
    pub fn read(text: &str) -> Option<Goal> {
        let (clauses, faults_max) = match text.split_once(" with at most ") {
            Some((clauses, limit)) => {
                let limit = limit.strip_suffix(" faults").or(limit.strip_suffix(" fault"))?;
                (clauses, Some(limit.trim().parse().ok()?))
            }
            None => (text, None),
        };
        let mut goal = Goal { violate: String::new(), keep: Vec::new(), faults_max };
        for clause in clauses.split(" and ") {
            match clause.trim().split_once(' ')? {
                ("violate", check) if goal.violate.is_empty() => goal.violate = check.to_owned(),
                ("keep", check) => goal.keep.push(check.to_owned()),
                _ => return None,
            }
        }
        (!goal.violate.is_empty()).then_some(goal)
    }
}

impl Challenge {
    /// Reads a block and plays its solution. `None` where that fails; the source then knows why.
    #[must_use]
    pub fn read(source: &Source, fence: &Fence) -> Option<Challenge> {
        let sections = sections(source, fence)?;
        let find = |key: &str| sections.iter().find(|s| s.key == key);
        let need = |key: &str| {
            let found = find(key).filter(|s| !source.text[s.value.clone()].trim().is_empty());
            if found.is_none() {
                let what = format!("the challenge has no `{key}:`");
                source.complain(fence.at, what, "give it goal, task and solution");
            }
            found
        };
        let (goal, task, solution) = (need("goal"), need("task"), need("solution"));
        let (goal_at, task, solution) = (goal?, task?, solution?);
        let Some(goal) = Goal::read(source.text[goal_at.value.clone()].trim()) else {
            let cure = "write `violate CHECK`, with `and keep CHECK` and `with at most 2 faults`";
            source.complain(goal_at.value.start, "this goal cannot be read", cure);
            return None;
        };
        let (solution, _) = open(source, fence, Some(solution.value.clone()))?;
        let (start, mut attributes) = match find("start") {
            Some(start) => open(source, fence, Some(start.value.clone()))?,
            None => empty(&solution, open(source, fence, None)?.1)?,
        };
        if !attributes.iter().any(|(name, _)| name == "do") {
            attributes.push(("do".to_owned(), String::new()));
        }
        let challenge = Challenge {
            at: fence.at,
            goal,
            task: task.value.clone(),
            hint: find("hint").map(|s| s.value.clone()),
            start,
            attributes,
            solution,
        };
        challenge.prove(source, goal_at.value.start).then_some(challenge)
    }

    /// How many faults a session's script has.
    fn faults(&self) -> u32 {
        let marks = self.solution.marks();
        marks.iter().filter(|m| m.kind == MarkKind::Fault).count() as u32
    }

    /// Whether the solution reaches the goal.
    fn prove(&self, source: &Source, at: usize) -> bool {
        let (goal, spec) = (&self.goal, self.solution.spec());
        let names = spec.checks.iter().map(|c| c.name);
        for check in std::iter::once(&goal.violate).chain(&goal.keep) {
            if !names.clone().any(|n| n == check) {
                let what = format!("there is no check `{}`", excerpt(check));
                source.complain(at, what, suggest(check, names, "choose from"));
                return false;
            }
        }
        let found = verdicts(&self.solution);
        let violated = |check: &str| found.contains(&format!("{check} violated"));
        let cure = "change the solution, or the goal";
        let mut wrong = Vec::new();
        if !violated(&goal.violate) {
            wrong.push(format!("the solution does not violate `{}`", goal.violate));
        }
        let broken = goal.keep.iter().filter(|check| violated(check));
        wrong.extend(broken.map(|check| format!("the solution does not keep `{check}`")));
        if let Some(max) = goal.faults_max.filter(|max| self.faults() > *max) {
            wrong.push(format!("the solution has {} faults, and {max} are allowed", self.faults()));
        }
        let marks = self.solution.marks();
        let impossible = marks.iter().filter(|m| m.kind == MarkKind::Impossible);
        wrong.extend(impossible.map(|m| format!("`{}` in the solution is impossible", m.label)));
        let proved = wrong.is_empty();
        for what in wrong {
            source.complain(at, what, cure);
        }
        proved
    }
}

/// An empty table with the settings of `like`.
fn empty(
    like: &Session,
    attributes: Vec<(String, String)>,
) -> Option<(Session, Vec<(String, String)>)> {
    let parts: Vec<Part> = attributes
        .iter()
        .filter(|(name, _)| name != "model" && name != "do")
        .map(|(name, value)| Part::plain(name, value))
        .chain([Part::plain("do", "")])
        .collect();
    Some((Session::assemble(like.spec().id, &parts).ok()?, attributes))
}

struct Section {
    key: &'static str,
    value: Range<usize>,
}

/// The sections of the body: what stands behind each key, up to the next.
fn sections(source: &Source, fence: &Fence) -> Option<Vec<Section>> {
    let mut sections: Vec<Section> = Vec::new();
    for (at, text) in fence.lines(source) {
        let Some((word, _)) = text.split_once(':') else {
            extend(source, &mut sections, (at, text))?;
            continue;
        };
        let Some(key) = KEYS.into_iter().find(|k| *k == word) else {
            extend(source, &mut sections, (at, text))?;
            continue;
        };
        if sections.iter().any(|s| s.key == key) {
            source.complain(at, format!("`{key}:` stands twice"), "keep one");
            return None;
        }
        let start = at + key.len() + 1;
        sections.push(Section { key, value: start..at + text.len() });
    }
    Some(sections)
}

/// Adds a line to the last section. `None` if there is none; the source then knows.
fn extend(source: &Source, sections: &mut [Section], (at, text): Line<'_>) -> Option<()> {
    if let Some(section) = sections.last_mut() {
        section.value.end = at + text.len();
        return Some(());
    }
    if text.trim().is_empty() {
        return Some(());
    }
    let cure = suggest(text, KEYS.into_iter(), "start a section with one of");
    source.complain(at, format!("`{}` belongs to nothing", excerpt(text)), cure);
    None
}
