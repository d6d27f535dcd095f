//! Where does a word begin and end?

use super::character::{Class, class};

/// A word of a text as it stands there, and the byte at which it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    /// The word, as written.
    pub text: &'a str,
    /// Its first byte in the text.
    pub start: usize,
}

/// The longest word in characters; what is longer is cut, as Lucene cuts it.
pub const WORD_CHARS_MAX: usize = 255;

/// The most bytes of a term: no letter takes more than four of them in lower case.
pub(in crate::algorithms::search) const TERM_BYTES_MAX: usize = 4 * WORD_CHARS_MAX;

/// The words of a text, by the word-break rules of Unicode.
///
/// Letters and digits join; a full stop or an apostrophe joins two letters or two digits (`3.70`,
/// `don't`), a colon two letters, a comma two digits, an underscore anything. A run of Katakana is
/// a word; a Han or Hiragana sign is a word by itself. An accent belongs to its letter.
///
/// Covered: the rules WB4 to WB13b for the alphabets, digits and joiners, with the letters and
/// digits of Rust's `char`. Not covered: emoji (dropped, where Lucene keeps them), the quotation
/// marks within Hebrew words, and the runs of Thai, Lao, Khmer and Burmese, which are split here at
/// some of their vowel signs.
///
/// O(length). Source: Unicode Standard Annex #29, *Unicode Text Segmentation*; Lucene,
/// `StandardTokenizer`.
///
/// ```
/// use sandtable_core::algorithms::search::words;
///
/// let found: Vec<&str> = words("Can't pay $3.70 (wi-fi)?").map(|word| word.text).collect();
/// assert_eq!(found, ["Can't", "pay", "3.70", "wi", "fi"]);
/// ```
#[must_use]
pub fn words(text: &str) -> Words<'_> {
    Words { text, at: 0 }
}

/// An iterator over words; made by [`words`].
#[derive(Clone, Debug)]
pub struct Words<'a> {
    text: &'a str,
    at: usize,
}

impl Words<'_> {
    /// The character at a byte, its class, and the byte behind it.
    fn look(&self, at: usize) -> Option<(Class, usize)> {
        let byte = *self.text.as_bytes().get(at)?;
        if byte < 0x80 {
            return Some((class(byte as char), at + 1));
        }
        let character = self.text[at..].chars().next()?;
        Some((class(character), at + character.len_utf8()))
    }

    /// The first character from a byte on that is no accent of the one before.
    fn look_past_accents(&self, mut at: usize) -> Option<(Class, usize)> {
        loop {
            let found = self.look(at)?;
            if found.0 != Class::Extend {
                return Some(found);
            }
            at = found.1;
        }
    }
}

impl<'a> Iterator for Words<'a> {
    type Item = Word<'a>;

    fn next(&mut self) -> Option<Word<'a>> {
        loop {
            let start = self.at;
            let (first, mut end) = self.look(start)?;
            self.at = end;
            if !matches!(
                first,
                Class::Letter | Class::Digit | Class::Katakana | Class::Single | Class::Join
            ) {
                continue;
            }
            let (mut last, mut chars, mut is_word) = (first, 1, first != Class::Join);
            while chars < WORD_CHARS_MAX {
                let Some((next, behind)) = self.look(end) else { break };
                let joined = match (last, next) {
                    (_, Class::Extend) => {
                        (end, chars) = (behind, chars + 1);
                        continue;
                    }
                    (Class::Letter | Class::Digit, Class::Letter | Class::Digit)
                    | (Class::Katakana, Class::Katakana)
                    | (Class::Letter | Class::Digit | Class::Katakana | Class::Join, Class::Join)
                    | (Class::Join, Class::Letter | Class::Digit | Class::Katakana) => {
                        Some((next, behind))
                    }
                    (Class::Letter, Class::MidLetter | Class::MidBoth)
                    | (Class::Digit, Class::MidDigit | Class::MidBoth) => {
                        self.look_past_accents(behind).filter(|found| found.0 == last)
                    }
                    _ => None,
                };
                let Some((class, behind)) = joined else { break };
                is_word |= class != Class::Join;
                (last, end, chars) = (class, behind, chars + 1);
            }
            self.at = end;
            if is_word {
                return Some(Word { text: &self.text[start..end], start });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        words(text).map(|word| word.text).collect()
    }

    #[test]
    fn joiners_join_their_own_kind_only() {
        assert_eq!(
            split("U.S.A. 3.14 1,000; a,b a.1 1.a x1.5"),
            ["U.S.A", "3.14", "1,000", "a", "b", "a", "1", "1", "a", "x1.5"]
        );
        assert_eq!(
            split("don't 'quoted' users' a:b 1:2"),
            ["don't", "quoted", "users", "a:b", "1", "2"]
        );
        assert_eq!(
            split("_a_b_ __ snake_case 10^x |B|=n"),
            ["_a_b_", "snake_case", "10", "x", "B", "n"]
        );
    }

    #[test]
    fn no_letter_takes_more_than_four_bytes_in_lower_case() {
        let bytes = |letter: char| letter.to_lowercase().map(char::len_utf8).sum::<usize>();
        assert_eq!(('\0'..=char::MAX).map(bytes).max(), Some(TERM_BYTES_MAX / WORD_CHARS_MAX));
    }

    #[test]
    fn other_scripts() {
        assert_eq!(split("Ångström naïve cafe\u{301}s"), ["Ångström", "naïve", "cafe\u{301}s"]);
        assert_eq!(
            split("日本語 カタカナ ひら 한국어"),
            ["日", "本", "語", "カタカナ", "ひ", "ら", "한국어"]
        );
    }

    #[test]
    fn a_word_knows_where_it_stands_and_is_cut_when_too_long() {
        let starts: Vec<usize> = words("é, to be").map(|word| word.start).collect();
        assert_eq!(starts, [0, 4, 7]);
        let long = "x".repeat(WORD_CHARS_MAX + 3);
        assert_eq!(split(&long).iter().map(|word| word.len()).collect::<Vec<_>>(), [255, 3]);
    }
}
