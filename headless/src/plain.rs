//! How do a session's answers look as plain JavaScript objects?

use js_sys::{Array, Error, Object, Reflect};
use sandtable_core::scene::Choice;
use sandtable_core::session::{CheckState, Problem, Session, Side, Spec, Verdict};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

#[wasm_bindgen]
extern "C" {
    /// `Model[]` in `types.d.ts`.
    #[wasm_bindgen(typescript_type = "Model[]")]
    pub type ModelArray;
    /// `Check[]` there.
    #[wasm_bindgen(typescript_type = "Check[]")]
    pub type CheckArray;
    /// `Choice[]` there.
    #[wasm_bindgen(typescript_type = "Choice[]")]
    pub type ChoiceArray;
    /// `Run` there.
    #[wasm_bindgen(typescript_type = "Run")]
    pub type Ran;
}

/// A value under the name that it has in `types.d.ts`.
pub(crate) fn typed<T: JsCast>(value: impl Into<JsValue>) -> T {
    value.into().unchecked_into()
}

/// A plain object of these fields.
fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        // Setting a field of a fresh plain object cannot fail.
        let _ = Reflect::set(&object, &JsValue::from_str(name), value);
    }
    object.into()
}

/// The error that says what was refused, and why.
pub(crate) fn refusal(problems: &[Problem]) -> JsValue {
    let all: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let error = Error::new(&all.join("\n"));
    let list: Array = problems
        .iter()
        .map(|p| {
            object(&[
                ("from", p.from.into()),
                ("to", p.to.into()),
                ("what", p.what.as_str().into()),
                ("cure", p.cure.as_str().into()),
            ])
        })
        .collect();
    // As above: the error is fresh.
    let _ = Reflect::set(&error, &"problems".into(), &list);
    error.into()
}

/// A model's declaration.
pub(crate) fn model(spec: &'static Spec) -> JsValue {
    let words = |all: &[&str]| all.iter().map(|word| JsValue::from_str(word)).collect::<Array>();
    let knobs = spec.knobs.iter().map(|knob| {
        object(&[
            ("name", knob.name.into()),
            ("label", knob.label.into()),
            ("unit", knob.unit.into()),
            ("help", knob.help.into()),
        ])
    });
    let rules = spec.rules.iter().map(|rule| {
        object(&[
            ("name", rule.name.into()),
            ("label", rule.label.into()),
            ("protects", words(rule.protects).into()),
            ("help", rule.help.into()),
        ])
    });
    let checks = spec.checks.iter().map(|check| {
        object(&[
            ("name", check.name.into()),
            ("title", check.title.into()),
            ("help", check.help.into()),
        ])
    });
    object(&[
        ("id", spec.id.into()),
        ("title", spec.title.into()),
        ("summary", spec.summary.into()),
        ("knobs", knobs.collect::<Array>().into()),
        ("rules", rules.collect::<Array>().into()),
        ("checks", checks.collect::<Array>().into()),
        ("actions", words(&spec.verbs()).into()),
    ])
}

/// The checks at the cursor.
pub(crate) fn checks(session: &Session) -> JsValue {
    let check = |c: &CheckState| {
        let (step, why) = match &c.verdict {
            Verdict::Violated { step, why, .. } => ((*step).into(), why.as_str().into()),
            _ => (JsValue::NULL, JsValue::NULL),
        };
        object(&[
            ("name", c.name.into()),
            ("title", c.title.into()),
            ("kind", c.kind.name().into()),
            ("verdict", c.verdict.name().into()),
            ("violatedAt", step),
            ("why", why),
        ])
    };
    session.checks(Side::Main).iter().map(check).collect::<Array>().into()
}

/// Something that can be done.
pub(crate) fn choice(choice: &Choice) -> JsValue {
    object(&[
        ("action", choice.action.as_str().into()),
        ("label", choice.label.as_str().into()),
        ("fault", choice.fault.into()),
    ])
}

/// A whole run.
pub(crate) fn ran(mut session: Session) -> JsValue {
    // A transcript names the moment that was opened.
    let (link, transcript) = (session.link(), session.transcript());
    session.settle();
    object(&[
        ("link", link.into()),
        ("model", session.spec().id.into()),
        ("length", session.length().into()),
        ("transcript", transcript.into()),
        ("checks", checks(&session)),
        ("hash", session.hash().into()),
    ])
}
