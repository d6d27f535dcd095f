//! A run: a configuration, a seed and a script, played to the end, and a cursor in it.

use super::machine::{Machine, Maker, Words};
use super::model::{Cause, Line, Step};
use super::script::{Place, Placed, Script};
use super::{Action, Config, Fnv1a, Names, Problem, SimTime, Spec, Verdict};
use crate::scene::{Choice, Scene, Tone};

/// The largest number of steps in a run.
pub const STEPS_MAX: u32 = 50_000;

/// A run and a place in it.
///
/// The whole run is played once, when it is made or changed, so that its length, its verdicts and
/// its log are known from the start. The cursor has a machine of its own; going back replays it
/// from the beginning, which takes O(steps), about a millisecond for 10,000. An action at the end
/// is done once by each of the two machines, and nothing is played again.
pub struct Run {
    maker: Maker,
    config: Config,
    seed: u64,
    script: Script,
    whole: Box<dyn Machine>,
    steps: Vec<Step>,
    truncated: bool,
    here: Box<dyn Machine>,
    position: u32,
    now: SimTime,
}

impl Run {
    /// Plays a run to its end and puts the cursor at its start.
    #[must_use]
    pub fn new(maker: Maker, config: Config, seed: u64, script: Script) -> Run {
        let whole = maker(&config, seed);
        Run::with(whole, maker, config, seed, script)
    }

    /// The same with a machine that is made already: one of this model, these settings and this
    /// seed, in its first state.
    #[must_use]
    pub fn with(
        whole: Box<dyn Machine>,
        maker: Maker,
        config: Config,
        seed: u64,
        script: Script,
    ) -> Run {
        let mut run = Run {
            here: whole.fresh(),
            whole,
            maker,
            config,
            seed,
            script,
            steps: Vec::new(),
            truncated: false,
            position: 0,
            now: SimTime::ZERO,
        };
        run.play_on(0);
        run
    }

    /// Plays from where the whole machine stands, which is behind all steps, to the end; `taken`
    /// actions of the script are done.
    fn play_on(&mut self, taken: usize) {
        let mut taken = taken;
        while let Some(step) = next_step(&mut *self.whole, &self.script, &self.steps, &mut taken) {
            self.steps.push(step);
            let number = self.steps.len() as u32;
            self.whole.judge(number, self.steps[number as usize - 1].at);
            if number >= STEPS_MAX {
                self.truncated = true;
                break;
            }
        }
    }

    /// The same run with another script; the cursor goes to the same moment.
    pub fn set_script(&mut self, script: Script) {
        self.script = script;
        self.whole.rewind();
        self.steps.clear();
        self.truncated = false;
        self.play_on(0);
    }

    /// Does an action at the cursor, and goes to just after it. `script` is the present one with
    /// that action in it, see [`with_action`](Self::with_action).
    ///
    /// # Errors
    /// Why it is impossible now; nothing is changed then.
    pub fn act(&mut self, action: &Action, script: Script) -> Result<(), String> {
        let (position, now) = (self.position, self.now);
        if let Err(why) = self.here.act(now, action) {
            self.replay_to(position, now);
            return Err(why);
        }
        let taken = script.actions().len() - 1;
        if self.is_at_end() && taken == self.script.actions().len() {
            self.script = script;
            self.play_on(taken);
        } else {
            self.set_script(script);
        }
        self.position = position + 1;
        self.now = self.time_of(self.position);
        self.here.judge(self.position, self.now);
        Ok(())
    }

    /// Another machine of the same setup, in its first state.
    #[must_use]
    pub fn fresh(&self) -> Box<dyn Machine> {
        self.whole.fresh()
    }

