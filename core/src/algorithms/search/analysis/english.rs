//! What is the stem of an English word, by Porter's second algorithm?

use super::suffix::{self, Pair, STEP_3, STEP_4};

/// Porter's second stemmer, *Porter2*, which Snowball calls *English*, as version 3.1 of Snowball
/// has it.
///
/// Beside [`Porter`](super::Porter) it knows where the word's first and second syllables end (the
/// regions R1 and R2), takes a final `-ly` off, leaves a final `-us` alone, turns fewer a `y` into
/// an `i`, and has lists of exceptions: `news` is not the plural of `new`, `dying` is `die`,
/// `organ` and `organize` are two words.
///
/// The lists grow from version to version. The version of 2001 had the exceptional words; the
/// prefixes `gener`, `commun` and `arsen` came in 2005 and 2006; `past`, `univers`, `later`,
/// `emerg`, `organ`, `inter`, the suffix `-ogist`, `evening`, and both letters of `add`, with
/// Snowball 3. A library that has version 2 differs in words with those.
///
/// Words are lower case. A word with a letter beyond ASCII is its own stem, unlike in Snowball,
/// which takes it for a consonant. A stem is never longer than its word. A stem is not always its
/// own stem.
///
/// It keeps its buffer, so one stemmer is worth keeping for many words.
///
/// Source: M. F. Porter, "The English (Porter2) stemming algorithm", 2001, revised since;
/// Snowball 3.1.1, `algorithms/english.sbl`.
///
/// ```
/// use sandtable_core::algorithms::search::{English, Porter};
///
/// let (mut english, mut porter) = (English::default(), Porter::default());
/// assert_eq!((english.stem("news"), porter.stem("news")), ("news", "new"));
/// assert_eq!((english.stem("generic"), porter.stem("generic")), ("generic", "gener"));
/// assert_eq!((english.stem("rarely"), porter.stem("rarely")), ("rare", "rare"));
/// assert_eq!((english.stem("deploys"), porter.stem("deploys")), ("deploy", "deploi"));
/// ```
#[derive(Clone, Debug, Default)]
pub struct English {
    /// The word, and then its stem; a y that is a consonant is written Y.
    text: String,
    /// Where R1 and R2 begin.
    r1: usize,
    r2: usize,
}

/// Words that follow no rule, or that a rule would make another word of.
const EXCEPTIONS: [Pair; 15] = [
    ("skis", "ski"),
    ("skies", "sky"),
    ("idly", "idl"),
    ("gently", "gentl"),
    ("ugly", "ugli"),
    ("early", "earli"),
    ("only", "onli"),
    ("singly", "singl"),
    ("sky", "sky"),
    ("news", "news"),
    ("howe", "howe"),
    ("atlas", "atlas"),
    ("cosmos", "cosmos"),
    ("bias", "bias"),
    ("andes", "andes"),
];

/// Beginnings at which R1 begins later than by rule.
const PREFIXES: [&str; 9] =
    ["gener", "commun", "arsen", "past", "univers", "later", "emerg", "organ", "inter"];

/// What stands before an `-ing` that is no suffix, as in `evening`.
const BEFORE_ING: [&str; 6] = ["inn", "out", "cann", "herr", "earr", "even"];
/// What stands before an `-eed` that is no suffix, as in `proceed`.
const BEFORE_EED: [&str; 3] = ["proc", "exc", "succ"];

const APOSTROPHES: [Pair; 3] = [("'s'", ""), ("'s", ""), ("'", "")];
const PLURALS: [Pair; 6] =
    [("sses", "ss"), ("ied", "i"), ("ies", "i"), ("us", "us"), ("ss", "ss"), ("s", "")];
const PARTICIPLES: [Pair; 6] =
    [("eedly", "ee"), ("ingly", ""), ("edly", ""), ("eed", "ee"), ("ing", ""), ("ed", "")];

const STEP_2: [Pair; 25] = [
    ("ational", "ate"),
    ("tional", "tion"),
    ("ization", "ize"),
    ("ation", "ate"),
    ("fulness", "ful"),
    ("ousness", "ous"),
    ("iveness", "ive"),
    ("biliti", "ble"),
    ("lessli", "less"),
    ("entli", "ent"),
    ("ousli", "ous"),
    ("fulli", "ful"),
    ("aliti", "al"),
    ("iviti", "ive"),
    ("alism", "al"),
    ("ogist", "og"),
    ("enci", "ence"),
    ("anci", "ance"),
    ("abli", "able"),
    ("alli", "al"),
    ("izer", "ize"),
    ("ator", "ate"),
    ("bli", "ble"),
    ("ogi", "og"),
    ("li", ""),
];

const fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

impl English {
    /// The stem of a word in lower case. A word of one or two letters, or with a letter beyond
    /// ASCII, is its own stem. O(length).
    pub fn stem(&mut self, word: &str) -> &str {
        self.text.clear();
        if word.len() < 3 || !word.is_ascii() {
            self.text.push_str(word);
            return &self.text;
        }
        if let Some((_, stem)) = EXCEPTIONS.iter().find(|(exception, _)| *exception == word) {
            return stem;
        }
        self.read(word.strip_prefix('\'').unwrap_or(word));
        self.plurals();
        self.participles();
        self.y_to_i();
        self.replace(self.r1, &STEP_2);
        self.replace(self.r1, &STEP_3);
        self.replace(self.r2, &STEP_4);
        self.last_e_and_ll();
        self.text.make_ascii_lowercase();
        &self.text
    }

