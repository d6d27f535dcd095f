//! Under the picture: reset, step back, play or pause, step, settle, speed, scrubber.

use leptos::prelude::*;
use sandtable_core::session::{MarkKind, Session, SimTime, Transport};
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement, KeyboardEvent};

use super::state::Player;
use crate::views::icons::{Icon, icon};

/// The scrubber's length in its own units.
const SCALE: f64 = 10_000.0;

/// The whole bar.
pub(crate) fn transport(player: Player) -> impl IntoView {
    let still = player.peek(|s| s.spec().transport == Transport::Still);
    (!still).then(|| {
        view! {
            <div class="transport">
                {buttons(player)}
                {speed(player)}
                {scrubber(player)}
                <output class="place">{move || player.at_moment(readout)}</output>
            </div>
        }
    })
}

/// The time and the step: `1.2 / 3.0 s · step 9 of 14`.
fn readout(s: &Session) -> AnyView {
    let step = format!("step {} of {}", s.position(), s.length());
    let time = s.spec().is_timed().then(|| {
        let says = format!("{} / {}", digits(s.now()), s.end().spoken());
        view! { <span class="time">{says}</span> }
    });
    view! { {time}<span class="step">{step}</span> }.into_any()
}

/// Seconds with three decimals, so that the figures do not dance.
fn digits(at: SimTime) -> String {
    at.clock().trim_end_matches(" s").to_owned()
}

fn buttons(player: Player) -> impl IntoView {
    let plays = move || player.playing.get();
    let at_start = move || player.at_moment(|s| s.position() == 0 && s.now() == SimTime::ZERO);
    let at_end = move || player.at_moment(|s| s.position() >= s.length());
    let label = move || match (plays(), at_end()) {
        (true, _) => "Pause",
        (false, true) => "Play from the start",
        (false, false) => "Play",
    };
    view! {
        <div class="buttons" role="toolbar" aria-label="Transport" data-rove="">
            <button type="button" aria-label="Reset" title="Reset (R)"
                on:click=move |_| player.reset()>{icon(Icon::Reset)}</button>
            <button type="button" tabindex="-1" aria-label="Step back" title="Step back (←)"
                aria-disabled=move || at_start().to_string()
                on:click=move |_| player.back()>{icon(Icon::Back)}</button>
            <button type="button" tabindex="-1" class="play" aria-label=label title="Play or pause (space)"
                on:click=move |_| player.toggle()>
                {move || icon(if plays() { Icon::Pause } else { Icon::Play })}
            </button>
            <button type="button" tabindex="-1" aria-label="Step" title="Step (→)"
                aria-disabled=move || at_end().to_string()
                on:click=move |_| player.step_shown()>{icon(Icon::Step)}</button>
            <button type="button" tabindex="-1" aria-label="Settle" title="To the end (End)"
                aria-disabled=move || at_end().to_string()
                on:click=move |_| player.seek(u32::MAX)>{icon(Icon::Settle)}</button>
        </div>
    }
}

fn speed(player: Player) -> impl IntoView {
    let speeds = [("0.25", "¼×"), ("0.5", "½×"), ("1", "1×"), ("2", "2×")];
    let changed = move |e: web_sys::Event| {
        let select = e.target().and_then(|t| t.dyn_into::<HtmlSelectElement>().ok());
        if let Some(speed) = select.and_then(|s| s.value().parse().ok()) {
            player.speed.set(speed);
        }
    };
    let options = speeds.map(|(value, says)| {
        view! { <option value=value selected=value == "1">{says}</option> }
    });
    view! { <select class="speed" aria-label="Speed" on:change=changed>{Vec::from(options)}</select> }
}

/// How much of the run lies before a place, 0 to 1.
fn share(s: &Session, step: u32, at: SimTime) -> f64 {
    let (here, whole) = if s.spec().is_timed() {
        (at.as_secs(), s.end().as_secs())
    } else {
        (f64::from(step), f64::from(s.length()))
    };
    if whole > 0.0 { (here / whole).clamp(0.0, 1.0) } else { 0.0 }
}

fn scrubber(player: Player) -> impl IntoView {
    let here = move || player.at_moment(|s| share(s, s.position(), s.now()));
    let value = move || format!("{:.0}", here() * SCALE);
    let says = move || {
        player.at_place(|s| format!("step {} of {}, {}", s.position(), s.length(), s.place()))
    };
    let moved = move |e: web_sys::Event| {
        let input = e.target().and_then(|t| t.dyn_into::<HtmlInputElement>().ok());
        let Some(share) = input.and_then(|i| i.value().parse::<f64>().ok()) else { return };
        let share = (share / SCALE).clamp(0.0, 1.0);
        let (timed, end, length) = player.peek(|s| (s.spec().is_timed(), s.end(), s.length()));
        if timed {
            let moment = if share >= 1.0 { end } else { SimTime::from_secs(end.as_secs() * share) };
            player.seek_time(moment);
        } else {
            player.seek((share * f64::from(length)).round() as u32);
        }
    };
    // The arrows go from step to step, not by a thousandth of the way.
    let keys = move |e: KeyboardEvent| {
        match e.key().as_str() {
            "ArrowRight" | "ArrowUp" => {
                player.stop();
                player.go(|s| {
                    s.step();
                });
            }
            "ArrowLeft" | "ArrowDown" => player.back(),
            "Home" => player.seek(0),
            "End" => player.seek(u32::MAX),
            _ => return,
        }
        e.prevent_default();
    };
    view! {
        <div class="scrub">
            <div class="marks" role="group" aria-label="Marks" data-rove="">
                {move || player.at_setup(|s| marks(player, s))}
            </div>
            <div class="track" aria-hidden="true">
                <div class="gone" style:width=move || format!("{:.2}%", here() * 100.0)></div>
            </div>
            <input type="range" min="0" max=SCALE.to_string() aria-label="Place in the run"
                prop:value=value aria-valuetext=says on:input=moved on:keydown=keys/>
        </div>
    }
}

fn marks(player: Player, s: &Session) -> Vec<impl IntoView + use<>> {
    let marks = s.marks().into_iter().map(|mark| {
        let kind = match mark.kind {
            MarkKind::Action => "action",
            MarkKind::Fault => "fault",
            MarkKind::Impossible => "impossible",
            MarkKind::Violation => "violation",
            MarkKind::Divergence => "divergence",
        };
        let left = format!("{:.2}%", share(s, mark.step, mark.at) * 100.0);
        let says = format!("{}, {}", mark.label, mark.at.spoken());
        let step = mark.step;
        view! {
            <button type="button" tabindex="-1" class=format!("mark {kind}") style:left=left
                aria-label=format!("Go to: {says}") title=says
                on:click=move |_| player.seek(step)></button>
        }
    });
    marks.collect()
}