    /// The model's declaration.
    #[must_use]
    pub fn spec(&self) -> &'static Spec {
        self.whole.spec()
    }

    /// The names of processes and messages.
    #[must_use]
    pub fn names(&self) -> &Names {
        self.whole.names()
    }

    /// The settings.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The seed.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The script.
    #[must_use]
    pub fn script(&self) -> &Script {
        &self.script
    }

    /// What makes this model's machines.
    #[must_use]
    pub fn maker(&self) -> Maker {
        self.maker
    }

    /// All steps.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Whether the run was stopped at [`STEPS_MAX`] steps.
    #[must_use]
    pub fn is_truncated(&self) -> bool {
        self.truncated
    }

    /// How many steps lie before the cursor.
    #[must_use]
    pub fn position(&self) -> u32 {
        self.position
    }

    /// The cursor's moment.
    #[must_use]
    pub fn now(&self) -> SimTime {
        self.now
    }

    /// When the last step happens.
    #[must_use]
    pub fn end(&self) -> SimTime {
        self.steps.last().map_or(SimTime::ZERO, |s| s.at)
    }

    /// When step number `step` happens, counted from 1; 0 is the start.
    #[must_use]
    pub fn time_of(&self, step: u32) -> SimTime {
        match step.checked_sub(1) {
            Some(index) => self.steps.get(index as usize).map_or_else(|| self.end(), |s| s.at),
            None => SimTime::ZERO,
        }
    }

    /// How many steps have happened at `moment`.
    #[must_use]
    pub fn step_at(&self, moment: SimTime) -> u32 {
        self.steps.partition_point(|s| s.at <= moment) as u32
    }

    /// Goes to just after step number `step`; beyond the end is the end.
    pub fn seek(&mut self, step: u32) {
        let step = step.min(self.steps.len() as u32);
        if step < self.position {
            self.here.rewind();
            self.position = 0;
        }
        while self.position < step {
            let at = self.position as usize;
            let last = at.checked_sub(1).map_or(SimTime::ZERO, |i| self.steps[i].at);
            repeat_step(&mut *self.here, &self.steps[at], last, &self.script);
            self.position += 1;
            self.here.judge(self.position, self.steps[at].at);
        }
        self.now = self.time_of(step);
    }

    /// Goes to a moment: after everything that is due by then.
    pub fn seek_time(&mut self, moment: SimTime) {
        self.seek(self.step_at(moment));
        // An action that delivers a later message lets time pass: no moment lies within that.
        let next = self.steps.get(self.position as usize).and_then(|s| match s.cause {
            Cause::Action(index) => Some(self.script.actions()[index as usize].place.at),
            Cause::Due | Cause::Impossible(..) => None,
        });
        let latest = next.unwrap_or_else(|| self.end());
        self.now = moment.min(latest).max(self.time_of(self.position));
    }

    /// Takes the cursor back to the start and plays again: for a script that has changed.
    pub fn replay_to(&mut self, step: u32, moment: SimTime) {
        self.here.rewind();
        self.position = 0;
        self.seek(step);
        self.now = moment.max(self.now);
    }

    /// Where an action that is taken now stands.
    #[must_use]
    pub fn place(&self) -> Place {
        if !self.spec().is_timed() {
            return Place::default();
        }
        let at = self.now;
        let next = self.steps.get(self.position as usize);
        let after = next.filter(|s| s.at == at).map(|_| {
            let before = self.steps[..self.position as usize].iter().rev();
            before.take_while(|s| s.at == at).count() as u32
        });
        Place { at, after }
    }

    /// All that can be asked for at the cursor, in its model's words.
    #[must_use]
    pub fn choices(&self, words: &Words) -> Vec<Choice> {
        (words.choices)(&*self.here)
    }

    /// The verdicts at the cursor.
    #[must_use]
    pub fn verdicts(&self) -> Vec<Verdict> {
        self.here.verdicts(self.is_at_end())
    }

    /// The verdicts at the end of the run.
    #[must_use]
    pub fn final_verdicts(&self) -> Vec<Verdict> {
        self.whole.verdicts(!self.truncated)
    }

    /// Whether nothing is left to happen by itself.
    #[must_use]
    pub fn is_at_end(&self) -> bool {
        self.position as usize == self.steps.len() && !self.truncated
    }

    /// What there is to see at the cursor.
    #[must_use]
    pub fn scene(&self) -> Scene {
        self.scene_at(self.now)
    }

    /// What there is to see at `moment`, which must lie between the cursor and the next step.
    #[must_use]
    pub fn scene_at(&self, moment: SimTime) -> Scene {
        self.here.scene(moment, self.end(), &self.steps[..self.position as usize])
    }

    /// The sentences of step number `step`, counted from 1, in its model's words.
    #[must_use]
    pub fn lines(&self, step: u32, words: &Words) -> Vec<Line> {
        let Some(index) = step.checked_sub(1).map(|i| i as usize) else { return Vec::new() };
        let Some(s) = self.steps.get(index) else { return Vec::new() };
        if let Cause::Impossible(action, why) = &s.cause {
            let action = &self.script.actions()[*action as usize].action;
            let text = format!("“{}” cannot be done: {why}.", action.print(self.names()));
            return vec![Line::new(text, Tone::Bad)];
        }
        self.events_of(index).filter_map(|e| (words.sentence)(&*self.whole, e)).collect()
    }

    /// The processes and names of the events of step number `step`, in its model's words.
    #[must_use]
    pub fn event_names(&self, step: u32, words: &Words) -> Vec<(u8, String)> {
        let Some(index) = step.checked_sub(1).map(|i| i as usize) else { return Vec::new() };
        self.events_of(index).map(|e| (words.name)(&*self.whole, e)).collect()
    }

    fn events_of(&self, index: usize) -> std::ops::Range<u32> {
        let Some(step) = self.steps.get(index) else { return 0..0 };
        let end = self.steps.get(index + 1).map_or_else(|| self.whole.events(), |s| s.events);
        step.events..end
    }

    /// The hash of the whole trace: FNV-1a over every step's time and every event's name.
    #[must_use]
    pub fn hash(&self, words: &Words) -> u64 {
        let mut hash = Fnv1a::default();
        for (index, step) in self.steps.iter().enumerate() {
            hash.write(&step.at.as_ns().to_le_bytes());
            for event in self.events_of(index) {
                let (process, name) = (words.name)(&*self.whole, event);
                hash.write(&[process]);
                hash.write(name.as_bytes());
                hash.write(&[0]);
            }
        }
        hash.finish()
    }

    /// The script with an action added at the cursor.
    ///
    /// # Errors
    /// The script is full.
    pub fn with_action(&self, action: Action) -> Result<Script, Problem> {
        let mut script = self.script.clone();
        if !self.spec().is_timed() {
            script.truncate(self.position as usize);
        }
        let before = &self.steps[..self.position as usize];
        let index = before.iter().filter(|s| s.cause != Cause::Due).count();
        script.insert(index, Placed { place: self.place(), action })?;
        Ok(script)
    }
}

