//! What a reader or a script does: a verb and its arguments, read, checked and written.

use super::problem::{excerpt, nearest};
use super::spec::{Arg, ArgKind, Spec, Verb};
use super::{Names, Problem, SimTime, faults};

/// An action, read and checked against a model's declaration and its processes.
#[derive(Clone, Debug)]
pub struct Action {
    /// What kind of action it is.
    pub verb: &'static Verb,
    /// The arguments, in the order of the declaration; optional ones may be missing at the end.
    pub values: Vec<Value>,
}

impl PartialEq for Action {
    fn eq(&self, other: &Action) -> bool {
        self.verb.name == other.verb.name && self.values == other.values
    }
}

/// An argument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A process, by index.
    Process(u8),
    /// A link, by the indices of its ends.
    Link(u8, u8),
    /// A message.
    Message(MessageName),
    /// A word.
    Word(&'static str),
    /// Text.
    Text(String),
    /// A number.
    Number(i64),
    /// A length of time.
    Time(SimTime),
}

/// A message's name: the `ordinal`-th of its kind on its way, counted from 1.
///
/// Written `write.2:A-C`; `write#2 A→C` in sentences. A second copy is `write.2b:A-C`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MessageName {
    /// The kind, an index into [`Names::kinds`].
    pub kind: u8,
    /// The sender, an index into [`Names::processes`].
    pub from: u8,
    /// The receiver.
    pub to: u8,
    /// Which one, from 1.
    pub ordinal: u32,
    /// Whether it is the copy that the network made.
    pub copy: bool,
}

impl Action {
    /// Reads an action such as `write Fri via A` or `cut A-B`.
    ///
    /// ```
    /// use sandtable_core::engine::{Action, Names};
    /// let spec = sandtable_core::catalog::find("quorum").unwrap().spec();
    /// let names = Names::new(["client", "A", "B", "C"], &["put", "get", "write", "read"]);
    /// let action = Action::parse("cut A-B", spec, &names).unwrap();
    /// assert_eq!(action.print(&names), "cut A-B");
    /// let problem = Action::parse("cut A-D", spec, &names).unwrap_err();
    /// assert!(problem.to_string().contains("no process `D`"));
    /// ```
    ///
    /// # Errors
    /// The first thing that cannot be read, with its place in `text`.
    pub fn parse(text: &str, spec: &Spec, names: &Names) -> Result<Action, Problem> {
        let words = split(text)?;
        let end = text.len() as u32;
        let Some(first) = words.first() else {
            return Err(Problem::new("an action is empty", "write one, or leave it out").at(0, end));
        };
        let verb = find_verb(first, spec)?;
        let mut values = Vec::new();
        let mut rest = words[1..].iter().peekable();
        for arg in verb.args {
            if rest.peek().is_none() && arg.optional {
                break;
            }
            if !arg.lead.is_empty() {
                match rest.next() {
                    Some(word) if !word.quoted && word.text == arg.lead => {}
                    Some(word) => {
                        let what = format!("`{}` stands where `{}` should", word.short(), arg.lead);
                        return Err(Problem::new(what, usage(verb)).at(word.from, word.to));
                    }
                    None => return Err(missing(verb, arg, end)),
                }
            }
            let word = rest.next().ok_or_else(|| missing(verb, arg, end))?;
            let value = read_value(word, &arg.kind, names);
            values.push(value.map_err(|p| p.at(word.from, word.to))?);
        }
        if let Some(extra) = rest.next() {
            let what = format!("`{}` is too much after `{}`", extra.short(), verb.name);
            return Err(Problem::new(what, usage(verb)).at(extra.from, end));
        }
        Ok(Action { verb, values })
    }

    /// The action as text; [`Action::parse`] reads it back to the same action.
    #[must_use]
    pub fn print(&self, names: &Names) -> String {
        let mut out = self.verb.name.to_owned();
        for (arg, value) in self.verb.args.iter().zip(&self.values) {
            if !arg.lead.is_empty() {
                out.push(' ');
                out.push_str(arg.lead);
            }
            out.push(' ');
            out.push_str(&value.print(names));
        }
        out
    }

