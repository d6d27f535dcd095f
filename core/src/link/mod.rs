//! The text form of a run: read strictly, written in one canonical way.
//!
//! ```text
//! link    = "v1/" model [ "?" part *( "&" part ) ] | "z1/" packed
//! part    = name "=" value
//! name    = a knob | a rule | "seed" | "do" | "at" | "view" | "vs"
//! ```
//!
//! `do` is a script ([`Script::parse`]), `at` a place in the run, `view` the picture that is shown
//! large, by its kind and, of several of a kind, its number, `vs` the settings of a second run beside
//! the first: `vs=w:2,r:2`. Values are percent-encoded UTF-8, with `+` for a space. The whole grammar is in `docs/links.md`.

mod packed;

pub use packed::short;

use crate::catalog::{self, Entry, IDS};
use crate::engine::problem::{excerpt, nearest};
use crate::engine::{Config, Machine, Names, Place, Problem, Run, Script, SimTime, Verdict};
use crate::scene::{NAMES, insertion_sort_by_key};

/// The longest link that is read, in bytes.
pub const LENGTH_MAX: usize = 64 * 1024;

/// The most parts that a link or an element may have, and the most settings of its second run. No
/// model has half as many.
const PARTS_MAX: usize = 100;

/// A link, read: everything that a run and its presentation need.
#[derive(Clone)]
pub struct Link {
    /// The model.
    pub entry: &'static Entry,
    /// The settings.
    pub config: Config,
    /// The seed.
    pub seed: u64,
    /// The script.
    pub script: Script,
    /// Where in the run; `None`: where the model opens.
    pub at: Option<At>,
    /// The name of the picture that is shown large.
    pub view: Option<&'static str>,
    /// The settings of the run beside it.
    pub versus: Option<Config>,
}

/// A place in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// In a timed run.
    Time(Place),
    /// In an untimed one.
    Step(u32),
}

/// A name and a value with their places in the text that they came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The name, decoded.
    pub name: String,
    /// The value, decoded.
    pub value: String,
    /// For each byte of the decoded value, and for its end, the byte in the text.
    offsets: Vec<u32>,
    from: u32,
    to: u32,
}

impl Part {
    /// A part that stands for itself: an attribute of an element, with the place of its value.
    #[must_use]
    pub fn plain(name: &str, value: &str) -> Part {
        let end = value.len() as u32;
        Part {
            name: name.to_owned(),
            value: value.to_owned(),
            offsets: (0..=end).collect(),
            from: 0,
            to: end,
        }
    }

    /// A part whose value stands as it is in a longer text, from byte `from` of it on: an option of
    /// a directive. Problems then have their places in that text.
    ///
    /// ```
    /// use sandtable_core::link::Part;
    /// use sandtable_core::session::Session;
    /// let parts = [Part::placed("w", "nine", 100)];
    /// let problems = Session::assemble("quorum", &parts).err().unwrap();
    /// assert_eq!((problems[0].from, problems[0].to), (100, 104));
    /// ```
    #[must_use]
    pub fn placed(name: &str, value: &str, from: u32) -> Part {
        let to = from + value.len() as u32;
        Part {
            name: name.to_owned(),
            value: value.to_owned(),
            offsets: (from..=to).collect(),
            from,
            to,
        }
    }

    fn problem(&self, what: impl Into<String>, cure: impl Into<String>) -> Problem {
        Problem::new(what, cure).at(self.from, self.to)
    }

    /// A problem inside the value, with its place in the text; the whole part where there is nothing
    /// inside to point at.
    fn inside(&self, problem: Problem) -> Problem {
        let place = |at: u32| self.offsets.get(at as usize).copied().unwrap_or(self.to);
        match (place(problem.from), place(problem.to)) {
            (from, to) if from < to => problem.at(from, to),
            _ => problem.at(self.from, self.to),
        }
    }
}

/// The model that a link names, as far as the link can be read without knowing any model.
///
/// ```
/// assert_eq!(sandtable_core::link::model("v1/quorum?n=3").as_deref(), Some("quorum"));
/// assert_eq!(sandtable_core::link::model("quorum"), None);
/// ```
#[must_use]
pub fn model(text: &str) -> Option<String> {
    let (version, rest) = text.split_once('/')?;
    if version == packed::VERSION && text.len() <= LENGTH_MAX {
        return packed::unpack(rest).ok().and_then(|plain| model(&plain));
    }
    rest.split('?').next().map(str::to_owned)
}

