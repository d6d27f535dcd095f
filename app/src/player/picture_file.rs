//! The pictures on the stage as one SVG file, every look read from the page and written out.

use leptos_dom::helpers::window;
use sandtable_core::scene::View;
use sandtable_core::session::{Session, Side};
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::state::Player;
use crate::dom::live::{Mounted, mount};
use crate::views::card::{Card, LOOKS, Piece};
use crate::views::table_picture::table_picture;
use crate::views::{legend, stage};

/// The file's text with its width and height; `None` if there is no picture to be written.
pub(crate) fn svg(player: &Player) -> Option<(String, f64, f64)> {
    let root = player.back_stage(|b| b.root.clone())?;
    let tables = draw_tables(player, &root);
    let found = root.query_selector_all(".stage svg.picture").ok()?;
    let mut pictures = Vec::new();
    for i in 0..found.length() {
        let Some(svg) = found.item(i).and_then(|n| n.dyn_into::<Element>().ok()) else { continue };
        // Of the two drawings of a view, the one that is shown.
        if svg.get_bounding_client_rect().width() > 0.0 {
            pictures.push(svg);
        }
    }
    let look = |e: &Element, name: &str| -> String {
        let style = window().get_computed_style(e).ok().flatten();
        style.and_then(|s| s.get_property_value(name).ok()).unwrap_or_default()
    };
    let mut pieces = Vec::new();
    for svg in &pictures {
        pieces.extend(piece(svg));
    }
    for table in tables {
        table.node.remove();
    }
    let ink = look(&root, "color");
    let coloured = |(class, word): (&'static str, &'static str)| {
        let sample = root.query_selector(&format!(".sample.{}", class.replace(' ', ".")));
        let colour = sample.ok().flatten().map(|s| look(&s, "--st-tone")).unwrap_or_default();
        (class, word, if colour.is_empty() { ink.clone() } else { colour })
    };
    let card = player.peek(|s: &Session| {
        let scene = s.scene(Side::Main);
        Card {
            title: format!("{}, {}", s.spec().title, s.place()),
            text: scene.text(),
            link: s.link(),
            ink: ink.clone(),
            quiet: look(&root, "--st-quiet"),
            paper: look(&root, "background-color"),
            stacked: stage::layout(&stage::on_stage(&scene, s.view())) == "stack",
            legend: legend::entries(&scene).into_iter().map(coloured).collect(),
        }
    });
    Some(card.svg(&pieces))
}

/// Draws each table on the stage below it, until its looks are read.
fn draw_tables(player: &Player, root: &Element) -> Vec<Mounted> {
    let (comparing, chosen) = player.peek(|s| (s.is_comparing(), s.view()));
    let mut made = Vec::new();
    let Ok(places) = root.query_selector_all(".stage > .view-table") else { return made };
    for side in [Side::Main, Side::Versus].into_iter().take(1 + usize::from(comparing)) {
        for (_, view) in stage::on_stage(&player.scene(side), chosen) {
            let View::Table(table) = view else { continue };
            let place = places.item(made.len() as u32).and_then(|n| n.dyn_into::<Element>().ok());
            if let Some(place) = place {
                made.push(mount(table_picture(table), &place));
            }
        }
    }
    made
}

/// A picture with every look written into its shapes.
fn piece(svg: &Element) -> Option<Piece> {
    let size = svg.get_attribute("viewBox")?;
    let mut numbers = size.split(' ').skip(2).map(js_sys::Number::parse_float);
    let (w, h) = (numbers.next()?, numbers.next()?);
    let copy = svg.clone_node_with_deep(true).ok()?.dyn_into::<Element>().ok()?;
    write_looks(svg, &copy);
    // HTML has a name for this blank that other files do not know.
    Some((copy.outer_html().replace("&nbsp;", "\u{a0}"), w, h))
}

/// Writes the looks of each shape into its copy, and takes out what is hidden.
fn write_looks(from: &Element, to: &Element) {
    if let Ok(Some(style)) = window().get_computed_style(from) {
        if style.get_property_value("display").is_ok_and(|d| d == "none") {
            to.remove();
            return;
        }
        for name in LOOKS {
            if let Ok(value) = style.get_property_value(name)
                && !value.is_empty()
            {
                let _ = to.set_attribute(name, &value);
            }
        }
    }
    let _ = to.remove_attribute("class");
    let (a, b) = (from.children(), to.children());
    // From the last to the first, because hidden copies go.
    for i in (0..a.length()).rev() {
        if let (Some(a), Some(b)) = (a.item(i), b.item(i)) {
            write_looks(&a, &b);
        }
    }
}
