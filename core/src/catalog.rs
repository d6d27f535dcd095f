//! The one list of models.

use crate::engine::{Config, Machine, Maker, Spec, machine};
use crate::models;

/// A model in the list, with its type erased.
pub struct Entry {
    spec: fn() -> &'static Spec,
    maker: Maker,
}

impl Entry {
    const fn of<M: crate::engine::Model>() -> Entry {
        Entry { spec: M::spec, maker: machine::<M> }
    }

    /// The model's declaration.
    #[must_use]
    pub fn spec(&self) -> &'static Spec {
        (self.spec)()
    }

    /// What makes its machines.
    #[must_use]
    pub fn maker(&self) -> Maker {
        self.maker
    }

    /// A machine with these settings.
    #[must_use]
    pub fn machine(&self, config: &Config, seed: u64) -> Box<dyn Machine> {
        (self.maker)(config, seed)
    }
}

static ENTRIES: &[Entry] = &[
    Entry::of::<models::quorum::Quorum>(),
    Entry::of::<models::rate_limiting::RateLimiting>(),
    Entry::of::<models::consistent_hashing::ConsistentHashing>(),
    Entry::of::<models::bm25::Bm25>(),
];

/// Every model, in the order of the site.
#[must_use]
pub fn entries() -> &'static [Entry] {
    ENTRIES
}

/// The model of that name.
#[must_use]
pub fn find(id: &str) -> Option<&'static Entry> {
    ENTRIES.iter().find(|e| e.spec().id == id)
}
