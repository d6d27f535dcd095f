//! The curves: what repetition adds, what rarity weighs, what length takes.

use super::super::spec::{RARITY, REPETITION};
use super::super::{Setup, State};
use crate::algorithms::search::Form;
use crate::scene::{Axis, Curve, CurveStyle, Series, SeriesMark, Tone, counted};

/// The largest frequency shown.
const FREQ_MAX: u32 = 12;

/// The chart that was chosen.
pub(super) fn chart(setup: &Setup, state: &State) -> Series {
    match setup.chart {
        REPETITION => repetition(setup, state),
        RARITY => rarity(setup, state),
        _ => length(setup, state),
    }
}

/// The weightiest term of the question, and its weight; a weight of 1 without one.
fn heaviest(state: &State) -> (String, f32) {
    let term = state.answer.as_ref().and_then(|(answer, _)| answer.terms.first());
    term.map_or_else(
        || ("a word of weight 1".to_owned(), 1.0),
        |term| (format!("“{}”", term.text), term.weight),
    )
}

/// The lengths of the shortest and of the longest document.
fn range(state: &State) -> (u32, u32) {
    let lengths = (0..state.index.doc_count()).filter(|doc| state.index.is_alive(*doc));
    let lengths: Vec<u32> = lengths.map(|doc| state.index.length(doc)).filter(|l| *l > 0).collect();
    let shortest = lengths.iter().copied().min().unwrap_or(1);
    (shortest, lengths.iter().copied().max().unwrap_or(1).max(shortest))
}

fn mean(state: &State) -> f32 {
    let count = state.index.filled_count().max(1);
    (state.index.total_terms().max(1) as f64 / f64::from(count)) as f32
}

/// What a term of that weight adds, for a frequency that need not be whole.
fn share(setup: &Setup, state: &State, weight: f32, freq: f32, length: u32) -> f64 {
    let ratio = freq * setup.bm25.norm_inverse(length, mean(state));
    f64::from(weight - weight / (1.0 + ratio))
}

fn axis(label: &str, min: f64, max: f64) -> Axis {
    Axis { label: label.to_owned(), min, max }
}

/// A little more than the values, and never nothing.
fn around(curves: &[Curve]) -> (f64, f64) {
    let values = || curves.iter().flat_map(|curve| &curve.points).map(|point| point.1);
    let low = values().fold(0.0, f64::min);
    let high = values().fold(0.0, f64::max);
    let room = (high - low).max(0.1) * 0.05;
    (if low < 0.0 { low - room } else { 0.0 }, if high > 0.0 { high + room } else { room })
}

fn repetition(setup: &Setup, state: &State) -> Series {
    let (term, weight) = heaviest(state);
    let (shortest, longest) = range(state);
    let middle = mean(state) as u32;
    let mut lengths = vec![(shortest, 0), (middle, 1), (longest, 2)];
    lengths.dedup_by_key(|(length, _)| *length);
    let mut curves: Vec<Curve> = lengths
        .into_iter()
        .map(|(length, tone)| Curve {
            label: format!("in a document of {}", counted(length, "term")),
            tone: Tone::Entity(tone),
            style: CurveStyle::Line,
            points: (0..=4 * FREQ_MAX)
                .map(|quarter| {
                    let freq = quarter as f32 / 4.0;
                    // 0 times infinity is no number, and nothing is added.
                    let y =
                        if quarter == 0 { 0.0 } else { share(setup, state, weight, freq, length) };
                    (f64::from(freq), y)
                })
                .collect(),
        })
        .collect();
    let end = f64::from(FREQ_MAX);
    curves.push(Curve {
        label: "its weight".to_owned(),
        tone: Tone::Quiet,
        style: CurveStyle::Bound,
        points: vec![(0.0, weight.into()), (end, weight.into())],
    });
    let (min, max) = around(&curves);
    Series {
        title: format!("What {term} adds if it stands there more often"),
        x: axis("times in the document", 0.0, end),
        y: axis("share of the score", min, max),
        curves,
        ..Series::default()
    }
}

fn rarity(setup: &Setup, state: &State) -> Series {
    let all = state.index.filled_count().max(1);
    let forms = [(Form::Lucene, "Lucene", 0), (Form::Textbook, "textbook", 1)];
    let curves: Vec<Curve> = forms
        .into_iter()
        .map(|(form, label, tone)| Curve {
            label: label.to_owned(),
            tone: Tone::Entity(tone),
            style: CurveStyle::Line,
            points: (1..=all)
                .map(|n| (n.into(), setup.bm25.with_form(form).idf(n, all).into()))
                .collect(),
        })
        .collect();
    let terms = state.answer.iter().flat_map(|(answer, _)| &answer.terms);
    let mark = |(term, at): (&super::super::answer::Asked, u8)| SeriesMark {
        x: term.doc_freq.into(),
        label: term.text.clone(),
        tone: Tone::Entity(at),
    };
    let marks = terms.filter(|term| term.doc_freq > 0).zip(0..).map(mark).collect();
    let (min, max) = around(&curves);
    Series {
        title: format!("What a word weighs that n of {all} documents hold"),
        x: axis("n, documents that hold it", 0.0, all.into()),
        y: axis("idf", min, max),
        curves,
        marks,
        ..Series::default()
    }
}

fn length(setup: &Setup, state: &State) -> Series {
    let (term, weight) = heaviest(state);
    let (_, longest) = range(state);
    let end = (longest + 10).max(20);
    let curve = |freq: u32| Curve {
        label: if freq == 1 { "once".to_owned() } else { format!("{freq} times") },
        tone: Tone::Entity(freq as u8 - 1),
        style: CurveStyle::Line,
        points: (1..=end)
            .map(|length| (length.into(), share(setup, state, weight, freq as f32, length)))
            .collect(),
    };
    let curves: Vec<Curve> = (1..=3).map(curve).collect();
    let (min, max) = around(&curves);
    Series {
        title: format!("What {term} adds in a longer document"),
        x: axis("terms in the document", 0.0, end.into()),
        y: axis("share of the score", min, max),
        curves,
        marks: vec![SeriesMark {
            x: mean(state).into(),
            label: "mean length".to_owned(),
            tone: Tone::Quiet,
        }],
        ..Series::default()
    }
}
