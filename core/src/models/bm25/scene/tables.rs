//! The tables: scores with their shares, postings, documents.

use super::super::answer::{Answer, Kind, Look};
use super::super::words::{quoted, score};
use super::super::{Life, Setup, State};
use super::of_doc;
use crate::scene::{Cell, Column, Row, Table, Tone, decimal};

/// How many terms are shown while nothing is asked.
const TERMS: usize = 8;
/// How much of a document's text is shown, in characters.
const EXCERPT: usize = 90;

/// The whole answer, the best first.
pub(super) fn answer(setup: &Setup, answer: &Answer) -> Table {
    let mut looks: Vec<&Look> = answer.looks.iter().collect();
    let place = |look: &Look| answer.best.iter().position(|(doc, _)| *doc == look.doc);
    looks.sort_by(|a, b| {
        let (a_place, b_place) = (place(a).unwrap_or(usize::MAX), place(b).unwrap_or(usize::MAX));
        a_place.cmp(&b_place).then(b.score.total_cmp(&a.score)).then(a.doc.cmp(&b.doc))
    });
    let rows = looks.into_iter().map(|look| {
        let tone = if place(look).is_some() { Tone::Good } else { Tone::Plain };
        let place = place(look).map_or_else(String::new, |place| (place + 1).to_string());
        row(setup, answer, look, true, Cell::new(score(look.score), tone), place)
    });
    let rows: Vec<Row> = rows.collect();
    let asked = asked(answer);
    let title = if rows.is_empty() {
        format!("{asked}: nothing is found")
    } else if answer.question.kind == Kind::Words {
        format!("{asked}: what each word adds")
    } else {
        asked
    };
    Table { title, columns: columns(answer), rows }
}

/// The answer document by document, as far as it has been taken.
pub(super) fn taken(setup: &Setup, answer: &Answer, taken: usize) -> Table {
    let best = answer.best_of(taken);
    let rows = answer.looks.iter().enumerate().map(|(at, look)| {
        let place = best.iter().position(|(doc, _)| *doc == look.doc);
        let tone = if place.is_some() { Tone::Good } else { Tone::Plain };
        let place = place.map_or_else(String::new, |place| (place + 1).to_string());
        if at >= taken {
            return row(setup, answer, look, false, "".into(), String::new());
        }
        if look.skipped {
            return row(setup, answer, look, false, Cell::new("skipped", Tone::Quiet), place);
        }
        row(setup, answer, look, true, Cell::new(score(look.score), tone), place)
    });
    let title =
        format!("{}, document by document: {taken} of {}", asked(answer), answer.looks.len());
    Table { title, columns: columns(answer), rows: rows.collect() }
}

fn asked(answer: &Answer) -> String {
    match answer.question.kind {
        Kind::Words => quoted(&answer.question.text),
        Kind::Phrase => format!("The phrase {}", quoted(&answer.question.text)),
        Kind::Prefix => format!("{}…", quoted(&answer.question.text)),
    }
}

fn columns(answer: &Answer) -> Vec<Column> {
    let mut columns = vec![Column::words("document", "")];
    for term in &answer.terms {
        columns.push(Column::numbers(
            &term.text,
            "What this word adds; behind it how often it stands there.",
        ));
    }
    columns
        .push(Column::numbers("length", "The document's length in terms, as it is counted with."));
    if answer.question.kind == Kind::Words {
        let help = "What the document could score by the bounds of the words that it holds.";
        columns.push(Column::numbers("at most", help));
    }
    columns.push(Column::numbers("score", "The sum of what the words add."));
    columns.push(Column::numbers("place", "Its place among the best that were wanted."));
    columns
}

fn row(
    setup: &Setup,
    answer: &Answer,
    look: &Look,
    with_shares: bool,
    score_cell: Cell,
    place: String,
) -> Row {
    let id = setup.name(look.doc).to_owned();
    let mut cells = vec![Cell::from(id.clone())];
    for ((freq, share), at) in look.shares.iter().zip(0..) {
        let text = match freq {
            0 => String::new(),
            _ if !with_shares => format!("{freq}×"),
            1 => score(*share),
            _ => format!("{} ({freq}×)", score(*share)),
        };
        let bad = *freq > 0 && *share < 0.0 && with_shares;
        cells.push(Cell::new(text, if bad { Tone::Bad } else { Tone::Entity(at) }));
    }
    let lost = look.kept_length != look.length;
    let length = look.kept_length.to_string();
    let length = if lost { format!("{length} for {}", look.length) } else { length };
    cells.push(length.into());
    if answer.question.kind == Kind::Words {
        cells.push(Cell::new(score(look.bound), Tone::Quiet));
    }
    cells.push(score_cell);
    cells.push(place.into());
    Row { id, cells, choices: Vec::new() }
}

