//! BM25: an inverted index over a team's notes, and what each word of a query adds to each score
//! (Robertson et al. 1994; Lucene).

mod answer;
mod check;
mod corpus;
mod scene;
mod spec;
mod words;

use std::rc::Rc;

use answer::{Answer, Kind, Question};
use spec::{B, DOCS_MAX, K1};

use crate::algorithms::search::{Analysis, Bm25 as Ranking, Form, Index, Lengths, Stemming};
use crate::engine::{Action, Config, Ledger, Line, Model, Moment, Names, SimTime, Spec};
use crate::scene::{Choice, Scene};

/// The model.
pub struct Bm25;

/// What never changes in a run.
pub struct Setup {
    names: Names,
    bm25: Ranking,
    wanted: usize,
    chart: i64,
    bounds: bool,
    tombstones: bool,
    start: State,
}

/// What changes.
#[derive(Clone, Debug)]
pub struct State {
    index: Rc<Index>,
    /// For each document of the index its name, an index into the texts.
    names: Vec<u8>,
    /// Every document that there ever was.
    docs: Vec<Doc>,
    /// The answer to the last question, and how many of its documents have been taken one by one;
    /// nothing if the whole answer is shown.
    answer: Option<(Rc<Answer>, Option<usize>)>,
}

/// A document.
#[derive(Clone, Debug)]
struct Doc {
    text: Rc<str>,
    life: Life,
}

/// Where a document is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Life {
    /// It can be found.
    Alive,
    /// It was deleted, and its postings are still there.
    Deleted,
    /// Its postings are gone.
    Merged,
}

/// What can happen.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A question was answered.
    Answered(Rc<Answer>),
    /// The last answer is taken document by document: the one of that index.
    Taken(Rc<Answer>, usize),
    /// A document was added; so many terms.
    Added(u8, u32),
    /// A document was deleted; so many are counted in the statistics as before.
    Deleted(u8, u32),
    /// The deleted were dropped: how many, and how many documents and terms are left.
    Merged(u32, u32, u32),
}

impl Setup {
    fn name(&self, doc: u8) -> &str {
        self.names.process(doc)
    }
}

impl State {
    fn new(analysis: Analysis) -> State {
        let mut index = Index::new(analysis);
        corpus::NOTES.iter().for_each(|note| {
            index.add(note);
        });
        index.seal();
        let doc = |text: &&str| Doc { text: Rc::from(*text), life: Life::Alive };
        State {
            index: Rc::new(index),
            names: (0..corpus::NOTES.len() as u8).collect(),
            docs: corpus::NOTES.iter().map(doc).collect(),
            answer: None,
        }
    }

    fn ask(&mut self, setup: &Setup, question: &Question, out: &mut Vec<Event>) {
        let answer = Rc::new(Answer::new(setup, self, question));
        out.push(Event::Answered(answer.clone()));
        self.answer = Some((answer, None));
    }

    /// Asks the last question again.
    fn ask_again(&mut self, setup: &Setup, out: &mut Vec<Event>) {
        if let Some((answer, _)) = self.answer.take() {
            self.ask(setup, &answer.question, out);
        }
    }

    fn next(&mut self, out: &mut Vec<Event>) -> Result<(), String> {
        let Some((answer, taken)) = &mut self.answer else {
            return Err("nothing was asked yet".to_owned());
        };
        if answer.question.kind != Kind::Words {
            return Err("only a query of words is taken document by document".to_owned());
        }
        let next = taken.unwrap_or(0);
        if next >= answer.looks.len() {
            return Err("there is no further document".to_owned());
        }
        *taken = Some(next + 1);
        out.push(Event::Taken(answer.clone(), next));
        Ok(())
    }

    fn add(&mut self, text: &str, out: &mut Vec<Event>) -> Result<(), String> {
        if self.docs.len() == DOCS_MAX {
            return Err(format!("all {DOCS_MAX} names are taken"));
        }
        let doc = self.docs.len() as u8;
        let index = Rc::make_mut(&mut self.index);
        let number = index.add(text);
        self.names.push(doc);
        self.docs.push(Doc { text: text.into(), life: Life::Alive });
        out.push(Event::Added(doc, index.length(number)));
        Ok(())
    }

