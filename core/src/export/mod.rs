//! A run in other people's formats.

pub mod json;
pub mod mermaid;
