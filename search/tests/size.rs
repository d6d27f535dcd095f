//! How large is the index of a site that is not written yet?
//!
//! Pages are made up: as many words as ours have, drawn so that the number of different ones grows as
//! it does over our pages, and made of syllables, so that they are as long and as hard to foresee.
#![cfg(not(target_arch = "wasm32"))]

use sandtable_search::text::Section;
use sandtable_search::{
    Action, Difficulty, Documents, Listing, ModelPlace, Page, SiteIndex, Track,
};

/// What the index of a whole site may take, in bytes. It is coded, so brotli makes no less of it.
const INDEX_BYTES_MAX: usize = 60_000;
/// How many pages a whole site has.
const PAGES: u32 = 120;

/// SplitMix64 (G. Steele, D. Lea, C. Flood, 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u32) -> u32 {
        ((u128::from(self.next()) * u128::from(end)) >> 64) as u32
    }

    /// From 0 to 1.
    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// The rank of a word: the r-th is met in proportion to 1 / (r + 2.7) (B. Mandelbrot, 1953).
fn rank(random: &mut Random, from: f64, to: f64) -> u32 {
    let (low, high) = (libm::log(from + 2.7), libm::log(to + 2.7));
    (libm::exp(low + (high - low) * random.share()) - 2.7) as u32
}

/// How many words of their subjects writers know: common ones are left out by the index.
const WORDS: f64 = 10_000.0;

/// A word by its rank: common ones are short; some are forms of another.
fn word(rank: u32) -> String {
    const ONSETS: [&str; 10] = ["c", "d", "l", "m", "n", "p", "r", "s", "t", "st"];
    const RIMES: [&str; 8] = ["a", "e", "i", "o", "er", "an", "in", "ate"];
    const ENDS: [&str; 5] = ["", "s", "ed", "ing", "ion"];
    let (stem, end) = (rank / 5 * 3 + rank % 5 / 2, ENDS[rank as usize % 5]);
    let mut random = Random(u64::from(stem));
    let syllables = 2 + u32::from(stem > 400);
    let mut out = String::new();
    for _ in 0..syllables {
        out += ONSETS[random.below(10) as usize];
        out += RIMES[random.below(8) as usize];
    }
    out + end
}

/// Words of a page: some are anybody's, the others those of its subject.
fn words(random: &mut Random, subject: &[u32], count: u32) -> String {
    let drawn: Vec<String> = (0..count)
        .map(|_| match random.below(100) {
            0..29 => word(rank(random, 20.0, WORDS)),
            _ => word(subject[rank(random, 0.0, subject.len() as f64) as usize % subject.len()]),
        })
        .collect();
    drawn.join(" ")
}

/// A site of so many pages; each has a model with four actions.
fn site(pages: u32) -> SiteIndex {
    let mut random = Random(pages.into());
    let (mut documents, mut listing) = (Documents::new(), Listing::default());
    let mut models = Vec::new();
    "search/".clone_into(&mut listing.home);
    for id in ["web", "search", "caching", "data", "distribution", "messages", "resilience"] {
        listing.tracks.push(Track { id: id.to_owned(), title: id.to_owned() });
    }
    for number in 0..pages {
        let subject: Vec<u32> = (0..140).map(|_| rank(&mut random, 20.0, WORDS)).collect();
        let title = format!("{} {}", word(subject[0]), word(subject[1]));
        let heading = words(&mut random, &subject, 3);
        let sections: Vec<Section> = (0..11)
            .map(|section| Section {
                anchor: if section == 0 { String::new() } else { section.to_string() },
                heading: if section == 0 {
                    heading.clone()
                } else {
                    words(&mut random, &subject, 5)
                },
                paragraphs: vec![words(&mut random, &subject, 58)],
            })
            .collect();
        documents.page(&title, &words(&mut random, &subject, 13), &sections, true);
        let track = number % 7;
        listing.pages.push(Page {
            url: format!("{}/{}/", listing.tracks[track as usize].id, title.replace(' ', "-")),
            title: title.clone(),
            heading,
            topic: Some((track, Difficulty::ALL[number as usize % 3])),
        });
        models.push((title, subject));
    }
    for (number, (title, subject)) in models.iter().enumerate() {
        let (summary, rules) = (words(&mut random, subject, 10), words(&mut random, subject, 80));
        documents.model(title, &summary, &rules);
        listing.models.push(ModelPlace {
            id: title.replace(' ', "-"),
            title: title.clone(),
            page: number as u32,
            anchor: "model-1".to_owned(),
        });
    }
    for (number, (title, subject)) in models.iter().enumerate() {
        for verb in &subject[2..7] {
            documents.action(&word(*verb), &words(&mut random, subject, 5), title);
            listing.actions.push(Action { verb: word(*verb), model: number as u32 });
        }
    }
    documents.finish(listing)
}

/// Our own eight pages, with home and about, their models and their actions, have 1,536 different words
/// and an index of 6,303 bytes. What is made up is held to no less. The words of 120 pages are then five
/// times as many, which is an exponent of 0.58 in H. Heaps’s law; English has about 0.5.
#[test]
fn made_up_pages_are_no_simpler_than_ours() {
    let index = site(8);
    let (words, bytes) = (index.words().lexicon().len(), index.to_bytes().len());
    assert!(words >= 1536, "{words}");
    assert!(bytes >= 6303, "{bytes}");
}

#[test]
fn a_whole_site_keeps_to_its_budget_and_comes_back_from_its_bytes() {
    let index = site(PAGES);
    let bytes = index.to_bytes();
    let words = index.words().lexicon().len();
    assert!(bytes.len() <= INDEX_BYTES_MAX, "{} bytes, {words} words", bytes.len());
    let read = SiteIndex::from_bytes(&bytes).unwrap();
    assert_eq!(read.listing(), index.listing());
    assert_eq!(read.to_bytes(), bytes);
}
