//! Are the index, the scores and the quality on CACM those that Lucene reaches there?
//!
//! CACM (3,204 abstracts, 64 topics, judgements for 52) has no licence to pass it on, so none of it
//! is kept here. Name the folder that holds `cacm/` in `SANDTABLE_DATA` to run this. The expected
//! figures are Anserini's and Pyserini's (Apache-2.0): `cacm.yaml`, `test_index_reader.py`,
//! `test_search.py`.
#![allow(clippy::print_stdout, reason = "the reader must see that the collection was not read")]

use std::path::{Path, PathBuf};
use std::process::Command;

use sandtable_core::algorithms::search::{Analysis, Bm25, Index, Lengths, Query, Searcher};

use super::cacm_files::{Cacm, Quality};
use super::support::bits;

/// Reads it, or says that it is not there.
fn read() -> Option<Cacm> {
    let Some(folder) = std::env::var_os("SANDTABLE_DATA") else {
        println!("not run: set SANDTABLE_DATA to a folder with cacm/cacm.tar.gz");
        return None;
    };
    // The test runs in its package; a relative name is meant from the workspace.
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(PathBuf::from(folder));
    let folder = folder.join("cacm");
    let text = |name: &str| {
        let path = folder.join(name);
        std::fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("cannot read {}: {error}", path.display()))
    };
    let archive = unzipped(&folder.join("cacm.tar.gz"));
    Some(Cacm::of(&archive, &text("topics.cacm.txt"), &text("qrels.cacm.txt")))
}

/// The index as Anserini makes it.
fn index(cacm: &Cacm) -> Index {
    let mut index = Index::new(Analysis::ENGLISH);
    cacm.texts.iter().for_each(|text| {
        index.add(text);
    });
    index.seal();
    index
}

fn unzipped(path: &Path) -> Vec<u8> {
    let output = Command::new("gzip").arg("-dc").arg(path).output().expect("gzip is installed");
    assert!(output.status.success(), "gzip cannot read {}", path.display());
    output.stdout
}

fn anserini(k1: f32, b: f32) -> Bm25 {
    Bm25::new(k1, b).unwrap().with_lengths(Lengths::OneByte)
}

#[test]
fn the_index_is_that_of_lucene() {
    let Some(cacm) = read() else { return };
    let index = index(&cacm);
    assert_eq!(index.doc_count(), 3204);
    assert_eq!(index.term_count(), 14_363);
    assert_eq!(index.total_terms(), 320_968);
    for (term, doc_freq, total_freq) in [("retriev", 138, 275), ("on", 326, 443)] {
        // "on" is no word but a stem: of "one".
        let term = index.term(term).expect("a term of CACM");
        assert_eq!((index.doc_freq(term), index.total_freq(term)), (doc_freq, total_freq));
    }
    let retriev = index.term("retriev").unwrap();
    let found: Vec<u32> = index.postings(retriev).iter().map(|posting| posting.doc).collect();
    let name = |doc: u32| cacm.names[doc as usize].as_str();
    assert_eq!((found.len(), name(found[0]), name(found[137])), (138, "CACM-0239", "CACM-3169"));

    let doc = cacm.names.iter().position(|name| name == "CACM-3134").unwrap() as u32;
    let inform = index.term("inform").unwrap();
    assert_eq!(index.positions(inform, doc), [7, 24, 36, 46, 60, 112, 121, 159]);
    assert_eq!(index.positions(retriev, doc), [10, 20, 44, 132, 160, 164, 172]);
    let holds = |term: &u32| !index.positions(*term, doc).is_empty();
    assert_eq!((0..index.term_count()).filter(holds).count(), 94);
    // As many places as the expected figures have.
    for (k1, b, weights, off) in
        [(1.2, 0.75, [1.925_014, 2.496_352], 5e-7), (0.9, 0.4, [2.065_14, 2.700_38], 5e-6)]
    {
        let searcher = Searcher::new(&index, anserini(k1, b));
        for (term, expected) in [inform, retriev].into_iter().zip(weights) {
            let mut query = Query::new();
            query.add(term, 1.0);
            let weight = f64::from(searcher.explain(&query, doc).score);
            assert!((weight - expected).abs() <= off, "{weight} {expected}");
        }
    }
    let bytes = index.sealed_bytes();
    let postings: u64 = (0..index.term_count()).map(|term| u64::from(index.doc_freq(term))).sum();
    println!("{postings} postings: {bytes:?}");
}

