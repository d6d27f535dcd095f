//! Do compressed sets give the sums and the size that are known for the bitmaps of a real census?
//!
//! The 200 lists of census1881 (RoaringBitmap/real-roaring-datasets) are not kept here. Name in
//! `SANDTABLE_DATA` the folder that holds them, as published, in `real-roaring/census1881.zip`.
#![allow(clippy::print_stdout, reason = "the reader must see that the data was not read")]

use std::path::{Path, PathBuf};
use std::process::Command;

use sandtable_core::algorithms::bitset::{CompressedBitset, DenseBitset};

/// The folder into which the lists are unpacked.
fn unpacked(archive: &Path) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("census1881");
    let mut unzip = Command::new("unzip");
    let status = unzip.arg("-qqo").arg(archive).arg("-d").arg(&folder).status();
    assert!(status.expect("unzip is installed").success(), "cannot unpack {}", archive.display());
    folder
}

/// Each list, in the order of the archive, which is that of the names as texts (0, 1, 10, 100): the
/// sums over neighbours depend on it.
fn lists(folder: &Path) -> Vec<Vec<u32>> {
    let read = |at: u32| {
        let path = folder.join(format!("census1881.csv{at}.txt"));
        let text = std::fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("cannot read {}: {error}", path.display()));
        let numbers = text.trim().split(',').filter(|number| !number.is_empty());
        numbers.map(|number| number.trim().parse().expect("a number")).collect()
    };
    let mut order: Vec<u32> = (0..200).collect();
    order.sort_by_key(u32::to_string);
    order.into_iter().map(read).collect()
}

#[test]
fn neighbours_have_the_known_sums_and_the_sets_the_known_size() {
    let Some(folder) = std::env::var_os("SANDTABLE_DATA") else {
        println!("not run: set SANDTABLE_DATA to the folder with real-roaring/census1881.zip");
        return;
    };
    let lists = lists(&unpacked(&PathBuf::from(folder).join("real-roaring/census1881.zip")));
    let mut sets: Vec<CompressedBitset> =
        lists.iter().map(|list| list.iter().copied().collect()).collect();
    let plain_bytes: u64 = sets.iter().map(CompressedBitset::serialized_bytes).sum();
    let sums = |sets: &[CompressedBitset]| {
        let pairs = || sets.windows(2);
        let and: u64 = pairs().map(|pair| pair[0].and(&pair[1]).count()).sum();
        let counted: u64 = pairs().map(|pair| pair[0].and_count(&pair[1])).sum();
        let or: u64 = pairs().map(|pair| pair[0].or(&pair[1]).count()).sum();
        let rest: u64 = pairs().map(|pair| pair[0].and_not(&pair[1]).count()).sum();
        let odd: u64 = pairs().map(|pair| pair[0].xor(&pair[1]).count()).sum();
        assert_eq!((and, odd), (counted, or - and));
        assert_eq!(rest + and, pairs().map(|pair| pair[0].count()).sum());
        (and, or)
    };
    assert_eq!(sums(&sets), (23, 2_007_691));
    for set in &mut sets {
        set.optimize_runs();
    }
    assert_eq!(sums(&sets), (23, 2_007_691));
    let bytes: u64 = sets.iter().map(CompressedBitset::serialized_bytes).sum();
    let numbers: u64 = sets.iter().map(CompressedBitset::count).sum();
    assert_eq!(numbers, lists.iter().map(|list| list.len() as u64).sum());
    let bits = 8.0 * bytes as f64 / numbers as f64;
    println!("{numbers} numbers, {bytes} bytes ({plain_bytes} without runs), {bits} bits each");
    assert!((15.0..15.09).contains(&bits), "{bits} bits for each number");

    let len = lists.iter().flatten().max().map_or(0, |last| last + 1);
    let dense: Vec<DenseBitset> = lists
        .iter()
        .map(|list| DenseBitset::from_members(len, list.iter().copied()).expect("below the length"))
        .collect();
    let and: u64 = dense.windows(2).map(|pair| pair[0].and_count(&pair[1])).sum();
    let or: u64 = dense.windows(2).map(|pair| pair[0].or(&pair[1]).count()).sum();
    assert_eq!((and, or), (23, 2_007_691));
}
