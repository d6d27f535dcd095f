//! What a model declares about itself, as data: knobs, rules, checks and actions.

use super::{Config, faults};

/// A model's declaration. Controls, links, help and tests are all made from it.
#[derive(Debug)]
pub struct Spec {
    /// The model's name in links and elements, for instance `quorum`.
    pub id: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// What it shows, in one sentence.
    pub summary: &'static str,
    /// How it moves.
    pub transport: Transport,
    /// What can be set.
    pub knobs: &'static [Knob],
    /// What must hold for the checks to be safe, as switches.
    pub rules: &'static [Rule],
    /// What is promised.
    pub checks: &'static [Check],
    /// The model's own actions; the engine's faults come beside them.
    pub actions: &'static [Verb],
    /// The faults of the engine that make sense here.
    pub faults: &'static [Fault],
    /// The range of a knob where it depends on the others; most models take the declared one.
    pub range: fn(&Config, &Knob) -> (i64, i64),
    /// The story that it opens with: actions as in a link's `do=`.
    pub story: &'static str,
    /// Where in the story it opens: a time (`2.4s`) or a step; empty for the end.
    pub opening: &'static str,
    /// The seed that the story was chosen with.
    pub seed: u64,
    /// What is modelled, what is simplified, what is left out; one sentence each.
    pub fidelity: &'static [&'static str],
}

/// How a model moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// In simulated time: events fall due. `ambient` traffic plays while it is visible.
    Timed {
        /// Whether it plays by itself while it is visible.
        ambient: bool,
    },
    /// By its script: each action is a step.
    Scripted,
    /// Not at all: it has knobs only.
    Still,
}

/// Something that can be set.
#[derive(Debug)]
pub struct Knob {
    /// Its name in links and attributes.
    pub name: &'static str,
    /// Its name for people.
    pub label: &'static str,
    /// The unit of its number; may be empty.
    pub unit: &'static str,
    /// Its values.
    pub values: Values,
    /// Its value when nothing is said.
    pub default: i64,
    /// One line: what it does.
    pub help: &'static str,
}

/// The values that a knob can take.
#[derive(Debug)]
pub enum Values {
    /// Whole numbers from `min` to `max`; a button adds or takes `step`.
    Number {
        /// The smallest.
        min: i64,
        /// The largest.
        max: i64,
        /// What one press of a button changes.
        step: i64,
    },
    /// One of a few words; the number is the index.
    Word(&'static [(&'static str, &'static str)]),
}

impl Values {
    /// Whole numbers from `min` to `max`; a button adds or takes `step`.
    #[must_use]
    pub const fn number(min: i64, max: i64, step: i64) -> Values {
        Values::Number { min, max, step }
    }
}

/// A condition under which checks are safe, as a switch.
#[derive(Debug)]
pub struct Rule {
    /// Its name in links and attributes; `off` as value switches it off.
    pub name: &'static str,
    /// Its name for people.
    pub label: &'static str,
    /// The names of the checks that it protects; never empty.
    pub protects: &'static [&'static str],
    /// What the switch moves.
    pub switch: Switch,
    /// One line: what breaks without it.
    pub help: &'static str,
}

/// What a rule's switch moves.
#[derive(Debug)]
pub enum Switch {
    /// A setting of its own, on unless said otherwise.
    Own,
    /// It follows from the knobs, and switching it sets them.
    Derived {
        /// Whether the rule holds.
        holds: fn(&Config) -> bool,
        /// Sets the knobs so that it holds, or does not.
        set: fn(&mut Config, bool),
    },
}

/// A promise.
#[derive(Debug)]
pub struct Check {
    /// Its name in the programming interface.
    pub name: &'static str,
    /// The promise in one sentence.
    pub title: &'static str,
    /// When it is judged.
    pub kind: CheckKind,
    /// What exactly is judged, and what makes it vacuous; one or two sentences.
    pub help: &'static str,
}

/// When a check is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckKind {
    /// At every event.
    Always,
    /// Once something happens, it is kept.
    Sometimes,
    /// When nothing is due any more and the faults are over.
    Eventually,
}

