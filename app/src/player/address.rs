//! The address bar, for the one element of a page that may write it: `#!<element's id>?<link>`.
//!
//! An element says so by the attribute `data-address` (or `address`). It replaces the address while
//! the reader moves, at most every 400 ms, and adds an entry to the history for each action.

use std::time::Duration;

use leptos_dom::helpers::{set_timeout, window};
use sandtable_core::session::{Session, short};
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

use super::state::Player;

/// Whether an element may write the address.
pub(crate) fn is_on(host: &HtmlElement) -> bool {
    host.has_attribute("data-address") || host.has_attribute("address")
}

/// The link that the address holds for an element, if it holds one.
pub(crate) fn read(host: &HtmlElement) -> Option<String> {
    if !is_on(host) {
        return None;
    }
    let hash = window().location().hash().ok()?;
    let rest = hash.strip_prefix("#!")?;
    let (id, link) = rest.split_once('?')?;
    (id == host.id()).then(|| link.to_owned())
}

/// The address that opens a session as it is now, on a page of its own.
pub(crate) fn alone(player: &Player) -> String {
    let (link, model) = player.peek(|s| (short(&s.link()), s.spec().id));
    format!("{}embed/{model}/#!{link}", player.home())
}

/// The address that opens a session as it is now: on this page, where the element may write its
/// address, else on a page of its own.
pub(crate) fn url(player: &Player) -> String {
    let host = player.host();
    if !is_on(&host) {
        return alone(player);
    }
    let link = player.peek(|s| short(&s.link()));
    let href = window().location().href().unwrap_or_default();
    let page = href.split('#').next().unwrap_or_default();
    format!("{page}#!{}?{link}", host.id())
}

/// Adds an entry to the history.
pub(crate) fn push(player: &Player) {
    if let Some(later) = player.here() {
        (later.write_address)(player, true);
    }
}

/// Replaces the address once the reader has come to rest.
pub(crate) fn replace(player: &Player) {
    if !is_on(&player.host()) {
        return;
    }
    let player = *player;
    let position = player.peek(Session::position);
    let later = move || {
        if player.is_gone() || player.glance(|ui| ui.playing) {
            return;
        }
        match player.here() {
            _ if player.peek(Session::position) != position => {}
            Some(later) => (later.write_address)(&player, false),
            // What writes links is on the way.
            None => player.back_stage(|b| b.address_due = true),
        }
    };
    set_timeout(later, Duration::from_millis(400));
}

/// Writes the address: instead of what it was, or as another entry of the history.
pub(crate) fn write(player: &Player, push: bool) {
    let host = player.host();
    if !is_on(&host) {
        return;
    }
    let address = format!("#!{}?{}", host.id(), player.peek(|s| short(&s.link())));
    let Ok(history) = window().history() else { return };
    // A page in a sandbox may not write its address; the player works without.
    let _ = if push {
        history.push_state_with_url(&JsValue::NULL, "", Some(&address))
    } else {
        history.replace_state_with_url(&JsValue::NULL, "", Some(&address))
    };
}
