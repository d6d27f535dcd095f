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
use crate::views::wording::Wording;

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
    let texts = || -> Option<Vec<String>> {
        group.items.iter().map(|(_, c)| player.peek(|s| s.text_in(&c.action))).collect()
    };
    if listed && let Some(texts) = texts() {
        return worded(player, &group, &texts);
    }
    let verb = verb(&group);
    let Group { words, items, .. } = group;
    if !listed {
        let title = words.clone();
        return button()
            .key(verb)
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
    let buttons = items.into_iter().map(|item| plain(player, item));
    el("span").key(verb).class("verb").kids(word(words)).kids(buttons)
}

/// The verb of a group's actions, by which the group is found again.
fn verb(group: &Group) -> String {
    let action = group.items.first().map_or("", |(_, choice)| &choice.action);
    action.split(' ').next().unwrap_or_default().to_owned()
}

/// Words beside the buttons, whose names have them too; none for a label of one word.
fn word(says: String) -> Option<El> {
    let made = |says| el("span").class("words").attr("aria-hidden", "true").text(says);
    (!says.is_empty()).then(|| made(says))
}

/// A button that does its choice as it is.
fn plain(player: Player, (says, choice): (String, Choice)) -> El {
    let action = choice.action;
    button().key(action.clone()).label(choice.label).text(says).click(move || {
        player.act(&action);
    })
}

/// A verb with a field for the text that it is about; empty, it does what is proposed.
fn worded(player: Player, group: &Group, texts: &[String]) -> El {
    let wording = Wording::new(group, texts);
    let label = format!("Your own text: {}", wording.verb());
    let Wording { head, text: proposed, tail, targets, others } = wording;
    let verb = verb(group);
    let key = verb.clone();
    let written = move || player.page(|ui| ui.text_for(&key).to_owned());
    let (key, empty) = (verb.clone(), proposed.clone());
    let act = move |action: &str| {
        let own = player.glance(|ui| ui.text_for(&key).to_owned());
        let text = if own.is_empty() { &empty } else { &own };
        match player.peek(|s| s.reworded(action, text)) {
            Ok(action) if player.act(&action) => player.open(|ui| ui.set_text(&key, "")),
            Ok(_) => {}
            Err(problem) => player.refuse(vec![problem]),
        }
    };
    let first = targets.first().map(|(_, c)| c.action.clone()).unwrap_or_default();
    let (enter, name) = (act.clone(), verb.clone());
    let field = el("input")
        .class("text")
        .attr("type", "text")
        .attr("autocomplete", "off")
        .attr("placeholder", proposed.clone())
        .label(label)
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
    let buttons = targets.into_iter().map(|(says, choice)| {
        let (act, written, proposed) = (act.clone(), written.clone(), proposed.clone());
        let own = player.peek(|s| s.text_in(&choice.action)).unwrap_or_default();
        let (action, label) = (choice.action, choice.label);
        let named = move || match written() {
            text if text.is_empty() => label.replace(&own, &proposed),
            text => label.replace(&own, &text),
        };
        button().key(says.clone()).live("aria-label", named).text(says).click(move || act(&action))
    });
    let buttons: Vec<El> = buttons.collect();
    let others: Vec<El> = others.into_iter().map(|other| plain(player, other)).collect();
    el("span")
        .key(verb)
        .class("verb")
        .kids(word(head))
        .kid(field)
        .kids(word(tail))
        .kids(buttons)
        .kids(others)
}
