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

use leptos::prelude::*;
use sandtable_core::session::{LogLine, Session, Side, Transport, Verdict};

use crate::views::groups::{Group, groups};
use crate::views::hits::hits;
use crate::views::icons::icon;
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
    html(|| whole(session))
}

/// A film strip as HTML: three to six small frames with captions, which tell the run without motion.
/// The session's cursor is where it was afterwards.
#[must_use]
pub fn film_strip(session: &mut Session) -> String {
    let frames = session.film(FRAMES_MAX);
    html(move || {
        let frames = frames.into_iter().enumerate().map(|(i, frame)| {
            let picture = frame.scene.views.first().map(|v| draw(v, Size::Mini));
            view! {
                <li>
                    <figure>
                        {picture}
                        <figcaption><b>{i + 1}</b>" "{frame.caption}</figcaption>
                    </figure>
                </li>
            }
        });
        view! { <ol class="st film">{frames.collect_view()}</ol> }
    })
}

/// The run up to the cursor as an ordered list of at most forty sentences, as HTML.
#[must_use]
pub fn transcript(session: &Session) -> String {
    let lines = session.story(TRANSCRIPT_MAX);
    html(move || {
        let lines = lines.into_iter().map(|line| {
            let class = format!("tone-{}", line.tone.name());
            view! { <li class=class><time>{line.place}</time>" "{line.text}</li> }
        });
        view! { <ol class="st transcript">{lines.collect_view()}</ol> }
    })
}

/// A view as HTML, without the comments that only a hydrating page would need.
fn html<V: IntoView>(view: impl FnOnce() -> V) -> String {
    let owner = Owner::new();
    let text = owner.with(|| view().into_view().to_html());
    drop(owner);
    text.replace("<!>", "")
}

fn whole(session: &Session) -> impl IntoView + use<> {
    let scene = session.scene(Side::Main);
    let title = session.spec().title;
    let views = stage::on_stage(&scene, session.view());
    let layout = stage::layout(&views);
    let pictures = views.iter().map(|v| {
        view! { <div class=format!("view view-{}", v.kind())>{stage::drawn(v, None)}</div> }
    });
    let pictures = pictures.collect_view();
    let aside = stage::aside(&scene, session.view()).into_iter().map(|v| {
        let drawn = stage::drawn(v, Some(Size::Narrow));
        view! { <section class="aside"><h3>{v.title().to_owned()}</h3>{drawn}</section> }
    });
    let aside = aside.collect_view();
    view! {
        <div class="st player static" role="region" aria-label=format!("Model: {title}")>
            <div class="stages">
                <section class=format!("stage {layout}") role="group" aria-label=title>
                    {pictures}
                    <p class="sr">{scene.text()}</p>
                </section>
            </div>
            <div class="caption">{legend::legend(&scene)}</div>
            {place(session)}
            {rows(session)}
            <div class="panels">
                <div>{checks(session)}{rules(session)}</div>
                <div>{knobs(session)}{aside}</div>
            </div>
            <div class="panels">{log(session)}{script(session)}</div>
            <div class="foot"><code>{session.link()}</code></div>
        </div>
    }
}

/// Where in the run the frame is, in the place of the transport.
fn place(session: &Session) -> impl IntoView + use<> {
    let moves = session.spec().transport != Transport::Still;
    let step = format!("step {} of {}", session.position(), session.length());
    let time = session.spec().is_timed().then(|| {
        let now = session.now().clock();
        let says = format!("{} / {}", now.trim_end_matches(" s"), session.end().spoken());
        view! { <span class="time">{says}</span> }
    });
    moves.then(|| {
        view! {
            <div class="transport">
                <output class="place">{time}<span class="step">{step}</span></output>
            </div>
        }
    })
}

/// What can be done, in words.
fn rows(session: &Session) -> impl IntoView + use<> {
    let scene = session.scene(Side::Main);
    let hits: Vec<_> = scene.views.iter().flat_map(|v| hits(v, Size::Wide)).collect();
    let row = |fault: bool, title: &'static str, class: &'static str| {
        let choices: Vec<_> = session.choices().into_iter().filter(|c| c.fault == fault).collect();
        let groups = groups(&choices, &hits).into_iter().map(|group| {
            let Group { words, items, .. } = group;
            let few = items.len() <= 8;
            let targets = few.then(|| {
                let items = items.into_iter().map(|(rest, _)| view! { <span>{rest}</span> });
                items.collect_view()
            });
            view! { <span class="verb"><span class="words">{words}</span>{targets}</span> }
        });
        view! {
            <div class=format!("row {class}")>
                <h3>{title}</h3>
                <div class="groups">{groups.collect_view()}</div>
            </div>
        }
    };
    view! {
        <div class="rows">{row(false, "Use it", "uses")}{row(true, "Break it", "faults")}</div>
    }
}