impl Link {
    /// Reads a link.
    ///
    /// ```
    /// use sandtable_core::link::Link;
    /// let link = Link::parse("v1/quorum?w=1&r=1&seed=9").unwrap();
    /// assert_eq!((link.config.number("w"), link.seed), (1, 9));
    /// let problems = Link::parse("v1/quorum?w=nine&z=1").err().unwrap();
    /// assert_eq!(problems.len(), 2);
    /// assert_eq!((problems[0].from, problems[0].to), (10, 16));
    /// ```
    ///
    /// # Errors
    /// Everything that cannot be read, each with its place and a cure. O(length).
    pub fn parse(text: &str) -> Result<Link, Vec<Problem>> {
        Link::parse_beside(text, None).map(|(link, _)| link)
    }

    /// Reads a link and makes the run that it means, with the cursor at its place. If the run
    /// `beside` has the same settings and the same seed, the two share what never changes.
    ///
    /// # Errors
    /// As [`Link::parse`].
    pub fn open(text: &str, beside: Option<&Run>) -> Result<(Link, Run), Vec<Problem>> {
        Link::parse_beside(text, beside).map(Link::started)
    }

    /// The run that a link means, as [`Link::open`] makes it of a text.
    #[must_use]
    pub fn run(self, beside: Option<&Run>) -> (Link, Run) {
        let machine = machine(self.entry, &self.config, self.seed, beside);
        Link::started((self, machine))
    }

    /// The same for named parts, as the attributes of an element or the words of a directive give
    /// them.
    ///
    /// # Errors
    /// Everything that cannot be read; places are those of the parts. Of more than a hundred, or of a
    /// longer value than a link may be, that alone is said.
    pub fn open_parts(entry: &'static Entry, parts: &[Part]) -> Result<(Link, Run), Vec<Problem>> {
        if let Some(part) = parts.get(PARTS_MAX) {
            return Err(vec![too_many("settings").at(part.from, part.to)]);
        }
        if let Some(part) = parts.iter().find(|part| part.value.len() > LENGTH_MAX) {
            let what = format!("the value of `{}`", excerpt(&part.name));
            return Err(vec![too_long(&what, part.value.len()).at(part.from, part.to)]);
        }
        Link::read(entry, parts, None).map(Link::started)
    }

    fn parse_beside(
        text: &str,
        beside: Option<&Run>,
    ) -> Result<(Link, Box<dyn Machine>), Vec<Problem>> {
        let end = text.len() as u32;
        if text.len() > LENGTH_MAX {
            return Err(vec![too_long("the link", text.len()).at(LENGTH_MAX as u32, end)]);
        }
        let Some((version, rest)) = text.split_once('/') else {
            let what = format!("`{}` is no link", excerpt(text));
            return Err(vec![Problem::new(what, "a link starts like `v1/quorum?`").at(0, end)]);
        };
        if version == packed::VERSION {
            // A place in the plain text is none in the packed one.
            let plain = packed::unpack(rest).map_err(|problem| vec![problem])?;
            let whole = |problem: Problem| problem.at(0, end);
            let read = Link::parse_beside(&plain, beside);
            return read.map_err(|all| all.into_iter().map(whole).collect());
        }
        if version != "v1" {
            let what = format!("`{}` is a version that is not known here", excerpt(version));
            let cure = "`v1` and `z1` are read; the page may be older than the link: reload it";
            return Err(vec![Problem::new(what, cure).at(0, version.len() as u32)]);
        }
        let (model, query) = rest.split_once('?').unwrap_or((rest, ""));
        let start = version.len() as u32 + 1;
        let entry = find(model).map_err(|p| vec![p.at(start, start + model.len() as u32)])?;
        let mut parts = Vec::new();
        let mut problems = Vec::new();
        let mut from = start as usize + model.len() + 1;
        for piece in query.split('&') {
            if parts.len() + problems.len() == PARTS_MAX {
                return Err(vec![too_many("parts").at(from as u32, end)]);
            }
            if !piece.is_empty() {
                match decode_part(piece, from) {
                    Ok(part) => parts.push(part),
                    Err(problem) => problems.push(problem),
                }
            }
            from += piece.len() + 1;
        }
        match (Link::read(entry, &parts, beside), problems.is_empty()) {
            (Ok(read), true) => Ok(read),
            (Ok(_), false) => Err(problems),
            (Err(more), _) => {
                problems.extend(more);
                insertion_sort_by_key(&mut problems, |p| (p.from, p.to));
                Err(problems)
            }
        }
    }

