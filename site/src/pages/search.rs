//! The page that lists everything: pages with their sections, models, actions, each in alphabetical
//! order. Without script it is the search; with script, what the search falls back on.

use sandtable_core::engine::Verb;

use crate::html::escape;
use crate::search::{Entry, Found, HOME, Shown};
use crate::url::relative;

/// The `main` of the page.
#[must_use]
pub fn body(found: &Found) -> String {
    let mut pages: Vec<&Entry> = found.entries.iter().collect();
    pages.sort_by_key(|entry| entry.title.to_lowercase());
    let pages: String = pages.into_iter().map(page).collect();
    let models: String =
        models(found).into_iter().map(|(entry, shown)| model(entry, shown)).collect();
    format!(
        "<header class=\"title\">\n<h1>Search</h1>\n\
         <p class=\"lede\">Every page with its sections, every model, and everything that you can do \
         in one, from A to Z. Your browser’s own search finds words here.</p>\n</header>\n\
         <nav class=\"first\" aria-label=\"On this page\"><a href=\"#pages\">Pages</a> · \
         <a href=\"#models\">Models</a> · <a href=\"#actions\">Actions</a></nav>\n\
         <h2 id=\"pages\">Pages</h2>\n{pages}<h2 id=\"models\">Models</h2>\n{models}\
         <h2 id=\"actions\">Actions</h2>\n<dl class=\"actions\">\n{}</dl>\n",
        actions(found).iter().map(Listed::html).collect::<String>()
    )
}

fn page(entry: &Entry) -> String {
    let sections: Vec<String> = entry
        .sections
        .iter()
        .filter(|section| !section.anchor.is_empty())
        .map(|section| {
            let href = relative(HOME, &format!("{}#{}", entry.url, section.anchor));
            format!("<a href=\"{}\">{}</a>", escape(&href), escape(&section.heading))
        })
        .collect();
    let heading = entry.sections.first().map_or("", |first| &first.heading);
    format!(
        "<h3><a href=\"{}\">{}</a></h3>\n<p>{}{}</p>\n",
        relative(HOME, &entry.url),
        escape(&entry.title),
        if heading == entry.title { String::new() } else { format!("{}<br>", escape(heading)) },
        sections.join(" · ")
    )
}

fn model(entry: &Entry, shown: &Shown) -> String {
    format!(
        "<h3 id=\"model-{}\"><a href=\"{}\">{}</a></h3>\n<p>{}</p>\n",
        shown.spec.id,
        address(entry, shown),
        escape(shown.spec.title),
        escape(shown.spec.summary)
    )
}

fn address(entry: &Entry, shown: &Shown) -> String {
    relative(HOME, &format!("{}#{}", entry.url, shown.anchor))
}

/// The models in alphabetical order, with their pages.
fn models(found: &Found) -> Vec<(&Entry, &Shown)> {
    let mut models: Vec<_> =
        found.models().map(|(page, shown)| (&found.entries[page], shown)).collect();
    models.sort_by_key(|(_, shown)| shown.spec.title.to_lowercase());
    models
}

/// An action with the models that have it.
struct Listed<'a> {
    key: String,
    verb: &'static Verb,
    models: Vec<(&'a Entry, &'a Shown)>,
}

impl Listed<'_> {
    fn html(&self) -> String {
        let links: Vec<String> = self
            .models
            .iter()
            .map(|(entry, shown)| {
                format!("<a href=\"{}\">{}</a>", address(entry, shown), escape(shown.spec.title))
            })
            .collect();
        format!(
            "<dt id=\"{}\"><code>{}</code></dt><dd>{} {}</dd>\n",
            self.key,
            self.verb.name,
            escape(self.verb.help),
            links.join(", ")
        )
    }
}

/// The actions in alphabetical order. An action of one model stands by itself, even where another
/// model has one of the same name: it does another thing there.
fn actions(found: &Found) -> Vec<Listed<'_>> {
    let all: Vec<(&Entry, &Shown)> =
        found.models().map(|(page, shown)| (&found.entries[page], shown)).collect();
    let own = all.iter().flat_map(|&(entry, shown)| {
        shown.spec.actions.iter().map(move |verb| Listed {
            key: format!("action-{}-{}", shown.spec.id, verb.name),
            verb,
            models: vec![(entry, shown)],
        })
    });
    let shared = found.faults().into_iter().map(|fault| Listed {
        key: format!("action-{}-{}", all[fault.models[0]].1.spec.id, fault.verb.name),
        verb: fault.verb,
        models: fault.models.iter().map(|&model| all[model]).collect(),
    });
    let mut actions: Vec<Listed<'_>> = own.chain(shared).collect();
    actions.sort_by(|a, b| (a.verb.name, &a.key).cmp(&(b.verb.name, &b.key)));
    actions
}

/// The Markdown form of the page: the search takes what it says of models and actions from it.
#[must_use]
pub fn mirror(found: &Found) -> String {
    let mut out = "# Search\n\n## Pages {#pages}\n\n".to_owned();
    let mut pages: Vec<&Entry> = found.entries.iter().collect();
    pages.sort_by_key(|entry| entry.title.to_lowercase());
    for entry in pages {
        let href = relative(HOME, &format!("{}index.md", entry.url));
        out += &format!("- [{}]({href}): {}\n", entry.title, entry.summary);
    }
    out += "\n## Models {#models}\n";
    for (_, shown) in models(found) {
        let spec = shown.spec;
        out += &format!("\n### {} {{#model-{}}}\n\n{}\n", spec.title, spec.id, spec.summary);
    }
    out += "\n## Actions {#actions}\n";
    for Listed { key, verb, models } in actions(found) {
        let titles: Vec<&str> = models.iter().map(|(_, shown)| shown.spec.title).collect();
        out +=
            &format!("\n### {} {{#{key}}}\n\n{} In {}.\n", verb.name, verb.help, titles.join(", "));
    }
    out
}
