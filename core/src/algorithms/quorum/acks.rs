//! Who has acknowledged, each counted once.

/// A tally of acknowledgements from at most 64 processes; duplicates do not count.
///
/// ```
/// use sandtable_core::algorithms::quorum::Acks;
/// let mut acks = Acks::new(2);
/// assert!(acks.add(0) && !acks.add(0) && !acks.is_reached());
/// assert!(acks.add(5) && acks.is_reached());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Acks {
    needed: u32,
    from: u64,
}

impl Acks {
    /// A tally that is reached at `needed` distinct processes.
    #[must_use]
    pub fn new(needed: u32) -> Acks {
        Acks { needed, from: 0 }
    }

    /// Counts a process, 0 to 63; says whether it is new. O(1).
    pub fn add(&mut self, process: u8) -> bool {
        let bit = 1u64 << (process & 63);
        let new = self.from & bit == 0;
        self.from |= bit;
        new
    }

    /// Whether that process was counted.
    #[must_use]
    pub fn has(&self, process: u8) -> bool {
        self.from & (1u64 << (process & 63)) != 0
    }

    /// How many were counted.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.from.count_ones()
    }

    /// How many are needed.
    #[must_use]
    pub fn needed(&self) -> u32 {
        self.needed
    }

    /// Whether enough were counted.
    #[must_use]
    pub fn is_reached(&self) -> bool {
        self.count() >= self.needed
    }
}
