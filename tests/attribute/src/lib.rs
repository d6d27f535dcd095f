//! What does `#[test]` mean where tests run in a browser?
//!
//! The compiler's own attribute makes a list of tests for a program with arguments and threads. In
//! a browser `wasm-bindgen-test` keeps the list. A crate whose root says
//! `#[macro_use] extern crate sandtable_test_attribute;` has its `#[test]`s there, and none of them
//! needs to know.

use proc_macro::TokenStream;

/// A test in a browser: the attribute of `wasm-bindgen-test` in the place of the compiler's.
#[proc_macro_attribute]
pub fn test(_: TokenStream, function: TokenStream) -> TokenStream {
    let there: TokenStream =
        "#[::wasm_bindgen_test::wasm_bindgen_test]".parse().expect("the name of an attribute");
    there.into_iter().chain(function).collect()
}
