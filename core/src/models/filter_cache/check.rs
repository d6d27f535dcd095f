//! The promises of the filter cache's model, judged from its events alone.

use super::spec::{BUDGET, FILTERS_MAX, REUSE, SAME};
use super::{Event, Setup};
use crate::engine::Ledger;
use crate::scene::grouped;

/// Judges one event.
pub(super) fn judge(setup: &Setup, event: &Event, ledger: &mut Ledger) {
    let Event::Answered(answer) = event else { return };
    ledger.exercise(SAME);
    if let Some(wrong) = &answer.wrong {
        ledger.violate(SAME, format!("“{}”: {wrong}", answer.query.text));
    }
    ledger.exercise(BUDGET);
    let (bytes, filters) = answer.kept;
    if bytes > setup.bytes_max || filters > FILTERS_MAX {
        let (bytes, most) = (grouped(bytes), grouped(setup.bytes_max));
        ledger.violate(BUDGET, format!("{bytes} bytes are kept, and {most} are allowed"));
    }
    if answer.reuses() {
        ledger.keep(REUSE);
    }
}
