//! The menu that opens where a node, a link, a message or a verb was pressed.

use leptos_dom::helpers::request_animation_frame;
use sandtable_core::scene::Choice;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusEvent, HtmlElement, KeyboardEvent};

use super::state::Player;
use crate::dom::{El, el};

/// An open menu.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Menu {
    /// What it is about.
    pub(crate) title: String,
    /// What can be chosen: what a line says, and what it does.
    pub(crate) items: Vec<(String, Choice)>,
    /// Where its upper left corner is, in pixels of the player.
    left: f64,
    top: f64,
}

impl Player {
    /// Opens a menu below the element that was pressed, within the player.
    pub(crate) fn open_menu(&self, title: String, items: Vec<(String, Choice)>, at: &Element) {
        let Some(root) = at.closest(".player").ok().flatten() else { return };
        let (a, r) = (at.get_bounding_client_rect(), root.get_bounding_client_rect());
        let left = (a.left() - r.left()).min(r.width() - 248.0).max(8.0);
        let top = a.bottom() - r.top() + 6.0;
        self.stop();
        self.back_stage(|b| b.opener = b.held.clone());
        self.open(|ui| ui.menu = Some(Menu { title, items, left, top }));
        self.focus_later(".menu button".to_owned());
    }

    /// Closes the menu and gives the focus back to what opened it, to its heir, or to the stage.
    fn close_menu(&self) {
        self.open(|ui| ui.menu = None);
        let opener = self.back_stage(|b| b.opener.take());
        match opener {
            Some(held) => {
                let heir = held.heir.as_deref().map(item).unwrap_or_default();
                self.focus_first(vec![item(&held.id), heir, ".stage".to_owned()]);
            }
            None => self.focus_later(".stage".to_owned()),
        }
    }

    /// Puts the focus on the button of an item, or on the stage if there is none.
    pub(crate) fn focus_item(&self, id: Option<&str>) {
        let id = id.map(item).unwrap_or_default();
        self.focus_first(vec![id, ".stage".to_owned()]);
    }

    fn focus_later(&self, selector: String) {
        self.focus_first(vec![selector]);
    }

    /// Puts the focus on the first of these that is found, once what has changed is drawn.
    fn focus_first(&self, selectors: Vec<String>) {
        let player = *self;
        request_animation_frame(move || {
            if player.is_gone() {
                return;
            }
            let Some(root) = player.back_stage(|b| b.root.clone()) else { return };
            let found = selectors
                .iter()
                .filter(|s| !s.is_empty())
                .find_map(|s| root.query_selector(s).ok().flatten());
            if let Some(found) = found.and_then(|f| f.dyn_into::<HtmlElement>().ok()) {
                let options = web_sys::FocusOptions::new();
                options.set_prevent_scroll(true);
                let _ = found.focus_with_options(&options);
            }
        });
    }
}

fn item(id: &str) -> String {
    format!("[data-item=\"{}\"]", id.replace(['"', '\\'], ""))
}

/// Draws the menu, if one is open.
pub(crate) fn menu(player: Player) -> Vec<El> {
    let Some(menu) = player.page(|ui| ui.menu.clone()) else { return Vec::new() };
    let buttons = menu.items.into_iter().map(|(says, choice)| {
        let action = choice.action;
        el("button")
            .attr("type", "button")
            .attr("role", "menuitem")
            .attr("tabindex", "-1")
            .class(if choice.fault { "fault" } else { "use" })
            .label(choice.label)
            .text(says)
            .click(move || {
                player.act(&action);
                player.close_menu();
            })
    });
    let (left, top) = (menu.left, menu.top);
    let made = el("div")
        .class("menu")
        .attr("role", "menu")
        .label(menu.title.clone())
        .css("left", format!("{}px", left as i64))
        .css("top", format!("{}px", top as i64))
        .on("keydown", move |e| keys(player, e.unchecked_ref()))
        .on("focusout", move |e| {
            let to = e.unchecked_ref::<FocusEvent>().related_target();
            let to = to.and_then(|t| t.dyn_into::<Element>().ok());
            if to.is_none_or(|t| t.closest(".menu").ok().flatten().is_none()) {
                player.open(|ui| ui.menu = None);
            }
        })
        .kid(el("p").attr("aria-hidden", "true").text(menu.title))
        .kids(buttons);
    vec![made]
}

fn keys(player: Player, e: &KeyboardEvent) {
    let target = e.target().and_then(|t| t.dyn_into::<Element>().ok());
    let Some(target) = target else { return };
    let beside = match e.key().as_str() {
        "ArrowDown" => target.next_element_sibling(),
        "ArrowUp" => target.previous_element_sibling(),
        "Escape" => {
            e.stop_propagation();
            player.close_menu();
            return;
        }
        _ => return,
    };
    e.prevent_default();
    if let Some(button) = beside.and_then(|b| b.dyn_into::<web_sys::HtmlButtonElement>().ok()) {
        let _ = button.focus();
    }
}
