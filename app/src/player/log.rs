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
        let (mut step, mut nth) = (0, 0);
        let mut made = Vec::with_capacity(lines.len());
        for l in lines {
            nth = if l.step == step { nth + 1 } else { 0 };
            step = l.step;
            made.push(line(player, nth, l));
        }
        made
    };
    let list = el("ol").attr("data-rove", "").label("What happened").follow(lines);
    // The newest line is in sight. Only the list scrolls, never the page.
    let list = list.effect(move |list| {
        player.follow();
        let list = list.clone();
        request_animation_frame(move || list.set_scroll_top(list.scroll_height()));
    });
    section("log", "What happened").attr("part", "log").kid(list)
}

/// The line that is the `nth` of its step. Lines stay as they are while others come and go.
fn line(player: Player, nth: u32, line: LogLine) -> El {
    let beat = if line.beat { " beat" } else { "" };
    let class = format!("tone-{}{beat}", line.tone.name());
    let key = format!("{}.{nth} {class} {} {}", line.step, line.place, line.text);
    el("li").key(key).once(move |li| {
        let go = button()
            .click(move || player.seek(line.step))
            .kid(el("time").text(line.place))
            .kid(el("span").text(line.text));
        li.class(class).kid(go)
    })
}
