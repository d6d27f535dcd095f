//! Knobs, made from the model's declaration: a stepper for a number, a choice for a word; and the
//! seed.

use sandtable_core::session::{Knob, Problem, Session, Side, Values};

use super::parts::{chosen, details, input, lone_button, section};
use super::state::Player;
use crate::dom::{El, el};
use crate::views::icons::{Icon, icon};
use crate::views::words;

/// The knobs of one side; the seed stands under those of the main one. On a phone they are folded.
pub(crate) fn knobs(player: Player, side: Side) -> El {
    let spec = player.peek(Session::spec);
    let rows = spec.knobs.iter().map(|k| knob(player, side, k));
    let seed = (side == Side::Main).then(|| seed(player));
    let open = move || player.page(|ui| ui.unfolded);
    let unfold = lone_button()
        .class("unfold")
        .live("aria-expanded", move || open().to_string())
        .click(move || player.open(|ui| ui.unfolded = !ui.unfolded))
        .says(move || if open() { "Hide the knobs" } else { "Show the knobs" }.to_owned());
    section("knobs-section", "Knobs").kid(unfold).kid(
        el("ul")
            .live("class", move || if open() { "knobs" } else { "knobs folded" }.to_owned())
            .kids(rows)
            .kids(seed),
    )
}

fn set(player: Player, side: Side, name: &'static str, value: &str) {
    player.attempt(|s| s.set(side, name, value));
}

fn row(label: &'static str, help: El, control: El) -> El {
    let summary = el("summary").kid(el("span").class("title").text(label));
    el("li").kid(details(summary, help)).kid(control)
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
    let class =
        move || if player.differs(side, knob.name) { "knob differs" } else { "knob" }.to_owned();
    // A single value is no choice.
    row(knob.label, el("p").says(help), control)
        .live("class", class)
        .live_flag("hidden", move || !player.at_setup(|s| words::turns(s.config(side), knob)))
}

fn number(player: Player, side: Side, knob: &'static Knob, step: i64) -> El {
    // The number and its range.
    let now = move |s: &Session| (s.config(side).number(knob.name), s.config(side).range(knob));
    let nudge = move |by: i64| {
        let (value, (min, max)) = player.peek(now);
        set(player, side, knob.name, &(value + by).clamp(min, max.max(min)).to_string());
    };
    let field = el("input")
        .attr("type", "text")
        .attr("inputmode", "numeric")
        .attr("autocomplete", "off")
        .label(knob.label)
        .value(move || player.at_setup(now).0.to_string())
        .on("change", move |e| {
            if let Some(input) = input(e) {
                set(player, side, knob.name, input.value().trim());
                input.set_value(&player.peek(now).0.to_string());
            }
        });
    let unit = (!knob.unit.is_empty()).then(|| el("span").class("unit").text(knob.unit));
    let less = lone_button()
        .label(format!("Less: {}", knob.label))
        .live_flag("disabled", move || at_border(player.at_setup(now), -1))
        .click(move || nudge(-step))
        .kid(icon(Icon::Minus));
    let more = lone_button()
        .label(format!("More: {}", knob.label))
        .live_flag("disabled", move || at_border(player.at_setup(now), 1))
        .click(move || nudge(step))
        .kid(icon(Icon::Plus));
    el("span").class("stepper").kid(less).kid(field).kids(unit).kid(more)
}

/// Whether a number can go no further down or up.
fn at_border((value, (min, max)): (i64, (i64, i64)), way: i64) -> bool {
    if way < 0 { value <= min } else { value >= max }
}

fn seed(player: Player) -> El {
    let change = move |seed: u64| {
        player.alter(|s| s.set_seed(seed));
        super::address::push(&player);
    };
    let field = el("input")
        .attr("type", "text")
        .attr("inputmode", "numeric")
        .attr("autocomplete", "off")
        .label("Seed")
        .value(move || player.at_setup(Session::seed).to_string())
        .on("change", move |e| {
            let Some(input) = input(e) else { return };
            match input.value().trim().parse::<u64>() {
                Ok(seed) => change(seed),
                Err(_) => {
                    let what = format!("`{}` is no seed", input.value());
                    let cure = "write a whole number from 0 to 2⁶⁴ − 1";
                    player.refuse(vec![Problem::new(what, cure)]);
                    input.set_value(&player.peek(Session::seed).to_string());
                }
            }
        });
    let another = lone_button()
        .label("Another seed")
        .text("another")
        .click(move || change(player.peek(Session::seed).wrapping_add(1)));
    let help = "What chance does. The same seed, settings and actions give the same run.";
    let control = el("span").class("stepper seed").kid(field).kid(another);
    row("Seed", el("p").text(help), control).class("knob")
}
