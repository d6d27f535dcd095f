//! Which pages, models and actions answer a query best, and how many are there of each kind?

use sandtable_core::algorithms::bitset::DenseBitset;
use sandtable_core::algorithms::search::{Alternatives, Hit, Searcher, words};

use crate::common::is_common;
use crate::json;
use crate::listing::{Action, Difficulty, Kind};
use crate::site_index::{BM25, SiteIndex};
use crate::text::joined;

/// What results can be narrowed by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Facet {
    /// The track of the page.
    Track,
    /// What the result is.
    Kind,
    /// How much the page takes for known.
    Difficulty,
}

impl Facet {
    /// All of them.
    pub const ALL: [Facet; 3] = [Self::Track, Self::Kind, Self::Difficulty];

    /// Its name in links.
    #[must_use]
    pub fn name(self) -> &'static str {
        ["track", "kind", "difficulty"][self as usize]
    }
}

/// The values that were chosen: of each facet any of them, or all if none is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    chosen: [Vec<usize>; 3],
}

/// A value of a facet, and how many results it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetValue {
    /// The facet.
    pub facet: Facet,
    /// Its name in links.
    pub name: String,
    /// Its name for people.
    pub label: String,
    /// How many results there are with it and with what is chosen of the other facets.
    pub count: u32,
    /// Whether it is chosen.
    pub is_chosen: bool,
}

/// The results on one page.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The place of the page in the listing.
    pub page: usize,
    /// The best of them, the best first.
    pub found: Vec<Hit>,
    /// How many more there are.
    pub more: u32,
}

/// What a query found.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// How many results there are.
    pub total: u32,
    /// The best pages, the best first.
    pub groups: Vec<Group>,
    /// How many results each value of each facet has.
    pub facets: Vec<FacetValue>,
}

/// The most characters of a query; what is behind them is not read.
const QUERY_CHARS_MAX: usize = 200;
/// The most words of a query that count.
const WORDS_MAX: usize = 24;
/// The most results of a page that are told.
const IN_GROUP_MAX: usize = 4;
/// What a kind's score is multiplied by. An action has a few words, which makes each of them count
/// for much.
const FACTORS: [f32; 3] = [1.0, 0.5, 0.5];

impl SiteIndex {
    /// The facets that a text chooses: `track=search,web;kind=model`.
    ///
    /// # Errors
    /// A facet or a value that there is not, named with those that there are.
    pub fn selection(&self, text: &str) -> Result<Selection, String> {
        let mut selection = Selection::default();
        for part in text.split(';').filter(|part| !part.is_empty()) {
            let (name, values) = part.split_once('=').unwrap_or((part, ""));
            let Some(facet) = Facet::ALL.into_iter().find(|facet| facet.name() == name) else {
                let known = "”: choose from track, kind, difficulty";
                return Err(joined(&["there is no facet “", name, known]));
            };
            let known = self.values(facet);
            for value in values.split(',').filter(|value| !value.is_empty()) {
                let Some(place) = known.iter().position(|(name, _)| *name == value) else {
                    let parts = ["there is no ", name, " “", value, "”: choose from"];
                    let mut error = joined(&parts);
                    for (name, _) in known {
                        error.push(' ');
                        error.push_str(name);
                    }
                    return Err(error);
                };
                let chosen = &mut selection.chosen[facet as usize];
                if !chosen.contains(&place) {
                    chosen.push(place);
                }
            }
        }
        Ok(selection)
    }

    /// The names of a facet's values, in links and for people.
    fn values(&self, facet: Facet) -> Vec<(&str, &str)> {
        let mut values: Vec<(&str, &str)> = Vec::new();
        match facet {
            Facet::Track => {
                for track in &self.listing.tracks {
                    values.push((&track.id, &track.title));
                }
            }
            Facet::Kind => {
                for kind in Kind::ALL {
                    values.push((kind.name(), kind.name()));
                }
            }
            Facet::Difficulty => {
                for level in Difficulty::ALL {
                    values.push((level.name(), level.name()));
                }
            }
        }
        values
    }

    /// What the words of a query may mean.
    pub(crate) fn meant(&self, query: &str) -> Vec<Alternatives> {
        let end = query.char_indices().nth(QUERY_CHARS_MAX).map_or(query.len(), |(at, _)| at);
        let query = &query[..end];
        let mut asked = String::new();
        for word in words(query).filter(|word| !is_common(word.text)).take(WORDS_MAX) {
            asked.push_str(word.text);
            // The last word may be unfinished, unless something stands behind it.
            if word.start + word.text.len() < query.len() {
                asked.push(' ');
            }
        }
        self.words.alternatives(&asked)
    }

    /// What answers a query, at most so many pages of it. O(postings of its words + documents).
    #[must_use]
    pub fn find(&self, query: &str, selection: &Selection, pages_max: usize) -> Answer {
        let meant = self.meant(query);
        let docs = self.listing.len();
        let searcher = Searcher::new(self.words.index(), BM25);
        let counts = |doc| FACTORS[self.listing.kind(doc).0 as usize];
        let mut found = searcher.search_alternatives(&meant, &counts, docs as usize);
        let mut all = DenseBitset::new(docs);
        for hit in &found {
            // No hit is beyond the documents.
            let _ = all.insert(hit.doc);
        }
        let chosen = self.chosen(selection);
        let mut kept = all.clone();
        for set in chosen.iter().flatten() {
            kept.and_with(set);
        }
        found.retain(|found| kept.contains(found.doc));
        Answer {
            total: found.len() as u32,
            groups: self.grouped(&found, pages_max),
            facets: self.counted(&all, &chosen, selection),
        }
    }

