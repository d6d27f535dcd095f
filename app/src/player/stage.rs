//! The pictures, in step with each other, and the buttons that lie over them.

use sandtable_core::scene::{Choice, View};
use sandtable_core::session::{Session, Side};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, KeyboardEvent};

use super::options::Controls;
use super::parts::{button, current};
use super::state::{Held, Panel, Player};
use crate::dom::{El, el};
use crate::views::hits::{Hit, HitKind, hits};
use crate::views::{Size, draw, drawing, legend, px, stage, words};

/// The stage of one side.
pub(crate) fn stage_of(player: Player, side: Side) -> El {
    let name = move || {
        let title = player.at_setup(|s| s.spec().title);
        match (side, player.at_setup(Session::is_comparing)) {
            (Side::Versus, _) => format!("{title}, the other settings"),
            (Side::Main, true) => format!("{title}, these settings"),
            (Side::Main, false) => title.to_owned(),
        }
    };
    let class = move || {
        let playing = if player.page(|ui| ui.playing) { " is-playing" } else { "" };
        let chosen = player.at_setup(Session::view);
        let scene = player.scene(side);
        format!("stage {}{playing}", stage::layout(&stage::on_stage(&scene, chosen)))
    };
    let views = move || {
        let chosen = player.at_setup(Session::view);
        let scene = player.scene(side);
        let views = stage::on_stage(&scene, chosen).into_iter().enumerate();
        views.map(|(i, (name, v))| view(player, side, i, (name, v.kind()))).collect()
    };
    let tag = move || {
        let says = if side == Side::Main { "These settings" } else { "The other settings" };
        let comparing = player.at_setup(Session::is_comparing);
        comparing.then(|| el("p").class("side").text(says)).into_iter().collect()
    };
    let made = el("section")
        .live("class", class)
        .attr("part", "stage")
        .attr("role", "group")
        .live("aria-label", name);
    let made = if player.options().controls == Controls::None {
        made
    } else {
        made.attr("tabindex", "0")
            .on("keydown", move |e| keys(player, e.unchecked_ref()))
            .on("click", move |e| jump(player, e))
    };
    made.follow(tag).follow(views).kid(el("p").class("sr").says(move || {
        player.follow();
        player.later().map_or_else(String::new, |later| (later.scene)(&player.scene(side)))
    }))
}

/// A view with the buttons that lie over it.
fn view(player: Player, side: Side, i: usize, (name, kind): (&'static str, &'static str)) -> El {
    let picture = move || {
        if !drawing::is_here(kind) {
            player.later();
        }
        let drawn =
            at_place(player, side, i, |v, sizes| sizes.iter().map(|size| draw(v, *size)).collect());
        drawn.unwrap_or_default()
    };
    let acts = side == Side::Main && player.options().controls == Controls::Full;
    let over = move || {
        let later = if acts { player.later() } else { None };
        later.map(|later| (later.overlay)(player, i)).into_iter().collect()
    };
    let canvas = el("div").class("canvas").follow(picture).follow(over);
    el("div").key(name).class(format!("view view-{kind}")).kid(canvas)
}

/// Works with the view of that place on the stage and the sizes at which it is drawn.
fn at_place<R>(
    player: Player,
    side: Side,
    i: usize,
    f: impl FnOnce(&View, &[Size]) -> R,
) -> Option<R> {
    let room = player.room();
    let scene = player.scene_now(side);
    let views = stage::on_stage(&scene, player.peek(Session::view));
    let (_, view) = views.get(i)?;
    Some(f(view, &stage::sizes(view, stage::layout(&views), room)))
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
        "?" => player.toggle_panel(Panel::Help),
        _ => return,
    }
    e.prevent_default();
}

/// Goes to the step of what was clicked in a picture, if it has one.
fn jump(player: Player, e: &Event) {
    let target = e.target().and_then(|t| t.dyn_into::<Element>().ok());
    let owner = target.and_then(|t| t.closest("[data-step]").ok().flatten());
    let step = owner.and_then(|o| o.get_attribute("data-step")).and_then(|s| s.parse().ok());
    if let Some(step) = step {
        player.seek(step);
    }
}

/// The buttons over the view of that place on the stage.
pub(crate) fn overlay(player: Player, index: usize) -> El {
    let hits = move || {
        let hits = at_place(player, Side::Main, index, |v, sizes| hits(v, sizes[0]));
        hits.unwrap_or_default()
    };
    let buttons = move || {
        let hits = hits();
        leave_focus(player, index, &hits);
        hits.into_iter().map(|h| hit_button(player, index, h)).collect()
    };
    el("div")
        .class("overlay")
        .attr("role", "group")
        .label("What you can press")
        .attr("data-rove", "")
        .follow(buttons)
}

/// A message that arrives leaves the focus to its receiver.
fn leave_focus(player: Player, index: usize, hits: &[Hit]) {
    let gone = player.back_stage(|b| {
        let held = b.held.as_ref().filter(|h| h.index == index);
        let gone = held.is_some_and(|held| hits.iter().all(|h| h.id != held.id));
        gone.then(|| b.held.take()).flatten()
    });
    if let Some(held) = gone {
        player.focus_item(held.heir.as_deref());
    }
}

fn hit_button(player: Player, index: usize, hit: Hit) -> El {
    let class = match hit.kind {
        HitKind::Node => "hit node",
        HitKind::Link => "hit link",
        HitKind::Message => "hit message",
    };
    let held = Held { index, id: hit.id.clone(), heir: hit.heir.clone() };
    let pressed = held.clone();
    let percent = |share: f64| format!("{}%", px(share));
    button()
        .key(hit.id.clone())
        .class(class)
        .attr("data-item", hit.id.clone())
        .attr("aria-haspopup", "menu")
        .label(hit.label.clone())
        .css("left", percent(hit.place.0))
        .css("top", percent(hit.place.1))
        .css("width", percent(hit.extent.0))
        .css("height", percent(hit.extent.1))
        .on("focus", move |_| player.back_stage(|b| b.held = Some(held.clone())))
        .on("click", move |e| {
            e.stop_propagation();
            let Some(at) = current(e) else { return };
            // A tap does not focus a button in every browser.
            player.back_stage(|b| b.held = Some(pressed.clone()));
            let items = hit.choices.iter().map(|c: &Choice| (c.label.clone(), c.clone()));
            player.open_menu(hit.label.clone(), items.collect(), &at);
        })
}

/// The legend, and the choice of the picture that is shown large.
pub(crate) fn caption(player: Player) -> El {
    let tabs =
        move || {
            let chosen = player.at_setup(Session::view);
            let scene = player.scene(Side::Main);
            if scene.views.len() < 2 || player.options().controls < Controls::Full {
                return Vec::new();
            }
            let tab = |name: Option<&'static str>, says: String, title: String| {
                let pressed = (name == chosen).to_string();
                button().attr("aria-pressed", pressed).attr("title", title).text(says).click(
                    move || {
                        player.alter(|s| s.set_view(name));
                        super::address::replace(&player);
                    },
                )
            };
            let mut tabs = vec![tab(None, "All".to_owned(), "All pictures".to_owned())];
            tabs.extend(scene.named().map(|(name, view)| {
                tab(Some(name), words::tab(name, view), view.title().to_owned())
            }));
            tabs
        };
    let legend = move || {
        player.follow();
        vec![legend::legend(&player.scene(Side::Main))]
    };
    let tabs = el("div")
        .class("tabs")
        .attr("role", "group")
        .label("Picture")
        .attr("data-rove", "")
        .follow(tabs);
    el("div").class("caption").follow(legend).kid(tabs)
}
