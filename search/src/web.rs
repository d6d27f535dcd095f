//! What does a script of a page call?

use wasm_bindgen::prelude::*;

use crate::site_index::SiteIndex;

/// The search, with its index.
#[wasm_bindgen]
pub struct Search(SiteIndex);

/// The most pages that a query answers with.
const PAGES_MAX: usize = 12;

#[wasm_bindgen]
impl Search {
    /// Reads the index.
    ///
    /// # Errors
    /// A text: what is wrong with the bytes.
    pub fn open(bytes: &[u8]) -> Result<Search, String> {
        SiteIndex::from_bytes(bytes).map(Search).map_err(|error| error.to_string())
    }

    /// What answers a query, as JSON; see [`SiteIndex::json`]. Facets are as in
    /// [`SiteIndex::selection`].
    ///
    /// # Errors
    /// A text: which facet there is not.
    pub fn find(&self, query: &str, facets: &str) -> Result<String, String> {
        let selection = self.0.selection(facets)?;
        Ok(self.0.json(&self.0.find(query, &selection, PAGES_MAX)))
    }

    /// A passage of a page, as JSON; see [`SiteIndex::passage_json`].
    pub fn passage(&self, query: &str, markdown: &str, section: &str) -> String {
        self.0.passage_json(&self.0.passage(query, markdown, section))
    }
}
