//! Which words are nearly this one?

/// The most letters that are changed when a word was meant for another.
///
/// One from four letters on, two from eight on, as search engines have it: in shorter words a letter
/// makes too much of a difference. Source: Elasticsearch, `fuzziness: AUTO`, with other bounds.
///
/// ```
/// use sandtable_core::algorithms::search::edits_max;
///
/// assert_eq!(["log", "lock", "quorum", "snapshot"].map(edits_max), [0, 1, 1, 2]);
/// ```
#[must_use]
pub fn edits_max(word: &str) -> u32 {
    match word.chars().count() {
        0..4 => 0,
        4..8 => 1,
        _ => 2,
    }
}

/// A word to which others are held, a letter at a time.
///
/// The distance is that of Damerau and Levenshtein with no letter edited twice (*optimal string
/// alignment*): how many letters are added, left out, replaced, or swapped with their neighbour.
/// Words that come in alphabetical order share the rows of the letters they begin with alike, and
/// where a beginning is too far off, all words with it are passed over. Only the band of the row in
/// which the distance can be small enough is worked out.
///
/// O(edits) a letter. Sources: F. Damerau, "A technique for computer detection and correction of
/// spelling errors", 1964; E. Ukkonen, "Algorithms for approximate string matching", 1985 (the band).
pub(super) struct Near {
    word: Vec<char>,
    edits_max: u32,
    /// The beginning that the rows stand for.
    prefix: Vec<char>,
    /// For each length of the prefix, 0 included: the distance to each beginning of the word.
    rows: Vec<Vec<u32>>,
}

impl Near {
    pub(super) fn new(word: &str, edits_max: u32) -> Self {
        let word: Vec<char> = word.chars().collect();
        let rows = vec![(0..=word.len() as u32).collect()];
        Self { word, edits_max, prefix: Vec::new(), rows }
    }

    /// The distance of a word, unless it is too far off. Words come in alphabetical order for speed;
    /// the answer does not depend on it.
    pub(super) fn distance(&mut self, other: &str) -> Option<u32> {
        let same = other.chars().zip(&self.prefix).take_while(|(a, b)| a == *b).count();
        self.prefix.truncate(same);
        self.rows.truncate(same + 1);
        if self.is_hopeless() {
            return None;
        }
        for letter in other.chars().skip(same) {
            self.push(letter);
            if self.is_hopeless() {
                return None;
            }
        }
        let distance = *self.rows.last()?.last()?;
        (distance <= self.edits_max).then_some(distance)
    }

    /// Whether nothing that begins so is near enough. A swap reaches back two rows.
    fn is_hopeless(&self) -> bool {
        let least = |row: &Vec<u32>| row.iter().copied().min().unwrap_or(0);
        let mut last = self.rows.iter().rev().take(2).map(least);
        let (Some(last), before) = (last.next(), last.next()) else { return false };
        last > self.edits_max && before.is_none_or(|before| before >= self.edits_max)
    }

    fn push(&mut self, letter: char) {
        let at = self.rows.len();
        let width = self.word.len() + 1;
        let far = self.edits_max + 1;
        let mut row = vec![far; width];
        let above = &self.rows[at - 1];
        let band = self.edits_max as usize;
        for column in at.saturating_sub(band)..width.min(at + band + 1) {
            if column == 0 {
                row[0] = at as u32;
                continue;
            }
            let is_same = self.word[column - 1] == letter;
            let mut least = above[column - 1] + u32::from(!is_same);
            least = least.min(above[column] + 1).min(row[column - 1] + 1);
            if at > 1
                && column > 1
                && self.word[column - 2] == letter
                && self.prefix.last() == Some(&self.word[column - 1])
            {
                least = least.min(self.rows[at - 2][column - 2] + 1);
            }
            row[column] = least.min(far);
        }
        self.rows.push(row);
        self.prefix.push(letter);
    }
}