impl CheckKind {
    /// Its name in the programming interface.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            CheckKind::Always => "always",
            CheckKind::Sometimes => "sometimes",
            CheckKind::Eventually => "eventually",
        }
    }
}

/// A kind of action.
#[derive(Debug)]
pub struct Verb {
    /// The word that it starts with.
    pub name: &'static str,
    /// What follows.
    pub args: &'static [Arg],
    /// One line: what it does.
    pub help: &'static str,
}

/// A part of an action after its verb.
#[derive(Debug)]
pub struct Arg {
    /// What it is called in help and in problems.
    pub name: &'static str,
    /// The word that leads it in, as in `via A`; may be empty.
    pub lead: &'static str,
    /// What it may be.
    pub kind: ArgKind,
    /// Whether it may be left out; only at the end.
    pub optional: bool,
}

/// What an argument may be.
#[derive(Debug)]
pub enum ArgKind {
    /// The name of a process.
    Process,
    /// A pair of processes, `A-B`.
    Link,
    /// A message, `write.2:A-C`.
    Message,
    /// One of a few words.
    Word(&'static [&'static str]),
    /// Text of at most so many characters, quoted where it has spaces; with the text that a
    /// button proposes.
    Text(u32, &'static str),
    /// A whole number in a range.
    Number(i64, i64),
    /// A length of time.
    Time,
}

/// A fault of the engine; see [`super::faults`] for each one's verb and arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A process stops and loses what it had in memory.
    Crash,
    /// A crashed process comes back with its disk.
    Restart,
    /// A crashed process comes back with an empty disk.
    RestartBlank,
    /// A process stands still until it is resumed.
    Pause,
    /// A process's next timer fires now.
    Timeout,
    /// A link lets nothing through until it is healed.
    Cut,
    /// A link takes longer until it is healed.
    Slow,
    /// A message is lost.
    Drop,
    /// A message arrives twice.
    Duplicate,
    /// A message takes longer.
    Delay,
    /// A message arrives before everything else that is due.
    Deliver,
    /// A process's physical clock jumps, or runs too fast or too slow.
    Skew,
}

impl Spec {
    /// The words that actions begin with: the model's own, then the engine's, each once.
    ///
    /// ```
    /// let quorum = sandtable_core::catalog::find("quorum").unwrap().spec();
    /// assert_eq!(quorum.verbs()[..3], ["write", "read", "crash"]);
    /// ```
    #[must_use]
    pub fn verbs(&self) -> Vec<&'static str> {
        let own = self.actions.iter().map(|verb| verb.name);
        let faults = self.faults.iter().flat_map(|fault| faults::verbs(*fault)).copied();
        let mut verbs = Vec::new();
        for verb in own.chain(faults) {
            if !verbs.contains(&verb) {
                verbs.push(verb);
            }
        }
        verbs
    }

    /// The knob of that name, with its index.
    #[must_use]
    pub fn knob(&self, name: &str) -> Option<(usize, &'static Knob)> {
        self.knobs.iter().enumerate().find(|(_, k)| k.name == name)
    }

    /// The rule of that name, with its index.
    #[must_use]
    pub fn rule(&self, name: &str) -> Option<(usize, &'static Rule)> {
        self.rules.iter().enumerate().find(|(_, r)| r.name == name)
    }

    /// Whether the model runs in simulated time.
    #[must_use]
    pub fn is_timed(&self) -> bool {
        matches!(self.transport, Transport::Timed { .. })
    }
}

/// The declared range of a knob, for models whose knobs do not depend on each other.
#[must_use]
pub fn declared_range(_: &Config, knob: &Knob) -> (i64, i64) {
    knob.values.range()
}

impl Values {
    /// The smallest and the largest number.
    #[must_use]
    pub fn range(&self) -> (i64, i64) {
        match self {
            Values::Number { min, max, .. } => (*min, *max),
            Values::Word(words) => (0, words.len() as i64 - 1),
        }
    }
}
