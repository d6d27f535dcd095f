//! A model's settings: a number for each knob and a switch for each rule.

use super::problem::{excerpt, nearest};
use super::spec::{Spec, Switch, Values};
use super::{Problem, spec::Knob};

/// The settings of one run. Always complete and always within range.
#[derive(Clone, Debug)]
pub struct Config {
    spec: &'static Spec,
    knobs: Vec<i64>,
    rules: Vec<bool>,
}

impl PartialEq for Config {
    fn eq(&self, other: &Config) -> bool {
        std::ptr::eq(self.spec, other.spec)
            && self.knobs == other.knobs
            && self.rules == other.rules
    }
}

impl Config {
    /// Every knob at its default, every rule of its own switched on.
    #[must_use]
    pub fn new(spec: &'static Spec) -> Config {
        Config {
            spec,
            knobs: spec.knobs.iter().map(|k| k.default).collect(),
            rules: spec.rules.iter().map(|_| true).collect(),
        }
    }

    /// The declaration that these settings belong to.
    #[must_use]
    pub fn spec(&self) -> &'static Spec {
        self.spec
    }

    /// A knob's number.
    ///
    /// # Panics
    /// If the model declares no such knob: a mistake in the model, found by its first test.
    #[must_use]
    pub fn number(&self, knob: &str) -> i64 {
        let (index, _) = self.spec.knob(knob).expect("a declared knob");
        self.knobs[index]
    }

    /// A knob's number as a count; negative numbers are 0.
    ///
    /// # Panics
    /// As [`Config::number`].
    #[must_use]
    pub fn count(&self, knob: &str) -> u32 {
        u32::try_from(self.number(knob).max(0)).unwrap_or(u32::MAX)
    }

    /// Whether a rule holds.
    ///
    /// # Panics
    /// If the model declares no such rule.
    #[must_use]
    pub fn holds(&self, rule: &str) -> bool {
        let (index, rule) = self.spec.rule(rule).expect("a declared rule");
        match rule.switch {
            Switch::Own => self.rules[index],
            Switch::Derived { holds, .. } => holds(self),
        }
    }

    /// The smallest and the largest number that a knob may have, the others being as they are.
    #[must_use]
    pub fn range(&self, knob: &Knob) -> (i64, i64) {
        (self.spec.range)(self, knob)
    }

    /// Sets a knob for a rule's switch; the number is brought into range.
    pub fn put(&mut self, knob: &str, number: i64) {
        if let Some((index, knob)) = self.spec.knob(knob) {
            let (min, max) = self.range(knob);
            self.knobs[index] = number.clamp(min, max.max(min));
        }
    }

    /// A setting as text: a number, a word, `on` or `off`. `None` if nothing has that name.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<String> {
        if let Some((index, knob)) = self.spec.knob(name) {
            return Some(match knob.values {
                Values::Number { .. } => self.knobs[index].to_string(),
                Values::Word(words) => words[self.knobs[index] as usize].0.to_owned(),
            });
        }
        self.spec.rule(name)?;
        Some(if self.holds(name) { "on" } else { "off" }.to_owned())
    }

    /// Changes one setting as a reader does: other knobs whose range shrinks follow.
    ///
    /// # Errors
    /// An unknown name or a value out of range; nothing is changed then.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), Problem> {
        if let (Some((_, rule)), Ok(on)) = (self.spec.rule(name), switch(value))
            && let Switch::Derived { set, .. } = rule.switch
        {
            set(self, on);
            return Ok(());
        }
        self.assign(name, value)?;
        for (index, knob) in self.spec.knobs.iter().enumerate() {
            let (min, max) = self.range(knob);
            self.knobs[index] = self.knobs[index].clamp(min, max.max(min));
        }
        Ok(())
    }

    /// Reads many settings at once, as they stand in a link: the order does not matter, and each
    /// is judged with all the others in place. O(pairs²): whoever reads what somebody wrote bounds
    /// their number first, as links do.
    ///
    /// # Errors
    /// Every setting that cannot be read, with the index of its pair.
    pub fn read(&mut self, pairs: &[(String, String)]) -> Result<(), Vec<(usize, Problem)>> {
        let mut problems = Vec::new();
        let mut wanted = self.clone();
        for (i, (name, value)) in pairs.iter().enumerate() {
            if pairs[..i].iter().any(|(earlier, _)| earlier == name) {
                let what = format!("`{}` is set twice", excerpt(name));
                problems.push((i, Problem::new(what, "keep one of them")));
            } else if let Err(problem) = wanted.assign(name, value) {
                problems.push((i, problem));
            }
        }
        for (i, (name, value)) in pairs.iter().enumerate() {
            if problems.iter().any(|(j, _)| *j == i) {
                continue;
            }
            if let Some((index, knob)) = self.spec.knob(name) {
                if let Err(problem) = wanted.in_range(knob, wanted.knobs[index], value) {
                    problems.push((i, problem));
                }
            } else if let Some((_, rule)) = self.spec.rule(name)
                && let Switch::Derived { .. } = rule.switch
                && switch(value) != Ok(wanted.holds(name))
            {
                let is = if wanted.holds(name) { "on" } else { "off" };
                let what = format!("`{name}={value}` contradicts the knobs, by which it is {is}");
                problems.push((i, Problem::new(what, "leave it out, or change the knobs")));
            }
        }
        // A default can be out of range once another knob was set.
        for (index, knob) in self.spec.knobs.iter().enumerate() {
            let (min, max) = wanted.range(knob);
            if !pairs.iter().any(|(name, _)| name == knob.name) {
                wanted.knobs[index] = wanted.knobs[index].clamp(min, max.max(min));
            }
        }
        if problems.is_empty() {
            *self = wanted;
            Ok(())
        } else {
            Err(problems)
        }
    }

    /// The settings that are not what they would be if nothing but the others were said, in the
    /// order of the declaration: exactly what [`Config::read`] needs to make them again.
    #[must_use]
    pub fn differences(&self) -> Vec<(&'static str, String)> {
        let default = Config::new(self.spec);
        let mut out = Vec::new();
        for (index, knob) in self.spec.knobs.iter().enumerate() {
            if self.knobs[index] != default.knobs[index] {
                out.push((knob.name, self.text(knob.name).unwrap_or_default()));
            }
        }
        for (index, rule) in self.spec.rules.iter().enumerate() {
            if matches!(rule.switch, Switch::Own) && !self.rules[index] {
                out.push((rule.name, "off".to_owned()));
            }
        }
        // A default that had to give way comes back by itself; one that did not must be said.
        let pairs: Vec<(String, String)> =
            out.iter().map(|(n, v)| ((*n).to_owned(), v.clone())).collect();
        let mut again = Config::new(self.spec);
        if again.read(&pairs).is_ok() && again != *self {
            for (index, knob) in self.spec.knobs.iter().enumerate() {
                if again.knobs[index] != self.knobs[index] {
                    out.push((knob.name, self.text(knob.name).unwrap_or_default()));
                }
            }
        }
        out
    }

    fn assign(&mut self, name: &str, value: &str) -> Result<(), Problem> {
        if let Some((index, knob)) = self.spec.knob(name) {
            let number = match &knob.values {
                Values::Number { .. } => value.parse::<i64>().map_err(|_| {
                    let what = format!("`{name}={}` is no whole number", excerpt(value));
                    Problem::new(what, expected(knob, self.range(knob)))
                })?,
                Values::Word(words) => {
                    let found = words.iter().position(|(word, _)| *word == value);
                    found.map(|i| i as i64).ok_or_else(|| {
                        let what = format!("`{name}={}` is no known word", excerpt(value));
                        Problem::new(what, expected(knob, (0, 0)))
                    })?
                }
            };
            let (min, max) = knob.values.range();
            if number < min || number > max {
                return self.in_range(knob, number, value);
            }
            self.knobs[index] = number;
            return Ok(());
        }
        if let Some((index, _)) = self.spec.rule(name) {
            let on = switch(value).map_err(|()| {
                let what = format!("`{name}={}` is neither on nor off", excerpt(value));
                Problem::new(what, "write `on` or `off`")
            })?;
            self.rules[index] = on;
            return Ok(());
        }
        Err(self.unknown(name))
    }

    fn unknown(&self, name: &str) -> Problem {
        let names: Vec<&str> = (self.spec.knobs.iter().map(|k| k.name))
            .chain(self.spec.rules.iter().map(|r| r.name))
            .collect();
        let cure = match nearest(name, names.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("choose from {}", names.join(", ")),
        };
        Problem::new(format!("{} has no setting `{}`", self.spec.id, excerpt(name)), cure)
    }

    fn in_range(&self, knob: &Knob, number: i64, value: &str) -> Result<(), Problem> {
        let (min, max) = self.range(knob);
        if (min..=max).contains(&number) {
            return Ok(());
        }
        let what = format!("`{}={}` is out of range", knob.name, excerpt(value));
        Err(Problem::new(what, expected(knob, (min, max))))
    }
}

fn switch(value: &str) -> Result<bool, ()> {
    match value {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err(()),
    }
}

fn expected(knob: &Knob, (min, max): (i64, i64)) -> String {
    match &knob.values {
        Values::Number { .. } if min == max => format!("only {min} is possible here"),
        Values::Number { .. } => {
            let unit =
                if knob.unit.is_empty() { String::new() } else { format!(" ({})", knob.unit) };
            format!("choose {min} to {max}{unit}")
        }
        Values::Word(words) => {
            let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            format!("choose from {}", words.join(", "))
        }
    }
}
