//! The one list of models.

#[cfg(not(feature = "whole"))]
mod fetched;
#[cfg(feature = "whole")]
mod linked;

#[cfg(not(feature = "whole"))]
pub use fetched::{code, find, keep, keep_words, words};
#[cfg(feature = "whole")]
pub use linked::{entries, find, words};

use crate::engine::{Config, Machine, Maker, Model, Spec, machine};

/// Calls a macro with every model, in the order of the site: the module it lives in, its name in
/// links, its type, and the kinds of its pictures, whose drawings come with its code. Behind a
/// semicolon are those of which none stands on the stage by itself: they come with the controls.
///
/// ```
/// macro_rules! names {
///     ($($module:ident $id:literal $model:ident: $($kind:ident)* $(; $($aside:ident)*)?,)*) => { [$($id),*] };
/// }
/// assert_eq!(sandtable_core::each_model!(names)[0], "quorum");
/// ```
#[macro_export]
macro_rules! each_model {
    ($with:ident) => {
        $with! {
            quorum "quorum" Quorum: topology space_time; series,
            rate_limiting "rate-limiting" RateLimiting: flow series; table,
            consistent_hashing "consistent-hashing" ConsistentHashing: ring table,
            logical_clocks "logical-clocks" LogicalClocks: space_time table,
            crdts "crdts" Crdts: space_time table,
            bm25 "bm25" Bm25: table; series,
            pagination "pagination" Pagination: table; series,
            filter_cache "filter-cache" FilterCache: table,
        }
    };
}

macro_rules! ids {
    ($($module:ident $id:literal $model:ident: $($kind:ident)* $(; $($aside:ident)*)?,)*) => { &[$($id),*] };
}

/// The names of all models, in the order of the site.
pub const IDS: &[&str] = each_model!(ids);

/// A model in the list, with its type erased.
pub struct Entry {
    spec: fn() -> &'static Spec,
    maker: Maker,
}

impl Entry {
    /// The entry of a model.
    #[must_use]
    pub const fn of<M: Model>() -> Entry {
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
