//! The last row: compare, share, export, help; and the panel that is open below it.

use js_sys::Promise;
use leptos_dom::helpers::window;
use sandtable_core::session::{Session, short};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_futures::spawn_local;

use super::parts::{button, input, lone_button};
use super::state::{Panel, Player};
use super::{address, compare, export};
#[cfg(not(feature = "whole"))]
use crate::chunks::qr_code as coded;
use crate::dom::{El, el, svg};
#[cfg(feature = "whole")]
use crate::qr::code as coded;

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
    let link = player.peek(|s| short(&s.link())).replace('&', "&amp;");
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
    let coded = lone_button().text("QR code").label("Show the link as a QR code");
    let coded = coded.click(move || show_code(player));
    // What is opened from a disk has no address that others could fetch it from.
    let hosted = player.home().starts_with("http");
    el("div")
        .class("panel share")
        .kid(field("A link to this moment", address::url))
        .kids(hosted.then(|| field("For a page of your own", element)))
        .kids(hosted.then(|| field("In a frame", framed)))
        .kid(el("div").class("field").kid(coded))
        .kids(code(player))
        .kid(
            status
                .says(move || if player.page(|ui| ui.copied) { "Copied." } else { "" }.to_owned()),
        )
}

/// Fetches what makes codes, and shows the link to this moment as one.
fn show_code(player: Player) {
    let text = address::url(&player);
    let long = text.len();
    spawn_local(async move {
        let made = match brought(player, "qr").await {
            Ok(()) => Ok(coded(&text)),
            Err(()) => Err(NO_CODE.to_owned()),
        };
        let made = made.and_then(|code| {
            code.ok_or_else(|| {
                format!("The link has {long} bytes, and a QR code holds {}: take actions out of the script, or shorten it.", crate::qr::BYTES_MAX)
            })
        });
        if !player.is_gone() {
            player.open(|ui| ui.code = Some((text, made)));
        }
    });
}

/// Fetches a piece of the program.
async fn brought(player: Player, piece: &str) -> Result<(), ()> {
    let asked = player.bring().call1(&JsValue::NULL, &JsValue::from_str(piece)).map_err(drop)?;
    JsFuture::from(Promise::resolve(&asked)).await.map(drop).map_err(drop)
}

const NO_CODE: &str = "What makes the code cannot be fetched: try again with a network.";

/// The code, or why there is none; it goes when the moment does.
fn code(player: Player) -> Option<El> {
    let (text, made) = player.page(|ui| ui.code.clone())?;
    player.follow();
    if text != address::url(&player) {
        return None;
    }
    let (path, side) = match made {
        Ok(code) => code,
        Err(why) => return Some(el("p").attr("role", "alert").text(why)),
    };
    let size = format!("0 0 {side} {side}");
    let ground = svg("path").attr("fill", "#fff").attr("d", format!("M0 0h{side}v{side}H0z"));
    let dark = svg("path").attr("fill", "#000").attr("d", path.clone());
    let picture = svg("svg").class("code").attr("viewBox", size.clone()).attr("role", "img");
    let picture = picture.label("QR code of the link to this moment").kid(ground).kid(dark);
    let save = lone_button().text("Save the code").click(move || {
        let file = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"{size}\" width=\"600\" height=\"600\">\
             <path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path d=\"{path}\"/></svg>"
        );
        export::save(&format!("{}-qr.svg", player.peek(|s| s.spec().id)), "image/svg+xml", &file);
    });
    Some(el("div").class("coded").key("coded").kid(picture).kid(save))
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
