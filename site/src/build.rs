//! From folders to files: reads everything, writes everything, checks what came out.

use std::fs;
use std::path::{Path, PathBuf};

use sandtable_core::session::models;

use crate::assets::{self, Assets};
use crate::budget::{FRAME_BYTES_MAX, PAGE_BYTES_MAX, compressed};
use crate::complaint::{Complaint, Source};
use crate::content::{self, Content, Topic};
use crate::feed;
use crate::front_matter::Reference;
use crate::headers;
use crate::links;
use crate::llms;
use crate::manifest;
use crate::markdown::{Block, Document};
use crate::oembed;
use crate::offline;
use crate::pages::{
    changes, device, embed, glossary, home, missing, search as listed, topic, tracks,
};
use crate::posters::{self, Pngs};
use crate::search::{self, Found};
use crate::shell::{self, Sheet, Way};
use crate::single;
use crate::sitemap;
use crate::stills;
use crate::write::{self, Files};

/// Where things are.
#[derive(Clone, Debug)]
pub struct Options {
    /// The notes and `tracks.toml`.
    pub content: PathBuf,
    /// Files that are copied as they are.
    pub public: PathBuf,
    /// wasm-bindgen's output; without it pages are static.
    pub wasm: Option<PathBuf>,
    /// Where the site is written.
    pub out: PathBuf,
    /// Where it will be served: `https://example.org/repo/`, or only the path.
    pub address: String,
    /// Whether to hold pages to their budgets and write nothing.
    pub check: bool,
    /// A topic, or `all`: then `out` is one file with everything in it.
    pub single: Option<String>,
    /// Whether readers can keep pages on their devices; else what was kept is taken off.
    pub offline: bool,
    /// Where pictures are kept from build to build.
    pub cache: Option<PathBuf>,
}

impl Options {
    /// The usual options with these three folders.
    #[must_use]
    pub fn new(
        content: impl Into<PathBuf>,
        public: impl Into<PathBuf>,
        out: impl Into<PathBuf>,
    ) -> Options {
        Options {
            content: content.into(),
            public: public.into(),
            wasm: None,
            out: out.into(),
            address: "/".to_owned(),
            check: false,
            single: None,
            offline: true,
            cache: None,
        }
    }

    /// The path of the address: what absolute links start with.
    fn base(&self) -> &str {
        let host = self.address.split_once("://").map_or("", |(_, rest)| rest);
        let host = host.find('/').map_or(host.len(), |at| at);
        let scheme = self.address.find("://").map_or(0, |at| at + 3);
        &self.address[scheme + host..]
    }
}

/// What a build did.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The pages, in the order of their addresses.
    pub pages: Vec<Weight>,
    /// How many files the site has.
    pub files: usize,
    /// How many of them were new or different.
    pub changed: usize,
    /// How many files of an earlier build are gone.
    pub removed: usize,
    /// What whoever publishes the site should know.
    pub notes: Vec<String>,
}

/// A page and what it weighs.
#[derive(Clone, Debug)]
pub struct Weight {
    /// Its address from the site's root, with a leading slash.
    pub url: String,
    /// HTML and CSS in brotli; measured only when pages are held to their budgets.
    pub compressed: Option<usize>,
}

