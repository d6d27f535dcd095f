//! What surrounds every page: head, header, footer.

use leptos::prelude::*;

use crate::assets::{Assets, PREFETCH, THEME_JS};
use crate::csp;
use crate::feed::FEED;
use crate::lean::lean;
use crate::oembed;
use crate::offline;
use crate::pages::{changes, device, glossary, missing};
use crate::posters;
use crate::url::relative;

/// A page that is ready to be put into the shell.
pub struct Sheet<'a> {
    /// Its address from the site's root.
    pub url: String,
    /// Its name, for the title bar.
    pub title: &'a str,
    /// What is on it, for search engines.
    pub description: &'a str,
    /// The class of its `main`.
    pub class: &'static str,
    /// The HTML of its `main`.
    pub body: String,
    /// Whether it has models, which become live.
    pub live: bool,
    /// Whether it has a Markdown mirror beside it.
    pub mirrored: bool,
    /// Whether it names the feed of changes.
    pub feed: bool,
    /// The model that it is about, if it is about one: what stands for the page elsewhere.
    pub model: Option<&'a str>,
}

impl Sheet<'_> {
    /// Whether one reads it, and may set a bookmark there: not the first page, which is always near,
    /// nor a page that speaks of the device or stands for another.
    #[must_use]
    pub fn is_read(&self) -> bool {
        !["", device::URL, offline::URL, missing::URL].contains(&self.url.as_str())
    }

    fn class(&self) -> String {
        if self.is_read() { format!("{} read", self.class) } else { self.class.to_owned() }
    }
}

/// How a page names the others: relative to itself, or, where it can be served at any address,
/// from the server's root.
pub struct Way<'a> {
    from: &'a str,
    base: Option<&'a str>,
}

impl<'a> Way<'a> {
    /// Relative to the page at `from`.
    #[must_use]
    pub fn relative(from: &'a str) -> Way<'a> {
        Way { from, base: None }
    }

    /// From the server's root, where the site is served under the path `base`.
    #[must_use]
    pub fn absolute(base: &'a str) -> Way<'a> {
        Way { from: "", base: Some(base) }
    }

    /// The address of a page or file, given from the site's root.
    #[must_use]
    pub fn to(&self, target: &str) -> String {
        match self.base {
            Some(base) => format!("{base}{target}"),
            None => relative(self.from, target),
        }
    }
}

/// The page as HTML. `address` is where the site is served; without a host, what needs one is left
/// out.
#[must_use]
pub fn html(sheet: &Sheet<'_>, way: &Way<'_>, assets: &Assets, address: &str) -> String {
    let owner = Owner::new();
    let html = owner.with(|| page(sheet, way, assets, address).to_html());
    owner.cleanup();
    // Leptos marks where text meets text for a hydration that pages do not have.
    format!("<!doctype html>\n{}\n", lean(&html.replace("<!>", "")))
}

/// A property of the Open Graph protocol.
fn property(name: &'static str, content: String) -> impl IntoView {
    leptos::html::meta().attr("property", name).content(content)
}

fn page(sheet: &Sheet<'_>, way: &Way<'_>, assets: &Assets, address: &str) -> impl IntoView {
    let title = match sheet.url.as_str() {
        "" => sheet.title.to_owned(),
        _ => format!("{} · Sandtable", sheet.title),
    };
    let description = sheet.description.to_owned();
    let hosted = address.contains("://");
    let canonical = hosted.then(|| format!("{address}{}", sheet.url));
    let frame = sheet.model.filter(|_| hosted).map(oembed::page);
    let picture = sheet.model.filter(|_| hosted);
    let picture = picture.map(|model| format!("{address}{}", posters::png(model)));
    let told = sheet.feed;
    let listed = ["tracks/", glossary::URL, changes::URL].contains(&sheet.url.as_str());
    let here = |url: &str| (sheet.url == url).then_some("page");
    let loader = assets.loader.as_deref().filter(|_| sheet.live).map(|path| way.to(path));
    view! {
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <meta http-equiv="content-security-policy" content=csp::policy(&[THEME_JS, PREFETCH])/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <title>{title.clone()}</title>
                <meta name="description" content=description.clone()/>
                <meta name="color-scheme" content="light dark"/>
                {property("og:title", title)}
                {property("og:description", description)}
                {property("og:type", "article".to_owned())}
                {property("og:site_name", "Sandtable".to_owned())}
                {picture.map(|url| property("og:image", url))}
                {canonical
                    .map(|href| {
                        view! {
                            {property("og:url", href.clone())}
                            <link rel="canonical" href=href/>
                        }
                    })}
                <script inner_html=THEME_JS></script>
                <script type="speculationrules" inner_html=PREFETCH></script>
                {assets.css.iter().map(|css| view! { <link rel="stylesheet" href=way.to(css)/> }).collect_view()}
                {listed
                    .then(|| view! { <link rel="stylesheet" href=way.to(&assets.reading_css)/> })}
                <link rel="icon" href=way.to("favicon.svg") type="image/svg+xml"/>
                {assets.offline.then(|| view! { <link rel="manifest" href=way.to(offline::MANIFEST)/> })}
                {sheet
                    .mirrored
                    .then(|| {
                        view! { <link rel="alternate" type="text/markdown" href="index.md"/> }
                    })}
                {told
                    .then(|| {
                        view! {
                            <link rel="alternate" type="application/atom+xml" title="What is new" href=way.to(FEED)/>
                        }
                    })}
                {frame
                    .map(|page| {
                        let href = way.to(&format!("{page}oembed.json"));
                        view! {
                            <link rel="alternate" type="application/json+oembed" href=href/>
                        }
                    })}
                <script type="module" src=way.to(&assets.page_js)></script>
                {loader.map(|src| view! { <script type="module" src=src></script> })}
            </head>
            <body>
                <a class="skip" href="#main">"Skip to the text"</a>
                <header class="site-top">
                    <a class="brand" href=way.to("") aria-current=here("")>
                        <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
                            <path class="brand-table" d="M3 6h18v12H3z"/>
                            <path class="brand-wave" d="M6 14.5c2-3 4-3 6 0s4 3 6 0M6 10.5c2-3 4-3 6 0s4 3 6 0"/>
                        </svg>
                        "Sandtable"
                    </a>
                    <nav aria-label="Site">
                        <a href=way.to("tracks/") aria-current=here("tracks/")>"Tracks"</a>
                        <a href=way.to("about/") aria-current=here("about/")>"About"</a>
                        <a href=way.to("search/") aria-current=here("search/")>"Search"</a>
                    </nav>
                </header>
                <main id="main" class=sheet.class() inner_html=sheet.body.clone()></main>
                <footer class="site-foot">
                    <p>
                        "Sandtable: system design that you can run. Text and code under MIT or Apache-2.0. "
                        <a href=way.to("about/#embed")>"Embed a model"</a>
                        " · "
                        <a href=way.to(device::URL) aria-current=here(device::URL)>"On this device"</a>
                        {sheet
                            .mirrored
                            .then(|| {
                                view! {
                                    " · "
                                    <a href="index.md">"This page as Markdown"</a>
                                }
                            })}
                    </p>
                </footer>
            </body>
        </html>
    }
}
