//! The same pictures as text, for static pages: the first frame, the film strip, the transcript.
//!
//! ```
//! use sandtable_app::still;
//! use sandtable_core::session::Session;
//! let mut session = Session::open("v1/quorum?r=1&w=1").unwrap();
//! assert!(still::figure(&session).starts_with("<div"));
//! assert!(still::film_strip(&mut session).contains("<figcaption>"));
//! assert!(still::transcript(&session).contains("<li"));
//! ```

use sandtable_core::scene::{Choice, Scene};
use sandtable_core::session::{LogLine, Session, Side, Transport, Verdict};

use crate::dom::html::write;
use crate::dom::{El, el};
use crate::views::groups::{Group, groups};
use crate::views::hits::hits;
use crate::views::icons::icon;
use crate::views::wording::Wording;
use crate::views::{Size, draw, legend, stage, words};

/// How many sentences of the log the first frame shows.
const LOG_MAX: usize = 12;
/// How many frames a film strip has at most.
const FRAMES_MAX: usize = 6;
/// How many lines a transcript has at most.
const TRANSCRIPT_MAX: usize = 40;

/// The first frame as HTML: what the live player shows when it opens, in the same markup, without
/// controls. O(what is to be seen).
#[must_use]
pub fn figure(session: &Session) -> String {
    write(&whole(session))
}

/// A film strip as HTML: three to six small frames with captions, which tell the run without motion.
/// The session's cursor is where it was afterwards.
#[must_use]
pub fn film_strip(session: &mut Session) -> String {
    let frames = session.film(FRAMES_MAX).into_iter().enumerate().map(|(i, frame)| {
        let number = el("b").text((i + 1).to_string());
        let caption = el("figcaption").kid(number).text(format!(" {}", frame.caption));
        let picture = frame.scene.views.get(frame.view).map(|v| draw(v, Size::Mini));
        el("li").kid(el("figure").kids(picture).kid(caption))
    });
    write(&el("ol").class("st film").kids(frames))
}

/// The run up to the cursor as an ordered list of at most forty sentences, as HTML.
#[must_use]
pub fn transcript(session: &Session) -> String {
    let lines = session.story(TRANSCRIPT_MAX).into_iter().map(said);
    write(&el("ol").class("st transcript").kids(lines))
}

fn whole(session: &Session) -> El {
    let scene = session.scene(Side::Main);
    let title = session.spec().title;
    let views = stage::on_stage(&scene, session.view());
    let layout = stage::layout(&views);
    let pictures = views.iter().map(|(_, v)| {
        let canvas = stage::canvas(v, &stage::sizes(v, layout, None));
        el("div").class(format!("view view-{}", v.kind())).kid(canvas)
    });
    let aside = stage::beside(&scene, session.view());
    let pictures = el("section")
        .class(format!("stage {layout}"))
        .attr("role", "group")
        .label(title)
        .kids(pictures)
        .kid(el("p").class("sr").text(scene.text()));
    let promises = el("div").kid(checks(session)).kids(rules(session));
    let settings = el("div").kid(knobs(session)).kid(script(session));
    el("div")
        .class("st player static")
        .attr("role", "group")
        .label(format!("Model: {title}"))
        .kid(el("div").class("stages").kid(pictures))
        .kid(el("div").class("caption").kid(legend::legend(&scene)).kids(tabs(&scene)))
        .kids(place(session))
        .kid(rows(session))
        .kid(el("div").class("panels").kid(promises).kid(settings))
        .kid(el("div").class("panels").kid(log(session)).kids(aside))
        .kid(el("div").class("foot").kid(el("code").text(session.link())))
}

/// The room that the live player's choice of pictures takes: nothing moves when it comes.
fn tabs(scene: &Scene) -> Option<El> {
    let says = scene.named().map(|(name, view)| words::tab(name, view));
    let says = std::iter::once("All".to_owned()).chain(says);
    let tabs = el("div").class("tabs").attr("aria-hidden", "true");
    (scene.views.len() > 1).then(|| tabs.kids(says.map(|says| el("span").text(says))))
}

/// Where in the run the frame is, in the place of the transport.
fn place(session: &Session) -> Option<El> {
    let moves = session.spec().transport != Transport::Still;
    let readout = el("output").class("place").kids(words::readout(session));
    moves.then(|| el("div").class("transport").kid(readout))
}

