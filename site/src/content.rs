//! What is in `content/`: the tracks in their order, the topics, home and about.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use sandtable_core::engine::problem::excerpt;
use sandtable_search::Difficulty;
use serde::Deserialize;
use toml::Spanned;

use crate::changes::{self, Change};
use crate::complaint::{Complaint, Source};
use crate::front_matter::{self, Matter, PageMatter, TopicMatter};
use crate::glossary::{self, Term};
use crate::pages::graph;
use crate::values::suggest;

/// Everything that was read.
pub struct Content {
    /// The tracks, in order.
    pub tracks: Vec<Track>,
    /// The topics, in the order of the tracks.
    pub topics: Vec<Topic>,
    /// The first page, and every other that is no topic: the files that lie in no track's folder.
    pub pages: Vec<Page>,
    /// What is new, newest first.
    pub changes: Vec<Change>,
    /// The glossary, in the order of the alphabet.
    pub terms: Vec<Term>,
    /// What is wrong so far.
    pub complaints: Vec<Complaint>,
}

/// Where links of prose can lead.
#[derive(Clone, Debug, Default)]
pub struct Targets {
    /// The addresses of all pages, by their file in `content/`.
    pub pages: BTreeMap<String, String>,
    /// The anchors of the glossary's terms, by each of their names as a slug.
    pub terms: BTreeMap<String, String>,
}

/// A track: some topics in an order that can be followed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Track {
    /// Its folder.
    pub id: String,
    /// Its name.
    pub title: String,
    /// What it is about, in one sentence.
    pub summary: String,
    /// The topics that there are, in order.
    pub topics: Vec<Spanned<String>>,
    /// How many topics it is to have.
    pub planned: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tracks {
    tracks: Vec<Track>,
}

/// A topic.
pub struct Topic {
    /// Its name in addresses.
    pub id: String,
    /// Its file.
    pub source: Source,
    /// What it says of itself.
    pub matter: TopicMatter,
    /// Where its text is.
    pub place: Matter,
}

/// The file of the first page.
const HOME: &str = "home.md";

/// A page that is no topic.
pub struct Page {
    /// Its address from the site's root; the first page's is empty.
    pub url: String,
    /// Its file.
    pub source: Source,
    /// What it says of itself.
    pub matter: PageMatter,
    /// Where its text is.
    pub place: Matter,
}

impl Page {
    /// Its file in `content/`.
    fn file(&self) -> &str {
        self.source.name.trim_start_matches("content/")
    }
}

impl Topic {
    /// Its address from the site's root.
    #[must_use]
    pub fn url(&self) -> String {
        format!("{}/{}/", self.matter.track.as_ref(), self.id)
    }
}

impl Content {
    /// Where links of prose can lead.
    #[must_use]
    pub fn targets(&self) -> Targets {
        Targets { pages: self.addresses(), terms: glossary::anchors(&self.terms) }
    }

    /// The addresses of all pages, by their file in `content/`.
    fn addresses(&self) -> BTreeMap<String, String> {
        let topics = self.topics.iter();
        let mut targets: BTreeMap<String, String> =
            topics.map(|t| (format!("{}/{}.md", t.matter.track.as_ref(), t.id), t.url())).collect();
        let pages = self.pages.iter();
        targets.extend(pages.map(|page| (page.file().to_owned(), page.url.clone())));
        for name in ["tracks", "glossary", "changes"] {
            targets.insert(format!("{name}.toml"), format!("{name}/"));
        }
        targets
    }

    /// The topic of that name.
    #[must_use]
    pub fn topic(&self, id: &str) -> Option<&Topic> {
        self.topics.iter().find(|t| t.id == id)
    }

    /// The topics of a track, in order.
    pub fn topics_of<'a>(&'a self, track: &'a Track) -> impl Iterator<Item = &'a Topic> {
        self.topics.iter().filter(|t| *t.matter.track.as_ref() == track.id)
    }
}