    /// The process that the `index`-th argument names.
    #[must_use]
    pub fn process(&self, index: usize) -> Option<u8> {
        match self.values.get(index) {
            Some(Value::Process(p)) => Some(*p),
            _ => None,
        }
    }

    /// The word of the `index`-th argument.
    #[must_use]
    pub fn word(&self, index: usize) -> Option<&'static str> {
        match self.values.get(index) {
            Some(Value::Word(word)) => Some(word),
            _ => None,
        }
    }

    /// The text of the `index`-th argument.
    #[must_use]
    pub fn text(&self, index: usize) -> Option<&str> {
        match self.values.get(index) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The number of the `index`-th argument.
    #[must_use]
    pub fn number(&self, index: usize) -> Option<i64> {
        match self.values.get(index) {
            Some(Value::Number(n)) => Some(*n),
            _ => None,
        }
    }
}

impl Value {
    fn print(&self, names: &Names) -> String {
        match self {
            Value::Process(p) => names.process(*p).to_owned(),
            Value::Link(a, b) => format!("{}-{}", names.process(*a), names.process(*b)),
            Value::Message(m) => names.message(*m),
            Value::Word(word) => (*word).to_owned(),
            Value::Text(text) => quote(text),
            Value::Number(n) => n.to_string(),
            Value::Time(t) => t.to_string(),
        }
    }
}

/// A verb with its arguments, for help: `write TEXT via PROCESS`.
#[must_use]
pub fn usage(verb: &Verb) -> String {
    let mut out = format!("write `{}", verb.name);
    for arg in verb.args {
        let lead = if arg.lead.is_empty() { String::new() } else { format!("{} ", arg.lead) };
        let name = match arg.kind {
            ArgKind::Word(words) => words.join("|"),
            _ => arg.name.to_ascii_uppercase(),
        };
        let part = format!("{lead}{name}");
        out.push_str(&if arg.optional { format!(" [{part}]") } else { format!(" {part}") });
    }
    out.push('`');
    out
}

fn find_verb(word: &Word, spec: &Spec) -> Result<&'static Verb, Problem> {
    let own = spec.actions.iter().find(|v| v.name == word.text);
    if let Some(verb) = own.or_else(|| faults::verb(&word.text, spec.faults)) {
        return Ok(verb);
    }
    let known = spec.verbs();
    let cure = match nearest(&word.text, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("choose from {}", known.join(", ")),
    };
    let what = format!("{} has no action `{}`", spec.id, word.short());
    Err(Problem::new(what, cure).at(word.from, word.to))
}

fn missing(verb: &Verb, arg: &Arg, end: u32) -> Problem {
    Problem::new(format!("`{}` needs its {}", verb.name, arg.name), usage(verb)).at(0, end)
}

fn read_value(word: &Word, kind: &ArgKind, names: &Names) -> Result<Value, Problem> {
    let text = word.text.as_str();
    match kind {
        ArgKind::Process => names.find(text).map(Value::Process),
        ArgKind::Link => {
            let (a, b) = pair(text, names)?;
            Ok(Value::Link(a.min(b), a.max(b)))
        }
        ArgKind::Message => read_message(text, names).map(Value::Message),
        ArgKind::Word(words) => {
            words.iter().find(|w| **w == text).map(|w| Value::Word(w)).ok_or_else(|| {
                let what = format!("`{}` is no known word", word.short());
                Problem::new(what, format!("choose from {}", words.join(", ")))
            })
        }
        ArgKind::Text(max, _) => {
            let length = text.chars().count();
            if length > *max as usize || text.is_empty() || text.chars().any(char::is_control) {
                let what = format!("`{}` is empty, too long or unprintable", word.short());
                return Err(Problem::new(what, format!("write 1 to {max} characters")));
            }
            Ok(Value::Text(text.to_owned()))
        }
        ArgKind::Number(min, max) => {
            let number = text.parse::<i64>().ok().filter(|n| (min..=max).contains(&n));
            number.map(Value::Number).ok_or_else(|| {
                let what = format!("`{}` is no whole number in range", word.short());
                Problem::new(what, format!("choose {min} to {max}"))
            })
        }
        ArgKind::Time => SimTime::parse(text)
            .map(Value::Time)
            .map_err(|why| Problem::new(why, "a day is the longest"))
            .and_then(|v| match v {
                Value::Time(t) if t > SimTime::from_ms(86_400_000) => Err(Problem::new(
                    format!("`{}` is too long", word.short()),
                    "use at most a day",
                )),
                v => Ok(v),
            }),
    }
}

