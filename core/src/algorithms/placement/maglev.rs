//! Maglev hashing: nodes fill a prime-sized table in turn, and a lookup is one read of it.

use super::nodes::NodeList;
use super::{Lookup, Node, Placement, PlacementError, Steps, default_name};
use crate::algorithms::hashing::{HashFn, xxh64};

/// The largest Maglev table, a prime, which is also the largest that Envoy allows.
pub const TABLE_SIZE_MAX: u32 = 5_000_011;

/// Maglev consistent hashing.
///
/// Each node has a permutation of the table's slots, from its offset in steps of its skip. The
/// nodes take turns, in the order of their ids, each claiming the next free slot of its
/// permutation, until the table is full; a node of weight w takes w of max w turns. So the shares
/// are as even as whole slots allow, and a lookup is one read. The price: a join or leave rebuilds
/// the table, and a few slots change hands between nodes that stay. The larger the table, the
/// fewer.
///
/// With XXH64 the table is that of Envoy's `MAGLEV` when ids are given in the order of the names.
///
/// Source: D. Eisenbud et al., *Maglev: A Fast and Reliable Software Network Load Balancer*, NSDI
/// 2016, section 3.4, pseudocode 1; weights: Envoy, `maglev_lb.cc`.
/// Complexity, with M slots: a lookup is O(1), a join or leave O(M log M) expected and O(M²) at
/// worst; memory O(M).
///
/// ```
/// use sandtable_core::algorithms::placement::{Maglev, Placement};
///
/// let mut maglev = Maglev::new(7)?;
/// for port in 90..96 {
///     maglev.add_named(port, &format!("127.0.0.1:{port}"), 1)?;
/// }
/// assert_eq!(maglev.table(), [92, 94, 90, 91, 95, 90, 93]);
/// assert_eq!(maglev.place(10)?.node, 91);
/// # Ok::<(), sandtable_core::algorithms::placement::PlacementError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Maglev {
    nodes: NodeList,
    /// By id.
    rows: Vec<Row>,
    table: Vec<u32>,
    size: u32,
    hash: HashFn,
}

/// A node's permutation of the slots: offset, offset + skip, offset + 2 skip, … modulo the size.
#[derive(Clone, Copy, Debug)]
struct Row {
    node: Node,
    offset: u32,
    skip: u32,
}

impl Maglev {
    /// A table of `size` slots without nodes, hashed by [`xxh64`]. The size must be prime. The
    /// paper takes more than 100 slots for a node, so that shares differ by 1 % at most.
    ///
    /// # Errors
    /// [`PlacementError::TableSize`] when the size is no prime, or above [`TABLE_SIZE_MAX`].
    pub fn new(size: u32) -> Result<Self, PlacementError> {
        Self::with_hash(size, xxh64)
    }

    /// A table of `size` slots without nodes, hashed by the given function: with seed 0 for the
    /// offset, with seed 1 for the skip.
    ///
    /// # Errors
    /// [`PlacementError::TableSize`] when the size is no prime, or above [`TABLE_SIZE_MAX`].
    pub fn with_hash(size: u32, hash: HashFn) -> Result<Self, PlacementError> {
        if size > TABLE_SIZE_MAX {
            return Err(PlacementError::TableSize { size, nearest: TABLE_SIZE_MAX });
        }
        if !is_prime(size) {
            let nearest = (size..TABLE_SIZE_MAX).find(|size| is_prime(*size));
            let nearest = nearest.unwrap_or(TABLE_SIZE_MAX);
            return Err(PlacementError::TableSize { size, nearest });
        }
        Ok(Self { nodes: NodeList::default(), rows: Vec::new(), table: Vec::new(), size, hash })
    }

    /// Adds a node that is hashed by `name`; [`Placement::add`] uses `node-` and the id.
    ///
    /// # Errors
    /// When the id is taken, the weight is out of range, or there are as many nodes as slots.
    pub fn add_named(&mut self, id: u32, name: &str, weight: u32) -> Result<(), PlacementError> {
        self.add_all([(Node { id, weight }, name)])
    }

    /// Adds several nodes, each hashed by its name, and fills the table once.
    ///
    /// # Errors
    /// As [`Maglev::add_named`]; no node is added then.
    pub fn add_all<T: AsRef<str>>(
        &mut self,
        nodes: impl IntoIterator<Item = (Node, T)>,
    ) -> Result<(), PlacementError> {
        let mut wanted = self.clone();
        for (node, name) in nodes {
            wanted.nodes.check(node.id, node.weight)?;
            if wanted.rows.len() as u64 >= u64::from(self.size) {
                return Err(PlacementError::TableFull { size: self.size });
            }
            wanted.nodes.add(node.id, node.weight)?;
            let at = wanted.rows.partition_point(|row| row.node.id < node.id);
            wanted.rows.insert(at, row(node, name.as_ref(), self.size, self.hash));
        }
        wanted.table = fill(&wanted.rows, self.size);
        *self = wanted;
        Ok(())
    }

    /// The node of each slot: `size` entries, or none while there is no node.
    #[must_use]
    pub fn table(&self) -> &[u32] {
        &self.table
    }
}

fn row(node: Node, name: &str, size: u32, hash: HashFn) -> Row {
    let offset = hash(name.as_bytes(), 0) % u64::from(size);
    let skip = hash(name.as_bytes(), 1) % u64::from(size - 1) + 1;
    Row { node, offset: offset as u32, skip: skip as u32 }
}

