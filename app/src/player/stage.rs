//! The pictures, in step with each other, and the buttons that lie over them.

use sandtable_core::scene::Choice;
use sandtable_core::session::{Session, Side};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, KeyboardEvent};

use super::parts::{button, current};
use super::state::{Held, Panel, Player};
use crate::dom::{El, el};
use crate::views::hits::{Hit, HitKind, hits};
use crate::views::{Size, has_narrow, legend, px as draw_px, stage};

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
        player.at_setup(|s| {
            let scene = s.scene(side);
            let views = stage::on_stage(&scene, s.view());
            format!("stage {}{playing}", stage::layout(&views))
        })
    };
    let views = move || {
        let kinds: Vec<_> = player.at_setup(|s| {
            let scene = s.scene(side);
            stage::on_stage(&scene, s.view()).iter().map(|v| v.kind()).collect()
        });
        let views = kinds.into_iter().enumerate();
        views.map(|(i, kind)| view(player, side, i, kind)).collect()
    };
    let tag = move || {
        let says = if side == Side::Main { "These settings" } else { "The other settings" };
        let comparing = player.at_setup(Session::is_comparing);
        comparing.then(|| el("p").class("side").text(says)).into_iter().collect()
    };
    el("section")
        .live("class", class)
        .attr("role", "group")
        .attr("tabindex", "0")
        .live("aria-label", name)
        .on("keydown", move |e| keys(player, e.unchecked_ref()))
        .on("click", move |e| jump(player, e))
        .follow(tag)
        .follow(views)
        .kid(el("p").class("sr").says(move || player.at_place(|s| s.scene(side).text())))
}

/// A view with the buttons that lie over it.
fn view(player: Player, side: Side, i: usize, kind: &'static str) -> El {
    let picture = move || {
        let size = player.size();
        player.at_moment(|s| {
            let scene = s.scene(side);
            let views = stage::on_stage(&scene, s.view());
            views.get(i).map(|v| stage::drawn(v, size)).unwrap_or_default()
        })
    };
    let over = (side == Side::Main).then(|| overlay(player, i));
    let box_class = format!("view view-{kind}");
    el("div").key(kind).class(box_class).kid(el("div").class("drawing").follow(picture)).kids(over)
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
fn overlay(player: Player, index: usize) -> El {
    let hits = move || {
        let size = player.size().unwrap_or(Size::Wide);
        player.at_moment(|s| {
            let scene = s.scene(Side::Main);
            let views = stage::on_stage(&scene, s.view());
            let Some(view) = views.get(index) else { return Vec::new() };
            hits(view, if has_narrow(view) { size } else { Size::Wide })
        })
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
        player.focus_item(held.heir);
    }
}

fn hit_button(player: Player, index: usize, hit: Hit) -> El {
    let class = match hit.kind {
        HitKind::Node => "hit node",
        HitKind::Link => "hit link",
        HitKind::Message => "hit message",
    };
    let held = Held { index, id: hit.id.clone(), heir: hit.heir.clone() };
    let percent = |share: f64| {
        let text = format!("{}%", draw_px(share));
        move || text.clone()
    };
    button()
        .key(hit.id.clone())
        .class(class)
        .attr("data-item", hit.id.clone())
        .attr("aria-haspopup", "menu")
        .label(hit.label.clone())
        .style("left", percent(hit.place.0))
        .style("top", percent(hit.place.1))
        .style("width", percent(hit.extent.0))
        .style("height", percent(hit.extent.1))
        .on("focus", move |_| player.back_stage(|b| b.held = Some(held.clone())))
        .on("click", move |e| {
            e.stop_propagation();
            let Some(at) = current(e) else { return };
            let items = hit.choices.iter().map(|c: &Choice| (c.label.clone(), c.clone()));
            player.open_menu(hit.label.clone(), items.collect(), &at);
        })
}

/// The legend, and the choice of the picture that is shown large.
pub(crate) fn caption(player: Player) -> El {
    let tabs = move || {
        player.at_setup(|s| {
            let scene = s.scene(Side::Main);
            let chosen = s.view();
            if scene.views.len() < 2 {
                return Vec::new();
            }
            let all = std::iter::once((None, "All".to_owned()));
            let each = scene.views.iter().map(|v| (Some(v.kind()), v.title().to_owned()));
            let tab = |(kind, title): (Option<&'static str>, String)| {
                let pressed = (kind == chosen).to_string();
                button().attr("aria-pressed", pressed).text(title).click(move || {
                    player.alter(|s| s.set_view(kind));
                    super::address::replace(&player);
                })
            };
            all.chain(each).map(tab).collect()
        })
    };
    let legend = move || vec![player.at_setup(|s| legend::legend(&s.scene(Side::Main)))];
    let tabs = el("div")
        .class("tabs")
        .attr("role", "group")
        .label("Picture")
        .attr("data-rove", "")
        .follow(tabs);
    el("div").class("caption").follow(legend).kid(tabs)
}
