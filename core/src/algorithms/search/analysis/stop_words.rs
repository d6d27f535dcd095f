//! Which words are too common to be worth a postings list?

/// Lucene's thirty-three English stop words, in order.
///
/// Source: Lucene, `EnglishAnalyzer.ENGLISH_STOP_WORDS_SET`.
pub const STOP_WORDS: [&str; 33] = [
    "a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "if", "in", "into", "is", "it",
    "no", "not", "of", "on", "or", "such", "that", "the", "their", "then", "there", "these",
    "they", "this", "to", "was", "will", "with",
];

/// Whether a word, in lower case, is one of [`STOP_WORDS`]. O(log 33) comparisons.
///
/// ```
/// use sandtable_core::algorithms::search::is_stop_word;
///
/// assert!(is_stop_word("the"));
/// assert!(!is_stop_word("who"));
/// ```
#[must_use]
pub fn is_stop_word(word: &str) -> bool {
    word.len() <= 5 && STOP_WORDS.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_in_order_and_none_is_longer_than_the_shortcut() {
        assert!(STOP_WORDS.is_sorted());
        assert!(STOP_WORDS.iter().all(|word| word.len() <= 5 && is_stop_word(word)));
    }
}
