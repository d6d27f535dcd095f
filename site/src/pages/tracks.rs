//! The tracks: every topic that there is, and how many are to come.

use crate::content::{Content, Track};
use crate::html::escape;
use crate::pages::{changes, glossary, graph};
use crate::url::relative;

/// The `main` of the page of tracks.
#[must_use]
pub fn body(content: &Content) -> String {
    format!(
        "<header class=\"title\">\n<h1>Tracks</h1>\n\
         <p class=\"lede\">Topics in an order that can be followed. Only those that run are \
         listed; the count says how many each track is to have.</p>\n</header>\n{}",
        list(content, "tracks/", 2) + &graph::all(content, "tracks/")
    )
}

/// The tracks as seen from the page at `url`, with headings of this level.
#[must_use]
pub fn list(content: &Content, url: &str, level: u8) -> String {
    let (begun, planned): (Vec<&Track>, Vec<&Track>) =
        content.tracks.iter().partition(|t| !t.topics.is_empty());
    let mut out = String::new();
    for track in begun {
        let topics: Vec<String> = content
            .topics_of(track)
            .map(|topic| {
                format!(
                    "<li><a href=\"{}\">{}</a>\n<p>{}</p></li>\n",
                    relative(url, &topic.url()),
                    escape(&topic.matter.question),
                    escape(topic.matter.summary.as_ref())
                )
            })
            .collect();
        out += &format!(
            "<section class=\"track\" id=\"{}\">\n<h{level}>{} <span class=\"count\">{} of {}\
             </span></h{level}>\n<p>{}</p>\n<ul class=\"topics\">\n{}</ul>\n</section>\n",
            track.id,
            escape(&track.title),
            topics.len(),
            track.planned,
            escape(&track.summary),
            topics.concat()
        );
    }
    if !planned.is_empty() {
        let rows: Vec<String> = planned
            .iter()
            .map(|t| {
                format!(
                    "<li>{} <span class=\"count\">{}</span></li>\n",
                    escape(&t.title),
                    t.planned
                )
            })
            .collect();
        out += &format!(
            "<section class=\"track planned\">\n<h{level}>Planned</h{level}>\n\
             <ul class=\"counts\">\n{}</ul>\n</section>\n",
            rows.concat()
        );
    }
    let more = [
        (glossary::URL, "What the terms mean", !content.terms.is_empty()),
        (changes::URL, "What is new", !content.changes.is_empty()),
    ];
    let more: Vec<String> = more
        .iter()
        .filter(|(_, _, is_there)| *is_there)
        .map(|(to, words, _)| format!("<a href=\"{}\">{words}</a>", relative(url, to)))
        .collect();
    if !more.is_empty() {
        out += &format!("<p class=\"track\">{}</p>\n", more.join(" · "));
    }
    out
}
