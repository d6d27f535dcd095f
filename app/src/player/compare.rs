//! Two runs beside each other: same seed, same script, other settings, in lockstep.

use leptos::prelude::*;
use sandtable_core::session::{Session, Side, Switch};

use super::state::Player;
use super::{checks, knobs};

/// Puts a second run beside the first, different in one rule, so that there is something to see; or
/// takes it away.
pub(crate) fn toggle(player: Player) {
    if player.peek(Session::is_comparing) {
        player.alter(Session::stop_comparing);
    } else {
        let first = player.peek(first_difference);
        if let Some((name, value)) = first {
            player.attempt(|s| s.compare(name, &value));
        }
    }
    super::address::push(&player);
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
pub(crate) fn divergence(player: Player) -> impl IntoView {
    move || {
        let found = player.at_setup(|s| (s.is_comparing(), s.divergence()));
        let (true, divergence) = found else { return None };
        Some(match divergence {
            None => view! {
                <p class="divergence">"The two runs do the same from beginning to end."</p>
            }
            .into_any(),
            Some(d) => {
                let named = |name: &str| match name {
                    "" => "nothing more".to_owned(),
                    name => format!("“{name}”"),
                };
                let says = format!(
                    "The runs part at {}: on {}, these settings do {}, the others {}.",
                    d.at.spoken(),
                    d.process,
                    named(&d.main),
                    named(&d.versus)
                );
                let at = d.at;
                view! {
                    <p class="divergence">
                        {says}
                        <button type="button" class="status go" on:click=move |_| player.seek_time(at)>
                            "go there"
                        </button>
                    </p>
                }
                .into_any()
            }
        })
    }
}

/// The controls of the second run.
pub(crate) fn controls(player: Player) -> impl IntoView {
    let comparing = Memo::new(move |_| player.at_setup(Session::is_comparing));
    move || {
        comparing.get().then(|| {
            view! {
                <div class="versus">
                    <h3 class="versus-head">"The other settings"</h3>
                    <div class="panels">
                        <div>
                            {checks::checks(player, Side::Versus)}
                            {checks::rules(player, Side::Versus)}
                        </div>
                        <div>{knobs::knobs(player, Side::Versus)}</div>
                    </div>
                </div>
            }
        })
    }
}
