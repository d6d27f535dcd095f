//! The HTML, and the Markdown of the mirror, of models, predictions and challenges.

use std::ops::Range;

use crate::challenge::{Challenge, Goal};
use crate::html::escape;
use crate::markdown::{Block, Document};
use crate::model::{Model, element};
use crate::predict::Predict;
use crate::stills::{Still, still};

/// The block that takes up `span` of the file, as HTML. `number` tells the page's blocks apart.
/// Empty if the block could not be read.
#[must_use]
pub fn html(document: &Document<'_>, span: Range<usize>, number: u32) -> String {
    // A block is taken out while it is written: its words may speak of the runs of others.
    let mut blocks = document.blocks.borrow_mut();
    let Some(index) = blocks.iter().position(|b| b.at() == span.start) else {
        return String::new();
    };
    let (html, words) = match &mut blocks[index] {
        Block::Model(model) => (model.element(number), Words::Model(model.caption.clone())),
        Block::Predict(predict) => (String::new(), Words::Predict(predict.clone())),
        Block::Challenge(challenge) => {
            // Nothing has been done yet that could be told; the solution has its film and its story.
            let figure = still(&mut challenge.start).figure;
            let start = Still { figure, ..Still::default() };
            let start = element(Some(number), &challenge.attributes, &start);
            (start, Words::Challenge(Box::new(ChallengeWords::of(challenge))))
        }
    };
    let mirror = match &blocks[index] {
        Block::Model(model) => mirror(model),
        _ => String::new(),
    };
    drop(blocks);
    match words {
        Words::Model(caption) => {
            let words = caption.clone();
            let caption = document.inline(caption);
            document.replace(span, format!("{mirror}\n{}\n", document.mirror(words)));
            format!(
                "<figure class=\"model\" id=\"model-{number}\">\n\
                 <figcaption>{caption}</figcaption>\n{html}\n</figure>\n"
            )
        }
        Words::Predict(predict) => predict_html(document, &predict, span, number),
        Words::Challenge(words) => challenge_html(document, &words, &html, span, number),
    }
}

enum Words {
    Model(Range<usize>),
    Predict(Predict),
    Challenge(Box<ChallengeWords>),
}

struct ChallengeWords {
    goal: Goal,
    title: &'static str,
    keep: Vec<&'static str>,
    own: String,
    task: Range<usize>,
    hint: Option<Range<usize>>,
    script: Vec<String>,
    story: String,
    link: String,
}

impl ChallengeWords {
    fn of(challenge: &mut Challenge) -> ChallengeWords {
        let told = still(&mut challenge.solution);
        let spec = challenge.solution.spec();
        let title = |name: &str| spec.checks.iter().find(|c| c.name == name).map(|c| c.title);
        let own: Vec<&str> = spec.actions.iter().map(|v| v.name).collect();
        ChallengeWords {
            goal: challenge.goal.clone(),
            title: title(&challenge.goal.violate).unwrap_or_default(),
            keep: challenge.goal.keep.iter().filter_map(|name| title(name)).collect(),
            own: own.join(" "),
            task: challenge.task.clone(),
            hint: challenge.hint.clone(),
            script: challenge.solution.script(),
            story: told.film + &told.transcript,
            link: challenge.start.link(),
        }
    }
}

fn predict_html(
    document: &Document<'_>,
    predict: &Predict,
    span: Range<usize>,
    number: u32,
) -> String {
    let text = |range: &Range<usize>| document.mirror(range.clone()).trim().to_owned();
    let mut out = format!(
        "<div class=\"predict\" role=\"group\" aria-labelledby=\"predict-{number}\">\n\
         <h3 id=\"predict-{number}\">Predict</h3>\n{}",
        document.html(predict.question.clone())
    );
    let mut mirror = format!("**Predict.** {}\n\n", text(&predict.question));
    for choice in &predict.choices {
        let (class, verdict) = if choice.right { ("right", "Yes.") } else { ("wrong", "No.") };
        out += &format!(
            "<details class=\"choice {class}\" name=\"predict-{number}\"><summary>{}</summary>\n\
             <p><strong>{verdict}</strong> {}</p></details>\n",
            document.inline(choice.words.clone()),
            document.inline(choice.reply.clone()),
        );
        mirror += &format!("- {} {verdict} {}\n", text(&choice.words), text(&choice.reply));
    }
    out += "</div>\n";
    document.replace(span, mirror);
    out
}

fn challenge_html(
    document: &Document<'_>,
    words: &ChallengeWords,
    start: &str,
    span: Range<usize>,
    number: u32,
) -> String {
    let ChallengeWords { goal, title, keep, own, .. } = words;
    let mut say = format!("Break “{title}”");
    for kept in keep {
        say += &format!(", and keep “{kept}”");
    }
    if let Some(max) = goal.faults_max {
        say += &format!(", with at most {max} fault{}", if max == 1 { "" } else { "s" });
    }
    let faults = goal.faults_max.map(|m| format!(" data-faults=\"{m}\"")).unwrap_or_default();
    let keeps = match goal.keep.is_empty() {
        true => String::new(),
        false => format!(" data-keep=\"{}\"", goal.keep.join(" ")),
    };
    let mut out = format!(
        "<div class=\"challenge\" role=\"group\" aria-labelledby=\"challenge-{number}\" \
         data-violate=\"{}\"{keeps}{faults} data-own=\"{own}\" data-start=\"{}\">\n\
         <h3 id=\"challenge-{number}\">Challenge</h3>\n{}\
         <p class=\"goal\">{say}. The settings stay as they are.</p>\n\
         <p class=\"grade\" role=\"status\"></p>\n\
         <figure class=\"model\" aria-labelledby=\"challenge-{number}\">\n{start}\n</figure>\n",
        goal.violate,
        escape(&words.link),
        document.html(words.task.clone()),
    );
    if let Some(hint) = &words.hint {
        let hint = document.html(hint.clone());
        out += &format!("<details class=\"hint\"><summary>A hint</summary>\n{hint}</details>\n");
    }
    out += &format!(
        "<details class=\"solution\"><summary>One way to do it</summary>\n\
         <pre><code>{}</code></pre>\n{}\n</details>\n</div>\n",
        escape(&words.script.join("\n")),
        words.story
    );
    let task = document.mirror(words.task.clone());
    let script = words.script.join("\n");
    let mirror = format!("**Challenge.** {}\n\n{say}.\n\n```text\n{script}\n```\n", task.trim());
    document.replace(span, mirror);
    out
}

/// A model in the mirror: its link, its caption, its story.
fn mirror(model: &Model) -> String {
    let story = model.session.story(crate::stills::TRANSCRIPT_LINES_MAX);
    let lines: Vec<String> = story.iter().map(|l| format!("{} {}", l.place, l.text)).collect();
    format!("```text\n{}\n\n{}\n```\n", model.session.link(), lines.join("\n"))
}
