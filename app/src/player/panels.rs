//! The last row: compare, share, export, help; and the panel that is open below it.

use leptos::prelude::*;
use sandtable_core::session::Session;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::state::{Panel, Player};
use super::{address, compare, export};

/// The row of buttons, and the open panel.
pub(crate) fn panels(player: Player) -> impl IntoView {
    let comparing = move || player.at_setup(Session::is_comparing);
    let toggle = move |panel: Panel| {
        player.panel.update(|p| *p = if *p == Some(panel) { None } else { Some(panel) });
    };
    let opener = move |panel: Panel, says: &'static str| {
        view! {
            <button type="button" tabindex="-1"
                aria-expanded=move || (player.panel.get() == Some(panel)).to_string()
                on:click=move |_| toggle(panel)>{says}</button>
        }
    };
    view! {
        <div class="foot" role="toolbar" aria-label="More" data-rove="">
            <button type="button" aria-pressed=move || comparing().to_string()
                on:click=move |_| compare::toggle(player)>"Compare"</button>
            {opener(Panel::Share, "Share")}
            {opener(Panel::Export, "Export")}
            {opener(Panel::Help, "Help")}
        </div>
        {move || player.panel.get().map(|panel| match panel {
            Panel::Share => share(player).into_any(),
            Panel::Export => export::menu(player).into_any(),
            Panel::Help => help(player).into_any(),
        })}
    }
}

fn share(player: Player) -> impl IntoView {
    let copied = RwSignal::new("");
    let url = move || {
        player.at_setup(|_| ());
        player.at_place(|_| ());
        address::url(&player)
    };
    let embed = move || {
        player.at_setup(|_| ());
        let link = player.at_place(Session::link);
        format!("<sand-table link=\"{}\"></sand-table>", link.replace('&', "&amp;"))
    };
    let copy = move |text: String| {
        let clipboard = window().navigator().clipboard();
        // Refused where the page may not use the clipboard; the text can still be selected.
        let _ = clipboard.write_text(&text);
        copied.set("Copied.");
    };
    let field = move |label: &'static str, text: Signal<String>| {
        view! {
            <div class="field">
                <label>
                    <span>{label}</span>
                    <input type="text" readonly prop:value=move || text.get()
                        on:focus=move |e| {
                            let input = e.target().and_then(|t| t.dyn_into::<HtmlInputElement>().ok());
                            if let Some(input) = input {
                                input.select();
                            }
                        }/>
                </label>
                <button type="button" on:click=move |_| copy(text.get_untracked())>"Copy"</button>
            </div>
        }
    };
    view! {
        <div class="panel share">
            {field("A link to this moment", Signal::derive(url))}
            {field("For a page of your own", Signal::derive(embed))}
            <p role="status">{move || copied.get()}</p>
        </div>
    }
}

const KEYS: [(&str, &str); 6] = [
    ("space", "play or pause"),
    ("← →", "a step back, a step on"),
    ("Home End", "to the start, to the end"),
    ("R", "reset: back to what was opened"),
    ("?", "this help"),
    ("Tab", "to what is in the picture; the arrow keys move there, Enter opens what can be done"),
];

fn help(player: Player) -> impl IntoView {
    let spec = player.peek(Session::spec);
    let keys = KEYS.map(|(key, does)| {
        view! { <div><dt><kbd>{key}</kbd></dt><dd>{does}</dd></div> }
    });
    let fidelity = spec.fidelity.iter().map(|says| view! { <li>{*says}</li> }).collect_view();
    view! {
        <div class="panel help-panel">
            <div>
                <h3>"Keys, while the picture has the focus"</h3>
                <dl>{Vec::from(keys)}</dl>
            </div>
            <div>
                <h3>"What is modelled"</h3>
                <ul>{fidelity}</ul>
            </div>
        </div>
    }
}
