//! Which words are too common to be worth a postings list?

/// Lucene's thirty-three English stop words, in order.
///
/// Source: Lucene, `EnglishAnalyzer.ENGLISH_STOP_WORDS_SET`.
pub const STOP_WORDS: [&str; 33] = [
    "a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "if", "in", "into", "is", "it",
    "no", "not", "of", "on", "or", "such", "that", "the", "their", "then", "there", "these",
    "they", "this", "to", "was", "will", "with",
];

/// Where the words of each letter begin in [`STOP_WORDS`], and where those of z end.
const STARTS: [u8; 27] = {
    let mut starts = [0; 27];
    let mut letter = 0;
    while letter < 27 {
        let mut word = 0;
        while word < STOP_WORDS.len() && STOP_WORDS[word].as_bytes()[0] < b'a' + letter as u8 {
            word += 1;
        }
        starts[letter] = word as u8;
        letter += 1;
    }
    starts
};

/// Whether a word, in lower case, is one of [`STOP_WORDS`]. O(1).
///
/// ```
/// use sandtable_core::algorithms::search::is_stop_word;
///
/// assert!(is_stop_word("the"));
/// assert!(!is_stop_word("who"));
/// ```
#[must_use]
pub fn is_stop_word(word: &str) -> bool {
    let Some(letter @ b'a'..=b'z') = word.bytes().next() else { return false };
    let letter = usize::from(letter - b'a');
    STOP_WORDS[STARTS[letter].into()..STARTS[letter + 1].into()].contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_in_order_and_each_of_it_is_found() {
        assert!(STOP_WORDS.is_sorted());
        assert!(STOP_WORDS.iter().all(|word| is_stop_word(word)));
        for other in ["", "z", "zoo", "th", "thee", "The", "é", "1", "withy"] {
            assert!(!is_stop_word(other), "{other}");
        }
    }
}
