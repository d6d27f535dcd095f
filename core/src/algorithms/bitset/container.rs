//! How are the numbers of one stretch of 65,536 kept, and how are two such stretches combined?

use super::array;
use super::run::{self, Run, each_item, edges_of_items, edges_of_runs, sweep};
use super::words::{self, Ones};

/// The most numbers that a list holds: with more, a bitmap is smaller.
pub(super) const ARRAY_MAX: usize = 4096;
/// The bytes of a bitmap of 65,536 bits.
pub(super) const BITMAP_BYTES: u64 = 8192;
const WORDS: usize = 1024;

/// A bit for each of 65,536 numbers.
#[derive(Clone, Debug)]
pub(super) struct Bitmap {
    words: Box<[u64; WORDS]>,
    ones: u32,
}

impl Bitmap {
    fn empty() -> Self {
        Self { words: Box::new([0; WORDS]), ones: 0 }
    }

    fn of_items(items: &[u16]) -> Self {
        let mut bitmap = Self::empty();
        for item in items {
            bitmap.words[usize::from(item / 64)] |= 1 << (item % 64);
        }
        bitmap.ones = items.len() as u32;
        bitmap
    }

    fn of_runs(runs: &[Run]) -> Self {
        let mut bitmap = Self::empty();
        bitmap.change_runs(runs, |word, mask| *word |= mask);
        bitmap
    }

    fn has(&self, item: u16) -> bool {
        self.words[usize::from(item / 64)] >> (item % 64) & 1 == 1
    }

    /// Changes the bits of each run; counts anew.
    fn change_runs(&mut self, runs: &[Run], change: impl Fn(&mut u64, u64)) {
        for run in runs {
            words::each_masked(&mut self.words[..], run.start, run.last, &change);
        }
        self.ones = words::count(&self.words[..]) as u32;
    }

    /// Changes the bit of each item; counts as it goes.
    fn change_items(&mut self, items: &[u16], change: impl Fn(u64, u64) -> u64) {
        for item in items {
            let word = &mut self.words[usize::from(item / 64)];
            let new = change(*word, 1 << (item % 64));
            self.ones = self.ones + new.count_ones() - word.count_ones();
            *word = new;
        }
    }

    /// As a list where that is smaller.
    fn settle(self) -> Container {
        if self.ones as usize <= ARRAY_MAX {
            Container::Array(self.items())
        } else {
            Container::Bitmap(self)
        }
    }

    fn items(&self) -> Vec<u16> {
        let mut items = Vec::with_capacity(self.ones as usize);
        items.extend(Ones::new(&self.words[..]).map(|item| item as u16));
        items
    }

    /// Each word by `op`, counted in the same pass; as a list where that is smaller.
    fn zip(&self, other: &Self, op: impl Fn(u64, u64) -> u64) -> Container {
        let mut words = self.words.clone();
        let mut ones = 0;
        for (word, with) in words.iter_mut().zip(other.words.iter()) {
            *word = op(*word, *with);
            ones += u64::from(word.count_ones());
        }
        Self { words, ones: ones as u32 }.settle()
    }
}

/// The low halves of the numbers that share a high half, at least one.
#[derive(Clone, Debug)]
pub(super) enum Container {
    /// Up to [`ARRAY_MAX`] numbers, ascending.
    Array(Vec<u16>),
    /// More than [`ARRAY_MAX`] numbers.
    Bitmap(Bitmap),
    /// Stretches that do not touch, ascending.
    Run(Vec<Run>),
}

use Container::{Array, Bitmap as Bits, Run as Runs};

impl Container {
    pub(super) fn one(item: u16) -> Self {
        Array(vec![item])
    }

