//! What is wrong with something that was given to us, where, and how to cure it.

use std::fmt;

/// A refusal: the place, what is wrong there, and the cure.
///
/// ```
/// use sandtable_core::engine::Problem;
/// let p = Problem::new("`w=9` is out of range", "choose 1 to 3").at(12, 15);
/// assert_eq!(p.to_string(), "at 12–15: `w=9` is out of range; choose 1 to 3");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The first byte of the offending part in the text that was given.
    pub from: u32,
    /// The byte after its last. Equal to `from` where there is no part to point at.
    pub to: u32,
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub cure: String,
}

impl Problem {
    /// A problem without a place.
    #[must_use]
    pub fn new(what: impl Into<String>, cure: impl Into<String>) -> Problem {
        Problem { from: 0, to: 0, what: what.into(), cure: cure.into() }
    }

    /// The same problem, placed in the text.
    #[must_use]
    pub fn at(mut self, from: u32, to: u32) -> Problem {
        (self.from, self.to) = (from, to);
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.to > self.from {
            write!(f, "at {}–{}: ", self.from, self.to)?;
        }
        write!(f, "{}; {}", self.what, self.cure)
    }
}

impl std::error::Error for Problem {}

/// `text` shortened to at most 40 characters, for quoting in a problem.
///
/// ```
/// use sandtable_core::engine::problem::excerpt;
/// assert_eq!(excerpt("quorum"), "quorum");
/// assert_eq!(excerpt(&"x".repeat(50)).chars().count(), 41);
/// ```
#[must_use]
pub fn excerpt(text: &str) -> String {
    let mut chars = text.chars();
    let head: String = chars.by_ref().take(40).collect();
    if chars.next().is_some() { format!("{head}…") } else { head }
}

/// The candidate that `word` was probably meant to be: the nearest by edit distance, at most two
/// edits away. O(candidates × lengths), and lengths are bounded by 40.
///
/// ```
/// use sandtable_core::engine::problem::nearest;
/// assert_eq!(nearest("wirte", ["read", "write"]), Some("write"));
/// assert_eq!(nearest("zebra", ["read", "write"]), None);
/// ```
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = word.chars().take(40).collect();
    candidates
        .into_iter()
        .map(|c| (edits(&word, &c.chars().take(40).collect::<Vec<_>>()), c))
        .filter(|(distance, c)| *distance <= 2 && *distance < c.len())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, c)| c)
}

fn edits(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let cost = (diagonal + usize::from(x != y)).min(row[j] + 1).min(row[j + 1] + 1);
            diagonal = std::mem::replace(&mut row[j + 1], cost);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_is_a_guess_within_reason() {
        assert_eq!(nearest("quorm", ["quorum", "gossip"]), Some("quorum"));
        assert_eq!(nearest("wirte", ["write", "read"]), Some("write"));
        assert_eq!(nearest("zebra", ["quorum", "gossip"]), None);
        assert_eq!(nearest("x", ["n", "r"]), None);
    }
}