/// Fills the table. The heaviest node takes a slot in every round, so there are at most `size`.
fn fill(rows: &[Row], size: u32) -> Vec<u32> {
    let Some(heaviest) = rows.iter().map(|row| u64::from(row.node.weight)).max() else {
        return Vec::new();
    };
    // Of each slot the index of its row; no table has as many rows as that.
    const FREE: u32 = u32::MAX;
    let mut table = vec![FREE; size as usize];
    let mut next: Vec<u32> = rows.iter().map(|row| row.offset).collect();
    let mut due = vec![0; rows.len()];
    let mut free = size;
    for round in 1..=u64::from(size) {
        for (index, row) in rows.iter().enumerate() {
            // A node of weight w comes to its turn when `round * w` has caught up with what is due.
            if free == 0 || round * u64::from(row.node.weight) < due[index] {
                continue;
            }
            due[index] += heaviest;
            // The size is prime, so the steps reach every slot, and one is free.
            let mut slot = next[index];
            while table[slot as usize] != FREE {
                slot = advance(slot, row.skip, size);
            }
            table[slot as usize] = index as u32;
            next[index] = advance(slot, row.skip, size);
            free -= 1;
        }
        if free == 0 {
            break;
        }
    }
    table.into_iter().filter_map(|index| rows.get(index as usize)).map(|row| row.node.id).collect()
}

fn advance(slot: u32, skip: u32, size: u32) -> u32 {
    let slot = slot + skip;
    if slot >= size { slot - size } else { slot }
}

/// By trial division, for the small numbers that are table sizes.
fn is_prime(number: u32) -> bool {
    number >= 2
        && (2..number)
            .take_while(|divisor| u64::from(*divisor).pow(2) <= u64::from(number))
            .all(|divisor| !number.is_multiple_of(divisor))
}

impl Placement for Maglev {
    fn nodes(&self) -> &[Node] {
        self.nodes.as_slice()
    }

    fn add(&mut self, id: u32, weight: u32) -> Result<(), PlacementError> {
        self.add_named(id, &default_name(id), weight)
    }

    fn remove(&mut self, id: u32) -> Result<(), PlacementError> {
        self.nodes.remove(id)?;
        self.rows.retain(|row| row.node.id != id);
        self.table = fill(&self.rows, self.size);
        Ok(())
    }

    fn place(&self, key_hash: u64) -> Result<Lookup, PlacementError> {
        let slot = (key_hash % u64::from(self.size)) as usize;
        let node = *self.table.get(slot).ok_or(PlacementError::NoNodes)?;
        Ok(Lookup { node, steps: Steps { probes: 1, ..Steps::default() } })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(size: u32, nodes: &[(u32, &str, u32)]) -> Vec<u32> {
        let mut maglev = Maglev::new(size).unwrap();
        // Joined backwards: the order of joining must not show.
        for (id, name, weight) in nodes.iter().rev() {
            maglev.add_named(*id, name, *weight).unwrap();
        }
        maglev.table().to_vec()
    }

    /// Envoy, test/extensions/load_balancing_policies/maglev/maglev_lb_test.cc (Apache-2.0): Basic,
    /// BasicWithHostName and Weighted.
    #[test]
    fn agrees_with_envoy() {
        let addresses: Vec<String> = (90..96).map(|port| format!("127.0.0.1:{port}")).collect();
        let hosts: Vec<_> = (0..6).zip(&addresses).map(|(id, name)| (id, &**name, 1)).collect();
        assert_eq!(table(7, &hosts), [2, 4, 0, 1, 5, 0, 3]);

        let names = ["90", "91", "92", "93", "94", "95"];
        let hosts: Vec<_> = (0..6).zip(names).map(|(id, name)| (id, name, 1)).collect();
        assert_eq!(table(7, &hosts), [2, 5, 0, 3, 4, 1, 0]);

        let hosts = [(0, "127.0.0.1:90", 1), (1, "127.0.0.1:91", 2)];
        let expected = [1, 0, 0, 1, 0, 1, 1, 0, 1, 1, 1, 1, 1, 0, 1, 0, 1];
        assert_eq!(table(17, &hosts), expected);
    }

    /// One turn is one slot, so the slots of equal nodes differ by one at most: 655 or 656 of
    /// 65,537 for 100 nodes, 65 or 66 for 1000.
    #[test]
    fn the_paper_table_is_as_even_as_whole_slots_allow() {
        for (count, low, high) in [(100, 655, 656), (1000, 65, 66)] {
            let rows: Vec<Row> = (0..count)
                .map(|id| row(Node { id, weight: 1 }, &default_name(id), 65_537, xxh64))
                .collect();
            let table = fill(&rows, 65_537);
            assert_eq!(table.len(), 65_537);
            let mut slots = vec![0; count as usize];
            for node in table {
                slots[node as usize] += 1;
            }
            assert_eq!((slots.iter().min(), slots.iter().max()), (Some(&low), Some(&high)));
        }
    }

    #[test]
    fn the_size_must_be_a_prime_in_range() {
        for (size, nearest) in [
            (0, 2),
            (1, 2),
            (8, 11),
            (65_536, 65_537),
            (4_999_998, 4_999_999),
            (5_000_000, 5_000_011),
        ] {
            let error = Maglev::new(size).unwrap_err();
            assert_eq!(error, PlacementError::TableSize { size, nearest });
            assert!(Maglev::new(nearest).is_ok());
        }
        let error = Maglev::new(u32::MAX).unwrap_err();
        assert_eq!(error, PlacementError::TableSize { size: u32::MAX, nearest: TABLE_SIZE_MAX });
    }

    #[test]
    fn a_full_table_refuses_one_more_node() {
        let mut maglev = Maglev::new(2).unwrap();
        maglev.add(0, 1).unwrap();
        maglev.add(1, 1).unwrap();
        assert_eq!(maglev.add(2, 1), Err(PlacementError::TableFull { size: 2 }));
        assert_eq!(maglev.nodes().len(), 2);
    }
}
