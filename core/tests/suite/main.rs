//! Every test of the library from outside, in one program: it is linked once, and starts a browser
//! once where it runs in one.

#[cfg(target_arch = "wasm32")]
#[macro_use]
extern crate sandtable_test_attribute;
#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);

mod bitset_properties;
mod bm25;
mod catalog;
#[cfg(not(target_arch = "wasm32"))]
mod census1881;
mod chance;
mod clock_properties;
mod coding;
mod consistent_hashing;
mod crdt_collect;
mod crdt_convergence;
mod crdt_laws;
mod crdt_text;
mod crdts;
mod filter_cache;
mod filter_cache_properties;
mod golden;
mod judged;
mod logical_clocks;
#[cfg(not(target_arch = "wasm32"))]
mod nearly_links;
mod ordered;
mod pagination;
mod pagination_properties;
mod placement_properties;
mod quorum;
mod rate_limit;
mod rate_limiting;
#[cfg(not(target_arch = "wasm32"))]
mod redis_slots;
mod search;
mod session;
