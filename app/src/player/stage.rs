//! The pictures, in step with each other, and the buttons that lie over them.

use leptos::prelude::*;
use sandtable_core::scene::Choice;
use sandtable_core::session::{Session, Side};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, MouseEvent};

use super::state::{Held, Panel, Player};
use crate::views::hits::{Hit, HitKind, hits};
use crate::views::{Size, has_narrow, legend, stage};

/// The stage of one side.
pub(crate) fn stage_of(player: Player, side: Side) -> impl IntoView {
    let name = move || {
        let title = player.at_setup(|s| s.spec().title);
        match (side, player.at_setup(Session::is_comparing)) {
            (Side::Versus, _) => format!("{title}, the other settings"),
            (Side::Main, true) => format!("{title}, these settings"),
            (Side::Main, false) => title.to_owned(),
        }
    };
    let class = move || {
        let playing = if player.playing.get() { " is-playing" } else { "" };
        player.at_setup(|s| {
            let scene = s.scene(side);
            let views = stage::on_stage(&scene, s.view());
            format!("stage {}{playing}", stage::layout(&views))
        })
    };
    let kinds = Memo::new(move |_| {
        player.at_setup(|s| {
            let scene = s.scene(side);
            let views = stage::on_stage(&scene, s.view());
            views.iter().map(|v| v.kind()).collect::<Vec<_>>()
        })
    });
    let pictures = move || {
        let view = move |(i, kind): (usize, &'static str)| {
            let picture = move || {
                let size = player.size();
                player.at_moment(|s| {
                    let scene = s.scene(side);
                    stage::on_stage(&scene, s.view()).get(i).map(|v| stage::drawn(v, size))
                })
            };
            let over = (side == Side::Main).then(|| overlay(player, i));
            view! { <div class=format!("view view-{kind}")>{picture}{over}</div> }
        };
        kinds.get().into_iter().enumerate().map(view).collect_view()
    };
    let words = move || player.at_place(|s| s.scene(side).text());
    let tag = move || {
        player.at_setup(Session::is_comparing).then(|| {
            let says = if side == Side::Main { "These settings" } else { "The other settings" };
            view! { <p class="side">{says}</p> }
        })
    };
    view! {
        <section class=class role="group" aria-label=name tabindex="0"
            on:keydown=move |e| keys(player, &e)
            on:click=move |e| jump(player, &e)>
            {tag}
            {pictures}
            <p class="sr">{words}</p>
        </section>
    }
}

/// The keys of the focused stage; each of them is also a button.
fn keys(player: Player, e: &KeyboardEvent) {
    // Only on the stage itself, never in a button that lies over it.
    let own = e.target() == e.current_target();
    if !own || e.ctrl_key() || e.meta_key() || e.alt_key() {
        return;
    }
    match e.key().as_str() {
        " " => player.toggle(),
        "ArrowRight" => player.step_shown(),
        "ArrowLeft" => player.back(),
        "Home" => player.seek(0),
        "End" => player.seek(u32::MAX),
        "r" | "R" => player.reset(),
        "?" => player.panel.update(|p| {
            *p = if *p == Some(Panel::Help) { None } else { Some(Panel::Help) };
        }),
        _ => return,
    }
    e.prevent_default();
}

/// Goes to the step of what was clicked in a picture, if it has one.
fn jump(player: Player, e: &MouseEvent) {
    let target = e.target().and_then(|t| t.dyn_into::<Element>().ok());
    let owner = target.and_then(|t| t.closest("[data-step]").ok().flatten());
    let step = owner.and_then(|o| o.get_attribute("data-step")).and_then(|s| s.parse().ok());
    if let Some(step) = step {
        player.seek(step);
    }
}

/// The buttons over the view of that place on the stage.
fn overlay(player: Player, index: usize) -> impl IntoView {
    let hits = Memo::new(move |_| {
        let narrow = player.size() == Some(Size::Narrow);
        player.at_moment(|s| {
            let scene = s.scene(Side::Main);
            let views = stage::on_stage(&scene, s.view());
            let Some(view) = views.get(index) else { return Vec::new() };
            let size = if narrow && has_narrow(view) { Size::Narrow } else { Size::Wide };
            hits(view, size)
        })
    });
    // A message that arrives leaves the focus to its receiver.
    Effect::new(move |_| {
        let held = player.held.get_value();
        let Some(held) = held.filter(|h| h.index == index) else { return };
        if hits.with(|all| all.iter().all(|h| h.id != held.id)) {
            player.held.set_value(None);
            player.focus_item(held.heir);
        }
    });
    view! {
        <div class="overlay" role="group" aria-label="What you can press" data-rove="">
            <For each=move || hits.get() key=|h| h.id.clone() let:hit>
                {button(player, index, hits, &hit)}
            </For>
        </div>
    }
}

fn button(player: Player, index: usize, hits: Memo<Vec<Hit>>, hit: &Hit) -> impl IntoView + use<> {
    let id = hit.id.clone();
    let now = Memo::new(move |_| hits.with(|all| all.iter().find(|h| h.id == id).cloned()));
    let class = match hit.kind {
        HitKind::Node => "hit node",
        HitKind::Link => "hit link",
        HitKind::Message => "hit message",
    };
    let pressed = move |e: MouseEvent| {
        let Some(hit) = now.get_untracked() else { return };
        let Some(at) = e.current_target().and_then(|t| t.dyn_into::<Element>().ok()) else { return };
        e.stop_propagation();
        let items = hit.choices.into_iter().map(|c: Choice| (c.label.clone(), c)).collect();
        player.open_menu(hit.label, items, &at);
    };
    let held = Held { index, id: hit.id.clone(), heir: hit.heir.clone() };
    let percent = move |f: fn(&Hit) -> f64| {
        move || now.with(|h| h.as_ref().map_or(String::new(), |h| format!("{:.2}%", f(h))))
    };
    view! {
        <button type="button" class=class tabindex="-1" data-item=hit.id.clone()
            aria-label=hit.label.clone() aria-haspopup="menu"
            style:left=percent(|h| h.place.0) style:top=percent(|h| h.place.1)
            style:width=percent(|h| h.extent.0) style:height=percent(|h| h.extent.1)
            on:focus=move |_| player.held.set_value(Some(held.clone()))
            on:click=pressed></button>
    }
}

/// The legend, and the choice of the picture that is shown large.
pub(crate) fn caption(player: Player) -> impl IntoView {
    let tabs = move || {
        player.at_setup(|s| {
            let scene = s.scene(Side::Main);
            let chosen = s.view();
            if scene.views.len() < 2 {
                return Vec::new();
            }
            let all = std::iter::once((None, "All".to_owned()));
            let each = scene.views.iter().map(|v| (Some(v.kind()), v.title().to_owned()));
            all.chain(each)
                .map(|(kind, title)| {
                    view! {
                        <button type="button" tabindex="-1" aria-pressed=(kind == chosen).to_string()
                            on:click=move |_| {
                                player.alter(|s| s.set_view(kind));
                                super::address::replace(&player);
                            }>
                            {title}
                        </button>
                    }
                })
                .collect()
        })
    };
    let legend = move || player.at_setup(|s| legend::legend(&s.scene(Side::Main)));
    view! {
        <div class="caption">
            {legend}
            <div class="tabs" role="group" aria-label="Picture" data-rove="">{tabs}</div>
        </div>
    }
}
