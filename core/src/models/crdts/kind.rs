//! Which data type a run replicates, and when it forgets what was deleted.

use crate::engine::Config;

/// The data types, in the order of the knob's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Cart,
    Union,
    TwoPhase,
    Later,
    Counter,
    Number,
    Siblings,
    Latest,
    Text,
    Fractions,
}

/// What a type is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    Cart,
    Counter,
    Register,
    Text,
}

/// When deleted characters of a text are taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Collect {
    Never,
    /// Once every copy is known to have seen them deleted.
    Stable,
    AtOnce,
}

impl Collect {
    pub(super) const WORDS: &'static [(&'static str, &'static str)] =
        &[("never", "never"), ("stable", "once all have seen it"), ("at-once", "at once")];

    pub(super) fn of(config: &Config) -> Collect {
        match config.number("collect") {
            0 => Collect::Never,
            1 => Collect::Stable,
            _ => Collect::AtOnce,
        }
    }
}

impl Kind {
    pub(super) const WORDS: &'static [(&'static str, &'static str)] = &[
        ("cart", "cart: observed remove"),
        ("union", "cart: union of items"),
        ("two-phase", "cart: removed for good"),
        ("later", "cart: last writer wins"),
        ("counter", "counter: a line for each copy"),
        ("number", "counter: last writer wins"),
        ("siblings", "register: every value"),
        ("latest", "register: last writer wins"),
        ("text", "text: neighbours (Fugue)"),
        ("fractions", "text: numbers between numbers"),
    ];

    const ALL: [Kind; 10] = [
        Kind::Cart,
        Kind::Union,
        Kind::TwoPhase,
        Kind::Later,
        Kind::Counter,
        Kind::Number,
        Kind::Siblings,
        Kind::Latest,
        Kind::Text,
        Kind::Fractions,
    ];

    pub(super) fn of(config: &Config) -> Kind {
        let index = usize::try_from(config.number("type")).unwrap_or(0);
        Kind::ALL[index.min(Kind::ALL.len() - 1)]
    }

    pub(super) fn family(self) -> Family {
        match self {
            Kind::Cart | Kind::Union | Kind::TwoPhase | Kind::Later => Family::Cart,
            Kind::Counter | Kind::Number => Family::Counter,
            Kind::Siblings | Kind::Latest => Family::Register,
            Kind::Text | Kind::Fractions => Family::Text,
        }
    }
}