/// Reads a content folder.
#[must_use]
pub fn read(folder: &Path) -> Content {
    let mut content = Content {
        tracks: Vec::new(),
        topics: Vec::new(),
        pages: Vec::new(),
        changes: Vec::new(),
        terms: Vec::new(),
        complaints: Vec::new(),
    };
    let mut files = BTreeMap::new();
    walk(folder, "", &mut files, &mut content.complaints);
    if !files.contains_key(HOME) {
        let cure = "every site has a first page";
        content.complaints.push(whole(&format!("content/{HOME}"), "the file is missing", cure));
    }
    let names: Vec<String> = files.keys().filter(|name| is_page(name)).cloned().collect();
    for name in names {
        let page = files.remove(&name).and_then(|text| page(&name, text, &mut content.complaints));
        content.pages.extend(page);
    }
    let [terms, changes] = ["glossary.toml", "changes.toml"]
        .map(|name| Some(Source::new(format!("content/{name}"), files.remove(name)?)));
    let Some(text) = files.remove("tracks.toml") else {
        let cure =
            "list the tracks in it, as `[[tracks]]` with id, title, summary, topics, planned";
        content.complaints.push(whole("content/tracks.toml", "the file is missing", cure));
        return content;
    };
    let source = Source::new("content/tracks.toml", text);
    match toml::from_str::<Tracks>(&source.text) {
        Ok(tracks) => content.tracks = tracks.tracks,
        Err(error) => {
            let at = error.span().map_or(0, |s| s.start);
            let cure = "give each `[[tracks]]` id, title, summary, topics and planned";
            source.complain(at, error.message().replace('\n', "; "), cure);
        }
    }
    for track in &content.tracks {
        for id in &track.topics {
            let name = format!("{}/{}.md", track.id, id.as_ref());
            let Some(text) = files.remove(&name) else {
                let what = format!("there is no file `content/{name}`");
                let known = files.keys().map(String::as_str);
                source.complain(id.span().start, what, suggest(&name, known, "the others are"));
                continue;
            };
            if let Some(topic) = topic(&track.id, id.as_ref(), text, &mut content.complaints) {
                content.topics.push(topic);
            }
        }
        if (track.topics.len() as u32) > track.planned {
            let what = format!("`{}` has more topics than are planned", track.id);
            source.complain(0, what, "raise `planned`");
        }
    }
    for name in files.keys() {
        let cure = "add it to its track in content/tracks.toml, or remove it";
        content.complaints.push(whole(&format!("content/{name}"), "no track has this file", cure));
    }
    content.complaints.extend(source.take());
    if let Some(source) = terms {
        let topics: Vec<&str> = content.topics.iter().map(|t| t.id.as_str()).collect();
        content.terms = glossary::read(&source, &topics);
        content.complaints.extend(source.take());
    }
    if let Some(source) = changes {
        content.changes = changes::read(&source, &content.addresses());
        content.complaints.extend(source.take());
    }
    check_topics(&mut content);
    content
}

fn topic(track: &str, id: &str, text: String, wrong: &mut Vec<Complaint>) -> Option<Topic> {
    let source = Source::new(format!("content/{track}/{id}.md"), text);
    let Some((matter, place)) = front_matter::read::<TopicMatter>(&source) else {
        wrong.extend(source.take());
        return None;
    };
    if matter.track.as_ref() != track {
        let what = format!("the track is `{}`, the folder `{track}`", matter.track.as_ref());
        source.complain(place.place(&matter.track), what, "make them the same");
        wrong.extend(source.take());
        return None;
    }
    Some(Topic { id: id.to_owned(), source, matter, place })
}

/// Whether a file is a page that is no topic.
fn is_page(name: &str) -> bool {
    name.ends_with(".md") && !name.contains('/')
}

fn page(name: &str, text: String, wrong: &mut Vec<Complaint>) -> Option<Page> {
    let source = Source::new(format!("content/{name}"), text);
    let Some((matter, place)) = front_matter::read::<PageMatter>(&source) else {
        wrong.extend(source.take());
        return None;
    };
    check_summary(&source, place.place(&matter.summary), matter.summary.as_ref());
    let url =
        if name == HOME { String::new() } else { format!("{}/", name.trim_end_matches(".md")) };
    Some(Page { url, source, matter, place })
}

