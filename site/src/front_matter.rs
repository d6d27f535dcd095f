//! The TOML between `+++` at the start of a page.

use std::ops::Range;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use toml::Spanned;

use crate::complaint::Source;

/// What a topic says about itself.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TopicMatter {
    /// Its name, in one or two words.
    pub title: String,
    /// The question that it answers; the heading of the page.
    pub question: String,
    /// What the page shows, in one or two sentences; also its description for search engines.
    pub summary: Spanned<String>,
    /// The track; also the folder of the file.
    pub track: Spanned<String>,
    /// What it takes for known: `first`, `working` or `deep`.
    pub difficulty: Spanned<String>,
    /// Topics to read first.
    pub prerequisites: Vec<Spanned<String>>,
    /// The models that it runs.
    pub models: Vec<Spanned<String>>,
    /// Where its facts come from.
    pub sources: Vec<Spanned<Reference>>,
}

/// What a page that is no topic says about itself: home, about.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageMatter {
    /// Its name, for the title bar.
    pub title: String,
    /// The heading.
    pub heading: String,
    /// What is on it, for search engines.
    pub summary: Spanned<String>,
}

/// A paper, a standard or a manual.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// What the text calls it: `[^gifford]`.
    pub id: String,
    /// Who wrote it.
    pub by: String,
    /// Its title.
    pub title: String,
    /// Where it came out, with the year.
    #[serde(rename = "in")]
    pub place: String,
    /// Where it can be read.
    pub url: String,
}

/// The front matter of a file and the range of the text after it. `None` if it cannot be read;
/// the source then knows why.
pub fn read<T: DeserializeOwned>(source: &Source) -> Option<(T, Matter)> {
    let text = &source.text;
    let cure = "start the file with a line `+++`, TOML, and another line `+++`";
    let Some(rest) = text.strip_prefix("+++\n") else {
        source.complain(0, "the front matter is missing", cure);
        return None;
    };
    let Some(end) = rest.find("\n+++\n") else {
        source.complain(0, "the front matter has no end", cure);
        return None;
    };
    let start = "+++\n".len();
    let toml = &text[start..start + end + 1];
    match toml::from_str::<T>(toml) {
        Ok(matter) => Some((matter, Matter { start, body: start + end + "\n+++\n".len() })),
        Err(error) => {
            let at = start + error.span().map_or(0, |span| span.start);
            let what = error.message().replace('\n', "; ");
            source.complain(at, what, "write the front matter as docs/content.md shows it");
            None
        }
    }
}

/// Where the front matter and the text after it are.
#[derive(Clone, Copy, Debug)]
pub struct Matter {
    start: usize,
    /// The first byte after the front matter.
    pub body: usize,
}

impl Matter {
    /// The byte of the file at which a value of the front matter stands.
    #[must_use]
    pub fn place<T>(&self, value: &Spanned<T>) -> usize {
        let Range { start, .. } = value.span();
        self.start + start
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaints(text: &str) -> Vec<String> {
        let source = Source::new("content/a/b.md", text);
        assert!(read::<PageMatter>(&source).is_none());
        source.take().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn unknown_and_missing_keys_are_named_with_their_line() {
        let all = complaints("+++\ntitle = \"a\"\nheading = \"b\"\nsumary = \"c\"\n+++\n");
        assert!(all[0].starts_with("content/a/b.md:4: unknown field `sumary`"), "{all:?}");
        let all = complaints("+++\ntitle = \"a\"\nheading = \"b\"\n+++\n");
        assert!(all[0].contains("missing field `summary`"), "{all:?}");
        let all = complaints("+++\ntitle = a\n+++\n");
        assert!(all[0].starts_with("content/a/b.md:2:"), "{all:?}");
        assert!(complaints("# No matter\n")[0].contains(":1: the front matter is missing"));
        assert!(complaints("+++\ntitle = \"a\"\n")[0].contains("has no end"));
    }

    #[test]
    fn places_are_bytes_of_the_file() {
        let text = "+++\ntitle = \"a\"\nheading = \"b\"\nsummary = \"c\"\n+++\nText";
        let source = Source::new("content/a/b.md", text);
        let (page, matter) = read::<PageMatter>(&source).unwrap();
        assert_eq!(source.line(matter.place(&page.summary)), 4);
        assert_eq!(&text[matter.body..], "Text");
    }
}
