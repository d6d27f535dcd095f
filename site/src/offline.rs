//! What can be kept on a reader's device: the list of files, the worker that keeps them, the manifest.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::assets::hash;
use crate::content::{Content, Topic};
use crate::write::Files;

/// The worker's own script: its place says which addresses it may answer for.
pub const WORKER: &str = "sw.js";
/// The page that stands for one which is not kept, from the site's root.
pub const URL: &str = "offline/";
/// The list that the worker goes by.
const LIST: &str = "offline.json";
/// What makes a site installable.
pub const MANIFEST: &str = "manifest.webmanifest";

const WORKER_JS: &str = include_str!("../js/sw.js");
const NO_WORKER_JS: &str = include_str!("../js/sw-off.js");
/// The place in the worker's script where the hash of its list belongs.
const LIST_HASH: &str = "LIST-HASH";

/// Everything that can be kept.
#[derive(Serialize)]
struct List<'a> {
    /// By path: the first ten digits of the SHA-256, and the size in bytes.
    files: BTreeMap<String, (String, usize)>,
    /// What is always kept.
    shell: Vec<String>,
    tracks: Vec<Track<'a>>,
}

/// A track with what its pages need beside the shell.
#[derive(Serialize)]
struct Track<'a> {
    id: &'a str,
    title: &'a str,
    files: Vec<String>,
}

/// Writes what keeps the site on a device; without `kept`, what takes it off again.
pub fn write(content: &Content, kept: bool, files: &mut Files) {
    if !kept {
        files.insert(WORKER.to_owned(), NO_WORKER_JS.as_bytes().to_vec());
        return;
    }
    files.insert(MANIFEST.to_owned(), manifest().into_bytes());
    let list = list(content, files);
    // A list of texts and numbers is always written.
    let list = serde_json::to_vec(&list).unwrap_or_default();
    let worker = WORKER_JS.replace(LIST_HASH, &hash(&list));
    files.insert(LIST.to_owned(), list);
    files.insert(WORKER.to_owned(), worker.into_bytes());
}

fn list<'a>(content: &'a Content, files: &Files) -> List<'a> {
    let entries = files.iter().filter_map(|(name, bytes)| {
        let path = name.strip_suffix("index.html").unwrap_or(name);
        is_kept(name).then(|| (path.to_owned(), (hash(bytes), bytes.len())))
    });
    let all: BTreeMap<String, (String, usize)> = entries.collect();
    let of = |topic: &Topic| -> Vec<String> {
        let models = &topic.matter.models;
        let of = |path: &&String| models.iter().any(|model| is_piece(path, model.as_ref()));
        let pieces = all.keys().filter(of).cloned();
        std::iter::once(topic.url()).chain(pieces).collect()
    };
    let tracks = content.tracks.iter().filter(|track| !track.topics.is_empty());
    let tracks: Vec<Track<'a>> = tracks
        .map(|track| {
            let mut files: Vec<String> = content.topics_of(track).flat_map(of).collect();
            let mut seen = BTreeSet::new();
            files.retain(|path| seen.insert(path.clone()));
            Track { id: &track.id, title: &track.title, files }
        })
        .collect();
    let of_tracks: BTreeSet<&String> = tracks.iter().flat_map(|track| &track.files).collect();
    let shell = all.keys().filter(|path| !of_tracks.contains(path)).cloned().collect();
    List { files: all, shell, tracks }
}

/// Whether a file is of use without a network: pages and what they load, but neither frames for other
/// sites nor what only machines read.
fn is_kept(name: &str) -> bool {
    if name.starts_with("embed/") {
        return false;
    }
    let is_page = name == "index.html" || name.ends_with("/index.html");
    is_page || name.starts_with("assets/") || name == "favicon.svg" || name == MANIFEST
}

/// Whether a file is the code of this model, or of its controls: its hash stands behind its name.
pub(crate) fn is_piece(path: &str, model: &str) -> bool {
    let name = path.strip_prefix("assets/").and_then(|path| path.strip_suffix(".wasm"));
    name.and_then(|name| name.rsplit_once('-'))
        .is_some_and(|(name, _)| name.trim_end_matches("_controls") == model.replace('-', "_"))
}

fn manifest() -> String {
    let manifest = serde_json::json!({
        "name": "Sandtable",
        "description": "System design that you can run",
        "start_url": "./",
        "scope": "./",
        "display": "minimal-ui",
        "background_color": "#fbf9f4",
        "theme_color": "#fbf9f4",
        "icons": [{ "src": "favicon.svg", "type": "image/svg+xml", "sizes": "any" }],
    });
    format!("{manifest:#}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_and_what_they_load_are_kept() {
        for kept in ["index.html", "a/b/index.html", "assets/x-1.css", "assets/x-1.wasm", MANIFEST]
        {
            assert!(is_kept(kept), "{kept}");
        }
        for left in
            ["404.html", "index.md", "robots.txt", "embed/x/index.html", "files.txt", "sw.js"]
        {
            assert!(!is_kept(left), "{left}");
        }
    }

    #[test]
    fn a_models_code_is_found_by_its_name() {
        assert!(is_piece("assets/filter_cache-0a1b2c3d4e.wasm", "filter-cache"));
        assert!(is_piece("assets/filter_cache_controls-0a1b2c3d4e.wasm", "filter-cache"));
        assert!(!is_piece("assets/cache-0a1b2c3d4e.wasm", "filter-cache"));
        assert!(!is_piece("assets/filter_cache_more-0a1b2c3d4e.wasm", "filter-cache"));
        assert!(!is_piece("assets/filter_cache-0a1b2c3d4e.js", "filter-cache"));
    }

    #[test]
    fn without_it_a_worker_takes_everything_off_again() {
        let content = crate::content::read(std::path::Path::new("no such folder"));
        let mut files = Files::new();
        write(&content, false, &mut files);
        let worker = String::from_utf8(files.remove(WORKER).unwrap()).unwrap();
        assert!(worker.contains("unregister()") && files.is_empty());
        write(&content, true, &mut files);
        let worker = String::from_utf8(files[WORKER].clone()).unwrap();
        assert!(worker.contains(&hash(&files[LIST])) && !worker.contains(LIST_HASH));
    }
}
