//! What a model is: a deterministic state machine, with what it says and shows about itself.

use super::{Action, Config, Ledger, Names, SimTime, Spec};
use crate::scene::{Choice, Scene, Tone};

/// A deterministic state machine in two parts: a *setup* that never changes in a run, and a
/// *state* that is small and cloned. Its events are the only thing that checks, sentences and
/// pictures of the past are made from.
///
/// The engine drives it: [`Model::play`] takes what is due next, [`Model::act`] does what a reader
/// or a script asks for. [`Model::choices`] lists all that can be asked for now; buttons, keys,
/// fuzzing and search use that list and nothing else.
pub trait Model: Sized + 'static {
    /// What never changes in a run.
    type Setup: 'static;
    /// What changes.
    type State: Clone + 'static;
    /// What can happen.
    type Event: 'static;
    /// What the checks remember.
    type Fold: Clone + 'static;

    /// The declaration.
    fn spec() -> &'static Spec;

    /// Prepares a run. Infinite or slow work is not allowed here: it runs at each change of a knob.
    fn setup(config: &Config, seed: u64) -> Self::Setup;

    /// The names of the run's processes and messages.
    fn names(setup: &Self::Setup) -> &Names;

    /// The first state, and the checks' first memory.
    fn start(setup: &Self::Setup) -> (Self::State, Self::Fold);

    /// When the next thing is due. `None`: nothing will happen by itself, as in a model that goes
    /// by its script alone.
    fn next_due(_setup: &Self::Setup, _state: &Self::State) -> Option<SimTime> {
        None
    }

    /// Lets the next due thing happen.
    fn play(_setup: &Self::Setup, _state: &mut Self::State, _out: &mut Vec<Self::Event>) {}

    /// Does what is asked for, at `now`, and says at which moment it is done: `now`, or later where
    /// the choice of a later event lets time pass.
    ///
    /// # Errors
    /// Why it is impossible now, as the end of a sentence; nothing is changed then.
    fn act(
        setup: &Self::Setup,
        state: &mut Self::State,
        now: SimTime,
        action: &Action,
        out: &mut Vec<Self::Event>,
    ) -> Result<SimTime, String>;

    /// All that can be asked for now.
    fn choices(setup: &Self::Setup, state: &Self::State) -> Vec<Choice>;

    /// Folds one event into the checks.
    fn judge(setup: &Self::Setup, fold: &mut Self::Fold, event: &Self::Event, ledger: &mut Ledger);

    /// Judges what can be judged only when nothing is due any more.
    fn settle(
        _setup: &Self::Setup,
        _state: &Self::State,
        _fold: &Self::Fold,
        _ledger: &mut Ledger,
    ) {
    }

    /// An event's process and its name, for the trace's hash and for comparing runs.
    fn name(setup: &Self::Setup, event: &Self::Event) -> (u8, String);

    /// An event in one sentence; `None` if it is not worth one.
    fn sentence(setup: &Self::Setup, event: &Self::Event) -> Option<Line>;

    /// What there is to see.
    fn scene(
        setup: &Self::Setup,
        state: &Self::State,
        fold: &Self::Fold,
        moment: &Moment<'_, Self::Event>,
    ) -> Scene;
}

/// A sentence of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The sentence, with its full stop.
    pub text: String,
    /// What it is about.
    pub tone: Tone,
    /// Whether it is a turn of the story, worth a frame of the film strip.
    pub beat: bool,
}

impl Line {
    /// An ordinary sentence.
    #[must_use]
    pub fn new(text: impl Into<String>, tone: Tone) -> Line {
        Line { text: text.into(), tone, beat: false }
    }

    /// A turn of the story.
    #[must_use]
    pub fn beat(text: impl Into<String>, tone: Tone) -> Line {
        Line { text: text.into(), tone, beat: true }
    }
}

/// One thing that happened: when, why, and which events it made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// When.
    pub at: SimTime,
    /// Why.
    pub cause: Cause,
    /// The first of its events; it has all up to the next step's first.
    pub events: u32,
}

/// Why a step happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// It was due.
    Due,
    /// The script's action of that index.
    Action(u32),
    /// The script's action of that index was impossible, and why.
    Impossible(u32, String),
}

/// A moment of a run, as a scene is made of it: the past, the present, and how far the run goes.
#[derive(Debug)]
pub struct Moment<'a, E> {
    /// The present; it may lie between two steps.
    pub now: SimTime,
    /// When the run ends, if nothing more is done.
    pub end: SimTime,
    /// What happened so far.
    pub steps: &'a [Step],
    /// The events of those steps.
    pub events: &'a [E],
    /// The checks so far.
    pub ledger: &'a Ledger,
}

impl<'a, E> Moment<'a, E> {
    /// The events so far with the step that made them, counted from 1, and its time.
    pub fn history(&self) -> impl Iterator<Item = (u32, SimTime, &'a E)> + '_ {
        let ends = self.steps.iter().skip(1).map(|s| s.events as usize);
        let ends = ends.chain(std::iter::once(self.events.len()));
        self.steps.iter().zip(ends).enumerate().flat_map(move |(i, (step, end))| {
            let events = &self.events[step.events as usize..end];
            events.iter().map(move |e| (i as u32 + 1, step.at, e))
        })
    }
}
