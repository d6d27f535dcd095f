//! What the shapes and colours of a scene mean, in words: only those that it can use.

use sandtable_core::scene::{Scene, Tone, View};

use crate::dom::{El, el};

/// The parts of a legend: a class of the style sheet that draws the sample, and the word.
#[must_use]
pub fn entries(scene: &Scene) -> Vec<(&'static str, &'static str)> {
    let mut out = Vec::new();
    let mut add = |entry: (&'static str, &'static str)| {
        if !out.contains(&entry) {
            out.push(entry);
        }
    };
    for view in &scene.views {
        match view {
            View::Topology(t) => {
                let mut tones: Vec<Tone> = t.messages.iter().map(|m| m.tone).collect();
                tones.extend([Tone::Write, Tone::Read]);
                for tone in [Tone::Write, Tone::Read, Tone::Upkeep] {
                    if tones.contains(&tone) {
                        add(sample(tone));
                    }
                }
                add(("dot filled", "request"));
                add(("dot hollow", "reply"));
                add(("dash", "in doubt"));
            }
            View::SpaceTime(_) => {
                add(("dotted", "still on its way"));
                add(("cross", "lost, or a fault"));
            }
            View::Ring(r) => {
                if r.keys.iter().any(|k| k.moved_from.is_some()) {
                    add(("ringed", "key that moved"));
                }
                add(("dot filled", "key"));
            }
            View::Flow(_) => {
                add(("dot tone-good", "let through"));
                add(("dot tone-quiet", "turned away"));
            }
            View::Table(_) | View::Series(_) => {}
        }
    }
    out
}

fn sample(tone: Tone) -> (&'static str, &'static str) {
    match tone {
        Tone::Read => ("bar tone-read", "read"),
        Tone::Upkeep => ("bar tone-upkeep", "upkeep"),
        _ => ("bar tone-write", "write"),
    }
}

/// The legend as a line of samples and words.
#[must_use]
pub fn legend(scene: &Scene) -> El {
    let entry = |(class, word): (&'static str, &'static str)| {
        let sample = el("span").class(format!("sample {class}")).attr("aria-hidden", "true");
        el("li").kid(sample).text(word)
    };
    let entries = entries(scene).into_iter().map(entry);
    el("ul").class("legend-line").label("Legend").kids(entries)
}
