//! How are models run without a page? Links in; transcripts, verdicts and hashes out.
//!
//! `cargo xtask package` makes an npm package of this, with types.

mod plain;

use js_sys::Array;
use sandtable_core::session::{Session as Inner, Side, SimTime, models as declared};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use plain::{CheckArray, ChoiceArray, ModelArray, Ran};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

/// The models that there are, in the order of the site.
#[wasm_bindgen]
#[must_use]
pub fn models() -> ModelArray {
    plain::typed(declared().map(plain::model).collect::<Array>())
}

/// Plays the whole run that a link means, such as `v1/quorum?w=1&r=1`.
///
/// # Errors
/// An `Error` that says what cannot be read, where, and the cure; `problems` holds all of them.
#[wasm_bindgen]
pub fn run(link: &str) -> Result<Ran, JsValue> {
    open(link).map(|session| plain::typed(plain::ran(session)))
}

fn open(link: &str) -> Result<Inner, JsValue> {
    Inner::open(link).map_err(|problems| plain::refusal(&problems))
}

/// A run that can be moved in and acted on, as a reader does.
#[wasm_bindgen]
pub struct Session {
    inner: Inner,
}

#[wasm_bindgen]
impl Session {
    /// Opens a link, at the moment that it means.
    ///
    /// # Errors
    /// As `run`.
    #[wasm_bindgen(constructor)]
    pub fn new(link: &str) -> Result<Session, JsValue> {
        open(link).map(|inner| Session { inner })
    }

    /// The link to this very moment.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn link(&self) -> String {
        self.inner.link()
    }

    /// How many steps lie before the cursor.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn position(&self) -> u32 {
        self.inner.position()
    }

    /// How many steps there are.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn length(&self) -> u32 {
        self.inner.length()
    }

    /// The simulated time at the cursor, in seconds.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn time(&self) -> f64 {
        self.inner.now().as_ns() as f64 / 1e9
    }

    /// The checks at the cursor.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn checks(&self) -> CheckArray {
        plain::typed(plain::checks(&self.inner))
    }

    /// All that can be done now.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn choices(&self) -> ChoiceArray {
        plain::typed(self.inner.choices().iter().map(plain::choice).collect::<Array>())
    }

    /// What there is to see, in words.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn scene(&self) -> String {
        self.inner.scene(Side::Main).text()
    }

    /// The whole run in words.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn transcript(&self) -> String {
        self.inner.transcript()
    }

    /// The whole trace as JSON, with its hash.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn trace(&self) -> String {
        self.inner.trace_json()
    }

    /// The hash of the whole trace: 16 hexadecimal digits, equal on every target.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn hash(&self) -> String {
        self.inner.hash()
    }

    /// Takes one step; `false` at the end.
    pub fn step(&mut self) -> bool {
        self.inner.step()
    }

    /// Takes one step back; `false` at the start.
    pub fn back(&mut self) -> bool {
        self.inner.back()
    }

    /// Goes to the end.
    pub fn settle(&mut self) {
        self.inner.settle();
    }

    /// Goes to just after step number `step`; 0 is the start, beyond the end is the end.
    pub fn seek(&mut self, step: u32) {
        self.inner.seek(step);
    }

    /// Goes to a moment of simulated time, in seconds.
    #[wasm_bindgen(js_name = seekTime)]
    pub fn seek_time(&mut self, seconds: f64) {
        // What is no time is the start; what is beyond all time is its end.
        self.inner.seek_time(SimTime::from_ns((seconds.max(0.0) * 1e9) as u64));
    }

    /// Does an action at the cursor, for instance `crash B`. What the script has later stays.
    ///
    /// # Errors
    /// As `run`: it cannot be read, or is impossible now. Nothing is changed then.
    pub fn act(&mut self, action: &str) -> Result<(), JsValue> {
        self.inner.act(action).map_err(|problem| plain::refusal(&[problem]))
    }

    /// Changes a knob or a rule: `set("w", "2")`, `set("strict", "off")`.
    ///
    /// # Errors
    /// As `run`: an unknown name, or a value out of range. Nothing is changed then.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), JsValue> {
        self.inner.set(Side::Main, name, value).map_err(|problem| plain::refusal(&[problem]))
    }

    /// Back to what was opened.
    pub fn reset(&mut self) {
        self.inner.reset();
    }
}
