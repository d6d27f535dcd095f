//! What is a stretch of an index that never changes, and what does a filter read in it?

use std::collections::BTreeMap;
use std::fmt;

use super::doc_set::DocSet;
use super::filter::Filter;
use crate::algorithms::bitset::DenseBitset;

/// What an index holds: a name and a value for each field, or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The document's name: a document that is added takes the place of another of the same name.
    pub id: u32,
    /// The values, a field each.
    pub values: Vec<Option<u32>>,
}

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
///
/// Each field has a list of documents for each of its values, so that nothing reads the documents
/// that do not match.
#[derive(Clone, Debug)]
pub struct Segment {
    id: u64,
    documents: Vec<Document>,
    /// For each field, the documents of each value, both ascending.
    lists: Vec<BTreeMap<u32, Vec<u32>>>,
    live: DenseBitset,
}

impl Segment {
    pub(super) fn new(id: u64, fields: usize, documents: Vec<Document>) -> Self {
        let mut lists = vec![BTreeMap::<u32, Vec<u32>>::new(); fields];
        for (doc, document) in documents.iter().enumerate() {
            for (list, value) in lists.iter_mut().zip(&document.values) {
                if let Some(value) = value {
                    list.entry(*value).or_default().push(doc as u32);
                }
            }
        }
        let live = DenseBitset::full(documents.len() as u32);
        Self { id, documents, lists, live }
    }

    /// The segment's name; none is used twice.
    #[must_use]
    pub fn id(&self) -> u64 {
        self.id
    }

    /// The documents, with the deleted ones: the numbers of documents are below it.
    #[must_use]
    pub fn docs(&self) -> u32 {
        self.documents.len() as u32
    }

    /// The documents that are not deleted.
    #[must_use]
    pub fn live(&self) -> &DenseBitset {
        &self.live
    }

    pub(super) fn delete(&mut self, doc: u32) {
        // A document of the segment is below the length.
        let _ = self.live.remove(doc);
    }

    pub(super) fn live_documents(&self) -> impl Iterator<Item = &Document> {
        self.live.iter().map(|doc| &self.documents[doc as usize])
    }

    pub(super) fn document_id(&self, doc: u32) -> u32 {
        self.documents[doc as usize].id
    }

    /// The documents that a filter's lists hold on this segment, an upper bound of what matches. For
    /// a conjunction the smallest clause's, for other formulas the sum or the first clause's.
    #[must_use]
    pub fn cost(&self, filter: &Filter) -> u64 {
        match filter {
            Filter::All => u64::from(self.docs()),
            Filter::Nothing => 0,
            Filter::And(parts) => parts.iter().map(|part| self.cost(part)).min().unwrap_or(0),
            Filter::Or(parts) => parts.iter().map(|part| self.cost(part)).sum(),
            Filter::AndNot(with, _) => self.cost(with),
            _ => self.lists(filter).iter().map(|list| list.len() as u64).sum(),
        }
    }

    /// The answer to a filter that is no formula, from the index, and the documents that were read.
    pub(super) fn read(&self, filter: &Filter) -> (DocSet, u64) {
        match filter {
            Filter::All => (DocSet::of(self.docs(), 0..self.docs()), u64::from(self.docs())),
            _ => {
                let mut docs = self.lists(filter).concat();
                let read = docs.len() as u64;
                docs.sort_unstable();
                (DocSet::of(self.docs(), docs), read)
            }
        }
    }

    /// The lists that hold what matches a filter that is no formula.
    fn lists(&self, filter: &Filter) -> Vec<&[u32]> {
        let of = |field: usize| self.lists.get(field);
        let one = |field: usize, value: u32| of(field)?.get(&value).map(Vec::as_slice);
        match filter {
            Filter::Term { field, value } => one(*field, *value).into_iter().collect(),
            Filter::Exists { field } => {
                of(*field).into_iter().flat_map(|lists| lists.values().map(Vec::as_slice)).collect()
            }
            Filter::Range { field, from, to } if from <= to => {
                let lists = of(*field).into_iter().flat_map(|lists| lists.range(*from..=*to));
                lists.map(|(_, list)| list.as_slice()).collect()
            }
            Filter::AnyOf { field, values } => {
                let mut values = values.clone();
                values.sort_unstable();
                values.dedup();
                values.into_iter().filter_map(|value| one(*field, value)).collect()
            }
            _ => Vec::new(),
        }
    }
}