    /// Puts a link together from a model and named parts, and makes a machine for it: what it is
    /// about has names only there.
    fn read(
        entry: &'static Entry,
        parts: &[Part],
        beside: Option<&Run>,
    ) -> Result<(Link, Box<dyn Machine>), Vec<Problem>> {
        let spec = entry.spec();
        let mut problems = Vec::new();
        let mut settings: Vec<&Part> = Vec::new();
        let (mut seed, mut script, mut at, mut view, mut versus) = (None, None, None, None, None);
        for part in parts {
            let slot = match part.name.as_str() {
                "seed" => &mut seed,
                "do" => &mut script,
                "at" => &mut at,
                "view" => &mut view,
                "vs" => &mut versus,
                _ => {
                    settings.push(part);
                    continue;
                }
            };
            if slot.replace(part).is_some() {
                let what = format!("`{}` stands twice", part.name);
                problems.push(part.problem(what, "keep one of them"));
            }
        }
        let mut config = Config::new(spec);
        let pairs: Vec<(String, String)> =
            settings.iter().map(|p| (p.name.clone(), p.value.clone())).collect();
        if let Err(wrong) = config.read(&pairs) {
            problems.extend(wrong.into_iter().map(|(i, p)| p.at(settings[i].from, settings[i].to)));
        }
        let seed = seed.map_or(Ok(spec.seed), |part| {
            part.value.parse::<u64>().map_err(|_| {
                let what = format!("`seed={}` is no seed", excerpt(&part.value));
                problems.push(part.problem(what, "write a whole number from 0 to 2⁶⁴ − 1"));
            })
        });
        let machine = machine(entry, &config, *seed.as_ref().unwrap_or(&0), beside);
        let names = machine.names();
        let script = match script {
            None => Ok(Script::story(spec, names)),
            Some(part) => Script::parse(&part.value, spec, names)
                .map_err(|wrong| problems.extend(wrong.into_iter().map(|p| part.inside(p)))),
        };
        let at = at.map(|part| {
            read_at(&part.value, spec.is_timed()).map_err(|p| problems.push(part.inside(p)))
        });
        let view = view.map(|part| {
            view_named(&part.value).ok_or_else(|| {
                let what = format!("`{}` is no kind of picture", excerpt(&part.value));
                let kinds = NAMES.map(|names| names[0]).join(", ");
                let cure = format!("choose from {kinds}; the second of a kind is `table.2`");
                problems.push(part.problem(what, cure));
            })
        });
        let versus =
            versus.map(|part| read_versus(part, &config).map_err(|wrong| problems.extend(wrong)));
        match (seed, script, at.transpose(), view.transpose(), versus.transpose()) {
            (Ok(seed), Ok(script), Ok(at), Ok(view), Ok(versus)) if problems.is_empty() => {
                Ok((Link { entry, config, seed, script, at, view, versus }, machine))
            }
            _ => Err(problems),
        }
    }

    /// Writes the link in its canonical form, with the names of its run. [`Link::parse`] reads it
    /// back to the same link.
    #[must_use]
    pub fn print(&self, names: &Names) -> String {
        let spec = self.entry.spec();
        let mut parts: Vec<(String, String)> = Vec::new();
        for (name, value) in self.config.differences() {
            parts.push((name.to_owned(), value));
        }
        if self.seed != spec.seed {
            parts.push(("seed".to_owned(), self.seed.to_string()));
        }
        if Script::story(spec, names) != self.script {
            parts.push(("do".to_owned(), self.script.print(spec, names)));
        }
        match self.at {
            Some(At::Time(place)) => {
                parts.push(("at".to_owned(), place.to_string().trim_start_matches('@').to_owned()));
            }
            Some(At::Step(step)) => parts.push(("at".to_owned(), step.to_string())),
            None => {}
        }
        if let Some(view) = self.view {
            parts.push(("view".to_owned(), view.to_owned()));
        }
        if let Some(versus) = &self.versus {
            parts.push(("vs".to_owned(), print_versus(&self.config, versus)));
        }
        let query: Vec<String> =
            parts.iter().map(|(n, v)| format!("{}={}", encode(n), encode(v))).collect();
        let mark = if query.is_empty() { "" } else { "?" };
        format!("v1/{}{mark}{}", spec.id, query.join("&"))
    }

