//! Which pages, models and actions hold which words?

use sandtable_core::algorithms::bitset::DenseBitset;
use sandtable_core::algorithms::search::{
    Analysis, Bm25, Stemming, WordIndex, WordIndexWriter, words,
};

use crate::common::is_common;
use crate::listing::{Difficulty, Kind, Listing};
use crate::text::Section;

/// What a word counts in a name, in the heading of a page, in its summary, in the heading of a
/// section and in a name that belongs to something else.
const TITLE: u32 = 12;
const HEADING: u32 = 6;
const SUMMARY: u32 = 2;
const SECTION: u32 = 4;
const OWNER: u32 = 2;

/// Lucene's ranking with lengths as they are: there are few documents.
pub(crate) const BM25: Bm25 = Bm25::LUCENE;

/// Words are cut by Porter2; the last `'s` and the most common words go.
const ANALYSIS: Analysis =
    Analysis { possessive: true, stop_words: true, stemming: Stemming::English };

/// Gathers what can be found. Pages come first, then models, then actions, in the order of the
/// [`Listing`].
#[derive(Clone, Debug)]
pub struct Documents {
    writer: WordIndexWriter,
    added: [u32; 3],
}

impl Default for Documents {
    fn default() -> Self {
        Self::new()
    }
}

impl Documents {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self { writer: WordIndexWriter::new(ANALYSIS), added: [0; 3] }
    }

    fn add(&mut self, kind: Kind, fields: &[(&str, u32)]) {
        let later = &self.added[kind as usize + 1..];
        assert!(later.iter().all(|&count| count == 0), "pages, then models, then actions");
        if kind != Kind::Page && self.added[kind as usize] == 0 {
            self.writer.begin_part();
        }
        self.added[kind as usize] += 1;
        let texts: Vec<(String, u32)> =
            fields.iter().map(|(text, weight)| (kept(text), *weight)).collect();
        let fields: Vec<(&str, u32)> =
            texts.iter().map(|(text, weight)| (&**text, *weight)).collect();
        self.writer.add(&fields);
    }

    /// Adds a page: its name, its summary, its text. The heading of the page is that of the first
    /// section. Those of the others say what a topic is about; of a list of many things, each counts
    /// like any word of it.
    ///
    /// # Panics
    /// If a model or an action was added before.
    pub fn page(&mut self, title: &str, summary: &str, sections: &[Section], is_topic: bool) {
        let mut fields = vec![(title, TITLE), (summary, SUMMARY)];
        for (index, section) in sections.iter().enumerate() {
            let weight = match index {
                0 => HEADING,
                _ if is_topic => SECTION,
                _ => 1,
            };
            fields.push((&section.heading, weight));
            fields.extend(section.paragraphs.iter().map(|words| (words.as_str(), 1)));
        }
        self.add(Kind::Page, &fields);
    }

    /// Adds a model: its name, what it shows, and the words of its rules, checks and actions.
    ///
    /// # Panics
    /// If an action was added before.
    pub fn model(&mut self, title: &str, summary: &str, words: &str) {
        self.add(Kind::Model, &[(title, TITLE), (summary, SUMMARY), (words, 1)]);
    }

    /// Adds an action: its verb, what it does, and the name of its model.
    pub fn action(&mut self, verb: &str, help: &str, model: &str) {
        self.add(Kind::Action, &[(verb, TITLE), (help, SUMMARY), (model, OWNER)]);
    }

    /// The index of what the listing names.
    ///
    /// # Panics
    /// If it names more or less than was added.
    #[must_use]
    pub fn finish(self, listing: Listing) -> SiteIndex {
        let named = [listing.pages.len(), listing.models.len(), listing.actions.len()];
        assert_eq!(named, self.added.map(|count| count as usize), "everything is listed");
        SiteIndex::new(listing, self.writer.finish())
    }
}

/// The words that are kept: no common ones, and no long numbers, which are results of a page's runs
/// that nobody looks for.
fn kept(text: &str) -> String {
    let is_number = |word: &str| {
        let mut letters = word.chars().filter(|c| c.is_alphanumeric());
        letters.clone().count() > 3 && letters.all(char::is_numeric)
    };
    let kept = words(text).map(|word| word.text).filter(|w| !is_common(w) && !is_number(w));
    kept.collect::<Vec<_>>().join(" ")
}

/// An index of pages, models and actions, with their facets as sets of bits.
#[derive(Clone, Debug)]
pub struct SiteIndex {
    pub(crate) listing: Listing,
    pub(crate) words: WordIndex,
    /// For each facet a set for each of its values.
    pub(crate) facets: [Vec<DenseBitset>; 3],
}

impl SiteIndex {
    pub(crate) fn new(listing: Listing, words: WordIndex) -> Self {
        let empty = DenseBitset::new(listing.len());
        let sets = |count| vec![empty.clone(); count];
        let [mut tracks, mut kinds, mut levels] =
            [sets(listing.tracks.len()), sets(Kind::ALL.len()), sets(Difficulty::ALL.len())];
        for doc in 0..listing.len() {
            // No number is beyond the documents.
            let _ = kinds[listing.kind(doc).0 as usize].insert(doc);
            if let Some((track, level)) = listing.pages[listing.page_of(doc)].topic {
                let _ = tracks[track as usize].insert(doc);
                let _ = levels[level as usize].insert(doc);
            }
        }
        let facets = [tracks, kinds, levels];
        Self { listing, words, facets }
    }

    /// What can be found.
    #[must_use]
    pub fn listing(&self) -> &Listing {
        &self.listing
    }

    /// The words.
    #[must_use]
    pub fn words(&self) -> &WordIndex {
        &self.words
    }
}
