//! The one door from the page to the engine: link text in; plain scenes, verdicts and log out.
//!
//! ```
//! use sandtable_core::session::{Session, Side};
//! let mut session = Session::open("v1/quorum?w=1&r=1").unwrap();
//! session.seek(0);
//! while session.step() {}
//! let fresh = &session.checks(Side::Main)[0];
//! assert_eq!((fresh.name, fresh.verdict.name()), ("fresh", "violated"));
//! assert!(Session::open(&session.link()).is_ok());
//! ```

mod branches;
mod compare;
mod film;
mod range;
mod reading;

pub use branches::Branch;
pub use compare::Divergence;
pub use film::Frame;
pub use reading::{CheckState, LogLine, MarkKind, TimelineMark};

#[cfg(not(feature = "whole"))]
pub use crate::catalog::{Entry, IDS, code, find, keep, keep_words, words};
#[cfg(not(feature = "whole"))]
pub use crate::engine::Words;
pub use crate::engine::{
    Arg, ArgKind, Check, CheckKind, Config, Fault, Knob, Problem, Rule, SimTime, Spec, Switch,
    Transport, Values, Verb, Verdict,
};
pub use crate::link::{Part, model, short};

#[cfg(feature = "whole")]
use crate::catalog::{self, Entry};
use crate::engine::{Action, Machine, Place, Run, Script, Value};
use crate::link::{self, At, Link};

/// Which of two runs beside each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// The run that is always there.
    #[default]
    Main,
    /// The run with other settings, if two are compared.
    Versus,
}

/// A run that a reader works with: it can be moved in, acted on, changed, compared and linked to.
pub struct Session {
    entry: &'static Entry,
    opened: Link,
    run: Run,
    versus: Option<Run>,
    view: Option<&'static str>,
    branches: Vec<Branch>,
    branch: usize,
    seen: u32,
    aside: Vec<String>,
    range: Option<(u32, u32)>,
}

/// The declarations of all models, in the order of the site.
#[cfg(feature = "whole")]
pub fn models() -> impl Iterator<Item = &'static Spec> {
    catalog::entries().iter().map(Entry::spec)
}

impl Session {
    /// Opens a link.
    ///
    /// # Errors
    /// Everything in it that cannot be read, each with its place and a cure.
    pub fn open(text: &str) -> Result<Session, Vec<Problem>> {
        Link::open(text, None).map(Session::from_link)
    }

    /// Opens what the attributes of an element, or the words of a directive, say: the name of a
    /// model and parts such as `n=3`, `seed=7`, `do=…`.
    ///
    /// # Errors
    /// As [`Session::open`]; places are bytes of the part's value.
    pub fn assemble(model: &str, parts: &[Part]) -> Result<Session, Vec<Problem>> {
        let entry = link::find(model).map_err(|p| vec![p])?;
        Link::open_parts(entry, parts).map(Session::from_link)
    }

    fn from_link((link, run): (Link, Run)) -> Session {
        let versus = link
            .versus
            .as_ref()
            .map(|config| Run::new(run.maker(), config.clone(), run.seed(), run.script().clone()));
        let mut session = Session {
            entry: link.entry,
            view: link.view,
            opened: link,
            run,
            versus,
            branches: Vec::new(),
            branch: 0,
            seen: 0,
            aside: Vec::new(),
            range: None,
        };
        session.follow();
        session.opened = session.here();
        session.branches.push(Branch::first(session.opened.clone()));
        session
    }

