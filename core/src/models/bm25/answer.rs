//! What does a question get for an answer, and what was done to find it?

use std::cmp::Ordering;

use super::{Setup, State};
use crate::algorithms::search::{Analyzer, DocId, Hit, Query, Searcher};

/// A kind of question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Any of the words.
    Words,
    /// The words one behind the other.
    Phrase,
    /// A term that begins so.
    Prefix,
}

/// A question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its kind.
    pub kind: Kind,
    /// What was typed.
    pub text: String,
}

/// A question and its answer, as the index was then.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The question.
    pub question: Question,
    /// Its terms that the index has, the weightiest first.
    pub terms: Vec<Asked>,
    /// Its terms that no document ever held.
    pub unknown: Vec<String>,
    /// The documents that match, in the order of their numbers.
    pub looks: Vec<Look>,
    /// How many were wanted.
    pub wanted: usize,
    /// The best that were found with skipping, the best first: documents and scores.
    pub best: Vec<(u8, f32)>,
    /// The best of all that match.
    pub expected: Vec<(u8, f32)>,
    /// *N*: the documents that are counted.
    pub count: u32,
    /// The mean length.
    pub mean_length: f32,
}

/// A term of a question.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// The term.
    pub text: String,
    /// *n*: how many documents hold it.
    pub doc_freq: u32,
    /// Its rarity.
    pub idf: f32,
    /// What its shares are a part of.
    pub weight: f32,
    /// What is taken for the most that it adds.
    pub bound: f32,
}

/// A document that matches.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    /// The document.
    pub doc: u8,
    /// Its length in terms.
    pub length: u32,
    /// The length that is counted with.
    pub kept_length: u32,
    /// What it could score at most, by the bounds of the terms that it holds.
    pub bound: f32,
    /// The score to be beaten when it was its turn; nothing while there was room.
    pub threshold: Option<f32>,
    /// Whether it was skipped.
    pub skipped: bool,
    /// How often each term of the question stands in it, and what that adds.
    pub shares: Vec<(u32, f32)>,
    /// What it scores, skipped or not.
    pub score: f32,
}

impl Answer {
    /// Asks.
    pub(super) fn new(setup: &Setup, state: &State, question: &Question) -> Answer {
        let index = &*state.index;
        let mut searcher = Searcher::new(index, setup.bm25);
        let mut answer = Answer {
            question: question.clone(),
            terms: Vec::new(),
            unknown: Vec::new(),
            looks: Vec::new(),
            wanted: setup.wanted,
            best: Vec::new(),
            expected: Vec::new(),
            count: index.filled_count(),
            mean_length: searcher.mean_length(),
        };
        let all = index.doc_count() as usize;
        let hits = match question.kind {
            Kind::Words => {
                let query = Query::of(&question.text, index);
                answer.read(setup, state, &searcher, &query);
                answer.walk();
                // The library's own search is held to the same; if it differed, its answer stands.
                let found = searcher.search_query(&query, setup.wanted);
                let expected = searcher.search_exhaustively(&query, setup.wanted);
                answer.expected = expected.iter().map(|hit| named(state, hit)).collect();
                if found != expected {
                    answer.best = found.iter().map(|hit| named(state, hit)).collect();
                }
                Vec::new()
            }
            Kind::Phrase => searcher.search_phrase(&question.text, all),
            Kind::Prefix => searcher.search_prefix(&question.text, all),
        };
        if question.kind != Kind::Words {
            let found: Vec<(u8, f32)> = hits.iter().map(|hit| named(state, hit)).collect();
            answer.looks = hits.iter().map(|hit| plain(setup, state, hit)).collect();
            answer.looks.sort_by_key(|look| look.doc);
            answer.best = found.into_iter().take(setup.wanted).collect();
            answer.expected.clone_from(&answer.best);
        }
        answer
    }