#[test]
fn the_scores_are_those_of_lucene() {
    let Some(cacm) = read() else { return };
    let index = index(&cacm);
    for (k1, b, query, first, tenth) in [
        (0.9, 0.4, "information retrieval", ("CACM-3134", 4.7655), ("CACM-2516", 4.2174)),
        (0.9, 0.4, "search", ("CACM-3058", 2.8576), ("CACM-3040", 2.6878)),
        (0.8, 0.3, "information retrieval", ("CACM-3134", 4.8688), ("CACM-2516", 4.3332)),
    ] {
        let hits = Searcher::new(&index, anserini(k1, b)).search(query, 10);
        for (hit, (name, score)) in [(hits[0], first), (hits[9], tenth)] {
            assert_eq!(cacm.names[hit.doc as usize], name);
            assert!((f64::from(hit.score) - score).abs() <= 5e-5, "{} {score}", hit.score);
        }
    }
}

#[test]
fn the_quality_is_that_of_lucene() {
    let Some(cacm) = read() else { return };
    let index = index(&cacm);
    let mut searcher = Searcher::new(&index, anserini(0.9, 0.4));
    let found = |text: &str| searcher.search(text, 1000).into_iter().map(|hit| hit.doc).collect();
    let Quality { map, p30 } = cacm.judge(found);
    println!("MAP {map:.4}, P30 {p30:.4}");
    assert_eq!(format!("{map:.4} {p30:.4}"), "0.3123 0.1942");
}

#[test]
fn the_search_that_stops_early_finds_the_same() {
    let Some(cacm) = read() else { return };
    let index = index(&cacm);
    let mut searcher = Searcher::new(&index, anserini(0.9, 0.4));
    for (_, text) in &cacm.topics {
        let query = Query::of(text, &index);
        for k in [1, 10, 100] {
            assert_eq!(
                searcher.search_query(&query, k),
                searcher.search_exhaustively(&query, k),
                "{text}"
            );
        }
    }
}

/// What `gzip -9` makes of it.
fn gzipped(bytes: &[u8]) -> usize {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cacm.index");
    std::fs::write(&path, bytes).expect("a file in the folder of the build");
    let output = Command::new("gzip").arg("-9c").arg(&path).output().expect("gzip is installed");
    assert!(output.status.success(), "gzip cannot read {}", path.display());
    output.stdout.len()
}

/// The title and the abstract: what stands before the line that names the number of the magazine.
fn title_and_abstract(text: &str) -> String {
    let lines = text.lines().take_while(|line| !line.starts_with("CACM "));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_saved_index_is_small_and_answers_the_same() {
    let Some(mut cacm) = read() else { return };
    for what in ["whole files", "titles and abstracts"] {
        let index = index(&cacm);
        let bytes = index.to_bytes();
        let mut bare = Index::without_positions(index.analysis());
        cacm.texts.iter().for_each(|text| {
            bare.add(text);
        });
        let without = gzipped(&bare.to_bytes());
        let whole = gzipped(&bytes);
        println!(
            "{what}: {} terms, {} bytes; gzipped {whole}, without positions {without}",
            index.total_terms(),
            bytes.len()
        );
        assert!(without <= 350_000);
        assert!(what == "whole files" || whole <= 350_000);
        let read = Index::from_bytes(&bytes).expect("what was just saved");
        assert_eq!(read.to_bytes(), bytes);
        let mut searchers = [&index, &read].map(|index| Searcher::new(index, anserini(0.9, 0.4)));
        for (_, text) in &cacm.topics {
            let [saved, again] = searchers.each_mut().map(|s| bits(&s.search(text, 100)));
            assert_eq!(saved, again, "{text}");
        }
        cacm.texts.iter_mut().for_each(|text| *text = title_and_abstract(text));
    }
}
