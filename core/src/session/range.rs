//! The steps between which a reader may move: the whole run, or a range of it.

use super::Session;
use crate::engine::problem::excerpt;
use crate::engine::{Problem, SimTime};

impl Session {
    /// Locks the cursor to a range of steps, `4..18`: it goes to the nearest of them now, and no
    /// way leads out of them afterwards. What was opened, and is gone back to, lies in it too.
    ///
    /// ```
    /// use sandtable_core::session::Session;
    /// let mut session = Session::open("v1/quorum?w=1&r=1").unwrap();
    /// session.lock("4..9").unwrap();
    /// session.seek(0);
    /// assert_eq!(session.position(), 4);
    /// session.settle();
    /// assert_eq!((session.position(), session.next_time()), (9, None));
    /// assert!(session.lock("9..4").is_err());
    /// ```
    ///
    /// # Errors
    /// The text is no range, or the run has no such steps; nothing is locked then.
    pub fn lock(&mut self, range: &str) -> Result<(), Problem> {
        let wrong = |why: String, cure: String| {
            Problem::new(format!("`range={}` {why}", excerpt(range)), cure)
        };
        let length = self.length();
        let read = range.split_once('.').and_then(|(first, rest)| {
            let last = rest.strip_prefix('.')?;
            Some((first.trim().parse::<u32>().ok()?, last.trim().parse::<u32>().ok()?))
        });
        let Some((first, last)) = read else {
            let cure = format!("write the first and the last step: `0..{length}`");
            return Err(wrong("is no range of steps".into(), cure));
        };
        if first > last {
            return Err(wrong("ends before it begins".into(), format!("write `{last}..{first}`")));
        }
        if last > length {
            let why = format!("ends after step {length}, the last of this run");
            let cure = format!("choose steps from 0 to {length}");
            return Err(wrong(why, cure));
        }
        self.range = Some((first, last));
        self.follow();
        self.seen = self.position();
        self.opened = self.here();
        self.keep_branch();
        Ok(())
    }

    /// The first step that the reader may go to.
    #[must_use]
    pub fn first(&self) -> u32 {
        self.range.map_or(0, |(first, _)| first.min(self.length()))
    }

    /// The last step that the reader may go to.
    #[must_use]
    pub fn last(&self) -> u32 {
        self.range.map_or(u32::MAX, |(_, last)| last).min(self.length())
    }

    /// The moment of the first step that the reader may go to.
    #[must_use]
    pub fn begin(&self) -> SimTime {
        self.time_of(self.first())
    }

    /// The moment of the last step that the reader may go to.
    #[must_use]
    pub fn end(&self) -> SimTime {
        if self.range.is_some() {
            return self.time_of(self.last());
        }
        let versus = self.versus.as_ref().map_or(SimTime::ZERO, |versus| versus.end());
        self.run.end().max(versus)
    }

    /// Puts a cursor that is out of the range on the nearest step in it.
    pub(super) fn stay_in(&mut self) {
        let Some(_) = self.range else { return };
        let (first, last) = (self.first(), self.last());
        let position = self.run.position();
        // Time goes on after the last step, too, and shows the next one on its way.
        if position < first || position > last || self.now() > self.end() {
            self.run.seek(position.clamp(first, last));
        }
    }

    /// Refuses to go on from the last step that the reader may go to.
    pub(super) fn must_not_leave(&self) -> Result<(), Problem> {
        match self.range {
            Some((first, last)) if self.position() >= last => {
                let what = format!("this player is locked to the steps {first} to {last}");
                Err(Problem::new(what, "go a step back and do it there"))
            }
            _ => Ok(()),
        }
    }
}
