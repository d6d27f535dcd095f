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
mod picture_file;
mod rove;
mod stage;
pub(crate) mod state;
mod transport;

use leptos::prelude::*;
use sandtable_core::session::{Session, Side};

use crate::views::{Size, stage as scenes};
use state::Player;

/// The whole player.
pub(crate) fn player(player: Player) -> impl IntoView {
    let root = player.root;
    Effect::new(move |_| {
        player.at_place(|_| ());
        player.at_setup(|_| ());
        player.panel.track();
        if let Some(root) = root.get() {
            rove::settle_later(root.into());
        }
    });
    let comparing = Memo::new(move |_| player.at_setup(Session::is_comparing));
    let second = move || comparing.get().then(|| stage::stage_of(player, Side::Versus));
    let class = move || if player.visible.get() { "st player" } else { "st player is-off" };
    let aside = move || {
        player.at_moment(|s| {
            let scene = s.scene(Side::Main);
            let views = scenes::aside(&scene, s.view());
            let drawn = views.into_iter().map(|v| {
                let title = v.title().to_owned();
                view! {
                    <section class="aside">
                        <h3>{title}</h3>
                        {scenes::drawn(v, Some(Size::Narrow))}
                    </section>
                }
            });
            drawn.collect::<Vec<_>>()
        })
    };
    let problems = move || {
        let problems = player.problems.get();
        (!problems.is_empty()).then(|| crate::problems::list(&problems))
    };
    let title = player.peek(|s: &Session| s.spec().title);
    view! {
        <div class=class node_ref=root role="region" aria-label=format!("Model: {title}")
            on:keydown=move |e| rove::keys(&e)
            on:focusin=move |e| {
                rove::focused(&e);
                forget(player, &e);
            }>
            <div class="stages">{stage::stage_of(player, Side::Main)}{second}</div>
            {stage::caption(player)}
            {transport::transport(player)}
            {compare::divergence(player)}
            {actions::rows(player)}
            <div role="alert">{problems}</div>
            <div class="panels">
                <div>{checks::checks(player, Side::Main)}{checks::rules(player, Side::Main)}</div>
                <div>{knobs::knobs(player, Side::Main)}{aside}</div>
            </div>
            {compare::controls(player)}
            <div class="panels">
                {log::log(player)}
                {history::history(player)}
            </div>
            {panels::panels(player)}
            {announcer::announcer(player)}
            {menu::menu(player)}
        </div>
    }
}

/// Forgets the button over a picture once the focus is elsewhere.
fn forget(player: Player, e: &web_sys::FocusEvent) {
    use wasm_bindgen::JsCast;
    let target = e.target().and_then(|t| t.dyn_into::<web_sys::Element>().ok());
    if target.is_some_and(|t| !t.has_attribute("data-item")) {
        player.held.set_value(None);
    }
}
