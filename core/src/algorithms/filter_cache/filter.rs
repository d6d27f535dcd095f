//! What can be asked of a document, and how costly is it to find all that match?

use super::doc_set::DocSet;
use super::documents::Document;
use crate::algorithms::hashing::xxh64;

/// What a caching policy needs to know of a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilterKind {
    /// As fast from the index as from a cache, or known to be empty: never worth keeping.
    Cheap,
    /// Several lists have to be read to build the answer: ranges, sets of values.
    Costly,
    /// A formula over other filters.
    Compound,
}

/// A condition on a document. Fields are numbered from 0; a document may lack a value.
///
/// ```
/// use sandtable_core::algorithms::filter_cache::{Document, Filter};
///
/// let cheap = Filter::Range { field: 1, from: 0, to: 19 };
/// let document = Document { id: 4, values: vec![None, Some(9)] };
/// assert!(cheap.matches(&document));
/// assert!(!Filter::Exists { field: 0 }.matches(&document));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Filter {
    /// Every document.
    All,
    /// No document.
    Nothing,
    /// The field has this value.
    Term {
        /// The field.
        field: usize,
        /// The value.
        value: u32,
    },
    /// The field has a value.
    Exists {
        /// The field.
        field: usize,
    },
    /// The field has a value from `from` to `to`, both included.
    Range {
        /// The field.
        field: usize,
        /// The smallest value.
        from: u32,
        /// The largest value.
        to: u32,
    },
    /// The field has one of these values.
    AnyOf {
        /// The field.
        field: usize,
        /// The values.
        values: Vec<u32>,
    },
    /// All of the filters match; without filters, no document does.
    And(Vec<Filter>),
    /// At least one of the filters matches; without filters, no document does.
    Or(Vec<Filter>),
    /// The first filter matches and the second does not.
    AndNot(Box<Filter>, Box<Filter>),
}

impl Filter {
    /// What a caching policy needs to know.
    ///
    /// ```
    /// use sandtable_core::algorithms::filter_cache::{Filter, FilterKind};
    ///
    /// assert_eq!(Filter::Term { field: 0, value: 1 }.kind(), FilterKind::Cheap);
    /// assert_eq!(Filter::Range { field: 0, from: 1, to: 9 }.kind(), FilterKind::Costly);
    /// assert_eq!(Filter::And(vec![Filter::All]).kind(), FilterKind::Compound);
    /// assert_eq!(Filter::And(vec![]).kind(), FilterKind::Cheap);
    /// ```
    #[must_use]
    pub fn kind(&self) -> FilterKind {
        match self {
            Self::All | Self::Nothing | Self::Term { .. } | Self::Exists { .. } => {
                FilterKind::Cheap
            }
            Self::Range { .. } | Self::AnyOf { .. } => FilterKind::Costly,
            Self::And(parts) | Self::Or(parts) if parts.is_empty() => FilterKind::Cheap,
            Self::And(_) | Self::Or(_) | Self::AndNot(..) => FilterKind::Compound,
        }
    }

    /// Whether the document fulfils the condition. A field that it does not have has no value.
    #[must_use]
    pub fn matches(&self, document: &Document) -> bool {
        let value = |field: usize| document.values.get(field).copied().flatten();
        match self {
            Self::All => true,
            Self::Nothing => false,
            Self::Term { field, value: wanted } => value(*field) == Some(*wanted),
            Self::Exists { field } => value(*field).is_some(),
            Self::Range { field, from, to } => {
                value(*field).is_some_and(|value| (*from..=*to).contains(&value))
            }
            Self::AnyOf { field, values } => {
                value(*field).is_some_and(|value| values.contains(&value))
            }
            Self::And(parts) => {
                !parts.is_empty() && parts.iter().all(|part| part.matches(document))
            }
            Self::Or(parts) => parts.iter().any(|part| part.matches(document)),
            Self::AndNot(with, without) => with.matches(document) && !without.matches(document),
        }
    }

    /// A hash of the condition: equal conditions have equal ones. The same on every target.
    ///
    /// ```
    /// use sandtable_core::algorithms::filter_cache::Filter;
    ///
    /// let term = |value| Filter::Term { field: 0, value };
    /// assert_eq!(term(1).hash(), term(1).hash());
    /// assert_ne!(term(1).hash(), term(2).hash());
    /// ```
    #[must_use]
    pub fn hash(&self) -> u64 {
        let mut bytes = Vec::new();
        self.write(&mut bytes);
        xxh64(&bytes, 0)
    }

    fn write(&self, out: &mut Vec<u8>) {
        let mut numbers = |kind: u8, numbers: &[u64]| {
            out.push(kind);
            out.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
        };
        match self {
            Self::All => numbers(0, &[]),
            Self::Nothing => numbers(1, &[]),
            Self::Term { field, value } => numbers(2, &[*field as u64, u64::from(*value)]),
            Self::Exists { field } => numbers(3, &[*field as u64]),
            Self::Range { field, from, to } => {
                numbers(4, &[*field as u64, u64::from(*from), u64::from(*to)]);
            }
            Self::AnyOf { field, values } => {
                numbers(5, &[*field as u64, values.len() as u64]);
                out.extend(values.iter().flat_map(|value| value.to_le_bytes()));
            }
            Self::And(parts) | Self::Or(parts) => {
                let kind = if matches!(self, Self::And(_)) { 6 } else { 7 };
                numbers(kind, &[parts.len() as u64]);
                parts.iter().for_each(|part| part.write(out));
            }
            Self::AndNot(with, without) => {
                numbers(8, &[]);
                with.write(out);
                without.write(out);
            }
        }
    }

    /// The filters that this one is made of.
    #[must_use]
    pub fn parts(&self) -> Vec<&Filter> {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().collect(),
            Self::AndNot(with, without) => vec![with, without],
            _ => Vec::new(),
        }
    }

    /// What a formula makes of its first parts and of the next one.
    pub(super) fn combine(&self, sofar: &DocSet, next: &DocSet) -> DocSet {
        match self {
            Self::And(_) => sofar.and(next),
            Self::AndNot(..) => sofar.and_not(next),
            _ => sofar.or(next),
        }
    }

    /// This filter and all within it.
    pub(super) fn nodes(&self) -> usize {
        1 + self.parts().into_iter().map(Self::nodes).sum::<usize>()
    }

    /// The highest field that it names.
    pub(super) fn field_max(&self) -> Option<usize> {
        match self {
            Self::All | Self::Nothing => None,
            Self::Term { field, .. }
            | Self::Exists { field }
            | Self::Range { field, .. }
            | Self::AnyOf { field, .. } => Some(*field),
            Self::And(_) | Self::Or(_) | Self::AndNot(..) => {
                self.parts().into_iter().filter_map(Self::field_max).max()
            }
        }
    }
}
