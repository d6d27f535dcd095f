//! Words that the live player and the static page share.

use sandtable_core::session::{Config, Knob, Rule, Session, Side, SimTime, Spec, Values, Verdict};

use sandtable_core::scene::View;

use super::icons::Icon;
use crate::dom::{El, el};

/// A verdict in a word or two.
#[must_use]
pub fn verdict(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Holds => "holds",
        Verdict::Violated { .. } => "violated",
        Verdict::Pending => "pending",
        Verdict::Vacuous => "not tested yet",
    }
}

/// A verdict's sign.
#[must_use]
pub fn verdict_icon(verdict: &Verdict) -> Icon {
    match verdict {
        Verdict::Holds => Icon::Holds,
        Verdict::Violated { .. } => Icon::Violated,
        Verdict::Pending => Icon::Pending,
        Verdict::Vacuous => Icon::Vacuous,
    }
}

/// The numbers, counted from 1, and the titles of the checks that a rule protects.
pub fn protected<'a>(
    spec: &'a Spec,
    rule: &'a Rule,
) -> impl Iterator<Item = (usize, &'static str)> {
    let checks = spec.checks.iter().enumerate();
    let mine = checks.filter(|(_, c)| rule.protects.contains(&c.name));
    mine.map(|(i, c)| (i + 1, c.title)).collect::<Vec<_>>().into_iter()
}

/// The rules that protect a check and are off, in a line; nothing if there is none.
#[must_use]
pub fn unguarded(session: &Session, side: Side, check: usize) -> Option<El> {
    let (spec, config) = (session.spec(), session.config(side));
    let name = spec.checks.get(check).map_or("", |c| c.name);
    let mine = spec.rules.iter().filter(|r| r.protects.contains(&name));
    let off: Vec<&str> = mine.filter(|r| !config.holds(r.name)).map(|r| r.label).collect();
    let says = format!("not protected: {}", off.join(", "));
    (!off.is_empty()).then(|| el("span").class("unguarded").text(says))
}

/// A kind of picture in one word.
#[must_use]
pub fn kind(kind: &str) -> &'static str {
    match kind {
        "topology" => "Network",
        "space-time" => "Timeline",
        "ring" => "Ring",
        "table" => "Table",
        "flow" => "Flow",
        _ => "Chart",
    }
}

/// Whether a knob can be turned: whether its range has more than one value.
#[must_use]
pub fn turns(config: &Config, knob: &Knob) -> bool {
    let (min, max) = config.range(knob);
    min < max
}

/// What the button says that shows one picture large: its kind, and its number from the second of
/// a kind on.
#[must_use]
pub fn tab(name: &str, view: &View) -> String {
    let number = name.strip_prefix(view.kind()).unwrap_or_default().replace('.', " ");
    kind(view.kind()).to_owned() + &number
}

/// A text that starts with a capital letter.
#[must_use]
pub fn sentence(text: &str) -> String {
    let mut out = text.to_owned();
    if let Some(first) = out.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    out
}

/// A check's number, in a shape and colour of its own.
#[must_use]
pub fn number(number: usize) -> El {
    el("span").class(format!("number n{number}")).text(number.to_string())
}

/// Where in a run the reader is: the time, and the step.
#[must_use]
pub fn readout(session: &Session) -> Vec<El> {
    let step = format!("step {} of {}", session.position(), session.length());
    let step = el("span").class("step").text(step);
    if !session.spec().is_timed() {
        return vec![step];
    }
    let says = format!("{} / {}", figures(session.now()), session.end().spoken());
    vec![el("span").class("time").text(says), step]
}

/// Seconds with three decimals, so that the figures do not dance.
fn figures(at: SimTime) -> String {
    at.clock().trim_end_matches([' ', 's']).to_owned()
}

/// A knob's value as a reader sees it: a number, or what a word means.
#[must_use]
pub fn value(config: &Config, knob: &Knob) -> String {
    match &knob.values {
        Values::Number { .. } => config.number(knob.name).to_string(),
        Values::Word(words) => {
            let word = usize::try_from(config.number(knob.name)).ok().and_then(|i| words.get(i));
            word.map_or_else(String::new, |(_, says)| (*says).to_owned())
        }
    }
}
