//! The model of rate limiting: its story, its rules, random knobs and random scripts.
#![cfg(not(target_arch = "wasm32"))]

mod random;
mod rules;
mod same;
mod story;
mod support;
mod windows;
