//! Every golden transcript, recomputed in a browser: the same link gives the same trace there.

use sandtable_core::session::{Session, models};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const SEPARATOR: &str = "\n----\n\n";

macro_rules! files {
    ($($module:ident $id:literal $model:ident,)*) => {
        &[$(($id, include_str!(concat!("../../golden/", $id, ".txt")))),*]
    };
}

/// The recorded files by model.
const FILES: &[(&str, &str)] = sandtable_core::each_model!(files);

#[wasm_bindgen_test]
fn transcripts_are_as_recorded_natively() {
    for spec in models() {
        let file = FILES.iter().find(|(id, _)| *id == spec.id);
        let (_, recorded) = file.unwrap_or_else(|| panic!("no golden file for {}", spec.id));
        let mut count = 0;
        for block in recorded.split(SEPARATOR) {
            let link = block.lines().next().expect("a block starts with its link");
            let session = Session::open(link).unwrap_or_else(|p| panic!("{link}: {p:?}"));
            assert_eq!(session.transcript().trim_end(), block.trim_end(), "{link}");
            count += 1;
        }
        assert!(count > 0, "{} has transcripts", spec.id);
    }
}
