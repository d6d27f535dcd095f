//! The pictures on the stage as one SVG file: every colour written out, on a ground of its own, with
//! title, description and legend, so that it looks the same on white and on black.

use leptos_dom::helpers::window;
use sandtable_core::session::{Session, Side};
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::state::Player;
use crate::views::{legend, px};

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
    let root = player.back_stage(|b| b.root.clone())?;
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
            let _ = copy.set_attribute(name, &px(value));
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
            "<text x=\"{}\" y=\"{}\" fill=\"{quiet}\">{}</text>",
            px(at + 20.0),
            px(base),
            escaped(word)
        ));
        at += 40.0 + word.len() as f64 * 6.6;
    }
    let h = base + 36.0;
    let (wide, high, foot, left) = (px(w), px(h), px(h - 12.0), px(MARGIN));
    let font = "font-family=\"system-ui, sans-serif\" font-size=\"12\"";
    let out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {wide} {high}\" width=\"{wide}\" height=\"{high}\" {font}>\
         <title>{title}, {place}</title><desc>{}</desc>\
         <rect width=\"{wide}\" height=\"{high}\" rx=\"8\" fill=\"{paper}\"/>\
         <text x=\"{left}\" y=\"32\" font-size=\"15\" font-weight=\"600\" fill=\"{ink}\">{title}, {place}</text>\
         {body}{words}\
         <text x=\"{left}\" y=\"{foot}\" font-size=\"11\" fill=\"{quiet}\">{}</text></svg>",
        escaped(&text),
        escaped(&link)
    );
    Some((out, w, h))
}

/// A sample of the legend.
fn sign(class: &str, x: f64, y: f64, colour: &str) -> String {
    let (left, middle, level) = (px(x), px(x + 8.0), px(y));
    let line = format!("fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\"");
    let disc =
        |r: u32, look: &str| format!("<circle cx=\"{middle}\" cy=\"{level}\" r=\"{r}\" {look}/>");
    let stroke = |d: &str, more: &str| format!("<path d=\"M{left} {level}{d}\" {line} {more}/>");
    match class.split(' ').next().unwrap_or_default() {
        "dot" if class.contains("hollow") => disc(5, &line),
        "dot" => disc(5, &format!("fill=\"{colour}\"")),
        "ringed" => disc(6, &line),
        "cross" => stroke("m4-4l8 8m0-8l-8 8", ""),
        "dotted" => stroke("h16", "stroke-dasharray=\"2 4\""),
        "dash" => stroke("h16", "stroke-dasharray=\"5 4\""),
        _ => stroke("h16", ""),
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
