//! Whether every link and every anchor of the built pages leads somewhere, and every page is
//! linked.

use std::collections::{BTreeMap, BTreeSet};

use crate::complaint::Complaint;
use crate::feed::FEED;
use crate::llms::{self, LLMS};
use crate::url::resolve;
use crate::write::Files;

/// The links and the ids of a page.
struct Page {
    /// Its address from the root: `about/`, or `404.html`.
    url: String,
    links: Vec<String>,
    ids: BTreeSet<String>,
    repeated: Vec<String>,
}

/// Checks all pages. The 404 page, whose links are absolute, is held to the path `base`.
#[must_use]
pub fn check(files: &Files, base: &str) -> Vec<Complaint> {
    let pages: BTreeMap<&str, Page> = files
        .iter()
        .filter(|(name, _)| name.ends_with(".html"))
        .map(|(name, bytes)| (name.as_str(), page(name, &String::from_utf8_lossy(bytes))))
        .collect();
    let mut wrong = Vec::new();
    let mut linked: BTreeSet<String> = BTreeSet::from(["index.html".to_owned()]);
    let complain = |name: &str, what: String, cure: &str| Complaint {
        file: name.to_owned(),
        line: 0,
        what,
        cure: cure.to_owned(),
    };
    for (name, page) in &pages {
        for id in &page.repeated {
            let what = format!("the id `{id}` stands twice");
            wrong.push(complain(name, what, "give one of the headings another id: `{#other}`"));
        }
        for link in &page.links {
            if link.contains("://") || link.starts_with("data:") {
                continue;
            }
            let leads = match link.strip_prefix(base).filter(|_| *name == "404.html") {
                Some(inside) => resolve("", inside),
                None if link.starts_with('/') => {
                    let what = format!("`{link}` starts at the server's root");
                    wrong.push(complain(name, what, "write it relative to the page"));
                    continue;
                }
                None => resolve(&page.url, link),
            };
            let Some((path, anchor)) = leads else {
                let what = format!("`{link}` leads out of the site");
                wrong.push(complain(name, what, "write it relative to the page"));
                continue;
            };
            let file = match path.is_empty() || path.ends_with('/') {
                true => format!("{path}index.html"),
                false => path,
            };
            if !files.contains_key(&file) {
                let what = format!("`{link}` leads to nothing");
                wrong.push(complain(name, what, "correct it, or add the page"));
                continue;
            }
            let target = pages.get(file.as_str());
            if let Some(anchor) = anchor
                && target.is_none_or(|t| !t.ids.contains(&anchor))
            {
                let what = format!("`{link}` leads to no anchor");
                let cure = match target.and_then(|t| near(&anchor, &t.ids)) {
                    Some(id) => format!("did you mean `#{id}`?"),
                    None => "name the id of a heading".to_owned(),
                };
                wrong.push(complain(name, what, &cure));
            }
            if file != **name {
                linked.insert(file);
            }
        }
    }
    wrong.extend(listed(files, base));
    for name in pages.keys().filter(|n| **n != "404.html" && !linked.contains(**n)) {
        wrong.push(complain(name, "no page links here".to_owned(), "add it to a track"));
    }
    wrong
}

/// What `llms.txt` and the feed list and is not there. Their addresses are relative to the site's root,
/// or whole where the site has a host.
fn listed(files: &Files, base: &str) -> Vec<Complaint> {
    let text = |name: &str| {
        files.get(name).map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default()
    };
    let (list, feed) = (text(LLMS), text(FEED));
    let of_feed = attributes(&feed).filter(|(name, _)| *name == "href").map(|(_, link)| link);
    let all = llms::links(&list).map(|link| (LLMS, link)).chain(of_feed.map(|link| (FEED, link)));
    let gone = all.filter(|(_, link)| {
        let path = match link.split_once("://") {
            Some((_, rest)) => {
                let path = rest.find('/').map_or("", |at| &rest[at..]);
                path.strip_prefix(base).unwrap_or(path)
            }
            None => link,
        };
        let path = path.split('#').next().unwrap_or_default();
        let page = path.is_empty() || path.ends_with('/');
        !files.contains_key(&if page { format!("{path}index.html") } else { path.to_owned() })
    });
    let complain = |(name, link): (&str, &str)| Complaint {
        file: name.to_owned(),
        line: 0,
        what: format!("`{link}` leads to nothing"),
        cure: "correct it, or add the page".to_owned(),
    };
    gone.map(complain).collect()
}

