//! Elements on the page: mounted once, then patched in place, so that what has the focus keeps it
//! and what changes its state can do so gradually.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos_dom::helpers::document;
use reactive_graph::effect::RenderEffect;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event, HtmlElement, Node, Text};

use super::{El, Kid, Value, Words};

/// Answers an event.
pub(crate) type Handler = Box<dyn FnMut(&Event)>;
/// Is called with an element once it is made.
pub(crate) type Born = Box<dyn FnOnce(&Element)>;
/// Makes the rest of an element.
pub(crate) type Once = Box<dyn FnOnce(El) -> El>;

const SVG: &str = "http://www.w3.org/2000/svg";

impl El {
    /// An attribute that follows signals.
    pub(crate) fn live(self, name: &'static str, f: impl Fn() -> String + 'static) -> El {
        self.push(name, Value::Live(Box::new(move || Some(f()))))
    }

    /// An attribute without a value that follows signals.
    pub(crate) fn live_flag(self, name: &'static str, f: impl Fn() -> bool + 'static) -> El {
        self.push(name, Value::Live(Box::new(move || f().then(String::new))))
    }

    /// The `value` of a field, which follows signals.
    pub(crate) fn value(self, f: impl Fn() -> String + 'static) -> El {
        self.push("value", Value::Prop(Box::new(f)))
    }

    /// A declaration of its style that follows signals.
    pub(crate) fn style(self, name: &'static str, f: impl Fn() -> String + 'static) -> El {
        self.push(name, Value::Style(Box::new(f)))
    }

    /// A declaration of its style.
    pub(crate) fn css(self, name: &'static str, value: impl Into<Words>) -> El {
        self.push(name, Value::Css(value.into()))
    }

    /// Answers an event.
    pub(crate) fn on(self, event: &'static str, f: impl FnMut(&Event) + 'static) -> El {
        self.listen(event, Box::new(f))
    }

    #[inline(never)]
    fn listen(mut self, event: &'static str, handler: Handler) -> El {
        self.0.events.push((event, handler));
        self
    }

    #[inline(never)]
    fn follows(mut self, f: Box<dyn Fn() -> Vec<Kid>>) -> El {
        self.0.kids.push(Kid::Live(f));
        self
    }

    /// Answers a click.
    pub(crate) fn click(self, mut f: impl FnMut() + 'static) -> El {
        self.on("click", move |_| f())
    }

    /// Text that follows signals.
    pub(crate) fn says(self, f: impl Fn() -> String + 'static) -> El {
        self.follows(Box::new(move || vec![Kid::Text(f().into())]))
    }

    /// Elements that follow signals.
    pub(crate) fn follow(self, f: impl Fn() -> Vec<El> + 'static) -> El {
        self.follows(Box::new(move || kids(f())))
    }

    /// Is told of its element when it is made, and again whenever what it follows changes.
    pub(crate) fn effect(self, f: impl Fn(&Element) + 'static) -> El {
        self.push("", Value::Effect(Box::new(f)))
    }

    /// What the rest of it is, made only where no element of its key stands yet: its key tells all
    /// that it shows.
    pub(crate) fn once(mut self, f: impl FnOnce(El) -> El + 'static) -> El {
        self.0.once = Some(Box::new(f));
        self
    }

    /// Is told of its element once it is made.
    pub(crate) fn born(mut self, f: impl FnOnce(&Element) + 'static) -> El {
        self.0.born = Some(Box::new(f));
        self
    }
}

fn kids(list: Vec<El>) -> Vec<Kid> {
    list.into_iter().map(Kid::El).collect()
}

