//! The promises, folded over nothing but what was decided.

use super::Event;
use super::kind::Own;
use super::setup::{STORE, Setup};
use super::spec::{ANY_WINDOW, PROMISE};
use crate::algorithms::rate_limit::promise::{AnyWindow, Breach, Promise};
use crate::engine::{Ledger, SimTime};

/// What the checks remember: for each decider its own promise, and what is in the last window.
#[derive(Clone, Debug)]
pub struct Judge {
    /// The deciders' own promises: that of the process of that number plus 1.
    own: Vec<Own>,
    /// The promise of at most the limit in any window: of each of the six, or of all together.
    any: Vec<AnyWindow>,
}

impl Judge {
    /// Nothing has passed.
    pub(super) fn new(setup: &Setup) -> Judge {
        let own = (1..=setup.deciders()).map(|p| match setup.quota_of(p) {
            Some(quota) => setup.kind_of(p).promise(quota),
            None => Own::Nothing(None),
        });
        let rate = setup.quota.rate();
        let any = AnyWindow::new(rate.limit().into(), rate.period_ns());
        let lanes = if setup.shared.is_some() { 1 } else { setup.deciders() };
        let any = any.map_or_else(|_| Vec::new(), |any| vec![any; lanes.into()]);
        Judge { own: own.collect(), any }
    }

    /// Folds one event in. O(1) amortised; text is made for a violation only.
    pub(super) fn fold(&mut self, setup: &Setup, event: &Event, ledger: &mut Ledger) {
        let Event::Decided { who, granted, .. } = event else { return };
        let (at_ns, granted) = (ledger.now().as_ns(), u32::from(*granted));
        let index = usize::from(*who).saturating_sub(1);
        let lane = if setup.shared.is_some() { 0 } else { index };
        ledger.exercise(PROMISE);
        if is_watched(setup, lane) {
            ledger.exercise(ANY_WINDOW);
        }
        if granted == 0 {
            return;
        }
        let Some(own) = self.own.get_mut(index) else { return };
        if let Err(breach) = own.admit(at_ns, granted)
            && !ledger.is_violated(PROMISE)
        {
            ledger.violate(PROMISE, broken(setup, *who, breach));
        }
        let Some(any) = self.any.get_mut(lane) else { return };
        if let Err(breach) = any.admit(at_ns, granted)
            && is_watched(setup, lane)
            && !ledger.is_violated(ANY_WINDOW)
        {
            ledger.violate(ANY_WINDOW, exceeds(setup, lane, breach));
        }
    }

    /// Where the lane of that index first let pass more than the limit in a window.
    pub(super) fn exceeded(&self, lane: usize) -> Option<Breach> {
        self.any.get(lane).and_then(Promise::breach)
    }

    /// Where a process first broke its own promise.
    pub(super) fn broken(&self, process: u8) -> Option<Breach> {
        self.own.get(usize::from(process).saturating_sub(1)).and_then(Promise::breach)
    }
}

/// Whether the check on any window judges that lane.
pub(super) fn is_watched(setup: &Setup, lane: usize) -> bool {
    setup.shared.is_some() || setup.watched.get(lane).is_some_and(|w| *w)
}

/// A decider's name inside a sentence.
pub(super) fn spoken(setup: &Setup, process: u8) -> String {
    match &setup.shared {
        None => setup.kind_of(process).spoken().to_owned(),
        Some(_) if process == STORE => "the store".to_owned(),
        Some(_) => format!("{} on its own", setup.names.process(process)),
    }
}

fn broken(setup: &Setup, process: u8, breach: Breach) -> String {
    let Breach { from_ns, to_ns, admitted, allowed } = breach;
    let (from, to) = (SimTime::from_ns(from_ns), SimTime::from_ns(to_ns));
    let who = spoken(setup, process);
    format!(
        "{who} let {admitted} pass from {} to {}, where its promise allows {allowed}",
        from.spoken(),
        to.spoken()
    )
}

fn exceeds(setup: &Setup, lane: usize, breach: Breach) -> String {
    let who = match &setup.shared {
        None => spoken(setup, lane as u8 + 1),
        Some(_) => "the nodes and the store together".to_owned(),
    };
    format!(
        "{who} let {} pass in the {} up to {}, where the limit is {}",
        breach.admitted,
        setup.period().spoken(),
        SimTime::from_ns(breach.to_ns).spoken(),
        breach.allowed
    )
}