/// A description is shown by search engines, which cut it after about 160 characters.
fn check_summary(source: &Source, at: usize, summary: &str) {
    let length = summary.chars().count();
    if !(40..=170).contains(&length) {
        let what = format!("the summary has {length} characters");
        source.complain(at, what, "write 40 to 170: it is the page's description");
    }
}

fn check_topics(content: &mut Content) {
    let circle = graph::in_circle(content);
    let ids: Vec<&str> = content.topics.iter().map(|t| t.id.as_str()).collect();
    for topic in &content.topics {
        let Topic { source, matter, place, .. } = topic;
        check_summary(source, place.place(&matter.summary), matter.summary.as_ref());
        let level = matter.difficulty.as_ref();
        if Difficulty::named(level).is_none() {
            let what = format!("there is no difficulty `{}`", excerpt(level));
            let known = Difficulty::ALL.into_iter().map(Difficulty::name);
            source.complain(
                place.place(&matter.difficulty),
                what,
                suggest(level, known, "choose from"),
            );
        }
        for id in &matter.prerequisites {
            let known = ids.iter().copied().filter(|k| *k != topic.id);
            if !known.clone().any(|k| k == id.as_ref()) {
                let what = format!("there is no topic `{}` to read first", id.as_ref());
                let cure = suggest(id.as_ref(), known, "the others are");
                source.complain(place.place(id), what, cure);
            }
        }
        if circle.iter().any(|t| t.id == topic.id)
            && let Some(first) = matter.prerequisites.first()
        {
            let names: Vec<&str> = circle.iter().map(|t| t.id.as_str()).collect();
            let what = format!("these ask for each other first: {}", names.join(", "));
            source.complain(place.place(first), what, "take one of the prerequisites out");
        }
        let known: Vec<&str> = sandtable_core::session::models().map(|m| m.id).collect();
        for model in &matter.models {
            if !known.contains(&model.as_ref().as_str()) {
                let what = format!("there is no model `{}`", model.as_ref());
                let cure = suggest(model.as_ref(), known.iter().copied(), "choose from");
                source.complain(place.place(model), what, cure);
            }
        }
        if matter.sources.is_empty() {
            source.complain(0, "the topic has no sources", "add `[[sources]]` to its front matter");
        }
        for (index, reference) in matter.sources.iter().enumerate() {
            let id = &reference.as_ref().id;
            if matter.sources[..index].iter().any(|r| r.as_ref().id == *id) {
                let what = format!("the source `{id}` stands twice");
                source.complain(place.place(reference), what, "keep one");
            }
        }
    }
}

fn whole(file: &str, what: &str, cure: &str) -> Complaint {
    Complaint { file: file.to_owned(), line: 0, what: what.to_owned(), cure: cure.to_owned() }
}

/// Reads every file under a folder, by its path with `/`.
fn walk(
    folder: &Path,
    prefix: &str,
    files: &mut BTreeMap<String, String>,
    wrong: &mut Vec<Complaint>,
) {
    let Ok(entries) = fs::read_dir(folder) else {
        let cure = "name the folder with --content";
        wrong.push(whole(&folder.display().to_string(), "the folder cannot be read", cure));
        return;
    };
    let mut entries: Vec<_> = entries.flatten().collect();
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = entry.path();
        if path.is_dir() {
            walk(&path, &format!("{prefix}{name}/"), files, wrong);
            continue;
        }
        match fs::read_to_string(&path) {
            Ok(text) => {
                files.insert(format!("{prefix}{name}"), text.replace("\r\n", "\n"));
            }
            Err(_) => {
                let cure = "content is text in UTF-8; other files belong in public/";
                wrong.push(whole(&format!("content/{prefix}{name}"), "it is no text", cure));
            }
        }
    }
}
