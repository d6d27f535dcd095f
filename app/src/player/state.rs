//! What the parts of a player share: the session, what the reader has open, and what has changed.
//!
//! Signals count changes, from little to much: the moment, the step, the settings; what is open on
//! the page; and whether all of it has come. All that is shown follows some of them; the data itself is plain.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Function;
use reactive_graph::owner::{LocalStorage, StoredValue};
use reactive_graph::signal::RwSignal;
use reactive_graph::traits::*;
use sandtable_core::scene::Scene;
use sandtable_core::session::{Problem, Session, Side, SimTime};
use web_sys::HtmlElement;

use super::events;
use super::later::{self, Later};
use super::menu::Menu;
use super::motion::Motion;
use super::options::Options;
use crate::qr::Code;
use crate::views::stage::Room;

/// A rule or a check that the reader points at; what belongs to it is lit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hot {
    Rule(usize),
    Check(usize),
}

/// A panel that opens below the last row.
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

/// What is open on the page.
pub(crate) struct Ui {
    pub(crate) playing: bool,
    pub(crate) speed: f64,
    /// How wide the player is; `None` until that is known.
    pub(crate) room: Option<Room>,
    /// The knobs are unfolded on a phone.
    pub(crate) unfolded: bool,
    pub(crate) copied: bool,
    /// The address that is shown as a QR code, and the code, or why there is none.
    pub(crate) code: Option<(String, Result<Code, String>)>,
    pub(crate) hot: Option<Hot>,
    pub(crate) panel: Option<Panel>,
    pub(crate) menu: Option<Menu>,
    pub(crate) problems: Vec<Problem>,
    /// What the live region says.
    pub(crate) said: String,
    /// What the reader has written for a verb, and not yet done.
    pub(crate) texts: Vec<(String, String)>,
}

impl Ui {
    /// What the reader has written for a verb; empty if nothing.
    pub(crate) fn text_for(&self, verb: &str) -> &str {
        self.texts.iter().find(|(v, _)| v == verb).map_or("", |(_, text)| text)
    }

    /// Keeps what the reader has written for a verb.
    pub(crate) fn set_text(&mut self, verb: &str, text: &str) {
        self.texts.retain(|(v, _)| v != verb);
        self.texts.push((verb.to_owned(), text.to_owned()));
    }
}

/// What only handlers look at.
#[derive(Default)]
pub(crate) struct Back {
    pub(crate) motion: Motion,
    pub(crate) held: Option<Held>,
    pub(crate) opener: Option<Held>,
    pub(crate) root: Option<HtmlElement>,
    /// The step and the scene that the live region spoke of last, and whether it is about to speak.
    pub(crate) spoken: (u32, Rc<Scene>),
    pub(crate) speaks: bool,
    /// The address is to be written once what writes it has come.
    pub(crate) address_due: bool,
    seen: events::Seen,
}

struct Shared {
    session: Session,
    host: HtmlElement,
    home: String,
    bring: Function,
    options: Options,
    ui: Ui,
    back: Back,
    /// The scenes of both sides, made once for all that show them.
    scenes: [Option<Rc<Scene>>; 2],
}

/// What a change touches, from little to much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Touch {
    Moment,
    Place,
    Setup,
}

/// A player's state: copied into every handler, owned by the page that mounted it.
#[derive(Clone, Copy)]
pub(crate) struct Player {
    shared: StoredValue<Rc<RefCell<Shared>>, LocalStorage>,
    moment: RwSignal<u32>,
    place: RwSignal<u32>,
    setup: RwSignal<u32>,
    page: RwSignal<u32>,
    /// What of it comes later has come.
    whole: RwSignal<u32>,
}

