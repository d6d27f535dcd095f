//! How does a set of 32-bit numbers take little room where it is sparse and where it is clustered?

use super::container::Container;

/// How many containers of each form a set has; see [`CompressedBitset::containers`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ContainerCounts {
    /// Lists: up to 4,096 numbers, two bytes each.
    pub arrays: u32,
    /// Bitmaps: more than 4,096 numbers, 8,192 bytes.
    pub bitmaps: u32,
    /// Runs: stretches without gaps, four bytes each and two for their number.
    pub runs: u32,
}

/// A set of 32-bit numbers in containers of 65,536, each a list, a bitmap or runs: a Roaring bitmap.
///
/// The high half of a number names its container, the low half is kept in it. A container with more
/// than 4,096 numbers becomes a bitmap and one with fewer a list, so that a number never takes more
/// than two bytes; [`optimize_runs`](Self::optimize_runs) stores stretches by their ends. A short
/// list is intersected with a long one by galloping.
///
/// Sets are equal when they hold the same numbers, in whatever form.
///
/// Sources: S. Chambi, D. Lemire, O. Kaser, R. Godin, *Better bitmap performance with Roaring
/// bitmaps*, 2016; D. Lemire, G. Ssi-Yan-Kai, O. Kaser, *Consistently faster and smaller compressed
/// bitmaps with Roaring*, 2016 (runs); the Roaring format specification (sizes). Complexity:
/// membership O(log containers + log of one container); combining O(numbers of both) for lists,
/// 1,024 words for a bitmap, O(runs of both) for runs; containers without a partner cost a
/// comparison, and a copy where the result holds them.
///
/// ```
/// use sandtable_core::algorithms::bitset::CompressedBitset;
///
/// let sparse: CompressedBitset = (0..100).map(|n| n * 10_000).collect();
/// let stretch: CompressedBitset = (50_000..250_000).collect();
/// assert_eq!(sparse.and_count(&stretch), 20);
/// assert_eq!(sparse.and(&stretch).select(0), Some(50_000));
///
/// // Four bitmaps and their heads; then four runs.
/// assert_eq!(stretch.serialized_bytes(), 8 + 4 * (8 + 8192));
/// let mut stretch = stretch;
/// stretch.optimize_runs();
/// assert_eq!(stretch.serialized_bytes(), 5 + 4 * (8 + 6));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CompressedBitset {
    /// The high halves, ascending: apart from the containers, so that a search reads little.
    keys: Vec<u16>,
    /// The low halves for each key; none is empty.
    containers: Vec<Container>,
}

/// The high half and the low half.
fn split(number: u32) -> (u16, u16) {
    ((number >> 16) as u16, number as u16)
}

fn join(key: u16, low: u16) -> u32 {
    u32::from(key) << 16 | u32::from(low)
}

impl CompressedBitset {
    /// A set without numbers.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether no number is in the set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// How many numbers are in the set (its cardinality). O(containers), and O(runs).
    #[must_use]
    pub fn count(&self) -> u64 {
        self.containers.iter().map(|container| u64::from(container.len())).sum()
    }

    /// Whether the number is in the set.
    #[must_use]
    pub fn contains(&self, number: u32) -> bool {
        let (key, low) = split(number);
        self.keys.binary_search(&key).is_ok_and(|at| self.containers[at].contains(low))
    }

    /// Puts the number in the set. Returns whether it was not there. Ascending numbers cost O(1)
    /// each, others a search and a move of up to 8,192 bytes.
    ///
    /// ```
    /// # use sandtable_core::algorithms::bitset::CompressedBitset;
    /// let mut set = CompressedBitset::new();
    /// assert!(set.insert(u32::MAX));
    /// assert!(!set.insert(u32::MAX));
    /// assert!(set.remove(u32::MAX) && set.is_empty());
    /// ```
    pub fn insert(&mut self, number: u32) -> bool {
        let (key, low) = split(number);
        let at = match self.keys.last() {
            Some(last) if *last == key => Ok(self.keys.len() - 1),
            Some(last) if *last > key => self.keys.binary_search(&key),
            _ => Err(self.keys.len()),
        };
        match at {
            Ok(at) => self.containers[at].insert(low),
            Err(at) => {
                self.keys.insert(at, key);
                self.containers.insert(at, Container::one(low));
                true
            }
        }
    }

    /// Takes the number out of the set. Returns whether it was there.
    pub fn remove(&mut self, number: u32) -> bool {
        let (key, low) = split(number);
        let Ok(at) = self.keys.binary_search(&key) else {
            return false;
        };
        let present = self.containers[at].remove(low);
        if self.containers[at].is_empty() {
            self.keys.remove(at);
            self.containers.remove(at);
        }
        present
    }