/// An element on the page. Dropping it stops what it follows; its node stays.
pub(crate) struct Mounted {
    pub(super) tag: &'static str,
    pub(super) key: Option<String>,
    pub(crate) node: Element,
    pub(super) attrs: Vec<(&'static str, Held)>,
    pub(super) events: Vec<Listener>,
    pub(super) kids: Vec<Item>,
}

impl Drop for Mounted {
    fn drop(&mut self) {
        for (name, _, closure) in &self.events {
            unlisten(&self.node, name, closure);
        }
    }
}

/// Takes a listener away.
pub(super) fn unlisten(node: &Element, name: &str, closure: &Closure<dyn FnMut(Event)>) {
    let callback = closure.as_ref().unchecked_ref();
    let _ = node.remove_event_listener_with_callback(name, callback);
}

/// An event's name, what answers it, and what the browser calls.
pub(super) type Listener = (&'static str, Rc<RefCell<Handler>>, Closure<dyn FnMut(Event)>);

/// An attribute on the page.
pub(super) enum Held {
    Text(Words),
    Css(Words),
    Followed { _effect: Following },
}

/// Something in an element on the page.
pub(super) enum Item {
    El(Mounted),
    Text(Words, Text),
    Live(Live),
}

/// A stretch of children that follows signals; it ends at an empty text node of its own.
pub(super) struct Live {
    _effect: Following,
    pub(super) items: Rc<RefCell<Vec<Item>>>,
    pub(super) end: Text,
}

impl Drop for Live {
    fn drop(&mut self) {
        // What is in it is also held by what it does, which ends a little later; nothing of it may
        // follow anything from now on.
        if let Ok(mut items) = self.items.try_borrow_mut() {
            items.clear();
        }
    }
}

/// Makes an element and puts it at the end of `parent`.
pub(crate) fn mount(el: El, parent: &Element) -> Mounted {
    let mounted = make(el);
    put(parent, &mounted.node, None);
    mounted
}

pub(super) fn put(parent: &Node, node: &Node, before: Option<&Node>) {
    // Fails only where the parent cannot have children, which no caller asks for.
    let _ = parent.insert_before(node, before);
}

fn make(mut el: El) -> Mounted {
    if let Some(rest) = el.0.once.take() {
        el = rest(el);
    }
    let el = *el.0;
    let document = document();
    let node = if el.svg {
        document.create_element_ns(Some(SVG), el.tag)
    } else {
        document.create_element(el.tag)
    };
    let node = node.expect("every tag in the source is a valid name");
    let attrs = el.attrs.into_iter().map(|(name, value)| (name, hold(&node, name, value)));
    let attrs = attrs.collect();
    let mut kids = Vec::new();
    for kid in el.kids {
        let item = make_kid(kid, &node, None);
        kids.push(item);
    }
    let events = el.events.into_iter().map(|(name, handler)| listen(&node, name, handler));
    let events = events.collect();
    if let Some(born) = el.born {
        born(&node);
    }
    Mounted { tag: el.tag, key: el.key, node, attrs, events, kids }
}

fn set(node: &Element, name: &str, value: &str) {
    // Fails only for a name that is none, and names are literals.
    let _ = node.set_attribute(name, value);
}

fn declare(node: &Element, name: &str, value: &str) {
    if let Some(node) = node.dyn_ref::<HtmlElement>() {
        let _ = node.style().set_property(name, value);
    }
}

pub(super) fn hold(node: &Element, name: &'static str, value: Value) -> Held {
    let followed = |f: Box<dyn FnMut()>| Held::Followed { _effect: effect(f) };
    let node = node.clone();
    match value {
        Value::Text(text) => {
            set(&node, name, &text);
            Held::Text(text)
        }
        Value::Live(f) => {
            let mut last: Option<Option<String>> = None;
            followed(Box::new(move || {
                let now = f();
                if last.as_ref() != Some(&now) {
                    match &now {
                        Some(text) => set(&node, name, text),
                        None => {
                            let _ = node.remove_attribute(name);
                        }
                    }
                    last = Some(now);
                }
            }))
        }
        Value::Prop(f) => followed(Box::new(move || {
            let _ = js_sys::Reflect::set(&node, &name.into(), &f().into());
        })),
        Value::Effect(f) => followed(Box::new(move || f(&node))),
        Value::Css(text) => {
            declare(&node, name, &text);
            Held::Css(text)
        }
        Value::Style(f) => followed(Box::new(move || declare(&node, name, &f()))),
    }
}

/// Something that is done again whenever what it follows changes, until this is dropped.
pub(super) struct Following {
    _effect: RenderEffect<()>,
    goes_on: Rc<Cell<bool>>,
}

impl Drop for Following {
    fn drop(&mut self) {
        self.goes_on.set(false);
    }
}

fn effect(mut f: Box<dyn FnMut()>) -> Following {
    let goes_on = Rc::new(Cell::new(true));
    let still = goes_on.clone();
    // An effect that was told of a change just before it was dropped would run once more.
    let run = move |_| {
        if still.get() {
            f();
        }
    };
    Following { _effect: RenderEffect::new(run), goes_on }
}

pub(super) fn listen(node: &Element, name: &'static str, handler: Handler) -> Listener {
    let handler = Rc::new(RefCell::new(handler));
    let called = handler.clone();
    let closure = Closure::<dyn FnMut(Event)>::new(move |e: Event| {
        // An event that is fired by its own handler is left out.
        if let Ok(mut handler) = called.try_borrow_mut() {
            handler(&e);
        }
    });
    let _ = node.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref());
    (name, handler, closure)
}

pub(super) fn make_kid(kid: Kid, parent: &Element, before: Option<&Node>) -> Item {
    match kid {
        Kid::El(el) => {
            let mounted = make(el);
            put(parent, &mounted.node, before);
            Item::El(mounted)
        }
        Kid::Text(text) => {
            let node = document().create_text_node(&text);
            put(parent, &node, before);
            Item::Text(text, node)
        }
        Kid::Live(f) => {
            let end = document().create_text_node("");
            put(parent, &end, before);
            Item::Live(follow(f, Rc::default(), end))
        }
    }
}

/// Keeps a stretch of children as `f` says. What stands there already is patched.
pub(super) fn follow(
    f: Box<dyn Fn() -> Vec<Kid>>,
    items: Rc<RefCell<Vec<Item>>>,
    end: Text,
) -> Live {
    let (held, last) = (items.clone(), end.clone());
    let run = move || {
        let kids = f();
        let Some(parent) = last.parent_node().and_then(|p| p.dyn_into::<Element>().ok()) else {
            return;
        };
        // What is drawn inside may not be drawn anew while it is drawn.
        if let Ok(mut items) = held.try_borrow_mut() {
            super::patch::list(&mut items, kids, &parent, Some(&last));
        }
    };
    Live { _effect: effect(Box::new(run)), items, end }
}
