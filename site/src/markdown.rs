//! Markdown to HTML, strictly: what the site has no form for is an error, not a guess.

use std::cell::{Cell, RefCell};
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TextMergeWithOffset};
use sandtable_core::engine::problem::excerpt;
use sandtable_core::scene::{Table, View};

use crate::challenge::Challenge;
use crate::complaint::Source;
use crate::content::Targets;
use crate::directive::Fence;
use crate::front_matter::Reference;
use crate::html::slug;
use crate::model::Model;
use crate::predict::Predict;
use crate::prose::Call;
use crate::values::{evaluate, suggest};
use crate::writer::Writer;

/// A heading of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 2 or 3.
    pub level: u8,
    /// Its anchor.
    pub id: String,
    /// Its words, as HTML.
    pub html: String,
}

/// A page's text while it is being written, and what it is written with.
pub struct Document<'a> {
    /// The file.
    pub source: &'a Source,
    /// The page's address.
    pub url: &'a str,
    /// Where its links can lead.
    pub targets: &'a Targets,
    /// What it cites.
    pub references: &'a [Reference],
    /// The fenced blocks, read, in order.
    pub blocks: RefCell<Vec<Block>>,
    /// The headings, in order.
    pub headings: RefCell<Vec<Heading>>,
    /// How often each reference is cited.
    pub citations: RefCell<Vec<u32>>,
    /// What stands in the Markdown mirror instead of some bytes of the file.
    pub replacements: RefCell<Vec<(Range<usize>, String)>>,
    count: Cell<u32>,
}

/// A fenced block that is more than code.
pub enum Block {
    /// A run.
    Model(Box<Model>),
    /// A question before the reveal.
    Predict(Predict),
    /// A goal to be reached.
    Challenge(Box<Challenge>),
}

impl Block {
    /// The first byte of the block in the file.
    #[must_use]
    pub fn at(&self) -> usize {
        match self {
            Block::Model(b) => b.at,
            Block::Predict(b) => b.at,
            Block::Challenge(b) => b.at,
        }
    }
}

fn parse(source: &Source, range: Range<usize>) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    let base = range.start;
    let options = Options::ENABLE_TABLES | Options::ENABLE_GFM | Options::ENABLE_HEADING_ATTRIBUTES;
    let events = Parser::new_ext(&source.text[range], options).into_offset_iter();
    TextMergeWithOffset::new(events)
        .map(move |(event, span)| (event, span.start + base..span.end + base))
}

