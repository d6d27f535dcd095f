//! System-design algorithms, and a deterministic simulator to run them in.
//!
//! The book has four parts. [`algorithms`] are plain data structures and formulas, each usable on
//! its own. [`engine`] is the simulator: random numbers, simulated time, a network, runs. A model
//! in [`models`] puts both together, and [`scene`] is the vocabulary in which it shows itself.
//! [`session`] is the door for whoever drives all this: a link goes in, pictures come out.
//!
//! The same link gives the same trace, byte for byte, on every target. So nothing here reads a
//! clock, a thread, a file or a network, and nothing depends on a hash map's order.

#[cfg(all(test, target_arch = "wasm32"))]
#[macro_use]
extern crate sandtable_test_attribute;
#[cfg(all(test, target_arch = "wasm32"))]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);

pub mod algorithms;
pub mod catalog;
pub mod engine;
pub mod export;
pub mod link;
pub mod models;
pub mod scene;
pub mod session;
