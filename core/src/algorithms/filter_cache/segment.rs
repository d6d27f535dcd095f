//! What is a stretch of an index that never changes, and what matches in it?

use std::fmt;
use std::rc::Rc;

use super::doc_set::DocSet;
use super::documents::{Document, Documents};
use super::filter::Filter;
use crate::algorithms::bitset::DenseBitset;

/// Why an index refuses. Its text says what is possible instead.
///
/// ```
/// use sandtable_core::algorithms::filter_cache::IndexError;
///
/// let error = IndexError::UnknownField { field: 2, fields: 2 };
/// assert_eq!(error.to_string(), "field 2 is not one of 2 fields: they are numbered from 0");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IndexError {
    /// A document has another number of values than the index has fields.
    FieldCount {
        /// The document.
        id: u32,
        /// Its values.
        found: usize,
        /// The fields of the index.
        fields: usize,
    },
    /// Two documents that are added together have one name.
    DuplicateDocument {
        /// The name.
        id: u32,
    },
    /// A filter names a field that the index does not have.
    UnknownField {
        /// The field.
        field: usize,
        /// The fields of the index.
        fields: usize,
    },
    /// No segment has this name.
    UnknownSegment {
        /// The name.
        segment: u64,
    },
    /// A segment was named twice for one merge.
    DuplicateSegment {
        /// The name.
        segment: u64,
    },
}

impl fmt::Display for IndexError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FieldCount { id, found, fields } => write!(
                f,
                "document {id} has {found} values in an index of {fields} fields: \
                 give a value or none for each"
            ),
            Self::DuplicateDocument { id } => {
                write!(f, "document {id} is there twice: add it once, or one after the other")
            }
            Self::UnknownField { field, fields } => {
                write!(f, "field {field} is not one of {fields} fields: they are numbered from 0")
            }
            Self::UnknownSegment { segment } => {
                write!(f, "there is no segment {segment}: it may have been merged into another")
            }
            Self::DuplicateSegment { segment } => {
                write!(f, "segment {segment} is named twice: name each segment once")
            }
        }
    }
}

impl std::error::Error for IndexError {}

/// Documents that were written together. Only which of them are deleted changes; a filter's answer
/// counts the deleted ones too, so a delete leaves kept answers valid.
#[derive(Clone)]
pub struct Segment {
    id: u64,
    documents: Rc<dyn Documents>,
    live: DenseBitset,
}

impl fmt::Debug for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Segment").field("id", &self.id).field("live", &self.live).finish()
    }
}

impl Segment {
    pub(super) fn new(id: u64, documents: Rc<dyn Documents>) -> Self {
        let live = DenseBitset::full(documents.docs());
        Self { id, documents, live }
    }

    /// The segment's name; none is used twice.
    #[must_use]
    pub fn id(&self) -> u64 {
        self.id
    }

    /// The documents, with the deleted ones: the numbers of documents are below it.
    #[must_use]
    pub fn docs(&self) -> u32 {
        self.documents.docs()
    }

    /// The documents that are not deleted.
    #[must_use]
    pub fn live(&self) -> &DenseBitset {
        &self.live
    }

    /// What it holds.
    #[must_use]
    pub fn documents(&self) -> &dyn Documents {
        &*self.documents
    }

    /// The document of that name, if it is here and not deleted.
    #[must_use]
    pub fn find(&self, id: u32) -> Option<u32> {
        self.documents.find(id).filter(|doc| self.live.contains(*doc))
    }

    pub(super) fn delete(&mut self, doc: u32) {
        // A document of the segment is below the length.
        let _ = self.live.remove(doc);
    }

    pub(super) fn overwrite(&mut self, doc: u32, values: &[Option<u32>]) {
        self.documents = self.documents.with(doc, values);
    }

    pub(super) fn live_documents(&self, fields: usize) -> impl Iterator<Item = Document> + '_ {
        self.live.iter().map(move |doc| Document {
            id: self.documents.id(doc),
            values: (0..fields).map(|field| self.documents.value(doc, field)).collect(),
        })
    }

    /// The documents that a filter's lists hold on this segment, an upper bound of what matches. For
    /// a conjunction the smallest clause's, for other formulas the sum or the first clause's.
    #[must_use]
    pub fn cost(&self, filter: &Filter) -> u64 {
        match filter {
            Filter::And(parts) => parts.iter().map(|part| self.cost(part)).min().unwrap_or(0),
            Filter::Or(parts) => parts.iter().map(|part| self.cost(part)).sum(),
            Filter::AndNot(with, _) => self.cost(with),
            _ => self.documents.cost(filter),
        }
    }

    /// The documents that match, with the deleted ones, worked out without any cache.
    #[must_use]
    pub fn matching(&self, filter: &Filter) -> DocSet {
        let parts = filter.parts();
        let mut sets = parts.iter().map(|part| self.matching(part));
        let Some(first) = sets.next() else {
            return self.documents.matching(filter);
        };
        sets.fold(first, |sofar, next| filter.combine(&sofar, &next))
    }
}
