//! The promises of the model of BM25, judged from its events alone.

use super::answer::{Answer, Kind};
use super::spec::{GONE, POSITIVE, SAME};
use super::words::{quoted, score};
use super::{Event, Setup};
use crate::engine::Ledger;

/// Judges one event. `deleted` are the documents that were deleted so far.
pub(super) fn judge(setup: &Setup, deleted: &mut Vec<u8>, event: &Event, ledger: &mut Ledger) {
    match event {
        Event::Deleted(doc, _) => deleted.push(*doc),
        Event::Answered(answer) => {
            if answer.question.kind == Kind::Words {
                same(setup, answer, ledger);
                positive(setup, answer, ledger);
            }
            gone(setup, deleted, answer, ledger);
        }
        Event::Taken(..) | Event::Added(..) | Event::Merged(..) => {}
    }
}

fn same(setup: &Setup, answer: &Answer, ledger: &mut Ledger) {
    ledger.exercise(SAME);
    let mut pairs = answer.expected.iter().zip(&answer.best);
    let different = pairs.find(|(expected, found)| {
        expected.0 != found.0 || expected.1.to_bits() != found.1.to_bits()
    });
    let asked = quoted(&answer.question.text);
    if let Some((expected, found)) = different {
        let (better, worse) = (setup.name(expected.0), setup.name(found.0));
        let why = format!(
            "{asked} got {worse} with {}, and {better} with {} was skipped",
            score(found.1),
            score(expected.1)
        );
        ledger.violate(SAME, why);
    } else if answer.expected.len() != answer.best.len() {
        ledger.violate(SAME, format!("{asked} did not get all that match"));
    }
}

fn positive(setup: &Setup, answer: &Answer, ledger: &mut Ledger) {
    for look in &answer.looks {
        ledger.exercise(POSITIVE);
        for (term, (freq, share)) in answer.terms.iter().zip(&look.shares) {
            if *freq > 0 && *share < 0.0 {
                let why = format!(
                    "{} takes {} from {}: {} of {} documents hold it",
                    quoted(&term.text),
                    score(-share),
                    setup.name(look.doc),
                    term.doc_freq,
                    answer.count
                );
                ledger.violate(POSITIVE, why);
            }
        }
    }
}

fn gone(setup: &Setup, deleted: &[u8], answer: &Answer, ledger: &mut Ledger) {
    if deleted.is_empty() {
        return;
    }
    ledger.exercise(GONE);
    if let Some(look) = answer.looks.iter().find(|look| deleted.contains(&look.doc)) {
        let (doc, asked) = (setup.name(look.doc), quoted(&answer.question.text));
        ledger.violate(GONE, format!("{doc} was deleted, and {asked} finds it"));
    }
}
