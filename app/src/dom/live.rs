//! Elements on the page: mounted once, then patched in place, so that what has the focus keeps it
//! and what changes its state can do so gradually.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::document;
use leptos::reactive::effect::RenderEffect;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event, HtmlElement, Node, Text};

use super::{El, Kid, Value, Words};

/// Answers an event.
pub(crate) type Handler = Box<dyn FnMut(&Event)>;
/// Is called with an element once it is made.
pub(crate) type Born = Box<dyn FnOnce(&Element)>;

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
    tag: &'static str,
    key: Option<String>,
    node: Element,
    attrs: Vec<(&'static str, Held)>,
    events: Vec<(&'static str, Rc<RefCell<Handler>>, Closure<dyn FnMut(Event)>)>,
    kids: Vec<Item>,
}

/// An attribute on the page.
enum Held {
    Text(Words),
    Css(Words),
    Followed { _effect: RenderEffect<()> },
}

/// Something in an element on the page.
enum Item {
    El(Mounted),
    Text(Words, Text),
    Live(Live),
}

/// A stretch of children that follows signals; it ends at an empty text node of its own.
struct Live {
    _effect: RenderEffect<()>,
    items: Rc<RefCell<Vec<Item>>>,
    end: Text,
}

/// Makes an element and puts it at the end of `parent`.
pub(crate) fn mount(el: El, parent: &Element) -> Mounted {
    let mounted = make(el);
    put(parent, &mounted.node, None);
    mounted
}

fn put(parent: &Node, node: &Node, before: Option<&Node>) {
    // Fails only where the parent cannot have children, which no caller asks for.
    let _ = parent.insert_before(node, before);
}

fn make(el: El) -> Mounted {
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

fn hold(node: &Element, name: &'static str, value: Value) -> Held {
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

fn effect(mut f: Box<dyn FnMut()>) -> RenderEffect<()> {
    RenderEffect::new(move |_| f())
}

fn listen(
    node: &Element,
    name: &'static str,
    handler: Handler,
) -> (&'static str, Rc<RefCell<Handler>>, Closure<dyn FnMut(Event)>) {
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

fn make_kid(kid: Kid, parent: &Element, before: Option<&Node>) -> Item {
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
fn follow(f: Box<dyn Fn() -> Vec<Kid>>, items: Rc<RefCell<Vec<Item>>>, end: Text) -> Live {
    let (held, last) = (items.clone(), end.clone());
    let run = move || {
        let kids = f();
        let Some(parent) = last.parent_node().and_then(|p| p.dyn_into::<Element>().ok()) else {
            return;
        };
        // What is drawn inside may not be drawn anew while it is drawn.
        if let Ok(mut items) = held.try_borrow_mut() {
            patch_list(&mut items, kids, &parent, Some(&last));
        }
    };
    Live { _effect: effect(Box::new(run)), items, end }
}

fn patch(old: &mut Mounted, new: El) {
    let new = *new.0;
    let same = old.attrs.len() == new.attrs.len()
        && old.attrs.iter().zip(&new.attrs).all(|(a, b)| a.0 == b.0);
    if !same {
        for (name, _) in &old.attrs {
            if new.attrs.iter().all(|(n, _)| n != name) {
                let _ = old.node.remove_attribute(name);
            }
        }
        old.attrs.clear();
    }
    let mut held = std::mem::take(&mut old.attrs).into_iter();
    for (name, value) in new.attrs {
        let before = held.next();
        let kept = match (before, value) {
            (Some((_, Held::Text(was))), Value::Text(text)) if was == text => Held::Text(was),
            (Some((_, Held::Css(was))), Value::Css(text)) if was == text => Held::Css(was),
            (_, value) => hold(&old.node, name, value),
        };
        old.attrs.push((name, kept));
    }
    let same = old.events.len() == new.events.len()
        && old.events.iter().zip(&new.events).all(|(a, b)| a.0 == b.0);
    if same {
        for ((_, handler, _), (_, new)) in old.events.iter().zip(new.events) {
            if let Ok(mut handler) = handler.try_borrow_mut() {
                *handler = new;
            }
        }
    } else {
        for (name, _, closure) in old.events.drain(..) {
            let callback = closure.as_ref().unchecked_ref();
            let _ = old.node.remove_event_listener_with_callback(name, callback);
        }
        let events = new.events.into_iter().map(|(name, h)| listen(&old.node, name, h));
        old.events = events.collect();
    }
    let node = old.node.clone();
    patch_list(&mut old.kids, new.kids, &node, None);
}

/// Makes `items` what `kids` say: elements with keys are found again by them, others by their place.
/// O(kids × keys).
fn patch_list(items: &mut Vec<Item>, kids: Vec<Kid>, parent: &Element, end: Option<&Node>) {
    let mut old: Vec<Option<Item>> = std::mem::take(items).into_iter().map(Some).collect();
    // What is not found again goes first, so that what stays need not be moved.
    let keys: Vec<Option<String>> = kids.iter().map(key_of).collect();
    for item in &mut old {
        let gone = match item {
            Some(Item::El(Mounted { key: Some(key), .. })) => {
                keys.iter().all(|k| k.as_ref() != Some(key))
            }
            _ => false,
        };
        if gone && let Some(item) = item.take() {
            remove(&item, parent);
        }
    }
    old.retain(Option::is_some);
    let mut next = 0;
    for (kid, key) in kids.into_iter().zip(keys) {
        let found = match &key {
            Some(key) => old
                .iter()
                .position(|item| matches!(item, Some(Item::El(m)) if m.key.as_ref() == Some(key))),
            None => (next < old.len()).then_some(next),
        };
        let found = found.and_then(|i| old[i].take().map(|item| (i, item)));
        while old.get(next).is_some_and(Option::is_none) {
            next += 1;
        }
        // The node before which this one belongs: the first of those that are left.
        let before = old[next.min(old.len())..].iter().flatten().next().map(first_node);
        let before = before.as_ref().or(end);
        let item = match (found, kid) {
            (Some((_, Item::El(mut was))), Kid::El(el))
                if was.tag == el.0.tag && was.key == el.0.key =>
            {
                patch(&mut was, el);
                let follower = was.node.next_sibling();
                if follower.as_ref() != before && key.is_some() {
                    put(parent, &was.node, before);
                }
                Item::El(was)
            }
            (Some((_, Item::Text(was, node))), Kid::Text(text)) => {
                if was != text {
                    node.set_data(&text);
                }
                Item::Text(text, node)
            }
            (Some((_, Item::Live(was))), Kid::Live(f)) => {
                let Live { _effect, items, end } = was;
                drop(_effect);
                Item::Live(follow(f, items, end))
            }
            (Some((_, was)), kid) => {
                let at = first_node(&was);
                let item = make_kid(kid, parent, Some(&at));
                remove(&was, parent);
                item
            }
            (None, kid) => make_kid(kid, parent, before),
        };
        items.push(item);
    }
    for item in old.into_iter().flatten() {
        remove(&item, parent);
    }
}

fn key_of(kid: &Kid) -> Option<String> {
    match kid {
        Kid::El(el) => el.0.key.clone(),
        _ => None,
    }
}

fn first_node(item: &Item) -> Node {
    match item {
        Item::El(m) => m.node.clone().into(),
        Item::Text(_, node) => node.clone().into(),
        Item::Live(live) => {
            let first = live.items.try_borrow().ok().and_then(|i| i.first().map(first_node));
            first.unwrap_or_else(|| live.end.clone().into())
        }
    }
}

fn remove(item: &Item, parent: &Element) {
    match item {
        Item::El(m) => {
            let _ = parent.remove_child(&m.node);
        }
        Item::Text(_, node) => {
            let _ = parent.remove_child(node);
        }
        Item::Live(live) => {
            if let Ok(items) = live.items.try_borrow() {
                for item in items.iter() {
                    remove(item, parent);
                }
            }
            let _ = parent.remove_child(&live.end);
        }
    }
}
