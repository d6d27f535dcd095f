//! The engine behind `<sand-table>`: what the element's few lines of JavaScript call.

use std::cell::Cell;
use std::rc::Rc;

use any_spawner::Executor;
use js_sys::Function;
use reactive_graph::owner::Owner;
use sandtable_core::session::{Part, Problem, Session, Side};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlElement;

#[cfg(not(feature = "whole"))]
use crate::chunks;
use crate::dom::{El, live};
use crate::player::later::{self, Later};
use crate::player::state::Player;
use crate::player::{address, events, options, player};
use crate::problems;
use crate::views::stage::Room;

/// The pieces of the program that are missing before `host` can be opened, a blank between them: what
/// reads links, where it has one or the address does; then the code of the model, and, where a picture is
/// chosen, what comes with its controls, which may have to draw it. To be asked again once they are
/// there. None where nothing is missing or there is no such model.
#[wasm_bindgen]
#[must_use]
pub fn needed(host: &HtmlElement, address: bool) -> Option<String> {
    #[cfg(not(feature = "whole"))]
    {
        let link = if address { address::read(host) } else { None };
        let (named, chooses) = match link.or_else(|| host.get_attribute("link")) {
            Some(link) => {
                let Some(links) = chunks::links() else { return Some(chunks::LINKS.to_owned()) };
                ((links.model)(&link), link.split(['?', '&']).any(|part| part.starts_with("view=")))
            }
            None => (host.get_attribute("model"), host.has_attribute("view")),
        };
        let named = named?;
        let more = if chooses { chunks::controls_of(&named) } else { None };
        let missing: Vec<String> = chunks::code_of(&named).into_iter().chain(more).collect();
        (!missing.is_empty()).then(|| missing.join(" "))
    }
    #[cfg(feature = "whole")]
    {
        let _ = (host, address);
        None
    }
}

/// Takes in a piece of the program that has come.
#[wasm_bindgen]
pub fn take(piece: &str) {
    #[cfg(not(feature = "whole"))]
    chunks::take(piece);
    #[cfg(feature = "whole")]
    let _ = piece;
}

/// A player in an element, or a message in its place.
#[wasm_bindgen]
pub struct Live {
    host: HtmlElement,
    root: HtmlElement,
    home: String,
    bring: Function,
    player: Option<Player>,
    mounted: Option<(live::Mounted, Owner)>,
    /// The page has not been told yet that the player is ready.
    tells: bool,
}

