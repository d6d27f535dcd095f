//! Markdown to HTML, strictly: what the site has no form for is an error, not a guess.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{
    BlockQuoteKind, CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd,
    TextMergeWithOffset,
};
use sandtable_core::engine::problem::excerpt;

use crate::challenge::Challenge;
use crate::complaint::Source;
use crate::directive::Fence;
use crate::front_matter::Reference;
use crate::html::{escape, slug};
use crate::model::Model;
use crate::numerals::Prose;
use crate::predict::Predict;
use crate::prose::{Call, Piece, pieces};
use crate::url::{relative, resolve};
use crate::values::{evaluate, suggest};

/// The tones that words can wear: those of the pictures.
const TONES: [&str; 13] = [
    "write", "read", "good", "bad", "upkeep", "quiet", "entity-0", "entity-1", "entity-2",
    "entity-3", "entity-4", "entity-5", "entity-6",
];

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
    /// The addresses of all pages, by their file in `content/`.
    pub targets: &'a BTreeMap<String, String>,
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
    Model(Model),
    /// A question before the reveal.
    Predict(Predict),
    /// A goal to be reached.
    Challenge(Challenge),
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
        targets: &'a BTreeMap<String, String>,
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
                ("sandtable", Some(fence)) => Model::read(source, fence).map(Block::Model),
                ("predict", Some(fence)) => Predict::read(source, fence).map(Block::Predict),
                ("challenge", Some(fence)) => Challenge::read(source, fence).map(Block::Challenge),
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
        let mut writer = Writer {
            document: self,
            html: String::new(),
            prose: Prose::default(),
            heading: None,
            cells: Vec::new(),
            cell: 0,
            head: false,
            link: false,
        };
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
                writer.flush();
                writer.code(&kind, span, &code);
                continue;
            }
            writer.event(event, span);
        }
        writer.flush();
        writer.html
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
    fn number(&self) -> u32 {
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
    fn value(&self, call: &Call<'_>, at: usize) -> Result<String, (String, String)> {
        match call.name {
            "knob" => self.knob(call, at),
            "when" => self.when(call, at),
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
            Ok(session.time_of(step).spoken().replace(' ', "\u{a0}"))
        })?
    }
}

/// The HTML as it grows.
struct Writer<'d, 'a> {
    document: &'d Document<'a>,
    html: String,
    prose: Prose,
    heading: Option<(usize, Option<String>)>,
    cells: Vec<pulldown_cmark::Alignment>,
    cell: usize,
    head: bool,
    link: bool,
}

impl Writer<'_, '_> {
    /// Ends a block of prose: its numerals are judged.
    fn flush(&mut self) {
        for (at, numeral) in std::mem::take(&mut self.prose).unsourced() {
            let what = format!("`{numeral}` is a number that nothing vouches for");
            let cure = "compute it with `{{ … }}`, cite its source in the sentence, put code in \
                        backticks, or write it as a word";
            self.document.source.complain(at, what, cure);
        }
    }

    fn refuse(&self, at: usize, what: &str, cure: &str) {
        self.document.source.complain(at, what, cure);
    }