    /// For each facet of which something is chosen, the documents that have any of it.
    fn chosen(&self, selection: &Selection) -> [Option<DenseBitset>; 3] {
        let mut chosen = [None, None, None];
        for (facet, any) in chosen.iter_mut().enumerate() {
            for &place in &selection.chosen[facet] {
                let set = &self.facets[facet][place];
                *any = Some(any.take().map_or_else(|| set.clone(), |any: DenseBitset| any.or(set)));
            }
        }
        chosen
    }

    fn counted(
        &self,
        all: &DenseBitset,
        chosen: &[Option<DenseBitset>; 3],
        selection: &Selection,
    ) -> Vec<FacetValue> {
        let mut counted = Vec::new();
        for facet in Facet::ALL {
            let mut left = all.clone();
            for (other, set) in chosen.iter().enumerate() {
                if let Some(set) = set.as_ref().filter(|_| other != facet as usize) {
                    left.and_with(set);
                }
            }
            for (place, (name, label)) in self.values(facet).into_iter().enumerate() {
                counted.push(FacetValue {
                    facet,
                    name: name.to_owned(),
                    label: label.to_owned(),
                    count: left.and_count(&self.facets[facet as usize][place]) as u32,
                    is_chosen: selection.chosen[facet as usize].contains(&place),
                });
            }
        }
        counted
    }

    fn grouped(&self, found: &[Hit], pages_max: usize) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        for &each in found {
            let page = self.listing.page_of(each.doc);
            let place = groups.iter().position(|group| group.page == page);
            let is_room = groups.len() < pages_max;
            match place.map(|place| &mut groups[place]) {
                Some(group) if group.found.len() < IN_GROUP_MAX => group.found.push(each),
                Some(group) => group.more += 1,
                None if is_room => {
                    groups.push(Group { page, found: vec![each], more: 0 });
                }
                None => {}
            }
        }
        groups
    }

    /// An answer for a script: `{total, groups: [{title, track, difficulty, more, found:
    /// [{kind, title, of, href, mirror, section}]}], facets: [{facet, name, label, count, chosen}]}`.
    /// Addresses are from the site's root.
    #[must_use]
    pub fn json(&self, answer: &Answer) -> String {
        let mut out = "{\"total\":".to_owned();
        json::number(answer.total, &mut out);
        out.push_str(",\"groups\":");
        json::list(&answer.groups, &mut out, |group, out| self.group_json(group, out));
        out.push_str(",\"facets\":");
        json::list(&answer.facets, &mut out, |value, out| {
            let mut count = String::new();
            json::number(value.count, &mut count);
            let chosen = if value.is_chosen { "true" } else { "" };
            let pairs = [
                ("facet", value.facet.name()),
                ("name", &value.name),
                ("label", &value.label),
                ("count", &count),
                ("chosen", chosen),
            ];
            json::texts(&pairs, out);
        });
        out.push('}');
        out
    }

    fn group_json(&self, group: &Group, out: &mut String) {
        let page = &self.listing.pages[group.page];
        let track = page.topic.map(|(track, _)| &*self.listing.tracks[track as usize].title);
        let difficulty = page.topic.map(|(_, difficulty)| difficulty.name());
        out.push_str("{\"title\":");
        json::text(&page.title, out);
        out.push_str(",\"track\":");
        json::text(track.unwrap_or_default(), out);
        out.push_str(",\"difficulty\":");
        json::text(difficulty.unwrap_or_default(), out);
        out.push_str(",\"more\":");
        json::number(group.more, out);
        out.push_str(",\"found\":");
        json::list(&group.found, out, |found, out| self.found_json(found.doc, out));
        out.push('}');
    }

    fn found_json(&self, doc: u32, out: &mut String) {
        let listing = &self.listing;
        let (kind, place) = listing.kind(doc);
        let key = listing.key(doc);
        let at = |model: usize| {
            let model = &listing.models[model];
            joined(&[&listing.pages[model.page as usize].url, "#", &model.anchor])
        };
        let (title, of, href) = match kind {
            Kind::Page => {
                let page = &listing.pages[place];
                let title = if page.heading.is_empty() { &page.title } else { &page.heading };
                (title, "", page.url.clone())
            }
            Kind::Model => (&listing.models[place].title, "", at(place)),
            Kind::Action => {
                let Action { verb, model } = &listing.actions[place];
                let model = *model as usize;
                (verb, &*listing.models[model].title, at(model))
            }
        };
        let source = if kind == Kind::Page { &listing.pages[place].url } else { &listing.home };
        let mirror = joined(&[source, "index.md"]);
        json::texts(
            &[
                ("kind", kind.name()),
                ("title", title),
                ("of", of),
                ("href", &href),
                ("mirror", &mirror),
                ("section", &key),
            ],
            out,
        );
    }
}
