//! How does a plain array of words answer set questions, one bit a document?

use std::fmt;

use super::words::{self, Ones};

/// Why a dense set refuses. Its text says what is possible instead.
///
/// ```
/// use sandtable_core::algorithms::bitset::{BitsetError, DenseBitset};
///
/// let error = DenseBitset::new(8).insert(8).unwrap_err();
/// assert_eq!(error, BitsetError::OutOfRange { bit: 8, len: 8 });
/// assert_eq!(error.to_string(), "bit 8 is outside a set of 8 bits: use a bit below 8");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BitsetError {
    /// The bit is not below the length.
    OutOfRange {
        /// The bit that was to be changed.
        bit: u32,
        /// The length of the set, in bits.
        len: u32,
    },
    /// A text of bits holds something else.
    NotABit {
        /// The character that is no bit.
        found: char,
        /// Its place, from 0, in characters.
        at: u32,
    },
}

impl fmt::Display for BitsetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OutOfRange { bit, len } => {
                write!(f, "bit {bit} is outside a set of {len} bits: use a bit below {len}")
            }
            Self::NotABit { found, at } => {
                write!(f, "`{found}` at {at} is no bit: write each bit as 0 or 1")
            }
        }
    }
}

impl std::error::Error for BitsetError {}

/// A set of numbers below a length, a bit for each, in words of 64.
///
/// Two sets of different lengths combine as if the shorter had zeros at its end; the result is as
/// long as the longer. Sets are equal when they have the same length and the same bits.
///
/// Source: Lucene's `FixedBitSet`. Complexity, for n bits: n ÷ 64 words of memory; combining,
/// counting, rank and select O(n ÷ 64); one bit O(1).
///
/// ```
/// use sandtable_core::algorithms::bitset::DenseBitset;
///
/// let mut open_late = DenseBitset::new(1000);
/// open_late.insert(3)?;
/// open_late.insert(640)?;
/// assert!(open_late.contains(640) && !open_late.contains(641));
/// assert_eq!((open_late.count(), open_late.bytes()), (2, 128));
/// assert_eq!(open_late.next_set(4), Some(640));
/// # Ok::<(), sandtable_core::algorithms::bitset::BitsetError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DenseBitset {
    /// Bits at and after `len` are zero.
    words: Vec<u64>,
    len: u32,
}

impl DenseBitset {
    /// A set of the numbers below `len`, with none of them in it.
    #[must_use]
    pub fn new(len: u32) -> Self {
        Self { words: vec![0; len.div_ceil(64) as usize], len }
    }

    /// A set of the numbers below `len`, with all of them in it.
    ///
    /// ```
    /// # use sandtable_core::algorithms::bitset::DenseBitset;
    /// assert_eq!(DenseBitset::full(70).count(), 70);
    /// ```
    #[must_use]
    pub fn full(len: u32) -> Self {
        Self::from_words(len, vec![u64::MAX; len.div_ceil(64) as usize])
    }

    /// The set that a text shows, a `0` or `1` for each number, from 0.
    ///
    /// # Errors
    /// [`BitsetError::NotABit`] at the first character that is neither.
    ///
    /// ```
    /// # use sandtable_core::algorithms::bitset::{BitsetError, DenseBitset};
    /// assert_eq!(DenseBitset::from_bits("0110")?.iter().collect::<Vec<_>>(), [1, 2]);
    /// let error = BitsetError::NotABit { found: '2', at: 1 };
    /// assert_eq!(DenseBitset::from_bits("02"), Err(error));
    /// # Ok::<(), BitsetError>(())
    /// ```
    pub fn from_bits(text: &str) -> Result<Self, BitsetError> {
        let mut words = Vec::new();
        let mut len = 0;
        for found in text.chars() {
            if len % 64 == 0 {
                words.push(0);
            }
            match (found, words.last_mut()) {
                ('1', Some(word)) => *word |= 1_u64 << (len % 64),
                ('0', _) => {}
                _ => return Err(BitsetError::NotABit { found, at: len }),
            }
            len += 1;
        }
        Ok(Self { words, len })
    }