    pub(super) fn len(&self) -> u32 {
        match self {
            Array(items) => items.len() as u32,
            Bits(bitmap) => bitmap.ones,
            Runs(runs) => runs.iter().map(|run| run.len()).sum(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        match self {
            Array(items) => items.is_empty(),
            Bits(bitmap) => bitmap.ones == 0,
            Runs(runs) => runs.is_empty(),
        }
    }

    pub(super) fn is_run(&self) -> bool {
        matches!(self, Runs(_))
    }

    pub(super) fn contains(&self, item: u16) -> bool {
        match self {
            Array(items) => items.binary_search(&item).is_ok(),
            Bits(bitmap) => bitmap.has(item),
            Runs(runs) => {
                let at = runs.partition_point(|run| run.last < item);
                runs.get(at).is_some_and(|run| run.start <= item)
            }
        }
    }

    /// Whether it was not there.
    pub(super) fn insert(&mut self, item: u16) -> bool {
        match self {
            Array(items) => {
                // Numbers that come in order go to the end without a search.
                let at = match items.last() {
                    Some(last) if *last >= item => match items.binary_search(&item) {
                        Ok(_) => return false,
                        Err(at) => at,
                    },
                    _ => items.len(),
                };
                if items.len() == ARRAY_MAX {
                    let mut bitmap = Bitmap::of_items(items);
                    bitmap.change_items(&[item], |word, bit| word | bit);
                    *self = Bits(bitmap);
                } else {
                    items.insert(at, item);
                }
                true
            }
            Bits(bitmap) => {
                let before = bitmap.ones;
                bitmap.change_items(&[item], |word, bit| word | bit);
                bitmap.ones > before
            }
            Runs(_) => {
                let absent = !self.contains(item);
                if absent {
                    *self = self.or(&Self::one(item));
                }
                absent
            }
        }
    }

    /// Whether it was there.
    pub(super) fn remove(&mut self, item: u16) -> bool {
        match self {
            Array(items) => match items.binary_search(&item) {
                Ok(at) => {
                    items.remove(at);
                    true
                }
                Err(_) => false,
            },
            Bits(bitmap) => {
                let before = bitmap.ones;
                bitmap.change_items(&[item], |word, bit| word & !bit);
                let present = bitmap.ones < before;
                if bitmap.ones as usize <= ARRAY_MAX {
                    *self = Array(bitmap.items());
                }
                present
            }
            Runs(_) => {
                let present = self.contains(item);
                if present {
                    *self = self.and_not(&Self::one(item));
                }
                present
            }
        }
    }

    pub(super) fn iter(&self) -> Items<'_> {
        match self {
            Array(items) => Items::Array(items.iter()),
            Bits(bitmap) => Items::Bitmap(Ones::new(&bitmap.words[..])),
            Runs(runs) => Items::Run { runs: runs.iter(), next: 1, last: 0 },
        }
    }

    pub(super) fn next_set(&self, from: u16) -> Option<u16> {
        match self {
            Array(items) => items.get(items.partition_point(|item| *item < from)).copied(),
            Bits(bitmap) => {
                words::next_one(&bitmap.words[..], u32::from(from)).map(|item| item as u16)
            }
            Runs(runs) => {
                let at = runs.partition_point(|run| run.last < from);
                runs.get(at).map(|run| run.start.max(from))
            }
        }
    }

    /// How many are below `end`.
    pub(super) fn rank(&self, end: u16) -> u32 {
        match self {
            Array(items) => items.partition_point(|item| *item < end) as u32,
            Bits(bitmap) => words::rank(&bitmap.words[..], u32::from(end)) as u32,
            Runs(runs) => {
                let below = runs.iter().take_while(|run| run.start < end);
                below.map(|run| run.len().min(u32::from(end - run.start))).sum()
            }
        }
    }

    pub(super) fn select(&self, nth: u32) -> Option<u16> {
        match self {
            Array(items) => items.get(nth as usize).copied(),
            Bits(bitmap) => {
                words::select(&bitmap.words[..], u64::from(nth)).map(|item| item as u16)
            }
            Runs(runs) => {
                let mut left = nth;
                for run in runs {
                    if left < run.len() {
                        return Some((u32::from(run.start) + left) as u16);
                    }
                    left -= run.len();
                }
                None
            }
        }
    }

    /// The number of runs that its numbers form.
    fn run_count(&self) -> usize {
        match self {
            Array(items) => {
                let breaks = items.windows(2).filter(|pair| pair[1] - pair[0] > 1).count();
                breaks + usize::from(!items.is_empty())
            }
            Bits(bitmap) => {
                // A run starts at each bit whose lower neighbour is not set.
                let mut carried = 0;
                let starts = bitmap.words.iter().map(|word| {
                    let starts = word & !(word << 1 | carried);
                    carried = word >> 63;
                    starts.count_ones() as usize
                });
                starts.sum()
            }
            Runs(runs) => runs.len(),
        }
    }

    /// Its numbers in the smallest of the three forms; a list or a bitmap where runs are as large.
    pub(super) fn into_smallest(self) -> Self {
        let (runs, len) = (self.run_count(), self.len() as usize);
        let plain = if len <= ARRAY_MAX { 2 * len as u64 } else { BITMAP_BYTES };
        if run_bytes(runs) < plain {
            return match self {
                Array(items) => Runs(sweep(edges_of_items(&items), none(), |a, _| a)),
                Bits(bitmap) => Runs(sweep(edges_of_items(&bitmap.items()), none(), |a, _| a)),
                Runs(_) => self,
            };
        }
        match self {
            Runs(runs) => Bitmap::of_runs(&runs).settle(),
            Array(_) | Bits(_) => self,
        }
    }

    /// The bytes of its numbers in the Roaring format.
    pub(super) fn bytes(&self) -> u64 {
        match self {
            Array(items) => 2 * items.len() as u64,
            Bits(_) => BITMAP_BYTES,
            Runs(runs) => run_bytes(runs.len()),
        }
    }

    /// Writes its numbers in the Roaring format.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        match self {
            Array(items) => out.extend(items.iter().flat_map(|item| item.to_le_bytes())),
            Bits(bitmap) => out.extend(bitmap.words.iter().flat_map(|word| word.to_le_bytes())),
            Runs(runs) => {
                out.extend((runs.len() as u16).to_le_bytes());
                for run in runs {
                    out.extend(run.start.to_le_bytes());
                    out.extend((run.last - run.start).to_le_bytes());
                }
            }
        }
    }

    pub(super) fn and(&self, other: &Self) -> Self {
        match (self, other) {
            (Array(a), Array(b)) => Array(array::and(a, b)),
            (Array(items), Bits(bitmap)) | (Bits(bitmap), Array(items)) => {
                Array(kept(items, |item| bitmap.has(item)))
            }
            (Bits(a), Bits(b)) => a.zip(b, |x, y| x & y),
            (Runs(a), Runs(b)) => Runs(run::and(a, b)).into_smallest(),
            (Runs(runs), Array(items)) | (Array(items), Runs(runs)) => {
                let mut common = Vec::with_capacity(items.len());
                each_item(items, runs, true, |item| common.push(item));
                Array(common)
            }
            (Runs(runs), Bits(bitmap)) | (Bits(bitmap), Runs(runs)) => {
                Bitmap::of_runs(runs).zip(bitmap, |x, y| x & y)
            }
        }
    }

    pub(super) fn and_count(&self, other: &Self) -> u32 {
        match (self, other) {
            (Array(a), Array(b)) => array::and_count(a, b),
            (Array(items), Bits(bitmap)) | (Bits(bitmap), Array(items)) => {
                items.iter().map(|item| u32::from(bitmap.has(*item))).sum()
            }
            (Bits(a), Bits(b)) => words::and_count(&a.words[..], &b.words[..]) as u32,
            (Runs(a), Runs(b)) => run::and_count(a, b),
            (Runs(runs), Array(items)) | (Array(items), Runs(runs)) => {
                let mut count = 0;
                each_item(items, runs, true, |_| count += 1);
                count
            }
            (Runs(runs), Bits(bitmap)) | (Bits(bitmap), Runs(runs)) => {
                let ones = runs
                    .iter()
                    .map(|run| words::count_between(&bitmap.words[..], run.start, run.last));
                ones.sum::<u64>() as u32
            }
        }
    }

    pub(super) fn or(&self, other: &Self) -> Self {
        match (self, other) {
            (Array(a), Array(b)) if a.len() + b.len() <= ARRAY_MAX => Array(array::or(a, b)),
            (Array(items), Array(more)) => {
                let mut bitmap = Bitmap::of_items(items);
                bitmap.change_items(more, |word, bit| word | bit);
                bitmap.settle()
            }
            (Array(items), Bits(bitmap)) | (Bits(bitmap), Array(items)) => {
                let mut bitmap = bitmap.clone();
                bitmap.change_items(items, |word, bit| word | bit);
                Bits(bitmap)
            }
            (Bits(a), Bits(b)) => a.zip(b, |x, y| x | y),
            (Runs(runs), Bits(bitmap)) | (Bits(bitmap), Runs(runs)) => {
                let mut bitmap = bitmap.clone();
                bitmap.change_runs(runs, |word, mask| *word |= mask);
                Bits(bitmap).into_smallest()
            }
            _ => self.swept(other, |a, b| a || b),
        }
    }

    pub(super) fn and_not(&self, other: &Self) -> Self {
        match (self, other) {
            (Array(a), Array(b)) => Array(array::and_not(a, b)),
            (Array(items), Bits(bitmap)) => Array(kept(items, |item| !bitmap.has(item))),
            (Array(items), Runs(runs)) => {
                let mut rest = Vec::with_capacity(items.len());
                each_item(items, runs, false, |item| rest.push(item));
                Array(rest)
            }
            (Bits(bitmap), Array(items)) => {
                let mut bitmap = bitmap.clone();
                bitmap.change_items(items, |word, bit| word & !bit);
                bitmap.settle()
            }
            (Bits(bitmap), Runs(runs)) => {
                let mut bitmap = bitmap.clone();
                bitmap.change_runs(runs, |word, mask| *word &= !mask);
                bitmap.settle()
            }
            (Bits(a), Bits(b)) => a.zip(b, |x, y| x & !y),
            (Runs(runs), Bits(bitmap)) => Bitmap::of_runs(runs).zip(bitmap, |x, y| x & !y),
            (Runs(_), Array(_) | Runs(_)) => self.swept(other, |a, b| a && !b),
        }
    }

    pub(super) fn xor(&self, other: &Self) -> Self {
        match (self, other) {
            (Array(a), Array(b)) if a.len() + b.len() <= ARRAY_MAX => Array(array::xor(a, b)),
            (Array(items), Array(more)) => {
                let mut bitmap = Bitmap::of_items(items);
                bitmap.change_items(more, |word, bit| word ^ bit);
                bitmap.settle()
            }
            (Array(items), Bits(bitmap)) | (Bits(bitmap), Array(items)) => {
                let mut bitmap = bitmap.clone();
                bitmap.change_items(items, |word, bit| word ^ bit);
                bitmap.settle()
            }
            (Bits(a), Bits(b)) => a.zip(b, |x, y| x ^ y),
            (Runs(runs), Bits(bitmap)) | (Bits(bitmap), Runs(runs)) => {
                let mut bitmap = bitmap.clone();
                bitmap.change_runs(runs, |word, mask| *word ^= mask);
                bitmap.settle()
            }
            _ => self.swept(other, |a, b| a != b),
        }
    }

    /// Lists and runs combined run by run, then in the smallest form.
    fn swept(&self, other: &Self, keep: impl Fn(bool, bool) -> bool) -> Self {
        let runs = match (self, other) {
            (Runs(a), Runs(b)) => sweep(edges_of_runs(a), edges_of_runs(b), keep),
            (Runs(a), Array(b)) => sweep(edges_of_runs(a), edges_of_items(b), keep),
            (Array(a), Runs(b)) => sweep(edges_of_items(a), edges_of_runs(b), keep),
            _ => sweep(self.edges(), other.edges(), keep),
        };
        Runs(runs).into_smallest()
    }

    fn edges(&self) -> impl Iterator<Item = u32> {
        self.iter().flat_map(|item| [u32::from(item), u32::from(item) + 1])
    }
}