/// Builds the site.
///
/// # Errors
/// Everything that is wrong, each with its file, its line and a cure; nothing is written then.
pub fn build(options: &Options) -> Result<Report, Vec<Complaint>> {
    let mut files = Files::new();
    let mut wrong = Vec::new();
    if !options.address.ends_with('/') {
        let what = format!("`{}` does not end in a slash", options.address);
        return Err(vec![plain("--address", &what, "write it like `https://example.org/repo/`")]);
    }
    copy(&options.public, &options.public, &mut files, &mut wrong);
    let pngs = match options.check || options.single.is_some() {
        true => Pngs::Empty,
        false => Pngs::Drawn(options.cache.as_deref()),
    };
    wrong.extend(posters::draw(&mut files, pngs));
    let mut content = content::read(&options.content);
    wrong.append(&mut content.complaints);
    let (sheets, found) = (Vec::new(), Found::default());
    let mut site = Site { options, content: &content, files, wrong, sheets, found };
    site.pages();
    let Site { mut files, mut wrong, sheets, found, .. } = site;
    let index = found.index(&content).to_bytes();
    let assets = assets::collect(options.wasm.as_deref(), index, &mut files);
    let mut assets = assets.unwrap_or_else(|complaints| {
        wrong.extend(complaints);
        Assets::default()
    });
    assets.offline = options.offline;
    let mut urls: Vec<String> = sheets.iter().map(|sheet| sheet.url.clone()).collect();
    for sheet in sheets {
        let html = shell::html(&sheet, &Way::relative(&sheet.url), &assets, &options.address);
        files.insert(format!("{}index.html", sheet.url), html.into_bytes());
    }
    files.insert("404.html".to_owned(), lost(options.base(), &assets).into_bytes());
    frames(&content, &assets, &options.address, &mut files, &mut wrong);
    offline::write(&content, options.offline, &mut files);
    urls.sort();
    let known: Vec<&str> = urls.iter().map(String::as_str).collect();
    files.insert(headers::FILE.into(), headers::headers(options.base(), &known).into_bytes());
    files.insert("custom-elements.json".into(), manifest::manifest().into_bytes());
    files.insert("sitemap.xml".into(), sitemap::sitemap(&options.address, &known).into_bytes());
    files.insert(llms::LLMS.into(), llms::llms(&content, &options.address).into_bytes());
    if let Some(feed) = feed::feed(&content.changes, &options.address) {
        files.insert(feed::FEED.into(), feed.into_bytes());
    }
    files.insert("robots.txt".into(), sitemap::robots(&options.address).into_bytes());
    if wrong.is_empty() {
        wrong.extend(links::check(&files, options.base()));
    }
    let mut report = Report { files: files.len(), ..Report::default() };
    let css =
        if options.check { assets.css_texts.iter().map(|text| compressed(text)).sum() } else { 0 };
    for url in &urls {
        let html = files.get(&format!("{url}index.html"));
        let weight = html
            .filter(|_| options.check)
            .map(|html| compressed(&String::from_utf8_lossy(html)) + css);
        if let Some(bytes) = weight.filter(|b| *b > PAGE_BYTES_MAX) {
            let what = format!("the page has {bytes} bytes of HTML and CSS in brotli");
            let cure = format!("at most {PAGE_BYTES_MAX} are allowed: show fewer models");
            wrong.push(plain(&format!("{url}index.html"), &what, &cure));
        }
        report.pages.push(Weight { url: format!("/{url}"), compressed: weight });
    }
    wrong.sort();
    wrong.dedup();
    if !wrong.is_empty() {
        return Err(wrong);
    }
    if !options.address.contains("://") {
        let note = "sitemap.xml and robots.txt name no host, and there is no oembed.json; give one with --address";
        report.notes.push(note.to_owned());
    }
    if let Some(what) = &options.single {
        let file = single::html(&content, &assets, &files, &options.address, what)
            .map_err(|(wrong, cure)| vec![plain("--single", &wrong, &cure)])?;
        write_file(&options.out, &file)?;
        (report.files, report.changed) = (1, 1);
        return Ok(report);
    }
    if !options.check {
        let written = write::write(&options.out, &files).map_err(|e| {
            let cure = "name a folder that can be written with --out";
            vec![plain(&options.out.display().to_string(), &e.to_string(), cure)]
        })?;
        (report.changed, report.removed) = (written.changed, written.removed);
    }
    Ok(report)
}

struct Site<'a> {
    options: &'a Options,
    content: &'a Content,
    files: Files,
    wrong: Vec<Complaint>,
    sheets: Vec<Sheet<'a>>,
    found: Found,
}

