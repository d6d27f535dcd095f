//! What is new on the site: `content/changes.toml`, read strictly.

use std::collections::BTreeSet;

use serde::Deserialize;
use toml::Spanned;

use crate::complaint::Source;
use crate::html::slug;
use crate::url::resolve;
use crate::values::suggest;
use crate::words::check_plain;

/// A change that readers may want to know of.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The day, `2026-11-20`.
    pub date: Spanned<String>,
    /// What is new, in a few words.
    pub title: Spanned<String>,
    /// What it is good for, in a sentence or two.
    pub summary: Spanned<String>,
    /// Where it is: a file of `content/`, with an anchor if need be.
    pub page: Spanned<String>,
}

impl Change {
    /// Its anchor on the page of changes.
    #[must_use]
    pub fn id(&self) -> String {
        slug(self.title.as_ref())
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    changes: Vec<Change>,
}

/// Reads the changes, newest first. `page` gives a page's address by its file. What is wrong stands
/// in the source; a change whose page is not known is left out.
#[must_use]
pub fn read(source: &Source, page: &std::collections::BTreeMap<String, String>) -> Vec<Change> {
    let mut changes = match toml::from_str::<File>(&source.text) {
        Ok(file) => file.changes,
        Err(error) => {
            let at = error.span().map_or(0, |s| s.start);
            let cure = "give each `[[changes]]` date, title, summary and page";
            source.complain(at, error.message().replace('\n', "; "), cure);
            return Vec::new();
        }
    };
    let mut ids = BTreeSet::new();
    let mut last: Option<String> = None;
    for change in &mut changes {
        let at = change.date.span().start;
        let date = change.date.as_ref();
        if !is_day(date) {
            source.complain(at, format!("`{date}` is no day"), "write it like `2026-11-20`");
        } else if last.as_ref().is_some_and(|last| last < date) {
            source.complain(at, "this is newer than the one before it", "put the newest first");
        }
        last = Some(date.clone());
        for text in [&change.title, &change.summary] {
            check_plain(source, text);
        }
        if !ids.insert(change.id()) {
            let what = format!("the title `{}` stands twice", change.title.as_ref());
            source.complain(change.title.span().start, what, "feeds tell changes apart by it");
        }
        let at = change.page.span().start;
        let Some((file, anchor)) = resolve("", change.page.as_ref()) else {
            let what = format!("`{}` leads out of the site", change.page.as_ref());
            source.complain(at, what, "name a file of content/");
            continue;
        };
        match page.get(&file) {
            Some(url) => {
                let anchor = anchor.map(|a| format!("#{a}")).unwrap_or_default();
                *change.page.as_mut() = format!("{url}{anchor}");
            }
            None => {
                let known = page.keys().map(String::as_str);
                let cure = suggest(&file, known, "the pages are");
                source.complain(at, format!("there is no page `{file}`"), cure);
            }
        }
    }
    changes
}

/// Whether a text is a day of the calendar, `2026-11-20`.
fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts[..] else { return false };
    let number = |text: &str, digits: usize| {
        let plain = text.len() == digits && text.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| text.parse::<u32>().ok()).flatten()
    };
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2))
    else {
        return false;
    };
    let leap = year % 4 == 0 && year % 100 != 0 || year % 400 == 0;
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn complaints(text: &str) -> Vec<String> {
        let source = Source::new("content/changes.toml", text);
        let pages = BTreeMap::from([("about.md".to_owned(), "about/".to_owned())]);
        let _ = read(&source, &pages);
        source.take().iter().map(ToString::to_string).collect()
    }

    fn change(date: &str, title: &str, page: &str) -> String {
        format!(
            "[[changes]]\ndate = \"{date}\"\ntitle = \"{title}\"\nsummary = \"It is.\"\n\
             page = \"{page}\"\n"
        )
    }

    #[test]
    fn changes_are_read_and_lead_to_their_pages() {
        let text =
            change("2026-11-21", "B", "about.md#cite") + &change("2026-11-20", "A", "about.md");
        let source = Source::new("content/changes.toml", text);
        let pages = BTreeMap::from([("about.md".to_owned(), "about/".to_owned())]);
        let all = read(&source, &pages);
        assert!(source.take().is_empty());
        let pages: Vec<&str> = all.iter().map(|c| c.page.as_ref().as_str()).collect();
        assert_eq!(pages, ["about/#cite", "about/"]);
    }

    #[test]
    fn each_mistake_is_told_with_its_line() {
        let has = |text: String, what: &str| {
            let all = complaints(&text);
            assert!(all.iter().any(|w| w.contains(what)), "{what}: {all:?}");
        };
        has(change("2026-02-29", "A", "about.md"), "changes.toml:2: `2026-02-29` is no day");
        has(change("2026-11-20", "A", "abuot.md"), ":5: there is no page `abuot.md`; did you mean");
        has(
            change("2026-11-20", "A", "about.md") + &change("2026-11-21", "B", "about.md"),
            ":7: this is newer than the one before it",
        );
        has(
            change("2026-11-20", "A", "about.md") + &change("2026-11-20", "A", "about.md"),
            ":8: the title `A` stands twice",
        );
        has(change("2026-11-20", "12 topics", "about.md"), "`12` is a number");
        has("[[changes]]\ndate = \"x\"\n".to_owned(), "missing field `title`");
    }
}
