//! Every model's golden transcripts: the same link gives the same trace, byte for byte.
//!
//! `tests/golden/MODEL.txt` holds transcripts, each starting with its link. The browser tests
//! recompute the same files. After an intended change: `GOLDEN=write cargo test --test golden`, and
//! a line in the changelog.

use std::path::PathBuf;

use sandtable_core::session::{Session, models};

const SEPARATOR: &str = "\n----\n\n";

fn path(model: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("../tests/golden/{model}.txt"))
}

#[test]
fn transcripts_are_as_recorded() {
    let write = std::env::var_os("GOLDEN").is_some();
    let mut count = 0;
    for spec in models() {
        let file = path(spec.id);
        let recorded = std::fs::read_to_string(&file).unwrap_or_default();
        if recorded.is_empty() && !write {
            panic!("{} is missing: record it with GOLDEN=write", file.display());
        }
        let mut links: Vec<String> = recorded
            .split(SEPARATOR)
            .filter_map(|block| block.lines().next().map(str::to_owned))
            .collect();
        let default = format!("v1/{}", spec.id);
        if !links.contains(&default) {
            links.insert(0, default);
        }
        let blocks: Vec<String> = links
            .iter()
            .map(|link| {
                let opened = Session::open(link).unwrap_or_else(|p| panic!("{link}: {p:?}"));
                opened.transcript()
            })
            .collect();
        count += blocks.len();
        let now = blocks.join(SEPARATOR);
        if write {
            std::fs::write(&file, &now).expect("the golden file can be written");
        } else {
            assert!(now == recorded, "{} has changed; now it is:\n{now}", file.display());
        }
    }
    assert!(count >= models().count());
}
