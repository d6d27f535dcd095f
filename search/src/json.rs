//! How is an answer told to a script?

/// Appends a text as a JSON string.
pub(crate) fn text(text: &str, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '\0'..=' ' if c != ' ' => {
                out.push_str("\\u00");
                out.push(HEX[(c as usize) >> 4] as char);
                out.push(HEX[(c as usize) & 15] as char);
            }
            _ => out.push(c),
        }
    }
    out.push('"');
}

/// Appends a number: the standard library's way brings all of its formatting into the program.
pub(crate) fn number(number: u32, out: &mut String) {
    if number > 9 {
        self::number(number / 10, out);
    }
    out.push((b'0' + (number % 10) as u8) as char);
}

/// Appends an object of texts.
pub(crate) fn texts(pairs: &[(&str, &str)], out: &mut String) {
    out.push('{');
    for (index, (name, value)) in pairs.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        text(name, out);
        out.push(':');
        text(value, out);
    }
    out.push('}');
}

/// Appends a list.
pub(crate) fn list<T>(items: &[T], out: &mut String, mut each: impl FnMut(&T, &mut String)) {
    out.push('[');
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        each(item, out);
    }
    out.push(']');
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_would_end_a_string_does_not() {
        let mut out = String::new();
        super::texts(&[("a", "“b” \"c\"\\\n\u{1f}</script>")], &mut out);
        assert_eq!(out, r#"{"a":"“b” \"c\"\\\u000a\u001f</script>"}"#);
    }
}
