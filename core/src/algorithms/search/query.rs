//! What is asked for, and in which order are its terms looked at?

use super::index::TermId;

/// Terms, any of which may be in a document, each with a weight.
///
/// A term that stands in it twice counts twice, as in Lucene.
///
/// ```
/// use sandtable_core::algorithms::search::{Analysis, Index, Query};
///
/// let mut index = Index::new(Analysis::ENGLISH);
/// index.add("to cache or not to cache");
/// let query = Query::of("cache the cached dinosaur", &index);
/// assert_eq!(query.terms(), [(index.term("cach").unwrap(), 2.0)]);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    terms: Vec<(TermId, f32)>,
}

impl Query {
    /// No term, which finds nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The terms of a text; those that no document ever held are left out. O(length).
    #[must_use]
    pub fn of(text: &str, index: &super::Index) -> Self {
        let mut query = Self::new();
        query.fill(text, index, &mut index.analyzer().clone());
        query
    }

    /// The same, with buffers that are there already.
    pub(super) fn fill(
        &mut self,
        text: &str,
        index: &super::Index,
        analyzer: &mut super::Analyzer,
    ) {
        self.terms.clear();
        analyzer.each_term(text, |term, _| {
            if let Some(term) = index.term(term) {
                self.add(term, 1.0);
            }
        });
    }

    /// Adds a term. If it is there already, the boosts are added.
    ///
    /// # Panics
    /// If the boost is negative or not finite.
    pub fn add(&mut self, term: TermId, boost: f32) {
        assert!(boost.is_finite() && boost >= 0.0, "a boost from 0 on, not {boost}");
        match self.terms.iter_mut().find(|(other, _)| *other == term) {
            Some((_, sum)) => *sum += boost,
            None => self.terms.push((term, boost)),
        }
    }

    /// The terms in the order of adding, each with its boost.
    #[must_use]
    pub fn terms(&self) -> &[(TermId, f32)] {
        &self.terms
    }
}
