//! Two runs beside each other: same seed, same script, other settings.

use super::{Session, Side};
use crate::engine::{Problem, Run, SimTime, Words};

/// The first event that differs between two runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Divergence {
    /// The step of the main run to go to.
    pub step: u32,
    /// When, in the run where it happens first.
    pub at: SimTime,
    /// The process that does something else.
    pub process: String,
    /// What it does in the main run; empty if nothing more.
    pub main: String,
    /// What it does in the other one; empty if nothing more.
    pub versus: String,
}

impl Session {
    /// Whether two runs are compared.
    #[must_use]
    pub fn is_comparing(&self) -> bool {
        self.versus.is_some()
    }

    /// Puts a second run beside the first, with one setting changed.
    ///
    /// # Errors
    /// An unknown name or a value out of range; nothing is changed then.
    pub fn compare(&mut self, name: &str, value: &str) -> Result<(), Problem> {
        let mut config = self.config(Side::Versus).clone();
        config.set(name, value)?;
        let run = &self.run;
        self.versus = Some(Run::new(run.maker(), config, run.seed(), run.script().clone()));
        self.follow();
        Ok(())
    }

    /// Takes the second run away.
    pub fn stop_comparing(&mut self) {
        self.versus = None;
    }

    /// Where the two runs part: the first event whose name differs on the same process. O(events).
    #[must_use]
    pub fn divergence(&self) -> Option<Divergence> {
        let versus = self.versus.as_ref()?;
        let (a, b) = (by_process(&self.run, self.words()), by_process(versus, self.words()));
        let processes = a.len().max(b.len());
        let none = Vec::new();
        let first = (0..processes).filter_map(|p| {
            let (a, b) = (a.get(p).unwrap_or(&none), b.get(p).unwrap_or(&none));
            let same = a.iter().zip(b).take_while(|(x, y)| x.1 == y.1).count();
            let (x, y) = (a.get(same), b.get(same));
            let place = match (x, y) {
                (None, None) => return None,
                (Some(x), Some(y)) => x.0.min(y.0),
                (Some(x), None) | (None, Some(x)) => x.0,
            };
            let name = |e: Option<&(Place, String)>| e.map(|e| e.1.clone()).unwrap_or_default();
            Some((place, p, name(x), name(y)))
        });
        let ((at, step), p, main, versus) = first.min_by_key(|(place, p, ..)| (*place, *p))?;
        let step = if self.spec().is_timed() { self.run.step_at(at) } else { step };
        let process = self.run.names().process(p as u8).to_owned();
        Some(Divergence { step, at, process, main, versus })
    }
}

/// When an event happens. Runs without time are in step by their steps, others by their moments.
type Place = (SimTime, u32);

/// The events of a run, by process, in order.
fn by_process(run: &Run, words: &Words) -> Vec<Vec<(Place, String)>> {
    let mut out: Vec<Vec<(Place, String)>> = Vec::new();
    let timed = run.spec().is_timed();
    for step in 1..=run.steps().len() as u32 {
        for (process, name) in run.event_names(step, words) {
            let process = usize::from(process);
            if out.len() <= process {
                out.resize(process + 1, Vec::new());
            }
            let place = (run.time_of(step), if timed { 0 } else { step });
            out[process].push((place, name));
        }
    }
    out
}
