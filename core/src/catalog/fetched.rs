//! Where is a model's code, when it is fetched as it is needed?
//!
//! The program holds what models share. Whoever fetches the code of one puts its entry here, and
//! only then opens its link.

use std::sync::OnceLock;

use super::{Entry, IDS};

static KEPT: [OnceLock<&'static Entry>; IDS.len()] = [const { OnceLock::new() }; IDS.len()];

fn place(id: &str) -> Option<&'static OnceLock<&'static Entry>> {
    KEPT.get(IDS.iter().position(|known| *known == id)?)
}

/// The model of that name, if its code is here.
#[must_use]
pub fn find(id: &str) -> Option<&'static Entry> {
    place(id)?.get().copied()
}

/// Keeps the entry of a model whose code has come.
pub fn keep(entry: &'static Entry) {
    if let Some(place) = place(entry.spec().id) {
        place.get_or_init(|| entry);
    }
}

macro_rules! codes {
    ($($module:ident $id:literal $model:ident: $($kind:ident)*,)*) => {
        $(
            /// The entry of a model. Naming this function is what makes its code part of a program.
            #[must_use]
            pub fn $module() -> &'static Entry {
                static ENTRY: Entry = Entry::of::<crate::models::$module::$model>();
                &ENTRY
            }
        )*
    };
}

/// The code of each model, by the name of its module.
pub mod code {
    use super::Entry;

    crate::each_model!(codes);
}
