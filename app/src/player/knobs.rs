//! Knobs, made from the model's declaration: a stepper for a number, a choice for a word; and the
//! seed.

use leptos::prelude::*;
use sandtable_core::session::{Knob, Problem, Session, Side, Values};

use super::parts::{chosen, details, input, lone_button, section};
use super::state::Player;
use crate::dom::{El, el};
use crate::views::icons::{Icon, icon};

/// The knobs of one side; the seed stands under those of the main one. On a phone they are folded.
pub(crate) fn knobs(player: Player, side: Side) -> El {
    let spec = player.peek(Session::spec);
    let rows = spec.knobs.iter().map(|k| knob(player, side, k));
    let seed = (side == Side::Main).then(|| seed(player));
    let open = RwSignal::new(false);
    let unfold = lone_button()
        .class("unfold")
        .live("aria-expanded", move || open.get().to_string())
        .click(move || open.update(|o| *o = !*o))
        .says(move || if open.get() { "Hide the knobs" } else { "Show the knobs" }.to_owned());
    section("knobs-section", "Knobs")
        .kid(unfold)
        .kid(
            el("ul")
                .live("class", move || if open.get() { "knobs" } else { "knobs folded" }.to_owned())
                .kids(rows)
                .kids(seed),
        )
}

fn set(player: Player, side: Side, name: &'static str, value: &str) {
    if player.attempt(|s| s.set(side, name, value)) {
        super::address::push(&player);
    }
}

fn row(label: &'static str, help: El, control: El) -> El {
    let summary = el("summary").kid(el("span").class("title").text(label));
    el("li").class("knob").kid(details(summary, help)).kid(control)
}

fn knob(player: Player, side: Side, knob: &'static Knob) -> El {
    let help = move || match knob.values {
        Values::Number { .. } => {
            let (min, max) = player.at_setup(|s| s.config(side).range(knob));
            let space = if knob.unit.is_empty() { "" } else { " " };
            let (unit, was) = (knob.unit, knob.default);
            format!("{} From {min} to {max}{space}{unit}; {was} unless changed.", knob.help)
        }
        Values::Word(_) => knob.help.to_owned(),
    };
    let control = match &knob.values {
        Values::Number { step, .. } => number(player, side, knob, *step),
        Values::Word(words) => {
            let text =
                move || player.at_setup(|s| s.config(side).text(knob.name).unwrap_or_default());
            let options = words.iter().map(|(word, says)| {
                el("option").attr("value", *word).flag("selected", text() == *word).text(*says)
            });
            el("select").label(knob.label).kids(options).value(text).on("change", move |e| {
                if let Some(value) = chosen(e) {
                    set(player, side, knob.name, &value);
                }
            })
        }
    };
    row(knob.label, el("p").says(help), control)
}

fn number(player: Player, side: Side, knob: &'static Knob, step: i64) -> El {
    let value = Memo::new(move |_| player.at_setup(|s| s.config(side).number(knob.name)));
    let range = Memo::new(move |_| player.at_setup(|s| s.config(side).range(knob)));
    let nudge = move |by: i64| {
        let (min, max) = range.get_untracked();
        let next = (value.get_untracked() + by).clamp(min, max.max(min));
        set(player, side, knob.name, &next.to_string());
    };
    let field = el("input")
        .attr("type", "text")
        .attr("inputmode", "numeric")
        .attr("autocomplete", "off")
        .label(knob.label)
        .value(move || value.get().to_string())
        .on("change", move |e| {
            if let Some(input) = input(e) {
                set(player, side, knob.name, input.value().trim());
                input.set_value(&value.get_untracked().to_string());
            }
        });
    let unit = (!knob.unit.is_empty()).then(|| el("span").class("unit").text(knob.unit));
    let less = lone_button()
        .label(format!("Less: {}", knob.label))
        .live_flag("disabled", move || value.get() <= range.get().0)
        .click(move || nudge(-step))
        .kid(icon(Icon::Minus));
    let more = lone_button()
        .label(format!("More: {}", knob.label))
        .live_flag("disabled", move || value.get() >= range.get().1)
        .click(move || nudge(step))
        .kid(icon(Icon::Plus));
    el("span").class("stepper").kid(less).kid(field).kids(unit).kid(more)
}

fn seed(player: Player) -> El {
    let value = Memo::new(move |_| player.at_setup(Session::seed));
    let change = move |seed: u64| {
        player.alter(|s| s.set_seed(seed));
        super::address::push(&player);
    };
    let field = el("input")
        .attr("type", "text")
        .attr("inputmode", "numeric")
        .attr("autocomplete", "off")
        .label("Seed")
        .value(move || value.get().to_string())
        .on("change", move |e| {
            let Some(input) = input(e) else { return };
            match input.value().trim().parse::<u64>() {
                Ok(seed) => change(seed),
                Err(_) => {
                    let what = format!("`{}` is no seed", input.value());
                    let cure = "write a whole number from 0 to 2⁶⁴ − 1";
                    player.refuse(Problem::new(what, cure));
                    input.set_value(&value.get_untracked().to_string());
                }
            }
        });
    let another = lone_button()
        .label("Another seed")
        .text("another")
        .click(move || change(value.get_untracked().wrapping_add(1)));
    let help = "What chance does. The same seed, settings and actions give the same run.";
    let control = el("span").class("stepper seed").kid(field).kid(another);
    row("Seed", el("p").text(help), control)
}
