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
pub(crate) mod later;
mod log;
mod menu;
mod motion;
pub(crate) mod options;
mod panels;
mod parts;
mod picture_file;
mod rove;
mod scrubber;
mod stage;
pub(crate) mod state;
mod transport;

use sandtable_core::session::{Session, Side};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement};

use crate::dom::{El, el};
use later::later;
use options::Controls;
use state::Player;

/// The player, with as much of it as its options ask for.
pub(crate) fn player(player: Player) -> El {
    let controls = player.options().controls;
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
    let made = el("div")
        .class("st player")
        .attr("part", "player")
        .attr("role", "group")
        .label(format!("Model: {title}"))
        .born(move |root| {
            let root = root.clone().dyn_into::<HtmlElement>().ok();
            player.back_stage(|b| b.root = root);
        })
        .effect(move |root| {
            player.follow();
            player.page(|_| ());
            player.later();
            rove::settle_later(root.clone());
        })
        .on("keydown", |e| rove::keys(e.unchecked_ref()))
        .on("focusin", move |e| {
            rove::focused(e);
            forget(player, e);
        })
        .kid(el("div").class("stages").kid(stage::stage_of(player, Side::Main)).follow(second))
        .kid(stage::caption(player));
    let told = el("div").attr("role", "alert").follow(problems);
    let checks = || checks::checks(player, Side::Main);
    let made = match controls {
        Controls::None => made.kid(told),
        Controls::Basic => made
            .kids(transport::transport(player))
            .kid(told)
            .kid(el("div").class("panels alone").kid(checks())),
        Controls::Full => everything(player, made, told, checks()),
    };
    made.follow(later(player, |l| l.announcer))
}

/// What stands below the pictures of a player with all of its controls.
fn everything(player: Player, made: El, told: El, checks: El) -> El {
    let promises = el("div").kid(checks).follow(later(player, |l| l.rules));
    let settings = el("div").follow(later(player, |l| l.settings));
    made.kids(transport::transport(player))
        .follow(later(player, |l| l.divergence))
        .follow(later(player, |l| l.rows))
        .kid(told)
        .kid(el("div").class("panels").kid(promises).kid(settings))
        .follow(later(player, |l| l.foot))
        .follow(later(player, |l| l.panel))
        .follow(later(player, |l| l.menu))
}

/// Forgets the button over a picture once the focus is elsewhere.
fn forget(player: Player, e: &Event) {
    let target = e.target().and_then(|t| t.dyn_into::<Element>().ok());
    if target.is_some_and(|t| !t.has_attribute("data-item")) {
        player.back_stage(|b| b.held = None);
    }
}
