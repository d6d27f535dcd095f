//! `cargo xtask`: everything that is done to the repository.
fn main() {}
