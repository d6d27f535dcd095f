//! What happened, in sentences: each leads to its step.

use leptos::prelude::*;
use sandtable_core::session::{LogLine, Side};

use super::state::Player;

/// How many sentences are kept on screen.
const LINES_MAX: usize = 200;

/// The log.
pub(crate) fn log(player: Player) -> impl IntoView {
    let lines = move || {
        player.at_setup(|_| ());
        player.at_place(|s| s.log(Side::Main, LINES_MAX))
    };
    let list = NodeRef::<leptos::html::Ol>::new();
    // The newest line is in sight. Only the list scrolls, never the page.
    Effect::new(move |_| {
        player.at_place(|_| ());
        request_animation_frame(move || {
            if let Some(list) = list.try_get_untracked().flatten() {
                list.set_scroll_top(list.scroll_height());
            }
        });
    });
    let empty = move || {
        player.at_place(|s| s.position() == 0).then(|| {
            view! { <li class="quiet">"Nothing has happened yet. Play, or take a step."</li> }
        })
    };
    view! {
        <section class="log">
            <h3>"What happened"</h3>
            <ol data-rove="" node_ref=list aria-label="What happened">
                {empty}
                {move || lines().into_iter().map(|l| line(player, l)).collect::<Vec<_>>()}
            </ol>
        </section>
    }
}

fn line(player: Player, line: LogLine) -> impl IntoView {
    let step = line.step;
    let beat = if line.beat { " beat" } else { "" };
    let class = format!("tone-{}{beat}", line.tone.name());
    view! {
        <li class=class>
            <button type="button" tabindex="-1" on:click=move |_| player.seek(step)>
                <time>{line.place}</time>
                <span>{line.text}</span>
            </button>
        </li>
    }
}
