//! Which filters are worth keeping, after how many uses, and on which segments?

use super::filter::{Filter, FilterKind};

/// How large a segment must be beside the others for an answer on it to be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    /// Any share.
    Any,
    /// More than half of the average of all segments: Lucene's rule since its issue 12140 (2023).
    HalfOfAverage,
    /// At least so many thousandths of all documents: Lucene's rule through 9.5, with 30. An index of
    /// more than 33 equal segments keeps nothing under it, which is why it was given up.
    OfAll {
        /// Thousandths, 0 to 1000.
        permille: u32,
    },
}

/// Which segments are worth keeping answers for: small ones are fast to read and soon merged.
///
/// ```
/// use sandtable_core::algorithms::filter_cache::{SegmentRule, Share};
///
/// let rule = SegmentRule::default();
/// assert!(!rule.admits(9_999, 9_999, 1));
/// assert!(rule.admits(10_000, 340_000, 34));
/// // The older rule shuts all of 34 equal segments out.
/// let older = SegmentRule { share: Share::OfAll { permille: 30 }, ..rule };
/// assert!(!older.admits(10_000, 340_000, 34));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SegmentRule {
    /// The fewest documents of a segment, deleted ones counted.
    pub docs_min: u32,
    /// Its size beside the others.
    pub share: Share,
}

impl Default for SegmentRule {
    /// 10,000 documents and more than half of the average.
    fn default() -> Self {
        Self { docs_min: 10_000, share: Share::HalfOfAverage }
    }
}

impl SegmentRule {
    /// Every segment.
    pub const EVERY: Self = Self { docs_min: 0, share: Share::Any };

    /// Whether answers are kept on a segment of `docs` documents, in an index of `all_docs` in
    /// `segments` segments.
    #[must_use]
    pub fn admits(&self, docs: u32, all_docs: u64, segments: u32) -> bool {
        let docs_wide = u64::from(docs);
        docs >= self.docs_min
            && match self.share {
                Share::Any => true,
                Share::HalfOfAverage => 2 * docs_wide > all_docs / u64::from(segments.max(1)),
                Share::OfAll { permille } => 1000 * docs_wide >= u64::from(permille) * all_docs,
            }
    }
}

/// The numbers of Lucene's caching policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UsageRules {
    /// How many uses of filters are remembered, 1 or more.
    pub history: u32,
    /// The uses among them after which a costly filter is kept.
    pub costly_uses: u32,
    /// The uses after which a formula is kept: one fewer than its clauses would need if they were
    /// plain, so that the formula is kept and not its clauses too.
    pub compound_uses: u32,
    /// The segments on which answers are kept.
    pub segments: SegmentRule,
    /// A clause is not kept when its cost is more than this many times that of the clause that leads
    /// the query: to read it whole would slow that query down too much. 1 or more.
    pub skip_cost_factor: u32,
}

impl Default for UsageRules {
    /// 256 uses remembered; 2 uses for what is costly, 4 for formulas; segments of 10,000 documents
    /// and more than half of the average; at most 10 times the leading cost.
    fn default() -> Self {
        Self {
            history: 256,
            costly_uses: 2,
            compound_uses: 4,
            segments: SegmentRule::default(),
            skip_cost_factor: 10,
        }
    }
}

/// Lucene's caching policy: a filter is kept when it came back often enough of late.
///
/// It remembers the hashes of the last uses in a ring. Filters that the index answers as fast as a
/// cache could (terms, existence, all, nothing) are neither remembered nor kept. Two filters with one
/// hash count as one: at worst, something is kept that was used too little.
///
/// Sources: Lucene 9, `UsageTrackingQueryCachingPolicy` (uses), `LRUQueryCache` (segments, cost).
/// Lucene's main branch has since split the ring into 16 by hash, for its threads. Lucene keeps other
/// kinds of filters than are modelled here after 5 uses. Complexity: O(`history`) to count.
///
/// ```
/// use sandtable_core::algorithms::filter_cache::{Filter, UsagePolicy, UsageRules};
///
/// let mut policy = UsagePolicy::new(UsageRules::default());
/// let range = Filter::Range { field: 0, from: 1, to: 9 };
/// let term = Filter::Term { field: 0, value: 1 };
/// for _ in 0..2 {
///     assert!(!policy.keeps(&range));
///     policy.used(&range);
///     policy.used(&term);
/// }
/// assert!(policy.keeps(&range));
/// assert!(!policy.keeps(&term));
/// assert_eq!((policy.uses(&range), policy.uses(&term)), (2, 0));
/// ```
#[derive(Clone, Debug)]
pub struct UsagePolicy {
    rules: UsageRules,
    /// Hashes; once it is full, the oldest is at `next`.
    ring: Vec<u64>,
    next: usize,
}

impl UsagePolicy {
    /// A policy that has seen nothing yet.
    #[must_use]
    pub fn new(rules: UsageRules) -> Self {
        Self { rules, ring: Vec::new(), next: 0 }
    }

    /// Its numbers.
    #[must_use]
    pub fn rules(&self) -> &UsageRules {
        &self.rules
    }

    /// Remembers a use, and forgets the oldest when there is no more room.
    pub fn used(&mut self, filter: &Filter) {
        if filter.kind() == FilterKind::Cheap {
            return;
        }
        let history = self.rules.history.max(1) as usize;
        if self.ring.len() < history {
            self.ring.push(filter.hash());
        } else {
            self.ring[self.next] = filter.hash();
            self.next = (self.next + 1) % history;
        }
    }

    /// How many of the remembered uses were of this filter.
    #[must_use]
    pub fn uses(&self, filter: &Filter) -> u32 {
        let hash = filter.hash();
        self.ring.iter().map(|used| u32::from(*used == hash)).sum()
    }

    /// Whether the filter came back often enough to be kept.
    #[must_use]
    pub fn keeps(&self, filter: &Filter) -> bool {
        match filter.kind() {
            FilterKind::Cheap => false,
            FilterKind::Costly => self.uses(filter) >= self.rules.costly_uses,
            FilterKind::Compound => self.uses(filter) >= self.rules.compound_uses,
        }
    }
}

/// What is kept.
#[derive(Clone, Debug)]
pub enum CachingPolicy {
    /// Nothing; nothing is looked up either.
    Nothing,
    /// Every answer, at its first use, on every segment, as far as the budget goes.
    Everything,
    /// What Lucene keeps.
    Usage(UsagePolicy),
}
