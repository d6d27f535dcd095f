//! Full-text search against oracles that count words, published figures, and Lucene's on CACM.

#[cfg(not(target_arch = "wasm32"))]
mod cacm;
#[cfg(not(target_arch = "wasm32"))]
mod cacm_files;
mod early;
mod known;
mod laws;
mod oracle;
mod saved;
mod stemmer;
mod support;
mod words;