impl<'a> Document<'a> {
    /// Reads the blocks of a text, the first of two passes: prose can then speak of any of them.
    #[must_use]
    pub fn new(
        source: &'a Source,
        body: usize,
        url: &'a str,
        targets: &'a Targets,
        references: &'a [Reference],
    ) -> Document<'a> {
        let mut blocks = Vec::new();
        for (event, span) in parse(source, body..source.text.len()) {
            let Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) = event else { continue };
            let kind = info.split_whitespace().next().unwrap_or_default();
            let ours = matches!(kind, "sandtable" | "predict" | "challenge");
            if ours && span.start > 0 && source.text.as_bytes()[span.start - 1] != b'\n' {
                source.complain(span.start, "this block is indented", "start it at the margin");
                continue;
            }
            let fence = ours.then(|| Fence::read(source, span));
            let block = match (kind, &fence) {
                ("sandtable", Some(fence)) => {
                    Model::read(source, fence).map(Box::new).map(Block::Model)
                }
                ("predict", Some(fence)) => Predict::read(source, fence).map(Block::Predict),
                ("challenge", Some(fence)) => {
                    Challenge::read(source, fence).map(Box::new).map(Block::Challenge)
                }
                _ => None,
            };
            blocks.extend(block);
        }
        Document {
            source,
            url,
            targets,
            references,
            blocks: RefCell::new(blocks),
            headings: RefCell::default(),
            citations: RefCell::new(vec![0; references.len()]),
            replacements: RefCell::default(),
            count: Cell::new(0),
        }
    }

    /// The HTML of some bytes of the file.
    #[must_use]
    pub fn html(&self, range: Range<usize>) -> String {
        let mut writer = Writer::new(self);
        let mut events = parse(self.source, range);
        while let Some((event, span)) = events.next() {
            if let Event::Start(Tag::CodeBlock(kind)) = event {
                let mut code = String::new();
                for (event, _) in events.by_ref() {
                    match event {
                        Event::Text(text) => code += &text,
                        _ => break,
                    }
                }
                writer.code(&kind, span, &code);
                continue;
            }
            writer.event(event, span);
        }
        writer.finish()
    }

    /// The HTML of a line or two, without a paragraph around it.
    #[must_use]
    pub fn inline(&self, range: Range<usize>) -> String {
        let html = self.html(range);
        let inside = html.trim().strip_prefix("<p>").and_then(|h| h.strip_suffix("</p>"));
        match inside {
            Some(inside) if !inside.contains("<p>") => inside.to_owned(),
            _ => html,
        }
    }

    /// A number for the next block, from 1.
    pub(crate) fn number(&self) -> u32 {
        self.count.set(self.count.get() + 1);
        self.count.get()
    }

    /// Says what stands in the mirror instead of some bytes of the file.
    pub fn replace(&self, range: Range<usize>, with: impl Into<String>) {
        self.replacements.borrow_mut().push((range, with.into()));
    }

    /// The Markdown of some bytes of the file with everything computed put in. What lies in these
    /// bytes has been written as HTML before.
    #[must_use]
    pub fn mirror(&self, range: Range<usize>) -> String {
        let mut replacements = self.replacements.borrow().clone();
        replacements.sort_by_key(|(r, _)| (r.start, std::cmp::Reverse(r.end)));
        let mut out = String::new();
        let mut from = range.start;
        for (place, with) in replacements {
            if place.start < from || place.end > range.end {
                continue;
            }
            out += &self.source.text[from..place.start];
            out += &with;
            from = place.end;
        }
        out + &self.source.text[from..range.end]
    }

    /// The value of a call that stands at byte `at`.
    pub(crate) fn value(&self, call: &Call<'_>, at: usize) -> Result<String, (String, String)> {
        match call.name {
            "knob" => self.knob(call, at),
            "when" => self.when(call, at),
            "cell" => self.cell(call, at),
            _ => evaluate(call.name, &call.args),
        }
    }

    /// Works on the session that the words at `at` speak of: that of the block before them, or
    /// else of the first behind them.
    fn spoken_of<T>(
        &self,
        at: usize,
        work: impl FnOnce(&mut sandtable_core::session::Session) -> T,
    ) -> Result<T, (String, String)> {
        let mut blocks = self.blocks.borrow_mut();
        let before = blocks.iter().rposition(|b| b.at() <= at && !matches!(b, Block::Predict(_)));
        let index = before.or_else(|| blocks.iter().position(|b| matches!(b, Block::Model(_))));
        match index.map(|i| &mut blocks[i]) {
            Some(Block::Model(model)) => Ok(work(&mut model.session)),
            Some(Block::Challenge(challenge)) => Ok(work(&mut challenge.solution)),
            _ => Err(("the page has no model to take this from".into(), "add one".into())),
        }
    }

    /// `{{ knob(name = w) }}`: a setting of the run that is spoken of.
    fn knob(&self, call: &Call<'_>, at: usize) -> Result<String, (String, String)> {
        let [("name", name)] = call.args[..] else {
            return Err(("`knob` takes one name".into(), "write `knob(name = w)`".into()));
        };
        self.spoken_of(at, |session| {
            let config = session.config(sandtable_core::session::Side::Main);
            let known = session.spec().knobs.iter().map(|k| k.name);
            let text = config.text(name).filter(|_| known.clone().any(|k| k == name));
            text.ok_or_else(|| {
                let what = format!("the model has no knob `{}`", excerpt(name));
                (what, suggest(name, known, "choose from"))
            })
        })?
    }

    /// `{{ when(check = fresh) }}`: the moment at which the run that is spoken of breaks a check.
    fn when(&self, call: &Call<'_>, at: usize) -> Result<String, (String, String)> {
        let [("check", name)] = call.args[..] else {
            return Err(("`when` takes one check".into(), "write `when(check = fresh)`".into()));
        };
        self.spoken_of(at, |session| {
            let checks = session.checks(sandtable_core::session::Side::Main);
            let known = session.spec().checks.iter().map(|c| c.name);
            let Some(check) = checks.iter().find(|c| c.name == name) else {
                let what = format!("the model has no check `{}`", excerpt(name));
                return Err((what, suggest(name, known, "choose from")));
            };
            let step = check.violated_ahead.ok_or_else(|| {
                (format!("this run does not violate `{name}`"), "choose another".to_owned())
            })?;
            let timed = session.spec().is_timed();
            let place = if timed { session.time_of(step).spoken() } else { format!("step {step}") };
            Ok(place.replace(' ', "\u{a0}"))
        })?
    }

    /// `{{ cell(row = ring, column = max-mean) }}`: what the table of the run that is spoken of says
    /// at the moment at which the run opens. A column is named by the words of its head.
    fn cell(&self, call: &Call<'_>, at: usize) -> Result<String, (String, String)> {
        let arg = |name: &str| call.args.iter().find(|(n, _)| *n == name).map(|(_, v)| *v);
        let (Some(row), Some(column), 2) = (arg("row"), arg("column"), call.args.len()) else {
            let cure = "write `cell(row = ring, column = moved)`";
            return Err(("`cell` takes a row and a column".into(), cure.into()));
        };
        self.spoken_of(at, |session| {
            let views = session.scene(sandtable_core::session::Side::Main).views;
            let tables = views.iter().filter_map(|view| match view {
                View::Table(table) => Some(table),
                _ => None,
            });
            let tables: Vec<&Table> = tables.collect();
            let rows = tables.iter().flat_map(|t| &t.rows).map(|r| r.id.as_str());
            let Some((table, found)) = tables
                .iter()
                .find_map(|table| Some((table, table.rows.iter().find(|r| r.id == row)?)))
            else {
                let what = format!("no table of this run has a row `{}`", excerpt(row));
                return Err((what, suggest(row, rows, "choose from")));
            };
            let heads: Vec<String> = table.columns.iter().map(|c| slug(&c.label)).collect();
            let text = heads.iter().position(|h| h == column).and_then(|i| found.cells.get(i));
            match text.map(|cell| cell.text.as_str()) {
                Some("") => Err((
                    format!("`{}` is empty in the row `{}`", excerpt(column), excerpt(row)),
                    "choose another cell, or another moment of the run".to_owned(),
                )),
                Some(text) => Ok(text.to_owned()),
                None => {
                    let what = format!("the table has no column `{}`", excerpt(column));
                    let known = heads.iter().map(String::as_str);
                    Err((what, suggest(column, known, "choose from")))
                }
            }
        })?
    }
}
