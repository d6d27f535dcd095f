//! A fenced block that shows a run: which model, which settings, which script, what it must show.
//!
//! ````text
//! ```sandtable quorum n=3 w=1 r=1
//! # caption: Nothing failed, and yet the order says Tuesday.
//! # expect: fresh violated, converge pending
//! @0.2s write Friday via A
//! @0.8s read via B
//! ```
//! ````
//!
//! Without a line of script the run is the model's own story; `do=` behind the fence is no script
//! at all.

use std::ops::Range;

use sandtable_core::engine::problem::excerpt;
use sandtable_core::session::{Part, Session, Side, models};

use crate::complaint::Source;
use crate::directive::{Fence, Line, keyed};
use crate::html::escape;
use crate::stills::{Still, still};
use crate::values::suggest;

/// The remarks that mean something.
const REMARKS: [&str; 2] = ["caption", "expect"];

/// A run in a page.
pub struct Model {
    /// The first byte of its block.
    pub at: usize,
    /// The bytes of its caption.
    pub caption: Range<usize>,
    /// The run, with the cursor where it opens.
    pub session: Session,
    /// The attributes of its element, in order.
    pub attributes: Vec<(String, String)>,
    /// What it shows without motion, once that was asked for.
    still: Option<Still>,
}

impl Model {
    /// Reads a block. `None` where it cannot be read; the source then knows why.
    #[must_use]
    pub fn read(source: &Source, fence: &Fence) -> Option<Model> {
        let mut scripted = false;
        let (mut caption, mut expect) = (None, None);
        for line in fence.lines(source) {
            let text = line.1.trim_start();
            if !text.starts_with('#') {
                scripted |= !text.is_empty();
                continue;
            }
            for (slot, key) in [(&mut caption, REMARKS[0]), (&mut expect, REMARKS[1])] {
                if let Some(found) = keyed(line, key)
                    && slot.replace(found).is_some()
                {
                    source.complain(line.0, format!("`# {key}:` stands twice"), "keep one");
                }
            }
            check_remark(source, line);
        }
        let body = scripted.then_some(fence.body.clone());
        let (session, attributes) = open(source, fence, body)?;
        let Some((at, text)) = caption.filter(|(_, text)| !text.is_empty()) else {
            let cure = "say in a line `# caption: …` what it shows";
            source.complain(fence.at, "the model has no caption", cure);
            return None;
        };
        match expect {
            Some(expect) => check_expectations(source, &session, expect),
            None => {
                let all: Vec<String> = verdicts(&session);
                let cure = format!("say what it shows: `# expect: {}`", all.join(", "));
                source.complain(fence.at, "the model has no expectation", cure);
            }
        }
        Some(Model { at: fence.at, caption: at..at + text.len(), session, attributes, still: None })
    }

    /// What it shows without motion: made once, since a page is checked and written.
    pub fn still(&mut self) -> &Still {
        self.still.get_or_insert_with(|| still(&mut self.session))
    }

    /// The element around its still. `number` tells it from the others of its page.
    #[must_use]
    pub fn element(&mut self, number: u32) -> String {
        let attributes = self.attributes.clone();
        element(Some(number), &attributes, self.still())
    }
}

/// The element with these attributes around a still. If it has a number, its id is `w` and the
/// number: the page's address names it so in front of a link.
#[must_use]
pub fn element(number: Option<u32>, attributes: &[(String, String)], still: &Still) -> String {
    let mut out = "<sand-table".to_owned();
    if let Some(number) = number {
        out += &format!(" id=\"w{number}\" data-address");
    }
    for (name, value) in attributes {
        out += &format!(" {name}=\"{}\"", escape(value));
    }
    out.push('>');
    out += &still.figure;
    if !still.film.is_empty() {
        // This stays where it is when the model becomes live.
        out += "<div slot=\"told\">";
        out += &still.film;
        out += "<details class=\"told\"><summary>The run in sentences</summary>";
        out += &still.transcript;
        out += "</details></div>";
    }
    out += "</sand-table>";
    out
}