    fn delete(&mut self, setup: &Setup, doc: u8, out: &mut Vec<Event>) -> Result<(), String> {
        let found = self.docs.get_mut(usize::from(doc)).filter(|doc| doc.life == Life::Alive);
        let Some(found) = found else { return Err(format!("{} is not there", setup.name(doc))) };
        found.life = Life::Deleted;
        let number = self.names.iter().position(|name| *name == doc);
        if let Some(number) = number.filter(|_| setup.tombstones) {
            Rc::make_mut(&mut self.index).delete(number as u32);
        }
        out.push(Event::Deleted(doc, self.index.filled_count()));
        Ok(())
    }

    fn merge(&mut self, out: &mut Vec<Event>) -> Result<(), String> {
        let index = Rc::make_mut(&mut self.index);
        let before = index.doc_count();
        for (number, name) in (0..).zip(&self.names) {
            let doc = &mut self.docs[usize::from(*name)];
            if doc.life == Life::Deleted {
                index.delete(number);
                doc.life = Life::Merged;
            }
        }
        let dropped = index.deleted_count();
        if dropped == 0 {
            return Err("no document is deleted".to_owned());
        }
        let numbers = index.merge();
        let mut kept = numbers.iter();
        self.names.retain(|_| kept.next().is_some_and(Option::is_some));
        out.push(Event::Merged(dropped, before - dropped, index.term_count()));
        Ok(())
    }
}

impl Model for Bm25 {
    type Setup = Setup;
    type State = State;
    type Event = Event;
    type Fold = Vec<u8>;

    fn spec() -> &'static Spec {
        &spec::SPEC
    }

    fn setup(config: &Config, _: u64) -> Setup {
        let choice = |values: &[f32], knob| {
            values.get(config.count(knob) as usize).copied().unwrap_or_default()
        };
        let form = if config.number("form") == 0 { Form::Lucene } else { Form::Textbook };
        let lengths = if config.number("lengths") == 0 { Lengths::OneByte } else { Lengths::Exact };
        let bm25 = Ranking::new(choice(&K1, "k1"), choice(&B, "b")).unwrap_or_default();
        let stemming = match config.number("stemming") {
            0 => Stemming::None,
            1 => Stemming::Porter,
            _ => Stemming::English,
        };
        let analysis = Analysis {
            possessive: stemming != Stemming::None,
            stop_words: config.number("stop") == 0,
            stemming,
        };
        Setup {
            names: Names::new((1..=DOCS_MAX).map(|n| format!("d{n}")), &[]),
            bm25: bm25.with_form(form).with_lengths(lengths),
            wanted: config.count("top") as usize,
            chart: config.number("chart"),
            bounds: config.holds("bounds"),
            tombstones: config.holds("tombstones"),
            start: State::new(analysis),
        }
    }

    fn names(setup: &Setup) -> &Names {
        &setup.names
    }

    fn start(setup: &Setup) -> (State, Vec<u8>) {
        (setup.start.clone(), Vec::new())
    }

    fn act(
        setup: &Setup,
        state: &mut State,
        now: SimTime,
        action: &Action,
        out: &mut Vec<Event>,
    ) -> Result<SimTime, String> {
        let text = action.text(0).unwrap_or_default();
        let asks = |kind| Question { kind, text: text.to_owned() };
        match action.verb.name {
            "query" => state.ask(setup, &asks(Kind::Words), out),
            "phrase" => state.ask(setup, &asks(Kind::Phrase), out),
            "prefix" => state.ask(setup, &asks(Kind::Prefix), out),
            "next" => state.next(out)?,
            "add" => state.add(text, out)?,
            "merge" => state.merge(out)?,
            _ => state.delete(setup, action.process(0).unwrap_or_default(), out)?,
        }
        if matches!(action.verb.name, "add" | "merge" | "delete") {
            state.ask_again(setup, out);
        }
        Ok(now)
    }

    fn choices(setup: &Setup, state: &State) -> Vec<Choice> {
        scene::choices(setup, state)
    }

    fn judge(setup: &Setup, deleted: &mut Vec<u8>, event: &Event, ledger: &mut Ledger) {
        check::judge(setup, deleted, event, ledger);
    }

    fn name(setup: &Setup, event: &Event) -> (u8, String) {
        words::name(setup, event)
    }

    fn sentence(setup: &Setup, event: &Event) -> Option<Line> {
        Some(words::sentence(setup, event))
    }

    fn scene(setup: &Setup, state: &State, _: &Vec<u8>, _: &Moment<'_, Event>) -> Scene {
        scene::scene(setup, state)
    }
}
