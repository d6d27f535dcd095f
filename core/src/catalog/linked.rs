//! Where is a model's code, when all of it is in the program?

use super::Entry;
use crate::engine::Words;
use crate::models;

macro_rules! linked {
    ($($module:ident $id:literal $model:ident: $($kind:ident)* $(; $($aside:ident)*)?,)*) => {
        static ENTRIES: &[Entry] = &[$(Entry::of::<models::$module::$model>()),*];
        static WORDS: &[Words] = &[$(Words::of::<models::$module::$model>()),*];
    };
}

crate::each_model!(linked);

/// Every model, in the order of the site.
#[must_use]
pub fn entries() -> &'static [Entry] {
    ENTRIES
}

/// The model of that name.
#[must_use]
pub fn find(id: &str) -> Option<&'static Entry> {
    ENTRIES.get(place(id)?)
}

/// The words of the model of that name.
#[must_use]
pub fn words(id: &str) -> Option<&'static Words> {
    WORDS.get(place(id)?)
}

fn place(id: &str) -> Option<usize> {
    super::IDS.iter().position(|known| *known == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_and_the_declarations_agree() {
        for (entry, id) in entries().iter().zip(super::super::IDS) {
            assert_eq!(entry.spec().id, *id);
        }
    }
}
