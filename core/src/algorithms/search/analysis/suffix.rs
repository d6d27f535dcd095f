//! Which suffix of a table does a word end in?

/// A suffix, and what takes its place.
pub(super) type Pair = (&'static str, &'static str);

/// Step 3 of both of Porter's stemmers; the first two are in the second one only.
pub(super) const STEP_3: [Pair; 9] = [
    ("ational", "ate"),
    ("tional", "tion"),
    ("alize", "al"),
    ("icate", "ic"),
    ("iciti", "ic"),
    ("ative", ""),
    ("ical", "ic"),
    ("ness", ""),
    ("ful", ""),
];

/// Step 4 of both.
pub(super) const STEP_4: [Pair; 18] = [
    ("ement", ""),
    ("ment", ""),
    ("ent", ""),
    ("ance", ""),
    ("ence", ""),
    ("able", ""),
    ("ible", ""),
    ("ant", ""),
    ("ism", ""),
    ("ate", ""),
    ("iti", ""),
    ("ous", ""),
    ("ive", ""),
    ("ize", ""),
    ("ion", ""),
    ("al", ""),
    ("er", ""),
    ("ic", ""),
];

/// The first pair of the table whose suffix the word ends in, and what stands before that suffix.
/// Where one suffix ends in another, the longer one has to come first.
pub(super) fn first(word: &[u8], table: &[Pair]) -> Option<(usize, Pair)> {
    let end = word.last();
    let found = table.iter().find(|(suffix, _)| {
        let suffix = suffix.as_bytes();
        // The last letter rules most of them out.
        suffix.last() == end && word.ends_with(suffix)
    });
    found.map(|&pair| (word.len() - pair.0.len(), pair))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_that_fits_is_taken() {
        let table = [("ization", "ize"), ("ation", "ate"), ("s", "")];
        assert_eq!(first(b"organization", &table), Some((5, table[0])));
        assert_eq!(first(b"creation", &table), Some((3, table[1])));
        assert_eq!(first(b"s", &table), Some((0, table[2])));
        assert_eq!(first(b"on", &table), None);
        assert_eq!(first(b"", &table), None);
    }
}
