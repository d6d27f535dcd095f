//! What a model shows without motion: its first frame, its film strip, its story in words.

use std::ops::RangeInclusive;

use sandtable_app::still;
use sandtable_core::session::Session;

use crate::html::attribute;

/// The style sheets of stills, the tokens first.
pub use sandtable_app::STYLE;

/// The most sentences that a transcript in a page has.
pub const TRANSCRIPT_LINES_MAX: usize = 40;

/// How many frames a film strip has.
pub const FRAMES: RangeInclusive<usize> = 3..=6;

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
    Still {
        figure: squeeze(&still::figure(session)),
        film: squeeze(&still::film_strip(session)),
        transcript: transcript(session),
    }
}

/// The run in sentences.
#[must_use]
pub fn transcript(session: &Session) -> String {
    still::transcript(session)
}

/// The same markup in fewer bytes: a page holds many pictures. Empty shapes close themselves, marks
/// that only the live player reads are left out, and shapes lie on whole units, which is less than
/// half a pixel away.
fn squeeze(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    for tag in html.split_inclusive('>') {
        if matches!(tag, "</path>" | "</circle>" | "</rect>" | "</line>") && out.ends_with('>') {
            out.pop();
            out.push_str("/>");
            continue;
        }
        let mut rest = tag;
        while let Some((head, name, value, tail)) = attribute(rest) {
            match name {
                "class" if value.is_empty() => out.push_str(head.trim_end()),
                "data-step" => out.push_str(head.trim_end()),
                "d" | "x" | "y" | "cx" | "cy" | "x1" | "x2" | "y1" | "y2" | "width" | "height" => {
                    out.push_str(&format!("{head}{name}=\"{}\"", whole(value)));
                }
                _ => out.push_str(&format!("{head}{name}=\"{value}\"")),
            }
            rest = tail;
        }
        out.push_str(rest);
    }
    out
}

/// A path's numbers, rounded.
fn whole(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut number = String::new();
    for c in path.chars().chain([' ']) {
        if c.is_ascii_digit() || c == '.' || c == '-' && number.is_empty() {
            number.push(c);
            continue;
        }
        match number.parse::<f64>() {
            Ok(value) => out.push_str(&format!("{:.0}", value + 0.0)),
            Err(_) => out.push_str(&number),
        }
        number.clear();
        if c == '-' {
            number.push(c);
        } else {
            out.push(c);
        }
    }
    out.truncate(out.trim_end().len());
    out.replace("-0 ", "0 ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn squeezing_keeps_what_is_drawn() {
        let html = "<g class=\"jump\" data-step=\"3\"><path class=\"\" d=\"M66.4 56L-3.6-4.2Z\"></path><text x=\"1.5\">5 > 4 = \"</text></g>";
        let less =
            "<g class=\"jump\"><path d=\"M66 56L-4-4Z\"/><text x=\"2\">5 > 4 = \"</text></g>";
        assert_eq!(squeeze(html), less);
    }

    #[test]
    fn a_still_holds_all_three() {
        let mut session = Session::open("v1/quorum?w=1&r=1").unwrap();
        let before = session.link();
        let still = still(&mut session);
        assert!(still.figure.contains("<svg") && still.film.contains("<figcaption>"));
        assert!(still.transcript.contains("<li"));
        assert_eq!(session.link(), before);
    }
}
