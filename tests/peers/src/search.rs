//! How fast and how good is full-text search natively?

use std::fmt::Display;

use sandtable_core::algorithms::search::{Analysis, Bm25, Index, Lengths, STOP_WORDS, Searcher};
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, BoostQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{
    Language, LowerCaser, SimpleTokenizer, Stemmer, StopWordFilter, TextAnalyzer,
};
use tantivy::{Term, doc};

use crate::cacm::{read, short_queries};
use crate::cacm_files::Cacm;
use crate::data::Data;
use crate::harness::{Queries, duel_in, queries};
use crate::table::{AtLeast, Row, Section, Unit};
use crate::versions;

const SETUP: &str = "CACM: 3,204 abstracts, 64 topics, judgements for 52. Top 10 by BM25 of documents \
that hold any of the words; a query begins with its text, so that reading and stemming it is part of \
its time. Both keep positions, neither keeps the texts. tantivy: RAM directory, one segment, one \
writing thread, its simple tokenizer, lower case, Lucene's stop words (those of ours), its English \
stemmer; k1 = 1.2 and b = 0.75 are built in; terms that stand in a query twice are one term with a \
weight. Ours: k1 = 0.9 and b = 0.4, the values that Anserini \
takes for CACM. Short queries are all pairs of neighbouring words in the topics. A percentile is \
taken over the queries of a round, and the figure is the median over the rounds.";

/// What a build of tantivy's index leaves.
struct Tantivy {
    searcher: tantivy::Searcher,
    analyzer: TextAnalyzer,
    body: Field,
    /// The document of each number of the segment.
    documents: Vec<u32>,
}

fn words(error: impl Display) -> String {
    format!("tantivy: {error}")
}

impl Tantivy {
    fn build(texts: &[String]) -> Result<Self, String> {
        let analyzer = TextAnalyzer::builder(SimpleTokenizer::default())
            .filter(LowerCaser)
            .filter(StopWordFilter::remove(STOP_WORDS.map(str::to_owned)))
            .filter(Stemmer::new(Language::English))
            .build();
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("english")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let mut schema = Schema::builder();
        let body =
            schema.add_text_field("body", TextOptions::default().set_indexing_options(indexing));
        let index = tantivy::Index::create_in_ram(schema.build());
        index.tokenizers().register("english", analyzer.clone());
        let mut writer = index.writer_with_num_threads(1, 100_000_000).map_err(words)?;
        for text in texts {
            writer.add_document(doc!(body => text.as_str())).map_err(words)?;
        }
        writer.commit().map_err(words)?;
        let searcher = index.reader().map_err(words)?.searcher();
        let segments = searcher.segment_readers().len();
        if segments != 1 {
            return Err(format!("tantivy made {segments} segments"));
        }
        let documents = (0..texts.len() as u32).collect();
        Ok(Self { searcher, analyzer, body, documents })
    }

    fn search(&mut self, text: &str, k: usize) -> Vec<u32> {
        let mut terms: Vec<(Term, f32)> = Vec::new();
        let mut stream = self.analyzer.token_stream(text);
        while let Some(token) = stream.next() {
            let term = Term::from_field_text(self.body, &token.text);
            match terms.iter_mut().find(|(other, _)| *other == term) {
                Some((_, weight)) => *weight += 1.0,
                None => terms.push((term, 1.0)),
            }
        }
        let clause = |(term, weight): (Term, f32)| {
            let query: Box<dyn Query> =
                Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
            let boosted = || Box::new(BoostQuery::new(query.box_clone(), weight)) as Box<dyn Query>;
            (Occur::Should, if weight == 1.0 { query } else { boosted() })
        };
        let query = BooleanQuery::new(terms.into_iter().map(clause).collect());
        let hits = self.searcher.search(&query, &TopDocs::with_limit(k).order_by_score());
        let hits = hits.unwrap_or_default();
        hits.into_iter().map(|(_, at)| self.documents[at.doc_id as usize]).collect()
    }
}

/// The index as Anserini makes it.
fn ours(texts: &[String]) -> Index {
    let mut index = Index::new(Analysis::ENGLISH);
    texts.iter().for_each(|text| _ = index.add(text));
    index.seal();
    index
}

fn found(searcher: &mut Searcher<'_>, text: &str, k: usize) -> Vec<u32> {
    searcher.search(text, k).into_iter().map(|hit| hit.doc).collect()
}

fn rows(cacm: &Cacm) -> Result<Vec<Row>, String> {
    let peer = || versions::of("tantivy");
    let bm25 =
        Bm25::new(0.9, 0.4).map_err(|error| error.to_string())?.with_lengths(Lengths::OneByte);
    let mut tantivy = Tantivy::build(&cacm.texts)?;
    let index = ours(&cacm.texts);
    let mut searcher = Searcher::new(&index, bm25);
    let mut default = Searcher::new(&index, Bm25::LUCENE);
    let quality = (
        cacm.judge(|text| tantivy.search(text, 1000)).map,
        cacm.judge(|text| found(&mut searcher, text, 1000)).map,
        cacm.judge(|text| found(&mut default, text, 1000)).map,
    );
    let shown = |map: f64| format!("MAP {map:.4}");
    let better = |ours: f64| {
        if ours >= quality.0 {
            Ok(())
        } else {
            Err("another stemmer; see the first row".to_owned())
        }
    };
    let mut rows = vec![
        Row::checked(
            "CACM: quality",
            peer(),
            (shown(quality.0), shown(quality.1)),
            "≥ theirs",
            better(quality.1),
        ),
        Row::checked(
            "CACM: quality, k1 = 1.2 and b = 0.75 on both sides",
            peer(),
            (shown(quality.0), shown(quality.2)),
            "≥ theirs",
            better(quality.2),
        ),
    ];
    let whole: Vec<String> = cacm.topics.iter().map(|(_, text)| text.clone()).collect();
    for (name, texts) in [("short queries", short_queries(cacm)), ("whole topics", whole)] {
        let Queries { p50, p99 } = queries(
            texts.len(),
            |i| tantivy.search(&texts[i], 10),
            |i| found(&mut searcher, &texts[i], 10),
        );
        let target = AtLeast { ratio: 1.5, otherwise: "slower" };
        for (part, duel) in [("p50", p50), ("p99", p99)] {
            let what = format!("CACM: {} {name}, {part}", texts.len());
            rows.push(Row::timed(&what, peer(), &duel, Unit::Time, target));
        }
    }
    let build = duel_in(
        11,
        || Tantivy::build(&cacm.texts).map(|index| index.documents.len()),
        || {
            let index = ours(&cacm.texts);
            Searcher::new(&index, bm25).mean_length()
        },
    );
    let target = AtLeast { ratio: 1.0, otherwise: "slower" };
    rows.push(Row::timed("CACM: build", peer(), &build, Unit::Time, target));
    Ok(rows)
}

/// The rows about native search.
pub(crate) fn section(data: &Data) -> Section {
    let rows = read(data).and_then(|cacm| rows(&cacm)).unwrap_or_else(|why| {
        vec![Row::missing("CACM", versions::of("tantivy"), "≥ 1.5×, MAP ≥ theirs", why)]
    });
    Section { title: "Full-text search, native", setup: SETUP, rows }
}
