//! `content/` in, static pages out.

fn main() {}
