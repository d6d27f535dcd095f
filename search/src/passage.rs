//! Which passage of a page answers best, and which of its words were meant?

use sandtable_core::algorithms::search::{Alternatives, Searcher, words};

use crate::json;
use crate::site_index::{BM25, SiteIndex};
use crate::text::{Section, sections};

/// A piece of a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its text.
    pub text: String,
    /// Whether it was asked for.
    pub is_meant: bool,
}

/// What of a page is shown in a result.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// The anchor of the section; empty for the start of the page.
    pub anchor: String,
    /// The heading of the section, in pieces; empty for the start of the page.
    pub heading: Vec<Piece>,
    /// The passage.
    pub pieces: Vec<Piece>,
}

/// How long a passage is, in characters, unless a sentence ends before.
const CHARS_MAX: usize = 220;

/// A word of a text, and which word of the query it is.
struct Meant {
    start: usize,
    end: usize,
    word: usize,
    weight: f32,
}

impl SiteIndex {
    /// The passage of a page's Markdown that answers a query best: of the section with this anchor,
    /// or of any if it is empty. O(length).
    ///
    /// Every sentence may begin it. Each word of the query that is in it counts once by its rarity,
    /// a quarter more in the heading of the section, and an eighth anywhere in the section. Where
    /// nothing is found, the passage is the beginning.
    #[must_use]
    pub fn passage(&self, query: &str, markdown: &str, anchor: &str) -> Passage {
        let meant = self.meant(query);
        let searcher = Searcher::new(self.words.index(), BM25);
        let weights: Vec<Vec<f32>> = meant
            .iter()
            .map(|word| word.iter().map(|&(term, boost)| boost * searcher.idf(term)).collect())
            .collect();
        let marker = Marker { index: self, meant: &meant, weights: &weights };
        let sections = sections(markdown);
        let mut best: Option<(f32, usize, &str)> = None;
        for (number, section) in sections.iter().enumerate() {
            if anchor.is_empty() || section.anchor == anchor {
                let (score, start) = marker.best_of(section);
                if best.is_none_or(|(highest, ..)| score > highest) {
                    best = Some((score, number, start));
                }
            }
        }
        let Some((_, number, text)) = best else { return Passage::default() };
        let section = &sections[number];
        // The start of the page has the heading of the page, which the result has already.
        let heading = if number == 0 { "" } else { section.heading.as_str() };
        Passage {
            anchor: section.anchor.clone(),
            heading: marker.pieces(heading),
            pieces: marker.pieces(text),
        }
    }

    /// A passage for a script: `{anchor, heading: [text, …], pieces: [text, …]}`, where every second
    /// text was asked for.
    #[must_use]
    pub fn passage_json(&self, passage: &Passage) -> String {
        let mut out = String::from("{\"anchor\":");
        json::text(&passage.anchor, &mut out);
        for (name, pieces) in [("heading", &passage.heading), ("pieces", &passage.pieces)] {
            out.push_str(",\"");
            out.push_str(name);
            out.push_str("\":");
            let mut texts = vec![""];
            for piece in pieces {
                if piece.is_meant == (texts.len() % 2 == 1) {
                    texts.push("");
                }
                *texts.last_mut().expect("there is one") = &piece.text;
            }
            json::list(&texts, &mut out, |text, out| json::text(text, out));
        }
        out.push('}');
        out
    }
}

/// Finds the words of a query in texts.
struct Marker<'a> {
    index: &'a SiteIndex,
    meant: &'a [Alternatives],
    weights: &'a [Vec<f32>],
}

impl Marker<'_> {
    /// The words of a text that were meant.
    fn words(&self, text: &str) -> Vec<Meant> {
        let mut analyzer = self.index.words.analyzer();
        let mut all = Vec::new();
        for word in words(text) {
            let Some(term) =
                analyzer.term(word.text).and_then(|term| self.index.words.index().term(term))
            else {
                continue;
            };
            let of_each = self.meant.iter().zip(self.weights).enumerate();
            let weights = of_each.filter_map(|(number, (meant, weights))| {
                let place = meant.iter().position(|(other, _)| *other == term)?;
                Some((number, weights[place]))
            });
            if let Some((number, weight)) = weights.max_by(|a, b| a.1.total_cmp(&b.1)) {
                let (start, end) = (word.start, word.start + word.text.len());
                all.push(Meant { start, end, word: number, weight });
            }
        }
        all
    }

    /// The best that each word of the query has among these, added up.
    fn sum<'m>(&self, words: impl Iterator<Item = &'m Meant>) -> f32 {
        let mut best = vec![0.0_f32; self.meant.len()];
        for word in words {
            best[word.word] = best[word.word].max(word.weight);
        }
        best.iter().sum()
    }

    /// The best passage of a section, and how good it is.
    fn best_of<'t>(&self, section: &'t Section) -> (f32, &'t str) {
        let heading = self.sum(self.words(&section.heading).iter());
        let paragraphs: Vec<_> =
            section.paragraphs.iter().map(|text| (text, self.words(text))).collect();
        let anywhere = self.sum(paragraphs.iter().flat_map(|(_, words)| words));
        let mut best = (0.0, section.paragraphs.first().map_or("", |text| window(text)));
        for (text, words) in &paragraphs {
            let ends = text.match_indices(['.', '?', '!']).map(|(at, _)| at + 1);
            let starts = ends.filter(|&at| text[at..].starts_with(' ')).map(|at| at + 1);
            for start in [0].into_iter().chain(starts) {
                let shown = window(&text[start..]);
                let range = start..start + shown.len();
                let score = self.sum(words.iter().filter(|word| range.contains(&word.start)));
                if score > best.0 {
                    best = (score, shown);
                }
            }
        }
        (best.0 + 1.25 * heading + 0.125 * anywhere, best.1)
    }

    /// A text with the words that were meant set apart.
    fn pieces(&self, text: &str) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut at = 0;
        let mut push = |text: &str, is_meant| {
            if !text.is_empty() {
                pieces.push(Piece { text: text.to_owned(), is_meant });
            }
        };
        for word in self.words(text) {
            push(&text[at..word.start], false);
            push(&text[word.start..word.end], true);
            at = word.end;
        }
        push(&text[at..], false);
        pieces
    }
}

/// As much of a text as a passage shows: whole sentences, or whole words if the first is too long.
fn window(text: &str) -> &str {
    let Some((end, _)) = text.char_indices().nth(CHARS_MAX) else { return text };
    let stops = text[..end].char_indices().rev().filter(|(_, c)| *c == '.').map(|(at, _)| at + 1);
    let mut stops = stops.filter(|&at| text[at..].starts_with(' '));
    let sentence = stops.next().filter(|at| *at > end / 3);
    let shown = sentence.or_else(|| text[..end].rfind(' ')).unwrap_or(end);
    &text[..shown]
}
