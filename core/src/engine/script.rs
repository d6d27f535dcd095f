//! What is done in a run, and where: actions with their places.

use super::problem::excerpt;
use super::{Action, Names, Problem, SimTime, Spec};

/// An action and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// When.
    pub place: Place,
    /// What.
    pub action: Action,
}

/// When an action is done, but not before the actions in front of it. In a run without time all
/// places are zero: the order is all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The moment.
    pub at: SimTime,
    /// After how many steps at exactly that moment; `None`: after all of them.
    pub after: Option<u32>,
}

/// The actions of a run in order. At most [`Script::LIMIT`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Script {
    actions: Vec<Placed>,
}

impl Script {
    /// The largest number of actions.
    pub const LIMIT: usize = 2_000;

    /// The actions in order.
    #[must_use]
    pub fn actions(&self) -> &[Placed] {
        &self.actions
    }

    /// Puts an action in front of the one at `index`; beyond the end is the end.
    ///
    /// # Errors
    /// The script is full.
    pub fn insert(&mut self, index: usize, placed: Placed) -> Result<(), Problem> {
        if self.actions.len() >= Script::LIMIT {
            let what = format!("the script has {} actions already", Script::LIMIT);
            return Err(Problem::new(what, "reset, or share this part and start a new one"));
        }
        let (index, place) = (index.min(self.actions.len()), placed.place);
        self.actions.insert(index, placed);
        // Where an action let time pass, what was to follow at an earlier moment follows now.
        for later in &mut self.actions[index + 1..] {
            if later.place.at < place.at {
                later.place = place;
            }
        }
        Ok(())
    }

    /// Where an action at `moment` belongs: behind all that are not later.
    #[must_use]
    pub fn index_at(&self, moment: SimTime) -> usize {
        self.actions.partition_point(|p| p.place.at <= moment)
    }

    /// Takes the action of that index out.
    pub fn remove(&mut self, index: usize) {
        if index < self.actions.len() {
            self.actions.remove(index);
        }
    }

    /// Keeps the first `count` actions.
    pub fn truncate(&mut self, count: usize) {
        self.actions.truncate(count);
    }

    /// Reads actions separated by `;` or by line breaks, each with its place in front in a timed
    /// model: `@0.4s write Fri via A; @2.5s~1 crash B`. Lines that start with `#` are remarks.
    ///
    /// # Errors
    /// Every part that cannot be read, with its place in `text`.
    pub fn parse(text: &str, spec: &Spec, names: &Names) -> Result<Script, Vec<Problem>> {
        let mut script = Script::default();
        let mut problems = Vec::new();
        let mut last = SimTime::ZERO;
        let parts = parts(text);
        if parts.len() > Script::LIMIT {
            let what = format!("the script has {} actions", parts.len());
            let cure = format!("at most {} are read", Script::LIMIT);
            return Err(vec![Problem::new(what, cure).at(0, text.len() as u32)]);
        }
        for (from, part) in parts {
            let base = from as u32;
            let to = base + part.len() as u32;
            match read_placed(part, spec, names) {
                Ok(placed) => {
                    if placed.place.at < last {
                        let what = format!("`{}` comes before the action in front", excerpt(part));
                        let cure = "put the actions in order of time";
                        problems.push(Problem::new(what, cure).at(base, to));
                    }
                    last = placed.place.at;
                    script.actions.push(placed);
                }
                Err(p) if p.to > p.from => {
                    problems.push(Problem { from: p.from + base, to: p.to + base, ..p });
                }
                Err(p) => problems.push(p.at(base, to)),
            }
        }
        if problems.is_empty() { Ok(script) } else { Err(problems) }
    }

    /// The story that a model opens with, as far as these names allow: actions that speak of
    /// processes which the settings do not have are left out.
    #[must_use]
    pub fn story(spec: &Spec, names: &Names) -> Script {
        let mut script = Script::default();
        for (_, part) in parts(spec.story) {
            script.actions.extend(read_placed(part, spec, names).ok());
        }
        script
    }

    /// The script as text, actions separated by `;`. [`Script::parse`] reads it back.
    #[must_use]
    pub fn print(&self, spec: &Spec, names: &Names) -> String {
        let lines: Vec<String> = self.actions.iter().map(|p| p.print(spec, names)).collect();
        lines.join(";")
    }
}

impl Placed {
    /// The action with its place in front, in a timed model.
    #[must_use]
    pub fn print(&self, spec: &Spec, names: &Names) -> String {
        let action = self.action.print(names);
        if spec.is_timed() { format!("{} {action}", self.place) } else { action }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.after {
            Some(n) => write!(f, "@{}~{n}", self.at),
            None => write!(f, "@{}", self.at),
        }
    }
}

impl Place {
    /// Reads `2.5s` or `2.5s~1`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Place, Problem> {
        let (time, after) = match text.split_once('~') {
            Some((time, after)) => (time, Some(after)),
            None => (text, None),
        };
        let at = SimTime::parse(time).map_err(|why| Problem::new(why, "so `@2.5s` is a place"))?;
        let after = match after.map(str::parse::<u32>) {
            None => None,
            Some(Ok(n)) => Some(n),
            Some(Err(_)) => {
                let what = format!("`{}` counts no steps", excerpt(text));
                return Err(Problem::new(what, "write a number after `~`, as in `@2.5s~1`"));
            }
        };
        Ok(Place { at, after })
    }
}

fn read_placed(part: &str, spec: &Spec, names: &Names) -> Result<Placed, Problem> {
    let Some(rest) = part.strip_prefix('@') else {
        if spec.is_timed() {
            let what = format!("`{}` has no time", excerpt(part));
            return Err(Problem::new(what, format!("put one in front, as in `@0.4s {part}`")));
        }
        return Ok(Placed { place: Place::default(), action: Action::parse(part, spec, names)? });
    };
    if !spec.is_timed() {
        let what = format!("`{}` has a time", excerpt(part));
        let cure = format!("{} has none: write the actions in order", spec.id);
        return Err(Problem::new(what, cure));
    }
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    let place = Place::parse(&rest[..end]).map_err(|p| p.at(0, 1 + end as u32))?;
    let action = Action::parse(&rest[end..], spec, names).map_err(|p| {
        let shift = 1 + end as u32;
        Problem { from: p.from + shift, to: p.to + shift, ..p }
    })?;
    Ok(Placed { place, action })
}

/// The parts of a script with their places: split at `;` and line breaks outside quotes. A line that
/// starts with `#` is a remark as a whole.
fn parts(text: &str) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        if !line.trim_start().starts_with('#') {
            parts_of_line(line, start, &mut out);
        }
        start += line.len() + 1;
    }
    out
}

fn parts_of_line<'a>(line: &'a str, start: usize, out: &mut Vec<(usize, &'a str)>) {
    let mut push = |from: usize, to: usize| {
        let part = &line[from..to];
        if !part.trim().is_empty() {
            out.push((start + from + part.len() - part.trim_start().len(), part.trim()));
        }
    };
    let (mut from, mut quoted, mut escaped) = (0, false, false);
    for (at, c) in line.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            ';' if !quoted => {
                push(from, at);
                from = at + 1;
            }
            _ => {}
        }
    }
    push(from, line.len());
}
