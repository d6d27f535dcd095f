//! The script with undo, the branches, and what was set aside.

use sandtable_core::session::Session;

use super::parts::{button, section};
use super::state::Player;
use crate::dom::{El, el};
use crate::views::icons::{Icon, icon};

/// The list of actions and the list of branches.
pub(crate) fn history(player: Player) -> El {
    let list = el("ol").attr("data-rove", "").label("What was done").follow(move || script(player));
    section("history", "What was done")
        .follow(move || {
            let none = player.at_setup(|s| s.script().is_empty());
            let says = "Nothing has been done. Use it, or break it.";
            none.then(|| el("p").class("quiet").text(says)).into_iter().collect()
        })
        .kid(list)
        .follow(move || set_aside(player))
        .follow(move || branches(player))
}

fn script(player: Player) -> Vec<El> {
    let (script, marks) = player.at_setup(|s| (s.script(), s.marks()));
    let row = |(i, text): (u32, String)| {
        let step = marks.iter().find(|m| m.action == Some(i)).map_or(0, |m| m.step);
        let label = format!("Take out: {text}");
        let go = button().class("go").kid(el("code").text(text)).click(move || player.seek(step));
        let undo = button().class("undo").label(label.clone()).attr("title", label);
        let undo = undo.kid(icon(Icon::Close)).click(move || {
            player.attempt(|s| s.undo(i));
        });
        el("li").kid(go).kid(undo)
    };
    (0..).zip(script).map(row).collect()
}

fn set_aside(player: Player) -> Vec<El> {
    let aside = player.at_setup(|s| s.set_aside().join("; "));
    if aside.is_empty() {
        return Vec::new();
    }
    let says =
        format!("Set aside, because these settings do not have what they speak of: {aside}.");
    vec![el("p").class("aside-note").text(says)]
}

fn branches(player: Player) -> Vec<El> {
    let (list, here) = player.at_setup(|s: &Session| (s.branches().to_vec(), s.branch()));
    if list.len() < 2 {
        return Vec::new();
    }
    let row = |(i, branch): (u32, sandtable_core::session::Branch)| {
        let row = button().text(format!("{} {}", i + 1, branch.label));
        let row = if i == here { row.attr("aria-current", "true") } else { row };
        row.click(move || {
            player.attempt(|s| s.switch_branch(i));
        })
    };
    let rows: Vec<El> = (0..).zip(list).map(row).collect();
    let group = el("div").class("branches").attr("role", "group").label("Branches");
    vec![el("div").class("topic").text("Branches"), group.attr("data-rove", "").kids(rows)]
}
