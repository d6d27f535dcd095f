//! What of a player comes once its pictures run: the controls below them, the texts, and actions.
//!
//! A reader sees and plays a model before its panels are there. Where the program is whole, they are
//! there at once.

use sandtable_core::scene::Scene;
#[cfg(not(feature = "whole"))]
use sandtable_core::session;
use sandtable_core::session::{Session, Side};

use super::state::Player;
use super::{
    actions, address, announcer, checks, compare, history, knobs, log, menu, panels, scrubber,
    stage,
};
use crate::dom::{El, el};
use crate::views::stage as scenes;

/// The name of the piece of the program with all this.
pub(crate) const PIECE: &str = "controls";

/// The parts of a player that come later, each made when it is there.
pub(crate) struct Later {
    /// What lies over a picture, to be pressed.
    pub(crate) overlay: fn(Player, usize) -> El,
    /// What moves a run: the scrubber's marks and its handle.
    pub(crate) scrubber: Part,
    /// Where two runs part.
    pub(crate) divergence: Part,
    /// What can be done.
    pub(crate) rows: Part,
    /// The rules.
    pub(crate) rules: Part,
    /// The knobs, the script and its branches.
    pub(crate) settings: Part,
    /// The second run's controls, the log, and the last row.
    pub(crate) foot: Part,
    /// The panel that is open.
    pub(crate) panel: Part,
    /// The menu that is open.
    pub(crate) menu: Part,
    /// What speaks of what happens.
    pub(crate) announcer: Part,
    /// The link to a moment.
    pub(crate) link: fn(&Session) -> String,
    /// A scene in words.
    pub(crate) scene: fn(&Scene) -> String,
    /// The whole run in words.
    pub(crate) transcript: fn(&Session) -> String,
    /// The whole run as JSON.
    pub(crate) trace: fn(&Session) -> String,
    /// Writes the address: as another entry of the history, or not.
    pub(crate) write_address: fn(&Player, bool),
    /// Does an action; `false` if it was refused.
    pub(crate) act: fn(&Player, &str) -> bool,
}

/// Elements of a player.
pub(crate) type Part = fn(Player) -> Vec<El>;

/// All of it. Naming this function is what makes its code part of a program.
pub(crate) fn all() -> &'static Later {
    static ALL: Later = Later {
        overlay: stage::overlay,
        scrubber: scrubber::handle,
        divergence: compare::divergence,
        rows: |player| vec![actions::rows(player)],
        rules: |player| checks::rules(player, Side::Main).into_iter().collect(),
        settings: |player| vec![knobs::knobs(player, Side::Main), history::history(player)],
        foot,
        panel: panels::panel,
        menu: menu::menu,
        announcer: |player| vec![announcer::announcer(player)],
        link: Session::link,
        scene: Scene::text,
        transcript: Session::transcript,
        trace: Session::trace_json,
        write_address: address::write,
        act: Player::act,
    };
    &ALL
}

/// A part that comes later: nothing until then.
pub(crate) fn later(player: Player, part: fn(&Later) -> Part) -> impl Fn() -> Vec<El> {
    move || player.later().map_or_else(Vec::new, |later| part(later)(player))
}

fn foot(player: Player) -> Vec<El> {
    let aside = move || scenes::beside(&player.scene_now(Side::Main), player.peek(Session::view));
    let log = el("div").class("panels").kid(log::log(player)).follow(aside);
    vec![compare::controls(player), log, panels::row(player)]
}

#[cfg(not(feature = "whole"))]
static HERE: std::sync::OnceLock<&'static Later> = std::sync::OnceLock::new();

/// What comes later, if it has come: what all models share, and what is a model's own, if there is one.
#[cfg(not(feature = "whole"))]
pub(crate) fn here(model: Option<&str>) -> Option<&'static Later> {
    let own = model.is_none_or(|id| session::words(id).is_some());
    HERE.get().copied().filter(|_| own)
}

/// Keeps it once it has come.
#[cfg(not(feature = "whole"))]
pub(crate) fn keep(later: &'static Later) {
    HERE.get_or_init(|| later);
}

/// What comes later, which is here.
#[cfg(feature = "whole")]
pub(crate) fn here(_model: Option<&str>) -> Option<&'static Later> {
    Some(all())
}
