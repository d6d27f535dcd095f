//! One drawing a kind of scene. A view is chosen by that kind and by nothing else; it knows no
//! model, computes nothing, and draws the same live and in a static page.

pub(crate) mod card;
mod draw;
pub(crate) mod drawing;
mod flow;
mod flow_layout;
pub mod groups;
pub mod hits;
pub mod icons;
mod labels;
pub mod legend;
mod ring;
mod series;
mod space_time;
mod space_time_frame;
pub mod stage;
mod story_time;
mod table;
pub(crate) mod table_picture;
mod topology;
mod topology_layout;
pub mod wording;
pub mod words;

#[cfg(feature = "csr")]
pub(crate) use draw::px;
use sandtable_core::scene::View;

use crate::dom::{El, el};

/// How large a picture is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// For half of a wide container, beside another picture.
    Wide,
    /// For all of it.
    Broad,
    /// For a phone: what is long runs downwards.
    Narrow,
    /// A frame of a film strip: without words.
    Mini,
}

impl Size {
    fn class(self, kind: &str) -> String {
        let size = match self {
            Size::Wide => "wide",
            Size::Broad => "wide broad",
            Size::Narrow => "narrow",
            Size::Mini => "mini",
        };
        format!("picture {kind} {size}")
    }
}

/// How wide a narrow drawing is, in its own units: about a small phone's pixels, so that its words
/// keep their size there.
const NARROW: f64 = 320.0;

/// Draws a view at one size. O(what there is to see).
#[must_use]
pub fn draw(view: &View, size: Size) -> El {
    drawing::of(view).map_or_else(|| el("div"), |drawing| (drawing.draw)(view, size))
}

/// Whether a view has a drawing of its own for narrow containers.
#[must_use]
pub fn has_narrow(view: &View) -> bool {
    !matches!(view, View::Table(_))
}
