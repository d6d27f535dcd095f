//! What happened, in sentences: each leads to its step.

use leptos_dom::helpers::request_animation_frame;
use sandtable_core::session::{LogLine, Side};

use super::parts::{button, section};
use super::state::Player;
use crate::dom::{El, el};

/// How many sentences are kept on screen.
const LINES_MAX: usize = 200;

/// The log.
pub(crate) fn log(player: Player) -> El {
    let lines = move || {
        player.follow();
        let lines = player.peek(|s| s.log(Side::Main, LINES_MAX));
        if lines.is_empty() {
            let says = "Nothing has happened yet. Play, or take a step.";
            return vec![el("li").class("quiet").text(says)];
        }
        lines.into_iter().map(|l| line(player, l)).collect()
    };
    let list = el("ol").attr("data-rove", "").label("What happened").follow(lines);
    // The newest line is in sight. Only the list scrolls, never the page.
    let list = list.effect(move |list| {
        player.follow();
        let list = list.clone();
        request_animation_frame(move || list.set_scroll_top(list.scroll_height()));
    });
    section("log", "What happened").kid(list)
}

fn line(player: Player, line: LogLine) -> El {
    let step = line.step;
    let beat = if line.beat { " beat" } else { "" };
    let go = button()
        .click(move || player.seek(step))
        .kid(el("time").text(line.place))
        .kid(el("span").text(line.text));
    el("li").class(format!("tone-{}{beat}", line.tone.name())).kid(go)
}
