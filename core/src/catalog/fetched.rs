//! Where is a model's code, when it is fetched as it is needed?
//!
//! The program holds what models share. Whoever fetches the code of one puts its entry here, and
//! only then opens its link. What can be asked of it is listed once that code has come too.

use std::sync::OnceLock;

use super::{Entry, IDS};
use crate::engine::Choices;

/// What has come of each model.
type Kept<T> = [OnceLock<T>; IDS.len()];

static ENTRIES: Kept<&'static Entry> = [const { OnceLock::new() }; IDS.len()];
static CHOICES: Kept<Choices> = [const { OnceLock::new() }; IDS.len()];

fn place<'a, T>(kept: &'a Kept<T>, id: &str) -> Option<&'a OnceLock<T>> {
    kept.get(IDS.iter().position(|known| *known == id)?)
}

/// The model of that name, if its code is here.
#[must_use]
pub fn find(id: &str) -> Option<&'static Entry> {
    place(&ENTRIES, id)?.get().copied()
}

/// What lists all that can be asked of the model of that name, if its code is here.
#[must_use]
pub fn choices(id: &str) -> Option<Choices> {
    place(&CHOICES, id)?.get().copied()
}

/// Keeps the entry of a model whose code has come.
pub fn keep(entry: &'static Entry) {
    if let Some(place) = place(&ENTRIES, entry.spec().id) {
        place.get_or_init(|| entry);
    }
}

/// Keeps what lists all that can be asked of a model.
pub fn keep_choices(id: &str, choices: Choices) {
    if let Some(place) = place(&CHOICES, id) {
        place.get_or_init(|| choices);
    }
}

macro_rules! codes {
    ($($module:ident $id:literal $model:ident: $($kind:ident)* $(; $($aside:ident)*)?,)*) => {
        $(
            /// The code of a model. Naming these functions is what makes it part of a program.
            pub mod $module {
                use super::super::Entry;
                use crate::engine::{self, Choices};
                use crate::models::$module::$model;

                /// Its entry.
                #[must_use]
                pub fn entry() -> &'static Entry {
                    static ENTRY: Entry = Entry::of::<$model>();
                    &ENTRY
                }

                /// What lists all that can be asked of it.
                #[must_use]
                pub fn choices() -> Choices {
                    engine::choices::<$model>
                }
            }
        )*
    };
}

/// The code of each model, by the name of its module.
pub mod code {
    crate::each_model!(codes);
}
