//! Jump consistent hash: a key's bucket from arithmetic alone, without a table.

use std::num::NonZeroU32;

use super::nodes::NodeList;
use super::{Lookup, Node, Placement, PlacementError, Steps};

/// The buckets that a key jumps through as buckets are added one by one, ascending; see [`jumps`].
#[derive(Clone, Debug)]
pub struct Jumps {
    state: u64,
    next: u64,
    buckets: NonZeroU32,
}

impl Iterator for Jumps {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        if self.next >= u64::from(self.buckets.get()) {
            return None;
        }
        let bucket = self.next;
        self.state = self.state.wrapping_mul(2_862_933_555_777_941_757).wrapping_add(1);
        let scale = (1_u64 << 31) as f64 / ((self.state >> 33) + 1) as f64;
        // The scale is at least 1, so the next bucket is above this one and the walk ends. It is
        // at most 2³¹, so the product is below 2⁶³; processors convert signed numbers faster.
        self.next = ((bucket + 1) as i64 as f64 * scale) as i64 as u64;
        Some(bucket as u32)
    }
}

/// The buckets in which a key would have been, from one bucket up to `buckets`: 0 first, its bucket
/// now last. Each is a step of the algorithm, about ln `buckets` in expectation.
///
/// Source: J. Lamping, E. Veach, *A Fast, Minimal Memory, Consistent Hash Algorithm*, 2014, figure
/// 1.
///
/// ```
/// use std::num::NonZeroU32;
/// use sandtable_core::algorithms::placement::jumps;
///
/// let buckets = NonZeroU32::new(18).unwrap();
/// assert_eq!(jumps(1, buckets).collect::<Vec<_>>(), [0, 6, 17]);
/// ```
#[must_use]
pub fn jumps(key_hash: u64, buckets: NonZeroU32) -> Jumps {
    Jumps { state: key_hash, next: 0, buckets }
}

/// The bucket of a key, 0 to `buckets` − 1.
///
/// Every bucket is equally likely; from n to n+1 buckets a key stays or moves to the new bucket,
/// the latter with probability 1/(n+1).
///
/// Source: J. Lamping, E. Veach, *A Fast, Minimal Memory, Consistent Hash Algorithm*, 2014, figure
/// 1.
/// Complexity: O(log `buckets`) expected, no memory.
///
/// ```
/// use std::num::NonZeroU32;
/// use sandtable_core::algorithms::placement::jump_hash;
///
/// assert_eq!(jump_hash(256, NonZeroU32::new(1024).unwrap()), 520);
/// ```
#[must_use]
pub fn jump_hash(key_hash: u64, buckets: NonZeroU32) -> u32 {
    jumps(key_hash, buckets).last().unwrap_or(0)
}

/// Jump consistent hash over a list of nodes: bucket i is the i-th node.
///
/// It needs no table and is nearly perfectly even. The price: buckets are numbered without gaps, so
/// nodes can only be appended, and only the last can leave; and all weigh the same.
///
/// Source: J. Lamping, E. Veach, *A Fast, Minimal Memory, Consistent Hash Algorithm*, 2014.
/// Complexity: a lookup is O(log N) expected, a join O(N) for the check of the id, a leave O(1).
///
/// ```
/// use sandtable_core::algorithms::placement::{Jump, Placement, PlacementError};
///
/// let mut jump = Jump::new();
/// for id in 0..18 {
///     jump.add(id, 1)?;
/// }
/// assert_eq!(jump.place(1)?.node, 17);
/// assert_eq!(jump.place(1)?.steps.hashes, 3);
/// assert_eq!(jump.remove(4), Err(PlacementError::NotLast { id: 4, last: 17 }));
/// jump.remove(17)?;
/// assert_eq!(jump.place(1)?.node, 6);
/// # Ok::<(), PlacementError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Jump {
    nodes: NodeList,
}

impl Jump {
    /// A placement without nodes.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Placement for Jump {
    fn nodes(&self) -> &[Node] {
        self.nodes.as_slice()
    }

    fn add(&mut self, id: u32, weight: u32) -> Result<(), PlacementError> {
        self.nodes.check(id, weight)?;
        if weight != 1 {
            return Err(PlacementError::WeightsUnsupported { id, weight });
        }
        self.nodes.add(id, weight)
    }

    fn remove(&mut self, id: u32) -> Result<(), PlacementError> {
        match self.nodes().last() {
            Some(last) if last.id != id && self.nodes().iter().any(|node| node.id == id) => {
                Err(PlacementError::NotLast { id, last: last.id })
            }
            _ => self.nodes.remove(id).map(|_| ()),
        }
    }

    fn place(&self, key_hash: u64) -> Result<Lookup, PlacementError> {
        let nodes = self.nodes.as_slice();
        let buckets = u32::try_from(nodes.len()).unwrap_or(u32::MAX);
        let buckets = NonZeroU32::new(buckets).ok_or(PlacementError::NoNodes)?;
        let (mut bucket, mut hashes) = (0, 0);
        for next in jumps(key_hash, buckets) {
            bucket = next;
            hashes += 1;
        }
        let steps = Steps { hashes, probes: 1, ..Steps::default() };
        Ok(Lookup { node: nodes[bucket as usize].id, steps })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bucket(key: u64, buckets: u32) -> u32 {
        jump_hash(key, NonZeroU32::new(buckets).unwrap())
    }

    /// dgryski/go-jump, jump_test.go (MIT), made with the C++ code of the paper: the buckets for
    /// 1, 2, 3, … buckets in all.
    #[test]
    fn agrees_with_the_reference_code() {
        let rows: [(u64, &[u32]); 4] = [
            (0, &[0; 20]),
            (1, &[0, 0, 0, 0, 0, 0, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 17, 17]),
            (0xDEAD_BEEF, &[0, 1, 2, 3, 3, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 16, 16, 16]),
            (
                998_690_804_919_562_253,
                &[0, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 15, 15, 15, 15],
            ),
        ];
        for (key, expected) in rows {
            for (count, expected) in (1..).zip(expected) {
                assert_eq!(bucket(key, count), *expected, "key {key}, {count} buckets");
            }
        }
    }

    /// ClickHouse, 00580_consistent_hashing_functions (Apache-2.0).
    #[test]
    fn agrees_with_clickhouse() {
        assert_eq!(bucket(1, 1), 0);
        assert_eq!(bucket(42, 57), 43);
        assert_eq!(bucket(256, 1024), 520);
        assert_eq!(bucket(0xDEAD_10CC, 1), 0);
        assert_eq!(bucket(0xDEAD_10CC, 666), 361);
        assert_eq!(bucket(0xDEAD_BEEF_DEAD_BEEF, 255), 237);
    }

    #[test]
    fn the_largest_bucket_count_ends() {
        for key in [0, 1, u64::MAX] {
            assert!(bucket(key, u32::MAX) < u32::MAX);
        }
    }
}
