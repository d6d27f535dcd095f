//! Whose code must come before an element can be opened, and where is it?
//!
//! Each model's code is a file of its own, cut off by the build at the functions here; so is what few
//! readers ask for.

#![allow(unsafe_code)] // Written by the macro: a call into code that comes later.

use crate::qr::Code;
use sandtable_core::session::{Entry, code, find, keep};
use wasm_split_helpers::{SplitLoaderError, wasm_split};

macro_rules! chunks {
    ($($module:ident $id:literal $model:ident,)*) => {
        $(
            #[wasm_split($module, fallible)]
            fn $module() -> Result<&'static Entry, SplitLoaderError> {
                Ok(code::$module())
            }
        )*

        /// Fetches the code of a model, once. `Ok` also where there is no such model.
        ///
        /// # Errors
        /// The code does not come. The next call tries again.
        pub(crate) async fn fetch(model: &str) -> Result<(), SplitLoaderError> {
            if find(model).is_some() {
                return Ok(());
            }
            match model {
                $($id => keep($module().await?),)*
                _ => {}
            }
            Ok(())
        }
    };
}

sandtable_core::each_model!(chunks);

#[wasm_split(qr, fallible)]
fn coded(text: String) -> Result<Option<Code>, SplitLoaderError> {
    Ok(crate::qr::code(&text))
}

/// A text as a QR code ([`crate::qr::code`]), whose code is fetched for that.
///
/// # Errors
/// It does not come. The next call tries again.
pub(crate) async fn qr(text: String) -> Result<Option<Code>, SplitLoaderError> {
    coded(text).await
}
