//! A model at work, with its type erased: so that a run is written once for all models.

use std::any::Any;
use std::rc::Rc;

use super::model::{Line, Model, Moment, Step};
use super::{Action, Config, Ledger, Names, SimTime, Spec, Verdict};
use crate::scene::{Choice, Scene};

/// A model with a state, the events that led to it and the checks over them.
pub trait Machine: Any {
    /// The model's declaration.
    fn spec(&self) -> &'static Spec;
    /// The names of processes and messages.
    fn names(&self) -> &Names;
    /// Another machine of the same setup, in its first state.
    fn fresh(&self) -> Box<dyn Machine>;
    /// Back to the first state, without history.
    fn rewind(&mut self);
    /// When the next thing is due.
    fn next_due(&self) -> Option<SimTime>;
    /// Lets it happen.
    fn play(&mut self);
    /// Does what is asked for, and says at which moment it is done.
    ///
    /// # Errors
    /// Why it is impossible now.
    fn act(&mut self, now: SimTime, action: &Action) -> Result<SimTime, String>;
    /// Judges the events since the last call, as those of step number `step`.
    fn judge(&mut self, step: u32, at: SimTime);
    /// How many events there are.
    fn events(&self) -> u32;
    /// The verdicts; `quiet` says that nothing is left to happen.
    fn verdicts(&self, quiet: bool) -> Vec<Verdict>;
    /// What there is to see.
    fn scene(&self, now: SimTime, end: SimTime, steps: &[Step]) -> Scene;
}

/// Makes a machine for a configuration and a seed.
pub type Maker = fn(&Config, u64) -> Box<dyn Machine>;

/// What a model says of its machines: what can be asked of them, and what happened. Of another model's
/// machines it says nothing.
///
/// It stands beside the machines, not in them: a page shows a model before it tells of it and lets it
/// be acted on, and fetches that code later.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    /// All that can be asked for now.
    pub choices: fn(&dyn Machine) -> Vec<Choice>,
    /// An event's process and name.
    pub name: fn(&dyn Machine, u32) -> (u8, String),
    /// An event in one sentence.
    pub sentence: fn(&dyn Machine, u32) -> Option<Line>,
}

impl Words {
    /// The words of a model.
    #[must_use]
    pub const fn of<M: Model>() -> Words {
        Words { choices: choices::<M>, name: name::<M>, sentence: sentence::<M> }
    }
}

fn host<M: Model>(machine: &dyn Machine) -> Option<&Host<M>> {
    let machine: &dyn Any = machine;
    machine.downcast_ref()
}

fn choices<M: Model>(machine: &dyn Machine) -> Vec<Choice> {
    host::<M>(machine).map_or_else(Vec::new, |host| M::choices(&host.setup, &host.state))
}

fn name<M: Model>(machine: &dyn Machine, event: u32) -> (u8, String) {
    let host = host::<M>(machine);
    host.map_or_else(Default::default, |host| M::name(&host.setup, &host.events[event as usize]))
}

fn sentence<M: Model>(machine: &dyn Machine, event: u32) -> Option<Line> {
    host::<M>(machine).and_then(|host| M::sentence(&host.setup, &host.events[event as usize]))
}

/// The maker of a model's machines.
#[must_use]
pub fn machine<M: Model>(config: &Config, seed: u64) -> Box<dyn Machine> {
    Box::new(Host::<M>::new(Rc::new(M::setup(config, seed))))
}

struct Host<M: Model> {
    setup: Rc<M::Setup>,
    state: M::State,
    fold: M::Fold,
    ledger: Ledger,
    events: Vec<M::Event>,
    judged: usize,
}

impl<M: Model> Host<M> {
    fn new(setup: Rc<M::Setup>) -> Host<M> {
        let (state, fold) = M::start(&setup);
        let ledger = Ledger::new(M::spec().checks.len());
        Host { setup, state, fold, ledger, events: Vec::new(), judged: 0 }
    }
}

impl<M: Model> Machine for Host<M> {
    fn spec(&self) -> &'static Spec {
        M::spec()
    }

    fn names(&self) -> &Names {
        M::names(&self.setup)
    }

    fn fresh(&self) -> Box<dyn Machine> {
        Box::new(Host::<M>::new(self.setup.clone()))
    }

    fn rewind(&mut self) {
        (self.state, self.fold) = M::start(&self.setup);
        self.ledger = Ledger::new(M::spec().checks.len());
        self.events.clear();
        self.judged = 0;
    }

    fn next_due(&self) -> Option<SimTime> {
        M::next_due(&self.setup, &self.state)
    }

    fn play(&mut self) {
        M::play(&self.setup, &mut self.state, &mut self.events);
    }

    fn act(&mut self, now: SimTime, action: &Action) -> Result<SimTime, String> {
        M::act(&self.setup, &mut self.state, now, action, &mut self.events)
    }

    fn judge(&mut self, step: u32, at: SimTime) {
        self.ledger.enter(step, at);
        for event in &self.events[self.judged..] {
            M::judge(&self.setup, &mut self.fold, event, &mut self.ledger);
        }
        self.judged = self.events.len();
    }

    fn events(&self) -> u32 {
        self.events.len() as u32
    }

    fn verdicts(&self, quiet: bool) -> Vec<Verdict> {
        if !quiet {
            return self.ledger.verdicts(M::spec(), false);
        }
        let mut ledger = self.ledger.clone();
        M::settle(&self.setup, &self.state, &self.fold, &mut ledger);
        ledger.verdicts(M::spec(), true)
    }

    fn scene(&self, now: SimTime, end: SimTime, steps: &[Step]) -> Scene {
        let moment = Moment { now, end, steps, events: &self.events, ledger: &self.ledger };
        M::scene(&self.setup, &self.state, &self.fold, &moment)
    }
}
