//! The HTML of Markdown's events, as it grows.

use std::ops::Range;

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, Event, HeadingLevel, Tag, TagEnd};
use sandtable_core::engine::problem::excerpt;

use crate::html::{escape, slug};
use crate::markdown::{Document, Heading};
use crate::numerals::Prose;
use crate::url::{relative, resolve};
use crate::values::suggest;

/// The HTML as it grows.
pub struct Writer<'d, 'a> {
    pub(crate) document: &'d Document<'a>,
    pub(crate) html: String,
    pub(crate) prose: Prose,
    heading: Option<(usize, Option<String>)>,
    cells: Vec<Alignment>,
    cell: usize,
    head: bool,
    link: bool,
}

impl<'d, 'a> Writer<'d, 'a> {
    /// A writer that has written nothing.
    #[must_use]
    pub fn new(document: &'d Document<'a>) -> Writer<'d, 'a> {
        Writer {
            document,
            html: String::new(),
            prose: Prose::default(),
            heading: None,
            cells: Vec::new(),
            cell: 0,
            head: false,
            link: false,
        }
    }

    /// What was written.
    #[must_use]
    pub fn finish(mut self) -> String {
        self.flush();
        self.html
    }

    /// Ends a block of prose: its numerals are judged.
    fn flush(&mut self) {
        for (at, numeral) in std::mem::take(&mut self.prose).unsourced() {
            let what = format!("`{numeral}` is a number that nothing vouches for");
            let cure = "compute it with `{{ … }}`, cite its source in the sentence, put code in \
                        backticks, or write it as a word";
            self.document.source.complain(at, what, cure);
        }
    }

    /// Notes that something is wrong at byte `at`.
    pub(crate) fn refuse(&self, at: usize, what: &str, cure: &str) {
        self.document.source.complain(at, what, cure);
    }

    /// Writes one event that takes up `span` of the file.
    pub fn event(&mut self, event: Event<'_>, span: Range<usize>) {
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
                            "<div class=\"callout {class}\" role=\"note\">\n\
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
                self.html += "<div class=\"table\" tabindex=\"0\" role=\"group\" \
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
                self.html += if kind.is_some() { "</div>\n" } else { "</blockquote>\n" };
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
        let Some(target) = document.targets.pages.get(&path) else {
            let what = format!("there is no page `{}`", excerpt(&path));
            let known = document.targets.pages.keys().map(String::as_str);
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

    /// Writes a block of code, or what its kind stands for.
    pub fn code(&mut self, kind: &CodeBlockKind<'_>, span: Range<usize>, code: &str) {
        self.flush();
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
