//! The page of one model for frames: the model, nothing around it, and where it comes from.

use sandtable_core::session::{Session, Spec};

use crate::assets::Assets;
use crate::content::Content;
use crate::csp;
use crate::html::escape;
use crate::model;
use crate::oembed;
use crate::stills::{Still, still};
use crate::url::relative;

/// The whole page. `address` is where the site is served; without a host, what needs one is left
/// out. `None` if the model does not open, which a test of core rules out.
#[must_use]
pub fn html(content: &Content, spec: &Spec, assets: &Assets, address: &str) -> Option<String> {
    let mut session = Session::open(&format!("v1/{}", spec.id)).ok()?;
    let url = oembed::page(spec.id);
    // The strip and the sentences would stay when the model is live.
    let figure = Still { figure: still(&mut session).figure, ..Still::default() };
    let attributes = [("model".to_owned(), spec.id.to_owned())];
    let element = model::element(None, &attributes, &figure);
    let shown =
        content.topics.iter().find(|t| t.matter.models.iter().any(|m| m.as_ref() == spec.id));
    let home = shown.map_or_else(String::new, |topic| topic.url());
    let says = shown.map_or(spec.title, |topic| topic.matter.question.as_str());
    let title = escape(spec.title);
    let sheets = [&assets.css[0], &assets.embed_css];
    let sheets =
        sheets.map(|css| format!("<link rel=\"stylesheet\" href=\"{}\">\n", relative(&url, css)));
    let loader = assets.loader.as_deref().map_or_else(String::new, |loader| {
        format!("<script type=\"module\" src=\"{}\"></script>\n", relative(&url, loader))
    });
    let hosted = address.contains("://").then(|| {
        format!(
            "<link rel=\"canonical\" href=\"{}\">\n\
             <link rel=\"alternate\" type=\"application/json+oembed\" href=\"oembed.json\" \
             title=\"{title}\">\n",
            escape(&format!("{address}{home}")),
        )
    });
    Some(format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"content-security-policy\" content=\"{}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"description\" content=\"{}\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title} · Sandtable</title>\n<base target=\"_blank\">\n{}{}\
         <link rel=\"icon\" href=\"{}\" type=\"image/svg+xml\">\n\
         <script src=\"{}\"></script>\n{loader}</head>\n<body>\n<main>\n<h1>{title}</h1>\n\
         {element}\n<p class=\"problems\" role=\"alert\"></p>\n\
         <p class=\"source\"><a href=\"{}\" target=\"_blank\" rel=\"noopener\">{} · Sandtable</a></p>\n\
         </main>\n</body>\n</html>\n",
        csp::policy(&[]),
        escape(spec.summary),
        hosted.unwrap_or_default(),
        sheets.concat(),
        relative(&url, "favicon.svg"),
        relative(&url, &assets.embed_js),
        relative(&url, &home),
        escape(says),
    ))
}
