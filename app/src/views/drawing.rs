//! What draws each kind of scene, and is its code here?
//!
//! Each model's code brings the drawings of its own pictures, and no others ([`sandtable_core::each_model`]
//! names them). Where the program is whole, all of them are here.

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
    /// What in it carries choices, and where that is.
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
                    hits: |view, size| match view {
                        View::$variant(v) => hits::$module(v, size),
                        _ => Vec::new(),
                    },
                };
                &DRAWING
            }
        )*

        /// The drawing of a kind of scene.
        #[cfg(any(feature = "ssr", feature = "whole"))]
        pub(super) fn of(view: &View) -> Option<&'static Drawing> {
            let all = [$($module),*];
            all.into_iter().map(|drawing| drawing()).find(|drawing| drawing.kind == view.kind())
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

#[cfg(not(any(feature = "ssr", feature = "whole")))]
static KEPT: [OnceLock<&'static Drawing>; NAMES.len()] = [const { OnceLock::new() }; NAMES.len()];

#[cfg(not(any(feature = "ssr", feature = "whole")))]
fn place(kind: &str) -> Option<&'static OnceLock<&'static Drawing>> {
    KEPT.get(NAMES.iter().position(|names| names[0] == kind)?)
}

/// The drawing of a kind of scene, if it is here.
#[cfg(not(any(feature = "ssr", feature = "whole")))]
pub(super) fn of(view: &View) -> Option<&'static Drawing> {
    place(view.kind())?.get().copied()
}

/// Keeps the drawings that came with a model's code.
#[cfg(not(any(feature = "ssr", feature = "whole")))]
pub(crate) fn keep(drawings: &[fn() -> &'static Drawing]) {
    for drawing in drawings {
        let drawing = drawing();
        if let Some(place) = place(drawing.kind) {
            place.get_or_init(|| drawing);
        }
    }
}
