//! How far has a run come, and how does a reader go elsewhere in it?

use sandtable_core::session::{MarkKind, Session, SimTime};
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

use super::later::later;
use super::parts::{button, input};
use super::state::Player;
use crate::dom::{El, el};
use crate::views::px;

/// The scrubber's length in its own units.
const SCALE: f64 = 10_000.0;

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

fn here(player: Player) -> f64 {
    player.at_moment(|s| share(s, s.position(), s.now()))
}

/// How far a run has come. What moves it comes later ([`handle`]).
pub(crate) fn scrubber(player: Player) -> El {
    let width = move || format!("{}%", px(here(player) * 100.0));
    let gone = el("div").class("gone").style("width", width);
    let track = el("div").class("track").attr("aria-hidden", "true").kid(gone);
    el("div").class("scrub").kid(track).follow(later(player, |l| l.scrubber))
}

/// What moves the run: its marks, and the handle.
pub(crate) fn handle(player: Player) -> Vec<El> {
    let says = move || {
        player.at_place(|s| format!("step {} of {}, {}", s.position(), s.length(), s.place()))
    };
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
        .value(move || ((here(player) * SCALE) as i64).to_string())
        .live("aria-valuetext", says)
        .on("input", move |e| {
            if let Some(input) = input(e) {
                scrub(player, (input.value_as_number() / SCALE).clamp(0.0, 1.0));
            }
        })
        .on("keydown", move |e| keys(player, e.unchecked_ref()));
    vec![marks, range]
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