/// Takes the next step of a run: what is due, or the script's next action, whichever comes first.
fn next_step(
    machine: &mut dyn Machine,
    script: &Script,
    steps: &[Step],
    taken: &mut usize,
) -> Option<Step> {
    let due = machine.next_due();
    let events = machine.events();
    if let Some(placed) = script.actions().get(*taken) {
        let place = placed.place;
        let last = steps.last().map_or(SimTime::ZERO, |s| s.at);
        let first = match due {
            None => true,
            Some(due) if due > place.at => true,
            Some(due) if due == place.at => place.after.is_some_and(|after| {
                steps.iter().rev().take_while(|s| s.at == place.at).count() >= after as usize
            }),
            Some(_) => false,
        };
        if first {
            let index = *taken as u32;
            *taken += 1;
            let at = place.at.max(last);
            let (at, cause) = match machine.act(at, &placed.action) {
                Ok(done) => (done, Cause::Action(index)),
                Err(why) => (at, Cause::Impossible(index, why)),
            };
            return Some(Step { at, cause, events });
        }
    }
    let at = due?;
    machine.play();
    Some(Step { at, cause: Cause::Due, events })
}

/// Takes a step that is known already; the one before it happened at `last`.
fn repeat_step(machine: &mut dyn Machine, step: &Step, last: SimTime, script: &Script) {
    match step.cause {
        Cause::Due => machine.play(),
        Cause::Action(index) => {
            let placed = &script.actions()[index as usize];
            let done = machine.act(placed.place.at.max(last), &placed.action);
            debug_assert_eq!(done, Ok(step.at), "a step repeats itself");
        }
        Cause::Impossible(..) => {}
    }
}