    /// The set that words show, the number 0 as the lowest bit of the first. Missing words are zero;
    /// what is not below `len` is left out.
    ///
    /// ```
    /// # use sandtable_core::algorithms::bitset::DenseBitset;
    /// assert_eq!(DenseBitset::from_words(3, vec![0b1110]).to_string(), "011");
    /// ```
    #[must_use]
    pub fn from_words(len: u32, mut words: Vec<u64>) -> Self {
        words.resize(len.div_ceil(64) as usize, 0);
        if let (Some(last), 1..) = (words.last_mut(), len % 64) {
            *last &= (1 << (len % 64)) - 1;
        }
        Self { words, len }
    }

    /// The set of some numbers below `len`, in any order.
    ///
    /// # Errors
    /// [`BitsetError::OutOfRange`] at the first number that is not below `len`.
    ///
    /// ```
    /// # use sandtable_core::algorithms::bitset::DenseBitset;
    /// assert_eq!(DenseBitset::from_members(4, [2, 1])?.to_string(), "0110");
    /// # Ok::<(), sandtable_core::algorithms::bitset::BitsetError>(())
    /// ```
    pub fn from_members(
        len: u32,
        members: impl IntoIterator<Item = u32>,
    ) -> Result<Self, BitsetError> {
        let mut set = Self::new(len);
        for bit in members {
            set.insert(bit)?;
        }
        Ok(set)
    }

