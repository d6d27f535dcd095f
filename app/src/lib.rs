//! The player, the views and the element, in Leptos.

#[cfg(all(feature = "csr", feature = "ssr"))]
compile_error!("`csr` and `ssr` in one build silently lose event handlers: choose one");
