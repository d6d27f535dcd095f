//! One type for every element.
//!
//! Leptos gives each element a type made of its attributes and children, and compiles the code for
//! each of them. A player has hundreds, and its budget is 180 kB. An [`El`] is plain data instead:
//! one piece of code mounts it, follows its signals and patches it in place ([`live`]), another
//! writes it as text ([`html`]). Signals, memos and effects are Leptos's own.

#[cfg(any(feature = "ssr", test))]
pub(crate) mod html;
#[cfg(feature = "csr")]
pub(crate) mod live;

/// An element with its attributes and what is in it.
#[derive(Default)]
pub struct El {
    pub(crate) tag: &'static str,
    pub(crate) svg: bool,
    pub(crate) key: Option<String>,
    pub(crate) attrs: Vec<(&'static str, Value)>,
    pub(crate) kids: Vec<Kid>,
    #[cfg(feature = "csr")]
    pub(crate) events: Vec<(&'static str, live::Handler)>,
    #[cfg(feature = "csr")]
    pub(crate) born: Option<live::Born>,
}

/// What stands in an element.
pub(crate) enum Kid {
    El(El),
    Text(String),
    /// Follows signals.
    #[cfg(feature = "csr")]
    Live(Box<dyn Fn() -> Vec<Kid>>),
}

/// An attribute's value.
pub(crate) enum Value {
    Text(String),
    /// An attribute that follows signals; `None` takes it away.
    #[cfg(feature = "csr")]
    Live(Box<dyn Fn() -> Option<String>>),
    /// A property, not an attribute, that follows signals: the value of a field.
    #[cfg(feature = "csr")]
    Prop(Box<dyn Fn() -> String>),
    /// A declaration of the element's style that follows signals; set through the object model,
    /// which a strict content security policy allows.
    #[cfg(feature = "csr")]
    Style(Box<dyn Fn() -> String>),
}

/// An HTML element.
#[must_use]
pub fn el(tag: &'static str) -> El {
    El { tag, ..El::default() }
}

/// An SVG element.
#[must_use]
pub fn svg(tag: &'static str) -> El {
    El { tag, svg: true, ..El::default() }
}

impl El {
    /// Adds an attribute.
    #[must_use]
    pub fn attr(mut self, name: &'static str, value: impl Into<String>) -> El {
        self.attrs.push((name, Value::Text(value.into())));
        self
    }

    /// Says its class.
    #[must_use]
    pub fn class(self, value: impl Into<String>) -> El {
        self.attr("class", value)
    }

    /// Names it for who cannot see it.
    #[must_use]
    pub fn label(self, value: impl Into<String>) -> El {
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
        self.key = Some(key.into());
        self
    }

    /// Adds text.
    #[must_use]
    pub fn text(mut self, text: impl Into<String>) -> El {
        self.kids.push(Kid::Text(text.into()));
        self
    }

    /// Adds an element.
    #[must_use]
    pub fn kid(mut self, kid: El) -> El {
        self.kids.push(Kid::El(kid));
        self
    }

    /// Adds elements.
    #[must_use]
    pub fn kids(mut self, kids: impl IntoIterator<Item = El>) -> El {
        for kid in kids {
            self.kids.push(Kid::El(kid));
        }
        self
    }
}
