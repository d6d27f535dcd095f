//! What a model shows without motion: its first frame, its film strip, its story in words.

use sandtable_core::session::{Session, Side};

use crate::html::escape;

/// The most sentences that a transcript in a page has.
pub const TRANSCRIPT_LINES_MAX: usize = 40;

/// A run as a page shows it until, or instead of, the live player.
#[derive(Clone, Debug, Default)]
pub struct Still {
    /// The picture of the moment at which the run opens.
    pub figure: String,
    /// Three to six frames that tell the run.
    pub film: String,
    /// The run in sentences.
    pub transcript: String,
}

/// The still of a session; its cursor stays where it is.
#[must_use]
pub fn still(session: &mut Session) -> Still {
    Still { figure: figure(session), film: film(session), transcript: transcript(session) }
}

fn figure(session: &Session) -> String {
    let views = session.scene(Side::Main).views;
    let parts = views.iter().map(|view| format!("<pre>{}</pre>", escape(&view.text())));
    parts.collect::<Vec<_>>().concat()
}

fn film(session: &mut Session) -> String {
    let frames = session.film(6);
    let items = frames.iter().map(|f| format!("<li>{}</li>", escape(&f.caption)));
    format!("<ol>{}</ol>", items.collect::<Vec<_>>().concat())
}

/// The run in sentences.
#[must_use]
pub fn transcript(session: &Session) -> String {
    let lines = session.story(TRANSCRIPT_LINES_MAX);
    let items = lines.iter().map(|l| format!("<li>{}</li>", escape(&l.text)));
    format!("<ol>{}</ol>", items.collect::<Vec<_>>().concat())
}
