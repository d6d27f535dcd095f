//! A fenced block that asks before it tells: a question, choices, and an answer to each.
//!
//! ````text
//! ```predict
//! Three copies, W = R = 2. A copy crashes. What can you still do?
//! - [ ] Read only
//!   A write needs two copies, and two are left.
//! - [x] Read and write
//!   Either needs two, and two are left.
//! ```
//! ````

use std::ops::Range;

use crate::complaint::Source;
use crate::directive::Fence;

/// A question with its choices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Predict {
    /// The first byte of its block.
    pub at: usize,
    /// The bytes of the question.
    pub question: Range<usize>,
    /// The choices, in order.
    pub choices: Vec<Choice>,
}

/// One of the answers to choose from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Whether it is the right one.
    pub right: bool,
    /// The bytes of its words.
    pub words: Range<usize>,
    /// The bytes of what is said to whoever chooses it.
    pub reply: Range<usize>,
}

impl Predict {
    /// Reads a block. `None` where it cannot be read; the source then knows why.
    #[must_use]
    pub fn read(source: &Source, fence: &Fence) -> Option<Predict> {
        let mut question: Option<Range<usize>> = None;
        let mut choices: Vec<Choice> = Vec::new();
        for (at, text) in fence.lines(source) {
            let end = at + text.len();
            let marked = [("- [ ] ", false), ("- [x] ", true)];
            let choice = marked.into_iter().find(|(mark, _)| text.starts_with(mark));
            if let Some((mark, right)) = choice {
                choices.push(Choice { right, words: at + mark.len()..end, reply: end..end });
            } else if text.starts_with("- ") {
                let cure = "start a choice with `- [ ] `, the right one with `- [x] `";
                source.complain(at, "this is no choice", cure);
                return None;
            } else if let Some(choice) = choices.last_mut() {
                if choice.reply.is_empty() {
                    choice.reply = at..end;
                } else if !text.is_empty() {
                    choice.reply.end = end;
                }
            } else if !text.is_empty() {
                question = Some(question.map_or(at, |q| q.start)..end);
            }
        }
        let right = choices.iter().filter(|c| c.right).count();
        let silent = choices.iter().find(|c| source.text[c.reply.clone()].trim().is_empty());
        let wrong = match (&question, choices.len(), right, silent) {
            (None, ..) => Some((fence.at, "the block asks nothing", "put a question first")),
            (_, 0 | 1, ..) => {
                Some((fence.at, "there is nothing to choose", "give two choices or more"))
            }
            (_, _, 1, Some(choice)) => Some((
                choice.words.start,
                "nothing is said to whoever chooses this",
                "put the answer on the next line, indented",
            )),
            (_, _, 1, None) => None,
            _ => Some((fence.at, "not exactly one choice is right", "mark it with `- [x] `")),
        };
        if let Some((at, what, cure)) = wrong {
            source.complain(at, what, cure);
            return None;
        }
        Some(Predict { at: fence.at, question: question?, choices })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> (Option<Predict>, Vec<String>) {
        let text = format!("```predict\n{body}```");
        let source = Source::new("content/a/b.md", text.clone());
        let read = Predict::read(&source, &Fence::read(&source, 0..text.len()));
        (read, source.take().iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_question_is_read() {
        let (read, wrong) = read("What now?\n\n- [ ] This\n  No.\n- [x] That\n  Yes,\n  it is.\n");
        let read = read.unwrap();
        assert!(wrong.is_empty() && read.choices.len() == 2 && read.choices[1].right);
        assert_eq!(read.choices[1].reply.len(), "  Yes,\n  it is.".len());
    }

    #[test]
    fn what_is_wrong_is_placed() {
        let first = |body: &str| read(body).1.remove(0);
        assert!(first("- [x] a\n  b\n- [ ] c\n  d\n").contains(":1: the block asks nothing"));
        assert!(first("Q?\n- [x] a\n  b\n").contains(":1: there is nothing to choose"));
        assert!(first("Q?\n- [ ] a\n  b\n- [ ] c\n  d\n").contains("not exactly one"));
        assert!(first("Q?\n- [x] a\n  b\n- [ ] c\n").contains(":5: nothing is said"));
        assert!(first("Q?\n- a\n  b\n").contains(":3: this is no choice"));
    }
}