/// What can be done, in words.
fn rows(session: &Session) -> El {
    let scene = session.scene(Side::Main);
    let hits: Vec<_> = scene.views.iter().flat_map(|v| hits(v, Size::Wide)).collect();
    let row = |fault: bool, title: &'static str, class: &'static str| {
        let choices: Vec<_> = session.choices().into_iter().filter(|c| c.fault == fault).collect();
        let groups = groups(&choices, &hits).into_iter().map(|group| {
            if !group.is_listed() {
                return el("span").class("chip").text(group.words);
            }
            let word = |says: &str| {
                let says = says.to_owned();
                (!says.is_empty()).then(|| el("span").class("words").text(says))
            };
            let to = |(says, _): (String, Choice)| el("span").class("to").text(says);
            let verb = el("span").class("verb");
            match texts(session, &group) {
                Some(texts) => {
                    let w = Wording::new(&group, &texts);
                    let field = el("span").class("text").text(w.text);
                    let verb = verb.kids(word(&w.head)).kid(field).kids(word(&w.tail));
                    verb.kids(w.targets.into_iter().map(to)).kids(w.others.into_iter().map(to))
                }
                None => verb.kids(word(&group.words)).kids(group.items.into_iter().map(to)),
            }
        });
        let groups = el("div").class("groups").kids(groups);
        el("div")
            .class(format!("row {class}"))
            .kid(el("div").class("topic").text(title))
            .kid(groups)
    };
    let (uses, faults) = (row(false, "Use it", "uses"), row(true, "Break it", "faults"));
    el("div").class("rows").kid(uses).kid(faults)
}

/// The texts that the choices of a group are about, if they are about any.
fn texts(session: &Session, group: &Group) -> Option<Vec<String>> {
    group.items.iter().map(|(_, choice)| session.text_in(&choice.action)).collect()
}

fn section(class: &'static str, title: &'static str, list: El) -> El {
    let head = el("div").class("topic").text(title);
    el("section").class(class).attr("role", "group").label(title).kid(head).kid(list)
}

fn checks(session: &Session) -> El {
    let rows = session.checks(Side::Main).into_iter().enumerate().map(|(i, check)| {
        let verdict = check.verdict;
        let mut more = Vec::new();
        let (status, class) = match (&verdict, check.violated_ahead) {
            (Verdict::Violated { step, .. }, _) => (format!("step {step}"), "status now"),
            (_, Some(step)) => (format!("breaks at step {step}"), "status ahead"),
            (_, None) => (words::verdict(&verdict).to_owned(), "status"),
        };
        let open = words::unguarded(session, Side::Main, i);
        if let Verdict::Violated { why, .. } = &verdict {
            more.push(el("span").class("why").text(format!("{}.", words::sentence(why))));
        }
        more.extend(open);
        // The verdict itself is said once.
        let is_said = class == "status";
        let title = el("span").class("title").text(check.title);
        let summary = el("div").class("summary").kid(words::number(i + 1)).kid(title);
        el("li")
            .class(format!("check {}", verdict.name()))
            .kid(icon(words::verdict_icon(&verdict)))
            .kid(summary)
            .kid(el("span").class(class).text(status))
            .kids((!more.is_empty()).then(|| el("div").class("more").kids(more)))
            .kids((!is_said).then(|| el("span").class("sr").text(words::verdict(&verdict))))
    });
    section("checks", "Checks", el("ul").kids(rows))
}

fn rules(session: &Session) -> Option<El> {
    let (spec, config) = (session.spec(), session.config(Side::Main));
    let rows = spec.rules.iter().map(|rule| {
        let on = config.holds(rule.name);
        let badges = words::protected(spec, rule).map(|(number, _)| words::number(number));
        let title = el("span").class("title").text(rule.label);
        let badges = el("span").class("badges").kids(badges);
        let status = el("span").class("status").text(if on { "on" } else { "off" });
        let summary = el("div").class("summary").kid(title).kid(badges);
        el("li").class(if on { "rule" } else { "rule off" }).kid(summary).kid(status)
    });
    let list = el("ul").kids(rows);
    (!spec.rules.is_empty()).then(|| section("rules", "Rules", list))
}

