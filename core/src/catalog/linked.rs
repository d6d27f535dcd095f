//! Where is a model's code, when all of it is in the program?

use super::Entry;
use crate::engine::{self, Choices};
use crate::models;

macro_rules! linked {
    ($($module:ident $id:literal $model:ident: $($kind:ident)* $(; $($aside:ident)*)?,)*) => {
        static ENTRIES: &[Entry] = &[$(Entry::of::<models::$module::$model>()),*];
        static CHOICES: &[Choices] = &[$(engine::choices::<models::$module::$model>),*];
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

/// What lists all that can be asked of the model of that name.
#[must_use]
pub fn choices(id: &str) -> Option<Choices> {
    CHOICES.get(place(id)?).copied()
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