/// A session and the attributes that make an element open the same.
pub type Opened = (Session, Vec<(String, String)>);

/// Opens what stands behind a fence, with a script that takes up some bytes of the file.
pub fn open(source: &Source, fence: &Fence, script: Option<Range<usize>>) -> Option<Opened> {
    let ids = models().map(|m| m.id);
    let Some((model, at)) = fence.words.get(1) else {
        let cure = format!("name one behind the fence: {}", ids.collect::<Vec<_>>().join(", "));
        source.complain(fence.at, "the block names no model", cure);
        return None;
    };
    let mut parts = Vec::new();
    let mut attributes = vec![("model".to_owned(), model.clone())];
    let mut whole = true;
    for (word, at) in &fence.words[2..] {
        let Some((name, value)) = word.split_once('=') else {
            let what = format!("`{}` is no option", excerpt(word));
            source.complain(*at, what, "write it like `name=value`, without spaces");
            whole = false;
            continue;
        };
        parts.push(Part::placed(name, value, (at + name.len() + 1) as u32));
        if name != "do" {
            attributes.push((name.to_owned(), value.to_owned()));
        }
    }
    let empty = parts.iter().any(|p| p.name == "do" && p.value.is_empty());
    let own = script.is_some();
    if let Some(script) = script {
        parts.push(Part::placed("do", &source.text[script.clone()], script.start as u32));
    }
    match Session::assemble(model, &parts) {
        Ok(session) if whole => {
            if own || empty {
                attributes.push(("do".to_owned(), session.script().join("; ")));
            }
            Some((session, attributes))
        }
        Ok(_) => None,
        Err(problems) => {
            for mut problem in problems {
                // What has no place of its own stands where the model is named.
                if problem.to <= problem.from {
                    (problem.from, problem.to) = (*at as u32, *at as u32 + 1);
                }
                source.complain_of(problem);
            }
            None
        }
    }
}

/// Says if a remark looks like one that means something, and is none.
fn check_remark(source: &Source, line: Line<'_>) {
    let text = line.1.trim_start_matches(['#', ' ']);
    let Some((key, _)) = text.split_once(':') else { return };
    if !key.contains(' ') && !REMARKS.contains(&key) {
        let what = format!("there is no remark `{}`", excerpt(key));
        source.complain(line.0, what, suggest(key, REMARKS.into_iter(), "choose from"));
    }
}

/// The verdicts at the end of the run, each with its check's name in front.
#[must_use]
pub fn verdicts(session: &Session) -> Vec<String> {
    let Ok(mut end) = Session::open(&session.link()) else { return Vec::new() };
    end.settle();
    let states = end.checks(Side::Main);
    states.iter().map(|c| format!("{} {}", c.name, c.verdict.name())).collect()
}

/// Holds the run to what the block says of it.
fn check_expectations(source: &Source, session: &Session, expect: Line<'_>) {
    let found = verdicts(session);
    for claim in expect.1.split(',').map(str::trim) {
        let Some((check, verdict)) = claim.split_once(' ') else {
            let what = format!("`{}` is no expectation", excerpt(claim));
            source.complain(expect.0, what, "write a check and its verdict: `fresh violated`");
            continue;
        };
        let names = session.spec().checks.iter().map(|c| c.name);
        let Some(real) = found.iter().find(|v| v.split(' ').next() == Some(check)) else {
            let what = format!("there is no check `{}`", excerpt(check));
            source.complain(expect.0, what, suggest(check, names, "choose from"));
            continue;
        };
        if real != claim {
            let (_, real) = real.split_once(' ').unwrap_or_default();
            let what = format!("`{check}` is {real} at the end of this run, not {verdict}");
            source.complain(expect.0, what, "change the script, or what the page says of it");
        }
    }
}
