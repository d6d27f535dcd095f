//! A topic's page: its question, its text, its sources, its neighbours.

use crate::content::{Content, Topic};
use crate::front_matter::Reference;
use crate::html::escape;
use crate::markdown::{Document, Heading};
use crate::oembed;
use crate::pages::graph;
use crate::posters;
use crate::url::relative;

/// The `main` of a topic's page. `html` is its text.
#[must_use]
pub fn body(content: &Content, topic: &Topic, document: &Document<'_>, html: &str) -> String {
    let matter = &topic.matter;
    let url = topic.url();
    let track = content.tracks.iter().find(|t| t.id == *matter.track.as_ref());
    let track_title = track.map_or("", |t| t.title.as_str());
    let tracks = relative(&url, &format!("tracks/#{}", matter.track.as_ref()));
    let references: Vec<&Reference> = matter.sources.iter().map(|s| s.as_ref()).collect();
    format!(
        "<header class=\"title\">\n<p class=\"crumbs\"><a href=\"{tracks}\">{}</a> · {}</p>\n\
         <h1>{}</h1>\n{}</header>\n{}<article>\n{html}{}{}{}</article>\n{}",
        escape(track_title),
        escape(&matter.title),
        escape(&matter.question),
        prerequisites(content, topic),
        contents(&document.headings.borrow()),
        sources(&references, &document.citations.borrow()),
        alone(topic),
        graph::around(content, topic),
        neighbours(content, topic),
    )
}

fn prerequisites(content: &Content, topic: &Topic) -> String {
    let topics = topic.matter.prerequisites.iter().filter_map(|id| content.topic(id.as_ref()));
    let links: Vec<String> = topics
        .map(|t| {
            let href = relative(&topic.url(), &t.url());
            format!("<a href=\"{href}\">{}</a>", escape(&t.matter.title))
        })
        .collect();
    match links.is_empty() {
        true => String::new(),
        false => format!("<p class=\"first\">Read first: {}</p>\n", links.join(", ")),
    }
}

/// The contents: the second-level headings, and the sources.
fn contents(headings: &[Heading]) -> String {
    let items: Vec<String> = headings
        .iter()
        .filter(|h| h.level == 2)
        .map(|h| format!("<li><a href=\"#{}\">{}</a></li>\n", h.id, h.html))
        .collect();
    format!(
        "<nav class=\"contents\" aria-label=\"On this page\"><details><summary>On this \
         page</summary>\n<ol>\n{}<li><a href=\"#sources\">Sources</a></li>\n</ol></details></nav>\n",
        items.concat()
    )
}

fn sources(references: &[&Reference], citations: &[u32]) -> String {
    let items: Vec<String> = (1..)
        .zip(references.iter().zip(citations))
        .map(|(number, (r, cited))| {
            let backs: Vec<String> = (1..=*cited)
                .map(|n| {
                    format!(
                        " <a class=\"back\" href=\"#cite-{number}-{n}\" aria-label=\"Back to citation \
                         {n}\">↩</a>"
                    )
                })
                .collect();
            format!(
                "<li id=\"source-{}\">{}. <a href=\"{}\"><cite>{}</cite></a>. {}.{}</li>\n",
                r.id,
                escape(&r.by),
                escape(&r.url),
                escape(&r.title),
                escape(&r.place),
                backs.concat()
            )
        })
        .collect();
    format!("<h2 id=\"sources\">Sources</h2>\n<ol class=\"sources\">\n{}</ol>\n", items.concat())
}

/// Where each model of the topic is by itself, to be taken elsewhere.
fn alone(topic: &Topic) -> String {
    let url = topic.url();
    let models = topic.matter.models.iter().map(|model| {
        let id = model.as_ref();
        let (page, svg) = (oembed::page(id), posters::svg(id));
        format!(
            "<a href=\"{}\">{}</a> (<a href=\"{}\">SVG</a>)",
            relative(&url, &page),
            escape(id),
            relative(&url, &svg)
        )
    });
    format!(
        "<p class=\"first\">For your own pages: {}</p>\n",
        models.collect::<Vec<_>>().join(", ")
    )
}

/// The topics before and after this one, in the order of the tracks.
fn neighbours(content: &Content, topic: &Topic) -> String {
    let Some(at) = content.topics.iter().position(|t| t.id == topic.id) else {
        return String::new();
    };
    let link = |other: Option<&Topic>, rel: &str, word: &str| {
        other.map_or(String::new(), |t| {
            format!(
                "<a class=\"{rel}\" rel=\"{rel}\" href=\"{}\"><span>{word}</span> {}</a>\n",
                relative(&topic.url(), &t.url()),
                escape(&t.matter.question)
            )
        })
    };
    let previous = at.checked_sub(1).and_then(|at| content.topics.get(at));
    let links = link(previous, "prev", "Before this")
        + &link(content.topics.get(at + 1), "next", "After this");
    match links.is_empty() {
        true => String::new(),
        false => format!("<nav class=\"neighbours\" aria-label=\"Topics\">\n{links}</nav>\n"),
    }
}

/// The Markdown mirror: the page as text, with everything computed put in.
#[must_use]
pub fn mirror(topic: &Topic, document: &Document<'_>) -> String {
    let matter = &topic.matter;
    let text = document.mirror(topic.place.body..topic.source.text.len());
    let sources: Vec<String> = matter
        .sources
        .iter()
        .enumerate()
        .map(|(i, s)| {
            let Reference { by, title, place, url, .. } = s.as_ref();
            format!("{}. {by}. [{title}]({url}). {place}.\n", i + 1)
        })
        .collect();
    format!(
        "# {}\n\n{}\n\n{}\n\n## Sources\n\n{}",
        matter.question,
        matter.summary.as_ref(),
        text.trim(),
        sources.concat()
    )
}
