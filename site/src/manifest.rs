//! What the element offers, for editors and tools: `custom-elements.json` (Custom Elements Manifest,
//! schema 2). The web tests hold it to the live element, member by member.

use std::collections::BTreeMap;

use sandtable_core::session::{Knob, Values, models};
use serde_json::{Value, json};

use crate::assets::EMBED;

/// The attributes that no model declares: name, type, what it does.
const ATTRIBUTES: [(&str, &str, &str); 11] = [
    ("model", "string", "The model whose story opens."),
    ("link", "string", "A whole run in one text, as Share copies it; stands alone."),
    ("seed", "string", "The seed: a whole number."),
    ("do", "string", "The script: actions with their places, parted by semicolons."),
    ("at", "string", "The moment at which it opens: `2.4s`, or a step."),
    ("view", "string", "The picture that is shown large."),
    ("vs", "string", "Settings of a second run beside the first: `w:2,r:2`."),
    ("controls", "'full' | 'basic' | 'none'", "How much of the player is there."),
    ("loop", "boolean", "At the end it rests for some seconds, and begins again."),
    ("range", "string", "Locks the reader to some steps: `4..18`."),
    ("address", "boolean", "Writes its moment into the page's address, behind its id."),
];

/// The properties: name, type, whether it can be set, what it is.
const PROPERTIES: [(&str, &str, bool, &str); 7] = [
    ("link", "string", true, "The link to this very moment."),
    ("position", "number", false, "How many steps lie before the cursor."),
    ("length", "number", false, "How many steps there are."),
    ("checks", "Check[]", false, "`{ name, kind, verdict, holds, violatedAt }` of each check."),
    ("scene", "string", false, "What there is to see, in words."),
    ("transcript", "string", false, "The run in words."),
    ("trace", "string", false, "The run as JSON."),
];

/// What a method takes: a name and a type.
type Takes = Option<(&'static str, &'static str)>;

/// The methods: name, what it takes, what it gives, what it does.
const METHODS: [(&str, Takes, &str, &str); 9] = [
    ("ready", None, "Promise<void>", "Fetches the program and mounts the player."),
    ("play", None, "void", "Plays on; at the end, from the start."),
    ("pause", None, "void", "Stands still."),
    ("step", None, "void", "Takes one step."),
    ("back", None, "void", "Takes one step back."),
    ("settle", None, "void", "Goes to the end."),
    ("reset", None, "void", "Back to what was opened."),
    ("seek", Some(("step", "number")), "void", "Goes to just after that step; 0 is the start."),
    ("act", Some(("text", "string")), "boolean", "Does an action, for instance `crash B`."),
];

/// The events: name, what is in `detail`, what has happened.
const EVENTS: [(&str, &str, &str); 4] = [
    ("ready", "{ link: string }", "The player is there."),
    ("step", "{ position: number, time: number }", "The cursor is at another step."),
    (
        "check",
        "{ name: string, verdict: string, holds: boolean, violatedAt: number | null }",
        "A check has another verdict.",
    ),
    ("error", "{ message: string, problems: Problem[] }", "Something was refused, and why."),
];

/// The parts that a host's style sheet can name.
const PARTS: [(&str, &str); 5] = [
    ("player", "All of it: its ground, its border, its corners."),
    ("stage", "The pictures."),
    ("transport", "The row with play and scrubber."),
    ("checks", "The promises with their verdicts."),
    ("log", "What happened, in sentences."),
];

