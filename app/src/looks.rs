//! What the style sheets say of a shape, written into the shape: for pictures that leave the page.
//!
//! It reads what those style sheets use and no more: nested rules; selectors of tags, classes, `>`,
//! `:not()` and `[class*=""]`; `var()` and `light-dark()`. A rule whose selector has anything else
//! says nothing of a shape at rest, and is left out.

use std::collections::BTreeMap;

use crate::dom::{El, Kid, Value};
use crate::views::card::LOOKS;

/// A style sheet in one of its two themes.
pub(crate) struct Looks {
    rules: Vec<Rule>,
    /// What the page as a whole declares.
    root: Properties,
    dark: bool,
}

struct Rule {
    /// The element that is meant comes last; each but the first says whether it is a child.
    steps: Vec<(bool, Compound)>,
    /// Classes, and tags.
    weight: (usize, usize),
    declarations: Vec<(String, String)>,
}

#[derive(Default)]
struct Compound {
    tag: Option<String>,
    classes: Vec<String>,
    contains: Vec<String>,
    not: Vec<Compound>,
}

/// An element as selectors see it.
#[derive(Clone)]
struct Seen {
    tag: String,
    classes: String,
}

type Properties = BTreeMap<String, String>;

impl Looks {
    /// Reads style sheets, the tokens first.
    pub(crate) fn new(sheets: &[&str], dark: bool) -> Looks {
        let mut rules = Vec::new();
        for sheet in sheets {
            block(&without_remarks(sheet), &[], &mut rules);
        }
        rules.sort_by_key(|rule| rule.weight);
        let root = rules.iter().filter(|rule: &&Rule| rule.is_for(&[root()]));
        let root = root.flat_map(|rule| rule.declarations.clone()).collect();
        Looks { rules, root, dark }
    }

    /// The value of a custom property on an element with these classes, in a player.
    pub(crate) fn token(&self, classes: &str, name: &str) -> String {
        let seen = Seen { tag: "span".to_owned(), classes: classes.to_owned() };
        let (properties, _) = self.of(&[root(), player(), seen], &Properties::new());
        self.value(&format!("var({name})"), &properties)
    }

    /// Writes the looks into a picture and all that is in it, and takes out what is hidden.
    pub(crate) fn write(&self, picture: &mut El) {
        self.put(picture, &mut vec![root(), player()], &Properties::new());
    }

    /// `false`: it is hidden.
    fn put(&self, element: &mut El, above: &mut Vec<Seen>, inherited: &Properties) -> bool {
        let parts = &mut element.0;
        let class = parts.attrs.iter().find_map(|(name, value)| match value {
            Value::Text(text) if *name == "class" => Some(text.to_string()),
            _ => None,
        });
        above.push(Seen { tag: parts.tag.to_owned(), classes: class.unwrap_or_default() });
        let (custom, own) = self.of(above, inherited);
        let shown = own.get("display").is_none_or(|display| display != "none");
        if shown {
            parts.attrs.retain(|(name, _)| *name != "class" && !name.starts_with("data-"));
            for name in LOOKS {
                if let Some(value) = own.get(name) {
                    parts.attrs.retain(|(other, _)| *other != name);
                    parts.attrs.push((name, Value::Text(self.value(value, &custom).into())));
                }
            }
            parts.kids.retain_mut(|kid| match kid {
                Kid::El(kid) => self.put(kid, above, &custom),
                Kid::Text(_) => true,
            });
        }
        above.pop();
        shown
    }

    /// The custom properties of the last of these elements, and its own other ones.
    fn of(&self, path: &[Seen], inherited: &Properties) -> (Properties, Properties) {
        let (mut custom, mut own) = (inherited.clone(), Properties::new());
        let mut declared = Vec::new();
        for rule in self.rules.iter().filter(|rule| rule.is_for(path)) {
            for (name, value) in &rule.declarations {
                if name.starts_with("--") {
                    declared.push(name);
                    custom.insert(name.clone(), value.clone());
                } else {
                    own.insert(name.clone(), value.clone());
                }
            }
        }
        // What another property stands for is decided where it is declared.
        for name in declared {
            let resolved = self.value(&custom[name], &custom);
            custom.insert(name.clone(), resolved);
        }
        (custom, own)
    }

    /// A value with its references and its theme resolved.
    fn value(&self, value: &str, custom: &Properties) -> String {
        let mut out = value.to_owned();
        // Bounded, because a reference may lead to itself.
        for _ in 0..8 {
            let Some((before, inside, after)) = call(&out, "var(") else { break };
            let (name, other) = inside.split_once(',').unwrap_or((inside, ""));
            let known = custom.get(name.trim()).or_else(|| self.root.get(name.trim()));
            out = format!("{before}{}{after}", known.map_or(other.trim(), String::as_str));
        }
        while let Some((before, inside, after)) = call(&out, "light-dark(") {
            let middle = middle(inside);
            let chosen = if self.dark { &inside[middle + 1..] } else { &inside[..middle] };
            out = format!("{before}{}{after}", chosen.trim());
        }
        out.strip_suffix("px").unwrap_or(&out).to_owned()
    }
}

