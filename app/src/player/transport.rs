//! Under the picture: reset, step back, play or pause, step, settle, speed, scrubber.

use sandtable_core::session::{MarkKind, Session, SimTime, Transport};
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

use super::parts::{button, chosen, input};
use super::state::Player;
use crate::dom::{El, el};
use crate::views::icons::{Icon, icon};
use crate::views::{px, words};

/// The scrubber's length in its own units.
const SCALE: f64 = 10_000.0;
/// The speeds: what is chosen, what it says, how fast it is.
const SPEEDS: [(&str, &str, f64); 4] =
    [("0.25", "¼×", 0.25), ("0.5", "½×", 0.5), ("1", "1×", 1.0), ("2", "2×", 2.0)];

/// The whole bar; nothing for a model that does not move.
pub(crate) fn transport(player: Player) -> Option<El> {
    let still = player.peek(|s| s.spec().transport == Transport::Still);
    let place = el("output").class("place").follow(move || player.at_moment(words::readout));
    (!still).then(|| {
        el("div")
            .class("transport")
            .attr("part", "transport")
            .kid(buttons(player))
            .kid(speed(player))
            .kid(scrubber(player))
            .kid(place)
    })
}

fn buttons(player: Player) -> El {
    let at_end = move || player.at_moment(|s| s.position() >= s.last());
    let label = move || match (player.page(|ui| ui.playing), at_end()) {
        (true, _) => "Pause".to_owned(),
        (false, true) => "Play from the start".to_owned(),
        (false, false) => "Play".to_owned(),
    };
    let made = |sign: Icon, name: &'static str, title: &'static str| {
        button().label(name).attr("title", title).kid(icon(sign))
    };
    let sign =
        move || vec![icon(if player.page(|ui| ui.playing) { Icon::Pause } else { Icon::Play })];
    let play = button()
        .class("play")
        .live("aria-label", label)
        .attr("title", "Play or pause (space)")
        .click(move || player.toggle())
        .follow(sign);
    let off = |b: El, f: fn(&Session) -> bool| {
        b.live("aria-disabled", move || player.at_moment(f).to_string())
    };
    let start: fn(&Session) -> bool = |s| s.position() <= s.first() && s.now() <= s.begin();
    let end: fn(&Session) -> bool = |s| s.position() >= s.last();
    el("div")
        .class("buttons")
        .attr("role", "toolbar")
        .label("Transport")
        .attr("data-rove", "")
        .kid(made(Icon::Reset, "Reset", "Reset (R)").click(move || player.reset()))
        .kid(
            off(made(Icon::Back, "Step back", "Step back (←)"), start).click(move || player.back()),
        )
        .kid(play)
        .kid(off(made(Icon::Step, "Step", "Step (→)"), end).click(move || player.step_shown()))
        .kid(
            off(made(Icon::Settle, "Settle", "To the end (End)"), end)
                .click(move || player.seek(u32::MAX)),
        )
}

fn speed(player: Player) -> El {
    let options = SPEEDS.map(|(value, says, speed)| {
        el("option").attr("value", value).flag("selected", speed == 1.0).text(says)
    });
    el("select").class("speed").label("Speed").kids(options).on("change", move |e| {
        let value = chosen(e);
        let found = SPEEDS.iter().find(|(v, ..)| Some(*v) == value.as_deref());
        if let Some((.., speed)) = found {
            player.open(|ui| ui.speed = *speed);
        }
    })
}

/// Where the scrubber begins and ends: in seconds, or in steps where there is no time.
fn bounds(s: &Session) -> (f64, f64) {
    if s.spec().is_timed() {
        (s.begin().as_secs(), s.end().as_secs())
    } else {
        (f64::from(s.first()), f64::from(s.last()))
    }
}

/// How much of the scrubber lies before a place, 0 to 1.
fn share(s: &Session, step: u32, at: SimTime) -> f64 {
    let (begin, end) = bounds(s);
    let here = if s.spec().is_timed() { at.as_secs() } else { f64::from(step) };
    if end > begin { ((here - begin) / (end - begin)).clamp(0.0, 1.0) } else { 0.0 }
}

fn scrubber(player: Player) -> El {
    let here = move || player.at_moment(|s| share(s, s.position(), s.now()));
    let says = move || {
        player.at_place(|s| format!("step {} of {}, {}", s.position(), s.length(), s.place()))
    };
    let gone = el("div").class("gone").style("width", move || format!("{}%", px(here() * 100.0)));
    let marks = el("div")
        .class("marks")
        .attr("role", "group")
        .label("Marks")
        .attr("data-rove", "")
        .follow(move || player.at_setup(|s| marks(player, s)));
    let range = el("input")
        .attr("type", "range")
        .attr("min", "0")
        .attr("max", "10000")
        .label("Place in the run")
        .value(move || ((here() * SCALE) as i64).to_string())
        .live("aria-valuetext", says)
        .on("input", move |e| {
            if let Some(input) = input(e) {
                scrub(player, (input.value_as_number() / SCALE).clamp(0.0, 1.0));
            }
        })
        .on("keydown", move |e| keys(player, e.unchecked_ref()));
    let track = el("div").class("track").attr("aria-hidden", "true").kid(gone);
    el("div").class("scrub").kid(marks).kid(track).kid(range)
}

/// Goes to a share of the scrubber.
fn scrub(player: Player, share: f64) {
    let (timed, last, (begin, end)) = player.peek(|s| (s.spec().is_timed(), s.end(), bounds(s)));
    let here = begin + (end - begin) * share;
    if timed {
        player.seek_time(if share >= 1.0 { last } else { SimTime::from_secs(here) });
    } else {
        player.seek(here.round() as u32);
    }
}

/// The arrows go from step to step, not by a thousandth of the way.
fn keys(player: Player, e: &KeyboardEvent) {
    match e.key().as_str() {
        "ArrowRight" | "ArrowUp" => player.seek(player.peek(Session::position) + 1),
        "ArrowLeft" | "ArrowDown" => player.back(),
        "Home" => player.seek(0),
        "End" => player.seek(u32::MAX),
        _ => return,
    }
    e.prevent_default();
}

fn marks(player: Player, s: &Session) -> Vec<El> {
    let marks = s.marks().into_iter().map(|mark| {
        let kind = match mark.kind {
            MarkKind::Action => "mark action",
            MarkKind::Fault => "mark fault",
            MarkKind::Impossible => "mark impossible",
            MarkKind::Violation => "mark violation",
            MarkKind::Divergence => "mark divergence",
        };
        let left = format!("{}%", px(share(s, mark.step, mark.at) * 100.0));
        let says = format!("{}, {}", mark.label, mark.at.spoken());
        let step = mark.step;
        button()
            .class(kind)
            .label(format!("Go to: {says}"))
            .attr("title", says)
            .css("left", left)
            .click(move || player.seek(step))
    });
    marks.collect()
}