    /// The terms, and what each document gets of them.
    fn read(&mut self, setup: &Setup, state: &State, searcher: &Searcher<'_>, query: &Query) {
        let index = searcher.index();
        let terms = Analyzer::new(index.analysis()).terms(&self.question.text);
        let unknown = terms.into_iter().map(|term| term.text).filter(|t| index.term(t).is_none());
        for term in unknown {
            if !self.unknown.contains(&term) {
                self.unknown.push(term);
            }
        }
        for doc in 0..index.doc_count() {
            let explanation = searcher.explain(query, doc);
            let shares: Vec<(u32, f32)> =
                explanation.shares.iter().map(|share| (share.freq, share.share)).collect();
            if self.terms.is_empty() {
                let asked = explanation.shares.iter().map(|share| Asked {
                    text: index.term_text(share.term).to_owned(),
                    doc_freq: share.doc_freq,
                    idf: share.idf,
                    weight: share.weight,
                    bound: 0.0,
                });
                self.terms = asked.collect();
            }
            if shares.iter().any(|(freq, _)| *freq > 0) {
                self.looks.push(Look {
                    doc: state.names[doc as usize],
                    length: explanation.length,
                    kept_length: explanation.kept_length,
                    bound: 0.0,
                    threshold: None,
                    skipped: false,
                    shares,
                    score: explanation.score,
                });
            }
        }
        for (at, term) in self.terms.iter_mut().enumerate() {
            let held = self.looks.iter().map(|look| look.shares[at]).filter(|(freq, _)| *freq > 0);
            let shares: Vec<f32> = held.map(|(_, share)| share).collect();
            term.bound = if setup.bounds {
                shares.iter().copied().fold(f32::NEG_INFINITY, f32::max)
            } else {
                shares.iter().sum::<f32>() / shares.len().max(1) as f32
            };
        }
    }

    /// Takes the documents in their order, and leaves out what the bounds say cannot matter.
    fn walk(&mut self) {
        let mut best: Vec<(u8, f32)> = Vec::new();
        for look in &mut self.looks {
            let held = self.terms.iter().zip(&look.shares).filter(|(_, (freq, _))| *freq > 0);
            look.bound = held.map(|(term, _)| f64::from(term.bound)).sum::<f64>() as f32;
            look.threshold = (best.len() == self.wanted).then(|| best[self.wanted - 1].1);
            look.skipped = look.threshold.is_some_and(|threshold| look.bound <= threshold);
            if !look.skipped {
                best.push((look.doc, look.score));
                best.sort_by(better);
                best.truncate(self.wanted);
            }
        }
        self.best = best;
    }

    /// The best of the first documents that match, so many of them taken.
    pub(super) fn best_of(&self, taken: usize) -> Vec<(u8, f32)> {
        let taken = self.looks.iter().take(taken).filter(|look| !look.skipped);
        let mut best: Vec<(u8, f32)> = taken.map(|look| (look.doc, look.score)).collect();
        best.sort_by(better);
        best.truncate(self.wanted);
        best
    }

    /// How many documents were skipped.
    pub(super) fn skipped(&self) -> usize {
        self.looks.iter().filter(|look| look.skipped).count()
    }
}

/// The higher score first, and the earlier document among equals.
fn better(a: &(u8, f32), b: &(u8, f32)) -> Ordering {
    b.1.total_cmp(&a.1).then(a.0.cmp(&b.0))
}

fn named(state: &State, hit: &Hit) -> (u8, f32) {
    (state.names[hit.doc as usize], hit.score)
}

/// A document that matches a phrase or a prefix.
fn plain(setup: &Setup, state: &State, hit: &Hit) -> Look {
    let doc: DocId = hit.doc;
    let length = state.index.length(doc);
    Look {
        doc: state.names[doc as usize],
        length,
        kept_length: setup.bm25.kept_length(length),
        bound: hit.score,
        threshold: None,
        skipped: false,
        shares: Vec::new(),
        score: hit.score,
    }
}
