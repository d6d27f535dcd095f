//! The pictures on the stage as one SVG file: every colour written out, on a ground of its own, with
//! title, description and legend, so that it looks the same on white and on black.

use leptos::prelude::*;
use sandtable_core::session::{Session, Side};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::state::Player;
use crate::views::legend;

/// What decides how a shape looks; written into each of them.
const LOOKS: [&str; 13] = [
    "fill",
    "fill-opacity",
    "stroke",
    "stroke-width",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-opacity",
    "opacity",
    "font-family",
    "font-size",
    "font-weight",
    "text-anchor",
    "paint-order",
];

/// The space around and between pictures.
const MARGIN: f64 = 16.0;

/// The file's text with its width and height; `None` if there is no picture to be written.
pub(crate) fn svg(player: &Player) -> Option<(String, f64, f64)> {
    let root: HtmlElement = player.root.get_value()?;
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
    let (ink, quiet) = (look(&root, "color"), look(&root, "--st-quiet"));
    let paper = look(&root, "background-color");
    let mut x = MARGIN;
    let mut tallest: f64 = 0.0;
    let mut body = String::new();
    for svg in &pictures {
        let size = svg.get_attribute("viewBox")?;
        let mut numbers = size.split(' ').skip(2).map(js_sys::Number::parse_float);
        let (w, h) = (numbers.next()?, numbers.next()?);
        let copy = svg.clone_node_with_deep(true).ok()?.dyn_into::<Element>().ok()?;
        write_looks(svg, &copy);
        for (name, value) in [("x", x), ("y", 52.0), ("width", w), ("height", h)] {
            let _ = copy.set_attribute(name, &value.to_string());
        }
        body.push_str(&copy.outer_html());
        x += w + MARGIN;
        tallest = tallest.max(h);
    }
    let w = x.max(420.0);
    let (title, text, place, link, entries) = player.peek(|s: &Session| {
        let scene = s.scene(Side::Main);
        let entries = legend::entries(&scene);
        (s.spec().title, scene.text(), s.place(), s.link(), entries)
    });
    let mut words = String::new();
    let mut at = MARGIN;
    let base = 52.0 + tallest + 24.0;
    for (class, word) in entries {
        let sample = root.query_selector(&format!(".sample.{}", class.replace(' ', ".")));
        let sample = sample.ok().flatten();
        let colour = sample.map_or_else(|| ink.clone(), |s| look(&s, "--st-tone"));
        let colour = if colour.is_empty() { ink.clone() } else { colour };
        words.push_str(&sign(class, at, base - 4.0, &colour));
        words.push_str(&format!(
            "<text x=\"{}\" y=\"{base}\" fill=\"{quiet}\">{}</text>",
            at + 20.0,
            escaped(word)
        ));
        at += 40.0 + word.len() as f64 * 6.6;
    }
    let h = base + 36.0;
    let font = "font-family=\"system-ui, sans-serif\" font-size=\"12\"";
    let out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" {font}>\
         <title>{title}, {place}</title><desc>{}</desc>\
         <rect width=\"{w}\" height=\"{h}\" rx=\"8\" fill=\"{paper}\"/>\
         <text x=\"{MARGIN}\" y=\"32\" font-size=\"15\" font-weight=\"600\" fill=\"{ink}\">{title}, {place}</text>\
         {body}{words}\
         <text x=\"{MARGIN}\" y=\"{}\" font-size=\"11\" fill=\"{quiet}\">{}</text></svg>",
        escaped(&text),
        h - 12.0,
        escaped(&link)
    );
    Some((out, w, h))
}

/// A sample of the legend.
fn sign(class: &str, x: f64, y: f64, colour: &str) -> String {
    let stroke = format!("fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\"");
    match class.split(' ').next().unwrap_or_default() {
        "dot" if class.contains("hollow") => {
            format!("<circle cx=\"{}\" cy=\"{y}\" r=\"5\" {stroke}/>", x + 8.0)
        }
        "dot" => format!("<circle cx=\"{}\" cy=\"{y}\" r=\"5\" fill=\"{colour}\"/>", x + 8.0),
        "ringed" => format!("<circle cx=\"{}\" cy=\"{y}\" r=\"6\" {stroke}/>", x + 8.0),
        "cross" => format!("<path d=\"M{} {}l8 8m0-8l-8 8\" {stroke}/>", x + 4.0, y - 4.0),
        "dotted" => format!("<path d=\"M{x} {y}h16\" {stroke} stroke-dasharray=\"2 4\"/>"),
        "dash" => format!("<path d=\"M{x} {y}h16\" {stroke} stroke-dasharray=\"5 4\"/>"),
        _ => format!("<path d=\"M{x} {y}h16\" {stroke}/>"),
    }
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

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
