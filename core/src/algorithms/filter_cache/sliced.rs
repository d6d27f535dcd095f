//! How does a column answer a range for 64 documents at a time?

use std::rc::Rc;

use super::doc_set::{DocSet, SetForm};
use super::documents::Documents;
use super::filter::Filter;
use crate::algorithms::bitset::DenseBitset;

/// Documents whose values stand in columns of bits: for each field a bitset for each binary digit.
///
/// A comparison with a number takes a few operations of words for each digit, for 64 documents at a
/// time, so a column of a million values is filled and asked in about the time of a screen's frame.
/// Every document has a value in every field; names are consecutive.
///
/// Source: P. O'Neil, D. Quass, *Improved query performance with variant indexes*, SIGMOD 1997
/// (bit-sliced indexes). Complexity, for n documents and fields of b digits: a filter takes
/// O(b · n ÷ 64), a value O(b); values that are asked for together are read 64 documents at a time.
///
/// ```
/// use sandtable_core::algorithms::filter_cache::{Documents, Filter, Sliced};
///
/// // 200 documents from number 1000 on; one field of three digits: 0, 1, … 7, 0, 1, …
/// let digits = [0xaaaa_aaaa_aaaa_aaaa, 0xcccc_cccc_cccc_cccc, 0xf0f0_f0f0_f0f0_f0f0];
/// let sliced = Sliced::new(200, 1000, &[3], |_, digit, _| digits[digit]);
/// assert_eq!((sliced.value(13, 0), sliced.find(1013)), (Some(5), Some(13)));
/// let range = Filter::Range { field: 0, from: 2, to: 4 };
/// assert_eq!(sliced.matching(&range).docs()[..4], [2, 3, 4, 10]);
/// assert_eq!(sliced.cost(&range), 75);
/// ```
#[derive(Clone, Debug)]
pub struct Sliced {
    docs: u32,
    first_id: u32,
    /// For each field its digits, the lowest first.
    fields: Vec<Vec<Vec<u64>>>,
}

impl Sliced {
    /// `docs` documents, named from `first_id` on, with fields of so many binary digits, at most 32.
    /// `word` gives 64 documents' digit: for a field, a digit from the lowest, and the documents from
    /// 64 times the last number on.
    pub fn new(
        docs: u32,
        first_id: u32,
        digits: &[usize],
        mut word: impl FnMut(usize, usize, u32) -> u64,
    ) -> Self {
        let words = docs.div_ceil(64);
        let fields = digits.iter().enumerate().map(|(field, digits)| {
            let digits = (0..(*digits).min(32)).map(|digit| {
                (0..words).map(|block| word(field, digit, block)).collect::<Vec<u64>>()
            });
            digits.collect()
        });
        Self { docs, first_id, fields: fields.collect() }
    }

    /// For each block of 64 documents, those whose value is below `bound`.
    fn below(&self, field: usize, bound: u64) -> Vec<u64> {
        let digits = &self.fields[field];
        let words = self.docs.div_ceil(64) as usize;
        if bound >> digits.len() > 0 {
            return vec![u64::MAX; words];
        }
        let mut less = vec![0; words];
        let mut equal = vec![u64::MAX; words];
        for (place, digit) in digits.iter().enumerate().rev() {
            let parts = less.iter_mut().zip(&mut equal).zip(digit);
            if bound >> place & 1 == 1 {
                parts.for_each(|((less, equal), digit)| {
                    *less |= *equal & !digit;
                    *equal &= digit;
                });
            } else {
                parts.for_each(|((_, equal), digit)| *equal &= !digit);
            }
        }
        less
    }

    /// The documents with a value from `from` to `to`.
    fn between(&self, field: usize, from: u32, to: u32) -> DenseBitset {
        if field >= self.fields.len() {
            return DenseBitset::new(self.docs);
        }
        let mut words = self.below(field, u64::from(to) + 1);
        if from > 0 {
            let low = self.below(field, u64::from(from));
            words.iter_mut().zip(low).for_each(|(word, low)| *word &= !low);
        }
        DenseBitset::from_words(self.docs, words)
    }

    /// The documents with one value.
    fn equal(&self, field: usize, value: u32) -> DenseBitset {
        let Some(digits) = self.fields.get(field).filter(|d| u64::from(value) >> d.len() == 0)
        else {
            return DenseBitset::new(self.docs);
        };
        let mut equal = vec![u64::MAX; self.docs.div_ceil(64) as usize];
        for (place, digit) in digits.iter().enumerate() {
            let other = (u64::from(value) >> place & 1).wrapping_sub(1);
            equal.iter_mut().zip(digit).for_each(|(equal, digit)| *equal &= digit ^ other);
        }
        DenseBitset::from_words(self.docs, equal)
    }

