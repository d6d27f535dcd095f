//! What is wrong in the content, where, and how to cure it; collected, not thrown.

use std::cell::RefCell;
use std::fmt;

use sandtable_core::session::Problem;

/// Something wrong in a file: `content/track/topic.md:12: what; cure`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Complaint {
    /// The file, as the writer knows it.
    pub file: String,
    /// The line, counted from 1; 0 where the whole file is meant.
    pub line: u32,
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub cure: String,
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Complaint { file, line, what, cure } = self;
        match line {
            0 => write!(f, "{file}: {what}; {cure}"),
            _ => write!(f, "{file}:{line}: {what}; {cure}"),
        }
    }
}

/// A file's text and what is wrong with it. Places are bytes of the text.
pub struct Source {
    /// The file, as the writer knows it: `content/distribution/quorum.md`.
    pub name: String,
    /// Its text.
    pub text: String,
    complaints: RefCell<Vec<Complaint>>,
}

impl Source {
    /// A file of which nothing is wrong yet.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Source {
        Source { name: name.into(), text: text.into(), complaints: RefCell::default() }
    }

    /// The line of a byte, counted from 1.
    #[must_use]
    pub fn line(&self, at: usize) -> u32 {
        let before = &self.text.as_bytes()[..at.min(self.text.len())];
        before.iter().filter(|b| **b == b'\n').count() as u32 + 1
    }

    /// Notes that something is wrong at a byte.
    pub fn complain(&self, at: usize, what: impl Into<String>, cure: impl Into<String>) {
        let line = self.line(at);
        self.complaints.borrow_mut().push(Complaint {
            file: self.name.clone(),
            line,
            what: what.into(),
            cure: cure.into(),
        });
    }

    /// Notes a problem of the engine, whose place is a byte of this text.
    pub fn complain_of(&self, problem: Problem) {
        self.complain(problem.from as usize, problem.what, problem.cure);
    }

    /// Takes all that is wrong, in the order of the lines.
    #[must_use]
    pub fn take(&self) -> Vec<Complaint> {
        let mut all = self.complaints.take();
        all.sort();
        all.dedup();
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn complaints_name_the_line() {
        let source = Source::new("content/a/b.md", "one\ntwo\nthree");
        source.complain(9, "third", "cure it");
        source.complain(4, "second", "cure it");
        let all: Vec<String> = source.take().iter().map(ToString::to_string).collect();
        assert_eq!(all, ["content/a/b.md:2: second; cure it", "content/a/b.md:3: third; cure it"]);
        assert!(source.take().is_empty());
    }
}