fn near<'a>(anchor: &str, ids: &'a BTreeSet<String>) -> Option<&'a str> {
    sandtable_core::engine::problem::nearest(anchor, ids.iter().map(String::as_str))
}

fn page(name: &str, html: &str) -> Page {
    let url = name.strip_suffix("index.html").unwrap_or(name).to_owned();
    let mut page = Page { url, links: Vec::new(), ids: BTreeSet::new(), repeated: Vec::new() };
    for (attribute, value) in attributes(html) {
        match attribute {
            "href" | "src" => page.links.push(value.replace("&amp;", "&")),
            "id" if !page.ids.insert(value.to_owned()) => page.repeated.push(value.to_owned()),
            _ => {}
        }
    }
    page
}

/// Every attribute of every tag, with its value. The pages are our own: values stand in double
/// quotes.
pub fn attributes(html: &str) -> impl Iterator<Item = (&str, &str)> {
    html.split('<').skip(1).flat_map(|tag| {
        let mut rest = tag;
        std::iter::from_fn(move || {
            let end = rest.find('>').unwrap_or(rest.len());
            let equals = rest.find("=\"").filter(|at| *at < end)?;
            let name = rest[..equals].rsplit(char::is_whitespace).next().unwrap_or_default();
            let value = &rest[equals + 2..];
            let close = value.find('"')?;
            rest = &value[close + 1..];
            Some((name, &value[..close]))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(pages: &[(&str, &str)]) -> Vec<String> {
        let files: Files =
            pages.iter().map(|(n, h)| ((*n).to_owned(), h.as_bytes().to_vec())).collect();
        check(&files, "/r/").iter().map(ToString::to_string).collect()
    }

    #[test]
    fn links_that_lead_somewhere_are_silent() {
        let all = wrong(&[
            ("index.html", "<a href=\"a/b/#x\">b</a>"),
            ("a/b/index.html", "<h2 id=\"x\">x</h2><a href=\"../../\">up</a><a href=\"#x\">x</a>"),
            ("404.html", "<a href=\"/r/a/b/\">b</a><a href=\"https://x.test/\">out</a>"),
        ]);
        assert_eq!(all, Vec::<String>::new());
    }

    #[test]
    fn what_is_listed_has_to_be_there() {
        let all = wrong(&[
            ("index.html", ""),
            ("a/index.md", ""),
            (
                "llms.txt",
                "- [a](a/index.md): x\n- [b](b/index.md): x\n- [a](https://x.test/r/a/index.md)",
            ),
            (
                "feed.xml",
                "<link href=\"./\"/><link href=\"c/#d\"/><link href=\"https://x.test/r/e/\"/>",
            ),
        ]);
        assert_eq!(all.len(), 4, "{all:?}");
        assert!(all[0].starts_with("llms.txt: `b/index.md` leads to nothing"));
        assert!(all[2].starts_with("feed.xml: `c/#d`") && all[3].contains("x.test/r/e/"));
    }

    #[test]
    fn everything_else_is_told() {
        let home = "<a href=\"a/\">a</a><a href=\"b/\">b</a><a href=\"/c\">c</a>\
                    <a href=\"../\">up</a><a href=\"a/#costs\">d</a>";
        let all = wrong(&[
            ("index.html", home),
            ("a/index.html", "<h2 id=\"cost\">x</h2><p id=\"cost\"></p>"),
            ("lost/index.html", ""),
        ]);
        let has = |text: &str| assert!(all.iter().any(|w| w.contains(text)), "{text}: {all:?}");
        has("index.html: `b/` leads to nothing");
        has("`/c` starts at the server's root");
        has("`../` leads out of the site");
        has("`a/#costs` leads to no anchor; did you mean `#cost`?");
        has("a/index.html: the id `cost` stands twice");
        has("lost/index.html: no page links here");
        assert_eq!(all.len(), 6);
    }
}