    /// The run that the link means, with the cursor at its place.
    fn started((link, machine): (Link, Box<dyn Machine>)) -> (Link, Run) {
        let (config, script) = (link.config.clone(), link.script.clone());
        let mut run = Run::with(machine, link.entry.maker(), config, link.seed, script);
        match link.at.or_else(|| opening(&run)) {
            Some(at) => seek(&mut run, at),
            None => run.seek(u32::MAX),
        }
        (link, run)
    }
}

/// A machine with these settings, which shares what never changes with the run `beside` if that has the
/// same.
fn machine(
    entry: &'static Entry,
    config: &Config,
    seed: u64,
    beside: Option<&Run>,
) -> Box<dyn Machine> {
    let alike = |run: &&Run| {
        std::ptr::eq(run.spec(), entry.spec()) && run.config() == config && run.seed() == seed
    };
    match beside.filter(alike) {
        Some(run) => run.fresh(),
        None => entry.machine(config, seed),
    }
}

/// Where a run opens when nothing is said: at the first violation; else, in the model's own story,
/// where the model says; else at the end. `None`: the end.
fn opening(run: &Run) -> Option<At> {
    let violated = run.final_verdicts().into_iter().filter_map(|v| match v {
        Verdict::Violated { step, .. } => Some(step),
        _ => None,
    });
    let spec = run.spec();
    match violated.min() {
        Some(step) => Some(At::Step(step)),
        None if spec.opening.is_empty() => None,
        None if Script::story(spec, run.names()) != *run.script() => None,
        None => read_at(spec.opening, spec.is_timed()).ok(),
    }
}

/// Whether the cursor is where the run opens when nothing is said.
#[must_use]
pub fn is_opening(run: &Run) -> bool {
    let end = run.steps().len() as u32;
    let (step, moment) = match opening(run) {
        None => (end, run.end()),
        Some(At::Step(step)) => (step.min(end), run.time_of(step)),
        Some(At::Time(Place { at, .. })) => (run.step_at(at), at.min(run.end())),
    };
    (run.position(), run.now()) == (step, moment)
}

fn seek(run: &mut Run, at: At) {
    let place = match at {
        At::Step(step) => return run.seek(step),
        At::Time(place) => place,
    };
    let before = run.steps().partition_point(|s| s.at < place.at) as u32;
    let all = run.step_at(place.at);
    match place.after {
        Some(after) => run.seek(before.saturating_add(after).min(all)),
        None => run.seek_time(place.at),
    }
}

/// The name of a picture, as a text gives it.
#[must_use]
pub fn view_named(text: &str) -> Option<&'static str> {
    NAMES.as_flattened().iter().find(|name| **name == text).copied()
}

/// The model of that name.
///
/// # Errors
/// There is none; the cure names the nearest, or all.
pub fn find(model: &str) -> Result<&'static Entry, Problem> {
    catalog::find(model).ok_or_else(|| {
        let cure = match nearest(model, IDS.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("choose from {}", IDS.join(", ")),
        };
        Problem::new(format!("there is no model `{}`", excerpt(model)), cure)
    })
}

fn read_at(text: &str, timed: bool) -> Result<At, Problem> {
    if timed {
        return Place::parse(text)
            .map(At::Time)
            .map_err(|p| Problem::new(p.what, "write `at=2.5s`"));
    }
    text.parse::<u32>().map(At::Step).map_err(|_| {
        Problem::new(format!("`{}` is no step", excerpt(text)), "write a number, as in `at=3`")
    })
}

/// What is said of a text that is longer than is read.
fn too_long(what: &str, length: usize) -> Problem {
    let what = format!("{what} is {length} bytes long");
    Problem::new(what, format!("at most {LENGTH_MAX} are read; was something pasted into it?"))
}

/// What is said of more parts, or more settings, than are read.
fn too_many(what: &str) -> Problem {
    let what = format!("there are more than {PARTS_MAX} {what}");
    Problem::new(what, "keep one of each name; was something pasted into it?")
}

