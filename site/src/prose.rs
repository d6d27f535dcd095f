//! What a run of text can hold beside plain words: computed values, citations, coupled words, terms.
//!
//! ```text
//! {{ quorum_read_min(n = 3, w = 2) }}   a value, computed while the site is built
//! [^gifford] [^dynamo, §4.5]            a citation of a source of the front matter
//! [one copy]{write}                     words in the colour of what they speak of
//! [write it back]{?read-repair}         words that link to a term of the glossary
//! ```

/// The longest that one of these may be, in bytes.
const LENGTH_MAX: usize = 300;

/// A piece of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Plain words.
    Words(&'a str),
    /// A call of a function with named arguments.
    Call(Call<'a>),
    /// A citation: the source's name, and where in it.
    Cite(&'a str, Option<&'a str>),
    /// Words that wear a tone, and the tone's name.
    Toned(&'a str, &'a str),
    /// Words that stand for a term of the glossary, and a name of the term.
    Term(&'a str, &'a str),
    /// Something that looks like one of these and is none: what is wrong, and the cure.
    Wrong(&'static str, &'static str),
}

/// A call of a function with named arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call<'a> {
    /// The function.
    pub name: &'a str,
    /// The arguments: name and value.
    pub args: Vec<(&'a str, &'a str)>,
}

/// The pieces of a text, in order, each with the bytes that it takes up. Together they are the
/// whole text. O(length).
///
/// ```
/// use sandtable_site::prose::{Piece, pieces};
/// let all: Vec<Piece> = pieces("Wait for [one]{write}.").into_iter().map(|(_, p)| p).collect();
/// assert_eq!(all, [Piece::Words("Wait for "), Piece::Toned("one", "write"), Piece::Words(".")]);
/// ```
#[must_use]
pub fn pieces(text: &str) -> Vec<(&str, Piece<'_>)> {
    let mut out = Vec::new();
    let (mut plain, mut at) = (0, 0);
    while let Some(step) = text[at..].find(['{', '[', '}']) {
        let here = at + step;
        match special(&text[here..]) {
            Some((length, piece)) => {
                if plain < here {
                    out.push((&text[plain..here], Piece::Words(&text[plain..here])));
                }
                out.push((&text[here..here + length], piece));
                (plain, at) = (here + length, here + length);
            }
            None => at = here + 1,
        }
    }
    if plain < text.len() {
        out.push((&text[plain..], Piece::Words(&text[plain..])));
    }
    out
}

/// The special piece that `text` starts with, and its length in bytes.
fn special(text: &str) -> Option<(usize, Piece<'_>)> {
    let near = |needle: &str| {
        let at = text.find(needle)?;
        (at <= LENGTH_MAX).then_some(at)
    };
    if text.starts_with("{{") {
        let Some(end) = near("}}") else {
            let cure = "write `{{ function(argument = 1) }}` on one line";
            return Some((2, Piece::Wrong("`{{` has no end", cure)));
        };
        let inside = text[2..end].trim();
        let piece = match call(inside) {
            Some(call) => Piece::Call(call),
            None => Piece::Wrong(
                "this computed value cannot be read",
                "write it like `{{ quorum_read_min(n = 3, w = 2) }}`",
            ),
        };
        return Some((end + 2, piece));
    }
    if text.starts_with("}}") {
        return Some((2, Piece::Wrong("`}}` has no beginning", "put `{{` in front of the call")));
    }
    if let Some(rest) = text.strip_prefix("[^") {
        let Some(end) = near("]") else {
            return Some((
                2,
                Piece::Wrong("`[^` has no end", "write a citation like `[^gifford]`"),
            ));
        };
        let inside = &rest[..end - 2];
        let (id, place) = match inside.split_once(',') {
            Some((id, place)) => (id.trim(), Some(place.trim())),
            None => (inside.trim(), None),
        };
        return Some((end + 1, Piece::Cite(id, place)));
    }
    if text.starts_with('[') {
        let end = near("]{")?;
        let words = &text[1..end];
        if words.contains(['[', ']']) {
            return None;
        }
        let tone = &text[end + 2..];
        let Some(close) = tone.find('}').filter(|c| *c <= LENGTH_MAX) else {
            let cure = "write words and their tone like `[one copy]{write}`";
            return Some((end + 2, Piece::Wrong("`]{` has no end", cure)));
        };
        let tone = &tone[..close];
        let piece = match tone.strip_prefix('?') {
            Some(term) => Piece::Term(words, term.trim()),
            None => Piece::Toned(words, tone.trim()),
        };
        return Some((end + 2 + close + 1, piece));
    }
    None
}

/// Reads `name(a = 1, b = 2)`.
fn call(text: &str) -> Option<Call<'_>> {
    let is_name = |t: &str| {
        !t.is_empty() && t.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.".contains(&b))
    };
    let (name, rest) = text.split_once('(')?;
    let inside = rest.strip_suffix(')')?.trim();
    let name = name.trim();
    let mut args = Vec::new();
    if !inside.is_empty() {
        for arg in inside.split(',') {
            let (name, value) = arg.split_once('=')?;
            let (name, value) = (name.trim(), value.trim());
            if !is_name(name) || !is_name(value) {
                return None;
            }
            args.push((name, value));
        }
    }
    is_name(name).then_some(Call { name, args })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(text: &str) -> Vec<Piece<'_>> {
        pieces(text).into_iter().map(|(_, p)| p).collect()
    }

    #[test]
    fn each_kind_is_read() {
        let call = Call { name: "f", args: vec![("n", "3"), ("w", "2")] };
        assert_eq!(all("{{ f(n = 3, w=2) }}"), [Piece::Call(call)]);
        assert_eq!(all("[^dynamo, §4.5]"), [Piece::Cite("dynamo", Some("§4.5"))]);
        assert_eq!(all("[^dynamo]"), [Piece::Cite("dynamo", None)]);
        let inner = "[W = {{ knob(name = w) }}]{write}";
        assert_eq!(all(inner), [Piece::Toned("W = {{ knob(name = w) }}", "write")]);
        assert_eq!(all("[copies]{?replica}"), [Piece::Term("copies", "replica")]);
        assert_eq!(all("a [link] {b}"), [Piece::Words("a [link] {b}")]);
    }

    #[test]
    fn what_looks_like_one_and_is_none_is_told() {
        for text in ["{{ f(n = 3)", "{{ f }}", "{{ f(n) }}", "f }}", "[^open", "[a]{write", "{{}}"]
        {
            assert!(all(text).iter().any(|p| matches!(p, Piece::Wrong(..))), "{text}");
        }
    }

    proptest! {
        /// Nothing is lost, whatever is written; it never panics.
        #[test]
        fn pieces_are_the_whole_text(text in "([\\[\\]{}^(),= a-z§0-9]|\\{\\{|\\}\\}|\\]\\{){0,60}") {
            let joined: String = pieces(&text).into_iter().map(|(raw, _)| raw).collect();
            prop_assert_eq!(joined, text);
        }
    }
}
