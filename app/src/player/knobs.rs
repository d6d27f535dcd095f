//! Knobs, made from the model's declaration: a stepper for a number, a choice for a word; and the
//! seed.

use leptos::prelude::*;
use sandtable_core::session::{Knob, Session, Side, Values};
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement, HtmlSelectElement};

use super::state::Player;
use crate::views::icons::{Icon, icon};

/// The knobs of one side; the seed stands under those of the main one.
pub(crate) fn knobs(player: Player, side: Side) -> impl IntoView {
    let spec = player.peek(Session::spec);
    let rows = spec.knobs.iter().map(|k| knob(player, side, k)).collect_view();
    let seed = (side == Side::Main).then(|| seed(player));
    view! {
        <section class="knobs">
            <h3>"Knobs"</h3>
            <ul>{rows}{seed}</ul>
        </section>
    }
}

fn set(player: Player, side: Side, name: &'static str, value: &str) {
    if player.attempt(|s| s.set(side, name, value)) {
        super::address::push(&player);
    }
}

fn knob(player: Player, side: Side, knob: &'static Knob) -> AnyView {
    let help = move || {
        let range = player.at_setup(|s| s.config(side).range(knob));
        match knob.values {
            Values::Number { .. } => {
                let unit = if knob.unit.is_empty() { String::new() } else { format!(" {}", knob.unit) };
                let (min, max, was) = (range.0, range.1, knob.default);
                format!("{} From {min} to {max}{unit}; {was} unless changed.", knob.help)
            }
            Values::Word(_) => knob.help.to_owned(),
        }
    };
    let text = move || player.at_setup(|s| s.config(side).text(knob.name).unwrap_or_default());
    let control = match &knob.values {
        Values::Number { step, .. } => number(player, side, knob, *step),
        Values::Word(words) => {
            let options = words.iter().map(|(word, says)| {
                let word = *word;
                view! { <option value=word selected=move || text() == word>{*says}</option> }
            });
            let options = options.collect_view();
            let changed = move |e: Event| {
                let select = e.target().and_then(|t| t.dyn_into::<HtmlSelectElement>().ok());
                if let Some(select) = select {
                    set(player, side, knob.name, &select.value());
                }
            };
            view! { <select aria-label=knob.label on:change=changed prop:value=text>{options}</select> }
                .into_any()
        }
    };
    view! {
        <li class="knob">
            <details>
                <summary><span class="title">{knob.label}</span></summary>
                <p class="help">{help}</p>
            </details>
            {control}
        </li>
    }
    .into_any()
}

fn number(player: Player, side: Side, knob: &'static Knob, step: i64) -> AnyView {
    let value = Memo::new(move |_| player.at_setup(|s| s.config(side).number(knob.name)));
    let range = Memo::new(move |_| player.at_setup(|s| s.config(side).range(knob)));
    let at_min = move || value.get() <= range.get().0;
    let at_max = move || value.get() >= range.get().1;
    let nudge = move |by: i64| {
        let (min, max) = range.get_untracked();
        let next = (value.get_untracked() + by).clamp(min, max);
        set(player, side, knob.name, &next.to_string());
    };
    let typed = move |e: Event| {
        let input = e.target().and_then(|t| t.dyn_into::<HtmlInputElement>().ok());
        if let Some(input) = input {
            set(player, side, knob.name, input.value().trim());
            input.set_value(&value.get_untracked().to_string());
        }
    };
    let unit = (!knob.unit.is_empty()).then(|| view! { <span class="unit">{knob.unit}</span> });
    view! {
        <span class="stepper">
            <button type="button" aria-label=format!("Less: {}", knob.label)
                disabled=at_min
                on:click=move |_| nudge(-step)>{icon(Icon::Minus)}</button>
            <input type="text" inputmode="numeric" aria-label=knob.label autocomplete="off"
                prop:value=move || value.get().to_string() on:change=typed/>
            {unit}
            <button type="button" aria-label=format!("More: {}", knob.label)
                disabled=at_max
                on:click=move |_| nudge(step)>{icon(Icon::Plus)}</button>
        </span>
    }
    .into_any()
}

fn seed(player: Player) -> impl IntoView {
    let value = Memo::new(move |_| player.at_setup(Session::seed));
    let change = move |seed: u64| {
        player.alter(|s| s.set_seed(seed));
        super::address::push(&player);
    };
    let typed = move |e: Event| {
        let Some(input) = e.target().and_then(|t| t.dyn_into::<HtmlInputElement>().ok()) else {
            return;
        };
        match input.value().trim().parse::<u64>() {
            Ok(seed) => change(seed),
            Err(_) => {
                let what = format!("`{}` is no seed", input.value());
                let cure = "write a whole number from 0 to 2⁶⁴ − 1";
                player.problems.set(vec![sandtable_core::session::Problem::new(what, cure)]);
                input.set_value(&value.get_untracked().to_string());
            }
        }
    };
    view! {
        <li class="knob">
            <details>
                <summary><span class="title">"Seed"</span></summary>
                <p class="help">"What chance does. The same seed, settings and actions give the same run."</p>
            </details>
            <span class="stepper seed">
                <input type="text" inputmode="numeric" aria-label="Seed" autocomplete="off"
                    prop:value=move || value.get().to_string() on:change=typed/>
                <button type="button" on:click=move |_| change(value.get_untracked().wrapping_add(1))>
                    "another"
                </button>
            </span>
        </li>
    }
}