fn read_versus(part: &Part, config: &Config) -> Result<Config, Vec<Problem>> {
    let mut pairs = Vec::new();
    let mut places = Vec::new();
    let mut from = 0u32;
    for piece in part.value.split(',') {
        let to = from + piece.len() as u32;
        if pairs.len() == PARTS_MAX {
            let end = part.value.len() as u32;
            return Err(vec![part.inside(too_many("settings of a second run").at(from, end))]);
        }
        let Some((name, value)) = piece.split_once(':') else {
            let what = format!("`{}` is no setting", excerpt(piece));
            let cure = "write the second run's settings like `vs=w:2,r:2`";
            return Err(vec![part.inside(Problem::new(what, cure).at(from, to.max(from + 1)))]);
        };
        pairs.push((name.to_owned(), value.to_owned()));
        places.push((from, to));
        from = to + 1;
    }
    let base = config.differences().into_iter();
    let base = base.filter(|(name, _)| pairs.iter().all(|(n, _)| n != name));
    let mut all = pairs.clone();
    all.extend(base.map(|(name, value)| (name.to_owned(), value)));
    let mut versus = Config::new(config.spec());
    versus.read(&all).map_err(|wrong| {
        let placed = wrong.into_iter().map(|(i, p)| match places.get(i) {
            Some((from, to)) => part.inside(p.at(*from, *to)),
            None => part.inside(p),
        });
        placed.collect::<Vec<_>>()
    })?;
    Ok(versus)
}

fn print_versus(config: &Config, versus: &Config) -> String {
    let spec = config.spec();
    let own = |r: &&crate::engine::Rule| matches!(r.switch, crate::engine::Switch::Own);
    let names = spec.knobs.iter().map(|k| k.name);
    let names = names.chain(spec.rules.iter().filter(own).map(|r| r.name));
    let pairs: Vec<String> = names
        .filter(|name| config.text(name) != versus.text(name))
        .map(|name| format!("{name}:{}", versus.text(name).unwrap_or_default()))
        .collect();
    if pairs.is_empty() {
        // Two equal runs: said by repeating a setting.
        let name = spec.knobs.first().map_or("", |k| k.name);
        return format!("{name}:{}", versus.text(name).unwrap_or_default());
    }
    pairs.join(",")
}

/// Decodes a part that starts at byte `from` of the link.
fn decode_part(piece: &str, from: usize) -> Result<Part, Problem> {
    let (from, to) = (from as u32, (from + piece.len()) as u32);
    let Some((name, value)) = piece.split_once('=') else {
        let what = format!("`{}` has no value", excerpt(piece));
        return Err(Problem::new(what, "write it like `name=value`").at(from, to));
    };
    let broken = || {
        let what = format!("`{}` is cut off or not percent-encoded", excerpt(piece));
        Problem::new(what, "copy the link again").at(from, to)
    };
    let (name_text, _) = decode(name, from).ok_or_else(broken)?;
    let (value, offsets) = decode(value, from + name.len() as u32 + 1).ok_or_else(broken)?;
    Ok(Part { name: name_text, value, offsets, from, to })
}

/// Decodes percent-encoded text, `+` as space; for each byte the place that it came from.
fn decode(text: &str, base: u32) -> Option<(String, Vec<u32>)> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut offsets = Vec::with_capacity(bytes.len() + 1);
    let mut at = 0;
    while at < bytes.len() {
        offsets.push(base + at as u32);
        match bytes[at] {
            b'+' => out.push(b' '),
            b'%' => {
                let hex = text.get(at + 1..at + 3)?;
                if !hex.bytes().all(|b| b.is_ascii_hexdigit()) {
                    return None;
                }
                out.push(u8::from_str_radix(hex, 16).ok()?);
                at += 2;
            }
            byte => out.push(byte),
        }
        at += 1;
    }
    offsets.push(base + bytes.len() as u32);
    Some((String::from_utf8(out).ok()?, offsets))
}

/// Encodes text for the fragment of an address.
fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b' ' => out.push('+'),
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' => out.push(byte as char),
            b'-' | b'.' | b'_' | b'~' | b'@' | b':' | b';' | b',' | b'/' | b'!' | b'(' | b')' => {
                out.push(byte as char);
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// The place of a run's cursor, as it stands in a link.
#[must_use]
pub fn at(run: &Run) -> At {
    if !run.spec().is_timed() {
        return At::Step(run.position());
    }
    let now: SimTime = run.now();
    let all = run.step_at(now);
    let after = (all != run.position()).then(|| {
        let before = run.steps().partition_point(|s| s.at < now) as u32;
        run.position().saturating_sub(before)
    });
    At::Time(Place { at: now, after })
}
