//! System-design algorithms, and a deterministic simulator to run them in.

pub mod algorithms;
