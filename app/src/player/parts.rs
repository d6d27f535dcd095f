//! What every part of the player is made of: buttons, sections, details, and the fields' values.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement, HtmlSelectElement};

use crate::dom::{El, el};

/// A button that is reached by the arrow keys of its group.
pub(crate) fn button() -> El {
    el("button").attr("type", "button").attr("tabindex", "-1")
}

/// A button with a tab stop of its own.
pub(crate) fn lone_button() -> El {
    el("button").attr("type", "button")
}

/// A section with its head.
pub(crate) fn section(class: &'static str, title: &'static str) -> El {
    el("section")
        .class(class)
        .attr("role", "group")
        .label(title)
        .kid(el("div").class("topic").text(title))
}

/// A line that opens to show its help.
pub(crate) fn details(summary: El, help: El) -> El {
    el("details").kid(summary).kid(help.class("help"))
}

/// The element whose handler this event is in.
pub(crate) fn current(e: &Event) -> Option<Element> {
    e.current_target().and_then(|t| t.dyn_into().ok())
}

/// The field that was changed.
pub(crate) fn input(e: &Event) -> Option<HtmlInputElement> {
    e.target().and_then(|t| t.dyn_into().ok())
}

/// What was chosen.
pub(crate) fn chosen(e: &Event) -> Option<String> {
    let select = e.target().and_then(|t| t.dyn_into::<HtmlSelectElement>().ok());
    select.map(|s| s.value())
}
