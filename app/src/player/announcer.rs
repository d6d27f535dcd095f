//! The polite live region: at most one announcement a second, many steps in one.

use std::time::Duration;

use leptos::prelude::*;
use sandtable_core::session::{Session, Side};

use super::state::Player;
use crate::dom::{El, el};

/// The shortest time between two announcements.
const PAUSE: Duration = Duration::from_millis(1000);

/// The region. It speaks of what has happened since it spoke last.
pub(crate) fn announcer(player: Player) -> El {
    let says = RwSignal::new(String::new());
    let spoken = StoredValue::new(player.peek(Session::position));
    let waits = StoredValue::new(false);
    Effect::new(move |before: Option<()>| {
        player.at_place(|_| ());
        if before.is_none() || waits.get_value() {
            return;
        }
        waits.set_value(true);
        let speak = move || {
            let Some(last) = spoken.try_get_value() else { return };
            waits.set_value(false);
            let (position, text) = player.peek(|s| (s.position(), sentence(s, last)));
            spoken.set_value(position);
            if !text.is_empty() {
                says.set(text);
            }
        };
        set_timeout(speak, PAUSE);
    });
    let region = el("p").class("sr").attr("role", "status").attr("aria-live", "polite");
    region.says(move || says.get())
}

/// What has happened since the reader was at step `last`, in one or two sentences.
fn sentence(s: &Session, last: u32) -> String {
    let position = s.position();
    if position == last {
        return String::new();
    }
    let latest = s.log(Side::Main, 1).pop().map(|l| l.text).unwrap_or_default();
    let broken = s.checks(Side::Main).into_iter().find(|c| {
        matches!(c.verdict, sandtable_core::session::Verdict::Violated { step, .. }
            if step > last && step <= position)
    });
    let broken = broken.map_or(String::new(), |c| format!(" Violated: {}.", c.title));
    if position < last {
        return format!("Back at step {position}. {latest}");
    }
    match position - last {
        1 => format!("{latest}{broken}"),
        steps => format!("{steps} steps: {latest}{broken}"),
    }
}
