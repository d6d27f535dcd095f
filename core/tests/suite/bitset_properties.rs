//! Do dense and compressed sets answer as a plain sorted set does, on any numbers?

use std::collections::BTreeSet;

use proptest::prelude::*;
use sandtable_core::algorithms::bitset::{CompressedBitset, ContainerCounts, DenseBitset};

/// The universe of the tests: three containers and a half.
const LEN: u32 = 230_000;

/// One stretch of a set, by its share: scattered numbers, half of all, or a run.
fn part() -> impl Strategy<Value = Vec<u32>> {
    let number = || 0..LEN;
    prop_oneof![
        prop::collection::vec(number(), 0..40),
        prop::collection::vec(number(), 3000..9000),
        (number(), 1..70_000_u32)
            .prop_map(|(start, len)| (start..LEN.min(start.saturating_add(len))).collect()),
        (number(), 1..9000_u32, 2..12_u32).prop_map(|(start, count, step)| {
            (0..count).map(|n| start + n * step).filter(|n| *n < LEN).collect()
        }),
        (number(), any::<u64>()).prop_map(|(start, seed)| {
            let mut state = seed | 1;
            let end = LEN.min(start + 60_000);
            let coin = |_: &u32| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                state >> 63 == 1
            };
            (start..end).filter(coin).collect()
        }),
    ]
}

/// A set of mixed densities, and whether its runs are stored as runs.
fn set() -> impl Strategy<Value = (BTreeSet<u32>, bool)> {
    let parts = prop::collection::vec(part(), 0..4);
    (parts.prop_map(|parts| parts.into_iter().flatten().collect()), any::<bool>())
}

fn compressed((numbers, runs): &(BTreeSet<u32>, bool)) -> CompressedBitset {
    let mut set: CompressedBitset = numbers.iter().copied().collect();
    if *runs {
        set.optimize_runs();
    }
    set
}

fn dense(numbers: &BTreeSet<u32>) -> DenseBitset {
    DenseBitset::from_members(LEN, numbers.iter().copied()).unwrap()
}

/// Whether both sets hold exactly the expected numbers; a compressed one in a form that is equal to
/// the one built anew and serialises to the size that it names.
fn agree(
    compressed: &CompressedBitset,
    dense: &DenseBitset,
    expected: impl Iterator<Item = u32>,
) -> Result<(), TestCaseError> {
    let expected: Vec<u32> = expected.collect();
    prop_assert_eq!(&dense.iter().collect::<Vec<_>>(), &expected);
    prop_assert_eq!(dense.count(), expected.len() as u64);
    prop_assert_eq!(&compressed.iter().collect::<Vec<_>>(), &expected);
    prop_assert_eq!(compressed.count(), expected.len() as u64);
    prop_assert_eq!(compressed, &expected.into_iter().collect::<CompressedBitset>());
    prop_assert_eq!(compressed.serialize().len() as u64, compressed.serialized_bytes());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(96)
    })]

    #[test]
    fn two_sets_combine_as_sorted_sets_do(a in set(), b in set()) {
        let (ca, cb, da, db) = (compressed(&a), compressed(&b), dense(&a.0), dense(&b.0));
        let (a, b) = (&a.0, &b.0);
        agree(&ca.and(&cb), &da.and(&db), a.intersection(b).copied())?;
        agree(&ca.or(&cb), &da.or(&db), a.union(b).copied())?;
        agree(&ca.and_not(&cb), &da.and_not(&db), a.difference(b).copied())?;
        agree(&ca.xor(&cb), &da.xor(&db), a.symmetric_difference(b).copied())?;
        let common = a.intersection(b).count() as u64;
        prop_assert_eq!(ca.and_count(&cb), common);
        prop_assert_eq!(da.and_count(&db), common);
        prop_assert_eq!(ca.or_count(&cb), a.union(b).count() as u64);
        let mut kept = da.clone();
        kept.and_with(&db);
        prop_assert_eq!(kept, da.and(&db));
    }

    #[test]
    fn one_set_answers_as_a_sorted_set_does(
        a in set(),
        places in prop::collection::vec(0..LEN + 100_000, 40),
    ) {
        let (compressed, dense) = (compressed(&a), dense(&a.0));
        let sorted: Vec<u32> = a.0.iter().copied().collect();
        for place in places {
            let present = a.0.contains(&place);
            prop_assert_eq!((compressed.contains(place), dense.contains(place)), (present, present));
            let rank = sorted.partition_point(|number| *number < place);
            prop_assert_eq!(compressed.rank(place), rank as u64);
            prop_assert_eq!(dense.rank(place), rank as u64);
            let next = sorted.get(rank).copied();
            prop_assert_eq!((compressed.next_set(place), dense.next_set(place)), (next, next));
            let nth = u64::from(place) % (sorted.len() as u64 + 2);
            let selected = sorted.get(nth as usize).copied();
            prop_assert_eq!((compressed.select(nth), dense.select(nth)), (selected, selected));
        }
        agree(&compressed, &dense, sorted.into_iter())?;
    }

    #[test]
    fn changes_leave_what_they_leave_in_a_sorted_set(
        a in set(),
        changes in prop::collection::vec((0..LEN, any::<bool>()), 0..60),
    ) {
        let (mut compressed, mut dense, mut sorted) = (compressed(&a), dense(&a.0), a.0);
        for (number, insert) in changes {
            let (expected, c, d) = if insert {
                (sorted.insert(number), compressed.insert(number), dense.insert(number))
            } else {
                (sorted.remove(&number), compressed.remove(number), dense.remove(number))
            };
            prop_assert_eq!((c, d), (expected, Ok(expected)));
        }
        agree(&compressed, &dense, sorted.into_iter())?;
    }

    /// No form that a container could have is smaller than the one it gets.
    #[test]
    fn optimised_runs_never_take_more_room(a in set()) {
        let plain = compressed(&(a.0, false));
        let mut optimised = plain.clone();
        optimised.optimize_runs();
        prop_assert_eq!(&optimised, &plain);
        // A set with runs has a flag for each container, and heads that are smaller by 4 bytes.
        prop_assert!(optimised.serialized_bytes() <= plain.serialized_bytes());
        let again = { let mut set = optimised.clone(); set.optimize_runs(); set };
        prop_assert_eq!(again.containers(), optimised.containers());
    }

    #[test]
    fn sets_of_two_lengths_combine_as_with_zeros(
        a in prop::collection::vec(any::<bool>(), 0..200),
        b in prop::collection::vec(any::<bool>(), 0..200),
    ) {
        let text = |bits: &[bool]| -> String {
            bits.iter().map(|bit| if *bit { '1' } else { '0' }).collect()
        };
        let long = a.len().max(b.len());
        let bit = |bits: &[bool], at: usize| bits.get(at).copied().unwrap_or(false);
        let (x, y) = (text(&a), text(&b));
        let (x, y) = (DenseBitset::from_bits(&x).unwrap(), DenseBitset::from_bits(&y).unwrap());
        let expected = |op: fn(bool, bool) -> bool| -> String {
            text(&(0..long).map(|at| op(bit(&a, at), bit(&b, at))).collect::<Vec<_>>())
        };
        prop_assert_eq!(x.and(&y).to_string(), expected(|x, y| x && y));
        prop_assert_eq!(x.or(&y).to_string(), expected(|x, y| x || y));
        prop_assert_eq!(x.and_not(&y).to_string(), expected(|x, y| x && !y));
        prop_assert_eq!(x.xor(&y).to_string(), expected(|x, y| x != y));
    }
}

