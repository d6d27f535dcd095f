//! How long does a query take on CACM?
//!
//! A measurement, not a test: `cargo test --release -p sandtable-core --test search -- --ignored
//! --nocapture`, with `SANDTABLE_DATA` set.
#![allow(clippy::print_stdout, reason = "a measurement is printed")]
#![allow(clippy::disallowed_methods, reason = "a measurement needs a clock")]

use std::hint::black_box;
use std::time::Instant;

use sandtable_core::algorithms::search::{Bm25, Lengths, Query, Searcher};

use super::cacm::Cacm;

/// How often each query is asked.
const ROUNDS: usize = 20;

/// The times of a query, one sample the shortest of several runs, in microseconds.
fn percentiles(mut samples: Vec<f64>) -> String {
    samples.sort_by(f64::total_cmp);
    let at = |part: f64| samples[((samples.len() - 1) as f64 * part).round() as usize];
    format!("p50 {:.2} us, p99 {:.2} us, longest {:.2} us", at(0.5), at(0.99), at(1.0))
}

#[test]
#[ignore = "a measurement: run it with --release and --nocapture"]
fn queries_on_cacm() {
    let Some(cacm) = Cacm::read() else { return };
    let started = Instant::now();
    let index = cacm.index();
    println!("index: {:.1} ms", started.elapsed().as_secs_f64() * 1e3);
    let bm25 = Bm25::new(0.9, 0.4).unwrap().with_lengths(Lengths::OneByte);
    let started = Instant::now();
    let mut searcher = Searcher::new(&index, bm25);
    println!("searcher: {:.2} ms", started.elapsed().as_secs_f64() * 1e3);
    // Two words that follow each other in a topic: what somebody would type.
    let whole: Vec<String> = cacm.topics.iter().map(|(_, text)| text.clone()).collect();
    let short: Vec<String> = whole
        .iter()
        .flat_map(|text| {
            let words: Vec<&str> = text.split_whitespace().collect();
            words.windows(2).map(|pair| pair.join(" ")).collect::<Vec<_>>()
        })
        .collect();
    for (name, queries) in [("pairs of words", &short), ("whole topics", &whole)] {
        let mut samples = vec![f64::INFINITY; queries.len()];
        for _ in 0..ROUNDS {
            for (query, sample) in queries.iter().zip(&mut samples) {
                let started = Instant::now();
                black_box(searcher.search(black_box(query), 10));
                *sample = sample.min(started.elapsed().as_secs_f64() * 1e6);
            }
        }
        println!("{} {name}, top 10, best of {ROUNDS}: {}", queries.len(), percentiles(samples));
        // How much of it is reading the query, and what there was to do.
        let mut samples = vec![f64::INFINITY; queries.len()];
        let (mut postings, mut scored) = (0, 0);
        for _ in 0..ROUNDS {
            for (query, sample) in queries.iter().zip(&mut samples) {
                let query = Query::of(query, &index);
                let started = Instant::now();
                black_box(searcher.search_query(black_box(&query), 10));
                *sample = sample.min(started.elapsed().as_secs_f64() * 1e6);
                postings += searcher.work().postings;
                scored += searcher.work().scored;
            }
        }
        let count = ROUNDS as u64 * queries.len() as u64;
        let (postings, scored) = (postings / count, scored / count);
        println!("  without analysis: {}", percentiles(samples));
        println!("  in the mean {postings} postings, {scored} scored");
    }
}
