//! Where is the program cut, and what does each piece bring?
//!
//! The build cuts the program at the functions here (`xtask/src/split.rs`): each model's code is a file
//! of its own; so is what comes once the pictures run, of all models and of each, and what few readers
//! ask for. The page's script fetches a piece by its name, and only then what is in it is called. So a
//! model in the list costs what all of them share two functions and a name.

#![allow(unsafe_code)] // Written by the macro: a call into code that comes later.

use crate::player::later::{self, Later};
use crate::qr;
use crate::views::drawing::{self, Drawing, Places};
use sandtable_core::session::{self, Entry, IDS, Problem, Session, Words, code, keep, keep_words};
use std::sync::OnceLock;

/// A function in a piece of that name. To be called only when the piece is there.
///
/// The names are those by which the program that cuts finds both sides.
macro_rules! piece {
    ($module:expr, $vis:vis $name:ident($($arg:ident: $from:ty)?) -> $to:ty = $made:expr) => {
        #[allow(improper_ctypes, improper_ctypes_definitions)] // Both sides are ours.
        $vis fn $name($($arg: $from)?) -> $to {
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

/// What comes with a model: its behaviour, and the drawings of the pictures on its stage.
struct Code {
    entry: fn() -> &'static Entry,
    drawings: &'static [fn() -> &'static Drawing],
}

/// What comes with its controls: its words, where it is pressed, and the drawings of the other pictures.
struct Controls {
    words: fn() -> &'static Words,
    places: &'static [fn() -> &'static Places],
    drawings: &'static [fn() -> &'static Drawing],
}

/// What is in the two pieces of a model.
type Model = (fn() -> &'static Code, fn() -> &'static Controls);

/// The end of the name of a piece that comes with a model's controls.
const CONTROLS: &str = "_controls";

macro_rules! models {
    ($($module:ident $id:literal $model:ident: $($kind:ident)* $(; $($aside:ident)*)?,)*) => {
        $(piece!(stringify!($module), $module() -> &'static Code = {
            static CODE: Code = Code {
                entry: code::$module::entry,
                drawings: &[$(drawing::$kind),*],
            };
            &CODE
        });)*

        /// What comes with the controls of each.
        mod controls_of {
            use super::{Controls, code, drawing};

            $(piece!(concat!(stringify!($module), "_controls"), pub(super) $module() -> &'static Controls = {
                static CONTROLS: Controls = Controls {
                    words: code::$module::words,
                    places: &[$(drawing::places::$kind,)* $($(drawing::places::$aside),*)?],
                    drawings: &[$($(drawing::$aside),*)?],
                };
                &CONTROLS
            });)*
        }

        /// In the order of [`IDS`], whose names are those of the pieces, with other hyphens.
        static MODELS: [Model; IDS.len()] = [$(($module, controls_of::$module)),*];
    };
}

sandtable_core::each_model!(models);

/// What reads links; a page's own models are given by attributes.
pub(crate) struct Links {
    /// Opens a link.
    pub(crate) open: fn(&str) -> Result<Session, Vec<Problem>>,
    /// The model that a link names.
    pub(crate) model: fn(&str) -> Option<String>,
}

/// The name of the piece that reads links.
pub(crate) const LINKS: &str = "links";

static READER: OnceLock<&'static Links> = OnceLock::new();

/// What reads links, if it has come.
pub(crate) fn links() -> Option<&'static Links> {
    READER.get().copied()
}

piece!("links", reader() -> &'static Links = {
    static READ: Links = Links { open: Session::open, model: session::model };
    &READ
});
piece!("controls", controls() -> &'static Later = later::all());
piece!("qr", coded(text: &str) -> Option<Box<qr::Code>> = qr::code(text).map(Box::new));

/// The name of the piece with a model's code, if there is one that has not come.
pub(crate) fn code_of(id: &str) -> Option<String> {
    let missing = IDS.contains(&id) && session::find(id).is_none();
    missing.then(|| id.replace('-', "_"))
}

/// The name of the piece with what comes with a model's controls, if there is one that has not come.
pub(crate) fn controls_of(id: &str) -> Option<String> {
    let missing = IDS.contains(&id) && session::words(id).is_none();
    missing.then(|| id.replace('-', "_") + CONTROLS)
}

/// Keeps what is in a piece that has come.
pub(crate) fn take(piece: &str) {
    if piece == later::PIECE {
        later::keep(controls());
    }
    if piece == LINKS {
        READER.get_or_init(reader);
    }
    let name = piece.strip_suffix(CONTROLS);
    let id = name.unwrap_or(piece).replace('_', "-");
    let Some((code, controls)) = IDS.iter().position(|known| *known == id).map(|i| MODELS[i])
    else {
        return;
    };
    if name.is_none() {
        let code = code();
        drawing::keep(code.drawings);
        keep((code.entry)());
    } else {
        let controls = controls();
        drawing::keep(controls.drawings);
        drawing::keep_places(controls.places);
        keep_words(&id, (controls.words)());
    }
}

/// A text as a QR code ([`qr::code`]), once its piece has come.
pub(crate) fn qr_code(text: &str) -> Option<qr::Code> {
    coded(text).map(|code| *code)
}
