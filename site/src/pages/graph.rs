//! What to read before what, as a picture: around one topic, and for all of them.

use crate::content::{Content, Topic};
use crate::graph::{BOX_HEIGHT, circle, components, layout};
use crate::html::escape;
use crate::url::relative;

/// The width of a phone’s column.
const WIDTH_MAX: u32 = 350;

/// Which topics build on which, by their places among the topics: first what is read first.
#[must_use]
pub fn edges(content: &Content) -> Vec<(usize, usize)> {
    let place = |id: &str| content.topics.iter().position(|t| t.id == id);
    let of = |(to, topic): (usize, &Topic)| {
        let first = topic.matter.prerequisites.iter().filter_map(|id| place(id.as_ref()));
        first.map(|from| (from, to)).collect::<Vec<_>>()
    };
    content.topics.iter().enumerate().flat_map(of).collect()
}

/// The topics that ask for each other in a circle, which nobody can read in order.
#[must_use]
pub fn in_circle(content: &Content) -> Vec<&Topic> {
    let found = circle(content.topics.len(), &edges(content)).unwrap_or_default();
    found.into_iter().map(|place| &content.topics[place]).collect()
}

/// What to read before a topic and what builds on it; empty if there is neither.
#[must_use]
pub fn around(content: &Content, topic: &Topic) -> String {
    let Some(here) = content.topics.iter().position(|t| t.id == topic.id) else {
        return String::new();
    };
    let edges = edges(content);
    let near: Vec<(usize, usize)> =
        edges.into_iter().filter(|(from, to)| *from == here || *to == here).collect();
    if near.is_empty() {
        return String::new();
    }
    let before: Vec<usize> = near.iter().filter(|e| e.1 == here).map(|e| e.0).collect();
    let after: Vec<usize> = near.iter().filter(|e| e.0 == here).map(|e| e.1).collect();
    let nodes: Vec<usize> =
        before.iter().copied().chain([here]).chain(after.iter().copied()).collect();
    picture(content, &topic.url(), &nodes, &near, "What to read before and after")
}

/// All topics that build on others or are built on, a picture for each group, and the others in a
/// sentence.
#[must_use]
pub fn all(content: &Content, url: &str) -> String {
    let edges = edges(content);
    let groups = components(content.topics.len(), &edges);
    let (single, joined): (Vec<_>, Vec<_>) = groups.into_iter().partition(|g| g.len() == 1);
    if joined.is_empty() {
        return String::new();
    }
    let pictures: Vec<String> = joined
        .iter()
        .map(|group| picture(content, url, group, &edges, "Topics and what builds on them"))
        .collect();
    let names: Vec<String> =
        single.iter().map(|group| link(content, url, group[0], &escape)).collect();
    let others = match names.is_empty() {
        true => String::new(),
        false => format!("<p>These stand alone: {}.</p>\n", names.join(", ")),
    };
    format!(
        "<section class=\"track\" id=\"order\">\n<h2>What builds on what</h2>\n\
         <p>Read from the top down; each line leads to what makes use of it.</p>\n\
         <div class=\"graphs\">\n{}</div>\n{others}</section>\n",
        pictures.concat()
    )
}

fn link(content: &Content, url: &str, node: usize, words: &dyn Fn(&str) -> String) -> String {
    let topic = &content.topics[node];
    format!("<a href=\"{}\">{}</a>", relative(url, &topic.url()), words(&topic.matter.title))
}

/// A picture of some topics, with links, in a box that scrolls where it is too wide, and its words.
fn picture(
    content: &Content,
    url: &str,
    nodes: &[usize],
    edges: &[(usize, usize)],
    name: &str,
) -> String {
    let title = |node: usize| content.topics[node].matter.title.as_str();
    let place = |node: &usize| nodes.iter().position(|n| n == node);
    let inner: Vec<(usize, usize)> =
        edges.iter().filter_map(|(a, b)| Some((place(a)?, place(b)?))).collect();
    // About as wide as its words in 13 units of a face of the system, and some air.
    let widths: Vec<u32> =
        nodes.iter().map(|n| title(*n).chars().count() as u32 * 7 + 20).collect();
    let Some(layout) = layout(&widths, &inner) else { return String::new() };
    let lines: String = layout
        .lines
        .iter()
        .map(|line| {
            let mut path = String::new();
            for (i, (x, y)) in line.iter().enumerate() {
                path += &match i {
                    0 => format!("M{x} {y}"),
                    _ => format!("L{x} {y}"),
                };
            }
            format!("{path}m-4-6 4 6 4-6")
        })
        .collect();
    let mut boxes = String::new();
    for ((node, (x, y)), width) in nodes.iter().zip(&layout.boxes).zip(&widths) {
        let (middle, line) = (x + width / 2, y + BOX_HEIGHT / 2 + 5);
        let words = |title: &str| {
            format!(
                "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{BOX_HEIGHT}\" rx=\"6\"/>\
                 <text x=\"{middle}\" y=\"{line}\">{}</text>",
                escape(title)
            )
        };
        boxes += &match content.topics[*node].url() == url {
            true => format!("<g>{}</g>", words(title(*node))),
            false => link(content, url, *node, &words),
        };
    }
    let said: Vec<String> = nodes
        .iter()
        .enumerate()
        .filter_map(|(at, node)| {
            let first: Vec<&str> =
                inner.iter().filter(|e| e.1 == at).map(|e| title(nodes[e.0])).collect();
            let (last, others) = first.split_last()?;
            let list = match others.is_empty() {
                true => (*last).to_owned(),
                false => format!("{} and {last}", others.join(", ")),
            };
            Some(format!("{} builds on {list}.", title(*node)))
        })
        .collect();
    // A wide picture scrolls in its box, which keys must reach.
    let focus = if layout.width > WIDTH_MAX { " tabindex=\"0\"" } else { "" };
    format!(
        "<div><div class=\"table\"{focus} role=\"group\" aria-label=\"{name}\"><svg class=\"graph\" \
         viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\"><path d=\"{lines}\"/>{boxes}\
         </svg></div>\n<p class=\"first\">{2}</p></div>\n",
        layout.width,
        layout.height,
        escape(&said.join(" "))
    )
}
