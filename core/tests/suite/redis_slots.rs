//! Does every one of the 16,384 rows of Valkey's slot table agree?
//!
//! The table (`src/crc16_slottable.h`, BSD-3-Clause, one key for each slot) is not kept here. Name
//! the folder that holds `hashing-vectors/redis_slots.tsv` in `SANDTABLE_DATA` to read it; a few of
//! its rows are checked in any case, beside `key_slot`.
#![allow(clippy::print_stdout, reason = "the reader must see that the table was not read")]

use std::path::PathBuf;

use sandtable_core::algorithms::hashing::{KEY_SLOTS, key_slot};

#[test]
fn every_row_of_the_table_agrees() {
    let Some(folder) = std::env::var_os("SANDTABLE_DATA") else {
        println!("not run: SANDTABLE_DATA names no folder with hashing-vectors/redis_slots.tsv");
        return;
    };
    // The test runs in its package; a relative name is meant from the workspace.
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..").join(folder);
    let path = folder.join("hashing-vectors/redis_slots.tsv");
    let table = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("cannot read {}: {error}", path.display()));
    let mut rows = 0;
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let (slot, key) = line.split_once('\t').expect("a row is a slot, a tab and a key");
        assert_eq!(key_slot(key.as_bytes()).to_string(), slot, "{line:?}");
        rows += 1;
    }
    assert_eq!(rows, KEY_SLOTS);
    println!("{rows} rows agree");
}
