//! Export: link, SVG, PNG, Mermaid, JSON trace.

use js_sys::Array;
use leptos_dom::helpers::{document, set_timeout};
use sandtable_core::session::{Session, Side};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Blob, BlobPropertyBag, CanvasRenderingContext2d, HtmlAnchorElement, HtmlCanvasElement,
    HtmlImageElement, Url,
};

use super::parts::lone_button;
use super::picture_file;
use super::state::Player;
use crate::dom::{El, el};

/// The menu of formats.
pub(crate) fn menu(player: Player) -> El {
    let name = player.peek(|s| s.spec().id);
    let file = move |ending: &str| format!("{name}.{ending}");
    let format = |says: &'static str, what: &'static str, f: Box<dyn FnMut()>| {
        lone_button().text(says).kid(el("small").text(what)).click(f)
    };
    let mermaid = player.peek(|s| s.mermaid().is_some()).then(|| {
        let save = move || {
            if let Some(body) = player.peek(Session::mermaid) {
                save(&file("mmd"), "text/plain", &body);
            }
        };
        format("Mermaid", "sequence diagram", Box::new(save))
    });
    let link = move || save(&file("txt"), "text/plain", &super::address::url(&player));
    let svg = move || {
        if let Some((svg, ..)) = picture_file::svg(&player) {
            save(&file("svg"), "image/svg+xml", &svg);
        }
    };
    let image = move || {
        if let Some((svg, w, h)) = picture_file::svg(&player) {
            png(file("png"), &svg, w, h);
        }
    };
    let trace = move || save(&file("json"), "application/json", &player.peek(Session::trace_json));
    let text = move || {
        let body = player.peek(|s| format!("{}\n{}", s.transcript(), s.scene(Side::Main).text()));
        save(&file("txt"), "text/plain", &body);
    };
    el("div")
        .class("panel export")
        .kid(format("Link", "one line of text", Box::new(link)))
        .kid(format("SVG", "with title and legend", Box::new(svg)))
        .kid(format("PNG", "the same, at twice the size", Box::new(image)))
        .kids(mermaid)
        .kid(format("JSON", "the whole trace with its hash", Box::new(trace)))
        .kid(format("Text", "transcript and scene", Box::new(text)))
}

/// Hands a text to the browser as a file.
pub(super) fn save(name: &str, kind: &str, body: &str) {
    let parts = Array::of1(&JsValue::from_str(body));
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    if let Ok(blob) = Blob::new_with_str_sequence_and_options(&parts, &options) {
        save_blob(name, &blob);
    }
}

fn save_blob(name: &str, blob: &Blob) {
    let Ok(url) = Url::create_object_url_with_blob(blob) else { return };
    let link =
        document().create_element("a").ok().and_then(|a| a.dyn_into::<HtmlAnchorElement>().ok());
    if let Some(link) = link {
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    // The browser has taken hold of the file by the next turn.
    set_timeout(
        move || {
            let _ = Url::revoke_object_url(&url);
        },
        std::time::Duration::from_secs(10),
    );
}

/// Draws an SVG on a canvas, at twice its size, and hands it over as a PNG.
fn png(name: String, svg: &str, w: f64, h: f64) {
    let Ok(image) = HtmlImageElement::new() else { return };
    let canvas = document().create_element("canvas");
    let Some(canvas) = canvas.ok().and_then(|c| c.dyn_into::<HtmlCanvasElement>().ok()) else {
        return;
    };
    canvas.set_width((w * 2.0) as u32);
    canvas.set_height((h * 2.0) as u32);
    let drawn = image.clone();
    let loaded = Closure::once_into_js(move || {
        let context = canvas.get_context("2d").ok().flatten();
        let Some(context) = context.and_then(|c| c.dyn_into::<CanvasRenderingContext2d>().ok())
        else {
            return;
        };
        let _ = context.draw_image_with_html_image_element_and_dw_and_dh(
            &drawn,
            0.0,
            0.0,
            w * 2.0,
            h * 2.0,
        );
        let done = Closure::once_into_js(move |blob: Option<Blob>| {
            if let Some(blob) = blob {
                save_blob(&name, &blob);
            }
        });
        let _ = canvas.to_blob(done.unchecked_ref());
    });
    image.set_onload(Some(loaded.unchecked_ref()));
    let encoded = js_sys::encode_uri_component(svg);
    image.set_src(&format!("data:image/svg+xml;charset=utf-8,{}", String::from(encoded)));
}
