//! What an element's attributes say of its player, and not of the run: `controls`, `loop`, `range`.

use sandtable_core::session::{Problem, Session};
use web_sys::HtmlElement;

/// The attributes, none of which is a setting of a model.
pub(crate) const NAMES: [&str; 3] = ["controls", "loop", "range"];

/// How much of the player is there, from little to much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Controls {
    /// The picture and its legend.
    None,
    /// Also the transport and the checks.
    Basic,
    /// Everything.
    Full,
}

/// How a player is, for as long as it is there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Options {
    pub(crate) controls: Controls,
    /// At the end it begins again.
    pub(crate) loops: bool,
}

/// Reads the attributes of `host`, and locks the session to its range. What cannot be read is told,
/// and is as if it were not there.
pub(crate) fn read(host: &HtmlElement, session: &mut Session) -> (Options, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut wrong = |name: &str, value: &str, cure: &str| {
        problems.push(Problem::new(format!("`{name}={value}` is not known"), cure));
    };
    let [controls, loops, range] = NAMES.map(|name| host.get_attribute(name));
    let controls = match controls.as_deref() {
        Some("none") => Controls::None,
        Some("basic") => Controls::Basic,
        None | Some("full") => Controls::Full,
        Some(other) => {
            wrong(NAMES[0], other, "choose `none`, `basic` or `full`");
            Controls::Full
        }
    };
    let loops = match loops.as_deref() {
        None => false,
        Some("" | "loop") => true,
        Some(other) => {
            wrong(NAMES[1], other, "write `loop` alone, or take it out");
            false
        }
    };
    if let Some(Err(problem)) = range.map(|range| session.lock(&range)) {
        problems.push(problem);
    }
    (Options { controls, loops }, problems)
}
