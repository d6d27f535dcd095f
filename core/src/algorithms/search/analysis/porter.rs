//! What is the stem of an English word?

use super::suffix::{self, Pair, STEP_3, STEP_4};

/// Porter's stemmer, the original of 1980, as its author's programs and Lucene have it.
///
/// It differs from the paper in the three points in which the author's own programs do: words of
/// one or two letters stay, `-bli` becomes `-ble` (the paper: `-abli` to `-able`), and `-logi`
/// becomes `-log`. It is not Porter2: that is
/// [`English`](super::English).
///
/// It keeps its buffers, so one stemmer is worth keeping for many words.
///
/// Source: M. F. Porter, "An algorithm for suffix stripping", *Program* 14(3), 1980, pages 130–137;
/// Lucene, `PorterStemmer`.
///
/// ```
/// use sandtable_core::algorithms::search::Porter;
///
/// let mut porter = Porter::default();
/// assert_eq!(porter.stem("retrieval"), "retriev");
/// assert_eq!(porter.stem("databases"), "databas");
/// assert_eq!(porter.stem("is"), "is");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Porter {
    /// The word, and then its stem, a byte a letter.
    letters: Vec<u8>,
    /// The letters beyond ASCII: 0x80 + index stands for each.
    others: Vec<char>,
    /// What stands before the suffix that was found last.
    stem_len: usize,
    text: String,
}

impl Porter {
    /// The stem of a word in lower case. A word with more than 128 different letters beyond ASCII is
    /// its own stem. O(length).
    pub fn stem(&mut self, word: &str) -> &str {
        self.text.clear();
        if !self.read(word) {
            self.text.push_str(word);
            return &self.text;
        }
        if self.letters.len() > 2 {
            self.plurals_and_participles();
            self.y_to_i();
            self.double_suffixes();
            self.ic_full_ness();
            self.ant_ence();
            self.last_e_and_ll();
        }
        let others = &self.others;
        self.text.extend(self.letters.iter().map(|&letter| match letter.checked_sub(0x80) {
            Some(index) => others[usize::from(index)],
            None => char::from(letter),
        }));
        &self.text
    }

    /// Whether the word could be written with a byte a letter.
    fn read(&mut self, word: &str) -> bool {
        self.letters.clear();
        self.others.clear();
        if word.is_ascii() {
            self.letters.extend(word.as_bytes());
            return true;
        }
        for letter in word.chars() {
            if letter.is_ascii() {
                self.letters.push(letter as u8);
                continue;
            }
            let index = self.others.iter().position(|&other| other == letter);
            let index = index.unwrap_or(self.others.len());
            if index == 0x80 {
                return false;
            }
            if index == self.others.len() {
                self.others.push(letter);
            }
            self.letters.push(0x80 + index as u8);
        }
        true
    }

    fn is_consonant(&self, index: usize) -> bool {
        match self.letters[index] {
            b'a' | b'e' | b'i' | b'o' | b'u' => false,
            // A y is a vowel behind a consonant; a run of them takes turns.
            b'y' => {
                let mut first = index;
                while first > 0 && self.letters[first - 1] == b'y' {
                    first -= 1;
                }
                let first_is_consonant = first == 0 || !self.is_consonant(first - 1);
                first_is_consonant == (index - first).is_multiple_of(2)
            }
            _ => true,
        }
    }

    /// How often a vowel is followed by a consonant before the suffix: Porter's *m*.
    fn measure(&self) -> usize {
        let mut count = 0;
        let mut after_vowel = false;
        for index in 0..self.stem_len {
            let consonant = self.is_consonant(index);
            count += usize::from(after_vowel && consonant);
            after_vowel = !consonant;
        }
        count
    }

    fn has_vowel(&self) -> bool {
        (0..self.stem_len).any(|index| !self.is_consonant(index))
    }

