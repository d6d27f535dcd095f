//! How do two events stand to each other?

/// How one event, or one version, stands to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Causality {
    /// They are the same.
    Equal,
    /// The first led to the second (Lamport 1978: it *happened before* it).
    Before,
    /// The second led to the first.
    After,
    /// Neither led to the other.
    Concurrent,
}

impl Causality {
    /// The same relation seen from the other side.
    ///
    /// ```
    /// use sandtable_core::algorithms::clocks::Causality;
    /// assert_eq!(Causality::Before.reverse(), Causality::After);
    /// assert_eq!(Causality::Concurrent.reverse(), Causality::Concurrent);
    /// ```
    #[must_use]
    pub fn reverse(self) -> Causality {
        match self {
            Causality::Before => Causality::After,
            Causality::After => Causality::Before,
            same => same,
        }
    }

    /// The relation of two things of which each either covers the other or does not.
    #[must_use]
    pub fn from_cover(first_covers: bool, second_covers: bool) -> Causality {
        match (first_covers, second_covers) {
            (true, true) => Causality::Equal,
            (true, false) => Causality::After,
            (false, true) => Causality::Before,
            (false, false) => Causality::Concurrent,
        }
    }
}