/// Reads `A-B`, also written `A→B` or `A->B`.
fn pair(text: &str, names: &Names) -> Result<(u8, u8), Problem> {
    let text = text.replace(['→', '–'], "-");
    let point = |b| str::strip_prefix(b, '>').unwrap_or(b);
    for (at, _) in text.match_indices('-') {
        if let (Ok(a), Ok(b)) = (names.find(&text[..at]), names.find(point(&text[at + 1..]))) {
            if a == b {
                let what = format!("`{}` leads from a process to itself", excerpt(&text));
                return Err(Problem::new(what, "name two processes"));
            }
            return Ok((a, b));
        }
    }
    if let Some((a, b)) = text.split_once('-') {
        names.find(a)?;
        names.find(point(b))?;
    }
    Err(Problem::new(format!("`{}` is no link", excerpt(&text)), "write it like `A-B`"))
}

fn read_message(text: &str, names: &Names) -> Result<MessageName, Problem> {
    let wrong = || {
        let what = format!("`{}` is no message", excerpt(text));
        let kind = names.kinds.first().copied().unwrap_or("write");
        Problem::new(what, format!("write its kind, number and way like `{kind}.2:A-B`"))
    };
    let (head, way) = text.split_once(':').ok_or_else(wrong)?;
    let (kind, ordinal) = head.split_once(['.', '#']).ok_or_else(wrong)?;
    let (ordinal, copy) = match ordinal.strip_suffix('b') {
        Some(ordinal) => (ordinal, true),
        None => (ordinal, false),
    };
    let ordinal = ordinal.parse::<u32>().ok().filter(|n| *n > 0).ok_or_else(wrong)?;
    let Some(kind) = names.kinds.iter().position(|k| *k == kind) else {
        let what = format!("there are no messages of the kind `{}`", excerpt(kind));
        return Err(Problem::new(what, format!("choose from {}", names.kinds.join(", "))));
    };
    let (from, to) = pair(way, names)?;
    Ok(MessageName { kind: kind as u8, from, to, ordinal, copy })
}

/// A word of an action with its place.
struct Word {
    text: String,
    from: u32,
    to: u32,
    quoted: bool,
}

impl Word {
    fn short(&self) -> String {
        excerpt(&self.text)
    }
}

/// Splits into words at spaces; `"…"` keeps spaces, with `\"` and `\\` inside.
fn split(text: &str) -> Result<Vec<Word>, Problem> {
    let mut words = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((from, c)) = chars.next() {
        if c.is_whitespace() {
            continue;
        }
        let mut word = Word { text: String::new(), from: from as u32, to: 0, quoted: c == '"' };
        if word.quoted {
            loop {
                match chars.next() {
                    Some((_, '"')) => break,
                    Some((_, '\\')) => match chars.next() {
                        Some((_, c @ ('"' | '\\'))) => word.text.push(c),
                        _ => return Err(unclosed(from, text)),
                    },
                    Some((_, c)) => word.text.push(c),
                    None => return Err(unclosed(from, text)),
                }
            }
        } else {
            word.text.push(c);
            while let Some((_, c)) = chars.next_if(|(_, c)| !c.is_whitespace()) {
                word.text.push(c);
            }
        }
        word.to = chars.peek().map_or(text.len(), |(at, _)| *at) as u32;
        words.push(word);
    }
    Ok(words)
}

fn unclosed(from: usize, text: &str) -> Problem {
    let what = "a quoted text is not closed";
    Problem::new(what, "end it with `\"`").at(from as u32, text.len() as u32)
}

fn quote(text: &str) -> String {
    let plain = |c: char| !c.is_whitespace() && !matches!(c, '"' | '\\' | ';' | '@');
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
