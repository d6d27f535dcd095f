//! Where is a model's code, when it is fetched as it is needed?
//!
//! The program holds what models share. Whoever fetches the code of one puts its entry here, and
//! only then opens its link. It is told of and acted on once its words have come too.

use std::sync::OnceLock;

use super::{Entry, IDS};
use crate::engine::Words;

/// What has come of each model.
type Kept<T> = [OnceLock<T>; IDS.len()];

static ENTRIES: Kept<&'static Entry> = [const { OnceLock::new() }; IDS.len()];
static WORDS: Kept<&'static Words> = [const { OnceLock::new() }; IDS.len()];

fn place<'a, T>(kept: &'a Kept<T>, id: &str) -> Option<&'a OnceLock<T>> {
    kept.get(IDS.iter().position(|known| *known == id)?)
}

/// The model of that name, if its code is here.
#[must_use]
pub fn find(id: &str) -> Option<&'static Entry> {
    place(&ENTRIES, id)?.get().copied()
}

/// The words of the model of that name, if their code is here.
#[must_use]
pub fn words(id: &str) -> Option<&'static Words> {
    place(&WORDS, id)?.get().copied()
}

/// Keeps the entry of a model whose code has come.
pub fn keep(entry: &'static Entry) {
    if let Some(place) = place(&ENTRIES, entry.spec().id) {
        place.get_or_init(|| entry);
    }
}

/// Keeps the words of a model whose code has come.
pub fn keep_words(id: &str, words: &'static Words) {
    if let Some(place) = place(&WORDS, id) {
        place.get_or_init(|| words);
    }
}

macro_rules! codes {
    ($($module:ident $id:literal $model:ident: $($kind:ident)* $(; $($aside:ident)*)?,)*) => {
        $(
            /// The code of a model. Naming these functions is what makes it part of a program.
            pub mod $module {
                use super::super::Entry;
                use crate::engine::Words;
                use crate::models::$module::$model;

                /// Its entry.
                #[must_use]
                pub fn entry() -> &'static Entry {
                    static ENTRY: Entry = Entry::of::<$model>();
                    &ENTRY
                }

                /// Its words.
                #[must_use]
                pub fn words() -> &'static Words {
                    const { &Words::of::<$model>() }
                }
            }
        )*
    };
}

/// The code of each model, by the name of its module.
pub mod code {
    crate::each_model!(codes);
}