impl PartialEq for Container {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Array(a), Array(b)) => a == b,
            (Bits(a), Bits(b)) => a.ones == b.ones && a.words == b.words,
            (Runs(a), Runs(b)) => a == b,
            _ => self.len() == other.len() && self.iter().eq(other.iter()),
        }
    }
}

fn run_bytes(runs: usize) -> u64 {
    2 + 4 * runs as u64
}

fn none() -> std::iter::Empty<u32> {
    std::iter::empty()
}

/// The items that pass, each written and kept by moving on: no branch that depends on the data.
fn kept(items: &[u16], pass: impl Fn(u16) -> bool) -> Vec<u16> {
    let mut kept = vec![0; items.len()];
    let mut count = 0;
    for item in items {
        kept[count] = *item;
        count += usize::from(pass(*item));
    }
    kept.truncate(count);
    kept
}

/// The numbers of a container, ascending.
#[derive(Clone, Debug)]
pub(super) enum Items<'a> {
    Array(std::slice::Iter<'a, u16>),
    Bitmap(Ones<'a>),
    /// What is left of the run at hand is `next` to `last`; nothing where `next` is larger.
    Run {
        runs: std::slice::Iter<'a, Run>,
        next: u32,
        last: u32,
    },
}

impl Iterator for Items<'_> {
    type Item = u16;

    #[inline]
    fn next(&mut self) -> Option<u16> {
        match self {
            Self::Array(items) => items.next().copied(),
            Self::Bitmap(ones) => ones.next().map(|item| item as u16),
            Self::Run { runs, next, last } => {
                if *next > *last {
                    let run = runs.next()?;
                    (*next, *last) = (u32::from(run.start), u32::from(run.last));
                }
                *next += 1;
                Some((*next - 1) as u16)
            }
        }
    }
}
