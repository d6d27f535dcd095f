//! The page of the glossary, and its Markdown.

use crate::content::Content;
use crate::glossary::Term;
use crate::html::escape;
use crate::url::relative;

/// Its address.
pub const URL: &str = "glossary/";

fn also(term: &Term) -> String {
    let names: Vec<&str> = term.aliases.iter().map(|name| name.as_ref().as_str()).collect();
    if names.is_empty() { String::new() } else { format!("also {}", names.join(", ")) }
}

/// The `main` of the page: a list in which each term has its anchor.
#[must_use]
pub fn body(content: &Content) -> String {
    let items: Vec<String> = content
        .terms
        .iter()
        .map(|term| {
            let topic = content.topic(term.topic.as_ref());
            let shown = topic.map_or_else(String::new, |topic| {
                let href = relative(URL, &topic.url());
                format!(" <a href=\"{href}\">{}</a>", escape(&topic.matter.title))
            });
            let also = also(term);
            let also = match also.is_empty() {
                true => also,
                false => format!(" <span class=\"count\">{}</span>", escape(&also)),
            };
            format!(
                "<dt id=\"{}\">{}{also}</dt>\n<dd><p>{}</p>{shown}</dd>\n",
                term.id(),
                escape(term.term.as_ref()),
                escape(term.definition.as_ref()),
            )
        })
        .collect();
    format!(
        "<header class=\"title\">\n<h1>Glossary</h1>\n<p class=\"lede\">What the words of these \
         pages mean, and the topic that shows each at work.</p>\n</header>\n\
         <dl class=\"terms\">\n{}</dl>\n",
        items.concat()
    )
}

/// The page as Markdown: a section for each term, so that a search leads to it.
#[must_use]
pub fn mirror(content: &Content) -> String {
    let items = content.terms.iter().map(|term| {
        let also = also(term);
        let also = if also.is_empty() { also } else { format!("({also}) ") };
        let topic = content.topic(term.topic.as_ref()).map_or_else(String::new, |topic| {
            let href = relative(URL, &format!("{}index.md", topic.url()));
            format!("\n[{}]({href})\n", topic.matter.title)
        });
        let (name, id, definition) = (term.term.as_ref(), term.id(), term.definition.as_ref());
        format!("\n## {name} {{#{id}}}\n\n{also}{definition}\n{topic}")
    });
    format!("# Glossary\n{}", items.collect::<String>())
}
