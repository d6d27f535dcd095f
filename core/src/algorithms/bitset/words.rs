//! Which loops over 64-bit words does every bitmap need?

/// The set bits of all words.
pub(super) fn count(words: &[u64]) -> u64 {
    words.iter().map(|word| u64::from(word.count_ones())).sum()
}

/// The bits that are set in both, over as many words as both have.
pub(super) fn and_count(a: &[u64], b: &[u64]) -> u64 {
    a.iter().zip(b).map(|(x, y)| u64::from((x & y).count_ones())).sum()
}

/// The positions of the set bits, ascending.
#[derive(Clone, Debug)]
pub(super) struct Ones<'a> {
    words: &'a [u64],
    /// What is left of the word at `base`.
    word: u64,
    base: u32,
}

impl<'a> Ones<'a> {
    pub(super) fn new(words: &'a [u64]) -> Self {
        let (word, rest) = match words.split_first() {
            Some((first, rest)) => (*first, rest),
            None => (0, words),
        };
        Self { words: rest, word, base: 0 }
    }
}

impl Iterator for Ones<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        while self.word == 0 {
            let (first, rest) = self.words.split_first()?;
            self.word = *first;
            self.words = rest;
            self.base += 64;
        }
        let position = self.base + self.word.trailing_zeros();
        self.word &= self.word - 1;
        Some(position)
    }
}

/// The first set bit at or after `from`.
pub(super) fn next_one(words: &[u64], from: u32) -> Option<u32> {
    let first = (from / 64) as usize;
    let head = words.get(first)? & (u64::MAX << (from % 64));
    if head != 0 {
        return Some(first as u32 * 64 + head.trailing_zeros());
    }
    let skipped = words[first + 1..].iter().position(|word| *word != 0)?;
    let at = first + 1 + skipped;
    Some(at as u32 * 64 + words[at].trailing_zeros())
}

/// The set bits below `end`.
pub(super) fn rank(words: &[u64], end: u32) -> u64 {
    let whole = ((end / 64) as usize).min(words.len());
    let part = words.get(whole).map_or(0, |word| word & ((1_u64 << (end % 64)) - 1));
    count(&words[..whole]) + u64::from(part.count_ones())
}

/// The position of the set bit that has `nth` set bits before it.
pub(super) fn select(words: &[u64], nth: u64) -> Option<u32> {
    let mut left = nth;
    for (at, word) in words.iter().enumerate() {
        let ones = u64::from(word.count_ones());
        if left < ones {
            let mut word = *word;
            for _ in 0..left {
                word &= word - 1;
            }
            return Some(at as u32 * 64 + word.trailing_zeros());
        }
        left -= ones;
    }
    None
}

/// Calls `change` with each word that holds bits from `start` to `last`, and with a mask of those
/// bits in it.
pub(super) fn each_masked(
    words: &mut [u64],
    start: u16,
    last: u16,
    change: impl Fn(&mut u64, u64),
) {
    let (first, end) = (usize::from(start / 64), usize::from(last / 64));
    for (at, word) in words.iter_mut().enumerate().take(end + 1).skip(first) {
        change(word, mask(at, start, last));
    }
}

/// The set bits from `start` to `last`, both included.
pub(super) fn count_between(words: &[u64], start: u16, last: u16) -> u64 {
    let (first, end) = (usize::from(start / 64), usize::from(last / 64));
    (first..=end).map(|at| u64::from((words[at] & mask(at, start, last)).count_ones())).sum()
}

/// The bits of word `at` that lie from `start` to `last`; one of them at least does.
fn mask(at: usize, start: u16, last: u16) -> u64 {
    let low = if at == usize::from(start / 64) { start % 64 } else { 0 };
    let high = if at == usize::from(last / 64) { last % 64 } else { 63 };
    (u64::MAX << low) & (u64::MAX >> (63 - high))
}
