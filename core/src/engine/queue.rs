//! What is due, in a total order: by time, then by order of entry.

use super::SimTime;

/// Entries with their due times, earliest first; equal times keep the order of entry.
///
/// Kept as a vector sorted from late to early: taking the earliest is O(1), entering and removing
/// is O(n) of moving plain memory, and a queue here holds tens of entries. Cloning is one copy.
///
/// ```
/// use sandtable_core::engine::{Queue, SimTime};
/// let mut queue = Queue::default();
/// queue.push(SimTime::from_ms(2), "late");
/// queue.push(SimTime::from_ms(1), "first");
/// queue.push(SimTime::from_ms(1), "second");
/// assert_eq!(queue.pop(), Some((SimTime::from_ms(1), "first")));
/// assert_eq!(queue.pop(), Some((SimTime::from_ms(1), "second")));
/// assert_eq!(queue.next_due(), Some(SimTime::from_ms(2)));
/// ```
#[derive(Clone, Debug)]
pub struct Queue<T> {
    entries: Vec<Entry<T>>,
}

#[derive(Clone, Debug)]
struct Entry<T> {
    due: SimTime,
    item: T,
}

impl<T> Default for Queue<T> {
    fn default() -> Queue<T> {
        Queue { entries: Vec::new() }
    }
}

impl<T> Queue<T> {
    /// Enters an item.
    pub fn push(&mut self, due: SimTime, item: T) {
        let at = self.entries.partition_point(|e| e.due > due);
        self.entries.insert(at, Entry { due, item });
    }

    /// Takes the earliest item.
    pub fn pop(&mut self) -> Option<(SimTime, T)> {
        self.entries.pop().map(|e| (e.due, e.item))
    }

    /// When the earliest item is due.
    #[must_use]
    pub fn next_due(&self) -> Option<SimTime> {
        self.entries.last().map(|e| e.due)
    }

    /// How many items there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing is due any more.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// All items with their due times, earliest first.
    pub fn iter(&self) -> impl Iterator<Item = (SimTime, &T)> {
        self.entries.iter().rev().map(|e| (e.due, &e.item))
    }

    /// Takes the earliest item for which `wanted` holds, wherever it stands.
    pub fn take(&mut self, mut wanted: impl FnMut(&T) -> bool) -> Option<(SimTime, T)> {
        let at = self.entries.iter().rposition(|e| wanted(&e.item))?;
        let entry = self.entries.remove(at);
        Some((entry.due, entry.item))
    }

    /// Removes every item for which `keep` is false.
    pub fn retain(&mut self, mut keep: impl FnMut(&T) -> bool) {
        self.entries.retain(|e| keep(&e.item));
    }

    /// Moves everything that is due before `moment` to `moment`, in its order, ahead of what was
    /// due then: what a reader's choice of a later event does to the earlier ones.
    pub fn postpone(&mut self, moment: SimTime) {
        let first = self.entries.partition_point(|e| e.due >= moment);
        for entry in &mut self.entries[first..] {
            entry.due = moment;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn pops_in_order_of_time_then_entry(dues in prop::collection::vec(0u64..20, 0..60)) {
            let mut queue = Queue::default();
            for (i, due) in dues.iter().enumerate() {
                queue.push(SimTime::from_ns(*due), i);
            }
            let mut expected: Vec<(u64, usize)> = dues.iter().copied().zip(0..).collect();
            expected.sort_unstable();
            let popped: Vec<(u64, usize)> =
                std::iter::from_fn(|| queue.pop()).map(|(t, i)| (t.as_ns(), i)).collect();
            prop_assert_eq!(popped, expected);
        }

        #[test]
        fn postponing_keeps_the_order(dues in prop::collection::vec(0u64..20, 1..40), to in 0u64..20) {
            let mut queue = Queue::default();
            for (i, due) in dues.iter().enumerate() {
                queue.push(SimTime::from_ns(*due), i);
            }
            let before: Vec<usize> = queue.iter().map(|(_, i)| *i).collect();
            queue.postpone(SimTime::from_ns(to));
            let after: Vec<usize> = queue.iter().map(|(_, i)| *i).collect();
            prop_assert_eq!(before, after);
            prop_assert!(queue.next_due().unwrap().as_ns() >= to);
        }
    }
}
