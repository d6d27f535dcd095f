//! Do the ordered map and set answer what the standard library's answer?

use std::collections::BTreeMap;

use proptest::prelude::*;
use sandtable_core::algorithms::ordered::{OrderedMap, OrderedSet};

#[derive(Clone, Debug)]
enum Do {
    Insert(u16, u8),
    Count(u16),
    Remove(u16),
    PopFirst,
    Thin(u8),
    /// Many in a row, so that blocks fill, split and become small.
    Run(u16, u16),
    Clear(u16, u16),
}

fn doing() -> impl Strategy<Value = Vec<Do>> {
    let key = 0u16..2_000;
    let one = prop_oneof![
        4 => (key.clone(), any::<u8>()).prop_map(|(k, v)| Do::Insert(k, v)),
        2 => key.clone().prop_map(Do::Count),
        4 => key.clone().prop_map(Do::Remove),
        1 => Just(Do::PopFirst),
        1 => (2u8..7).prop_map(Do::Thin),
        3 => (key.clone(), 0u16..400).prop_map(|(k, n)| Do::Run(k, n)),
        2 => (key, 0u16..400).prop_map(|(k, n)| Do::Clear(k, n)),
    ];
    prop::collection::vec(one, 0..40)
}

proptest! {
    #[test]
    fn a_map_is_the_standard_librarys(doing in doing(), from in 0u16..2_000, long in 0u16..900) {
        let mut ours = OrderedMap::new();
        let mut theirs = BTreeMap::new();
        for step in doing {
            match step {
                Do::Insert(k, v) => prop_assert_eq!(ours.insert(k, v), theirs.insert(k, v)),
                Do::Count(k) => {
                    let count = ours.get_or_insert_with(k, || 0);
                    *count = count.wrapping_add(1);
                    let count = theirs.entry(k).or_insert(0);
                    *count = count.wrapping_add(1);
                }
                Do::Remove(k) => prop_assert_eq!(ours.remove(&k), theirs.remove(&k)),
                Do::PopFirst => prop_assert_eq!(ours.pop_first(), theirs.pop_first()),
                Do::Thin(n) => {
                    ours.retain(|k, _| k % u16::from(n) != 0);
                    theirs.retain(|k, _| k % u16::from(n) != 0);
                }
                Do::Run(k, n) => for k in k..k + n {
                    prop_assert_eq!(ours.insert(k, 1), theirs.insert(k, 1));
                },
                Do::Clear(k, n) => for k in (k..k + n).rev() {
                    prop_assert_eq!(ours.remove(&k), theirs.remove(&k));
                },
            }
            prop_assert_eq!(ours.len(), theirs.len());
            prop_assert_eq!(ours.is_empty(), theirs.is_empty());
            prop_assert_eq!(ours.first(), theirs.first_key_value());
        }
        prop_assert!(ours.iter().eq(theirs.iter()));
        prop_assert!(ours.values().eq(theirs.values()));
        let to = from + long;
        prop_assert!(ours.range(&from, &to).eq(theirs.range(from..=to)));
        for key in 0..2_400 {
            prop_assert_eq!(ours.get(&key), theirs.get(&key));
        }
        // How the entries came does not matter.
        let again: OrderedMap<u16, u8> = theirs.iter().rev().map(|(k, v)| (*k, *v)).collect();
        prop_assert_eq!(&again, &ours);
        prop_assert_eq!(format!("{ours:?}"), format!("{theirs:?}"));
    }
}

#[test]
fn a_set_knows_what_it_holds() {
    let mut set: OrderedSet<u32> = (0..1_000).map(|i| i * 7 % 1_000).collect();
    assert_eq!(set.len(), 1_000);
    assert!(set.iter().copied().eq(0..1_000));
    let even: OrderedSet<u32> = (0..500).map(|i| i * 2).collect();
    assert!(set.is_superset(&even) && !even.is_superset(&set));
    set.retain(|i| i % 2 == 0);
    assert_eq!(set, even);
    assert!(set.remove(&8) && !set.remove(&8) && !set.contains(&8));
    assert!(!set.is_superset(&even));
}
