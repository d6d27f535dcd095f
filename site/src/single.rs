//! The site, or one topic of it, as one file that opens from a disk and asks for nothing.
//!
//! Pages stand in templates; what they would load stands in the file as well, packed and in Base64.
//! An id gets its page's address in front, so that a link to a page becomes a link within the file:
//! `#distribution/quorum/` and `#distribution/quorum/costs`.

use std::collections::BTreeSet;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::assets::{Assets, THEME_JS};
use crate::base64::base64;
use crate::content::Content;
use crate::csp;
use crate::html::{attribute, escape};
use crate::offline;
use crate::pages::{device, glossary};
use crate::search;
use crate::url::resolve;
use crate::write::Files;

/// The script of the file.
const SCRIPT: &str = include_str!("../js/single.js");
/// Pages that are of no use in a file: what is on a device is the browser's.
const LEFT_OUT: [&str; 2] = [device::URL, offline::URL];
/// Attributes whose value is an id, or several.
const IDS: [&str; 6] =
    ["id", "for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns"];

/// The file for a topic, or for `all`.
///
/// # Errors
/// There is no such topic, or no code for its models: what is wrong, and the cure.
pub fn html(
    content: &Content,
    assets: &Assets,
    files: &Files,
    address: &str,
    what: &str,
) -> Result<String, (String, String)> {
    let Some(loader) = &assets.loader else {
        return Err((
            "there is no code for the models".to_owned(),
            "give it with --wasm".to_owned(),
        ));
    };
    let urls = urls(content, what)?;
    let text = |name: &str| {
        files.get(name).map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default()
    };
    let pages: Vec<Page> = urls
        .iter()
        .map(|url| page(url, &text(&format!("{url}index.html")), &urls, address))
        .collect();
    let Some((first, others)) = pages.split_first() else {
        return Err(("there are no pages".to_owned(), "add topics to a track".to_owned()));
    };
    let css: String = assets.css.iter().map(|path| text(path)).collect();
    let packed: String = loaded(content, assets, files, &urls, loader)
        .into_iter()
        .map(|(path, runs)| packed(path, files, runs))
        .collect();
    let title = &first.title;
    let policy = format!(
        "default-src 'none'; script-src {} {} blob: 'wasm-unsafe-eval'; style-src {}; \
         img-src data: blob:; connect-src blob:; base-uri 'none'; form-action 'none'",
        csp::source(THEME_JS),
        csp::source(SCRIPT),
        csp::source(&css),
    );
    let policy = escape(&policy);
    let icon = base64(files.get("favicon.svg").map_or(&[], Vec::as_slice));
    let nav: String =
        [("", "Sandtable"), ("tracks/", "Tracks"), ("about/", "About"), (search::HOME, "Search")]
            .iter()
            .filter(|(url, _)| others.len() > 1 && urls.contains(*url))
            .map(|(url, name)| format!("<a href=\"#{url}\">{name}</a>"))
            .collect();
    let online = match address.contains("://") {
        true => format!(" The whole site: <a href=\"{0}\">{0}</a>", escape(address)),
        false => String::new(),
    };
    let templates: String = others
        .iter()
        .map(|page| {
            format!(
                "<template data-page=\"{}\" data-title=\"{}\">{}</template>\n",
                page.url, page.title, page.main
            )
        })
        .collect();
    let noscript = match others.is_empty() {
        true => "",
        false => "<noscript><p>The other pages of this file need script.</p></noscript>",
    };
    Ok(format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta http-equiv=\"content-security-policy\" content=\"{policy}\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{title}</title><meta name=\"color-scheme\" content=\"light dark\">\
         <script>{THEME_JS}</script><style>{css}</style>\
         <link rel=\"icon\" type=\"image/svg+xml\" href=\"data:image/svg+xml;base64,{icon}\">\
         </head>\n<body><header class=\"site-top\"><nav aria-label=\"Site\">{nav}</nav></header>\n\
         {main}\n<footer class=\"site-foot\"><p>Sandtable, in one file. \
         Text and code under MIT or Apache-2.0.{online}</p>{noscript}</footer>\n\
         {templates}{packed}<script>{SCRIPT}</script></body></html>\n",
        main = first.main,
    ))
}

/// A page of the file.
struct Page {
    url: String,
    title: String,
    main: String,
}

/// The addresses of the pages that are in the file; the first is shown first.
fn urls(content: &Content, what: &str) -> Result<BTreeSet<String>, (String, String)> {
    if what != "all" {
        let topic = content.topic(what).ok_or_else(|| {
            let known = content.topics.iter().map(|topic| topic.id.as_str());
            let cure = crate::values::suggest(what, known, "choose `all` or one of");
            (format!("there is no topic `{what}`"), cure)
        })?;
        return Ok(BTreeSet::from([topic.url()]));
    }
    let plain = content.pages.iter().map(|page| page.url.clone());
    let topics = content.topics.iter().map(super::content::Topic::url);
    let all = plain.chain(topics).chain(["tracks/".to_owned(), search::HOME.to_owned()]);
    let listed = (!content.terms.is_empty()).then(|| glossary::URL.to_owned());
    let all = all.chain(listed);
    Ok(all.filter(|url| !LEFT_OUT.contains(&url.as_str())).collect())
}

