//! The polite live region: all that happened, at most one announcement a second.

use std::rc::Rc;
use std::time::Duration;

use leptos_dom::helpers::set_timeout;
use sandtable_core::session::{LogLine, Session, Side, Verdict};

use super::state::Player;
use crate::dom::{El, el};

/// The shortest time between two announcements.
const PAUSE: Duration = Duration::from_millis(1000);
/// How many sentences of the log, or changes of the scene, are told in full.
const TOLD_MAX: usize = 3;
/// How many sentences are counted; of more it is said that they are more.
const COUNTED_MAX: usize = 100;

/// The region. It speaks of what has happened since it spoke last.
pub(crate) fn announcer(player: Player) -> El {
    el("p")
        .class("sr")
        .attr("role", "status")
        .attr("aria-live", "polite")
        .says(move || player.page(|ui| ui.said.clone()))
        .effect(move |_| {
            player.follow();
            let scene = player.scene(Side::Main);
            let starts = player.back_stage(|b| {
                // The player has been opened, and nothing has happened.
                let news = !Rc::ptr_eq(&b.spoken.1, &scene);
                news && !std::mem::replace(&mut b.speaks, true)
            });
            if starts {
                set_timeout(move || speak(player), PAUSE);
            }
        })
}

fn speak(player: Player) {
    if player.is_gone() {
        return;
    }
    let scene = player.scene(Side::Main);
    let spoken = (player.peek(Session::position), scene.clone());
    let (last, before) = player.back_stage(|b| {
        b.speaks = false;
        std::mem::replace(&mut b.spoken, spoken)
    });
    let text = player.peek(|s| news(s, last, || scene.changes(&before)));
    if !text.is_empty() {
        player.open(|ui| ui.said = text);
    }
}

/// What has happened since the reader was at step `last`: the sentences of the log, or where there
/// are none what has changed in the scene. Empty if nothing has.
fn news(s: &Session, last: u32, changes: impl FnOnce() -> Vec<String>) -> String {
    let (position, length) = (s.position(), s.length());
    let place = format!("Step {position} of {length}");
    let lines = s.log(Side::Main, COUNTED_MAX);
    if position < last {
        let latest = lines.last().map_or("", |l| l.text.as_str());
        return format!("Back at step {position} of {length}. {latest}");
    }
    let lines: Vec<LogLine> = lines.into_iter().filter(|l| l.step > last).collect();
    let skipped = lines.len().saturating_sub(TOLD_MAX);
    let told: Vec<&str> = lines[skipped..].iter().map(|l| l.text.as_str()).collect();
    let mut told = told.join(" ");
    if told.is_empty() {
        let changes = changes();
        let more = changes.len().saturating_sub(TOLD_MAX);
        let mut told = changes[..changes.len() - more].join("; ");
        if more > 0 {
            told += &format!("; {more} changes more");
        }
        return match (position == last, told.is_empty()) {
            (true, true) => String::new(),
            (true, false) => format!("Now: {told}."),
            (false, true) => format!("{place}."),
            (false, false) => format!("{place}: {told}."),
        };
    }
    if skipped > 0 {
        let least = if lines.len() == COUNTED_MAX { "at least " } else { "" };
        let others = if skipped == 1 { "other sentence" } else { "other sentences" };
        told = format!("{place}, after {least}{skipped} {others}: {told}");
    }
    // What was broken is told, however much followed.
    for check in s.checks(Side::Main) {
        let new = matches!(check.verdict, Verdict::Violated { step, .. } if step > last);
        if new && !told.contains(check.title) {
            told += &format!(" Violated: {}.", check.title);
        }
    }
    told
}
