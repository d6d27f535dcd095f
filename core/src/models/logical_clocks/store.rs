//! What does a store keep of one key, if values lie under one version vector, or under dots?

use std::rc::Rc;

use super::Setup;
use crate::algorithms::clocks::{DottedSiblings, VectorSiblings, VersionVector};
use crate::scene::{Table, Tone};

/// The most writes in a run: without dots each may be kept for good.
const WRITES_MAX: usize = 100;
/// The server that takes every write.
const SERVER: u32 = 0;

/// A value of the key: the number of the write that made it, counted from 0.
pub(super) type WriteId = u32;

/// One key, kept in both ways side by side, and what each process had seen of it at its last put or
/// get.
#[derive(Clone, Debug)]
pub(super) struct Store {
    under_vector: VectorSiblings<WriteId>,
    under_dots: DottedSiblings<WriteId>,
    contexts: Vec<[VersionVector; 2]>,
    texts: Vec<Rc<str>>,
}

impl Store {
    pub(super) fn new(processes: u8) -> Store {
        Store {
            under_vector: VectorSiblings::default(),
            under_dots: DottedSiblings::default(),
            contexts: vec![Default::default(); usize::from(processes)],
            texts: Vec::new(),
        }
    }

    /// A process writes on top of what it has seen, and sees what is kept then.
    ///
    /// # Errors
    /// The run has its most writes.
    pub(super) fn put(&mut self, process: u8, text: Option<Rc<str>>) -> Result<WriteId, String> {
        if self.texts.len() >= WRITES_MAX {
            return Err(format!("there are {WRITES_MAX} writes already; start anew"));
        }
        let id = self.texts.len() as WriteId;
        self.texts.push(text.unwrap_or_else(|| format!("v{}", id + 1).into()));
        let [vector, dots] = &mut self.contexts[usize::from(process)];
        *vector = self.under_vector.write(SERVER, vector, id);
        *dots = self.under_dots.write(SERVER, dots, id);
        Ok(id)
    }

    /// A process sees what is kept.
    pub(super) fn get(&mut self, process: u8) {
        self.contexts[usize::from(process)] =
            [self.under_vector.context().clone(), self.under_dots.context().clone()];
    }

    /// The values that are kept, in the way that the rules choose.
    pub(super) fn kept(&self, setup: &Setup) -> Vec<(WriteId, Rc<str>)> {
        let ids: Vec<WriteId> = if setup.dots {
            self.under_dots.values().iter().map(|(_, id)| *id).collect()
        } else {
            self.under_vector.values().to_vec()
        };
        ids.into_iter().map(|id| (id, self.text(id))).collect()
    }

    fn text(&self, id: WriteId) -> Rc<str> {
        self.texts.get(id as usize).cloned().unwrap_or_default()
    }

    /// Both ways as a table; nothing before the first write.
    pub(super) fn table(&self, setup: &Setup) -> Option<Table> {
        if self.texts.is_empty() {
            return None;
        }
        let mut table = Table::new("What the store keeps")
            .column("values lie", false)
            .column("kept", true)
            .column("of writes", true)
            .column("values", false);
        let dots = self.under_dots.values().iter().map(|(_, id)| *id).collect();
        let ways =
            [("under one vector", self.under_vector.values().to_vec()), ("each on a dot", dots)];
        for (i, (way, ids)) in ways.into_iter().enumerate() {
            let texts: Vec<Rc<str>> = ids.iter().map(|id| self.text(*id)).collect();
            let (kept, all) = (ids.len().to_string(), self.texts.len().to_string());
            let row = table.row([way.to_owned(), kept, all, texts.join(", ")]);
            if (i == 1) != setup.dots {
                row.cells.iter_mut().for_each(|cell| cell.tone = Tone::Quiet);
            }
        }
        Some(table)
    }
}