    /// The model's declaration.
    #[must_use]
    pub fn spec(&self) -> &'static Spec {
        self.entry.spec()
    }

    /// The settings.
    #[must_use]
    pub fn config(&self, side: Side) -> &Config {
        self.side(side).config()
    }

    /// The seed.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.run.seed()
    }

    /// The names of the run's processes.
    #[must_use]
    pub fn processes(&self) -> &[String] {
        &self.run.names().processes
    }

    /// The name of the picture that is shown large, if one was chosen.
    #[must_use]
    pub fn view(&self) -> Option<&'static str> {
        self.view
    }

    /// Chooses the picture that is shown large by its name: `table`, `table.2`; an unknown name or
    /// `None` is all of them.
    pub fn set_view(&mut self, view: Option<&str>) {
        self.view = view.and_then(link::view_named);
    }

    /// The canonical link to this very moment.
    #[must_use]
    pub fn link(&self) -> String {
        self.here().print(self.run.names())
    }

    /// What the link to this very moment says.
    fn here(&self) -> Link {
        let run = &self.run;
        Link {
            entry: self.entry,
            config: run.config().clone(),
            seed: run.seed(),
            script: run.script().clone(),
            at: (!link::is_opening(run)).then(|| link::at(run)),
            view: self.view,
            versus: self.versus.as_ref().map(|v| v.config().clone()),
        }
    }

    /// How many steps lie before the cursor.
    #[must_use]
    pub fn position(&self) -> u32 {
        self.run.position()
    }

    /// How many steps the run has.
    #[must_use]
    pub fn length(&self) -> u32 {
        self.run.steps().len() as u32
    }

    /// The cursor's moment.
    #[must_use]
    pub fn now(&self) -> SimTime {
        self.run.now()
    }

    /// When the next step happens; `None` at the last one.
    #[must_use]
    pub fn next_time(&self) -> Option<SimTime> {
        let position = self.run.position();
        (position < self.last()).then(|| self.run.time_of(position + 1))
    }

    /// When step number `step` happens; 0 is the start.
    #[must_use]
    pub fn time_of(&self, step: u32) -> SimTime {
        self.run.time_of(step)
    }

    /// Takes one step; `false` at the end.
    pub fn step(&mut self) -> bool {
        let more = self.run.position() < self.last();
        self.seek(self.run.position() + u32::from(more));
        more
    }

    /// Takes one step back; `false` at the start.
    pub fn back(&mut self) -> bool {
        let more = self.run.position() > self.first();
        self.seek(self.run.position() - u32::from(more));
        more
    }

    /// Goes to the end.
    pub fn settle(&mut self) {
        self.seek(self.length());
    }

    /// Goes to just after step number `step`; 0 is the start, beyond the end is the end.
    pub fn seek(&mut self, step: u32) {
        self.run.seek(step);
        self.follow();
    }

    /// Goes to a moment, which may lie between two steps.
    pub fn seek_time(&mut self, moment: SimTime) {
        self.run.seek_time(moment);
        self.follow();
    }

    fn follow(&mut self) {
        self.stay_in();
        self.seen = self.seen.max(self.run.position());
        if let Some(versus) = &mut self.versus {
            if versus.spec().is_timed() {
                versus.seek_time(self.run.now());
            } else {
                versus.seek(self.run.position());
            }
        }
    }

    /// Does an action at the cursor, for instance `crash B`, and goes to just after it. What the
    /// script has later stays. Behind what was seen already this starts a new branch, and the old
    /// one is kept.
    ///
    /// # Errors
    /// The action cannot be read or is impossible now; nothing is changed then.
    pub fn act(&mut self, text: &str) -> Result<(), Problem> {
        let action = Action::parse(text, self.spec(), self.run.names())?;
        self.must_not_leave()?;
        let label = action.print(self.run.names());
        let script = self.run.with_action(action.clone())?;
        let leaves = self.run.position() < self.seen;
        let left = if leaves { Some(self.leaving()?) } else { None };
        self.run.act(&action, script.clone()).map_err(|why| {
            let what = format!("“{label}” cannot be done now: {why}");
            Problem::new(what, "choose one of the actions that are offered")
        })?;
        if let Some(left) = left {
            self.branch_off(left, &label);
        }
        self.seen = self.run.position();
        if let Some(versus) = &mut self.versus {
            versus.set_script(script);
            versus.replay_to(0, SimTime::ZERO);
        }
        self.follow();
        self.keep_branch();
        Ok(())
    }

    /// The text that an action is about, if it is about one: `Friday` in `write Friday via A`.
    #[must_use]
    pub fn text_in(&self, action: &str) -> Option<String> {
        let action = Action::parse(action, self.spec(), self.run.names()).ok()?;
        let texts = action.values.into_iter().filter_map(|value| match value {
            Value::Text(text) => Some(text),
            _ => None,
        });
        texts.into_iter().next()
    }

    /// The action with another text: `write "a b" via A`.
    ///
    /// # Errors
    /// The text is not what the action's declaration allows.
    pub fn reworded(&self, action: &str, text: &str) -> Result<String, Problem> {
        let mut action = Action::parse(action, self.spec(), self.run.names())?;
        for value in &mut action.values {
            if let Value::Text(old) = value {
                text.clone_into(old);
            }
        }
        let text = action.print(self.run.names());
        Action::parse(&text, self.spec(), self.run.names()).map(|_| text)
    }

    /// Takes the script's action of that index out again, as a new branch.
    ///
    /// # Errors
    /// There are too many branches.
    pub fn undo(&mut self, index: u32) -> Result<(), Problem> {
        let mut script = self.run.script().clone();
        let left = self.leaving()?;
        self.branch_off(left, "undo");
        script.remove(index as usize);
        let (machine, config) = (self.run.fresh(), self.run.config().clone());
        self.replace(machine, config, self.run.seed(), script);
        self.keep_branch();
        Ok(())
    }

    /// The script's actions in order, as text with their places.
    #[must_use]
    pub fn script(&self) -> Vec<String> {
        let (spec, names) = (self.spec(), self.run.names());
        self.run.script().actions().iter().map(|p| p.print(spec, names)).collect()
    }

    /// Actions that speak of processes which the present settings do not have. They come back when
    /// the processes do.
    #[must_use]
    pub fn set_aside(&self) -> &[String] {
        &self.aside
    }

    /// Changes a knob or a rule: `("w", "2")`, `("strict", "off")`. The script and the moment stay.
    ///
    /// # Errors
    /// An unknown name or a value out of range; nothing is changed then.
    pub fn set(&mut self, side: Side, name: &str, value: &str) -> Result<(), Problem> {
        let mut config = self.side(side).config().clone();
        config.set(name, value)?;
        match (side, &mut self.versus) {
            (Side::Versus, Some(versus)) => {
                let (seed, script) = (versus.seed(), versus.script().clone());
                *versus = Run::new(versus.maker(), config, seed, script);
                self.follow();
            }
            _ => self.reconfigure(config, self.run.seed()),
        }
        Ok(())
    }

    /// Changes the seed.
    pub fn set_seed(&mut self, seed: u64) {
        self.reconfigure(self.run.config().clone(), seed);
    }

    /// Back to what was opened: settings, seed, script and moment. What was there stays a branch.
    pub fn reset(&mut self) {
        let left = self.leaving();
        let fresh = Session::from_link(self.opened.clone().run(Some(&self.run)));
        (self.run, self.versus, self.view) = (fresh.run, fresh.versus, fresh.view);
        self.stay_in();
        self.aside.clear();
        if let Ok(left) = left {
            self.branch_off(left, "reset");
            self.keep_branch();
        }
    }

    /// Puts other settings under the same script, which is read anew with the new names.
    fn reconfigure(&mut self, config: Config, seed: u64) {
        let spec = self.spec();
        let machine = self.entry.machine(&config, seed);
        let names = machine.names();
        let mut script = Script::default();
        let texts: Vec<String> = self.script().into_iter().chain(self.aside.drain(..)).collect();
        for text in texts {
            let read = Script::parse(&text, spec, names).ok();
            match read.and_then(|s| s.actions().first().cloned()) {
                Some(placed)
                    if script.insert(script.index_at(placed.place.at), placed.clone()).is_ok() => {}
                _ => self.aside.push(text),
            }
        }
        self.replace(machine, config, seed, script);
        self.keep_branch();
    }

    fn replace(&mut self, machine: Box<dyn Machine>, config: Config, seed: u64, script: Script) {
        let (position, now) = (self.run.position(), self.run.now());
        if let Some(versus) = &mut self.versus {
            *versus = Run::new(versus.maker(), versus.config().clone(), seed, script.clone());
        }
        self.run = Run::with(machine, self.entry.maker(), config, seed, script);
        self.seen = 0;
        if self.spec().is_timed() {
            self.run.seek_time(now);
        } else {
            self.run.seek(position);
        }
        self.follow();
    }

    fn side(&self, side: Side) -> &Run {
        match (side, &self.versus) {
            (Side::Versus, Some(versus)) => versus,
            _ => &self.run,
        }
    }

    /// The place of the cursor for a person: `2.4 s` or `step 3`.
    #[must_use]
    pub fn place(&self) -> String {
        match link::at(&self.run) {
            At::Time(Place { at, .. }) => at.spoken(),
            At::Step(step) => format!("step {step}"),
        }
    }
}
