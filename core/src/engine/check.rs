//! Verdicts: what became of each promise, kept while events pass by.

use super::SimTime;
use super::spec::{CheckKind, Spec};

/// What became of a promise so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It was put to the test and kept.
    Holds,
    /// It was broken.
    Violated {
        /// The step that broke it, counted from 1.
        step: u32,
        /// When.
        at: SimTime,
        /// What exactly went wrong, in one sentence.
        why: String,
    },
    /// It cannot be judged yet.
    Pending,
    /// It was not put to the test.
    Vacuous,
}

impl Verdict {
    /// The verdict in one word.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Verdict::Holds => "holds",
            Verdict::Violated { .. } => "violated",
            Verdict::Pending => "pending",
            Verdict::Vacuous => "vacuous",
        }
    }
}

/// Where checks write down what they see. A check is named by its index in the declaration.
///
/// ```
/// use sandtable_core::engine::{CheckKind, Ledger, SimTime, Verdict};
/// let mut ledger = Ledger::new(1);
/// assert_eq!(ledger.verdict(0, CheckKind::Always, false), Verdict::Vacuous);
/// ledger.exercise(0);
/// assert_eq!(ledger.verdict(0, CheckKind::Always, false), Verdict::Holds);
/// ledger.enter(9, SimTime::from_ms(2_400));
/// ledger.violate(0, "B answered v1");
/// assert_eq!(ledger.verdict(0, CheckKind::Always, false).name(), "violated");
/// ```
#[derive(Clone, Debug)]
pub struct Ledger {
    step: u32,
    now: SimTime,
    entries: Vec<Entry>,
}

#[derive(Clone, Debug, Default)]
struct Entry {
    exercised: bool,
    kept: bool,
    violated: Option<(u32, SimTime, String)>,
}

impl Ledger {
    /// An empty ledger for that many checks.
    #[must_use]
    pub fn new(checks: usize) -> Ledger {
        Ledger { step: 0, now: SimTime::ZERO, entries: vec![Entry::default(); checks] }
    }

    /// Says which step the next entries belong to.
    pub fn enter(&mut self, step: u32, now: SimTime) {
        (self.step, self.now) = (step, now);
    }

    /// The moment that is being judged.
    #[must_use]
    pub fn now(&self) -> SimTime {
        self.now
    }

    /// The promise was put to the test.
    pub fn exercise(&mut self, check: usize) {
        if let Some(entry) = self.entries.get_mut(check) {
            entry.exercised = true;
        }
    }

    /// The promise was kept: for `sometimes` at once, for `eventually` when judged at the end.
    pub fn keep(&mut self, check: usize) {
        if let Some(entry) = self.entries.get_mut(check) {
            (entry.exercised, entry.kept) = (true, true);
        }
    }

    /// The promise was broken. The first time counts.
    pub fn violate(&mut self, check: usize, why: impl Into<String>) {
        let (step, now) = (self.step, self.now);
        if let Some(entry) = self.entries.get_mut(check) {
            entry.exercised = true;
            entry.violated.get_or_insert_with(|| (step, now, why.into()));
        }
    }

    /// Whether the promise was broken.
    #[must_use]
    pub fn is_violated(&self, check: usize) -> bool {
        self.entries.get(check).is_some_and(|e| e.violated.is_some())
    }

    /// The verdict; `quiet` says that nothing is due any more.
    #[must_use]
    pub fn verdict(&self, check: usize, kind: CheckKind, quiet: bool) -> Verdict {
        let Some(entry) = self.entries.get(check) else { return Verdict::Vacuous };
        if let Some((step, at, why)) = &entry.violated {
            return Verdict::Violated { step: *step, at: *at, why: why.clone() };
        }
        match kind {
            CheckKind::Always if entry.exercised => Verdict::Holds,
            CheckKind::Always => Verdict::Vacuous,
            CheckKind::Sometimes | CheckKind::Eventually if entry.kept => Verdict::Holds,
            CheckKind::Eventually if quiet && !entry.exercised => Verdict::Vacuous,
            CheckKind::Sometimes | CheckKind::Eventually => Verdict::Pending,
        }
    }

    /// The verdicts on all checks of a model.
    #[must_use]
    pub fn verdicts(&self, spec: &Spec, quiet: bool) -> Vec<Verdict> {
        let checks = spec.checks.iter().enumerate();
        checks.map(|(i, check)| self.verdict(i, check.kind, quiet)).collect()
    }
}