    /// Whether the first `len` letters end in two equal consonants.
    fn ends_double(&self, len: usize) -> bool {
        len >= 2 && self.letters[len - 1] == self.letters[len - 2] && self.is_consonant(len - 1)
    }

    /// Whether the first `len` letters end in consonant, vowel, consonant, and that last one is
    /// none of w, x, y: *hop*, not *snow*.
    fn ends_short(&self, len: usize) -> bool {
        len >= 3
            && self.is_consonant(len - 1)
            && !self.is_consonant(len - 2)
            && self.is_consonant(len - 3)
            && !matches!(self.letters[len - 1], b'w' | b'x' | b'y')
    }

    /// Whether the word ends so; if it does, the suffix is the one that is spoken of from here on.
    fn ends(&mut self, suffix: &str) -> bool {
        let fits = self.letters.ends_with(suffix.as_bytes());
        if fits {
            self.stem_len = self.letters.len() - suffix.len();
        }
        fits
    }

    fn put(&mut self, suffix: &str) {
        self.letters.truncate(self.stem_len);
        self.letters.extend(suffix.as_bytes());
    }

    /// The first pair whose suffix fits is taken: replaced if the measure allows, left otherwise.
    fn replace_first(&mut self, pairs: &[Pair]) {
        if let Some((stem_len, (_, other))) = suffix::first(&self.letters, pairs) {
            self.stem_len = stem_len;
            if self.measure() > 0 {
                self.put(other);
            }
        }
    }

    /// Steps 1a and 1b.
    fn plurals_and_participles(&mut self) {
        if self.ends("sses") {
            self.put("ss");
        } else if self.ends("ies") {
            self.put("i");
        } else if !self.ends("ss") && self.ends("s") {
            self.put("");
        }
        if self.ends("eed") {
            if self.measure() > 0 {
                self.put("ee");
            }
        } else if (self.ends("ed") || self.ends("ing")) && self.has_vowel() {
            self.put("");
            if self.ends("at") {
                self.put("ate");
            } else if self.ends("bl") {
                self.put("ble");
            } else if self.ends("iz") {
                self.put("ize");
            } else if self.ends_double(self.letters.len()) {
                if !matches!(self.letters.last(), Some(b'l' | b's' | b'z')) {
                    self.letters.pop();
                }
            } else {
                self.stem_len = self.letters.len();
                if self.measure() == 1 && self.ends_short(self.stem_len) {
                    self.letters.push(b'e');
                }
            }
        }
    }

    /// Step 1c.
    fn y_to_i(&mut self) {
        if self.ends("y") && self.has_vowel() {
            self.put("i");
        }
    }

    /// Step 2.
    fn double_suffixes(&mut self) {
        self.replace_first(&[
            ("ational", "ate"),
            ("tional", "tion"),
            ("enci", "ence"),
            ("anci", "ance"),
            ("izer", "ize"),
            ("bli", "ble"),
            ("alli", "al"),
            ("entli", "ent"),
            ("eli", "e"),
            ("ousli", "ous"),
            ("ization", "ize"),
            ("ation", "ate"),
            ("ator", "ate"),
            ("alism", "al"),
            ("iveness", "ive"),
            ("fulness", "ful"),
            ("ousness", "ous"),
            ("aliti", "al"),
            ("iviti", "ive"),
            ("biliti", "ble"),
            ("logi", "log"),
        ]);
    }

    /// Step 3.
    fn ic_full_ness(&mut self) {
        // The first two are those of Porter2.
        self.replace_first(&STEP_3[2..]);
    }

    /// Step 4.
    fn ant_ence(&mut self) {
        let found = suffix::first(&self.letters, &STEP_4);
        let found = found.or_else(|| suffix::first(&self.letters, &[("ou", "")]));
        let Some((stem_len, (suffix, _))) = found else { return };
        self.stem_len = stem_len;
        let fits = suffix != "ion" || matches!(self.letters[..stem_len].last(), Some(b's' | b't'));
        if fits && self.measure() > 1 {
            self.put("");
        }
    }