    fn bits(&self, filter: &Filter) -> DenseBitset {
        match filter {
            Filter::All => DenseBitset::full(self.docs),
            Filter::Exists { field } if *field < self.fields.len() => DenseBitset::full(self.docs),
            Filter::Term { field, value } => self.equal(*field, *value),
            Filter::Range { field, from, to } if from <= to => self.between(*field, *from, *to),
            Filter::AnyOf { field, values } => values
                .iter()
                .map(|value| self.equal(*field, *value))
                .fold(DenseBitset::new(self.docs), |all, one| all.or(&one)),
            _ => DenseBitset::new(self.docs),
        }
    }
}

impl Documents for Sliced {
    fn docs(&self) -> u32 {
        self.docs
    }

    fn id(&self, doc: u32) -> u32 {
        self.first_id + doc
    }

    fn find(&self, id: u32) -> Option<u32> {
        id.checked_sub(self.first_id).filter(|doc| *doc < self.docs)
    }

    fn value(&self, doc: u32, field: usize) -> Option<u32> {
        let (word, bit) = (doc as usize / 64, doc % 64);
        let digits = self.fields.get(field).filter(|_| doc < self.docs)?;
        let value = digits.iter().rev().fold(0, |sofar, digit| sofar << 1 | digit[word] >> bit & 1);
        Some(value as u32)
    }

    fn values(&self, docs: &[u32], field: usize) -> Vec<Option<u32>> {
        let Some(digits) = self.fields.get(field) else { return vec![None; docs.len()] };
        let (mut values, mut words) = (Vec::with_capacity(docs.len()), [0; 32]);
        for block in docs.chunk_by(|a, b| a / 64 == b / 64) {
            for (word, digit) in words.iter_mut().zip(digits) {
                *word = digit.get(block[0] as usize / 64).copied().unwrap_or(0);
            }
            values.extend(block.iter().map(|doc| {
                let bits = words[..digits.len()].iter().rev();
                let value =
                    bits.fold(0, |sofar, word| sofar << 1 | (word >> (doc % 64)) as u32 & 1);
                (*doc < self.docs).then_some(value)
            }));
        }
        values
    }

    fn cost(&self, filter: &Filter) -> u64 {
        self.bits(filter).count()
    }

    fn matching(&self, filter: &Filter) -> DocSet {
        DocSet::Dense(self.bits(filter)).settled(self.docs, SetForm::ByShare)
    }

    fn with(&self, doc: u32, values: &[Option<u32>]) -> Rc<dyn Documents> {
        let mut other = self.clone();
        let (word, bit) = (doc as usize / 64, doc % 64);
        for (digits, value) in other.fields.iter_mut().zip(values) {
            for (digit, place) in digits.iter_mut().zip(0..) {
                let one = u64::from(value.unwrap_or(0) >> place & 1);
                if let Some(word) = digit.get_mut(word) {
                    *word = *word & !(1 << bit) | one << bit;
                }
            }
        }
        Rc::new(other)
    }
}

#[cfg(test)]
mod tests {
    use super::super::documents::{Document, Listed};
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Columns of bits answer as lists of documents do.
        #[test]
        fn it_answers_as_lists_do(
            values in prop::collection::vec((0..32_u32, 0..8_u32), 0..200),
            changed in 0..200_u32,
            field in 0..3_usize, from in 0..40_u32, to in 0..40_u32,
        ) {
            let digits = [5, 3];
            let sliced = Sliced::new(values.len() as u32, 7, &digits, |field, digit, block| {
                let block = values.iter().skip(block as usize * 64).take(64).enumerate();
                let value = |pair: &(u32, u32)| if field == 0 { pair.0 } else { pair.1 };
                block.fold(0, |word, (bit, pair)| {
                    word | u64::from(value(pair) >> digit & 1) << bit
                })
            });
            let documents = values.iter().zip(7..);
            let listed = Listed::new(2, documents.map(|(pair, id)| Document {
                id,
                values: vec![Some(pair.0), Some(pair.1)],
            }));
            let other = [Some(from.min(31)), Some(to.min(7))];
            for (sliced, listed) in [
                (Rc::new(sliced.clone()) as Rc<dyn Documents>, Rc::new(listed.clone()) as _),
                (sliced.with(changed, &other), listed.with(changed, &other)),
            ] {
                for filter in [
                    Filter::All,
                    Filter::Nothing,
                    Filter::Exists { field },
                    Filter::Term { field, value: from },
                    Filter::Range { field, from, to },
                    Filter::AnyOf { field, values: vec![from, to, from] },
                ] {
                    prop_assert_eq!(sliced.matching(&filter).docs(), listed.matching(&filter).docs());
                    prop_assert_eq!(sliced.cost(&filter), listed.cost(&filter), "{:?}", filter);
                }
                prop_assert_eq!(sliced.docs(), listed.docs());
                for doc in 0..sliced.docs() {
                    prop_assert_eq!(sliced.find(sliced.id(doc)), listed.find(listed.id(doc)));
                    prop_assert_eq!(sliced.value(doc, field), listed.value(doc, field));
                }
                let some: Vec<u32> = (0..210).filter(|doc| doc % (from + 1) < 2).collect();
                prop_assert_eq!(sliced.values(&some, field), listed.values(&some, field));
            }
        }
    }
}
