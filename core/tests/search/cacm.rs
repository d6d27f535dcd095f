//! Are the index, the scores and the quality on CACM those that Lucene reaches there?
//!
//! CACM (3,204 abstracts, 64 topics, judgements for 52) has no licence to pass it on, so none of it
//! is kept here. Name the folder that holds `cacm/` in `SANDTABLE_DATA` to run this. The expected
//! figures are Anserini's and Pyserini's (Apache-2.0): `cacm.yaml`, `test_index_reader.py`,
//! `test_search.py`.
#![allow(clippy::print_stdout, reason = "the reader must see that the collection was not read")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use sandtable_core::algorithms::search::{Analysis, Bm25, Index, Lengths, Query, Searcher};

use super::support::bits;

/// The collection, its topics and judgements.
pub(crate) struct Cacm {
    pub(crate) names: Vec<String>,
    pub(crate) texts: Vec<String>,
    pub(crate) topics: Vec<(String, String)>,
    relevant: BTreeMap<String, BTreeSet<String>>,
}

impl Cacm {
    /// Reads it, or says that it is not there.
    pub(crate) fn read() -> Option<Self> {
        let Some(folder) = std::env::var_os("SANDTABLE_DATA") else {
            println!("not run: set SANDTABLE_DATA to a folder with cacm/cacm.tar.gz");
            return None;
        };
        // The test runs in its package; a relative name is meant from the workspace.
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(PathBuf::from(folder));
        let folder = folder.join("cacm");
        let (names, texts) = documents(&unzipped(&folder.join("cacm.tar.gz")));
        let read = |name: &str| {
            let path = folder.join(name);
            std::fs::read_to_string(&path)
                .unwrap_or_else(|error| panic!("cannot read {}: {error}", path.display()))
        };
        let mut relevant: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for line in read("qrels.cacm.txt").lines() {
            let mut fields = line.split_whitespace();
            let (topic, _, doc) = (fields.next(), fields.next(), fields.next());
            if let (Some(topic), Some(doc), Some("1")) = (topic, doc, fields.next()) {
                relevant.entry(topic.to_owned()).or_default().insert(doc.to_owned());
            }
        }
        let topics = topics(&read("topics.cacm.txt"));
        Some(Self { names, texts, topics, relevant })
    }

    /// The index as Anserini makes it.
    pub(crate) fn index(&self) -> Index {
        let mut index = Index::new(Analysis::ENGLISH);
        self.texts.iter().for_each(|text| {
            index.add(text);
        });
        index.seal();
        index
    }
}

fn unzipped(path: &Path) -> Vec<u8> {
    let output = Command::new("gzip").arg("-dc").arg(path).output().expect("gzip is installed");
    assert!(output.status.success(), "gzip cannot read {}", path.display());
    output.stdout
}

/// The names and texts of the files of a tar archive, in the order of their names.
fn documents(archive: &[u8]) -> (Vec<String>, Vec<String>) {
    let mut files = BTreeMap::new();
    let mut at = 0;
    while at + 512 <= archive.len() && archive[at] != 0 {
        let header = &archive[at..at + 512];
        let field = |from: usize, to: usize| {
            let bytes = header[from..to].split(|&byte| byte == 0).next().unwrap_or_default();
            String::from_utf8_lossy(bytes).trim().to_owned()
        };
        let size = usize::from_str_radix(&field(124, 136), 8).expect("a size in octal");
        let content = &archive[at + 512..at + 512 + size];
        if let Some(name) = field(0, 100).strip_suffix(".html") {
            files.insert(name.to_owned(), text_of_html(&String::from_utf8_lossy(content)));
        }
        at += 512 + size.next_multiple_of(512);
    }
    files.into_iter().unzip()
}

/// What a browser would show: a tag begins with `<` and a letter or a stroke.
fn text_of_html(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let is_tag = rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
        let end = rest.find('>').filter(|_| is_tag);
        if end.is_none() {
            text.push('<');
        }
        rest = &rest[end.map_or(1, |end| end + 1)..];
    }
    text + rest
}

fn topics(text: &str) -> Vec<(String, String)> {
    let mut topics = Vec::new();
    for doc in text.split("<DOC>").skip(1) {
        let doc = doc.split("</DOC>").next().unwrap_or_default();
        let (_, doc) = doc.split_once("<DOCNO>").expect("a number");
        let (number, text) = doc.split_once("</DOCNO>").expect("a text");
        topics.push((number.trim().to_owned(), text.trim().to_owned()));
    }
    topics
}

fn anserini(k1: f32, b: f32) -> Bm25 {
    Bm25::new(k1, b).unwrap().with_lengths(Lengths::OneByte)
}

#[test]
fn the_index_is_that_of_lucene() {
    let Some(cacm) = Cacm::read() else { return };
    let index = cacm.index();
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
    let Some(cacm) = Cacm::read() else { return };
    let index = cacm.index();
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
    let Some(cacm) = Cacm::read() else { return };
    let index = cacm.index();
    let mut searcher = Searcher::new(&index, anserini(0.9, 0.4));
    let (mut precision_sum, mut p30_sum) = (0.0, 0.0);
    for (number, text) in &cacm.topics {
        let Some(relevant) = cacm.relevant.get(number) else { continue };
        let (mut found, mut precision) = (0.0, 0.0);
        let hits = searcher.search(text, 1000);
        for (hit, rank) in hits.iter().zip(1..) {
            if relevant.contains(&cacm.names[hit.doc as usize]) {
                found += 1.0;
                precision += found / f64::from(rank);
                p30_sum += if rank <= 30 { 1.0 / 30.0 } else { 0.0 };
            }
        }
        precision_sum += precision / relevant.len() as f64;
    }
    let judged = cacm.relevant.len() as f64;
    let (map, p30) = (precision_sum / judged, p30_sum / judged);
    println!("MAP {map:.4}, P30 {p30:.4} over {judged} topics");
    assert_eq!(format!("{map:.4} {p30:.4}"), "0.3123 0.1942");
}

#[test]
fn the_search_that_stops_early_finds_the_same() {
    let Some(cacm) = Cacm::read() else { return };
    let index = cacm.index();
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
    let Some(mut cacm) = Cacm::read() else { return };
    for what in ["whole files", "titles and abstracts"] {
        let index = cacm.index();
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
