//! What can be found on the site, and where is it?

use core::fmt;

use crate::json;
use crate::text::{joined, slug};

/// A group of topics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Track {
    /// Its name in addresses.
    pub id: String,
    /// Its name.
    pub title: String,
}

/// How much a page takes for known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difficulty {
    /// Nothing: it can be read first.
    First,
    /// What somebody knows who builds such systems.
    Working,
    /// The pages that it builds on.
    Deep,
}

impl Difficulty {
    /// All of them, the easiest first.
    pub const ALL: [Difficulty; 3] = [Self::First, Self::Working, Self::Deep];

    /// Its name in front matter and in links.
    #[must_use]
    pub fn name(self) -> &'static str {
        ["first", "working", "deep"][self as usize]
    }

    /// The difficulty of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|difficulty| difficulty.name() == name)
    }
}

/// A page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its address from the site's root: empty, or with a slash at its end.
    pub url: String,
    /// Its name, in one or two words.
    pub title: String,
    /// Its heading; empty if that is its name.
    pub heading: String,
    /// The place of its track, and its difficulty, if it is a topic.
    pub topic: Option<(u32, Difficulty)>,
}

/// A model, and where it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelPlace {
    /// Its name in links.
    pub id: String,
    /// Its name.
    pub title: String,
    /// The place of its page.
    pub page: u32,
    /// Its anchor on the page.
    pub anchor: String,
}

/// Something that a reader can do in a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// Its verb.
    pub verb: String,
    /// The place of its model; of the first one if several have it.
    pub model: u32,
}

/// What a result is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A page, or a section of it.
    Page,
    /// A model.
    Model,
    /// An action.
    Action,
}

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 3] = [Self::Page, Self::Model, Self::Action];

    /// Its name in links.
    #[must_use]
    pub fn name(self) -> &'static str {
        ["page", "model", "action"][self as usize]
    }
}

/// Everything that can be found. A document of the index is a page, a model or an action, in this
/// order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// The address of the page that lists everything, and says what models and actions are.
    pub home: String,
    /// The tracks, in order.
    pub tracks: Vec<Track>,
    /// The pages.
    pub pages: Vec<Page>,
    /// The models.
    pub models: Vec<ModelPlace>,
    /// The actions.
    pub actions: Vec<Action>,
}

/// Why a text is no listing: a line, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListingError(pub usize);

impl fmt::Display for ListingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("line ")?;
        let mut line = String::new();
        json::number(self.0 as u32, &mut line);
        f.write_str(&line)?;
        f.write_str(" of the listing cannot be read; write the index again")
    }
}

impl core::error::Error for ListingError {}

impl Listing {
    /// How many documents there are.
    #[must_use]
    pub fn len(&self) -> u32 {
        (self.pages.len() + self.models.len() + self.actions.len()) as u32
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What a document is, and its place among those of its kind.
    #[must_use]
    pub fn kind(&self, doc: u32) -> (Kind, usize) {
        let doc = doc as usize;
        let (pages, models) = (self.pages.len(), self.models.len());
        if doc < pages {
            (Kind::Page, doc)
        } else if doc < pages + models {
            (Kind::Model, doc - pages)
        } else {
            (Kind::Action, doc - pages - models)
        }
    }

    /// The place of the page that a document belongs to.
    #[must_use]
    pub fn page_of(&self, doc: u32) -> usize {
        match self.kind(doc) {
            (Kind::Page, page) => page,
            (Kind::Model, model) => self.models[model].page as usize,
            (Kind::Action, action) => {
                self.models[self.actions[action].model as usize].page as usize
            }
        }
    }

    /// The anchor of a model or an action on the page that lists everything.
    #[must_use]
    pub fn key(&self, doc: u32) -> String {
        match self.kind(doc) {
            (Kind::Page, _) => String::new(),
            (Kind::Model, model) => joined(&["model-", &self.models[model].id]),
            (Kind::Action, action) => {
                let Action { verb, model } = &self.actions[action];
                joined(&["action-", &self.models[*model as usize].id, "-", verb])
            }
        }
    }

    /// The listing as text: a line for each thing, its kind first, its parts between tabs. Tabs and
    /// line breaks in them become blanks. An address or a name that follows from the others is left
    /// out.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        let mut line = |parts: &[&str]| {
            for (index, part) in parts.iter().enumerate() {
                if index > 0 {
                    out.push('\t');
                }
                out.extend(
                    part.chars().map(|c| if matches!(c, '\t' | '\n' | '\r') { ' ' } else { c }),
                );
            }
            out.push('\n');
        };
        line(&["h", &self.home]);
        for Track { id, title } in &self.tracks {
            line(&["t", id, title]);
        }
        for page in &self.pages {
            let Page { url, title, heading, topic } = page;
            let (track, difficulty) = match topic {
                Some((track, difficulty)) => (track.to_string(), difficulty.name()),
                None => (String::new(), ""),
            };
            let url = if *url == self.usual_url(title, *topic) { "" } else { url };
            line(&["p", title, heading, &track, difficulty, url]);
        }
        for ModelPlace { id, title, page, anchor } in &self.models {
            let id = if *id == slug(title) { "" } else { id };
            let title = if *title == self.pages[*page as usize].title { "" } else { title };
            line(&["m", &page.to_string(), anchor, title, id]);
        }
        for Action { verb, model } in &self.actions {
            line(&["a", &model.to_string(), verb]);
        }
        out
    }

    /// The listing that [`Listing::to_text`] wrote.
    ///
    /// # Errors
    /// At the first line that it does not write.
    pub fn from_text(text: &str) -> Result<Self, ListingError> {
        let mut listing = Self::default();
        for (number, line) in (1..).zip(text.split_terminator('\n')) {
            listing.read(line).ok_or(ListingError(number))?;
        }
        Ok(listing)
    }

    /// The address that a page mostly has: its track's folder and its name.
    fn usual_url(&self, title: &str, topic: Option<(u32, Difficulty)>) -> String {
        match topic {
            Some((track, _)) => joined(&[&self.tracks[track as usize].id, "/", &slug(title), "/"]),
            None => String::new(),
        }
    }

    fn read(&mut self, line: &str) -> Option<()> {
        fn place(text: &str, len: usize) -> Option<u32> {
            text.parse().ok().filter(|place| (*place as usize) < len)
        }
        let parts: Vec<&str> = line.split('\t').collect();
        match parts[..] {
            ["h", home] => self.home = home.to_owned(),
            ["t", id, title] => {
                self.tracks.push(Track { id: id.to_owned(), title: title.to_owned() });
            }
            ["p", title, heading, track, difficulty, url] => {
                let topic = match track {
                    "" => None,
                    _ => Some((place(track, self.tracks.len())?, Difficulty::named(difficulty)?)),
                };
                let url =
                    if url.is_empty() { self.usual_url(title, topic) } else { url.to_owned() };
                let (title, heading) = (title.to_owned(), heading.to_owned());
                self.pages.push(Page { url, title, heading, topic });
            }
            ["m", page, anchor, title, id] => {
                let page = place(page, self.pages.len())?;
                let title =
                    if title.is_empty() { &*self.pages[page as usize].title } else { title };
                let id = if id.is_empty() { slug(title) } else { id.to_owned() };
                let (title, anchor) = (title.to_owned(), anchor.to_owned());
                self.models.push(ModelPlace { id, title, page, anchor });
            }
            ["a", model, verb] => {
                let model = place(model, self.models.len())?;
                self.actions.push(Action { verb: verb.to_owned(), model });
            }
            _ => return None,
        }
        Some(())
    }
}