impl Site<'_> {
    fn pages(&mut self) {
        let content = self.content;
        let targets = content.targets();
        for topic in &content.topics {
            let url = topic.url();
            let references: Vec<Reference> =
                topic.matter.sources.iter().map(|s| s.as_ref().clone()).collect();
            let source = &topic.source;
            let document = Document::new(source, topic.place.body, &url, &targets, &references);
            let html = document.html(topic.place.body..source.text.len());
            self.check_topic(topic, &document);
            self.check_blocks(source, &document);
            let body = topic::body(content, topic, &document, &html);
            let mirror = topic::mirror(topic, &document);
            self.found.topic(content, topic, &document, &mirror);
            self.files.insert(format!("{url}index.md"), mirror.into_bytes());
            self.sheets.push(Sheet {
                url: url.clone(),
                title: &topic.matter.question,
                description: topic.matter.summary.as_ref(),
                class: "topic",
                body,
                live: !document.blocks.borrow().is_empty(),
                mirrored: true,
                feed: false,
                model: topic.matter.models.first().map(|model| model.as_ref().as_str()),
            });
            self.wrong.extend(source.take());
        }
        for page in &content.pages {
            let url = page.url.as_str();
            let document = Document::new(&page.source, page.place.body, url, &targets, &[]);
            let html = document.html(page.place.body..page.source.text.len());
            self.check_blocks(&page.source, &document);
            let is_home = url.is_empty();
            let body = match is_home {
                true => home::body(content, page, &html),
                false => home::plain(page, &html),
            };
            let text = document.mirror(page.place.body..page.source.text.len());
            let mirror = format!("# {}\n\n{}\n", page.matter.heading, text.trim());
            self.found.page(url, &page.matter.title, page.matter.summary.as_ref(), &mirror);
            self.files.insert(format!("{url}index.md"), mirror.into_bytes());
            self.sheets.push(Sheet {
                url: url.to_owned(),
                title: &page.matter.title,
                description: page.matter.summary.as_ref(),
                class: if is_home { "home" } else { "plain" },
                body,
                live: !document.blocks.borrow().is_empty(),
                mirrored: true,
                feed: is_home && !content.changes.is_empty(),
                model: None,
            });
            self.wrong.extend(page.source.take());
        }
        self.sheets.push(Sheet {
            url: "tracks/".to_owned(),
            title: "Tracks",
            description: "Every topic of Sandtable that runs, by track, and how many are to come.",
            class: "tracks",
            body: tracks::body(content),
            live: false,
            mirrored: false,
            feed: false,
            model: None,
        });
        self.lists();
        device::name_pages(&mut self.sheets);
    }

    /// The pages that are lists: the glossary and the changes.
    fn lists(&mut self) {
        let content = self.content;
        if !content.terms.is_empty() {
            self.list(
                Sheet {
                    url: glossary::URL.to_owned(),
                    title: "Glossary",
                    description: "What the terms of Sandtable mean, in a sentence or two each, and \
                              the topic that shows each at work.",
                    class: "plain",
                    body: glossary::body(content),
                    live: false,
                    mirrored: true,
                    feed: false,
                    model: None,
                },
                glossary::mirror(content),
            );
        }
        if !content.changes.is_empty() {
            self.list(
                Sheet {
                    url: changes::URL.to_owned(),
                    title: "Changes",
                    description: "What is new on Sandtable, the newest first, and as a feed.",
                    class: "plain",
                    body: changes::body(&content.changes),
                    live: false,
                    mirrored: true,
                    feed: true,
                    model: None,
                },
                changes::mirror(&content.changes),
            );
        }
        self.files
            .insert(format!("{}index.md", search::HOME), listed::mirror(&self.found).into_bytes());
        self.sheets.push(Sheet {
            url: search::HOME.to_owned(),
            title: "Search",
            description: "Every page, section, model and action of Sandtable, from A to Z.",
            class: "plain listed",
            body: listed::body(&self.found),
            live: false,
            mirrored: true,
            feed: false,
            model: None,
        });
    }

    /// A page that is a list, with its Markdown: it can be found like any other.
    fn list(&mut self, sheet: Sheet<'static>, mirror: String) {
        self.found.page(&sheet.url, sheet.title, sheet.description, &mirror);
        self.files.insert(format!("{}index.md", sheet.url), mirror.into_bytes());
        self.sheets.push(sheet);
    }

    /// What a topic says of itself against what is on its page.
    fn check_topic(&self, topic: &Topic, document: &Document<'_>) {
        let Topic { source, matter, place, .. } = topic;
        let blocks = document.blocks.borrow();
        let used: Vec<&str> = blocks
            .iter()
            .filter_map(|b| match b {
                Block::Model(m) => Some(m.session.spec().id),
                Block::Challenge(c) => Some(c.start.spec().id),
                Block::Predict(_) => None,
            })
            .collect();
        for model in &matter.models {
            if !used.contains(&model.as_ref().as_str()) {
                let what = format!("`{}` is listed but not shown", model.as_ref());
                source.complain(place.place(model), what, "show it, or take it out of `models`");
            }
        }
        for block in blocks.iter() {
            if let Block::Model(model) = block {
                let id = model.session.spec().id;
                if !matter.models.iter().any(|m| m.as_ref() == id) {
                    let what = format!("`{id}` is shown but not listed");
                    source.complain(model.at, what, "add it to `models` in the front matter");
                }
            }
        }
        for (reference, cited) in matter.sources.iter().zip(&*document.citations.borrow()) {
            if *cited == 0 {
                let what = format!("the source `{}` is not cited", reference.as_ref().id);
                source.complain(place.place(reference), what, "cite it with `[^…]`, or remove it");
            }
        }
    }

    /// The budgets of single blocks.
    fn check_blocks(&self, source: &Source, document: &Document<'_>) {
        for block in document.blocks.borrow_mut().iter_mut() {
            let Block::Model(model) = block else { continue };
            let at = model.at;
            let still = model.still();
            let lines = still.transcript.matches("<li").count();
            if lines > stills::TRANSCRIPT_LINES_MAX {
                let cure = format!("at most {} are allowed", stills::TRANSCRIPT_LINES_MAX);
                source.complain(at, format!("the transcript has {lines} lines"), cure);
            }
            let frames = still.film.matches("<figcaption>").count();
            if !stills::FRAMES.contains(&frames) {
                let cure = "let more happen in it, or show the model by itself";
                source.complain(at, format!("the film strip has {frames} frames"), cure);
            }
            if self.options.check {
                for (number, frame) in (1..).zip(still.film.split("<li>").skip(1)) {
                    let bytes = compressed(frame);
                    if bytes > FRAME_BYTES_MAX {
                        let what = format!("frame {number} has {bytes} bytes in brotli");
                        let cure = format!("at most {FRAME_BYTES_MAX} are allowed: show less");
                        source.complain(at, what, cure);
                    }
                }
            }
        }
    }
}

