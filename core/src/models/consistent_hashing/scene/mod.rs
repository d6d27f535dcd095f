//! What there is to see: the ring or the strip, the load of each node, and the six side by side.

mod picture;
mod tables;

use super::{Setup, State};
use crate::scene::{Scene, View};

/// Everything at one moment.
pub(super) fn scene(setup: &Setup, state: &State) -> Scene {
    let side_by_side = match &state.lookup {
        Some(found) => tables::lookups(setup, state, found),
        None => tables::changes(setup, state),
    };
    Scene {
        views: vec![
            View::Ring(picture::picture(setup, state)),
            View::Table(side_by_side),
            View::Table(tables::nodes(setup, state)),
        ],
    }
}
