//! Two runs beside each other: same seed, same script, other settings, in lockstep.

use sandtable_core::session::{Session, Side, Switch};

use super::parts::lone_button;
use super::state::Player;
use super::{checks, knobs};
use crate::dom::{El, el};

/// Puts a second run beside the first, different in one rule, so that there is something to see; or
/// takes it away.
pub(crate) fn toggle(player: Player) {
    if player.peek(Session::is_comparing) {
        player.alter(Session::stop_comparing);
        super::address::push(&player);
    } else if let Some((name, value)) = player.peek(first_difference) {
        player.attempt(|s| s.compare(name, &value));
    }
}

/// The setting that the second run starts with: a rule that is off is on there; else the first rule
/// is off; without rules, the first knob is one step on.
fn first_difference(s: &Session) -> Option<(&'static str, String)> {
    let (spec, config) = (s.spec(), s.config(Side::Main));
    let derived = |r: &&sandtable_core::session::Rule| matches!(r.switch, Switch::Derived { .. });
    let off = spec.rules.iter().find(|r| !config.holds(r.name));
    if let Some(rule) = off {
        return Some((rule.name, "on".to_owned()));
    }
    if let Some(rule) = spec.rules.iter().find(derived).or(spec.rules.first()) {
        return Some((rule.name, "off".to_owned()));
    }
    let knob = spec.knobs.first()?;
    let (min, max) = config.range(knob);
    let now = config.number(knob.name);
    let next = if now < max { now + 1 } else { min };
    let mut other = config.clone();
    other.put(knob.name, next);
    Some((knob.name, other.text(knob.name)?))
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
            el("h3").class("versus-head").text("The other settings"),
            el("div").class("panels").kid(promises).kid(settings),
        ]
    })
}
