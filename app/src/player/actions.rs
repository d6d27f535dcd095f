//! What the reader can do: uses of the system in one row, faults in another.

use leptos::prelude::*;
use sandtable_core::scene::Choice;
use sandtable_core::session::{Session, Side};
use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::views::groups::{Group, groups};
use super::state::Player;
use crate::views::hits::{Hit, HitKind, hits};
use crate::views::icons::{Icon, icon};
use crate::views::Size;

/// More targets than this, and they stand in a menu.
const BUTTONS_MAX: usize = 8;

/// Everything in a session's pictures that carries choices.
pub(crate) fn all_hits(session: &Session) -> Vec<Hit> {
    let scene = session.scene(Side::Main);
    scene.views.iter().flat_map(|v| hits(v, Size::Wide)).collect()
}

/// The two rows.
pub(crate) fn rows(player: Player) -> impl IntoView {
    let part = move |fault: bool| {
        player.at_place(|s| {
            player.at_setup(|_| ());
            let choices: Vec<Choice> =
                s.choices().into_iter().filter(|c| c.fault == fault).collect();
            groups(&choices, &all_hits(s))
        })
    };
    view! {
        <div class="rows">
            <div class="row uses" role="group" aria-label="Use it" data-rove="">
                <h3>"Use it"</h3>
                <div class="groups">
                    {move || part(false).into_iter().map(|g| drawn(player, g)).collect_view()}
                </div>
            </div>
            <div class="row faults" role="group" aria-label="Break it" data-rove="">
                <h3>"Break it"</h3>
                <div class="groups">
                    {move || part(true).into_iter().map(|g| drawn(player, g)).collect_view()}
                </div>
            </div>
        </div>
    }
}

fn drawn(player: Player, group: Group) -> AnyView {
    let Group { words, kind, items } = group;
    if kind != HitKind::Node || items.len() > BUTTONS_MAX {
        let (title, says) = (words.clone(), words.clone());
        return view! {
            <button type="button" class="chip" aria-haspopup="menu" tabindex="-1"
                on:click=move |e| {
                    if let Some(at) = e.current_target().and_then(|t| t.dyn_into::<Element>().ok()) {
                        player.open_menu(title.clone(), items.clone(), &at);
                    }
                }>
                {says}{icon(Icon::Down)}
            </button>
        }
        .into_any();
    }
    let buttons = items.into_iter().map(|(rest, choice)| {
        let action = choice.action.clone();
        view! {
            <button type="button" tabindex="-1" aria-label=choice.label
                on:click=move |_| { player.act(&action); }>
                {rest}
            </button>
        }
    });
    view! {
        <span class="verb"><span class="words" aria-hidden="true">{words}</span>{buttons.collect_view()}</span>
    }
    .into_any()
}