    /// Takes the word over, and finds where the regions begin.
    fn read(&mut self, word: &str) {
        let mut after_vowel = true;
        for letter in word.chars() {
            let letter = if letter == 'y' && after_vowel { 'Y' } else { letter };
            after_vowel = is_vowel(letter as u8);
            self.text.push(letter);
        }
        let prefix = PREFIXES.iter().find(|prefix| word.starts_with(**prefix));
        self.r1 = prefix.map_or_else(|| self.region(0), |prefix| prefix.len());
        self.r2 = self.region(self.r1);
    }

    /// Where the region after the first consonant after the first vowel from `start` on begins.
    fn region(&self, start: usize) -> usize {
        let letters = self.letters();
        let pair = letters[start..].windows(2).position(|l| is_vowel(l[0]) && !is_vowel(l[1]));
        pair.map_or(letters.len(), |at| start + at + 2)
    }

    fn letters(&self) -> &[u8] {
        self.text.as_bytes()
    }

    fn has_vowel(&self, len: usize) -> bool {
        self.letters()[..len].iter().copied().any(is_vowel)
    }

    fn put(&mut self, len: usize, suffix: &str) {
        self.text.truncate(len);
        self.text.push_str(suffix);
    }

    /// Whether the first `len` letters end in a short syllable: *rap*, or *on* by itself; not
    /// *snow*. *past* counts as one.
    fn ends_short(&self, len: usize) -> bool {
        match &self.letters()[..len] {
            [first, second] => is_vowel(*first) && !is_vowel(*second),
            [.., b'p', b'a', b's', b't'] => true,
            [.., a, b, c] => {
                let closes = !is_vowel(*c) && !matches!(c, b'w' | b'x' | b'Y');
                !is_vowel(*a) && is_vowel(*b) && closes
            }
            _ => false,
        }
    }

    /// Step 1a, and the apostrophes before it.
    fn plurals(&mut self) {
        if let Some((len, _)) = suffix::first(self.letters(), &APOSTROPHES) {
            self.text.truncate(len);
        }
        let Some((len, (suffix, other))) = suffix::first(self.letters(), &PLURALS) else { return };
        match suffix {
            "ied" | "ies" if len < 2 => self.put(len, "ie"),
            // The vowel must not stand right before the s: gas, this.
            "s" if !self.has_vowel(len.saturating_sub(1)) => {}
            _ => self.put(len, other),
        }
    }

    /// Step 1b.
    fn participles(&mut self) {
        let Some((len, (suffix, other))) = suffix::first(self.letters(), &PARTICIPLES) else {
            return;
        };
        let before = &self.text[..len];
        if other == "ee" {
            if len >= self.r1 && !BEFORE_EED.contains(&before) {
                self.put(len, other);
            }
            return;
        }
        if suffix == "ing" {
            if let &[first, b'y'] = before.as_bytes()
                && !is_vowel(first)
            {
                self.put(1, "ie");
                return;
            }
            if BEFORE_ING.contains(&before) {
                return;
            }
        }
        if !self.has_vowel(len) {
            return;
        }
        self.text.truncate(len);
        match self.letters() {
            [.., b'a', b't'] | [.., b'b', b'l'] | [.., b'i', b'z'] => self.text.push('e'),
            // add, egg, off keep both.
            [b'a' | b'e' | b'o', a, b] if is_double(*a, *b) => {}
            [.., a, b] if is_double(*a, *b) => self.text.truncate(len - 1),
            _ if len == self.r1 && self.ends_short(len) => self.text.push('e'),
            _ => {}
        }
    }

    /// Step 1c.
    fn y_to_i(&mut self) {
        if let [.., _, before, b'y' | b'Y'] = self.letters()
            && !is_vowel(*before)
        {
            self.put(self.text.len() - 1, "i");
        }
    }

    /// Steps 2, 3 and 4: the suffix is replaced if it stands in the region, and some only behind
    /// certain letters.
    fn replace(&mut self, region: usize, table: &[Pair]) {
        let Some((len, (suffix, other))) = suffix::first(self.letters(), table) else { return };
        let before = self.letters()[..len].last().copied().unwrap_or_default();
        let fits = match suffix {
            "li" => b"cdeghkmnrt".contains(&before),
            "ogi" => before == b'l',
            "ion" => matches!(before, b's' | b't'),
            "ative" => len >= self.r2,
            _ => true,
        };
        if fits && len >= region {
            self.put(len, other);
        }
    }

    /// Step 5.
    fn last_e_and_ll(&mut self) {
        let len = self.text.len().saturating_sub(1);
        let goes = match self.letters() {
            [.., b'e'] => len >= self.r2 || (len >= self.r1 && !self.ends_short(len)),
            [.., b'l', b'l'] => len >= self.r2,
            _ => false,
        };
        if goes {
            self.text.truncate(len);
        }
    }
}

/// Whether two letters are a double that loses one of them.
fn is_double(a: u8, b: u8) -> bool {
    a == b && matches!(a, b'b' | b'd' | b'f' | b'g' | b'm' | b'n' | b'p' | b'r' | b't')
}
