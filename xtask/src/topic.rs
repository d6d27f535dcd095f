//! What is written for a new topic, and where?

use crate::Result;

const MODEL: &str = include_str!("../templates/model.rs");
const PAGE: &str = include_str!("../templates/page.md");

/// A topic that does not exist yet, by its id such as `load-shedding`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Topic {
    id: String,
}

impl Topic {
    /// Takes an id of words in small letters, joined by `-`.
    pub(crate) fn new(id: &str) -> Result<Self> {
        let word = |word: &str| {
            word.starts_with(|sign: char| sign.is_ascii_lowercase())
                && word.chars().all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit())
        };
        if id.split('-').all(word) {
            return Ok(Self { id: id.to_owned() });
        }
        Err(format!("`{id}` is no id: write words in small letters, as in `load-shedding`"))
    }

    /// The file of the model, from the root of the repository.
    pub(crate) fn model_path(&self) -> String {
        format!("core/src/models/{}.rs", self.module())
    }

    /// The file of the page.
    pub(crate) fn page_path(&self, track: &str) -> String {
        format!("content/{track}/{}.md", self.id)
    }

    /// A model that works and is about seats in a room, under the topic's name.
    pub(crate) fn model(&self) -> String {
        MODEL
            .replace("//! Sample:", &format!("//! {}:", self.title()))
            .replace("id: \"sample\"", &format!("id: \"{}\"", self.id))
            .replace("title: \"Sample\"", &format!("title: \"{}\"", self.title()))
            .replace("Sample", &self.type_name())
    }

    /// A page that shows it.
    pub(crate) fn page(&self, track: &str) -> String {
        PAGE.replace("TITLE", &self.title()).replace("TRACK", track).replace("TOPIC", &self.id)
    }

    /// The list of modules with the model's.
    pub(crate) fn in_modules(&self, modules: &str) -> Result<String> {
        let line = format!("pub mod {};", self.module());
        if modules.lines().any(|other| other == line) {
            return Err(format!("core/src/models/mod.rs has `{line}` already"));
        }
        let mut lines: Vec<&str> = modules.lines().collect();
        let is_later = |other: &&str| other.starts_with("pub mod ") && **other > *line;
        let at = lines.iter().position(is_later).unwrap_or(lines.len());
        lines.insert(at, &line);
        Ok(lines.join("\n") + "\n")
    }

    /// The catalog with the model at its end.
    pub(crate) fn in_catalog(&self, catalog: &str) -> Result<String> {
        let missing = || "core/src/catalog/mod.rs has no list `each_model`".to_owned();
        let start = catalog.find("$with! {").ok_or_else(missing)?;
        let end = start + catalog[start..].find("        }").ok_or_else(missing)?;
        let (before, after) = catalog.split_at(end);
        let (module, id, type_name) = (self.module(), &self.id, self.type_name());
        Ok(format!("{before}            {module} \"{id}\" {type_name}: table,\n{after}"))
    }

    /// The list of tracks with the page at the end of its track.
    pub(crate) fn in_tracks(&self, tracks: &str, track: &str) -> Result<String> {
        let missing = || {
            let ids: Vec<_> = tracks.lines().filter_map(track_id).collect();
            format!("there is no track `{track}`; there are {}", ids.join(", "))
        };
        let id = tracks.lines().find(|line| track_id(line) == Some(track)).ok_or_else(missing)?;
        let start = tracks.find(id).ok_or_else(missing)?;
        let list = "topics = [";
        let open = tracks[start..].find(list).map(|at| start + at + list.len());
        let open = open.ok_or("content/tracks.toml: the track has no `topics`")?;
        let length = tracks[open..].find(']').ok_or("content/tracks.toml: a list has no end")?;
        let (before, after) = tracks.split_at(open + length);
        let comma = if length == 0 { "" } else { ", " };
        Ok(format!("{before}{comma}\"{}\"{after}", self.id))
    }

    fn module(&self) -> String {
        self.id.replace('-', "_")
    }

    fn type_name(&self) -> String {
        self.id.split('-').map(capitalized).collect()
    }

    fn title(&self) -> String {
        capitalized(&self.id.replace('-', " "))
    }
}

/// The id on a line such as `id = "web"`.
fn track_id(line: &str) -> Option<&str> {
    line.strip_prefix("id = \"")?.strip_suffix('"')
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn topic() -> Topic {
        Topic::new("load-shedding").unwrap()
    }

    #[test]
    fn an_id_is_words_in_small_letters() {
        for id in ["quorum", "load-shedding", "two-phase-commit", "raft2"] {
            assert!(Topic::new(id).is_ok(), "{id}");
        }
        for id in ["", "Quorum", "load_shedding", "-x", "x-", "a--b", "2pc", "../x", "a b", "é"] {
            assert!(Topic::new(id).is_err(), "{id}");
        }
    }

    #[test]
    fn the_template_takes_the_topics_name_everywhere() {
        let model = topic().model();
        assert!(model.starts_with("//! Load shedding: "), "{model}");
        assert!(model.contains("id: \"load-shedding\",\n    title: \"Load shedding\","));
        assert!(model.contains("impl Model for LoadShedding {"));
        assert!(!model.to_lowercase().contains("sample"));
        let page = topic().page("traffic");
        assert!(page.contains("track = \"traffic\"") && page.contains("\"load-shedding\""));
        assert!(["TITLE", "TRACK", "TOPIC"].iter().all(|mark| !page.contains(mark)), "{page}");
    }

    #[test]
    fn the_module_goes_to_its_place_once() {
        let modules = "//! The models.\n\npub mod hashing;\npub mod quorum;\n";
        let wanted =
            "//! The models.\n\npub mod hashing;\npub mod load_shedding;\npub mod quorum;\n";
        assert_eq!(topic().in_modules(modules).unwrap(), wanted);
        assert!(topic().in_modules(wanted).is_err());
        let last = topic().in_modules("//! M.\n\npub mod a;\n").unwrap();
        assert!(last.ends_with("pub mod a;\npub mod load_shedding;\n"));
    }

    #[test]
    fn the_page_goes_to_the_end_of_its_track() {
        let tracks = "[[tracks]]\nid = \"web\"\ntopics = []\n\n\
            [[tracks]]\nid = \"data\"\ntopics = [\"quorum\"]\n";
        let in_web = topic().in_tracks(tracks, "web").unwrap();
        assert_eq!(in_web, tracks.replace("[]", "[\"load-shedding\"]"));
        let in_data = topic().in_tracks(tracks, "data").unwrap();
        assert_eq!(in_data, tracks.replace("\"]", "\", \"load-shedding\"]"));
        assert!(topic().in_tracks(tracks, "date").unwrap_err().contains("web, data"));
    }

    #[test]
    fn the_catalog_gets_one_more_entry() {
        let catalog =
            "($with:ident) => {\n        $with! {\n            a \"a\" A: table,\n        }\n};\n";
        let line = "            load_shedding \"load-shedding\" LoadShedding: table,\n";
        let wanted = catalog.replace("        }\n", &format!("{line}        }}\n"));
        assert_eq!(topic().in_catalog(catalog).unwrap(), wanted);
        assert!(topic().in_catalog("").is_err());
    }
}