/// The pages of single models, for frames. They repeat what topics show, so no map lists them.
fn frames(
    content: &Content,
    assets: &Assets,
    address: &str,
    files: &mut Files,
    wrong: &mut Vec<Complaint>,
) {
    for spec in models() {
        let folder = oembed::page(spec.id);
        let Some(html) = embed::html(content, spec, assets, address) else {
            let cure = "correct the story that it opens with";
            wrong.push(plain(spec.id, "the model does not open", cure));
            continue;
        };
        files.insert(format!("{folder}index.html"), html.into_bytes());
        if address.contains("://") {
            let answer = oembed::answer(spec, address);
            files.insert(format!("{folder}oembed.json"), answer.into_bytes());
        }
    }
}

/// The page for addresses that lead nowhere.
fn lost(base: &str, assets: &Assets) -> String {
    let way = Way::absolute(base);
    let sheet = Sheet {
        url: missing::URL.to_owned(),
        title: "There is no page here",
        description: "The address leads nowhere.",
        class: "plain",
        body: missing::body(&way),
        live: false,
        mirrored: false,
        feed: false,
        model: None,
    };
    shell::html(&sheet, &way, assets, "")
}

fn plain(file: &str, what: &str, cure: &str) -> Complaint {
    Complaint { file: file.to_owned(), line: 0, what: what.to_owned(), cure: cure.to_owned() }
}

/// Writes one file, in a folder that may have to be made.
fn write_file(path: &Path, text: &str) -> Result<(), Vec<Complaint>> {
    let made = path.parent().map_or(Ok(()), fs::create_dir_all);
    made.and_then(|()| fs::write(path, text)).map_err(|e| {
        let cure = "name a file that can be written with --out";
        vec![plain(&path.display().to_string(), &e.to_string(), cure)]
    })
}

/// Copies a folder's files as they are.
fn copy(root: &Path, folder: &Path, files: &mut Files, wrong: &mut Vec<Complaint>) {
    let Ok(entries) = fs::read_dir(folder) else {
        let cure = "name the folder with --public";
        wrong.push(plain(&folder.display().to_string(), "the folder cannot be read", cure));
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            copy(root, &path, files, wrong);
        } else if let (Ok(name), Ok(bytes)) = (path.strip_prefix(root), fs::read(&path)) {
            let parts: Vec<_> = name.iter().map(|part| part.to_string_lossy()).collect();
            files.insert(parts.join("/"), bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_base_is_the_path_of_the_address() {
        let base = |address: &str| {
            let mut options = Options::new("a", "b", "c");
            options.address = address.to_owned();
            options.base().to_owned()
        };
        assert_eq!(base("/"), "/");
        assert_eq!(base("/repo/"), "/repo/");
        assert_eq!(base("https://x.test/"), "/");
        assert_eq!(base("https://x.test/repo/"), "/repo/");
    }
}
