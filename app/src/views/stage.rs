//! How the views of a scene stand together: one or two large, the rest beside the controls.

use sandtable_core::scene::{RingShape, Scene, View};

use super::Size;
use crate::dom::El;

/// The views that stand on the stage: the chosen one alone, or the first two.
#[must_use]
pub fn on_stage<'a>(scene: &'a Scene, chosen: Option<&str>) -> Vec<&'a View> {
    let found = chosen.and_then(|kind| scene.views.iter().find(|v| v.kind() == kind));
    match found {
        Some(view) => vec![view],
        None => scene.views.iter().take(2).collect(),
    }
}

/// The views that do not fit on the stage when none is chosen; they stand beside the controls.
#[must_use]
pub fn aside<'a>(scene: &'a Scene, chosen: Option<&str>) -> Vec<&'a View> {
    let stage = on_stage(scene, chosen);
    let shown = |view: &&View| stage.iter().any(|s| std::ptr::eq(*s, *view));
    scene.views.iter().skip(2).filter(|v| !shown(v)).collect()
}

/// How the views on the stage are laid out: `pair` side by side, `stack` one below the other, `one`.
#[must_use]
pub fn layout(views: &[&View]) -> &'static str {
    match views {
        // A strip needs the whole width.
        [View::Ring(ring), _] if ring.shape == RingShape::Strip => "stack",
        [View::Topology(_) | View::Ring(_), _] => "pair",
        [_] => "one",
        _ => "stack",
    }
}

/// Draws a view; at every width where none is given, else only at that one.
#[must_use]
pub fn drawn(view: &View, size: Option<Size>) -> Vec<El> {
    match size {
        Some(size) if super::has_narrow(view) => vec![super::draw(view, size)],
        Some(_) => vec![super::draw(view, Size::Wide)],
        None => super::responsive(view),
    }
}
