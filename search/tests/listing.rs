//! Does what is listed come back, and is everything else refused?
#![cfg(not(target_arch = "wasm32"))]

use proptest::prelude::*;
use sandtable_search::{
    Action, Difficulty, Documents, Listing, ModelPlace, Page, SiteIndex, SiteIndexError, Track,
};

fn name() -> impl Strategy<Value = String> {
    "[A-Za-zé“” &<>-]{1,12}"
}

fn listing() -> impl Strategy<Value = Listing> {
    let pages = prop::collection::vec((name(), name(), name(), any::<bool>(), 0..3_usize), 1..6);
    let models = prop::collection::vec((name(), name(), any::<prop::sample::Index>()), 0..4);
    let actions = prop::collection::vec((name(), any::<prop::sample::Index>()), 0..6);
    (pages, models, actions).prop_map(|(pages, models, actions)| {
        let mut listing = Listing { home: "search/".to_owned(), ..Listing::default() };
        listing.tracks.push(Track { id: "web".to_owned(), title: "Web".to_owned() });
        for (url, title, heading, is_topic, level) in pages {
            let topic = is_topic.then(|| (0, Difficulty::ALL[level]));
            listing.pages.push(Page { url: format!("{url}/"), title, heading, topic });
        }
        for (id, title, page) in models {
            let page = page.index(listing.pages.len()) as u32;
            listing.models.push(ModelPlace { id, title, page, anchor: "model-1".to_owned() });
        }
        if !listing.models.is_empty() {
            for (verb, model) in actions {
                let model = model.index(listing.models.len()) as u32;
                listing.actions.push(Action { verb, model });
            }
        }
        listing
    })
}

fn index(listing: &Listing) -> SiteIndex {
    let mut documents = Documents::new();
    listing.pages.iter().for_each(|page| documents.page(&page.title, &page.heading, &[], true));
    listing.models.iter().for_each(|model| documents.model(&model.title, "a summary", ""));
    listing.actions.iter().for_each(|action| documents.action(&action.verb, "help", ""));
    documents.finish(listing.clone())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_listed_comes_back(listing in listing()) {
        let text = listing.to_text();
        prop_assert_eq!(&Listing::from_text(&text).unwrap(), &listing);
        let index = index(&listing);
        let bytes = index.to_bytes();
        let read = SiteIndex::from_bytes(&bytes).unwrap();
        prop_assert_eq!(read.listing(), &listing);
        prop_assert_eq!(read.to_bytes(), bytes);
    }

    #[test]
    fn what_was_changed_or_cut_is_refused(
        listing in listing(), place in any::<prop::sample::Index>(), change in 1..=255_u8,
    ) {
        let bytes = index(&listing).to_bytes();
        let place = place.index(bytes.len());
        prop_assert!(SiteIndex::from_bytes(&bytes[..place]).is_err());
        let mut changed = bytes;
        changed[place] ^= change;
        prop_assert!(SiteIndex::from_bytes(&changed).is_err());
    }

    #[test]
    fn any_query_any_page_and_any_facets_are_answered(
        listing in listing(), query in "\\PC{0,300}", page in "\\PC{0,300}", facets in "\\PC{0,40}",
    ) {
        let index = index(&listing);
        let selection = index.selection(&facets).unwrap_or_default();
        let answer = index.find(&query, &selection, 3);
        prop_assert!(answer.groups.len() <= 3);
        let passage = index.passage(&query, &page, "");
        let json = index.json(&answer) + &index.passage_json(&passage);
        prop_assert!(json.starts_with("{\"total\""), "{}", json);
    }
}

#[test]
fn a_line_that_is_none_is_named() {
    for (text, line) in
        [("h\tx\nz", 2), ("p\ta\tb\t0\tfirst\t", 1), ("m\t0\ta\tb\tc", 1), ("a\t0\tx", 1)]
    {
        let error = Listing::from_text(text).unwrap_err();
        assert!(error.to_string().starts_with(&format!("line {line} ")), "{error}");
    }
    assert_eq!(SiteIndex::from_bytes(b"").unwrap_err(), SiteIndexError::Short);
}