    /// The numbers of the set, ascending. O(1) each.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        let parts = self.keys.iter().zip(&self.containers);
        parts.flat_map(|(key, container)| container.iter().map(|low| join(*key, low)))
    }

    /// The smallest number of the set that is at least `from`.
    ///
    /// ```
    /// # use sandtable_core::algorithms::bitset::CompressedBitset;
    /// let set: CompressedBitset = [5, 70_000].into_iter().collect();
    /// assert_eq!((set.next_set(6), set.next_set(70_001)), (Some(70_000), None));
    /// ```
    #[must_use]
    pub fn next_set(&self, from: u32) -> Option<u32> {
        let (key, low) = split(from);
        let at = self.keys.partition_point(|other| *other < key);
        if self.keys.get(at) == Some(&key)
            && let Some(found) = self.containers[at].next_set(low)
        {
            return Some(join(key, found));
        }
        let at = at + usize::from(self.keys.get(at) == Some(&key));
        let first = self.containers.get(at)?.next_set(0)?;
        Some(join(self.keys[at], first))
    }

    /// How many numbers of the set are below `end`. O(containers below it), and a search in one.
    ///
    /// ```
    /// # use sandtable_core::algorithms::bitset::CompressedBitset;
    /// let set: CompressedBitset = [5, 6, 70_000].into_iter().collect();
    /// assert_eq!((set.rank(6), set.rank(70_000), set.rank(70_001)), (1, 2, 3));
    /// ```
    #[must_use]
    pub fn rank(&self, end: u32) -> u64 {
        let (key, low) = split(end);
        let at = self.keys.partition_point(|other| *other < key);
        let below = self.containers[..at].iter().map(|container| u64::from(container.len()));
        let inside = match self.keys.get(at) {
            Some(other) if *other == key => self.containers[at].rank(low),
            _ => 0,
        };
        below.sum::<u64>() + u64::from(inside)
    }

    /// The number that has `nth` numbers of the set below it; `None` when there are no more than
    /// `nth`.
    #[must_use]
    pub fn select(&self, nth: u64) -> Option<u32> {
        let mut left = nth;
        for (key, container) in self.keys.iter().zip(&self.containers) {
            let len = u64::from(container.len());
            if left < len {
                return container.select(left as u32).map(|low| join(*key, low));
            }
            left -= len;
        }
        None
    }

    /// What is in both.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let mut both = Self::new();
        self.each_shared(other, |key, a, b| both.push(key, a.and(b)));
        both
    }

    /// How many are in both, counted without building the set of them.
    #[must_use]
    pub fn and_count(&self, other: &Self) -> u64 {
        let mut count = 0;
        self.each_shared(other, |_, a, b| count += u64::from(a.and_count(b)));
        count
    }

    /// What is in either.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        self.merged(other, Container::or)
    }

    /// How many are in either, counted without building the set of them.
    ///
    /// ```
    /// # use sandtable_core::algorithms::bitset::CompressedBitset;
    /// let small: CompressedBitset = (0..10).collect();
    /// let even: CompressedBitset = (0..10).map(|n| 2 * n).collect();
    /// assert_eq!((small.or_count(&even), small.and_count(&even)), (15, 5));
    /// ```
    #[must_use]
    pub fn or_count(&self, other: &Self) -> u64 {
        self.count() + other.count() - self.and_count(other)
    }

    /// What is in exactly one of the two.
    #[must_use]
    pub fn xor(&self, other: &Self) -> Self {
        self.merged(other, Container::xor)
    }

    /// What is in this set and not in the other.
    #[must_use]
    pub fn and_not(&self, other: &Self) -> Self {
        let most = self.keys.len();
        let mut rest =
            Self { keys: Vec::with_capacity(most), containers: Vec::with_capacity(most) };
        let mut at = 0;
        for (key, container) in self.keys.iter().zip(&self.containers) {
            at += skip_below(&other.keys[at..], *key);
            let rest_of_it = match other.keys.get(at) {
                Some(same) if same == key => container.and_not(&other.containers[at]),
                _ => container.clone(),
            };
            rest.push(*key, rest_of_it);
        }
        rest
    }

    /// Stores every container in the smallest of the three forms. Worth its time, O(the set), once
    /// for a set that is read often.
    pub fn optimize_runs(&mut self) {
        let containers = std::mem::take(&mut self.containers);
        self.containers = containers.into_iter().map(Container::into_smallest).collect();
    }

    /// How many containers of each form there are.
    ///
    /// ```
    /// # use sandtable_core::algorithms::bitset::{CompressedBitset, ContainerCounts};
    /// // 4,096 numbers are a list still; one more, and their container is a bitmap.
    /// let mut set: CompressedBitset = (0..4096).map(|n| 2 * n).collect();
    /// assert_eq!(set.containers(), ContainerCounts { arrays: 1, ..Default::default() });
    /// set.insert(1);
    /// assert_eq!(set.containers(), ContainerCounts { bitmaps: 1, ..Default::default() });
    /// ```
    #[must_use]
    pub fn containers(&self) -> ContainerCounts {
        let mut counts = ContainerCounts::default();
        for container in &self.containers {
            match container {
                Container::Array(_) => counts.arrays += 1,
                Container::Bitmap(_) => counts.bitmaps += 1,
                Container::Run(_) => counts.runs += 1,
            }
        }
        counts
    }

    /// The bytes of [`serialize`](Self::serialize), without writing them. O(containers).
    #[must_use]
    pub fn serialized_bytes(&self) -> u64 {
        let count = self.keys.len() as u64;
        let cookie = if self.has_runs() { 4 + count.div_ceil(8) } else { 8 };
        let offsets = if self.has_offsets() { 4 * count } else { 0 };
        let parts: u64 = self.containers.iter().map(Container::bytes).sum();
        cookie + 4 * count + offsets + parts
    }

    /// The bits of the serialised form for each number of the set; `None` for an empty set.
    ///
    /// ```
    /// # use sandtable_core::algorithms::bitset::CompressedBitset;
    /// let set: CompressedBitset = (0..1000).map(|n| 3 * n).collect();
    /// // 16 bytes of heads, two bytes a number.
    /// assert_eq!(set.bits_per_integer(), Some(16.128));
    /// assert_eq!(CompressedBitset::new().bits_per_integer(), None);
    /// ```
    #[must_use]
    pub fn bits_per_integer(&self) -> Option<f64> {
        let count = self.count();
        (count > 0).then(|| 8.0 * self.serialized_bytes() as f64 / count as f64)
    }

    /// The set in the Roaring format, which other implementations read.
    ///
    /// Source: Roaring format specification, 32-bit.
    ///
    /// ```
    /// # use sandtable_core::algorithms::bitset::CompressedBitset;
    /// let set: CompressedBitset = [1, 2, 70_000].into_iter().collect();
    /// let bytes = set.serialize();
    /// assert_eq!(bytes[..8], [0x3a, 0x30, 0, 0, 2, 0, 0, 0]);
    /// assert_eq!(bytes.len() as u64, set.serialized_bytes());
    /// ```
    #[must_use]
    pub fn serialize(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.serialized_bytes() as usize);
        let count = self.keys.len() as u32;
        if self.has_runs() {
            out.extend((12_347 | (count - 1) << 16).to_le_bytes());
            out.extend(self.containers.chunks(8).map(|eight| {
                let flags = eight.iter().rev();
                flags.fold(0_u8, |bits, container| bits << 1 | u8::from(container.is_run()))
            }));
        } else {
            out.extend(12_346_u32.to_le_bytes());
            out.extend(count.to_le_bytes());
        }
        for (key, container) in self.keys.iter().zip(&self.containers) {
            out.extend(key.to_le_bytes());
            out.extend(((container.len() - 1) as u16).to_le_bytes());
        }
        if self.has_offsets() {
            let mut offset = out.len() as u32 + 4 * count;
            for container in &self.containers {
                out.extend(offset.to_le_bytes());
                offset += container.bytes() as u32;
            }
        }
        for container in &self.containers {
            container.write(&mut out);
        }
        out
    }

    fn has_runs(&self) -> bool {
        self.containers.iter().any(Container::is_run)
    }

    /// With runs, a few containers are found without a table of their places.
    fn has_offsets(&self) -> bool {
        !self.has_runs() || self.keys.len() >= 4
    }

    /// Adds a container behind all others, unless it is empty.
    fn push(&mut self, key: u16, container: Container) {
        if !container.is_empty() {
            self.keys.push(key);
            self.containers.push(container);
        }
    }

    fn each_shared<'a>(
        &'a self,
        other: &'a Self,
        mut shared: impl FnMut(u16, &'a Container, &'a Container),
    ) {
        let (mut i, mut j) = (0, 0);
        while i < self.keys.len() && j < other.keys.len() {
            let (x, y) = (self.keys[i], other.keys[j]);
            if x == y {
                shared(x, &self.containers[i], &other.containers[j]);
            }
            i += usize::from(x <= y);
            j += usize::from(y <= x);
        }
    }

    fn merged(&self, other: &Self, op: impl Fn(&Container, &Container) -> Container) -> Self {
        let most = self.keys.len() + other.keys.len();
        let mut all = Self { keys: Vec::with_capacity(most), containers: Vec::with_capacity(most) };
        let (mut i, mut j) = (0, 0);
        while i < self.keys.len() && j < other.keys.len() {
            let (x, y) = (self.keys[i], other.keys[j]);
            if x == y {
                all.push(x, op(&self.containers[i], &other.containers[j]));
            } else if x < y {
                all.push(x, self.containers[i].clone());
            } else {
                all.push(y, other.containers[j].clone());
            }
            i += usize::from(x <= y);
            j += usize::from(y <= x);
        }
        for (rest, from) in [(self, i), (other, j)] {
            all.keys.extend_from_slice(&rest.keys[from..]);
            all.containers.extend_from_slice(&rest.containers[from..]);
        }
        all
    }
}

/// How many keys are below `key`.
fn skip_below(keys: &[u16], key: u16) -> usize {
    keys.iter().take_while(|other| **other < key).count()
}

impl FromIterator<u32> for CompressedBitset {
    /// The set of the numbers, in any order; fastest ascending.
    fn from_iter<I: IntoIterator<Item = u32>>(numbers: I) -> Self {
        let mut set = Self::new();
        set.extend(numbers);
        set
    }
}

impl Extend<u32> for CompressedBitset {
    fn extend<I: IntoIterator<Item = u32>>(&mut self, numbers: I) {
        for number in numbers {
            self.insert(number);
        }
    }
}
