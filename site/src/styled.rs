//! Which classes does the style sheet of pictures speak of?

use std::collections::BTreeSet;
use std::sync::LazyLock;

use sandtable_app::STYLE;

static CLASSES: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| STYLE.iter().flat_map(|sheet| classes(sheet)).collect());

/// Whether some rule asks for the class. Texts with a tone are asked for by the name's beginning.
pub(crate) fn is_styled(class: &str) -> bool {
    class.starts_with("tone-") || CLASSES.contains(class)
}

/// What stands behind the dots of a style sheet: its classes, and the decimals of its numbers.
fn classes(sheet: &str) -> impl Iterator<Item = &str> {
    sheet.split('.').skip(1).map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_');
        &rest[..end.unwrap_or(rest.len())]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_of_rules_are_known_and_others_are_not() {
        for class in ["arrow", "tip", "on-flag", "tone-entity-7", "tone-plain"] {
            assert!(is_styled(class), "{class}");
        }
        for class in ["arrows", "holds-quiet", "on", "nothing"] {
            assert!(!is_styled(class), "{class}");
        }
    }

    #[test]
    fn a_class_ends_where_its_name_ends() {
        let found: Vec<&str> = classes("a.b-c:not(.d, .e_f) { x: 1 } .g.h>i").collect();
        assert_eq!(found, ["b-c", "d", "e_f", "g", "h"]);
    }
}