/// The manifest. O(models).
#[must_use]
pub fn manifest() -> String {
    let own = ATTRIBUTES.iter().map(|(name, kind, says)| attribute(name, kind, says));
    let settings = settings();
    let settings = settings
        .iter()
        .map(|(name, each)| attribute(name, &each.kinds.join(" | "), &each.says.join(" ")));
    let properties = PROPERTIES.iter().map(|(name, kind, set, says)| {
        json!({ "kind": "field", "name": name, "type": { "text": kind }, "readonly": !set, "description": says })
    });
    let methods = METHODS.iter().map(|(name, takes, gives, says)| {
        let takes =
            takes.iter().map(|(name, kind)| json!({ "name": name, "type": { "text": kind } }));
        json!({
            "kind": "method", "name": name, "parameters": takes.collect::<Vec<_>>(),
            "return": { "type": { "text": gives } }, "description": says,
        })
    });
    let events = EVENTS.iter().map(|(name, detail, says)| {
        let kind = format!("CustomEvent<{detail}>");
        json!({ "name": format!("sand-table:{name}"), "type": { "text": kind }, "description": says })
    });
    let parts = PARTS.iter().map(|(name, says)| json!({ "name": name, "description": says }));
    let list = |items: &mut dyn Iterator<Item = Value>| items.collect::<Vec<_>>();
    let manifest = json!({
        "schemaVersion": "2.1.0",
        "modules": [{
            "kind": "javascript-module",
            "path": EMBED,
            "declarations": [{
                "kind": "class",
                "name": "SandTable",
                "customElement": true,
                "tagName": "sand-table",
                "superclass": { "name": "HTMLElement" },
                "description": "A working model of system design, played step by step.",
                "attributes": list(&mut own.chain(settings)),
                "members": list(&mut properties.chain(methods)),
                "events": list(&mut events.into_iter()),
                "slots": [
                    { "name": "", "description": "Shown until the model is live, and in print." },
                    { "name": "told", "description": "Stays below the live model." },
                ],
                "cssProperties": list(&mut tokens().into_iter()),
                "cssParts": list(&mut parts.into_iter()),
            }],
            "exports": [{
                "kind": "custom-element-definition",
                "name": "sand-table",
                "declaration": { "name": "SandTable", "module": EMBED },
            }],
        }],
    });
    format!("{manifest:#}\n")
}

fn attribute(name: &str, kind: &str, says: &str) -> Value {
    json!({ "name": name, "type": { "text": kind }, "description": says })
}

/// What a setting of that name is, in one model or in several.
#[derive(Default)]
struct Setting {
    kinds: Vec<String>,
    says: Vec<String>,
}

/// The knobs and rules of all models, each once, with what it is in each of them.
fn settings() -> BTreeMap<&'static str, Setting> {
    let mut all: BTreeMap<&str, Setting> = BTreeMap::new();
    for spec in models() {
        let knobs = spec.knobs.iter().map(|knob| {
            let unit = if knob.unit.is_empty() { String::new() } else { format!(" {}", knob.unit) };
            let default = match &knob.values {
                Values::Number { .. } => format!("{}{unit}", knob.default),
                Values::Word(words) => words[knob.default as usize].0.to_owned(),
            };
            (knob.name, kind(knob), format!("{}: {}, default {default}.", spec.id, knob.label))
        });
        let rules = spec.rules.iter().map(|rule| {
            (rule.name, "'on' | 'off'".to_owned(), format!("{}: {}.", spec.id, rule.label))
        });
        for (name, kind, says) in knobs.chain(rules) {
            let setting = all.entry(name).or_default();
            if !setting.kinds.contains(&kind) {
                setting.kinds.push(kind);
            }
            setting.says.push(says);
        }
    }
    all
}

fn kind(knob: &Knob) -> String {
    match &knob.values {
        Values::Number { .. } => "number".to_owned(),
        Values::Word(words) => {
            let words: Vec<String> = words.iter().map(|(word, _)| format!("'{word}'")).collect();
            words.join(" | ")
        }
    }
}

/// The custom properties that have a remark in the style sheet: what they say is kept.
fn tokens() -> Vec<Value> {
    let declared = sandtable_app::STYLE[0].lines().filter_map(|line| {
        let (declaration, remark) = line.trim().split_once("/*")?;
        let (name, value) = declaration.trim().strip_suffix(';')?.split_once(':')?;
        let says = remark.strip_suffix("*/")?.trim();
        name.starts_with("--")
            .then(|| json!({ "name": name, "default": value.trim(), "description": says }))
    });
    declared.collect()
}
