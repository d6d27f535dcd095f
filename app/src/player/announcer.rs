//! The polite live region: at most one announcement a second, many steps in one.

use std::time::Duration;

use leptos_dom::helpers::set_timeout;
use sandtable_core::session::{Session, Side, Verdict};

use super::state::Player;
use crate::dom::{El, el};

/// The shortest time between two announcements.
const PAUSE: Duration = Duration::from_millis(1000);

/// The region. It speaks of what has happened since it spoke last.
pub(crate) fn announcer(player: Player) -> El {
    el("p")
        .class("sr")
        .attr("role", "status")
        .attr("aria-live", "polite")
        .says(move || player.page(|ui| ui.said.clone()))
        .effect(move |_| {
            player.follow();
            let news = player.peek(Session::position);
            let starts = player.back_stage(|b| {
                let starts = !b.speaks && b.spoken != news;
                b.speaks |= starts;
                starts
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
    let position = player.peek(Session::position);
    let last = player.back_stage(|b| {
        b.speaks = false;
        std::mem::replace(&mut b.spoken, position)
    });
    let text = player.peek(|s| sentence(s, last));
    if !text.is_empty() {
        player.open(|ui| ui.said = text);
    }
}

/// What has happened since the reader was at step `last`, in one or two sentences.
fn sentence(s: &Session, last: u32) -> String {
    let position = s.position();
    if position == last {
        return String::new();
    }
    let latest = s.log(Side::Main, 1).pop().map(|l| l.text).unwrap_or_default();
    if position < last {
        return format!("Back at step {position}. {latest}");
    }
    let new = |v: &Verdict| matches!(v, Verdict::Violated { step, .. } if (last + 1..=position).contains(step));
    let broken = s.checks(Side::Main).into_iter().find(|c| new(&c.verdict));
    let broken = broken.map_or(String::new(), |c| format!(" Violated: {}.", c.title));
    match position - last {
        1 => format!("{latest}{broken}"),
        steps => format!("{steps} steps: {latest}{broken}"),
    }
}
