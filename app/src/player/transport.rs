//! Under the picture: reset, step back, play or pause, step, settle, speed, scrubber.

use sandtable_core::session::{Session, Transport};

use super::parts::{button, chosen};
use super::scrubber::scrubber;
use super::state::Player;
use crate::dom::{El, el};
use crate::views::icons::{Icon, icon};
use crate::views::words;

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
