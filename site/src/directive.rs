//! Fenced blocks that are more than code: their kind, options and lines, with their places.

use std::ops::Range;

use crate::complaint::Source;

/// A fenced block of a kind of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fence {
    /// The first byte of the block in the file.
    pub at: usize,
    /// The words behind the fence, each with its place.
    pub words: Vec<(String, usize)>,
    /// The bytes between the fences.
    pub body: Range<usize>,
}

/// A line of a block without its line break, and its place.
pub type Line<'a> = (usize, &'a str);

impl Fence {
    /// Reads the block that takes up `span` of the file: from the fence to its end.
    #[must_use]
    pub fn read(source: &Source, span: Range<usize>) -> Fence {
        let block = &source.text[span.clone()];
        let first = block.lines().next().unwrap_or_default();
        let ticks = first.len() - first.trim_start_matches(['`', '~']).len();
        let fence = &first[..ticks];
        let mut words = Vec::new();
        let mut at = ticks;
        for word in first[ticks..].split_inclusive(char::is_whitespace) {
            let trimmed = word.trim();
            if !trimmed.is_empty() {
                words.push((trimmed.to_owned(), span.start + at));
            }
            at += word.len();
        }
        let start = block.find('\n').map_or(block.len(), |n| n + 1);
        let end = block[start..]
            .rfind('\n')
            .map(|n| start + n + 1)
            .filter(|n| block[*n..].starts_with(fence))
            .or_else(|| block[start..].starts_with(fence).then_some(start));
        if end.is_none() {
            let cure = format!("close it with a line of {ticks} backticks");
            source.complain(span.start, "this block has no end", cure);
        }
        let end = end.unwrap_or(block.len());
        Fence { at: span.start, words, body: span.start + start..span.start + end }
    }

    /// The kind of block: its first word.
    #[must_use]
    pub fn kind(&self) -> &str {
        self.words.first().map_or("", |(word, _)| word)
    }

    /// The lines of the body.
    pub fn lines<'a>(&self, source: &'a Source) -> impl Iterator<Item = Line<'a>> + use<'a> {
        let mut at = self.body.start;
        source.text[self.body.clone()].split_inclusive('\n').map(move |line| {
            let here = at;
            at += line.len();
            (here, line.trim_end())
        })
    }
}

/// What stands behind `key:` on a line such as `# caption: …`, with its place.
#[must_use]
pub fn keyed<'a>(line: Line<'a>, key: &str) -> Option<Line<'a>> {
    let (at, text) = line;
    let rest = text.trim_start_matches(['#', ' ']).strip_prefix(key)?.strip_prefix(':')?;
    let value = rest.trim();
    Some((at + text.len() - rest.trim_start().len(), value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_and_lines_keep_their_places() {
        let text = "Before\n\n```sandtable quorum n=3\n# caption: Words.\n@1s x\n```\n";
        let source = Source::new("content/a/b.md", text);
        let fence = Fence::read(&source, 8..text.len() - 1);
        assert_eq!(fence.kind(), "sandtable");
        for (word, at) in &fence.words {
            assert!(text[*at..].starts_with(word));
        }
        let lines: Vec<Line> = fence.lines(&source).collect();
        assert_eq!(lines.len(), 2);
        let (at, caption) = keyed(lines[0], "caption").unwrap();
        assert!(caption == "Words." && text[at..].starts_with("Words."));
        assert!(source.take().is_empty());
    }

    #[test]
    fn an_open_block_is_told() {
        let source = Source::new("content/a/b.md", "```sandtable quorum\n@1s x\n");
        let _ = Fence::read(&source, 0..source.text.len());
        let all = source.take();
        assert_eq!(
            all[0].to_string(),
            "content/a/b.md:1: this block has no end; close it with a line of 3 backticks"
        );
    }

    proptest! {
        /// Whatever stands in a block, its lines are its body.
        #[test]
        fn lines_are_the_body(body in "([a-z@#:=;\" ]{0,12}\n){0,20}") {
            let text = format!("```x y=1\n{body}```");
            let source = Source::new("a", text.clone());
            let fence = Fence::read(&source, 0..text.len());
            prop_assert_eq!(&text[fence.body.clone()], body.as_str());
            prop_assert_eq!(fence.lines(&source).count(), body.lines().count());
        }
    }
}
