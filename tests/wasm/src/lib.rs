//! A player on a page of its own, for tests in a browser: it is mounted, pressed and read.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Function;
use sandtable_app::element::Live;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CustomEvent, Document, Element, Event, HtmlElement};

/// A mounted element. Dropping it takes it off the page.
pub struct Page {
    /// What the element's JavaScript would hold.
    pub live: Live,
    host: HtmlElement,
    heard: Rc<RefCell<Vec<(String, JsValue)>>>,
    _listeners: Vec<Closure<dyn FnMut(CustomEvent)>>,
}

fn document() -> Document {
    web_sys::window().and_then(|w| w.document()).expect("a browser has a document")
}

fn division() -> HtmlElement {
    let made = document().create_element("div").expect("`div` is a name");
    made.dyn_into().expect("a `div` is an HTML element")
}

impl Page {
    /// The link to the moment that is shown.
    ///
    /// # Panics
    /// The program is not whole.
    #[must_use]
    pub fn link(&self) -> String {
        self.live.link().expect("what writes links is in a program that is whole")
    }

    /// Mounts a player with these attributes.
    ///
    /// # Panics
    /// Without a document.
    #[must_use]
    pub fn open(attributes: &[(&str, &str)]) -> Page {
        let (host, root) = (division(), division());
        for (name, value) in attributes {
            host.set_attribute(name, value).expect("an attribute's name");
        }
        host.append_child(&root).expect("a `div` takes children");
        document().body().expect("a body").append_child(&host).expect("a body takes children");
        let heard = Rc::<RefCell<Vec<(String, JsValue)>>>::default();
        let listeners = ["ready", "step", "check", "error"].map(|name| {
            let heard = heard.clone();
            let listener = Closure::<dyn FnMut(CustomEvent)>::new(move |e: CustomEvent| {
                heard.borrow_mut().push((name.to_owned(), e.detail()));
            });
            let event = format!("sand-table:{name}");
            let callback = listener.as_ref().unchecked_ref();
            host.add_event_listener_with_callback(&event, callback).expect("a listener");
            listener
        });
        let live =
            Live::new(host.clone(), root, "https://x.test/".to_owned(), Function::new_no_args(""));
        // As the element's script says it: one drawing of each picture, not one for each width.
        live.resized(960.0);
        Page { live, host, heard, _listeners: listeners.into() }
    }

    /// Changes an attribute.
    ///
    /// # Panics
    /// If it is no attribute's name.
    pub fn set(&self, name: &str, value: &str) {
        self.host.set_attribute(name, value).expect("an attribute's name");
    }

    /// The first element that a selector finds.
    ///
    /// # Panics
    /// If there is none.
    #[must_use]
    pub fn find(&self, selector: &str) -> HtmlElement {
        let found = self.host.query_selector(selector).expect("a selector");
        let found = found.unwrap_or_else(|| panic!("nothing is found by {selector}"));
        found.dyn_into().expect("an HTML element")
    }

    /// How many elements a selector finds.
    ///
    /// # Panics
    /// If it is no selector.
    #[must_use]
    pub fn count(&self, selector: &str) -> u32 {
        self.host.query_selector_all(selector).expect("a selector").length()
    }

    /// Presses what a selector finds.
    pub fn press(&self, selector: &str) {
        self.find(selector).click();
    }

    /// The text of what a selector finds.
    #[must_use]
    pub fn text(&self, selector: &str) -> String {
        self.find(selector).text_content().unwrap_or_default()
    }

    /// The `data-item` of what has the focus.
    #[must_use]
    pub fn focused_item(&self) -> Option<String> {
        let focused: Option<Element> = document().active_element();
        focused.and_then(|e| e.get_attribute("data-item"))
    }

    /// The details of the events of that name, in order.
    #[must_use]
    pub fn heard(&self, name: &str) -> Vec<JsValue> {
        let heard = self.heard.borrow();
        heard.iter().filter(|(n, _)| n == name).map(|(_, detail)| detail.clone()).collect()
    }

    /// Sends a key to what a selector finds.
    ///
    /// # Panics
    /// Without key events.
    pub fn key(&self, selector: &str, key: &str) {
        let init = web_sys::KeyboardEventInit::new();
        init.set_key(key);
        init.set_bubbles(true);
        let event = web_sys::KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init);
        let event: Event = event.expect("a key event").into();
        self.find(selector).dispatch_event(&event).expect("an event is sent");
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        self.live.close();
        self.host.remove();
    }
}

/// Waits, so that what was changed is drawn and timers fire.
///
/// # Panics
/// Without timers.
pub async fn wait(milliseconds: i32) {
    let mut start = |resolve: js_sys::Function, _| {
        let window = web_sys::window().expect("a window");
        window
            .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds)
            .expect("a timer");
    };
    JsFuture::from(js_sys::Promise::new(&mut start)).await.expect("a timer never fails");
}

/// A field of an object, as text.
#[must_use]
pub fn field(object: &JsValue, name: &str) -> String {
    let value = js_sys::Reflect::get(object, &JsValue::from_str(name)).unwrap_or_default();
    value.as_string().unwrap_or_else(|| format!("{value:?}"))
}
