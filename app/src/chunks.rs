//! Where is the program cut, and what does each piece bring?
//!
//! The build cuts the program at the functions here (`xtask/src/split.rs`): each model's code is a file
//! of its own; so is what comes once the pictures run, and what few readers ask for. The page's script
//! fetches a piece by its name, and only then what is in it is called. So a model in the list costs
//! what all of them share a name and a number.

#![allow(unsafe_code)] // Written by the macro: a call into code that comes later.

use crate::player::later::{self, Later};
use crate::qr;
use crate::views::drawing::{self, Drawing};
use sandtable_core::session::{Entry, code, keep};

/// A function in a piece of that name. To be called only when the piece is there.
///
/// The names are those by which the program that cuts finds both sides.
macro_rules! piece {
    ($module:expr, $name:ident($($arg:ident: $from:ty)?) -> $to:ty = $made:expr) => {
        #[allow(improper_ctypes, improper_ctypes_definitions)] // Both sides are ours.
        fn $name($($arg: $from)?) -> $to {
            #[link(wasm_import_module = "__wasm_split_placeholder__")]
            unsafe extern "C" {
                #[link_name = concat!("__wasm_split_00", $module, "00_import_00000000000000000000000000000000")]
                fn import($($arg: $from)?) -> $to;
            }
            #[unsafe(export_name = concat!("__wasm_split_00", $module, "00_export_00000000000000000000000000000000"))]
            extern "C" fn export($($arg: $from)?) -> $to {
                $made
            }
            // SAFETY: the import is the export above, of the same type, once the program is cut.
            unsafe { import($($arg)?) }
        }
    };
}

/// What comes with a model: its behaviour, and the drawings of its pictures.
struct Code {
    entry: fn() -> &'static Entry,
    drawings: &'static [fn() -> &'static Drawing],
}

macro_rules! models {
    ($($module:ident $id:literal $model:ident: $($kind:ident)*,)*) => {
        $(piece!(stringify!($module), $module() -> &'static Code = {
            static CODE: Code = Code {
                entry: code::$module,
                drawings: &[$(drawing::$kind),*],
            };
            &CODE
        });)*

        /// The models: the name in links, the name of the piece, and what is in it.
        static MODELS: &[(&str, &str, fn() -> &'static Code)] =
            &[$(($id, stringify!($module), $module)),*];
    };
}

sandtable_core::each_model!(models);

piece!("controls", controls() -> &'static Later = later::all());
piece!("qr", coded(text: &str) -> Option<Box<qr::Code>> = qr::code(text).map(Box::new));

/// The name of the piece with a model's code.
pub(crate) fn piece_of(model: &str) -> Option<&'static str> {
    MODELS.iter().find(|(id, ..)| *id == model).map(|(_, piece, _)| *piece)
}

/// Keeps what is in a piece that has come.
pub(crate) fn take(piece: &str) {
    if piece == later::PIECE {
        later::keep(controls());
    }
    if let Some((.., code)) = MODELS.iter().find(|(_, name, _)| *name == piece) {
        let code = code();
        drawing::keep(code.drawings);
        keep((code.entry)());
    }
}

/// A text as a QR code ([`qr::code`]), once its piece has come.
pub(crate) fn qr_code(text: &str) -> Option<qr::Code> {
    coded(text).map(|code| *code)
}