/// The first example of the Roaring papers: the first thousand multiples of 62, the numbers of
/// [2^16, 2^16 + 100), and the even numbers of [2·2^16, 3·2^16).
#[test]
fn the_example_of_the_papers_has_its_three_containers_and_its_size() {
    let multiples = (0..1000).map(|n| 62 * n);
    let stretch = 65_536..65_636;
    let even = (2 * 65_536..3 * 65_536).step_by(2);
    let mut set: CompressedBitset = multiples.chain(stretch).chain(even).collect();
    assert_eq!(set.count(), 1000 + 100 + 32_768);
    assert_eq!(set.containers(), ContainerCounts { arrays: 2, bitmaps: 1, runs: 0 });
    assert_eq!(set.serialized_bytes(), 8 + 3 * 8 + 2000 + 200 + 8192);
    set.optimize_runs();
    assert_eq!(set.containers(), ContainerCounts { arrays: 1, bitmaps: 1, runs: 1 });
    // Three containers with a run among them: one byte of flags and no table of places.
    assert_eq!(set.serialized_bytes(), 4 + 1 + 3 * 4 + 2000 + 6 + 8192);
}

/// Written by hand after the format's specification: cookie, number, head, place, numbers.
#[test]
fn serialised_sets_have_the_bytes_of_the_format() {
    let list: CompressedBitset = [1, 3, 5].into_iter().collect();
    let expected =
        [0x3a, 0x30, 0, 0, 1, 0, 0, 0, 0, 0, 2, 0, 16, 0, 0, 0, 1, 0, 3, 0, 5, 0].as_slice();
    assert_eq!(list.serialize(), expected);
    let mut run: CompressedBitset = (65_536 + 10..65_536 + 20).collect();
    run.optimize_runs();
    let expected = [0x3b, 0x30, 0, 0, 1, 1, 0, 9, 0, 1, 0, 10, 0, 9, 0].as_slice();
    assert_eq!(run.serialize(), expected);
    assert_eq!(CompressedBitset::new().serialize(), [0x3a, 0x30, 0, 0, 0, 0, 0, 0]);
}

#[test]
fn a_whole_container_is_one_run() {
    let mut set: CompressedBitset = (0..131_072).collect();
    set.optimize_runs();
    assert_eq!(set.containers(), ContainerCounts { arrays: 0, bitmaps: 0, runs: 2 });
    assert_eq!(set.serialized_bytes(), 5 + 2 * (4 + 6));
    assert_eq!((set.rank(u32::MAX), set.select(131_071)), (131_072, Some(131_071)));
    set.remove(65_535);
    assert_eq!((set.count(), set.next_set(65_535)), (131_071, Some(65_536)));
    set.insert(65_535);
    assert_eq!(set, (0..131_072).collect());
}
