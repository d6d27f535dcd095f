//! The index that the site writes: the same twice, and true to the pages beside it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use sandtable_search::text::sections;
use sandtable_search::{Facet, Kind, SiteIndex};
use sandtable_site::{Options, build};

fn root() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The files of the site, and its index, built around programs of which only the names matter.
fn built() -> (BTreeMap<String, Vec<u8>>, Vec<u8>) {
    let (code, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let glue = "new URL('sandtable_bg.wasm', import.meta.url)";
    fs::write(code.path().join("sandtable.js"), glue).unwrap();
    for name in ["sandtable_bg", "finder"] {
        fs::write(code.path().join(format!("{name}.wasm")), b"\0asm").unwrap();
    }
    fs::write(code.path().join("__wasm_split.js"), "load(\"./sandtable_bg.wasm\")").unwrap();
    let mut options = Options::new(root().join("content"), root().join("public"), out.path());
    options.wasm = Some(code.path().to_owned());
    build(&options).unwrap();
    let list = fs::read_to_string(out.path().join("files.txt")).unwrap();
    let read = |name: &str| (name.to_owned(), fs::read(out.path().join(name)).unwrap());
    let files: BTreeMap<_, _> = list.lines().map(read).collect();
    let index = files.iter().find(|(name, _)| name.ends_with(".index")).unwrap().1.clone();
    (files, index)
}

#[test]
fn the_index_is_the_same_twice_and_every_address_in_it_exists() {
    let (files, bytes) = built();
    assert_eq!(built().1, bytes);
    let index = SiteIndex::from_bytes(&bytes).unwrap();
    let text = |name: &str| String::from_utf8(files[name].clone()).unwrap();
    let listing = index.listing();
    let home = sections(&text(&format!("{}index.md", listing.home)));
    let mut kinds = [0; 3];
    for doc in 0..listing.len() {
        let (kind, place) = listing.kind(doc);
        kinds[kind as usize] += 1;
        let page = &listing.pages[listing.page_of(doc)];
        let html = text(&format!("{}index.html", page.url));
        if kind == Kind::Page {
            // Each section that a passage can be of has its anchor on the page.
            for section in &sections(&text(&format!("{}index.md", page.url)))[1..] {
                let id = format!("id=\"{}\"", section.anchor);
                assert!(html.contains(&id), "{} has no {id}", page.url);
            }
            continue;
        }
        let model = if kind == Kind::Model { place } else { listing.actions[place].model as usize };
        let id = format!("id=\"{}\"", listing.models[model].anchor);
        assert!(html.contains(&id), "{} has no {id}", page.url);
        let key = listing.key(doc);
        let told = home.iter().find(|section| section.anchor == key);
        assert!(told.is_some_and(|section| !section.paragraphs.is_empty()), "{key} is not told");
        assert!(text(&format!("{}index.html", listing.home)).contains(&format!("id=\"{key}\"")));
    }
    let models = sandtable_core::session::models().count();
    assert_eq!(kinds[Kind::Model as usize], models, "every model can be found");
    assert!(kinds[Kind::Action as usize] > 3 * models && kinds[Kind::Page as usize] > models);
}

#[test]
fn facets_count_what_a_choice_leaves_and_choices_narrow() {
    let index = SiteIndex::from_bytes(&built().1).unwrap();
    let all = index.find("write", &index.selection("").unwrap(), 100);
    for value in &all.facets {
        let choice = format!("{}={}", value.facet.name(), value.name);
        let chosen = index.find("write", &index.selection(&choice).unwrap(), 100);
        assert_eq!(chosen.total, value.count, "{choice}");
        let own = chosen.facets.iter().filter(|other| other.facet == value.facet);
        // Of the facet itself the counts stay: they say what another choice would give.
        let counts: Vec<u32> = own.map(|other| other.count).collect();
        let before = all.facets.iter().filter(|other| other.facet == value.facet);
        assert_eq!(counts, before.map(|other| other.count).collect::<Vec<_>>(), "{choice}");
    }
    let count =
        |facet| all.facets.iter().filter(|v| v.facet == facet).map(|v| v.count).sum::<u32>();
    assert_eq!(count(Facet::Kind), all.total, "each result is of one kind");
    for wrong in ["track=cooking", "colour=red", "kind=page,", "kind"] {
        let read = index.selection(wrong);
        assert_eq!(read.is_ok(), wrong.starts_with("kind"), "{wrong}");
        assert!(read.is_ok() || read.unwrap_err().contains("choose from"));
    }
}

#[test]
fn a_passage_is_of_the_section_that_answers() {
    let (files, bytes) = built();
    let index = SiteIndex::from_bytes(&bytes).unwrap();
    let page = String::from_utf8(files["distribution/quorum/index.md"].clone()).unwrap();
    let passage = index.passage("hinted handoff", &page, "");
    assert_eq!(passage.anchor, "handoff");
    let meant: Vec<&str> =
        passage.pieces.iter().filter(|piece| piece.is_meant).map(|piece| &*piece.text).collect();
    assert!(meant.iter().any(|word| word.to_lowercase().starts_with("hint")), "{meant:?}");
    let whole: String = passage.pieces.iter().map(|piece| piece.text.as_str()).collect();
    // Its beginning may be a link in the page, whose words stand in brackets there.
    assert!(page.replace('\n', " ").contains(&whole[whole.len() - 20..]), "{whole}");
    // Nothing of the query is there: the page’s beginning.
    let passage = index.passage("xyzzy", &page, "");
    assert_eq!((&*passage.anchor, passage.pieces.len()), ("", 1));
}

#[test]
fn a_term_of_the_glossary_is_found_at_its_place_behind_the_topic_that_shows_it() {
    let (files, bytes) = built();
    let index = SiteIndex::from_bytes(&bytes).unwrap();
    let found = index.find("hinted handoff", &index.selection("").unwrap(), 100);
    let pages = found.groups.iter().map(|group| &*index.listing().pages[group.page].url);
    assert_eq!(pages.take(2).collect::<Vec<_>>(), ["distribution/quorum/", "glossary/"]);
    let mirror = String::from_utf8(files["glossary/index.md"].clone()).unwrap();
    let passage = index.passage("hinted handoff", &mirror, "");
    assert_eq!(passage.anchor, "hinted-handoff");
    assert!(passage.heading.iter().any(|piece| piece.is_meant));
}