fn knobs(session: &Session) -> El {
    let (spec, config) = (session.spec(), session.config(Side::Main));
    let seed = ("Seed", session.seed().to_string(), "");
    let knobs = spec.knobs.iter().filter(|k| words::turns(config, k));
    let knobs = knobs.map(|k| (k.label, words::value(config, k), k.unit));
    let rows = knobs.chain([seed]).map(|(label, value, unit)| {
        let says = if unit.is_empty() { value } else { format!("{value} {unit}") };
        let title = el("span").class("title").text(label);
        el("li").class("knob").kid(title).kid(el("span").class("value").text(says))
    });
    // On a phone they are folded, as in the live player.
    let unfold = el("summary").class("unfold").text("Show the knobs");
    section("knobs", "Knobs", el("details").kid(unfold).kid(el("ul").kids(rows)))
}

/// A line of the log, and of the transcript: the same words in the same markup compress to little.
fn said(line: LogLine) -> El {
    let beat = if line.beat { " beat" } else { "" };
    let class = format!("said tone-{}{beat}", line.tone.name());
    let time = el("time").text(line.place);
    el("li").class(class).kid(time).text(" ").kid(el("span").text(line.text))
}

fn log(session: &Session) -> El {
    let lines = session.log(Side::Main, LOG_MAX).into_iter().map(said);
    let none = session.log(Side::Main, 1).is_empty();
    let none = none.then(|| el("li").class("quiet").text("Nothing has happened yet."));
    section("log", "What happened", el("ol").kids(lines).kids(none))
}

fn script(session: &Session) -> El {
    let lines = session.script().into_iter().map(|text| el("li").kid(el("code").text(text)));
    let none = session.script().is_empty();
    let none = none.then(|| el("p").class("quiet").text("Nothing has been done."));
    // A long list scrolls, by keyboard too.
    let list = el("ol").kids(lines);
    let long = session.script().len() > 5;
    let list = if long { list.attr("tabindex", "0").label("What was done") } else { list };
    section("history", "What was done", list).kids(none)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<(Session, &'static str)> {
        sandtable_core::session::models()
            .map(|spec| {
                (Session::open(&format!("v1/{}", spec.id)).expect("a model opens"), spec.id)
            })
            .collect()
    }

    #[test]
    fn the_figure_says_what_the_scene_says() {
        for (session, _) in all() {
            let html = figure(&session);
            for check in session.spec().checks {
                assert!(html.contains(&escaped(check.title)), "{}", check.title);
            }
            for rule in session.spec().rules {
                assert!(html.contains(&escaped(rule.label)), "{}", rule.label);
            }
            for view in session.scene(Side::Main).views {
                assert!(html.contains(&escaped(view.title())), "{}", view.title());
            }
            for line in session.log(Side::Main, 3) {
                assert!(html.contains(&escaped(&line.text)), "{}", line.text);
            }
        }
    }

    #[test]
    fn nothing_static_needs_a_style_attribute_or_a_script() {
        for (mut session, _) in all() {
            let html = figure(&session) + &film_strip(&mut session) + &transcript(&session);
            for banned in [" style=", "<script", "<button", " onclick", "<input", "javascript:"] {
                assert!(!html.contains(banned), "{banned}");
            }
        }
    }

    #[test]
    fn a_film_has_a_caption_for_each_of_three_to_six_frames() {
        for (mut session, _) in all() {
            let before = session.link();
            let html = film_strip(&mut session);
            let frames = html.matches("<figcaption>").count();
            assert!((3..=6).contains(&frames), "{frames} frames");
            assert_eq!(html.matches("<svg").count(), frames);
            // Which is less than 2 kB compressed; the site measures that.
            assert!(html.len() < frames * 12_000, "{} bytes", html.len());
            assert_eq!(session.link(), before, "the cursor is where it was");
        }
    }

    #[test]
    fn a_transcript_is_short() {
        for (mut session, _) in all() {
            session.settle();
            let lines = transcript(&session).matches("<li").count();
            assert!(lines <= TRANSCRIPT_MAX && lines > 0);
        }
    }

    #[test]
    fn pictures_are_the_same_twice() {
        for (session, _) in all() {
            assert_eq!(figure(&session), figure(&session));
        }
    }

    #[test]
    fn views_hold_no_names_of_models() {
        let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/views");
        for file in std::fs::read_dir(dir).expect("the views' folder") {
            let path = file.expect("an entry").path();
            let text = std::fs::read_to_string(&path).expect("a source file");
            for spec in sandtable_core::session::models() {
                let named = format!("\"{}\"", spec.id);
                assert!(!text.contains(&named), "{} names {}", path.display(), spec.id);
            }
        }
    }

    fn escaped(text: &str) -> String {
        text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
    }
}
