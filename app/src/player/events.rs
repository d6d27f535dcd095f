//! What a player tells the page around it: `sand-table:ready`, `:step`, `:check`, `:error`.

use js_sys::{Array, Object, Reflect};
use leptos_dom::helpers::queue_microtask;
use sandtable_core::session::{Problem, Session, Side, Verdict};
use wasm_bindgen::JsValue;
use web_sys::{CustomEvent, CustomEventInit, HtmlElement};

/// What of a session a listener may want to know about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    position: u32,
    at_ns: u64,
    checks: Vec<(&'static str, &'static str, Option<u32>)>,
}

impl Seen {
    pub(crate) fn of(session: &Session) -> Seen {
        let checks = session.checks(Side::Main).into_iter().map(|c| {
            let step =
                if let Verdict::Violated { step, .. } = c.verdict { Some(step) } else { None };
            (c.name, c.verdict.name(), step)
        });
        Seen {
            position: session.position(),
            at_ns: session.now().as_ns(),
            checks: checks.collect(),
        }
    }
}

/// A plain object of these fields.
pub(crate) fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        // Setting a field of a fresh plain object cannot fail.
        let _ = Reflect::set(&object, &JsValue::from_str(name), value);
    }
    object.into()
}

/// Fires an event at the element, past the border of its shadow tree: once what is under way is
/// over, so that a listener may take the element off the page.
pub(crate) fn fire(host: &HtmlElement, name: &str, detail: &JsValue) {
    let init = CustomEventInit::new();
    init.set_bubbles(true);
    init.set_composed(true);
    init.set_detail(detail);
    if let Ok(event) = CustomEvent::new_with_event_init_dict(&format!("sand-table:{name}"), &init) {
        let host = host.clone();
        queue_microtask(move || {
            let _ = host.dispatch_event(&event);
        });
    }
}

/// Tells what is different from before.
pub(crate) fn tell(host: &HtmlElement, before: &Seen, now: &Seen) {
    if before.position != now.position {
        let detail = [
            ("position", now.position.into()),
            ("time", JsValue::from_f64(now.at_ns as f64 / 1e9)),
        ];
        fire(host, "step", &object(&detail));
    }
    for (old, new) in before.checks.iter().zip(&now.checks) {
        if old != new {
            let detail = [
                ("name", new.0.into()),
                ("verdict", new.1.into()),
                ("holds", (new.1 != "violated").into()),
                ("violatedAt", new.2.map_or(JsValue::NULL, JsValue::from)),
            ];
            fire(host, "check", &object(&detail));
        }
    }
}

/// Tells what was refused.
pub(crate) fn error(host: &HtmlElement, problems: &[Problem]) {
    let list: Array = problems
        .iter()
        .map(|p| {
            object(&[
                ("message", p.to_string().into()),
                ("what", p.what.as_str().into()),
                ("cure", p.cure.as_str().into()),
                ("from", p.from.into()),
                ("to", p.to.into()),
            ])
        })
        .collect();
    let message = problems.first().map_or_else(String::new, ToString::to_string);
    fire(host, "error", &object(&[("message", message.into()), ("problems", list.into())]));
}

/// The checks as the element's property gives them.
pub(crate) fn checks(session: &Session) -> JsValue {
    let list: Array = session
        .checks(Side::Main)
        .iter()
        .map(|c| {
            let step = match c.verdict {
                Verdict::Violated { step, .. } => JsValue::from(step),
                _ => JsValue::NULL,
            };
            object(&[
                ("name", c.name.into()),
                ("kind", c.kind.name().into()),
                ("verdict", c.verdict.name().into()),
                ("holds", (c.verdict.name() != "violated").into()),
                ("violatedAt", step),
            ])
        })
        .collect();
    list.into()
}
