//! Which words are in every text, and say nothing about any?

use sandtable_core::algorithms::search::push_lower_case;

/// Words of grammar and a few that stand beside them: those of one letter, of two and so on, each in
/// order. Lucene's stop words are left out by the index itself.
const COMMON: [&str; 10] = [
    "i",
    "am do go he if is me my so up us we",
    "all any are can did far few for had has her him his how i'd i'm its let may nor now off \
     one our out own say see she too two use via was way who why yes yet you",
    "also away been both came come does done each else even ever from give goes gone have \
     here hers i'll i've it's just keep kept lets like made make many mine more much must \
     none ones only ours over same says seen some take tell than them then thus took upon \
     used uses very want well went were what when whom your",
    "about above after again being below can't comes could doing don't every given gives \
     going isn't keeps let's makes might never often other quite since taken takes tells \
     these thing those under until wants where which while who's whole whose won't would \
     you'd yours",
    "always anyone anyway aren't around became become behind beside cannot didn't during \
     either enough hasn't having itself myself nobody others rather should that's things \
     though toward wasn't what's within you'll you're you've",
    "against another anybody because becomes between doesn't further haven't herself himself \
     however instead neither nothing perhaps there's they're through weren't whether whoever \
     without",
    "although anything couldn't somebody themself together whatever whenever wherever \
     wouldn't yourself",
    "everybody ourselves shouldn't something",
    "everything themselves",
];

/// Whether a word of a text or a query is left out.
pub(crate) fn is_common(word: &str) -> bool {
    let mut lower = String::new();
    push_lower_case(word, &mut lower);
    let lower = lower.replace('\u{2019}', "'");
    let words = lower.len().checked_sub(1).and_then(|place| COMMON.get(place));
    // Each with the blank behind it.
    let mut words = words.into_iter().flat_map(|words| words.as_bytes().chunks(lower.len() + 1));
    words.any(|word| word.starts_with(lower.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_in_order_and_written_as_words_are() {
        for (length, words) in (1..).zip(COMMON) {
            let words: Vec<&str> = words.split(' ').collect();
            assert!(words.is_sorted() && words.iter().all(|word| word.len() == length));
            assert!(words.iter().all(|word| word.is_ascii() && is_common(word)));
        }
        assert!(is_common("What") && is_common("doesn’t") && is_common("nothing"));
        for word in
            ["quorum", "first", "read", "time", "state", "node", "order", "", "whatsoeverandso"]
        {
            assert!(!is_common(word), "{word}");
        }
    }
}
