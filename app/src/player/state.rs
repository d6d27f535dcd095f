//! What the parts of a player share: the session, and what of it has changed.

use leptos::prelude::*;
use sandtable_core::session::{Problem, Session, SimTime};
use web_sys::HtmlElement;

use super::events;
use super::menu::Menu;
use super::motion::Motion;
use crate::views::Size;

/// A rule or a check that the reader points at; what belongs to it is lit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hot {
    Rule(usize),
    Check(usize),
}

/// A panel that opens below the transport.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Panel {
    Help,
    Share,
    Export,
}

/// The button over a picture that has the focus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Held {
    /// Which view it lies over.
    pub(crate) index: usize,
    /// Its item.
    pub(crate) id: String,
    /// The item that the focus goes to when it vanishes.
    pub(crate) heir: Option<String>,
}

/// What a change touches, from little to much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Touch {
    Moment,
    Place,
    Setup,
}

/// A player's state: copied into every handler, owned by the view that mounted it.
#[derive(Clone, Copy)]
pub(crate) struct Player {
    session: StoredValue<Session, LocalStorage>,
    pub(crate) host: StoredValue<HtmlElement, LocalStorage>,
    pub(crate) motion: StoredValue<Motion>,
    seen: StoredValue<events::Seen>,
    moment: RwSignal<u32>,
    place: RwSignal<u32>,
    setup: RwSignal<u32>,
    pub(crate) playing: RwSignal<bool>,
    pub(crate) speed: RwSignal<f64>,
    pub(crate) visible: RwSignal<bool>,
    pub(crate) narrow: RwSignal<Option<bool>>,
    pub(crate) held: StoredValue<Option<Held>>,
    pub(crate) opener: StoredValue<Option<Held>>,
    pub(crate) root: StoredValue<Option<HtmlElement>, LocalStorage>,
    pub(crate) hot: RwSignal<Option<Hot>>,
    pub(crate) panel: RwSignal<Option<Panel>>,
    pub(crate) menu: RwSignal<Option<Menu>>,
    pub(crate) problems: RwSignal<Vec<Problem>>,
}

impl Player {
    /// A player of a session, whose events go to `host`.
    pub(crate) fn new(session: Session, host: HtmlElement) -> Player {
        let seen = events::Seen::of(&session);
        Player {
            session: StoredValue::new_local(session),
            host: StoredValue::new_local(host),
            motion: StoredValue::new(Motion::default()),
            seen: StoredValue::new(seen),
            moment: RwSignal::new(0),
            place: RwSignal::new(0),
            setup: RwSignal::new(0),
            playing: RwSignal::new(false),
            speed: RwSignal::new(1.0),
            visible: RwSignal::new(true),
            narrow: RwSignal::new(None),
            held: StoredValue::new(None),
            opener: StoredValue::new(None),
            root: StoredValue::new_local(None),
            hot: RwSignal::new(None),
            panel: RwSignal::new(None),
            menu: RwSignal::new(None),
            problems: RwSignal::new(Vec::new()),
        }
    }

    /// Reads the session without following it.
    pub(crate) fn peek<R>(&self, f: impl FnOnce(&Session) -> R) -> R {
        self.session.with_value(f)
    }

    /// Reads the session and follows every change, each frame of a motion too.
    pub(crate) fn at_moment<R>(&self, f: impl FnOnce(&Session) -> R) -> R {
        self.moment.track();
        self.session.with_value(f)
    }

    /// Reads the session and follows the steps.
    pub(crate) fn at_place<R>(&self, f: impl FnOnce(&Session) -> R) -> R {
        self.place.track();
        self.session.with_value(f)
    }

    /// Reads the session and follows its settings, script and branches.
    pub(crate) fn at_setup<R>(&self, f: impl FnOnce(&Session) -> R) -> R {
        self.setup.track();
        self.session.with_value(f)
    }

    fn touched(&self, touch: Touch) {
        if touch >= Touch::Setup {
            self.setup.update(|n| *n += 1);
        }
        if touch >= Touch::Place {
            self.place.update(|n| *n += 1);
            self.menu.set(None);
        }
        self.moment.update(|n| *n += 1);
        if touch >= Touch::Place {
            let seen = self.peek(events::Seen::of);
            let before = self.seen.try_update_value(|s| std::mem::replace(s, seen.clone()));
            if let Some(before) = before {
                self.host.with_value(|host| events::tell(host, &before, &seen));
            }
        }
    }

    /// Moves the cursor.
    pub(crate) fn go(&self, f: impl FnOnce(&mut Session)) {
        let before = self.peek(Session::position);
        self.session.update_value(f);
        let moved = self.peek(Session::position) != before;
        self.touched(if moved { Touch::Place } else { Touch::Moment });
    }

    /// Changes settings, script, branches or what is compared.
    pub(crate) fn alter<R>(&self, f: impl FnOnce(&mut Session) -> R) -> R {
        self.stop();
        let mut out = None;
        self.session.update_value(|s| out = Some(f(s)));
        self.touched(Touch::Setup);
        out.expect("the session was there to be changed")
    }

    /// Changes something that can be refused; a refusal is shown.
    pub(crate) fn attempt(&self, f: impl FnOnce(&mut Session) -> Result<(), Problem>) -> bool {
        match self.alter(f) {
            Ok(()) => {
                self.problems.set(Vec::new());
                true
            }
            Err(problem) => {
                self.refuse(problem);
                false
            }
        }
    }

    /// Shows what was refused, and tells the page.
    pub(crate) fn refuse(&self, problem: Problem) {
        self.host.with_value(|host| events::error(host, std::slice::from_ref(&problem)));
        self.problems.set(vec![problem]);
    }

    /// Does an action at the cursor.
    pub(crate) fn act(&self, text: &str) -> bool {
        let done = self.attempt(|s| s.act(text));
        if done {
            super::address::push(self);
        }
        done
    }

    /// Stands still, and goes to a step.
    pub(crate) fn seek(&self, step: u32) {
        self.stop();
        self.go(|s| s.seek(step));
        super::address::replace(self);
    }

    /// Stands still, and goes to a moment.
    pub(crate) fn seek_time(&self, moment: SimTime) {
        self.stop();
        self.go(|s| s.seek_time(moment));
        super::address::replace(self);
    }

    /// Back to what was opened.
    pub(crate) fn reset(&self) {
        self.alter(Session::reset);
        self.problems.set(Vec::new());
        super::address::replace(self);
    }

    /// The size at which pictures are drawn; `None` until the player's width is known.
    pub(crate) fn size(&self) -> Option<Size> {
        self.narrow.get().map(|narrow| if narrow { Size::Narrow } else { Size::Wide })
    }

    /// Whether the cursor is at the end.
    pub(crate) fn is_at_end(&self) -> bool {
        self.peek(|s| s.position() >= s.length() && s.now() >= s.end())
    }
}
