//! What of core is called from Node, next to the JavaScript libraries?

use sandtable_core::algorithms::crdt::Text;
use sandtable_core::algorithms::search::{Analysis, Bm25, Index, Lengths, Searcher};
use wasm_bindgen::prelude::wasm_bindgen;

/// A text that can be merged with others.
#[wasm_bindgen]
#[derive(Default)]
pub struct Document(Text);

#[wasm_bindgen]
impl Document {
    /// An empty one.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Document {
        Document::default()
    }

    /// Deletes characters and types others in their place.
    pub fn edit(&mut self, at: u32, deleted: u32, typed: &str) {
        if deleted > 0 {
            self.0.delete(1, at, deleted).expect("in range");
        }
        if !typed.is_empty() {
            self.0.insert(1, at, typed).expect("in range");
        }
    }

    /// The text.
    pub fn text(&self) -> String {
        self.0.to_string()
    }
}

/// Documents that are not yet to be searched.
#[wasm_bindgen]
pub struct Builder(Index);

#[wasm_bindgen]
impl Builder {
    /// No documents yet.
    #[wasm_bindgen(constructor)]
    #[expect(clippy::new_without_default, reason = "called from JavaScript")]
    pub fn new() -> Builder {
        Builder(Index::without_positions(Analysis::ENGLISH))
    }

    /// One more.
    pub fn add(&mut self, text: &str) {
        self.0.add(text);
    }

    /// Makes them searchable. The index stays for good, as in a page that searches.
    pub fn finish(mut self) -> Search {
        self.0.seal();
        let bm25 = Bm25::new(0.9, 0.4).expect("in range").with_lengths(Lengths::OneByte);
        let index: &Index = Box::leak(Box::new(self.0));
        Search { index, searcher: Searcher::new(index, bm25) }
    }
}

/// Documents that can be searched.
#[wasm_bindgen]
pub struct Search {
    index: &'static Index,
    searcher: Searcher<'static>,
}

#[wasm_bindgen]
impl Search {
    /// The numbers of the best documents, the best first.
    pub fn search(&mut self, text: &str, count: usize) -> Vec<u32> {
        self.searcher.search(text, count).into_iter().map(|hit| hit.doc).collect()
    }

    /// The index as it is saved.
    pub fn saved(&self) -> Vec<u8> {
        self.index.to_bytes()
    }
}
