//! What the reader can do: uses of the system in one row, faults in another.

use sandtable_core::scene::Choice;
use sandtable_core::session::{Session, Side};

use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

use super::parts::{button, current, input};
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
    let first = group.items.first().map(|(_, choice)| choice.action.clone()).unwrap_or_default();
    if listed && let Some(text) = player.peek(|s| s.text_in(&first)) {
        return worded(player, group, &text);
    }
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

/// A verb with a field for the text that it is about; empty, it does what is proposed.
fn worded(player: Player, group: Group, proposed: &str) -> El {
    let verb = group.items.first().map_or("", |(_, c)| &c.action).split(' ').next();
    let verb = verb.unwrap_or_default().to_owned();
    let (head, _, tail) = group.worded(Some(proposed));
    let word = |says: &str| {
        let says = says.to_owned();
        let made = |says| el("span").class("words").attr("aria-hidden", "true").text(says);
        (!says.is_empty()).then(|| made(says))
    };
    let key = verb.clone();
    let written = move || player.page(|ui| ui.text_for(&key).to_owned());
    let key = verb.clone();
    let act = move |action: &str| {
        let text = player.glance(|ui| ui.text_for(&key).to_owned());
        if text.is_empty() {
            player.act(action);
            return;
        }
        match player.peek(|s| s.reworded(action, &text)) {
            Ok(action) if player.act(&action) => player.open(|ui| ui.set_text(&key, "")),
            Ok(_) => {}
            Err(problem) => player.refuse(problem),
        }
    };
    let first = group.items.first().map(|(_, c)| c.action.clone()).unwrap_or_default();
    let (enter, name) = (act.clone(), verb.clone());
    let field = el("input")
        .class("text")
        .attr("type", "text")
        .attr("autocomplete", "off")
        .attr("placeholder", proposed.to_owned())
        .label(format!("Your own text: {}", group.words))
        .value(written.clone())
        .on("input", move |e| {
            if let Some(input) = input(e) {
                let text = input.value();
                player.open(|ui| ui.set_text(&name, &text));
            }
        })
        .on("keydown", move |e| {
            if e.unchecked_ref::<KeyboardEvent>().key() == "Enter" {
                enter(&first);
            }
        });
    let (head, tail) = (word(head), word(tail));
    let targets = group.targets(Some(proposed));
    let buttons = targets.into_iter().zip(group.items).map(|(says, (_, choice))| {
        let (act, written, proposed) = (act.clone(), written.clone(), proposed.to_owned());
        let (action, label) = (choice.action, choice.label);
        let named = move || match written() {
            text if text.is_empty() => label.clone(),
            text => label.replace(&proposed, &text),
        };
        button().key(says.clone()).live("aria-label", named).text(says).click(move || act(&action))
    });
    let buttons: Vec<El> = buttons.collect();
    el("span").key(verb).class("verb").kids(head).kid(field).kids(tail).kids(buttons)
}