impl Player {
    /// A player of a session, whose events go to `host`. The site that it is from is at `home`, and
    /// `bring` fetches pieces of the program.
    pub(crate) fn new(
        session: Session,
        host: HtmlElement,
        home: String,
        bring: Function,
        options: Options,
    ) -> Player {
        let scene = Rc::new(session.scene(Side::Main));
        let back = Back {
            seen: events::Seen::of(&session),
            spoken: (session.position(), scene.clone()),
            ..Back::default()
        };
        let ui = Ui {
            playing: false,
            speed: 1.0,
            room: None,
            unfolded: false,
            copied: false,
            code: None,
            hot: None,
            panel: None,
            menu: None,
            problems: Vec::new(),
            said: String::new(),
            texts: Vec::new(),
        };
        let scenes = [Some(scene), None];
        let shared = Shared { session, host, home, bring, options, ui, back, scenes };
        Player {
            shared: StoredValue::new_local(Rc::new(RefCell::new(shared))),
            moment: RwSignal::new(0),
            place: RwSignal::new(0),
            setup: RwSignal::new(0),
            page: RwSignal::new(0),
            whole: RwSignal::new(0),
        }
    }

    /// Whether the player has been taken off the page; frames and timers ask before they go on.
    pub(crate) fn is_gone(&self) -> bool {
        self.shared.is_disposed()
    }

    fn shared(&self) -> Rc<RefCell<Shared>> {
        self.shared.get_value()
    }

    /// Reads the session without following it.
    pub(crate) fn peek<R>(&self, f: impl FnOnce(&Session) -> R) -> R {
        f(&self.shared().borrow().session)
    }

    /// Reads the session and follows every change, each frame of a motion too.
    pub(crate) fn at_moment<R>(&self, f: impl FnOnce(&Session) -> R) -> R {
        self.moment.track();
        self.peek(f)
    }

    /// Reads the session and follows the steps.
    pub(crate) fn at_place<R>(&self, f: impl FnOnce(&Session) -> R) -> R {
        self.place.track();
        self.peek(f)
    }

    /// Reads the session and follows its settings, script and branches.
    pub(crate) fn at_setup<R>(&self, f: impl FnOnce(&Session) -> R) -> R {
        self.setup.track();
        self.peek(f)
    }

    /// Follows the steps, the settings, script and branches, without reading anything.
    pub(crate) fn follow(&self) {
        self.place.track();
        self.setup.track();
    }

    /// Reads what is open on the page, and follows it.
    pub(crate) fn page<R>(&self, f: impl FnOnce(&Ui) -> R) -> R {
        self.page.track();
        self.glance(f)
    }

    /// Reads what is open on the page, without following it.
    pub(crate) fn glance<R>(&self, f: impl FnOnce(&Ui) -> R) -> R {
        f(&self.shared().borrow().ui)
    }

    /// Changes what is open on the page.
    pub(crate) fn open(&self, f: impl FnOnce(&mut Ui)) {
        f(&mut self.shared().borrow_mut().ui);
        bump(self.page);
    }

    /// Works on what only handlers look at.
    pub(crate) fn back_stage<R>(&self, f: impl FnOnce(&mut Back) -> R) -> R {
        f(&mut self.shared().borrow_mut().back)
    }

