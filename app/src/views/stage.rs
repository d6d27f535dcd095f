//! How the views of a scene stand together: one or two large, the rest beside the controls.

use sandtable_core::scene::{RingShape, Scene, View};

use super::Size;
use crate::dom::{El, el};

/// A view with its name in links.
pub type Named<'a> = (&'static str, &'a View);

/// The views that stand on the stage: the chosen one alone, or the first two.
#[must_use]
pub fn on_stage<'a>(scene: &'a Scene, chosen: Option<&str>) -> Vec<Named<'a>> {
    match scene.named().find(|(name, _)| Some(*name) == chosen) {
        Some(view) => vec![view],
        None => scene.named().take(2).collect(),
    }
}

/// The views that do not fit on the stage when none is chosen; they stand beside the controls.
#[must_use]
fn aside<'a>(scene: &'a Scene, chosen: Option<&str>) -> Vec<&'a View> {
    let stage = on_stage(scene, chosen);
    let rest = scene.named().skip(2).filter(|(name, _)| stage.iter().all(|(n, _)| n != name));
    rest.map(|(_, view)| view).collect()
}

/// These, drawn with their titles.
#[must_use]
pub fn beside(scene: &Scene, chosen: Option<&str>) -> Vec<El> {
    let drawn = aside(scene, chosen).into_iter().map(|view| {
        let head = el("div").class("topic").text(view.title().to_owned());
        el("section").class("aside").kid(head).kid(super::draw(view, Size::Narrow))
    });
    drawn.collect()
}

/// How the views on the stage are laid out: `pair` side by side, `stack` one below the other, `one`.
#[must_use]
pub fn layout(views: &[Named<'_>]) -> &'static str {
    match views {
        // A strip needs the whole width.
        [(_, View::Ring(ring)), _] if ring.shape == RingShape::Strip => "stack",
        [(_, View::Topology(_) | View::Ring(_)), _] => "pair",
        [_] => "one",
        _ => "stack",
    }
}

/// How wide a player is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// As on a phone: less than [`crate::NARROW_PX`].
    Phone,
    /// Wide enough for one drawing of the wide kind.
    Page,
    /// Wide enough for two of them beside each other: from [`crate::BROAD_PX`] on.
    Desk,
}

/// The sizes at which a view is drawn: the one that fits, or, where the width is not known, both of
/// those of which the style sheet shows the one that fits.
#[must_use]
pub fn sizes(view: &View, layout: &str, room: Option<Room>) -> Vec<Size> {
    // These grow no wider, only larger.
    let compact = matches!(view, View::Topology(_) | View::Ring(_));
    let wide = if compact || layout == "pair" { Size::Wide } else { Size::Broad };
    if !super::has_narrow(view) {
        return vec![wide];
    }
    match (room, wide) {
        (None, _) => vec![wide, Size::Narrow],
        (Some(Room::Desk), _) | (Some(Room::Page), Size::Wide) => vec![wide],
        (Some(_), _) => vec![Size::Narrow],
    }
}

/// Draws a view at these sizes, on one canvas.
#[must_use]
pub fn canvas(view: &View, sizes: &[Size]) -> El {
    el("div").class("canvas").kids(sizes.iter().map(|size| super::draw(view, *size)))
}