fn checks(session: &Session) -> impl IntoView + use<> {
    let rows = session.checks(Side::Main).into_iter().enumerate().map(|(i, check)| {
        let verdict = check.verdict;
        let (status, why) = match &verdict {
            Verdict::Violated { step, why, .. } => {
                (format!("step {step}"), Some(format!("{}.", words::sentence(why))))
            }
            verdict => (words::verdict(verdict).to_owned(), None),
        };
        let said = words::verdict(&verdict);
        let why = why.map(|why| view! { <span class="why">{why}</span> });
        view! {
            <li class=format!("check {}", verdict.name())>
                {icon(words::verdict_icon(&verdict))}
                <div class="summary">
                    <span class=format!("number n{}", i + 1)>{i + 1}</span>
                    <span class="title">{check.title}</span>
                </div>
                <span class="status">{status}</span>
                <div class="more">{why}</div>
                <span class="sr">{said}</span>
            </li>
        }
    });
    view! { <section class="checks"><h3>"Checks"</h3><ul>{rows.collect_view()}</ul></section> }
}

fn rules(session: &Session) -> impl IntoView + use<> {
    let (spec, config) = (session.spec(), session.config(Side::Main));
    let rows = spec.rules.iter().map(|rule| {
        let on = config.holds(rule.name);
        let badges = words::protected(spec, rule).map(|(number, _)| {
            view! { <span class=format!("number n{number}")>{number}</span> }
        });
        view! {
            <li class=if on { "rule" } else { "rule off" }>
                <div class="summary">
                    <span class="title">{rule.label}</span>
                    <span class="badges">{badges.collect_view()}</span>
                </div>
                <span class="status">{if on { "on" } else { "off" }}</span>
            </li>
        }
    });
    let rows = rows.collect_view();
    (!spec.rules.is_empty())
        .then(|| view! { <section class="rules"><h3>"Rules"</h3><ul>{rows}</ul></section> })
}

fn knobs(session: &Session) -> impl IntoView + use<> {
    let (spec, config) = (session.spec(), session.config(Side::Main));
    let seed = ("Seed", session.seed().to_string(), "");
    let knobs = spec.knobs.iter().map(|k| (k.label, words::value(config, k), k.unit));
    let rows = knobs.chain([seed]).map(|(label, value, unit)| {
        let says = if unit.is_empty() { value } else { format!("{value} {unit}") };
        view! {
            <li class="knob">
                <span class="title">{label}</span>
                <span class="value">{says}</span>
            </li>
        }
    });
    view! { <section class="knobs"><h3>"Knobs"</h3><ul>{rows.collect_view()}</ul></section> }
}

fn log(session: &Session) -> impl IntoView + use<> {
    let line = |line: LogLine| {
        let beat = if line.beat { " beat" } else { "" };
        let class = format!("said tone-{}{beat}", line.tone.name());
        view! { <li class=class><time>{line.place}</time><span>{line.text}</span></li> }
    };
    let lines = session.log(Side::Main, LOG_MAX).into_iter().map(line).collect_view();
    view! { <section class="log"><h3>"What happened"</h3><ol>{lines}</ol></section> }
}

fn script(session: &Session) -> impl IntoView + use<> {
    let lines = session.script().into_iter().map(|text| view! { <li><code>{text}</code></li> });
    view! {
        <section class="history"><h3>"What was done"</h3><ol>{lines.collect_view()}</ol></section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<(Session, &'static str)> {
        sandtable_core::session::models()
            .map(|spec| (Session::open(&format!("v1/{}", spec.id)).expect("a model opens"), spec.id))
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
    fn a_film_has_a_caption_for_each_of_two_to_six_frames() {
        for (mut session, _) in all() {
            let before = session.link();
            let html = film_strip(&mut session);
            let frames = html.matches("<figcaption>").count();
            assert!((2..=6).contains(&frames), "{frames} frames");
            assert_eq!(html.matches("<svg").count(), frames);
            assert!(html.len() < frames * 9_000, "{} bytes", html.len());
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
        text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
    }
}