    /// What of the player comes later, if it has come; follows that.
    pub(crate) fn later(&self) -> Option<&'static Later> {
        self.whole.track();
        self.here()
    }

    /// The same, without following it.
    pub(crate) fn here(&self) -> Option<&'static Later> {
        later::here(Some(self.peek(|s| s.spec().id)))
    }

    /// Takes in what has come later.
    pub(crate) fn complete(&self) {
        bump(self.whole);
        if self.back_stage(|b| std::mem::take(&mut b.address_due)) {
            super::address::replace(self);
        }
    }

    /// The element of the page that the player is in.
    pub(crate) fn host(&self) -> HtmlElement {
        self.shared().borrow().host.clone()
    }

    /// The address of the site that the player is from.
    pub(crate) fn home(&self) -> String {
        self.shared().borrow().home.clone()
    }

    /// What fetches a piece of the program by its name, and gives a promise.
    pub(crate) fn bring(&self) -> Function {
        self.shared().borrow().bring.clone()
    }

    /// How the player is.
    pub(crate) fn options(&self) -> Options {
        self.shared().borrow().options
    }

    /// What there is to see on a side, without following it.
    pub(crate) fn scene(&self, side: Side) -> Rc<Scene> {
        let shared = self.shared();
        let mut shared = shared.borrow_mut();
        let index = usize::from(side == Side::Versus);
        if let Some(scene) = &shared.scenes[index] {
            return scene.clone();
        }
        let scene = Rc::new(shared.session.scene(side));
        shared.scenes[index] = Some(scene.clone());
        scene
    }

    /// What there is to see on a side; follows every change, each frame of a motion too.
    pub(crate) fn scene_now(&self, side: Side) -> Rc<Scene> {
        self.moment.track();
        self.scene(side)
    }

    fn touched(&self, touch: Touch) {
        self.shared().borrow_mut().scenes = [None, None];
        if touch >= Touch::Setup {
            bump(self.setup);
        }
        if touch >= Touch::Setup || (touch >= Touch::Place && !self.puts_off()) {
            self.tell_place();
        }
        bump(self.moment);
        if touch >= Touch::Place {
            let seen = self.peek(events::Seen::of);
            let before = self.back_stage(|b| std::mem::replace(&mut b.seen, seen.clone()));
            events::tell(&self.host(), &before, &seen);
        }
    }

    /// Tells what follows the steps that one was taken.
    pub(crate) fn tell_place(&self) {
        bump(self.place);
        if self.glance(|ui| ui.menu.is_some()) {
            self.open(|ui| ui.menu = None);
        }
    }

    /// Moves the cursor.
    pub(crate) fn go(&self, f: impl FnOnce(&mut Session)) {
        let before = self.peek(Session::position);
        f(&mut self.shared().borrow_mut().session);
        let moved = self.peek(Session::position) != before;
        self.touched(if moved { Touch::Place } else { Touch::Moment });
    }

    /// Changes settings, script, branches or what is compared.
    pub(crate) fn alter<R>(&self, f: impl FnOnce(&mut Session) -> R) -> R {
        self.stop();
        let out = f(&mut self.shared().borrow_mut().session);
        self.touched(Touch::Setup);
        out
    }

    /// Changes something that can be refused; a refusal is shown. What is done gets an entry in the
    /// page's history, where the player may write the address.
    pub(crate) fn attempt(&self, f: impl FnOnce(&mut Session) -> Result<(), Problem>) -> bool {
        self.settled(self.alter(f))
    }

    fn settled(&self, result: Result<(), Problem>) -> bool {
        match result {
            Ok(()) => {
                self.open(|ui| ui.problems.clear());
                super::address::push(self);
                true
            }
            Err(problem) => {
                self.refuse(vec![problem]);
                false
            }
        }
    }

    /// Shows what was refused, and tells the page.
    pub(crate) fn refuse(&self, problems: Vec<Problem>) {
        events::error(&self.host(), &problems);
        self.open(|ui| ui.problems = problems);
    }

    /// Does an action at the cursor.
    pub(crate) fn act(&self, text: &str) -> bool {
        self.attempt(|s| s.act(text))
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
        self.open(|ui| ui.problems.clear());
        super::address::replace(self);
    }

    /// Whether the other run has this setting and another value for it.
    pub(crate) fn differs(&self, side: Side, name: &str) -> bool {
        side == Side::Versus
            && self.at_setup(|s| s.config(Side::Main).text(name) != s.config(side).text(name))
    }

    /// Opens a panel, or closes it.
    pub(crate) fn toggle_panel(&self, panel: Panel) {
        self.open(|ui| {
            ui.panel = (ui.panel != Some(panel)).then_some(panel);
            ui.copied = false;
        });
    }

    /// How wide the player is, where that is known.
    pub(crate) fn room(&self) -> Option<Room> {
        self.page(|ui| ui.room)
    }
}

fn bump(signal: RwSignal<u32>) {
    signal.update(|n| *n = n.wrapping_add(1));
}
