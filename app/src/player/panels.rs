//! The last row: compare, share, export, help; and the panel that is open below it.

use leptos_dom::helpers::window;
use sandtable_core::session::Session;

use super::parts::{button, input, lone_button};
use super::state::{Panel, Player};
use super::{address, compare, export};
use crate::dom::{El, el};

/// The row of buttons.
pub(crate) fn row(player: Player) -> El {
    let opener = |panel: Panel, says: &'static str| {
        button()
            .live("aria-expanded", move || player.page(|ui| ui.panel == Some(panel)).to_string())
            .click(move || player.toggle_panel(panel))
            .text(says)
    };
    let comparing = move || player.at_setup(Session::is_comparing).to_string();
    let compare = button()
        .live("aria-pressed", comparing)
        .click(move || compare::toggle(player))
        .text("Compare");
    el("div")
        .class("foot")
        .attr("role", "toolbar")
        .label("More")
        .attr("data-rove", "")
        .kid(compare)
        .kid(opener(Panel::Share, "Share"))
        .kid(opener(Panel::Export, "Export"))
        .kid(opener(Panel::Help, "Help"))
}

/// The open panel.
pub(crate) fn panel(player: Player) -> Vec<El> {
    let made = player.page(|ui| ui.panel).map(|panel| match panel {
        Panel::Share => share(player).key("share"),
        Panel::Export => export::menu(player).key("export"),
        Panel::Help => help(player).key("help"),
    });
    made.into_iter().collect()
}

/// The two lines that show this moment in any page.
fn element(player: &Player) -> String {
    let link = player.peek(Session::link).replace('&', "&amp;");
    let home = player.home();
    format!(
        "<script type=\"module\" src=\"{home}sand-table.js\"></script>\
         <sand-table link=\"{link}\"></sand-table>"
    )
}

/// The frame that shows this moment in any page, and cannot touch it.
fn framed(player: &Player) -> String {
    crate::frame::html(&address::alone(player), player.peek(Session::spec).title)
}

fn share(player: Player) -> El {
    let field = |label: &'static str, text: fn(&Player) -> String| {
        let shown = move || {
            player.follow();
            text(&player)
        };
        let field = el("input").attr("type", "text").flag("readonly", true).value(shown);
        let field = field.on("focus", |e| {
            if let Some(input) = input(e) {
                input.select();
            }
        });
        let copy = lone_button().text("Copy").label(format!("Copy: {label}")).click(move || {
            // Refused where the page may not use the clipboard; the text can still be selected.
            let _ = window().navigator().clipboard().write_text(&text(&player));
            player.open(|ui| ui.copied = true);
        });
        let label = el("label").kid(el("span").text(label)).kid(field);
        el("div").class("field").kid(label).kid(copy)
    };
    let status = el("p").attr("role", "status");
    // What is opened from a disk has no address that others could fetch it from.
    let hosted = player.home().starts_with("http");
    el("div")
        .class("panel share")
        .kid(field("A link to this moment", address::url))
        .kids(hosted.then(|| field("For a page of your own", element)))
        .kids(hosted.then(|| field("In a frame", framed)))
        .kid(
            status
                .says(move || if player.page(|ui| ui.copied) { "Copied." } else { "" }.to_owned()),
        )
}

const KEYS: [(&str, &str); 6] = [
    ("space", "play or pause"),
    ("← →", "a step back, a step on"),
    ("Home End", "to the start, to the end"),
    ("R", "reset: back to what was opened"),
    ("?", "this help"),
    ("Tab", "to what is in the picture; the arrow keys move there, Enter opens what can be done"),
];

fn help(player: Player) -> El {
    let spec = player.peek(Session::spec);
    let keys = KEYS.map(|(key, does)| {
        let name = el("dt").kid(el("kbd").text(key));
        el("div").kid(name).kid(el("dd").text(does))
    });
    let fidelity = spec.fidelity.iter().map(|says| el("li").text(*says));
    let head = |says: &'static str| el("div").class("topic").text(says);
    let left =
        el("div").kid(head("Keys, while the picture has the focus")).kid(el("dl").kids(keys));
    let right = el("div").kid(head("What is modelled")).kid(el("ul").kids(fidelity));
    el("div").class("panel help-panel").kid(left).kid(right)
}