fn root() -> Seen {
    Seen { tag: ":root".to_owned(), classes: String::new() }
}

fn player() -> Seen {
    Seen { tag: "div".to_owned(), classes: "st player".to_owned() }
}

impl Rule {
    /// Whether it is about the last of these elements, which stand in each other.
    fn is_for(&self, path: &[Seen]) -> bool {
        matches(&self.steps, path)
    }
}

fn matches(steps: &[(bool, Compound)], path: &[Seen]) -> bool {
    let (Some(((child, last), before)), Some((seen, above))) =
        (steps.split_last(), path.split_last())
    else {
        return steps.is_empty();
    };
    if !last.is(seen) {
        return false;
    }
    match before {
        [] => true,
        _ if *child => matches(before, above),
        _ => (1..=above.len()).rev().any(|to| matches(before, &above[..to])),
    }
}

impl Compound {
    fn is(&self, seen: &Seen) -> bool {
        let has = |class: &String| seen.classes.split(' ').any(|own| own == class);
        self.tag.as_ref().is_none_or(|tag| tag == "*" || *tag == seen.tag)
            && self.classes.iter().all(has)
            && self.contains.iter().all(|part| seen.classes.contains(part.as_str()))
            && !self.not.iter().any(|not| not.is(seen))
    }

    /// Reads `text.mid:not(.a, .b)`; `None` where it has anything else.
    fn read(text: &str) -> Option<Compound> {
        let mut compound = Compound::default();
        let mut rest = text;
        if rest.starts_with(":root") {
            compound.tag = Some(":root".to_owned());
            rest = &rest[5..];
        }
        while let Some(first) = rest.chars().next() {
            let name = |from: usize| {
                let end =
                    rest[from..].find(['.', ':', '[', ']', ')']).map_or(rest.len(), |at| from + at);
                (&rest[from..end], end)
            };
            let end = match first {
                '.' => {
                    let (class, end) = name(1);
                    compound.classes.push(class.to_owned());
                    end
                }
                '[' => {
                    let inside = rest.strip_prefix("[class*=\"")?;
                    let (part, _) = inside.split_once("\"]")?;
                    compound.contains.push(part.to_owned());
                    rest.len() - inside.len() + part.len() + 2
                }
                ':' => {
                    let (_, inside, after) = call(rest, ":not(").filter(|(b, ..)| b.is_empty())?;
                    for each in inside.split(',') {
                        compound.not.push(Compound::read(each.trim())?);
                    }
                    rest.len() - after.len()
                }
                c if c == '*' || c.is_ascii_alphabetic() => {
                    let (tag, end) = name(0);
                    compound.tag = Some(tag.to_owned());
                    end
                }
                _ => return None,
            };
            rest = &rest[end..];
        }
        Some(compound)
    }
}

/// Reads the declarations and the rules of a block whose selectors are `parents`.
fn block(text: &str, parents: &[String], rules: &mut Vec<Rule>) {
    let mut declarations = Vec::new();
    let mut nested = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let end = rest.find(['{', ';']).unwrap_or(rest.len());
        let head = rest[..end].trim();
        if rest[end..].starts_with('{') {
            let close = end + closing(&rest[end..]);
            // What holds on some screens only says nothing of a picture that has left them.
            if !head.starts_with('@') {
                nested.push((head, &rest[end + 1..close]));
            }
            rest = rest.get(close + 1..).unwrap_or("").trim();
        } else {
            if let Some((name, value)) = head.split_once(':') {
                declare(name.trim(), value.trim(), &mut declarations);
            }
            rest = rest.get(end + 1..).unwrap_or("").trim();
        }
    }
    for parent in parents {
        let Some(steps) = steps(parent) else { continue };
        let weigh =
            |c: &Compound| c.classes.len() + c.contains.len() + usize::from(!c.not.is_empty());
        let classes = steps.iter().map(|(_, c)| weigh(c)).sum();
        let tags =
            steps.iter().filter(|(_, c)| c.tag.as_ref().is_some_and(|tag| tag != "*")).count();
        rules.push(Rule { steps, weight: (classes, tags), declarations: declarations.clone() });
    }
    for (head, body) in nested {
        let heads = listed(head);
        let all: Vec<String> = match parents {
            [] => heads.iter().map(|head| (*head).to_owned()).collect(),
            _ => parents.iter().flat_map(|p| heads.iter().map(|head| below(p, head))).collect(),
        };
        block(body, &all, rules);
    }
}

/// A declaration, and what a shorthand stands for.
fn declare(name: &str, value: &str, into: &mut Vec<(String, String)>) {
    let mut put = |name: &str, value: &str| into.push((name.to_owned(), value.to_owned()));
    match (name, value.splitn(3, ' ').collect::<Vec<_>>().as_slice()) {
        ("font", [weight, size, family]) => {
            put("font-weight", weight);
            put("font-size", size);
            put("font-family", family);
        }
        _ => put(name, value),
    }
}

/// A selector in a rule of another.
fn below(parent: &str, head: &str) -> String {
    if head.contains('&') { head.replace('&', parent) } else { format!("{parent} {head}") }
}

