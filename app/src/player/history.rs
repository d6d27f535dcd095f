//! The script with undo, the branches, and what was set aside.

use leptos::prelude::*;
use sandtable_core::session::Session;

use super::state::Player;
use crate::views::icons::{Icon, icon};

/// The list of actions and the list of branches.
pub(crate) fn history(player: Player) -> impl IntoView {
    let script = move || {
        let lines = player.at_setup(Session::script).into_iter().enumerate();
        lines
            .map(|(i, text)| {
                let i = i as u32;
                let label = format!("Take out: {text}");
                let step = player.peek(|s| {
                    s.marks().iter().find(|m| m.action == Some(i)).map_or(0, |m| m.step)
                });
                view! {
                    <li>
                        <button type="button" class="go" tabindex="-1"
                            on:click=move |_| player.seek(step)><code>{text}</code></button>
                        <button type="button" class="undo" tabindex="-1" aria-label=label.clone() title=label
                            on:click=move |_| {
                                if player.attempt(|s| s.undo(i)) {
                                    super::address::push(&player);
                                }
                            }>
                            {icon(Icon::Close)}
                        </button>
                    </li>
                }
            })
            .collect::<Vec<_>>()
    };
    let none = move || {
        player.at_setup(|s| s.script().is_empty()).then(|| {
            view! { <p class="quiet">"Nothing has been done. Use it, or break it."</p> }
        })
    };
    let aside = move || {
        let aside: Vec<_> = player.at_setup(|s| s.set_aside().to_vec());
        (!aside.is_empty()).then(|| {
            let says = format!(
                "Set aside, because these settings do not have what they speak of: {}.",
                aside.join("; ")
            );
            view! { <p class="aside-note">{says}</p> }
        })
    };
    let branches = move || {
        let (list, here) = player.at_setup(|s| (s.branches().to_vec(), s.branch()));
        (list.len() > 1).then(|| {
            let rows = list.into_iter().enumerate().map(|(i, branch)| {
                let i = i as u32;
                let current = (i == here).then_some("true");
                let says = format!("{} {}", i + 1, branch.label);
                view! {
                    <button type="button" tabindex="-1" aria-current=current title=branch.link
                        on:click=move |_| {
                            if player.attempt(|s| s.switch_branch(i)) {
                                super::address::push(&player);
                            }
                        }>
                        {says}
                    </button>
                }
            });
            view! {
                <h3>"Branches"</h3>
                <div class="branches" role="group" aria-label="Branches" data-rove="">
                    {rows.collect_view()}
                </div>
            }
        })
    };
    view! {
        <section class="history">
            <h3>"What was done"</h3>
            {none}
            <ol data-rove="" aria-label="What was done">{script}</ol>
            {aside}
            {branches}
        </section>
    }
}