/// A built page with its ids and links as they are in the file.
fn page(url: &str, html: &str, urls: &BTreeSet<String>, address: &str) -> Page {
    let between = |start: &str, end: &str| {
        let from = html.find(start).map_or(0, |at| at + start.len());
        let to = html[from..].find(end).map_or(from, |at| from + at);
        &html[from..to]
    };
    let main =
        format!("<main data-page=\"{url}\"{}</main>", between("<main id=\"main\"", "</main>"));
    let title = between("<title>", "</title>").to_owned();
    let mut out = String::with_capacity(main.len());
    for part in main.split_inclusive('>') {
        // What stands in front of a tag is text, and may hold anything.
        let (text, mut rest) = part.split_at(part.find('<').unwrap_or(part.len()));
        out.push_str(text);
        while let Some((head, name, value, tail)) = attribute(rest) {
            rest = tail;
            let value = match name {
                "href" => link(url, value, urls, address),
                _ if IDS.contains(&name) => {
                    let ids: Vec<String> =
                        value.split(' ').map(|id| format!("{url}{id}")).collect();
                    ids.join(" ")
                }
                _ => value.to_owned(),
            };
            out.push_str(&format!("{head}{name}=\"{value}\""));
        }
        out.push_str(rest);
    }
    Page { url: url.to_owned(), title, main: out }
}

/// Where a link of the page at `from` leads in the file; what is not in it is on the site, if that
/// has an address.
fn link(from: &str, to: &str, urls: &BTreeSet<String>, address: &str) -> String {
    if to.contains("://") || to.starts_with("data:") {
        return to.to_owned();
    }
    match resolve(from, &to.replace("&amp;", "&")) {
        Some((path, anchor)) if urls.contains(&path) => {
            format!("#{path}{}", escape(&anchor.unwrap_or_default()))
        }
        Some((path, anchor)) if address.contains("://") => {
            let anchor = anchor.map(|anchor| format!("#{anchor}")).unwrap_or_default();
            escape(&format!("{address}{path}{anchor}"))
        }
        _ => format!("#{from}"),
    }
}

/// What the pages load, in the order in which it names each other; `true` is run.
fn loaded<'a>(
    content: &Content,
    assets: &'a Assets,
    files: &'a Files,
    urls: &BTreeSet<String>,
    loader: &'a str,
) -> Vec<(&'a str, bool)> {
    let shown = content.topics.iter().filter(|topic| urls.contains(&topic.url()));
    let mut models: BTreeSet<&str> =
        shown.flat_map(|topic| topic.matter.models.iter().map(|m| m.as_ref().as_str())).collect();
    if urls.contains("") {
        // The first page shows a model too, and may show another one tomorrow.
        models.extend(sandtable_core::session::models().map(|model| model.id));
    }
    let named = |start: &str, end: &str| {
        let start = format!("assets/{start}-");
        let found = files.keys().map(String::as_str);
        found
            .filter(move |path| path.starts_with(&start) && path.ends_with(end))
            .collect::<Vec<_>>()
    };
    // What no model has for itself is for all of them.
    let others = sandtable_core::session::models().map(|model| model.id);
    let others: Vec<&str> = others.filter(|id| !models.contains(id)).collect();
    let code = files.keys().map(String::as_str).filter(|path| {
        path.ends_with(".wasm") && !others.iter().any(|model| offline::is_piece(path, model))
    });
    let mut all: Vec<&str> = code.collect();
    all.extend([assets.css[0].as_str()]);
    let parts = ["live.css", "controls.css", "challenge.js", "pieces.js", "sandtable.js"];
    for (start, end) in parts.iter().filter_map(|name| name.split_once('.')) {
        all.extend(named(start, end));
    }
    let mut all: Vec<(&str, bool)> = all.into_iter().map(|path| (path, false)).collect();
    all.extend([(assets.page_js.as_str(), true), (loader, true)]);
    all
}

/// A script that finds no search: what it searches in are files of the site. The list of everything
/// is in the file.
fn without_search(script: &[u8], files: &Files) -> String {
    let script = String::from_utf8_lossy(script);
    let names = files.keys().filter_map(|path| path.strip_prefix("assets/"));
    let search = names.filter(|name| name.starts_with("search-") && name.ends_with(".js"));
    search.fold(script.into_owned(), |script, name| script.replace(&format!("'./{name}'"), "''"))
}

/// A file as a block of data: packed with gzip, in Base64.
fn packed(path: &str, files: &Files, runs: bool) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let kind = match name.rsplit('.').next() {
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        _ => "application/wasm",
    };
    let bytes = files.get(path).map_or(&[][..], Vec::as_slice);
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    // Writing to memory does not fail.
    let _ = match kind {
        "text/javascript" => packer.write_all(without_search(bytes, files).as_bytes()),
        _ => packer.write_all(bytes),
    };
    let text = base64(&packer.finish().unwrap_or_default());
    let run = if runs { " data-run" } else { "" };
    format!(
        "<script type=\"text/plain\" data-file=\"{name}\" data-kind=\"{kind}\"{run}>{text}</script>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_and_ids_lead_within_the_file() {
        let urls = BTreeSet::from(["a/b/".to_owned(), "c/".to_owned(), String::new()]);
        let html = "<title>B</title><main id=\"main\" class=\"x\"><h2 id=\"y\">2 = \"3\"</h2>\
            <p aria-labelledby=\"y z\"><a href=\"../../c/#d\">c</a><a href=\"#y\">y</a>\
            <a href=\"../../\">home</a><a href=\"index.md\">m</a><a href=\"https://x.test/\">x</a></p></main>";
        let page = |address: &str| page("a/b/", html, &urls, address).main;
        assert_eq!(
            page("/"),
            "<main data-page=\"a/b/\" class=\"x\"><h2 id=\"a/b/y\">2 = \"3\"</h2>\
             <p aria-labelledby=\"a/b/y a/b/z\"><a href=\"#c/d\">c</a><a href=\"#a/b/y\">y</a>\
             <a href=\"#\">home</a><a href=\"#a/b/\">m</a><a href=\"https://x.test/\">x</a></p></main>"
        );
        assert!(
            page("https://s.test/r/").contains("<a href=\"https://s.test/r/a/b/index.md\">m</a>")
        );
    }
}
