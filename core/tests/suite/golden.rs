//! Every model's golden transcripts: the same link gives the same trace, byte for byte.
//!
//! `tests/golden/MODEL.txt` holds transcripts, each starting with its link. Browsers recompute the
//! same files. After an intended change: `GOLDEN=write cargo test --test suite golden`, and a line in
//! the changelog.

use sandtable_core::session::{Session, models};

const SEPARATOR: &str = "\n----\n\n";

/// The recorded file of a model; on this machine it is read, and can be written.
#[cfg(not(target_arch = "wasm32"))]
fn recorded(model: &str) -> String {
    std::fs::read_to_string(path(model)).unwrap_or_default()
}

#[cfg(not(target_arch = "wasm32"))]
fn path(model: &str) -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../tests/golden/{model}.txt"))
}

/// The recorded file of a model; in a browser it is part of the program.
#[cfg(target_arch = "wasm32")]
fn recorded(model: &str) -> String {
    macro_rules! files {
        ($($module:ident $id:literal $model:ident: $($kind:ident)* $(; $($aside:ident)*)?,)*) => {
            [$(($id, include_str!(concat!("../../../tests/golden/", $id, ".txt")))),*]
        };
    }
    let files = sandtable_core::each_model!(files);
    files.iter().find(|(id, _)| *id == model).map_or("", |(_, text)| text).to_owned()
}

/// The transcripts of these links, as a file.
fn transcripts<'a>(links: impl Iterator<Item = &'a str>) -> String {
    let transcript = |link: &str| {
        let opened = Session::open(link).unwrap_or_else(|p| panic!("{link}: {p:?}"));
        opened.transcript()
    };
    links.map(transcript).collect::<Vec<_>>().join(SEPARATOR)
}

#[test]
fn transcripts_are_as_recorded() {
    for spec in models() {
        let recorded = recorded(spec.id);
        let default = format!("v1/{}", spec.id);
        let mut links: Vec<&str> =
            recorded.split(SEPARATOR).filter_map(|block| block.lines().next()).collect();
        if !links.contains(&default.as_str()) {
            links.insert(0, &default);
        }
        let now = transcripts(links.into_iter());
        #[cfg(not(target_arch = "wasm32"))]
        if std::env::var_os("GOLDEN").is_some() {
            std::fs::write(path(spec.id), &now).expect("the golden file can be written");
            continue;
        }
        assert!(!recorded.is_empty(), "{} has no file: record it with GOLDEN=write", spec.id);
        assert!(now == recorded, "{} has changed; now it is:\n{now}", spec.id);
    }
}