    fn event(&mut self, event: Event<'_>, span: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text, span),
            Event::Code(code) => {
                self.prose.opaque(span.start);
                self.html += &format!("<code>{}</code>", escape(&code));
            }
            Event::SoftBreak => {
                self.prose.words(" ", span.start);
                self.html.push('\n');
            }
            Event::HardBreak => {
                self.prose.words(" ", span.start);
                self.html += "<br>\n";
            }
            Event::Rule => self.html += "<hr>\n",
            Event::Html(_) | Event::InlineHtml(_) => {
                self.refuse(
                    span.start,
                    "raw HTML is not read",
                    "write Markdown, or `&lt;` for `<`",
                );
            }
            _ => self.refuse(span.start, "this has no form here", "write it in plain Markdown"),
        }
    }

    fn start(&mut self, tag: Tag<'_>, span: Range<usize>) {
        match tag {
            Tag::Paragraph => self.html += "<p>",
            Tag::Heading { level, id, .. } => {
                self.flush();
                if !matches!(level, HeadingLevel::H2 | HeadingLevel::H3) {
                    let cure = "use `##` or `###`; the page's own heading is in its front matter";
                    self.refuse(span.start, "this level of heading is not used", cure);
                }
                self.heading = Some((self.html.len(), id.map(|id| id.to_string())));
            }
            Tag::BlockQuote(kind) => {
                self.flush();
                match kind {
                    None => self.html += "<blockquote>\n",
                    Some(kind) => {
                        let (class, name) = callout(kind);
                        self.html += &format!(
                            "<aside class=\"callout {class}\" aria-label=\"{name}\">\n\
                             <p class=\"callout-name\">{name}</p>\n"
                        );
                    }
                }
            }
            Tag::List(None) => {
                self.flush();
                self.html += "<ul>\n";
            }
            Tag::List(Some(1)) => {
                self.flush();
                self.html += "<ol>\n";
            }
            Tag::List(Some(first)) => {
                self.flush();
                self.html += &format!("<ol start=\"{first}\">\n");
            }
            Tag::Item => self.html += "<li>",
            Tag::Table(alignments) => {
                self.flush();
                self.cells = alignments;
                self.html += "<div class=\"table\" tabindex=\"0\" role=\"region\" \
                              aria-label=\"Table\"><table>\n";
            }
            Tag::TableHead => {
                (self.head, self.cell) = (true, 0);
                self.html += "<thead><tr>";
            }
            Tag::TableRow => {
                (self.head, self.cell) = (false, 0);
                self.html += "<tr>";
            }
            Tag::TableCell => {
                use pulldown_cmark::Alignment;
                let class = match self.cells.get(self.cell) {
                    Some(Alignment::Right) => " class=\"right\"",
                    Some(Alignment::Center) => " class=\"center\"",
                    _ => "",
                };
                let cell = match (self.head, self.cell) {
                    (true, _) => "th scope=\"col\"",
                    (false, 0) => "th scope=\"row\"",
                    _ => "td",
                };
                self.prose.words(" ", span.start);
                self.html += &format!("<{cell}{class}>");
            }
            Tag::Emphasis => self.html += "<em>",
            Tag::Strong => self.html += "<strong>",
            Tag::Link { dest_url, .. } => self.start_link(&dest_url, span),
            Tag::Image { .. } => {
                let cure = "show a model instead: a ```sandtable block";
                self.refuse(span.start, "pictures are not read", cure);
            }
            Tag::HtmlBlock => {}
            _ => self.refuse(span.start, "this has no form here", "write it in plain Markdown"),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => {
                self.flush();
                self.html += "</p>\n";
            }
            TagEnd::Heading(level) => self.end_heading(level),
            TagEnd::BlockQuote(kind) => {
                self.flush();
                self.html += if kind.is_some() { "</aside>\n" } else { "</blockquote>\n" };
            }
            TagEnd::List(ordered) => {
                self.html += if ordered { "</ol>\n" } else { "</ul>\n" };
            }
            TagEnd::Item => {
                self.flush();
                self.html += "</li>\n";
            }
            TagEnd::Table => self.html += "</tbody></table></div>\n",
            TagEnd::TableHead => {
                self.flush();
                self.html += "</tr></thead>\n<tbody>\n";
            }
            TagEnd::TableRow => {
                self.flush();
                self.html += "</tr>\n";
            }
            TagEnd::TableCell => {
                self.html += if self.head || self.cell == 0 { "</th>" } else { "</td>" };
                self.cell += 1;
            }
            TagEnd::Emphasis => self.html += "</em>",
            TagEnd::Strong => self.html += "</strong>",
            TagEnd::Link if self.link => {
                self.html += "</a>";
                self.link = false;
            }
            _ => {}
        }
    }

    fn end_heading(&mut self, level: HeadingLevel) {
        self.flush();
        let Some((start, id)) = self.heading.take() else { return };
        let words = self.html.split_off(start);
        let id = id.unwrap_or_else(|| slug(&words.replace("<code>", "").replace("</code>", "")));
        let level = level as u8;
        self.html += &format!(
            "<h{level} id=\"{id}\">{words} <a class=\"anchor\" href=\"#{id}\" \
             aria-label=\"Link to this section\">#</a></h{level}>\n"
        );
        self.document.headings.borrow_mut().push(Heading { level, id, html: words });
    }

    fn start_link(&mut self, dest: &str, span: Range<usize>) {
        let document = self.document;
        if dest.starts_with("https://") || dest.starts_with("http://") {
            self.html += &format!("<a href=\"{}\">", escape(dest));
            self.link = true;
            return;
        }
        if dest.starts_with('#') {
            self.html += &format!("<a href=\"{}\">", escape(dest));
            self.link = true;
            return;
        }
        let file = document.source.name.strip_prefix("content/").unwrap_or_default();
        let Some((path, anchor)) = resolve(file, dest).filter(|(path, _)| path.ends_with(".md"))
        else {
            let what = format!("`{}` leads nowhere", excerpt(dest));
            let cure =
                "link to a file of content/, such as `../distribution/quorum.md`, or to https";
            return self.refuse(span.start, &what, cure);
        };
        let Some(target) = document.targets.get(&path) else {
            let what = format!("there is no page `{}`", excerpt(&path));
            let known = document.targets.keys().map(String::as_str);
            return self.refuse(span.start, &what, &suggest(&path, known, "the pages are"));
        };
        let anchor = anchor.map(|a| format!("#{a}")).unwrap_or_default();
        let href = relative(document.url, &format!("{target}{anchor}"));
        self.html += &format!("<a href=\"{}\">", escape(&href));
        self.link = true;
        let raw = &document.source.text[span.clone()];
        if let Some(at) = raw.rfind(dest) {
            let mirror = relative(document.url, &format!("{target}index.md{anchor}"));
            let at = span.start + at;
            document.replace(at..at + dest.len(), mirror);
        }
    }

    /// Words, with what else they hold. Places are found by looking for each piece in the file.
    fn text(&mut self, text: &str, span: Range<usize>) {
        let mut from = span.start;
        for (raw, piece) in pieces(text) {
            let rest = &self.document.source.text[from.min(span.end)..span.end];
            let found = rest.find(raw).map(|at| from + at);
            let at = found.unwrap_or(from);
            self.piece(piece, at, found.map(|at| at..at + raw.len()));
            from = found.map_or(from, |at| at + raw.len());
        }
    }

    fn piece(&mut self, piece: Piece<'_>, at: usize, place: Option<Range<usize>>) {
        let document = self.document;
        let replace = |with: String| {
            if let Some(place) = &place {
                document.replace(place.clone(), with);
            }
        };
        match piece {
            Piece::Words(words) => {
                self.prose.words(words, at);
                self.html += &escape(words);
            }
            Piece::Wrong(what, cure) => self.refuse(at, what, cure),
            Piece::Call(call) => {
                self.prose.opaque(at);
                match document.value(&call, at) {
                    Ok(value) => {
                        self.html += &format!("<span class=\"computed\">{}</span>", escape(&value));
                        replace(value);
                    }
                    Err((what, cure)) => self.refuse(at, &what, &cure),
                }
            }
            Piece::Cite(id, section) => {
                self.prose.cite(at);
                let known = document.references.iter().map(|r| r.id.as_str());
                let Some(index) = document.references.iter().position(|r| r.id == id) else {
                    let what = format!("there is no source `{}` in the front matter", excerpt(id));
                    return self.refuse(at, &what, &suggest(id, known, "the sources are"));
                };
                let mut citations = document.citations.borrow_mut();
                citations[index] += 1;
                let (number, nth) = (index + 1, citations[index]);
                let section = section.map(|s| format!(", {s}")).unwrap_or_default();
                self.html += &format!(
                    "<a class=\"cite\" id=\"cite-{id}-{nth}\" href=\"#source-{id}\" \
                     aria-label=\"source {number}{0}\">[{number}{0}]</a>",
                    escape(&section)
                );
                replace(format!("[{number}{section}]"));
            }
            Piece::Toned(words, tone) => {
                if !TONES.contains(&tone) {
                    let what = format!("there is no tone `{}`", excerpt(tone));
                    return self.refuse(
                        at,
                        &what,
                        &suggest(tone, TONES.into_iter(), "choose from"),
                    );
                }
                self.html += &format!("<span class=\"tone-{tone}\">");
                let mut inside = String::new();
                let mut from = at + 1;
                for (raw, piece) in pieces(words) {
                    if let Piece::Call(call) = &piece {
                        inside += &document.value(call, from).unwrap_or_default();
                    } else {
                        inside += raw;
                    }
                    self.piece(piece, from, None);
                    from += raw.len();
                }
                self.html += "</span>";
                replace(inside);
            }
        }
    }

    fn code(&mut self, kind: &CodeBlockKind<'_>, span: Range<usize>, code: &str) {
        let info = match kind {
            CodeBlockKind::Fenced(info) => info.split_whitespace().next().unwrap_or_default(),
            CodeBlockKind::Indented => {
                return self.refuse(span.start, "indented code is not read", "fence it with ```");
            }
        };
        match info {
            "sandtable" | "predict" | "challenge" => {
                let html = crate::blocks::html(self.document, span, self.document.number());
                self.html += &html;
            }
            "" | "text" | "html" | "rust" | "bibtex" | "sh" => {
                self.html += &format!("<pre><code>{}</code></pre>\n", escape(code));
            }
            _ => {
                let what = format!("there is no kind of block `{}`", excerpt(info));
                let known = ["sandtable", "predict", "challenge", "text", "html", "rust", "sh"];
                let cure = suggest(info, known.into_iter(), "choose from");
                self.refuse(span.start, &what, &cure);
            }
        }
    }
}

fn callout(kind: BlockQuoteKind) -> (&'static str, &'static str) {
    match kind {
        BlockQuoteKind::Note => ("note", "Note"),
        BlockQuoteKind::Tip => ("tip", "Tip"),
        BlockQuoteKind::Important => ("important", "Important"),
        BlockQuoteKind::Warning => ("warning", "Warning"),
        BlockQuoteKind::Caution => ("caution", "Caution"),
    }
}
