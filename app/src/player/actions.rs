//! What the reader can do: uses of the system in one row, faults in another.

use sandtable_core::scene::Choice;
use sandtable_core::session::{Session, Side};

use super::parts::{button, current};
use super::state::Player;
use crate::dom::{El, el};
use crate::views::Size;
use crate::views::groups::{Group, groups};
use crate::views::hits::{Hit, hits};
use crate::views::icons::{Icon, icon};

/// Everything in the pictures that carries choices.
fn all_hits(player: Player) -> Vec<Hit> {
    let scene = player.scene(Side::Main);
    scene.views.iter().flat_map(|v| hits(v, Size::Wide)).collect()
}

/// The two rows.
pub(crate) fn rows(player: Player) -> El {
    el("div").class("rows").kid(row(player, false, "Use it", "row uses")).kid(row(
        player,
        true,
        "Break it",
        "row faults",
    ))
}

fn row(player: Player, fault: bool, title: &'static str, class: &'static str) -> El {
    let part = move || {
        player.follow();
        let choices = player.peek(Session::choices).into_iter();
        let choices: Vec<Choice> = choices.filter(|c| c.fault == fault).collect();
        groups(&choices, &all_hits(player)).into_iter().map(|g| drawn(player, g)).collect()
    };
    el("div")
        .class(class)
        .attr("role", "group")
        .label(title)
        .attr("data-rove", "")
        .kid(el("div").class("topic").text(title))
        .kid(el("div").class("groups").follow(part))
}

fn drawn(player: Player, group: Group) -> El {
    let listed = group.is_listed();
    let Group { words, items, .. } = group;
    if !listed {
        let title = words.clone();
        return button()
            .key(words.clone())
            .class("chip")
            .attr("aria-haspopup", "menu")
            .text(words)
            .kid(icon(Icon::Down))
            .on("click", move |e| {
                if let Some(at) = current(e) {
                    player.open_menu(title.clone(), items.clone(), &at);
                }
            });
    }
    let buttons = items.into_iter().map(|(rest, choice)| {
        let action = choice.action;
        button().key(action.clone()).label(choice.label).text(rest).click(move || {
            player.act(&action);
        })
    });
    let verb = el("span").class("words").attr("aria-hidden", "true").key("").text(words.clone());
    el("span").key(words).class("verb").kid(verb).kids(buttons)
}
