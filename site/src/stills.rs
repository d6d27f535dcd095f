//! What a model shows without motion: its first frame, its film strip, its story in words.

use std::ops::RangeInclusive;

use sandtable_app::still;
use sandtable_core::session::Session;

use crate::squeeze::squeeze;

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

#[cfg(test)]
mod tests {
    use super::*;

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