/// The parts of a selector; `None` where it has something that is not read.
fn steps(selector: &str) -> Option<Vec<(bool, Compound)>> {
    let mut steps = Vec::new();
    let mut child = false;
    for word in words(selector) {
        if word == ">" {
            child = true;
            continue;
        }
        steps.push((std::mem::take(&mut child), Compound::read(word)?));
    }
    Some(steps)
}

/// The words of a selector; blanks in brackets part none.
fn words(selector: &str) -> Vec<&str> {
    let (mut depth, mut from) = (0, 0);
    let mut out = Vec::new();
    for (at, c) in selector.char_indices().chain([(selector.len(), ' ')]) {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            ' ' | '\n' if depth == 0 => {
                if at > from {
                    out.push(&selector[from..at]);
                }
                from = at + 1;
            }
            _ => {}
        }
    }
    out
}

/// The selectors of a list; commas in brackets part none.
fn listed(list: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = list;
    loop {
        let end = middle(rest);
        out.push(rest[..end].trim());
        match rest.get(end + 1..) {
            Some(after) => rest = after,
            None => return out,
        }
    }
}

/// Where the first comma is that stands in no brackets; the end, if none does.
fn middle(text: &str) -> usize {
    let mut depth = 0;
    let found = text.char_indices().find(|(_, c)| {
        depth += i32::from(*c == '(') - i32::from(*c == ')');
        *c == ',' && depth == 0
    });
    found.map_or(text.len(), |(at, _)| at)
}

/// Where the brace that opens a text is closed.
fn closing(text: &str) -> usize {
    let mut depth = 0;
    let found = text.char_indices().find(|(_, c)| {
        depth += i32::from(*c == '{') - i32::from(*c == '}');
        depth == 0
    });
    found.map_or(text.len(), |(at, _)| at)
}

/// What is before the first call of a function, in it, and behind it.
fn call<'a>(text: &'a str, name: &str) -> Option<(&'a str, &'a str, &'a str)> {
    let at = text.find(name)?;
    let inside = &text[at + name.len()..];
    let mut depth = 1;
    let (end, _) = inside.char_indices().find(|(_, c)| {
        depth += i32::from(*c == '(') - i32::from(*c == ')');
        depth == 0
    })?;
    Some((&text[..at], &inside[..end], &inside[end + 1..]))
}

fn without_remarks(css: &str) -> String {
    let mut out = String::new();
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        out += before;
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dom::html::write;
    use crate::dom::svg;

    const SHEET: &str = "
        :root, :host { --ink: light-dark(#111, #eee); --write: light-dark(rgb(1 2 3 / 0.5), #222); }
        .st { .tone-write { --tone: var(--write); } }
        .st .picture {
          --tone: var(--ink);
          path, circle { fill: none; stroke-width: 1.5; }
          text { font: 500 12px var(--face, serif); fill: var(--ink); }
          .mid { text-anchor: middle; }
          text[class*=\"tone-\"] { fill: var(--tone); }
          .node > .body { stroke: var(--tone); /* a remark; with { and } */ }
          .node:not(.down, .gone) .sign { display: none; }
          .ask:hover { fill: red; }
          &.mini { path { stroke-width: 3px; } }
        }
        @media print { .st .picture path { stroke: red; } }";

    fn drawn(picture: El, dark: bool) -> String {
        let mut picture = picture;
        Looks::new(&[SHEET], dark).write(&mut picture);
        write(&picture)
    }

    fn path(class: &'static str) -> El {
        svg("path").attr("class", class).attr("d", "M0 0")
    }

    #[test]
    fn the_looks_of_a_shape_come_from_its_place() {
        let node = svg("g").attr("class", "node tone-write").kid(path("body")).kid(path("sign"));
        let picture = svg("svg").attr("class", "picture").kid(node);
        let light = "<svg><g><path d=\"M0 0\" fill=\"none\" stroke=\"rgb(1 2 3 / 0.5)\" stroke-width=\"1.5\"/></g></svg>";
        assert_eq!(drawn(picture, false), light);
        let gone = svg("g").attr("class", "node gone").kid(svg("g").kid(path("body sign")));
        let picture = svg("svg").attr("class", "picture mini").kid(gone);
        let dark = "<svg><g><g><path d=\"M0 0\" fill=\"none\" stroke-width=\"3\"/></g></g></svg>";
        assert_eq!(drawn(picture, true), dark);
    }

    #[test]
    fn words_have_their_face_and_their_colour() {
        let words = svg("text").attr("class", "mid tone-write").text("a");
        let picture = svg("svg").attr("class", "picture").kid(words).kid(svg("text").text("b"));
        let face = "font-family=\"serif\" font-size=\"12\" font-weight=\"500\"";
        let want = format!(
            "<svg><text fill=\"#222\" {face} text-anchor=\"middle\">a</text><text fill=\"#eee\" {face}>b</text></svg>"
        );
        assert_eq!(drawn(picture, true), want);
        assert_eq!(Looks::new(&[SHEET], false).token("tone-write", "--tone"), "rgb(1 2 3 / 0.5)");
    }
}
