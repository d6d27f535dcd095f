//! One tab stop for a group of buttons; the arrow keys move inside it.

use leptos_dom::helpers::request_animation_frame;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent};

/// The buttons of a group that can be reached now.
fn members(group: &Element) -> Vec<HtmlElement> {
    let selector = "button:not(:disabled), [role=switch]";
    let Ok(found) = group.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|i| found.item(i)?.dyn_into().ok()).collect()
}

/// Sees to it that each group has exactly one tab stop: the one that had it, else the first. Called
/// after every change of what can be pressed.
pub(crate) fn settle(root: &Element) {
    let Ok(groups) = root.query_selector_all("[data-rove]") else { return };
    for i in 0..groups.length() {
        let Some(group) = groups.item(i).and_then(|g| g.dyn_into::<Element>().ok()) else {
            continue;
        };
        let members = members(&group);
        let held = members.iter().position(|m| m.tab_index() == 0 && m.has_attribute("data-held"));
        for (j, member) in members.iter().enumerate() {
            let stop = held.map_or(j == 0, |held| held == j);
            set_stop(member, stop);
        }
    }
}

/// Makes a button a tab stop or not. What is so already is left alone: a page that is written to is
/// laid out anew.
fn set_stop(member: &HtmlElement, stop: bool) {
    let index = if stop { 0 } else { -1 };
    if member.tab_index() != index || !member.has_attribute("tabindex") {
        member.set_tab_index(index);
    }
}

/// Moves the focus inside a group with the arrow keys, Home and End.
pub(crate) fn keys(e: &KeyboardEvent) {
    let Some(target) = e.target().and_then(|t| t.dyn_into::<HtmlElement>().ok()) else { return };
    let Some(group) = target.closest("[data-rove]").ok().flatten() else { return };
    let members = members(&group);
    let Some(here) = members.iter().position(|m| m.is_same_node(Some(&target))) else { return };
    let last = members.len() - 1;
    let to = match e.key().as_str() {
        "ArrowRight" | "ArrowDown" => (here + 1).min(last),
        "ArrowLeft" | "ArrowUp" => here.saturating_sub(1),
        "Home" => 0,
        "End" => last,
        _ => return,
    };
    e.prevent_default();
    e.stop_propagation();
    hold(&members, to);
    let _ = members[to].focus();
}

/// Makes the button that was focused the group's tab stop.
pub(crate) fn focused(e: &Event) {
    let Some(target) = e.target().and_then(|t| t.dyn_into::<HtmlElement>().ok()) else { return };
    let Some(group) = target.closest("[data-rove]").ok().flatten() else { return };
    let members = members(&group);
    if let Some(here) = members.iter().position(|m| m.is_same_node(Some(&target))) {
        hold(&members, here);
    }
}

fn hold(members: &[HtmlElement], which: usize) {
    for (i, member) in members.iter().enumerate() {
        set_stop(member, i == which);
        let _ = if i == which {
            member.set_attribute("data-held", "")
        } else {
            member.remove_attribute("data-held")
        };
    }
}

/// Settles the groups of a player once what has changed is drawn.
pub(crate) fn settle_later(root: Element) {
    request_animation_frame(move || settle(&root));
}
