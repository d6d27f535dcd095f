//! What of the pages can be found by the search, and with which words?

use std::collections::BTreeMap;

use sandtable_core::engine::faults::{VERBS, verbs};
use sandtable_core::engine::{Spec, Verb};
use sandtable_search::text::{Section, sections};
use sandtable_search::{
    Action, Difficulty, Documents, Listing, ModelPlace, Page, SiteIndex, Track,
};

use crate::content::{self, Content, Topic};
use crate::markdown::{Block, Document};

/// The address of the page that lists everything.
pub const HOME: &str = "search/";

/// A page as the search knows it.
pub struct Entry {
    /// Its address from the site's root.
    pub url: String,
    /// Its name, in one or two words.
    pub title: String,
    /// What is on it, in one or two sentences.
    pub summary: String,
    /// Its sections, the start of the page first.
    pub sections: Vec<Section>,
    topic: Option<(u32, Difficulty)>,
    models: Vec<Shown>,
}

/// A model on a page.
pub struct Shown {
    /// Its declaration.
    pub spec: &'static Spec,
    /// The anchor of its first figure.
    pub anchor: String,
}

/// A fault of the engine, and the models that have it.
pub struct FaultEntry {
    /// Its verb and what it does.
    pub verb: &'static Verb,
    /// The places of the models in the listing; there is one at least.
    pub models: Vec<usize>,
}

/// Everything that can be found.
#[derive(Default)]
pub struct Found {
    /// The pages.
    pub entries: Vec<Entry>,
}

impl Found {
    /// Adds a topic's page, whose blocks are written; `mirror` is its Markdown.
    pub fn topic(
        &mut self,
        content: &Content,
        topic: &Topic,
        document: &Document<'_>,
        mirror: &str,
    ) {
        let matter = &topic.matter;
        let track = begun(content).position(|t| t.id == *matter.track.as_ref());
        let difficulty = Difficulty::named(matter.difficulty.as_ref());
        let numbered: Vec<(usize, &'static Spec)> = (1..)
            .zip(&*document.blocks.borrow())
            .filter_map(|(number, block)| match block {
                Block::Model(model) => Some((number, model.session.spec())),
                _ => None,
            })
            .collect();
        let mut models: Vec<Shown> = Vec::new();
        for (number, spec) in numbered {
            if !models.iter().any(|shown| shown.spec.id == spec.id) && !self.has(spec) {
                models.push(Shown { spec, anchor: format!("model-{number}") });
            }
        }
        self.entries.push(Entry {
            url: topic.url(),
            title: matter.title.clone(),
            summary: matter.summary.as_ref().clone(),
            sections: sections(mirror).into_iter().filter(|s| s.anchor != "sources").collect(),
            topic: track.map(|track| track as u32).zip(difficulty),
            models,
        });
    }

    /// Adds a page that is no topic.
    pub fn page(&mut self, url: &str, title: &str, summary: &str, mirror: &str) {
        self.entries.push(Entry {
            url: url.to_owned(),
            title: title.to_owned(),
            summary: summary.to_owned(),
            sections: sections(mirror),
            topic: None,
            models: Vec::new(),
        });
    }

    fn has(&self, spec: &Spec) -> bool {
        self.models().any(|(_, shown)| shown.spec.id == spec.id)
    }

    /// The models with the places of their pages, in the order of the listing.
    pub fn models(&self) -> impl Iterator<Item = (usize, &Shown)> {
        let entries = self.entries.iter().enumerate();
        entries.flat_map(|(place, entry)| entry.models.iter().map(move |shown| (place, shown)))
    }

    /// The faults that some model has, in the order of the engine.
    #[must_use]
    pub fn faults(&self) -> Vec<FaultEntry> {
        let mut faults = BTreeMap::<usize, Vec<usize>>::new();
        for (model, (_, shown)) in self.models().enumerate() {
            for (place, verb) in VERBS.iter().enumerate() {
                let offered = shown.spec.faults.iter().any(|f| verbs(*f).contains(&verb.name));
                if offered {
                    faults.entry(place).or_default().push(model);
                }
            }
        }
        let entry = |(place, models)| FaultEntry { verb: &VERBS[place], models };
        faults.into_iter().map(entry).collect()
    }

    /// What is listed, in the order of the documents.
    #[must_use]
    pub fn listing(&self, content: &Content) -> Listing {
        let track =
            |track: &content::Track| Track { id: track.id.clone(), title: track.title.clone() };
        let page = |entry: &Entry| {
            let heading = entry.sections.first().map_or("", |first| &first.heading);
            let heading = if heading == entry.title { "" } else { heading };
            Page {
                url: entry.url.clone(),
                title: entry.title.clone(),
                heading: heading.to_owned(),
                topic: entry.topic,
            }
        };
        let model = |(page, shown): (usize, &Shown)| ModelPlace {
            id: shown.spec.id.to_owned(),
            title: shown.spec.title.to_owned(),
            page: page as u32,
            anchor: shown.anchor.clone(),
        };
        let own = self.models().enumerate().flat_map(|(model, (_, shown))| {
            let action =
                move |verb: &Verb| Action { verb: verb.name.to_owned(), model: model as u32 };
            shown.spec.actions.iter().map(action)
        });
        let shared = self.faults().into_iter().map(|fault| Action {
            verb: fault.verb.name.to_owned(),
            model: fault.models[0] as u32,
        });
        Listing {
            home: HOME.to_owned(),
            tracks: begun(content).map(track).collect(),
            pages: self.entries.iter().map(page).collect(),
            models: self.models().map(model).collect(),
            actions: own.chain(shared).collect(),
        }
    }

    /// The index of it all.
    #[must_use]
    pub fn index(&self, content: &Content) -> SiteIndex {
        let mut documents = Documents::new();
        for entry in &self.entries {
            let is_topic = entry.topic.is_some();
            documents.page(&entry.title, &entry.summary, &entry.sections, is_topic);
        }
        for (_, shown) in self.models() {
            let spec = shown.spec;
            documents.model(spec.title, spec.summary, &words(spec).join(" "));
        }
        for (_, shown) in self.models() {
            for verb in shown.spec.actions {
                documents.action(verb.name, verb.help, shown.spec.title);
            }
        }
        for fault in self.faults() {
            documents.action(fault.verb.name, fault.verb.help, "");
        }
        documents.finish(self.listing(content))
    }
}

/// The tracks that have a topic.
fn begun(content: &Content) -> impl Iterator<Item = &content::Track> {
    content.tracks.iter().filter(|track| !track.topics.is_empty())
}

/// The words of a model's rules, checks and actions.
fn words(spec: &Spec) -> Vec<&'static str> {
    let rules = spec.rules.iter().flat_map(|rule| [rule.label, rule.help]);
    let checks = spec.checks.iter().flat_map(|check| [check.title, check.help]);
    let helps = spec.actions.iter().map(|verb| verb.help);
    rules.chain(checks).chain(spec.verbs()).chain(helps).collect()
}
