//! What in a Rust source is code, what is text, and what is neither?

/// A piece of a Rust source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token<'a> {
    /// The line that it begins on, from 1.
    pub(crate) line: usize,
    /// What it is.
    pub(crate) kind: Kind,
    /// How it is written; of a string, what is between the quotes.
    pub(crate) text: &'a str,
}

/// The kinds of pieces that the invariants tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A name, a keyword or a number.
    Word,
    /// The content of a string, plain, raw or of bytes.
    Text,
    /// `::`, or any other single sign.
    Sign,
}

/// The words, strings and signs of a source, without its comments.
///
/// It reads Rust well enough for that, and never fails: what is not Rust comes out as signs.
pub(crate) fn tokens(source: &str) -> Vec<Token<'_>> {
    let mut scanner = Scanner { source, at: 0, line: 1 };
    std::iter::from_fn(|| scanner.next()).collect()
}

struct Scanner<'a> {
    source: &'a str,
    at: usize,
    line: usize,
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        &self.source[self.at..]
    }

    fn advance(&mut self, bytes: usize) -> &'a str {
        let passed = &self.rest()[..bytes];
        self.line += passed.matches('\n').count();
        self.at += bytes;
        passed
    }

    fn next(&mut self) -> Option<Token<'a>> {
        self.skip_blanks_and_comments();
        let (line, rest) = (self.line, self.rest());
        let first = rest.chars().next()?;
        let token = |kind, text| Some(Token { line, kind, text });
        if let Some(Quotes { opening, closing, raw }) = quotes(rest) {
            self.advance(opening);
            let length = if raw { self.rest().find(&closing) } else { plain_length(self.rest()) };
            let text = self.advance(length.unwrap_or(self.rest().len()));
            self.advance(closing.len().min(self.rest().len()));
            return token(Kind::Text, text);
        }
        if let Some(length) = character_length(rest) {
            return token(Kind::Sign, self.advance(length));
        }
        if is_word(first) {
            let length = rest.find(|sign| !is_word(sign)).unwrap_or(rest.len());
            return token(Kind::Word, self.advance(length));
        }
        let length = if rest.starts_with("::") { 2 } else { first.len_utf8() };
        token(Kind::Sign, self.advance(length))
    }

    fn skip_blanks_and_comments(&mut self) {
        loop {
            let rest = self.rest();
            let blanks = rest.len() - rest.trim_start().len();
            let length = match &rest[blanks..] {
                rest if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
                rest if rest.starts_with("/*") => block_comment_length(rest),
                _ => 0,
            };
            self.advance(blanks + length);
            if length == 0 {
                return;
            }
        }
    }
}

fn is_word(sign: char) -> bool {
    sign == '_' || sign.is_alphanumeric()
}

/// Comments of this kind nest.
fn block_comment_length(rest: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < rest.len() {
        let here = &rest.as_bytes()[at..];
        match here {
            [b'/', b'*', ..] => (depth, at) = (depth + 1, at + 2),
            [b'*', b'/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

/// How a string is opened and closed.
struct Quotes {
    /// The length of the opening.
    opening: usize,
    /// What closes it.
    closing: String,
    /// Whether a backslash in it is only a backslash.
    raw: bool,
}

/// The quotes of the string that begins here, if one does.
fn quotes(rest: &str) -> Option<Quotes> {
    let prefix = rest.len() - rest.trim_start_matches(['b', 'c', 'r']).len();
    let raw = rest[..prefix].ends_with('r');
    let after = &rest[prefix..];
    let hashes = if raw { after.len() - after.trim_start_matches('#').len() } else { 0 };
    let is_string = prefix <= 2 && after[hashes..].starts_with('"');
    let closing = format!("\"{}", "#".repeat(hashes));
    is_string.then_some(Quotes { opening: prefix + hashes + 1, closing, raw })
}

/// The length of a plain string's content, in which a backslash protects the next sign.
fn plain_length(rest: &str) -> Option<usize> {
    let mut signs = rest.char_indices();
    while let Some((at, sign)) = signs.next() {
        match sign {
            '\\' => _ = signs.next(),
            '"' => return Some(at),
            _ => {}
        }
    }
    None
}

/// The length of a character such as `'a'` or `'\n'`; a lifetime is none.
fn character_length(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix("b'").or_else(|| rest.strip_prefix('\''))?;
    let opening = rest.len() - inner.len();
    let mut signs = inner.char_indices();
    let (_, first) = signs.next()?;
    if first == '\\' {
        signs.next()?;
        return inner[2..].find('\'').map(|end| opening + 2 + end + 1);
    }
    matches!(signs.next()?, (_, '\'')).then_some(opening + first.len_utf8() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(kind: Kind, source: &str) -> Vec<&str> {
        let found = tokens(source).into_iter().filter(|token| token.kind == kind);
        found.map(|token| token.text).collect()
    }

    #[test]
    fn comments_are_neither_code_nor_text() {
        let source = "//! a \"b\"\nlet x = 1; // y\n/* c /* d */ \"e\" */ fn f() {}";
        assert_eq!(of(Kind::Word, source), ["let", "x", "1", "fn", "f"]);
        assert!(of(Kind::Text, source).is_empty());
    }

    #[test]
    fn strings_of_every_kind_are_text() {
        let source = r####"a("one \" two", r#"three " four"#, b"five", br"six\", r"")"####;
        let texts = ["one \\\" two", "three \" four", "five", "six\\", ""];
        assert_eq!(of(Kind::Text, source), texts);
        assert_eq!(of(Kind::Word, source), ["a"]);
    }

    #[test]
    fn a_quote_in_a_character_opens_no_string_and_a_lifetime_is_a_word() {
        assert_eq!(of(Kind::Word, r#"('"', b'"', '\'', '\u{1f}', x)"#), ["x"]);
        assert_eq!(of(Kind::Word, "fn f<'a>(x: &'a str)"), ["fn", "f", "a", "x", "a", "str"]);
        assert_eq!(of(Kind::Text, r#"'→'; "t""#), ["t"]);
    }

    #[test]
    fn lines_are_counted_through_strings_and_comments() {
        let source = "/*\n\n*/ a \"\n\" b";
        let lines: Vec<_> = tokens(source).iter().map(|token| token.line).collect();
        assert_eq!(lines, [3, 3, 4]);
    }

    #[test]
    fn what_is_not_rust_ends_all_the_same() {
        for source in ["\"", "r#\"", "/*", "'", "'\\", "b'", "b'\\x", "→", "r#", "brr\""] {
            tokens(source);
        }
    }
}
