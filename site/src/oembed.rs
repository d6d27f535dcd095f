//! What a page that finds our address in a text needs to show the model in it: the oEmbed answer
//! (oembed.com, version 1.0).

use sandtable_app::frame;
use sandtable_core::session::Spec;
use serde_json::json;

/// The width that is told to whoever needs one; the frame itself takes what there is.
const WIDTH_PX: u32 = 720;

/// The address of a model's page for frames, from the site's root.
#[must_use]
pub fn page(model: &str) -> String {
    format!("embed/{model}/")
}

/// The answer for a model, on the site at `address`, which has a host.
///
/// ```
/// let spec = sandtable_core::session::models().next().unwrap();
/// let answer = sandtable_site::oembed::answer(spec, "https://x.test/s/");
/// assert!(answer.contains("\"version\": \"1.0\"") && answer.contains("\"type\": \"rich\""));
/// assert!(answer.contains(&format!("https://x.test/s/embed/{}/", spec.id)));
/// ```
#[must_use]
pub fn answer(spec: &Spec, address: &str) -> String {
    let answer = json!({
        "version": "1.0",
        "type": "rich",
        "provider_name": "Sandtable",
        "provider_url": address,
        "title": spec.title,
        "html": frame::html(&format!("{address}{}", page(spec.id)), spec.title),
        "width": WIDTH_PX,
        "height": frame::HEIGHT_PX,
    });
    format!("{answer:#}\n")
}