    /// The length in bits: numbers below it can be in the set.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.len
    }

    /// Whether no number is in the set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// The bytes of the words. The same for a set with all numbers and for one with none.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        8 * self.words.len() as u64
    }

    /// The words, the lowest numbers first and in the lowest bits.
    ///
    /// ```
    /// # use sandtable_core::algorithms::bitset::DenseBitset;
    /// assert_eq!(DenseBitset::from_bits("101")?.words(), [5]);
    /// # Ok::<(), sandtable_core::algorithms::bitset::BitsetError>(())
    /// ```
    #[must_use]
    pub fn words(&self) -> &[u64] {
        &self.words
    }

    /// Whether the number is in the set; never at or after the length.
    #[must_use]
    pub fn contains(&self, bit: u32) -> bool {
        self.words.get((bit / 64) as usize).is_some_and(|word| word >> (bit % 64) & 1 == 1)
    }

    /// Puts the number in the set. Returns whether it was not there.
    ///
    /// # Errors
    /// [`BitsetError::OutOfRange`] when it is not below the length; the set stays as it was.
    pub fn insert(&mut self, bit: u32) -> Result<bool, BitsetError> {
        self.change(bit, |word, mask| word | mask)
    }

    /// Takes the number out of the set. Returns whether it was there.
    ///
    /// # Errors
    /// [`BitsetError::OutOfRange`] when it is not below the length; the set stays as it was.
    pub fn remove(&mut self, bit: u32) -> Result<bool, BitsetError> {
        self.change(bit, |word, mask| word & !mask)
    }

    /// Makes the set at least `len` long; what is new is not in it. O(1) for each word, amortised.
    ///
    /// ```
    /// # use sandtable_core::algorithms::bitset::DenseBitset;
    /// let mut deleted = DenseBitset::default();
    /// deleted.grow(8);
    /// assert_eq!(deleted.insert(7), Ok(true));
    /// ```
    pub fn grow(&mut self, len: u32) {
        self.len = self.len.max(len);
        self.words.resize(self.len.div_ceil(64) as usize, 0);
    }

    fn change(&mut self, bit: u32, to: impl Fn(u64, u64) -> u64) -> Result<bool, BitsetError> {
        if bit >= self.len {
            return Err(BitsetError::OutOfRange { bit, len: self.len });
        }
        let word = &mut self.words[(bit / 64) as usize];
        let before = std::mem::replace(word, to(*word, 1 << (bit % 64)));
        Ok(before != *word)
    }

    /// How many numbers are in the set (its cardinality).
    #[must_use]
    pub fn count(&self) -> u64 {
        words::count(&self.words)
    }

    /// How many numbers of the set are below `end`.
    ///
    /// ```
    /// # use sandtable_core::algorithms::bitset::DenseBitset;
    /// let set = DenseBitset::from_bits("11010110")?;
    /// assert_eq!((set.rank(0), set.rank(4), set.rank(99)), (0, 3, 5));
    /// # Ok::<(), sandtable_core::algorithms::bitset::BitsetError>(())
    /// ```
    #[must_use]
    pub fn rank(&self, end: u32) -> u64 {
        words::rank(&self.words, end)
    }

    /// The number that has `nth` numbers of the set below it; `None` when there are no more than
    /// `nth`.
    ///
    /// ```
    /// # use sandtable_core::algorithms::bitset::DenseBitset;
    /// let set = DenseBitset::from_bits("11010110")?;
    /// assert_eq!((set.select(0), set.select(3), set.select(5)), (Some(0), Some(5), None));
    /// # Ok::<(), sandtable_core::algorithms::bitset::BitsetError>(())
    /// ```
    #[must_use]
    pub fn select(&self, nth: u64) -> Option<u32> {
        words::select(&self.words, nth)
    }

    /// The smallest number of the set that is at least `from`.
    #[must_use]
    pub fn next_set(&self, from: u32) -> Option<u32> {
        words::next_one(&self.words, from)
    }

    /// The numbers of the set, ascending. O(1) a number and O(1) a word.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        Ones::new(&self.words)
    }

    /// What is in both.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        self.zip(other, |x, y| x & y)
    }

    /// What is in either.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        self.zip(other, |x, y| x | y)
    }

    /// What is in this set and not in the other.
    ///
    /// ```
    /// # use sandtable_core::algorithms::bitset::DenseBitset;
    /// let new_york = DenseBitset::from_bits("11010110")?;
    /// let under_20 = DenseBitset::from_bits("10111011")?;
    /// assert_eq!(new_york.and_not(&under_20).to_string(), "01000100");
    /// # Ok::<(), sandtable_core::algorithms::bitset::BitsetError>(())
    /// ```
    #[must_use]
    pub fn and_not(&self, other: &Self) -> Self {
        self.zip(other, |x, y| x & !y)
    }

    /// What is in exactly one of the two.
    #[must_use]
    pub fn xor(&self, other: &Self) -> Self {
        self.zip(other, |x, y| x ^ y)
    }

    /// How many are in both, counted without building the set of them.
    #[must_use]
    pub fn and_count(&self, other: &Self) -> u64 {
        words::and_count(&self.words, &other.words)
    }

    /// Keeps what is in the other set too. Like [`and`](Self::and), without new memory; the length
    /// stays.
    ///
    /// ```
    /// # use sandtable_core::algorithms::bitset::DenseBitset;
    /// let mut set = DenseBitset::from_bits("11010110")?;
    /// set.and_with(&DenseBitset::from_bits("10111011")?);
    /// assert_eq!(set.to_string(), "10010010");
    /// # Ok::<(), sandtable_core::algorithms::bitset::BitsetError>(())
    /// ```
    pub fn and_with(&mut self, other: &Self) {
        let shared = self.words.len().min(other.words.len());
        for (word, with) in self.words.iter_mut().zip(&other.words) {
            *word &= with;
        }
        self.words[shared..].fill(0);
    }

    fn zip(&self, other: &Self, op: impl Fn(u64, u64) -> u64) -> Self {
        let shared = self.words.len().min(other.words.len());
        let len = self.len.max(other.len);
        let mut words = Vec::with_capacity(len.div_ceil(64) as usize);
        words.extend(self.words.iter().zip(&other.words).map(|(x, y)| op(*x, *y)));
        words.extend(self.words[shared..].iter().map(|x| op(*x, 0)));
        words.extend(other.words[shared..].iter().map(|y| op(0, *y)));
        Self { words, len }
    }
}

impl fmt::Display for DenseBitset {
    /// A `0` or `1` for each number, from 0: what [`from_bits`](DenseBitset::from_bits) reads.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (0..self.len).try_for_each(|bit| f.write_str(if self.contains(bit) { "1" } else { "0" }))
    }
}
