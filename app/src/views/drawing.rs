//! What draws each kind of scene and finds what can be pressed in it, and is its code here?
//!
//! Each model's code brings the drawings of its own pictures, and no others ([`sandtable_core::each_model`]
//! names them); what can be pressed comes with its controls. Where the program is whole, all of it is
//! here.

#[cfg(not(any(feature = "ssr", feature = "whole")))]
use sandtable_core::scene::NAMES;
use sandtable_core::scene::View;

use super::Size;
use super::hits::{self, Hit};
use crate::dom::{El, el};
#[cfg(not(any(feature = "ssr", feature = "whole")))]
use std::sync::OnceLock;

/// What one kind of scene needs to be shown.
pub(crate) struct Drawing {
    /// The kind, as [`View::kind`] says it.
    kind: &'static str,
    /// Draws a view of that kind.
    pub(super) draw: fn(&View, Size) -> El,
}

/// What one kind of scene needs to be pressed.
pub(crate) struct Places {
    /// The kind, as [`View::kind`] says it.
    kind: &'static str,
    /// What in a view of that kind carries choices, and where that is.
    pub(super) hits: fn(&View, Size) -> Vec<Hit>,
}

macro_rules! drawings {
    ($($module:ident $variant:ident $kind:literal,)*) => {
        $(
            /// The drawing of a kind. Naming this function is what makes its code part of a program.
            pub(crate) fn $module() -> &'static Drawing {
                static DRAWING: Drawing = Drawing {
                    kind: $kind,
                    draw: |view, size| match view {
                        View::$variant(v) => super::$module::$module(v, size),
                        _ => el("div"),
                    },
                };
                &DRAWING
            }
        )*

        /// What can be pressed in each kind.
        pub(crate) mod places {
            use super::{Places, View, hits};

            $(
                /// The places of a kind. Naming this function is what makes its code part of a program.
                pub(crate) fn $module() -> &'static Places {
                    static PLACES: Places = Places {
                        kind: $kind,
                        hits: |view, size| match view {
                            View::$variant(v) => hits::$module(v, size),
                            _ => Vec::new(),
                        },
                    };
                    &PLACES
                }
            )*
        }

        /// The drawing of a kind of scene.
        #[cfg(any(feature = "ssr", feature = "whole"))]
        pub(super) fn of(view: &View) -> Option<&'static Drawing> {
            let all = [$($module),*];
            all.into_iter().map(|drawing| drawing()).find(|drawing| drawing.kind == view.kind())
        }

        /// The places of a kind of scene.
        #[cfg(any(feature = "ssr", feature = "whole"))]
        pub(super) fn places_of(view: &View) -> Option<&'static Places> {
            let all = [$(places::$module),*];
            all.into_iter().map(|places| places()).find(|places| places.kind == view.kind())
        }
    };
}

drawings! {
    topology Topology "topology",
    space_time SpaceTime "space-time",
    ring Ring "ring",
    table Table "table",
    flow Flow "flow",
    series Series "series",
}

/// What has come of each kind.
#[cfg(not(any(feature = "ssr", feature = "whole")))]
type Kept<T> = [OnceLock<&'static T>; NAMES.len()];

#[cfg(not(any(feature = "ssr", feature = "whole")))]
static DRAWINGS: Kept<Drawing> = [const { OnceLock::new() }; NAMES.len()];
#[cfg(not(any(feature = "ssr", feature = "whole")))]
static PLACES: Kept<Places> = [const { OnceLock::new() }; NAMES.len()];

#[cfg(not(any(feature = "ssr", feature = "whole")))]
fn place<'a, T>(kept: &'a Kept<T>, kind: &str) -> Option<&'a OnceLock<&'static T>> {
    kept.get(NAMES.iter().position(|names| names[0] == kind)?)
}

/// The drawing of a kind of scene, if it is here.
#[cfg(not(any(feature = "ssr", feature = "whole")))]
pub(super) fn of(view: &View) -> Option<&'static Drawing> {
    place(&DRAWINGS, view.kind())?.get().copied()
}

/// Whether the drawing of a kind of scene is here.
#[cfg(not(any(feature = "ssr", feature = "whole")))]
pub(crate) fn is_here(kind: &str) -> bool {
    place(&DRAWINGS, kind).is_some_and(|place| place.get().is_some())
}

/// Whether the drawing of a kind of scene is here: all of them are.
#[cfg(all(feature = "csr", feature = "whole"))]
pub(crate) fn is_here(_kind: &str) -> bool {
    true
}

/// The places of a kind of scene, if they are here.
#[cfg(not(any(feature = "ssr", feature = "whole")))]
pub(super) fn places_of(view: &View) -> Option<&'static Places> {
    place(&PLACES, view.kind())?.get().copied()
}

/// Keeps the drawings that came with a piece of the program.
#[cfg(not(any(feature = "ssr", feature = "whole")))]
pub(crate) fn keep(drawings: &[fn() -> &'static Drawing]) {
    for drawing in drawings.iter().map(|drawing| drawing()) {
        if let Some(place) = place(&DRAWINGS, drawing.kind) {
            place.get_or_init(|| drawing);
        }
    }
}

/// Keeps the places that came with a piece of the program.
#[cfg(not(any(feature = "ssr", feature = "whole")))]
pub(crate) fn keep_places(places: &[fn() -> &'static Places]) {
    for places in places.iter().map(|places| places()) {
        if let Some(place) = place(&PLACES, places.kind) {
            place.get_or_init(|| places);
        }
    }
}
