//! Two runs beside each other: same seed, same script, other settings, in lockstep.

use sandtable_core::session::{Problem, Rule, Session, Side, Switch};

use super::parts::lone_button;
use super::state::Player;
use super::{checks, knobs};
use crate::dom::{El, el};

/// Puts a second run beside the first, different in one setting, so that there is something to see;
/// or takes it away.
pub(crate) fn toggle(player: Player) {
    if player.peek(Session::is_comparing) {
        player.alter(Session::stop_comparing);
        super::address::push(&player);
    } else {
        player.attempt(begin);
    }
}

/// Starts with the first difference that makes the runs part; if none does, with the first of all.
fn begin(s: &mut Session) -> Result<(), Problem> {
    let all = differences(s);
    for (name, value) in &all {
        s.compare(name, value)?;
        if s.divergence().is_some() {
            return Ok(());
        }
        s.stop_comparing();
    }
    all.first().map_or(Ok(()), |(name, value)| s.compare(name, value))
}

/// What a second run can start with: a rule that is off is on there; a rule that is on is off, those
/// that follow from knobs first; the first knob is one step on.
fn differences(s: &Session) -> Vec<(&'static str, String)> {
    let (spec, config) = (s.spec(), s.config(Side::Main));
    let (on, off): (Vec<&Rule>, Vec<&Rule>) = spec.rules.iter().partition(|r| config.holds(r.name));
    let (derived, own): (Vec<&Rule>, Vec<&Rule>) =
        on.into_iter().partition(|r| matches!(r.switch, Switch::Derived { .. }));
    let off = off.into_iter().map(|r| (r.name, "on".to_owned()));
    let on = derived.into_iter().chain(own).map(|r| (r.name, "off".to_owned()));
    let knob = spec.knobs.first().and_then(|knob| {
        let (min, max) = config.range(knob);
        let now = config.number(knob.name);
        let mut other = config.clone();
        other.put(knob.name, if now < max { now + 1 } else { min });
        Some((knob.name, other.text(knob.name)?))
    });
    off.chain(on).chain(knob).collect()
}

/// Where the two runs part, in one sentence.
pub(crate) fn divergence(player: Player) -> Vec<El> {
    let (comparing, divergence) = player.at_setup(|s| (s.is_comparing(), s.divergence()));
    if !comparing {
        return Vec::new();
    }
    let row = el("p").class("divergence");
    let Some(d) = divergence else {
        return vec![row.text("The two runs do the same from beginning to end.")];
    };
    let named = |name: &str| match name {
        "" => "nothing more".to_owned(),
        name => format!("“{name}”"),
    };
    let says = format!(
        "The runs part at {}: on {}, these settings do {}, the others {}. ",
        d.at.spoken(),
        d.process,
        named(&d.main),
        named(&d.versus)
    );
    let at = d.at;
    let go = lone_button().class("status go").text("go there").click(move || player.seek_time(at));
    vec![row.text(says).kid(go)]
}

/// The controls of the second run.
pub(crate) fn controls(player: Player) -> El {
    el("div").class("versus").follow(move || {
        if !player.at_setup(Session::is_comparing) {
            return Vec::new();
        }
        let promises = el("div")
            .kid(checks::checks(player, Side::Versus))
            .kids(checks::rules(player, Side::Versus));
        let settings = el("div").kid(knobs::knobs(player, Side::Versus));
        vec![
            el("div").class("topic versus-head").text("The other settings"),
            el("div").class("panels").kid(promises).kid(settings),
        ]
    })
}
