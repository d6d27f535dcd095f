//! One type for every element.
//!
//! Leptos gives each element a type made of its attributes and children, and compiles the code for
//! each of them. A player has hundreds, and its budget is 180 kB. An [`El`] is plain data instead:
//! one piece of code mounts it and follows its signals, another patches it in place, a third
//! writes it as text. Signals, memos and effects are Leptos's own.

use std::borrow::Cow;

#[cfg(feature = "ssr")]
pub(crate) mod html;
#[cfg(feature = "csr")]
pub(crate) mod live;
#[cfg(feature = "csr")]
mod patch;

/// An element with its attributes and what is in it. A pointer wide, because it is handed on at each
/// word about it.
pub struct El(pub(crate) Box<Parts>);

/// What an element is made of.
#[derive(Default)]
pub(crate) struct Parts {
    pub(crate) tag: &'static str,
    pub(crate) svg: bool,
    pub(crate) key: Option<String>,
    pub(crate) attrs: Vec<(&'static str, Value)>,
    pub(crate) kids: Vec<Kid>,
    #[cfg(feature = "csr")]
    pub(crate) events: Vec<(&'static str, live::Handler)>,
    #[cfg(feature = "csr")]
    pub(crate) born: Option<live::Born>,
    #[cfg(feature = "csr")]
    pub(crate) once: Option<live::Once>,
}

/// Text that is in the source, or was made.
pub type Words = Cow<'static, str>;

/// What stands in an element.
pub(crate) enum Kid {
    El(El),
    Text(Words),
    /// Follows signals.
    #[cfg(feature = "csr")]
    Live(Box<dyn Fn() -> Vec<Kid>>),
}

/// An attribute's value.
pub(crate) enum Value {
    Text(Words),
    /// An attribute that follows signals; `None` takes it away.
    #[cfg(feature = "csr")]
    Live(Box<dyn Fn() -> Option<String>>),
    /// A property, not an attribute, that follows signals: the value of a field.
    #[cfg(feature = "csr")]
    Prop(Box<dyn Fn() -> String>),
    /// Not an attribute: something to be done with the element, which follows signals.
    #[cfg(feature = "csr")]
    Effect(Box<dyn Fn(&web_sys::Element)>),
    /// A declaration of the element's style.
    #[cfg(feature = "csr")]
    Css(Words),
    /// A declaration of the element's style that follows signals; set through the object model,
    /// which a strict content security policy allows.
    #[cfg(feature = "csr")]
    Style(Box<dyn Fn() -> String>),
}

/// An HTML element.
#[must_use]
#[inline(never)]
pub fn el(tag: &'static str) -> El {
    El(Box::new(Parts { tag, ..Parts::default() }))
}

/// An SVG element.
#[must_use]
#[inline(never)]
pub fn svg(tag: &'static str) -> El {
    El(Box::new(Parts { tag, svg: true, ..Parts::default() }))
}

impl El {
    #[inline(never)]
    pub(crate) fn push(mut self, name: &'static str, value: Value) -> El {
        self.0.attrs.push((name, value));
        self
    }

    #[inline(never)]
    fn put(mut self, kid: Kid) -> El {
        self.0.kids.push(kid);
        self
    }

    /// Adds an attribute.
    #[must_use]
    pub fn attr(self, name: &'static str, value: impl Into<Words>) -> El {
        self.push(name, Value::Text(value.into()))
    }

    /// Says its class.
    #[must_use]
    pub fn class(self, value: impl Into<Words>) -> El {
        self.attr("class", value)
    }

    /// Names it for who cannot see it.
    #[must_use]
    pub fn label(self, value: impl Into<Words>) -> El {
        self.attr("aria-label", value)
    }

    /// Adds an attribute without a value, if `on`.
    #[must_use]
    pub fn flag(self, name: &'static str, on: bool) -> El {
        if on { self.attr(name, "") } else { self }
    }

    /// Gives it a name among its siblings, by which it is found again when they change.
    #[must_use]
    pub fn key(mut self, key: impl Into<String>) -> El {
        self.0.key = Some(key.into());
        self
    }

    /// Adds text.
    #[must_use]
    pub fn text(self, text: impl Into<Words>) -> El {
        self.put(Kid::Text(text.into()))
    }

    /// Adds an element.
    #[must_use]
    pub fn kid(self, kid: El) -> El {
        self.put(Kid::El(kid))
    }

    /// Adds elements.
    #[must_use]
    pub fn kids(mut self, kids: impl IntoIterator<Item = El>) -> El {
        for kid in kids {
            self = self.kid(kid);
        }
        self
    }
}
