//! Whose code must come before an element can be opened, and where is it?
//!
//! Each model's code is a file of its own, cut off by the build at the functions here; so is what comes
//! once the pictures run, and what few readers ask for.

#![allow(unsafe_code)] // Written by the macro: a call into code that comes later.

use crate::player::later::{self, Later};
use crate::qr;
use crate::views::drawing::{self, Drawing};
use sandtable_core::session::{Entry, code, find, keep};
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// What comes with a model: its behaviour, and the drawings of its pictures.
struct Code {
    entry: &'static Entry,
    drawings: Vec<&'static Drawing>,
}

fn put(code: &Code) {
    drawing::keep(&code.drawings);
    keep(code.entry);
}

macro_rules! chunks {
    ($($module:ident $id:literal $model:ident: $($kind:ident)*,)*) => {
        $(
            #[wasm_split($module, fallible)]
            fn $module() -> Result<Code, SplitLoaderError> {
                Ok(Code { entry: code::$module(), drawings: vec![$(drawing::$kind()),*] })
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
                $($id => put(&$module().await?),)*
                _ => {}
            }
            Ok(())
        }
    };
}

sandtable_core::each_model!(chunks);

#[wasm_split(qr, fallible)]
fn coded(text: String) -> Result<Option<qr::Code>, SplitLoaderError> {
    Ok(qr::code(&text))
}

/// A text as a QR code ([`qr::code`]), whose code is fetched for that.
///
/// # Errors
/// It does not come. The next call tries again.
pub(crate) async fn qr_code(text: String) -> Result<Option<qr::Code>, SplitLoaderError> {
    coded(text).await
}

#[wasm_split(controls, fallible)]
fn later_code() -> Result<&'static Later, SplitLoaderError> {
    Ok(later::all())
}

/// What of a player comes once its pictures run.
///
/// # Errors
/// It does not come. The next call tries again.
pub(crate) async fn controls() -> Result<&'static Later, SplitLoaderError> {
    later_code().await
}
