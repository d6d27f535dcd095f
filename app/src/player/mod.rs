//! The player: a session on the page, with everything that a reader can do with it.

mod actions;
pub(crate) mod address;
mod announcer;
mod checks;
mod compare;
pub(crate) mod events;
mod export;
mod history;
mod knobs;
mod log;
mod menu;
mod motion;
mod panels;
mod parts;
mod picture_file;
mod rove;
mod stage;
pub(crate) mod state;
mod transport;

use sandtable_core::session::{Session, Side};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement};

use crate::dom::{El, el};
use crate::views::{Size, draw, stage as scenes};
use state::Player;

/// The whole player.
pub(crate) fn player(player: Player) -> El {
    let second = move || {
        let comparing = player.at_setup(Session::is_comparing);
        let made = comparing.then(|| stage::stage_of(player, Side::Versus));
        made.into_iter().collect()
    };
    let problems = move || {
        let list = player
            .page(|ui| (!ui.problems.is_empty()).then(|| crate::problems::list(&ui.problems)));
        list.into_iter().collect()
    };
    let title = player.peek(|s: &Session| s.spec().title);
    let promises =
        el("div").kid(checks::checks(player, Side::Main)).kids(checks::rules(player, Side::Main));
    let settings = el("div").kid(knobs::knobs(player, Side::Main)).kid(history::history(player));
    el("div")
        .class("st player")
        .attr("role", "group")
        .label(format!("Model: {title}"))
        .born(move |root| {
            let root = root.clone().dyn_into::<HtmlElement>().ok();
            player.back_stage(|b| b.root = root);
        })
        .effect(move |root| {
            player.follow();
            player.page(|_| ());
            rove::settle_later(root.clone());
        })
        .on("keydown", |e| rove::keys(e.unchecked_ref()))
        .on("focusin", move |e| {
            rove::focused(e);
            forget(player, e);
        })
        .kid(el("div").class("stages").kid(stage::stage_of(player, Side::Main)).follow(second))
        .kid(stage::caption(player))
        .kids(transport::transport(player))
        .follow(move || compare::divergence(player))
        .kid(actions::rows(player))
        .kid(el("div").attr("role", "alert").follow(problems))
        .kid(el("div").class("panels").kid(promises).kid(settings))
        .kid(compare::controls(player))
        .kid(el("div").class("panels").kid(log::log(player)).follow(move || aside(player)))
        .kid(panels::row(player))
        .follow(move || panels::panel(player))
        .kid(announcer::announcer(player))
        .follow(move || menu::menu(player))
}

/// The views that do not fit on the stage.
fn aside(player: Player) -> Vec<El> {
    let scene = player.scene_now(Side::Main);
    let views = scenes::aside(&scene, player.peek(Session::view)).into_iter();
    let drawn = views.map(|v| {
        let head = el("div").class("topic").text(v.title().to_owned());
        el("section").class("aside").kid(head).kid(draw(v, Size::Narrow))
    });
    drawn.collect()
}

/// Forgets the button over a picture once the focus is elsewhere.
fn forget(player: Player, e: &Event) {
    let target = e.target().and_then(|t| t.dyn_into::<Element>().ok());
    if target.is_some_and(|t| !t.has_attribute("data-item")) {
        player.back_stage(|b| b.held = None);
    }
}
