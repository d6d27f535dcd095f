//! `llms.txt`: the site for readers that are programs, as llmstxt.org describes it.

use crate::content::Content;
use crate::offline;

/// The file, in the site's root.
pub const LLMS: &str = "llms.txt";

/// The list of all Markdown mirrors, by track. `address` is where the site is served: without a host,
/// links are relative to the file.
#[must_use]
pub fn llms(content: &Content, address: &str) -> String {
    let base = if address.contains("://") { address } else { "" };
    let item = |title: &str, url: &str, summary: &str| {
        format!("- [{title}]({base}{url}index.md): {summary}\n")
    };
    let mut out = String::from("# Sandtable\n\n");
    if let Some(home) = content.pages.iter().find(|page| page.url.is_empty()) {
        out += &format!("> {}\n\n", home.matter.summary.as_ref());
    }
    out += "Each page asks one question of system design and answers it with a model: the real \
            algorithm, run step by step on settings, a seed and a script. The same link gives the \
            same run everywhere. These are the pages as Markdown, with every number computed and \
            the story of each run as text.\n";
    for track in content.tracks.iter().filter(|track| !track.topics.is_empty()) {
        out += &format!("\n## {}\n\n", track.title);
        for topic in content.topics_of(track) {
            let matter = &topic.matter;
            let title = format!("{}: {}", matter.title, matter.question);
            out += &item(&title, &topic.url(), matter.summary.as_ref());
        }
    }
    out += "\n## Optional\n\n";
    if !content.terms.is_empty() {
        out += &item("Glossary", "glossary/", "What the terms of the pages mean.");
    }
    for page in content.pages.iter().filter(|page| page.url != offline::URL) {
        out += &item(&page.matter.heading, &page.url, page.matter.summary.as_ref());
    }
    out
}

/// The addresses that a Markdown text links to, in order.
pub fn links(markdown: &str) -> impl Iterator<Item = &str> {
    markdown.split("](").skip(1).filter_map(|rest| rest.split_once(')').map(|(link, _)| link))
}