/// The postings of the terms of the question; of the most frequent ones, if there is none.
pub(super) fn postings(setup: &Setup, state: &State) -> Table {
    let index = &*state.index;
    let columns = vec![
        Column::words("term", "The word as it is stored."),
        Column::numbers(
            "n",
            "How many documents hold it, the deleted included until the next merge.",
        ),
        Column::numbers("rarity", "The idf: the logarithm of the odds against it."),
        Column::words(
            "postings",
            "The documents, and how often the term stands in each, if more than once.",
        ),
        Column::words("packed", "Postings × bits for each gap and each frequency."),
    ];
    let asked = state.answer.as_ref().map(|(answer, _)| &answer.terms).filter(|t| !t.is_empty());
    let (title, terms) = match asked {
        Some(asked) => {
            let terms = asked.iter().filter_map(|term| index.term(&term.text)).collect();
            ("The postings of its words".to_owned(), terms)
        }
        None => {
            let mut terms: Vec<u32> = (0..index.term_count()).collect();
            terms.sort_by_key(|term| (u32::MAX - index.doc_freq(*term), *term));
            terms.truncate(TERMS);
            let count = index.term_count();
            (format!("The {TERMS} most frequent of {count} terms"), terms)
        }
    };
    let rows = terms.iter().zip(0..).map(|(&term, at)| {
        let text = index.term_text(term).to_owned();
        let postings: Vec<_> = index.postings(term).iter().collect();
        let mut held: Vec<String> = postings
            .iter()
            .map(|posting| {
                let name = setup.name(state.names[posting.doc as usize]);
                if posting.freq == 1 {
                    name.to_owned()
                } else {
                    format!("{name} {}×", posting.freq)
                }
            })
            .collect();
        let dead = index.doc_freq(term) as usize - postings.len();
        if dead > 0 {
            held.push(format!("{dead} deleted"));
        }
        let packed: Vec<String> = index
            .postings(term)
            .blocks()
            .iter()
            .map(|block| match block.bits {
                Some((gap, freq)) => format!("{} × ({gap} + {freq})", block.len),
                None => format!("{} not yet", block.len),
            })
            .collect();
        let idf = setup.bm25.idf(index.doc_freq(term), index.filled_count());
        let tone = if asked.is_some() { Tone::Entity(at) } else { Tone::Plain };
        let idf_tone = if idf < 0.0 { Tone::Bad } else { Tone::Plain };
        Row {
            id: text.clone(),
            cells: vec![
                Cell::new(text, tone),
                index.doc_freq(term).to_string().into(),
                Cell::new(score(idf), idf_tone),
                held.join(", ").into(),
                packed.join(", ").into(),
            ],
            choices: Vec::new(),
        }
    });
    Table { title, columns, rows: rows.collect() }
}

/// The documents.
pub(super) fn documents(setup: &Setup, state: &State) -> Table {
    let index = &*state.index;
    let columns = vec![
        Column::words("document", ""),
        Column::words("text", ""),
        Column::numbers("length", "Its terms; stop words are none if they are left out."),
    ];
    let rows = state.docs.iter().zip(0..).filter(|(doc, _)| doc.life != Life::Merged).map(
        |(doc, name): (_, u8)| {
            let tone = if doc.life == Life::Deleted { Tone::Quiet } else { Tone::Plain };
            let number = state.names.iter().position(|other| *other == name).unwrap_or_default();
            let length = index.length(number as u32).to_string();
            let text = match doc.life {
                Life::Deleted => "deleted, not yet merged away".to_owned(),
                _ => excerpt(&doc.text),
            };
            let id = setup.name(name).to_owned();
            Row {
                id: id.clone(),
                cells: vec![id.into(), Cell::new(text, tone), Cell::new(length, tone)],
                choices: of_doc(setup, state, name),
            }
        },
    );
    let mean = index.total_terms() as f64 / f64::from(index.filled_count().max(1));
    let title =
        format!("N = {} documents, {} terms in the mean", index.filled_count(), decimal(mean, 1));
    Table { title, columns, rows: rows.collect() }
}

/// The beginning of a text, cut at a word.
fn excerpt(text: &str) -> String {
    if text.chars().count() <= EXCERPT {
        return text.to_owned();
    }
    let end = text.char_indices().nth(EXCERPT).map_or(text.len(), |(at, _)| at);
    let end = text[..end].rfind(' ').unwrap_or(end);
    format!("{} …", &text[..end])
}
