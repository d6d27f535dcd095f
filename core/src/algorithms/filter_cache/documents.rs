//! What does a segment hold, and what is read to find the documents that match?

use crate::algorithms::ordered::OrderedMap;
use std::rc::Rc;

use super::doc_set::DocSet;
use super::filter::Filter;

/// What an index holds: a name and a value for each field, or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The document's name: a document that is added takes the place of another of the same name.
    pub id: u32,
    /// The values, a field each.
    pub values: Vec<Option<u32>>,
}

/// The documents of one segment, numbered from 0, which never change.
///
/// Filters that are formulas are not asked here: a segment takes them apart.
pub trait Documents {
    /// How many there are, the deleted ones counted.
    fn docs(&self) -> u32;

    /// The name of a document.
    fn id(&self, doc: u32) -> u32;

    /// The document of that name.
    fn find(&self, id: u32) -> Option<u32>;

    /// A document's value: its doc value, in Lucene's words. A missing document has none.
    fn value(&self, doc: u32, field: usize) -> Option<u32>;

    /// The values of some documents, ascending, for one field.
    fn values(&self, docs: &[u32], field: usize) -> Vec<Option<u32>> {
        docs.iter().map(|doc| self.value(*doc, field)).collect()
    }

    /// The documents that are read to answer a filter that is no formula.
    fn cost(&self, filter: &Filter) -> u64;

    /// The documents that fulfil a filter that is no formula.
    fn matching(&self, filter: &Filter) -> DocSet;

    /// The same documents, but one with other values.
    fn with(&self, doc: u32, values: &[Option<u32>]) -> Rc<dyn Documents>;
}

/// Documents with a list for each value of each field, so that nothing reads those that do not match.
///
/// ```
/// use sandtable_core::algorithms::filter_cache::{Document, Documents, Filter, Listed};
///
/// let prices = [15, 22, 12, 9].into_iter().zip(1..);
/// let documents = prices.map(|(price, id)| Document { id, values: vec![Some(price)] });
/// let listed = Listed::new(1, documents);
/// let cheap = Filter::Range { field: 0, from: 0, to: 19 };
/// assert_eq!(listed.matching(&cheap).docs(), [0, 2, 3]);
/// assert_eq!((listed.cost(&cheap), listed.find(4), listed.value(3, 0)), (3, Some(3), Some(9)));
/// ```
#[derive(Clone, Debug)]
pub struct Listed {
    documents: Vec<Document>,
    /// Where each name is.
    places: OrderedMap<u32, u32>,
    /// For each field, the documents of each value, both ascending.
    lists: Vec<OrderedMap<u32, Vec<u32>>>,
}

impl Listed {
    /// Documents of `fields` values each, and of different names.
    pub fn new(fields: usize, documents: impl IntoIterator<Item = Document>) -> Self {
        let documents: Vec<Document> = documents.into_iter().collect();
        let mut places = OrderedMap::new();
        let mut lists = vec![OrderedMap::<u32, Vec<u32>>::new(); fields];
        for (document, doc) in documents.iter().zip(0..) {
            places.insert(document.id, doc);
            for (list, value) in lists.iter_mut().zip(&document.values) {
                if let Some(value) = value {
                    list.get_or_insert_with(*value, Vec::new).push(doc);
                }
            }
        }
        Self { documents, places, lists }
    }

    /// The lists that hold what matches.
    fn lists(&self, filter: &Filter) -> Vec<&[u32]> {
        let of = |field: usize| self.lists.get(field);
        let one = |field: usize, value: u32| of(field)?.get(&value).map(Vec::as_slice);
        match filter {
            Filter::Term { field, value } => one(*field, *value).into_iter().collect(),
            Filter::Exists { field } => {
                of(*field).into_iter().flat_map(|lists| lists.values().map(Vec::as_slice)).collect()
            }
            Filter::Range { field, from, to } if from <= to => {
                let lists = of(*field).into_iter().flat_map(|lists| lists.range(from, to));
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

impl Documents for Listed {
    fn docs(&self) -> u32 {
        self.documents.len() as u32
    }

    fn id(&self, doc: u32) -> u32 {
        self.documents[doc as usize].id
    }

    fn find(&self, id: u32) -> Option<u32> {
        self.places.get(&id).copied()
    }

    fn value(&self, doc: u32, field: usize) -> Option<u32> {
        self.documents.get(doc as usize)?.values.get(field).copied().flatten()
    }

    fn cost(&self, filter: &Filter) -> u64 {
        match filter {
            Filter::All => u64::from(self.docs()),
            _ => self.lists(filter).iter().map(|list| list.len() as u64).sum(),
        }
    }

    fn matching(&self, filter: &Filter) -> DocSet {
        let mut docs = match filter {
            Filter::All => (0..self.docs()).collect(),
            _ => self.lists(filter).concat(),
        };
        docs.sort_unstable();
        DocSet::of(self.docs(), docs)
    }

    fn with(&self, doc: u32, values: &[Option<u32>]) -> Rc<dyn Documents> {
        let mut documents = self.documents.clone();
        if let Some(document) = documents.get_mut(doc as usize) {
            document.values = values.to_vec();
        }
        Rc::new(Self::new(self.lists.len(), documents))
    }
}