#[wasm_bindgen]
impl Live {
    /// Opens what the attributes of `host` say (or the address, if it holds a link for this
    /// element), and mounts it in `root`. What cannot be read is said there and in an event. The
    /// site that the code comes from is at `home`; `bring` fetches a piece of the program by its name,
    /// and gives a promise.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(host: HtmlElement, root: HtmlElement, home: String, bring: Function) -> Live {
        let mut live = Live { host, root, home, bring, player: None, mounted: None, tells: false };
        live.reopen(true);
        live
    }

    /// Opens the element anew: after the address has changed, or, where `address` is `false`, after
    /// its attributes have, which then say everything.
    pub fn reopen(&mut self, address: bool) {
        self.close();
        let link = if address { address::read(&self.host) } else { None };
        match link.map_or_else(|| opened(&self.host), |l| read(&l)) {
            Ok(session) => self.mount(session),
            Err(wrong) => {
                events::error(&self.host, &wrong);
                self.put(move || problems::panel(&wrong));
            }
        }
    }

    /// The names of the pieces with what of the player comes once its pictures run, a blank between them.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn later(&self) -> String {
        #[cfg(not(feature = "whole"))]
        if let Some(own) = self.model().and_then(chunks::controls_of) {
            return format!("{} {own}", later::PIECE);
        }
        later::PIECE.to_owned()
    }

    /// Takes in what of the player came later ([`Live::later`]), if that was for what is open now.
    pub fn completed(&mut self) {
        if self.whole().is_some() {
            self.tell(|p| p.complete());
            self.ready();
        }
    }

    /// Tells the page, once for each opening, that all can be done.
    fn ready(&mut self) {
        if std::mem::take(&mut self.tells) {
            let link = self.link();
            events::fire(&self.host, "ready", &events::object(&[("link", link.into())]));
        }
    }

    /// Takes the player off the page.
    pub fn close(&mut self) {
        if let Some(player) = self.player.take() {
            player.stop();
        }
        // First the elements, then what answers them: what loses the focus says so on leaving.
        self.root.set_text_content(None);
        self.mounted = None;
        self.tells = false;
    }

    fn mount(&mut self, mut session: Session) {
        let host = self.host.clone();
        let (options, problems) = options::read(&host, &mut session);
        let (home, bring) = (self.home.clone(), self.bring.clone());
        let made = Rc::new(Cell::new(None));
        let out = made.clone();
        self.put(move || {
            let state = Player::new(session, host, home, bring, options);
            out.set(Some(state));
            player(state)
        });
        self.player = made.take();
        self.tells = true;
        if self.whole().is_some() {
            self.ready();
        }
        if !problems.is_empty() {
            self.tell(|p| p.refuse(problems));
        }
    }

    /// Puts an element into the root. Its signals have an owner, and go with it.
    fn put(&mut self, make: impl FnOnce() -> El + 'static) {
        self.root.set_text_content(None);
        // Fails only where it is there already.
        let _ = Executor::init_wasm_bindgen();
        let owner = Owner::new();
        let mounted = owner.with(|| live::mount(make(), &self.root));
        self.mounted = Some((mounted, owner));
    }

    fn model(&self) -> Option<&'static str> {
        self.player.map(|p| p.peek(|s| s.spec().id))
    }

    /// What of the player comes later, if it has come.
    fn whole(&self) -> Option<&'static Later> {
        later::here(self.model())
    }

    fn ask<R: Default>(&self, f: impl FnOnce(&Session) -> R) -> R {
        self.player.map_or_else(R::default, |p| p.peek(f))
    }

    fn tell(&self, f: impl FnOnce(Player)) {
        if let Some(player) = self.player {
            f(player);
        }
    }

    /// The link to this very moment; empty if nothing could be opened, `None` until all of the player has
    /// come.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn link(&self) -> Option<String> {
        self.whole().map(|later| self.ask(later.link))
    }

    /// How many steps lie before the cursor.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn position(&self) -> u32 {
        self.ask(Session::position)
    }

    /// How many steps there are.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn length(&self) -> u32 {
        self.ask(Session::length)
    }

    /// The checks: `{ name, kind, verdict, holds, violatedAt }`.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn checks(&self) -> JsValue {
        let none = || js_sys::Array::new().into();
        self.player.map_or_else(none, |p| p.peek(events::checks))
    }

    /// The whole run in words; `None` until all of the player has come.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn transcript(&self) -> Option<String> {
        self.whole().map(|later| self.ask(later.transcript))
    }

    /// What there is to see, in words; `None` until all of the player has come.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn scene(&self) -> Option<String> {
        self.whole().map(|later| self.ask(|s| (later.scene)(&s.scene(Side::Main))))
    }

    /// The whole trace as JSON, with its hash; `None` until all of the player has come.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn trace(&self) -> Option<String> {
        self.whole().map(|later| self.ask(later.trace))
    }

    /// Plays.
    pub fn play(&self) {
        self.tell(|p| p.play());
    }

    /// Stands still.
    pub fn pause(&self) {
        self.tell(|p| p.stop());
    }

    /// Takes one step.
    pub fn step(&self) {
        self.tell(|p| p.seek(p.peek(Session::position) + 1));
    }

    /// Takes one step back.
    pub fn back(&self) {
        self.tell(|p| p.back());
    }

    /// Goes to the end.
    pub fn settle(&self) {
        self.tell(|p| p.seek(u32::MAX));
    }

    /// Goes to just after step number `step`; 0 is the start.
    pub fn seek(&self, step: f64) {
        self.tell(|p| p.seek(if step >= 0.0 { step as u32 } else { 0 }));
    }

    /// Does an action at the cursor, for instance `crash B`. `false`: it was refused, and the
    /// player and the error event say why.
    pub fn act(&self, text: &str) -> bool {
        self.whole().zip(self.player).is_some_and(|(later, p)| (later.act)(&p, text))
    }

    /// Back to what was opened.
    pub fn reset(&self) {
        self.tell(|p| p.reset());
    }

    /// Says whether the element can be seen; what cannot be seen stands still.
    pub fn seen(&self, visible: bool) {
        self.tell(|p| p.seen(visible));
    }

    /// Says how wide the element is, in CSS pixels, so that only the drawing that fits is drawn.
    pub fn resized(&self, width: f64) {
        self.tell(|p| {
            let room = Some(match width {
                width if width < crate::NARROW_PX => Room::Phone,
                width if width < crate::BROAD_PX => Room::Page,
                _ => Room::Desk,
            });
            if p.glance(|ui| ui.room) != room {
                p.open(|ui| ui.room = room);
            }
        });
    }
}

/// Attributes that are never settings.
fn is_foreign(name: &str) -> bool {
    const OWN: [&str; 27] = [
        "model",
        "link",
        "address",
        "id",
        "class",
        "style",
        "title",
        "lang",
        "dir",
        "hidden",
        "slot",
        "part",
        "exportparts",
        "tabindex",
        "role",
        "is",
        "inert",
        "translate",
        "draggable",
        "nonce",
        "autofocus",
        "accesskey",
        "spellcheck",
        "popover",
        "contenteditable",
        "itemprop",
        "loading",
    ];
    OWN.contains(&name)
        || options::NAMES.contains(&name)
        || ["data-", "aria-", "on", "xml", "item"].iter().any(|p| name.starts_with(p))
}

/// The session that a link means.
fn read(link: &str) -> Result<Session, Vec<Problem>> {
    #[cfg(not(feature = "whole"))]
    {
        let missing = || Problem::new("what reads links has not come", "reload the page");
        let links = chunks::links().ok_or_else(|| vec![missing()])?;
        (links.open)(link)
    }
    #[cfg(feature = "whole")]
    Session::open(link)
}

/// The session that an element's attributes mean.
fn opened(host: &HtmlElement) -> Result<Session, Vec<Problem>> {
    let names: Vec<String> =
        host.get_attribute_names().iter().filter_map(|n| n.as_string()).collect();
    let parts: Vec<Part> = names
        .iter()
        .filter(|n| !is_foreign(n))
        .map(|n| Part::plain(n, &host.get_attribute(n).unwrap_or_default()))
        .collect();
    match (host.get_attribute("link"), host.get_attribute("model")) {
        (Some(link), model) => {
            let also: Vec<&str> = parts.iter().map(|p| p.name.as_str()).collect();
            let also: Vec<&str> = model.iter().map(|_| "model").chain(also).collect();
            if also.is_empty() {
                return read(&link);
            }
            let what = format!("`link` stands beside `{}`", also.join("`, `"));
            let cure = "a link says everything: keep it alone, or take it out";
            Err(vec![Problem::new(what, cure)])
        }
        (None, Some(model)) => Session::assemble(&model, &parts),
        (None, None) => {
            let what = "the element has neither `model` nor `link`";
            let cure = "write `<sand-table model=\"quorum\">`, or give it a link";
            Err(vec![Problem::new(what, cure)])
        }
    }
}
