//! Which number has a term, and which terms begin so?

/// Terms and their numbers, dense from 0 in order of first sight.
///
/// One string holds all of them. A table of hashes finds one, O(length); a list in alphabetical
/// order finds all that begin alike, O(log n) and the number of them. The list is brought up to date
/// by [`Dictionary::sort`]; what came since is looked through. A dictionary that was read in
/// alphabetical order has no table until the next new term: nobody can choose terms whose hashes
/// collide and make reading slow.
#[derive(Clone, Debug, Default)]
pub(super) struct Dictionary {
    text: String,
    /// Where the text of each term ends.
    ends: Vec<u32>,
    /// The upper half of each term's hash, which settles most comparisons.
    tags: Vec<u32>,
    /// Open addressing: term + 1, or 0. A power of two, at most half full.
    slots: Vec<u32>,
    /// The first terms in alphabetical order.
    sorted: Vec<u32>,
}

impl Dictionary {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn text(&self, term: u32) -> &str {
        let term = term as usize;
        let start = if term == 0 { 0 } else { self.ends[term - 1] };
        &self.text[start as usize..self.ends[term] as usize]
    }

    pub(super) fn find(&self, text: &str) -> Option<u32> {
        if self.slots.is_empty() {
            let place = self.sorted.binary_search_by(|&term| self.text(term).cmp(text));
            return place.ok().map(|place| self.sorted[place]);
        }
        self.slot(text, hash(text)).ok()
    }

    /// The term's number; a new one if it was never seen.
    pub(super) fn intern(&mut self, text: &str) -> u32 {
        if self.slots.len() <= 2 * self.len() {
            self.grow();
        }
        let hash = hash(text);
        match self.slot(text, hash) {
            Ok(term) => term,
            Err(slot) => {
                let term = self.len() as u32;
                assert!(self.push(text, hash), "terms of at most 4 GiB");
                self.slots[slot] = term + 1;
                term
            }
        }
    }

    /// Appends a term that is behind all others in the alphabet, unless there is no room for it.
    pub(super) fn push_last(&mut self, text: &str) -> bool {
        self.sorted.push(self.len() as u32);
        self.push(text, hash(text))
    }

    fn push(&mut self, text: &str, hash: u64) -> bool {
        let Ok(end) = u32::try_from(self.text.len() + text.len()) else { return false };
        self.text.push_str(text);
        self.ends.push(end);
        self.tags.push((hash >> 32) as u32);
        true
    }

    /// Brings the alphabetical list up to date.
    pub(super) fn sort(&mut self) {
        if self.sorted.len() < self.len() {
            let mut sorted: Vec<u32> = (0..self.len() as u32).collect();
            sorted.sort_unstable_by(|&a, &b| self.text(a).cmp(self.text(b)));
            self.sorted = sorted;
        }
    }

    /// The terms that begin so, in alphabetical order.
    pub(super) fn beginning_with(&self, prefix: &str) -> Vec<u32> {
        let first = self.sorted.partition_point(|&term| self.text(term) < prefix);
        let known = self.sorted[first..].iter().copied();
        let known = known.take_while(|&term| self.text(term).starts_with(prefix));
        let mut found: Vec<u32> = known.collect();
        let fresh = self.sorted.len() as u32..self.len() as u32;
        let before = found.len();
        found.extend(fresh.filter(|&term| self.text(term).starts_with(prefix)));
        if found.len() > before {
            found.sort_unstable_by(|&a, &b| self.text(a).cmp(self.text(b)));
        }
        found
    }

    /// The term, or the slot where it belongs.
    fn slot(&self, text: &str, hash: u64) -> Result<u32, usize> {
        let (mask, tag) = (self.slots.len() - 1, (hash >> 32) as u32);
        let mut at = hash as usize & mask;
        loop {
            let Some(term) = self.slots[at].checked_sub(1) else { return Err(at) };
            if self.tags[term as usize] == tag && self.text(term) == text {
                return Ok(term);
            }
            at = (at + 1) & mask;
        }
    }

    fn grow(&mut self) {
        let slots = (4 * self.len()).next_power_of_two().max(16);
        self.slots = vec![0; slots];
        for term in 0..self.len() as u32 {
            let mut at = hash(self.text(term)) as usize & (slots - 1);
            while self.slots[at] != 0 {
                at = (at + 1) & (slots - 1);
            }
            self.slots[at] = term + 1;
        }
    }
}

/// Eight bytes at a time: multiply, fold. Terms come from texts, not from attackers.
fn hash(text: &str) -> u64 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let (chunks, rest) = text.as_bytes().as_chunks::<8>();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    let mut hash = text.len() as u64;
    for chunk in chunks.iter().chain([&last]) {
        hash = (hash ^ u64::from_le_bytes(*chunk)).wrapping_mul(FACTOR);
        hash ^= hash >> 29;
    }
    hash.wrapping_mul(FACTOR) ^ (hash >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_keep_their_numbers_and_prefixes_find_them_before_and_after_sorting() {
        let mut dictionary = Dictionary::default();
        assert_eq!(dictionary.find("x"), None);
        let words: Vec<String> = (0..1000).map(|n| format!("w{}", n * 7919 % 1000)).collect();
        for (number, word) in words.iter().enumerate() {
            assert_eq!(dictionary.intern(word), number as u32);
        }
        for (number, word) in words.iter().enumerate() {
            assert_eq!(dictionary.intern(word), number as u32);
            assert_eq!(dictionary.text(number as u32), word);
        }
        let texts = |dictionary: &Dictionary| -> Vec<String> {
            let found = dictionary.beginning_with("w99");
            found.iter().map(|&term| dictionary.text(term).to_owned()).collect()
        };
        let mut expected: Vec<String> = (990..1000).map(|n| format!("w{n}")).collect();
        expected.insert(0, "w99".to_owned());
        assert_eq!(texts(&dictionary), expected);
        dictionary.sort();
        assert_eq!(texts(&dictionary), expected);
        dictionary.intern("w99a");
        expected.push("w99a".to_owned());
        assert_eq!(texts(&dictionary), expected);
        assert_eq!(dictionary.find("none"), None);
    }

    #[test]
    fn terms_that_come_in_order_are_found_before_and_after_the_table_is_made() {
        let mut dictionary = Dictionary::default();
        let words: Vec<String> = (100..400).map(|n| format!("w{n}")).collect();
        assert!(words.iter().all(|word| dictionary.push_last(word)));
        for round in 0..2 {
            for (number, word) in (0..).zip(&words) {
                assert_eq!(dictionary.find(word), Some(number), "{round}");
            }
            assert_eq!(dictionary.find("w"), None);
            assert_eq!(dictionary.beginning_with("w20").len(), 10);
            assert_eq!(dictionary.intern("x"), 300);
        }
    }
}
