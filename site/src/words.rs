//! Words with what they hold beside plain text: computed values, citations, tones, terms.

use std::ops::Range;

use sandtable_core::engine::problem::excerpt;
use toml::Spanned;

use crate::complaint::Source;
use crate::html::{escape, slug};
use crate::numerals::Prose;
use crate::pages::glossary;
use crate::prose::{Piece, pieces};
use crate::url::relative;
use crate::values::suggest;
use crate::writer::Writer;

/// The tones that words can wear: those of the pictures.
const TONES: [&str; 13] = [
    "write", "read", "good", "bad", "upkeep", "quiet", "entity-0", "entity-1", "entity-2",
    "entity-3", "entity-4", "entity-5", "entity-6",
];

impl Writer<'_, '_> {
    /// Words, with what else they hold. Places are found by looking for each piece in the file.
    pub(crate) fn text(&mut self, text: &str, span: Range<usize>) {
        let mut from = span.start;
        for (raw, piece) in pieces(text) {
            let rest = &self.document.source.text[from.min(span.end)..span.end];
            let found = rest.find(raw).map(|at| from + at);
            let at = found.unwrap_or(from);
            self.piece(piece, at, found.map(|at| at..at + raw.len()).as_ref());
            from = found.map_or(from, |at| at + raw.len());
        }
    }

    fn piece(&mut self, piece: Piece<'_>, at: usize, place: Option<&Range<usize>>) {
        let document = self.document;
        let replace = |with: String| {
            if let Some(place) = place {
                document.replace(place.clone(), with);
            }
        };
        match piece {
            Piece::Words(words) => {
                self.prose.words(words, at);
                if let Some(place) = words.find(['\'', '"']) {
                    let cure = "write “ ” for quotations and ’ for an apostrophe";
                    self.refuse(at + place, "this is a typewriter’s quotation mark", cure);
                }
                self.html += &escape(words);
            }
            Piece::Wrong(what, cure) => self.refuse(at, what, cure),
            Piece::Call(call) => {
                self.prose.opaque(at);
                match document.value(&call, at) {
                    Ok(value) => {
                        self.html += &format!("<span class=\"computed\">{}</span>", escape(&value));
                        replace(value);
                    }
                    Err((what, cure)) => self.refuse(at, &what, &cure),
                }
            }
            Piece::Cite(id, section) => {
                self.prose.cite(at);
                let known = document.references.iter().map(|r| r.id.as_str());
                let Some(index) = document.references.iter().position(|r| r.id == id) else {
                    let what = format!("there is no source `{}` in the front matter", excerpt(id));
                    return self.refuse(at, &what, &suggest(id, known, "the sources are"));
                };
                let mut citations = document.citations.borrow_mut();
                citations[index] += 1;
                let (number, nth) = (index + 1, citations[index]);
                let section = section.map(|s| format!(", {s}")).unwrap_or_default();
                self.html += &format!(
                    "<a class=\"cite\" id=\"cite-{number}-{nth}\" href=\"#source-{id}\" \
                     aria-label=\"source {number}{0}\">[{number}{0}]</a>",
                    escape(&section)
                );
                replace(format!("[{number}{section}]"));
            }
            Piece::Term(words, name) => self.term(words, name, at, &replace),
            Piece::Toned(words, tone) => {
                if !TONES.contains(&tone) {
                    let what = format!("there is no tone `{}`", excerpt(tone));
                    return self.refuse(
                        at,
                        &what,
                        &suggest(tone, TONES.into_iter(), "choose from"),
                    );
                }
                self.html += &format!("<span class=\"tone-{tone}\">");
                let mut inside = String::new();
                let mut from = at + 1;
                for (raw, piece) in pieces(words) {
                    if let Piece::Call(call) = &piece {
                        inside += &document.value(call, from).unwrap_or_default();
                    } else {
                        inside += raw;
                    }
                    self.piece(piece, from, None);
                    from += raw.len();
                }
                self.html += "</span>";
                replace(inside);
            }
        }
    }

    /// Words that link to a term of the glossary, where their definition is.
    fn term(&mut self, words: &str, name: &str, at: usize, replace: &dyn Fn(String)) {
        let document = self.document;
        let terms = &document.targets.terms;
        let Some(anchor) = terms.get(&slug(name)) else {
            let what = format!("the glossary has no term `{}`", excerpt(name));
            let known = terms.keys().map(String::as_str);
            return self.refuse(at, &what, &suggest(name, known, "its terms are"));
        };
        self.prose.words(words, at + 1);
        let href = relative(document.url, &format!("{}#{anchor}", glossary::URL));
        self.html += &format!("<a class=\"term\" href=\"{href}\">{}</a>", escape(words));
        let mirror = relative(document.url, &format!("{}index.md#{anchor}", glossary::URL));
        replace(format!("[{words}]({mirror})"));
    }
}

/// Checks plain words that stand in TOML: numerals and quotation marks, as in prose.
pub(crate) fn check_plain(source: &Source, text: &Spanned<String>) {
    let at = text.span().start;
    let words = text.as_ref();
    if words.contains(['\'', '"']) {
        let cure = "write “ ” for quotations and ’ for an apostrophe";
        source.complain(at, "this is a typewriter’s quotation mark", cure);
    }
    let mut prose = Prose::default();
    prose.words(words, at);
    for (_, numeral) in prose.unsourced() {
        let what = format!("`{numeral}` is a number that nothing vouches for");
        source.complain(at, what, "write it as a word, or leave it out");
    }
}
