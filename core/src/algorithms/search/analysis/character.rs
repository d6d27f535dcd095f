//! Which part does a character play in finding where words end?

/// A character's part in the word-break rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Between words: a space, a bracket, a hyphen.
    Other,
    /// A letter of an alphabet, or a Hangul syllable.
    Letter,
    /// A decimal digit.
    Digit,
    /// A Katakana sign: joins its like.
    Katakana,
    /// A word by itself: Han, Hiragana.
    Single,
    /// Joins two letters: the colon.
    MidLetter,
    /// Joins two digits: the comma.
    MidDigit,
    /// Joins two letters or two digits: the full stop, the apostrophe.
    MidBoth,
    /// Joins whatever stands beside it: the underscore.
    Join,
    /// Belongs to the character before it: an accent on its own.
    Extend,
}

const ASCII: [Class; 128] = {
    let mut table = [Class::Other; 128];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
            b'0'..=b'9' => Class::Digit,
            b':' => Class::MidLetter,
            b',' | b';' => Class::MidDigit,
            b'.' | b'\'' => Class::MidBoth,
            b'_' => Class::Join,
            _ => Class::Other,
        };
        byte += 1;
    }
    table
};

/// The class of a character.
pub(super) fn class(character: char) -> Class {
    match ASCII.get(character as usize) {
        Some(&class) => class,
        None => beyond_ascii(character),
    }
}

fn beyond_ascii(character: char) -> Class {
    match character as u32 {
        0xb7 | 0x387 | 0x5f4 | 0x2027 | 0xfe13 | 0xfe55 | 0xff1a => Class::MidLetter,
        0x37e | 0x589 | 0x60c | 0x60d | 0x66c | 0x7f8 | 0x2044 | 0xfe10 | 0xfe14 | 0xfe50
        | 0xfe54 | 0xff0c | 0xff1b => Class::MidDigit,
        0x2018 | 0x2019 | 0x2024 | 0xfe52 | 0xff07 | 0xff0e => Class::MidBoth,
        0x203f | 0x2040 | 0x2054 | 0xfe33 | 0xfe34 | 0xfe4d..=0xfe4f | 0xff3f => Class::Join,
        0xad
        | 0x300..=0x36f
        | 0x483..=0x489
        | 0x591..=0x5bd
        | 0x610..=0x61a
        | 0x64b..=0x65f
        | 0x93c
        | 0x94d
        | 0x1ab0..=0x1aff
        | 0x1dc0..=0x1dff
        | 0x200c..=0x200f
        | 0x20d0..=0x20f0
        | 0xfe00..=0xfe0f
        | 0xfe20..=0xfe2f
        | 0xfeff => Class::Extend,
        0x3031..=0x3035
        | 0x309b
        | 0x309c
        | 0x30a0..=0x30fa
        | 0x30fc..=0x30ff
        | 0x31f0..=0x31ff
        | 0xff66..=0xff9d => Class::Katakana,
        0x3041..=0x3096
        | 0x309d..=0x309f
        | 0x2e80..=0x2fd5
        | 0x3005
        | 0x3007
        | 0x3021..=0x3029
        | 0x3400..=0x4dbf
        | 0x4e00..=0x9fff
        | 0xf900..=0xfaff
        | 0x2_0000..=0x3_ffff => Class::Single,
        _ if character.is_alphabetic() => Class::Letter,
        // `is_numeric` holds for fractions and circled numbers too; those are no digits.
        _ if character.is_numeric() && !is_other_number(character) => Class::Digit,
        _ => Class::Other,
    }
}

/// Superscripts, fractions, circled numbers: numbers that are not written with digits.
fn is_other_number(character: char) -> bool {
    matches!(character as u32,
        0xb2 | 0xb3 | 0xb9 | 0xbc..=0xbe | 0x9f4..=0x9f9 | 0xb72..=0xb77 | 0xbf0..=0xbf2
        | 0x2070..=0x2189 | 0x2460..=0x249b | 0x24ea..=0x24ff | 0x2776..=0x2793 | 0x3192..=0x3195
        | 0x3220..=0x32bf)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_digits_and_joiners_of_several_scripts() {
        for letter in ['a', 'Z', 'é', 'ß', 'Ж', 'λ', 'א', '한'] {
            assert_eq!(class(letter), Class::Letter, "{letter}");
        }
        for digit in ['0', '9', '٣', '५'] {
            assert_eq!(class(digit), Class::Digit, "{digit}");
        }
        for other in [' ', '-', '/', '½', '²', '—', '…', '€'] {
            assert_eq!(class(other), Class::Other, "{other}");
        }
        assert_eq!(class('\u{2019}'), Class::MidBoth);
        assert_eq!(class('\u{301}'), Class::Extend);
        assert_eq!(class('語'), Class::Single);
        assert_eq!(class('カ'), Class::Katakana);
    }
}
