//! Which sections does a page's Markdown have, and which words are in them?

use sandtable_core::algorithms::search::push_lower_case;

/// A section of a page: from its heading to the next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// Its anchor; empty for what stands before the first heading.
    pub anchor: String,
    /// The words of its heading; for what stands before the first, of the page's own.
    pub heading: String,
    /// Its paragraphs, rows and items, each as plain words. Code blocks are left out.
    pub paragraphs: Vec<String>,
}

/// The most bytes of a page that are read.
pub const PAGE_BYTES_MAX: usize = 1 << 20;

/// The sections of the Markdown form of a page, as the site writes it. O(length).
///
/// ```
/// let page = "# Quorum\n\nAsk *three*.\n\n## What it costs {#cost}\n\n- One [hop](x.md).[2]\n";
/// let sections = sandtable_search::text::sections(page);
/// assert_eq!(sections[0].heading, "Quorum");
/// assert_eq!((&*sections[1].anchor, &*sections[1].paragraphs[0]), ("cost", "One hop."));
/// ```
#[must_use]
pub fn sections(markdown: &str) -> Vec<Section> {
    let end = markdown.floor_char_boundary(PAGE_BYTES_MAX);
    let mut sections = vec![Section::default()];
    let (mut open, mut is_code) = (String::new(), false);
    for line in markdown[..end].split('\n') {
        let trimmed = line.trim_ascii();
        let fence = trimmed.starts_with("```");
        let heading = heading(line).filter(|_| !is_code);
        let starts = trimmed.is_empty()
            || fence
            || heading.is_some()
            || ["- ", "* ", "> [!", "|"].iter().any(|mark| trimmed.starts_with(mark))
            || numbered(trimmed).is_some();
        if starts {
            close(&mut open, &mut sections);
        }
        if fence {
            is_code = !is_code;
        } else if let Some((level, words)) = heading {
            let named = words.rsplit_once('{').and_then(|(words, id)| {
                Some((words.trim_ascii_end(), id.strip_prefix('#')?.strip_suffix('}')?))
            });
            let (words, anchor) = match named {
                Some((words, id)) => (words, id.to_owned()),
                None => (words, slug(&plain(words))),
            };
            let heading = plain(words);
            match sections.first_mut().filter(|_| level == 1) {
                Some(first) => first.heading = heading,
                None => sections.push(Section { anchor, heading, paragraphs: Vec::new() }),
            }
        } else if !is_code && !is_rule(trimmed) {
            if !open.is_empty() {
                open.push(' ');
            }
            open += past(numbered(trimmed).unwrap_or(trimmed), b"-*> ");
        }
    }
    close(&mut open, &mut sections);
    sections
}

/// Ends a paragraph.
fn close(open: &mut String, sections: &mut [Section]) {
    let words = plain(open);
    open.clear();
    if let Some(section) = sections.last_mut().filter(|_| !words.is_empty()) {
        section.paragraphs.push(words);
    }
}

/// What is behind the first of these marks.
fn past<'a>(line: &'a str, marks: &[u8]) -> &'a str {
    let marked = line.bytes().take_while(|byte| marks.contains(byte)).count();
    &line[marked..]
}

/// The level and the words of a heading.
fn heading(line: &str) -> Option<(usize, &str)> {
    let words = past(line, b"#");
    let level = line.len() - words.len();
    ((1..=6).contains(&level) && words.starts_with(' ')).then(|| (level, words.trim_ascii()))
}

/// What follows the number of an item.
fn numbered(line: &str) -> Option<&str> {
    let rest = past(line, b"0123456789");
    rest.strip_prefix(". ").filter(|_| rest.len() < line.len())
}

/// Whether a line parts the head of a table from its rows, or paragraphs.
fn is_rule(line: &str) -> bool {
    line.starts_with("[!")
        || line.starts_with("> [!")
        || (!line.is_empty() && past(line, b"|-: ").is_empty())
}

/// The words of a line without the marks of Markdown: links by their words, citations not at all.
fn plain(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = past(line, b"| ");
    while let [before @ .., b'|' | b' '] = rest.as_bytes() {
        rest = &rest[..before.len()];
    }
    while let Some(at) = rest.bytes().position(|byte| b"[*`|&\\".contains(&byte)) {
        out += &rest[..at];
        let mark = rest.as_bytes()[at];
        rest = &rest[at + 1..];
        match mark {
            b'[' => {
                let Some((inside, after)) = bracketed(rest) else {
                    out.push('[');
                    continue;
                };
                let target = after.strip_prefix('(').and_then(|after| after.split_once(')'));
                match target {
                    Some((_, after)) => {
                        out += &plain(inside);
                        rest = after;
                    }
                    // A citation is a number, with a place behind it.
                    None if inside.starts_with(|c: char| c.is_ascii_digit()) => rest = after,
                    None => out.push('['),
                }
            }
            b'|' => out.push('·'),
            b'&' => {
                let known = [("lt;", '<'), ("gt;", '>'), ("amp;", '&'), ("quot;", '"')];
                match known.iter().find(|(name, _)| rest.starts_with(name)) {
                    Some((name, meant)) => {
                        out.push(*meant);
                        rest = &rest[name.len()..];
                    }
                    None => out.push('&'),
                }
            }
            _ => {}
        }
    }
    out + rest
}

/// What is inside a bracket that is open, and what is behind it.
fn bracketed(text: &str) -> Option<(&str, &str)> {
    let mut depth = 1;
    for (at, c) in text.char_indices() {
        match c {
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some((&text[..at], &text[at + 1..]));
        }
    }
    None
}

/// Texts, one behind the other; `concat` would be a kilobyte of the program before compression.
pub(crate) fn joined(parts: &[&str]) -> String {
    let mut out = String::new();
    for part in parts {
        out.push_str(part);
    }
    out
}

/// A heading's text as an anchor: lower case, words joined by hyphens.
///
/// ```
/// assert_eq!(sandtable_search::text::slug("What it costs, and where it ends"),
///     "what-it-costs-and-where-it-ends");
/// ```
#[must_use]
pub fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut is_apart = false;
    for c in text.chars() {
        if !c.is_alphanumeric() {
            is_apart = true;
            continue;
        }
        if is_apart && !out.is_empty() {
            out.push('-');
        }
        is_apart = false;
        push_lower_case(c.encode_utf8(&mut [0; 4]), &mut out);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_words_stay() {
        let page = "# How many?\n\nOne *two* `R + W > N`,\nthree [four [5](b)](c) [6, §2] [x].\n\n\
            ```text\n## no heading\nv1/quorum\n```\n\n> [!NOTE]\n> Mind *it*.\n\n\
            ## A table\n\n| a | b |\n|---|---|\n| c &lt; d | e |\n\n1. first\n2. second\n";
        let all = sections(page);
        assert_eq!(all.len(), 2);
        assert_eq!((&*all[0].heading, &*all[0].anchor), ("How many?", ""));
        assert_eq!(all[0].paragraphs[0], "One two R + W > N, three four 5  [x].");
        assert_eq!(all[0].paragraphs[1], "Mind it.");
        assert_eq!(all[1].anchor, "a-table");
        assert_eq!(all[1].paragraphs, ["a · b", "c < d · e", "first", "second"]);
    }

    #[test]
    fn broken_markdown_is_text() {
        for page in ["[", "```", "# ", "##", "[a](b", "|", "&", "1.", "\\", "{#", "## {#", "[[[["] {
            assert!(!sections(page).is_empty(), "{page}");
        }
        assert_eq!(sections("[a](b")[0].paragraphs, ["[a](b"]);
    }
}