    /// Steps 5a and 5b.
    fn last_e_and_ll(&mut self) {
        if self.ends("e") {
            let measure = self.measure();
            if measure > 1 || (measure == 1 && !self.ends_short(self.stem_len)) {
                self.letters.pop();
            }
        }
        let len = self.letters.len();
        if self.letters.last() == Some(&b'l') && self.ends_double(len) {
            // The paper counts before the last l, the author's programs with it: the same number.
            self.stem_len = len;
            if self.measure() > 1 {
                self.letters.pop();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_paper() {
        // M. F. Porter (1980), the examples beside the rules, run through all steps.
        let cases = [
            ("caresses", "caress"),
            ("ponies", "poni"),
            ("ties", "ti"),
            ("caress", "caress"),
            ("cats", "cat"),
            ("feed", "feed"),
            ("agreed", "agre"),
            ("plastered", "plaster"),
            ("bled", "bled"),
            ("motoring", "motor"),
            ("sing", "sing"),
            ("conflated", "conflat"),
            ("troubled", "troubl"),
            ("sized", "size"),
            ("hopping", "hop"),
            ("tanned", "tan"),
            ("falling", "fall"),
            ("hissing", "hiss"),
            ("fizzed", "fizz"),
            ("failing", "fail"),
            ("filing", "file"),
            ("happy", "happi"),
            ("sky", "sky"),
            ("relational", "relat"),
            ("conditional", "condit"),
            ("rational", "ration"),
            ("valenci", "valenc"),
            ("hesitanci", "hesit"),
            ("digitizer", "digit"),
            ("conformabli", "conform"),
            ("radicalli", "radic"),
            ("differentli", "differ"),
            ("vileli", "vile"),
            ("analogousli", "analog"),
            ("vietnamization", "vietnam"),
            ("predication", "predic"),
            ("operator", "oper"),
            ("feudalism", "feudal"),
            ("decisiveness", "decis"),
            ("hopefulness", "hope"),
            ("callousness", "callous"),
            ("formaliti", "formal"),
            ("sensitiviti", "sensit"),
            ("sensibiliti", "sensibl"),
            ("triplicate", "triplic"),
            ("formative", "form"),
            ("formalize", "formal"),
            ("electriciti", "electr"),
            ("electrical", "electr"),
            ("hopeful", "hope"),
            ("goodness", "good"),
            ("revival", "reviv"),
            ("allowance", "allow"),
            ("inference", "infer"),
            ("airliner", "airlin"),
            ("gyroscopic", "gyroscop"),
            ("adjustable", "adjust"),
            ("defensible", "defens"),
            ("irritant", "irrit"),
            ("replacement", "replac"),
            ("adjustment", "adjust"),
            ("dependent", "depend"),
            ("adoption", "adopt"),
            ("homologou", "homolog"),
            ("communism", "commun"),
            ("activate", "activ"),
            ("angulariti", "angular"),
            ("homologous", "homolog"),
            ("effective", "effect"),
            ("bowdlerize", "bowdler"),
            ("probate", "probat"),
            ("rate", "rate"),
            ("cease", "ceas"),
            ("controll", "control"),
            ("roll", "roll"),
        ];
        let mut porter = Porter::default();
        for (word, stem) in cases {
            assert_eq!(porter.stem(word), stem, "{word}");
        }
    }

    #[test]
    fn where_the_programs_leave_the_paper_and_what_is_no_english() {
        let mut porter = Porter::default();
        for (word, stem) in [
            ("as", "as"),
            ("possibly", "possibl"),
            ("archaeology", "archaeolog"),
            ("syzygy", "syzygi"),
            ("3.70", "3.70"),
            ("naïve", "naïv"),
            ("éts", "ét"),
            ("atétting", "atét"),
            ("caféééing", "caféé"),
            ("", ""),
            ("ing", "ing"),
        ] {
            assert_eq!(porter.stem(word), stem, "{word}");
        }
    }
}
